"""7z archives, read by py7zr."""

from pathlib import Path
from typing import TYPE_CHECKING

from nurie.batch.entries import MAX_MEMBER, ListedMember, check_size, damaged, opened
from nurie.errors import ImageError

if TYPE_CHECKING:
    from py7zr import SevenZipFile


def entries(path: Path) -> list[ListedMember]:
    """The members of an archive in its own order.

    Raises:
        ImageError: the archive cannot be read or is locked.
        MissingExtraError: py7zr is not installed.
    """
    with _opened(path) as file:
        locked = file.needs_password()
        infos = file.list()
    return [
        ListedMember(index, info.filename, info.uncompressed, info.is_directory, locked)
        for index, info in enumerate(infos)
    ]


def read(path: Path, index: int) -> bytes:
    """Unpack one member, and with it all that are packed together with it and stand before it.

    Raises:
        ImageError: it is damaged or too large.
        MissingExtraError: py7zr is not installed.
    """
    with _opened(path) as file:
        from py7zr.io import BytesIOFactory

        info = file.list()[index]
        check_size(info.uncompressed)
        try:
            into = BytesIOFactory(MAX_MEMBER)
            file.extract(targets=[info.filename], factory=into)
            data: bytes = into.products[info.filename].read()
        except Exception:  # a damaged archive raises errors of many kinds
            raise damaged() from None
    return data


def _opened(path: Path) -> "SevenZipFile":
    def reader() -> "SevenZipFile":
        from py7zr import SevenZipFile
        from py7zr.exceptions import PasswordRequired

        try:
            return SevenZipFile(path)
        except PasswordRequired:
            raise ImageError(f"{path} is locked with a password: pack it without one.") from None

    return opened(path, "7z", "py7zr", reader)
