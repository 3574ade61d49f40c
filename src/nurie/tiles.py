"""Large pages in pieces, so that no temporary array is as large as the page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Box = tuple[slice, slice]
_Number = TypeVar("_Number", bound=np.generic)

_BAND = 2_000_000  # px of a band of rows, where nothing else is said


@dataclass(frozen=True)
class Tile:
    """A piece of a page.

    Attributes:
        inner: its own rows and columns.
        outer: the same with a margin, as far as the page reaches.
        own: where its own lie in the outer ones.
    """

    inner: Box
    outer: Box
    own: Box


def tiles(shape: tuple[int, ...], side: tuple[int, int], margin: int) -> Iterator[Tile]:
    """Cut a page, (H, W), into tiles of at most `side` rows and columns, row by row."""
    height, width = shape[:2]
    for top in range(0, height, side[0]):
        for left in range(0, width, side[1]):
            inner, outer, own = [], [], []
            for start, whole, step in ((top, height, side[0]), (left, width, side[1])):
                stop = min(start + step, whole)
                first = max(start - margin, 0)
                inner.append(slice(start, stop))
                outer.append(slice(first, min(stop + margin, whole)))
                own.append(slice(start - first, stop - first))
            yield Tile((inner[0], inner[1]), (outer[0], outer[1]), (own[0], own[1]))


def bands(shape: tuple[int, ...], most: int | None = None) -> Iterator[slice]:
    """The rows of a page, (H, W), in bands of at most `most` px, by default 2 million, or of one row."""
    rows = max(1, (most or _BAND) // max(shape[1], 1))
    for top in range(0, shape[0], rows):
        yield slice(top, min(top + rows, shape[0]))


def joined(shape: tuple[int, ...], made: Iterable[tuple[slice, NDArray[np.uint8]]]) -> NDArray[np.uint8]:
    """A page of bytes whose bands are made one after the other, each with its rows."""
    page = np.empty(shape, np.uint8)
    for rows, band in made:
        page[rows] = band
    return page


def looked_up(table: NDArray[_Number], numbers: NDArray[np.integer]) -> NDArray[_Number]:
    """What a table, (n, ...), says for each number, (H, W): as `table.take`, which needs 8 bytes a number."""
    result = np.empty((*numbers.shape, *table.shape[1:]), table.dtype)
    for rows in bands(numbers.shape):
        result[rows] = table.take(numbers[rows], axis=0)
    return result


def counted(numbers: NDArray[np.integer], count: int) -> NDArray[np.int64]:
    """How often each of 0..count - 1 is in a page, (H, W): as `np.bincount`, which needs 8 bytes a number."""
    return sum(
        (np.bincount(numbers[rows].ravel(), minlength=count) for rows in bands(numbers.shape)),
        start=np.zeros(count, np.int64),
    )
