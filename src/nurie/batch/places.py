"""The file that each page becomes: names that every system takes, and no two of them alike."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from nurie.batch.pages import Page
from nurie.export import files


def placed(pages: Sequence[Page], endings: Sequence[str], in_files: bool) -> list[Page]:
    """The same pages with their results: a name of their own for each, where capital letters do not count.

    Args:
        pages: in their order; the first has the first choice.
        endings: of each page's result, such as ".png".
        in_files: whether results become files, whose names have limits that those in archives do not have.
    """
    names = [_usable(page.name) if in_files else page.name for page in pages]
    taken = {str(folder).casefold() for name in names for folder in name.parents}
    result = []
    for page, name, ending in zip(pages, names, endings, strict=True):
        place = next(one for one in _choices(name, ending, in_files) if str(one).casefold() not in taken)
        taken.add(str(place).casefold())
        result.append(replace(page, result=place))
    return result


def _choices(name: PurePosixPath, ending: str, in_files: bool) -> Iterator[PurePosixPath]:
    """1.png, 1.jpg.png, 1.jpg (2).png, ... for 1.jpg."""
    yield _fitted(name.with_suffix(ending), in_files)
    yield _fitted(name.with_name(name.name + ending), in_files)
    number = 2
    while True:
        yield _fitted(name.with_name(f"{name.name} ({number}){ending}"), in_files)
        number += 1


def _usable(name: PurePosixPath) -> PurePosixPath:
    """A path without control characters, and without parts that are longer than a file's name may be."""
    parts = ("".join("_" if _is_control(letter) else letter for letter in part) for part in name.parts)
    return PurePosixPath(*(files.fitted(part) for part in parts))


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) == "Cc"


def _fitted(name: PurePosixPath, in_files: bool) -> PurePosixPath:
    return name.with_name(files.fitted(name.name)) if in_files else name
