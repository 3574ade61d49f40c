"""The picture files and books that an input names: a file, a folder with all in it, or a pattern."""

import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path, PurePosixPath

from nurie.batch import archive
from nurie.batch.kinds import ENDINGS, book_kind
from nurie.batch.pages import PICTURES
from nurie.errors import AccessError, ImageError
from nurie.export import files

_MAGIC = re.compile(r"[*?[]")
_KINDS = "picture, CBZ, CBR, CB7, EPUB or PDF file"

Named = tuple[Path, PurePosixPath]
"""A file, and the path that it gets below the output."""


@dataclass(frozen=True)
class Found:
    """What an input names, in natural order.

    Attributes:
        pictures: files of pictures.
        books: archives and PDF files.
        problems: sentences on folders that cannot be looked into.
    """

    pictures: tuple[Named, ...]
    books: tuple[Named, ...]
    problems: tuple[str, ...] = ()


def find(text: str, output: Path, alone: bool) -> Found:
    """Find what an input names.

    Args:
        text: a file, a folder or a pattern such as ``scans/*.png``.
        output: where results go, which are no input.
        alone: whether it is the only input; the name of a folder is then left out of the results' paths.

    Raises:
        ImageError: it does not exist, cannot be read, or holds nothing of use.
    """
    if not text:
        raise ImageError("an input has an empty name, as when a variable of the shell is not set: name it.")
    path = Path(text)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        if _MAGIC.search(text):
            return _matched(path, output)
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            raise ImageError(f"{path} does not exist: check its name and folder.") from None
        raise ImageError(f"{path} cannot be read ({getattr(error, 'strerror', error)}): check it.") from None
    if stat.S_ISDIR(mode):
        return _walked(path, output, PurePosixPath() if alone else PurePosixPath(path.resolve().name))
    if not stat.S_ISREG(mode) or (path.suffix.lower() not in PICTURES and not book_kind(path)):
        raise ImageError(f"{path} is no {_KINDS}: name files of these kinds, or folders.")
    return _sorted_out([(path, PurePosixPath(path.name))])


def natural(name: str) -> list[tuple[int, int, str]]:
    """A key that sorts page 2 before page 10."""
    parts = re.split(r"([0-9]+)", unicodedata.normalize("NFKC", name).casefold())
    numbers = [part.lstrip("0") if part.isdecimal() else None for part in parts]
    return [
        (1, 0, part) if number is None else (0, len(number), number)
        for part, number in zip(parts, numbers, strict=True)
    ]


def _matched(path: Path, output: Path) -> Found:
    """What a pattern fits."""
    first = next(index for index, part in enumerate(path.parts) if _MAGIC.search(part))
    base, pattern = Path(*path.parts[:first]), Path(*path.parts[first:])
    problems: list[str] = []
    try:
        found = [file for file in base.glob(str(pattern)) if _is_useful(file, output)]
        files.check_readable(base, inf if "**" in pattern.parts else len(pattern.parts) - 1)
    except AccessError as error:
        problems.append(str(error))
    except (OSError, ValueError) as error:
        raise ImageError(f"{path} cannot be used as a pattern ({error}): check it.") from None
    if not found and not problems:
        raise ImageError(f"{path} fits no {_KINDS}: check the pattern.")
    named = [(file, PurePosixPath(file.relative_to(base).as_posix())) for file in found]
    return _sorted_out(named, problems)


def _walked(folder: Path, output: Path, top: PurePosixPath) -> Found:
    """All files of use below a folder, without what an earlier batch wrote there."""
    named: list[Named] = []
    problems: list[str] = []

    def skip(error: OSError) -> None:
        name = error.filename or folder
        problems.append(f"{name} cannot be read ({error.strerror or error}): its pages are left out.")

    place = Path(os.path.realpath(output))
    for parent, folders, names in os.walk(folder, onerror=skip):
        here = Path(parent)
        folders[:] = [name for name in folders if not archive.is_clutter(PurePosixPath(name))]
        if Path(os.path.realpath(here)) == place and here != folder:
            folders.clear()
            continue
        useful = (here / name for name in names if _is_useful(here / name, output))
        named += [(file, top / file.relative_to(folder).as_posix()) for file in useful]
    if not named and not problems:
        raise ImageError(f"{folder} holds no pictures or books: name another folder.")
    return _sorted_out(named, problems)


def _is_useful(file: Path, output: Path) -> bool:
    if file.suffix.lower() not in PICTURES | ENDINGS.keys() or archive.is_clutter(PurePosixPath(file.name)):
        return False
    return os.path.isfile(file) and os.path.realpath(file) != os.path.realpath(output)  # noqa: PTH113


def _sorted_out(named: Iterable[Named], problems: Sequence[str] = ()) -> Found:
    ordered = sorted(named, key=lambda one: natural(one[0].as_posix()))
    pictures = tuple(one for one in ordered if one[0].suffix.lower() in PICTURES)
    books = tuple(one for one in ordered if one[0].suffix.lower() not in PICTURES)
    return Found(pictures, books, tuple(problems))
