"""Documents that are ZIP archives: ORA and KRA."""

import io
import zipfile
import zlib
from xml.etree import ElementTree

from nurie.errors import ImageError

SIGNATURE = b"PK\x03\x04"
_LARGEST = 2**30
"""Bytes that one member may unpack to."""


class Archive:
    """A document's archive, read with care.

    Args:
        data: of the file.
        name: of the file, for messages.

    Raises:
        ImageError: it is no ZIP archive, or damaged.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise self.damaged() from None
        self._names = frozenset(self.zip.namelist())

    def __contains__(self, member: str) -> bool:
        return member in self._names

    def read(self, member: str) -> bytes:
        """Unpack one member.

        Raises:
            ImageError: it is missing, locked, damaged or too large.
        """
        try:
            info = self.zip.getinfo(member)
            if info.flag_bits & 1:
                raise ImageError(f"{self.name} is locked with a password: save it without one.")
            if info.file_size > _LARGEST:
                raise ImageError(
                    f"{self.name} unpacks to more than {_LARGEST >> 20} MB a layer: save it smaller."
                )
            return self.zip.read(info)
        except (KeyError, zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError):
            raise self.damaged() from None

    def xml(self, member: str) -> ElementTree.Element:
        """Parse one member, its comments included.

        Raises:
            ImageError: as for `read`, and if it is no XML.
        """
        parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True))
        try:
            return ElementTree.fromstring(self.read(member), parser)
        except ElementTree.ParseError:
            raise self.damaged() from None

    def damaged(self) -> ImageError:
        """What to raise when something in it is not as it should be."""
        return ImageError(f"{self.name} is damaged or cut short: save it again.")


def kind(data: bytes) -> str:
    """What an archive says that it is, by its member "mimetype"; an empty text for none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            info = archive.getinfo("mimetype")
            if info.file_size > 256:
                return ""
            return archive.read(info).decode("ascii", "replace").strip()
    except Exception:  # no document; the reader of pictures raises the error
        return ""
