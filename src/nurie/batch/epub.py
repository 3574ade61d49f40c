"""EPUB files: ZIP archives of XHTML and pictures, with a manifest that lists them and a spine that orders.

Only what is needed to replace the pictures of a book of fixed layout: which they are, and their order. All
else stays as it is. EPUB 3.3, https://www.w3.org/TR/epub-33/: 4 (the container), 5 (the package document).
"""

import posixpath
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from nurie.batch import archive
from nurie.batch.archive import Member
from nurie.errors import ImageError

CONTAINER, ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_HARMLESS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")  # fonts made unreadable
_LINK = re.compile(rb"""(?:src|href)\s*=\s*["']([^"'#]+)""")
_RASTER = re.compile(r"image/(?!svg)")


def pictures(path: Path, members: Sequence[Member]) -> tuple[list[Member], str | None]:
    """The pictures of a book in the order of reading, and a notice if the book does not tell it.

    Args:
        path: of the EPUB file.
        members: all that is in it.

    Raises:
        ImageError: the book is locked by digital rights management, or its manifest is broken.
    """
    book = _Package(path, {str(member.name): member for member in members})
    book.check_unlocked()
    package = book.package()
    if package is None:
        return (
            [],
            f"{path} does not say where its manifest is: its pictures are in the order of their names.",
        )
    return book.order(package), None


class _Package:
    def __init__(self, path: Path, members: dict[str, Member]) -> None:
        self._path = path
        self._members = members

    def check_unlocked(self) -> None:
        if ENCRYPTION not in self._members:
            return
        try:
            ways = [
                element.get("Algorithm")
                for element in self._parsed(ENCRYPTION).iter()
                if _is(element, "EncryptionMethod")
            ]
        except ImageError:
            ways = [None]
        if any(way not in _HARMLESS for way in ways):
            raise ImageError(
                f"{self._path} is locked by digital rights management (DRM), as {ENCRYPTION} says: "
                "give a copy without it."
            )

    def package(self) -> str | None:
        """The name of the package document, which holds manifest and spine; None if no place is named."""
        if CONTAINER not in self._members:
            return None
        places = [
            element.get("full-path") for element in self._parsed(CONTAINER).iter() if _is(element, "rootfile")
        ]
        return places[0] if places else None

    def order(self, package: str) -> list[Member]:
        """Pictures as the pages of the spine show them, and then those that no page shows."""
        root = self._parsed(package)
        base = posixpath.dirname(package)
        items = {element.get("id", ""): element for element in root.iter() if _is(element, "item")}
        found: dict[str, Member] = {}
        listed = [
            _resolved(base, item.get("href", ""))
            for item in items.values()
            if _RASTER.match(item.get("media-type", ""))
        ]
        pictures = {name: self._members[name] for name in listed if name in self._members}
        if not pictures:
            raise self._broken(f"{package} lists no pictures")
        spine = [element.get("idref", "") for element in root.iter() if _is(element, "itemref")]
        for name in (_resolved(base, items[one].get("href", "")) for one in spine if one in items):
            for shown in [name, *self._links(name)]:
                if shown in pictures:
                    found.setdefault(shown, pictures[shown])
        return list((found | {name: one for name, one in pictures.items() if name not in found}).values())

    def _links(self, name: str) -> list[str]:
        """What a page refers to."""
        if name not in self._members:
            return []
        text = archive.original(self._path, self._members[name].index) or b""
        base = posixpath.dirname(name)
        return [_resolved(base, link.decode("utf-8", "replace")) for link in _LINK.findall(text)]

    def _parsed(self, name: str) -> ElementTree.Element:
        if name not in self._members:
            raise self._broken(f"{name} is missing")
        try:
            return ElementTree.fromstring(archive.read(self._path, self._members[name].index))
        except (ElementTree.ParseError, ValueError, LookupError, ImageError) as error:
            raise self._broken(f"{name} cannot be read: {error}") from None

    def _broken(self, reason: str) -> ImageError:
        return ImageError(
            f"{self._path} has a broken manifest ({reason.rstrip('.')}): repair it, for instance with "
            "Calibre, or convert it to CBZ."
        )


def _is(element: ElementTree.Element, name: str) -> bool:
    """Whether an element has a name, in whatever namespace."""
    return element.tag.rpartition("}")[2] == name


def _resolved(base: str, link: str) -> str:
    """The name of a member that a link in a file of the folder `base` leads to."""
    return posixpath.normpath(posixpath.join(base, unquote(link)))
