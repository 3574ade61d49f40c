"""CBZ archives, which are ZIP files of pictures, read with care for what others put into them."""

import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from nurie.errors import ImageError

COMIC_INFO = "ComicInfo.xml"
"""What a CBZ says of itself: title, series, number, the order of reading."""
MAX_MEMBER = 512 * 2**20
"""Bytes that one page may unpack to."""
MAX_TOTAL = 64 * 2**30
"""Bytes that an archive may unpack to."""
MAX_RATIO = 500
"""How many times its own size an archive may unpack to, once that is more than a page may have."""
MAX_COMIC_INFO = 2**20
_NESTED = frozenset((".cbz", ".zip", ".cbr", ".rar", ".cb7", ".7z", ".cbt", ".tar", ".gz"))
_CLUTTER = frozenset(("thumbs.db", ".ds_store", "desktop.ini"))
_ENCRYPTED = 1  # a bit of a member's flags


@dataclass(frozen=True)
class Member:
    """A file in an archive: its place among all members, and its name with forward slashes."""

    index: int
    name: PurePosixPath


@dataclass(frozen=True)
class Contents:
    """What an archive holds, in its own order.

    Attributes:
        members: files that may be pages.
        comic_info: the ComicInfo.xml at its top, if there is one.
        problems: sentences on what cannot be used.
    """

    members: tuple[Member, ...]
    comic_info: bytes | None
    problems: tuple[str, ...]


def is_clutter(name: PurePosixPath) -> bool:
    """Whether a file is no part of the book: what file managers leave behind, and hidden files."""
    hidden = any(part.startswith(".") for part in name.parts)
    return hidden or "__MACOSX" in name.parts or name.name.lower() in _CLUTTER


def contents(path: Path) -> Contents:
    """List an archive without unpacking it.

    Raises:
        ImageError: it cannot be read, or would unpack to far more than a book has.
    """
    try:
        with zipfile.ZipFile(path) as file:
            infos = file.infolist()
            _check_sizes(path, infos)
            comic_info = next((info for info in infos if info.filename == COMIC_INFO), None)
            wanted = comic_info is not None and comic_info.file_size <= MAX_COMIC_INFO
            kept = file.read(comic_info) if comic_info and wanted else None
    except ImageError:
        raise
    except OSError as error:
        raise ImageError(f"{path} cannot be read ({error.strerror or error}): check the file.") from None
    except Exception as error:  # a damaged archive raises errors of many kinds
        raise ImageError(f"{path} cannot be read as a ZIP archive ({error}): pack it again as CBZ.") from None
    members: list[Member] = []
    problems: list[str] = []
    for index, info in enumerate(infos):
        raw = info.filename
        name = PurePosixPath(raw.replace("\\", "/"))
        if info.is_dir() or raw.endswith("\\"):
            continue
        if _leads_outside(raw, name):
            problems.append(f"{path.name}: {raw!r} leads outside the archive: rename it and pack again.")
        elif is_clutter(name):
            continue
        elif name.suffix.lower() in _NESTED:
            problems.append(f"{path.name}: {name} is an archive within the archive: unpack it first.")
        else:
            members.append(Member(index, name))
    return Contents(tuple(members), kept, tuple(problems))


def read(path: Path, index: int) -> bytes:
    """Unpack one member into memory.

    Raises:
        ImageError: it is damaged, encrypted or too large.
    """
    try:
        with zipfile.ZipFile(path) as file:
            info = file.infolist()[index]
            if info.flag_bits & _ENCRYPTED:
                raise ImageError("the page is locked with a password: pack the archive without one.")
            if info.file_size > MAX_MEMBER:
                raise ImageError(
                    f"the page unpacks to {info.file_size / 2**20:.0f} MB but the limit is "
                    f"{MAX_MEMBER // 2**20} MB: save it smaller."
                )
            return file.read(info)
    except ImageError:
        raise
    except OSError as error:
        raise ImageError(f"{path} cannot be read ({error.strerror or error}): check the file.") from None
    except Exception:  # a damaged archive raises errors of many kinds
        raise ImageError("the page is damaged in the archive: pack or download it again.") from None


def _check_sizes(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    """Refuse archives that would fill memory or disk."""
    total = sum(info.file_size for info in infos)
    packed = path.stat().st_size
    if total > MAX_TOTAL or (total > MAX_MEMBER and total > MAX_RATIO * packed):
        raise ImageError(
            f"{path} has {packed / 2**20:.1f} MB but unpacks to {total / 2**30:.1f} GB, as a ZIP bomb does: "
            "pack the pages again."
        )


def _leads_outside(raw: str, name: PurePosixPath) -> bool:
    """Whether a name points anywhere but below the folder that it is unpacked to."""
    windows = PureWindowsPath(raw)
    return bool(
        ".." in name.parts or name.is_absolute() or windows.anchor or not raw.isprintable() or not name.parts
    )
