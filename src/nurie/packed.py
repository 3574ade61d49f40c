"""Arrays of webtoon strips, held packed: a few rows are unpacked when they are asked for.

Line art, regions and light are flat nearly everywhere and take a thirtieth of their size and less.
"""

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any, Generic, TypeVar

import numpy as np
from isal import isal_zlib
from numpy.typing import DTypeLike, NDArray

from nurie.arrays import Bytes, Places
from nurie.threads import at_once
from nurie.tiles import bands

SLIMMEST = 3
"""Ratio of height to width above which a page is a strip."""
_LEVEL = 1  # of ISA-L, which takes a sixth of zlib's time at its level 1
_BAND = 500_000  # px of the rows that are packed, or made, together

_Number = TypeVar("_Number", bound=np.generic)
_Made = TypeVar("_Made", bound=np.generic)


class Packed(Generic[_Number]):
    """An array, (H, W) or (H, W, n), whose rows are packed a few at a time.

    Slices of rows are new arrays, as is `numpy.asarray` of the whole.

    Args:
        parts: rows from the top down, some at a time, packed or not, of one width and type; one at least.

    Attributes:
        shape: of the whole.
        dtype: of its numbers.
    """

    dtype: np.dtype[_Number]

    def __init__(self, parts: "Iterable[NDArray[_Number] | Packed[_Number]]") -> None:
        self._tops, self._bands = [0], list[bytes]()
        for part in parts:
            self.dtype = part.dtype
            self._width = part.shape[1:]
            if isinstance(part, Packed):
                self._bands += part._bands
                self._tops += [self._tops[-1] + top for top in part._tops[1:]]
                continue
            for rows in bands(part.shape, most=_BAND):
                self._bands.append(isal_zlib.compress(np.ascontiguousarray(part[rows]).data, _LEVEL))
                self._tops.append(self._tops[-1] + rows.stop - rows.start)

    @property
    def shape(self) -> tuple[int, ...]:
        return self._tops[-1], *self._width

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return int(np.prod(self.shape, dtype=np.intp))

    def __len__(self) -> int:
        return self._tops[-1]

    def __getitem__(self, place: slice | int | tuple[Any, ...]) -> NDArray[_Number]:
        """Some rows, as of an array; if several indices are given, the others are of the axes of a row."""
        rows, *within = place if isinstance(place, tuple) else (place,)
        if not isinstance(rows, slice):
            row = range(len(self))[rows]
            return np.asarray(self[row : row + 1][(0, *within)], self.dtype)
        wanted = range(len(self))[rows]
        found = np.empty((len(wanted), *self._width), self.dtype)
        at = 0
        for number, (top, end) in enumerate(pairwise(self._tops)):
            first = wanted.start + at * wanted.step
            if first < min(end, wanted.stop):
                part = self._band(number)[first - top : wanted.stop - top : wanted.step]
                found[at : at + len(part)] = part
                at += len(part)
        return found[(slice(None), *within)]

    def gathered(self, rows: Places, columns: Places) -> NDArray[_Number]:
        """Chosen rows, in order, and of these chosen columns."""
        found = np.empty((len(rows), len(columns), *self._width[1:]), self.dtype)
        for number, (first, last) in enumerate(pairwise(np.searchsorted(rows, self._tops).tolist())):
            if first < last:
                found[first:last] = self._band(number)[rows[first:last] - self._tops[number]][:, columns]
        return found

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> NDArray[_Number]:
        """All of it, unpacked."""
        if copy is False:
            raise ValueError("A packed array is unpacked into a new one only.")
        return self[:].astype(self.dtype if dtype is None else dtype, copy=False)

    def _band(self, number: int) -> NDArray[_Number]:
        rows = self._tops[number + 1] - self._tops[number]
        size = rows * int(np.prod(self._width, dtype=np.intp)) * self.dtype.itemsize
        data = isal_zlib.decompress(self._bands[number], bufsize=size)
        return np.frombuffer(data, self.dtype).reshape(rows, *self._width)


Held = NDArray[_Number] | Packed[_Number]
"""An array, or one of a strip, packed; of both, slices of rows are arrays."""


def held(array: Held[_Number]) -> Held[_Number]:
    """An array as it is held: packed if it is of a strip."""
    return Packed([array]) if isinstance(array, np.ndarray) and is_strip(array.shape) else array


def collected(shape: tuple[int, ...], made: Callable[[slice], Bytes]) -> Held[np.uint8]:
    """Bytes that are made some rows at a time, as they are held.

    Args:
        shape: of the whole.
        made: makes some rows; of a page several at a time.
    """
    if is_strip(shape):
        return Packed(map(made, bands(shape)))
    result = np.empty(shape, np.uint8)

    def collect(rows: slice) -> None:
        result[rows] = made(rows)

    at_once(collect, bands(shape, most=_BAND))  # small, since several are in work
    return result


def is_strip(shape: tuple[int, ...]) -> bool:
    """Whether a page, (H, W), is a strip."""
    return shape[0] > SLIMMEST * shape[1]


def mapped(array: Held[_Number], work: Callable[[NDArray[_Number]], NDArray[_Made]]) -> Held[_Made]:
    """What is made of an array pixel by pixel, packed as the array is."""
    if isinstance(array, Packed):
        return Packed(work(array[rows]) for rows in bands(array.shape))
    return work(array)
