"""What is in the archives that people pack comics into: ZIP, EPUB, RAR, 7z; all are read with care."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from nurie.batch import kinds, rar, seven, zipped
from nurie.batch.entries import MAX_MEMBER, ListedMember
from nurie.batch.names import AUTO
from nurie.errors import ImageError, NurieError

MAX_TOTAL = 64 * 2**30
"""Bytes that an archive may unpack to."""
MAX_RATIO = 500
"""How many times its own size an archive may unpack to, once that is more than a page may have."""
_NESTED = frozenset((".cbz", ".zip", ".cbr", ".rar", ".cb7", ".7z", ".cbt", ".tar", ".gz"))
_CLUTTER = frozenset(("thumbs.db", ".ds_store", "desktop.ini"))


@dataclass(frozen=True)
class Member:
    """A file in an archive: its place among all members, and its name with forward slashes."""

    index: int
    name: PurePosixPath


@dataclass(frozen=True)
class Contents:
    """What an archive holds, in its own order.

    Attributes:
        members: all files but clutter.
        problems: sentences on what cannot be used or colored.
    """

    members: tuple[Member, ...]
    problems: tuple[str, ...]


def is_clutter(name: PurePosixPath) -> bool:
    """Whether a file is no part of the book: what file managers leave behind, and hidden files."""
    hidden = any(part.startswith(".") for part in name.parts)
    return hidden or "__MACOSX" in name.parts or name.name.lower() in _CLUTTER


def contents(path: Path, encoding: str = AUTO) -> Contents:
    """List an archive without unpacking it.

    Args:
        encoding: of names in ZIP archives that do not say theirs; see `nurie.batch.names.decode`.

    Raises:
        ImageError: the archive cannot be read, is locked, or would unpack to far more than a book has.
        MissingExtraError: it needs an extra, or a program, that is not installed.
    """
    entries = _entries(path, encoding)
    if any(entry.locked for entry in entries):
        raise ImageError(f"{path} is locked with a password: pack it without one.")
    _check_sizes(path, entries)
    members: list[Member] = []
    problems: list[str] = []
    for entry in entries:
        name = PurePosixPath(entry.name.replace("\\", "/"))
        if entry.folder:
            continue
        if _leads_outside(entry.name, name):
            problems.append(f"{path.name}: {entry.name} leads outside the archive: rename it and pack again.")
        elif not is_clutter(name):
            members.append(Member(entry.index, name))
            if name.suffix.lower() in _NESTED:
                problems.append(f"{path.name}: {name} is an archive within the archive: unpack it first.")
    return Contents(tuple(members), tuple(problems))


def read(path: Path, index: int) -> bytes:
    """Unpack one member into memory.

    Raises:
        ImageError: it is damaged or too large.
        MissingExtraError: as for `contents`.
    """
    kind = kinds.book_kind(path)
    if kind == "rar":
        return rar.read(path, index)
    return seven.read(path, index) if kind == "7z" else zipped.read(path, index)


def original(path: Path, index: int) -> bytes | None:
    """One member as it is, or what is left of a damaged one; None if nothing can be read of it."""
    try:
        return read(path, index)
    except NurieError:
        return None if kinds.book_kind(path) in ("rar", "7z") else zipped.salvage(path, index) or None


def _entries(path: Path, encoding: str) -> list[ListedMember]:
    kind = kinds.book_kind(path)
    if kind == "rar":
        return rar.entries(path)
    return seven.entries(path) if kind == "7z" else zipped.entries(path, encoding)


def _check_sizes(path: Path, entries: list[ListedMember]) -> None:
    """Refuse archives that would fill memory or disk."""
    total = sum(entry.size for entry in entries)
    packed = path.stat().st_size
    if total > MAX_TOTAL or (total > MAX_MEMBER and total > MAX_RATIO * packed):
        raise ImageError(
            f"{path} has {packed / 2**20:.1f} MB but unpacks to {total / 2**30:.1f} GB, as a ZIP bomb does: "
            "pack the pages again."
        )


def _leads_outside(raw: str, name: PurePosixPath) -> bool:
    """Whether a name points anywhere but below the folder that it is unpacked to."""
    return bool(".." in name.parts or name.is_absolute() or PureWindowsPath(raw).anchor or not name.parts)
