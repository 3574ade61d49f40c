"""RAR archives, read by rarfile; where members are compressed, it runs a program that is on the machine."""

from pathlib import Path
from typing import TYPE_CHECKING

from nurie.batch.entries import ListedMember, check_size, damaged, opened
from nurie.errors import MissingExtraError

if TYPE_CHECKING:
    from rarfile import RarFile


def entries(path: Path) -> list[ListedMember]:
    """The members of an archive in its own order.

    Raises:
        ImageError: the archive cannot be read.
        MissingExtraError: rarfile, or a program that unpacks RAR archives, is not installed.
    """
    with _opened(path) as file:
        infos = file.infolist()
        locked = file.needs_password()
    _check_program(path, [info.compress_type for info in infos])
    return [
        ListedMember(index, info.filename, info.file_size, info.is_dir(), locked)
        for index, info in enumerate(infos)
    ]


def read(path: Path, index: int) -> bytes:
    """Unpack one member.

    Raises:
        ImageError: it is damaged or too large.
        MissingExtraError: as for `entries`.
    """
    with _opened(path) as file:
        info = file.infolist()[index]
        check_size(info.file_size)
        try:
            data: bytes = file.read(info)
        except Exception:  # a damaged archive raises errors of many kinds
            raise damaged() from None
    return data


def _opened(path: Path) -> "RarFile":
    def reader() -> "RarFile":
        from rarfile import RarFile

        return RarFile(path)

    return opened(path, "RAR", "rarfile", reader)


def _check_program(path: Path, ways: list[int]) -> None:
    """Check that what is compressed can be unpacked; what is stored needs no program."""
    from rarfile import RAR_M0, RarCannotExec, tool_setup

    if all(way == RAR_M0 for way in ways):
        return
    try:
        tool_setup()
    except RarCannotExec:
        raise MissingExtraError(
            f"{path} is a RAR archive, which needs the program unrar, unar, 7z or bsdtar: install one "
            "(Debian, Ubuntu: apt install unar; macOS: brew install unar), or save the book as CBZ."
        ) from None
