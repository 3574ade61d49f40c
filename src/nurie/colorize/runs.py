"""Runs of equal pixels: what follows from the values of a pixel alone is worked out once a run."""

from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Places

_SHORT = 3  # px: runs that are shorter in the mean are not worth it

_Number = TypeVar("_Number", bound=np.generic)


class Runs:
    """The runs of pixels, from left to right and on in the next row, in which no plane changes.

    Args:
        planes: of some rows, numbers (H, W) or colors (H, W, 3) bytes, all of one size.
    """

    def __init__(self, *planes: npt.NDArray[np.generic]) -> None:
        self._rows, self._columns = planes[0].shape[:2]
        begins = np.zeros(self._rows * self._columns, np.bool_)
        begins[:1] = True
        for plane in planes:
            values = (_packed(plane) if plane.ndim == 3 else plane).ravel()
            begins[1:] |= values[1:] != values[:-1]
        self._starts: Places | None = None
        if _SHORT * np.count_nonzero(begins) < begins.size:
            self._starts = np.flatnonzero(begins)
            self._lengths = np.diff(self._starts, append=begins.size)

    def first(self, plane: npt.NDArray[_Number]) -> npt.NDArray[_Number]:
        """The first pixel of each run of a plane, (H, W) or (H, W, 3), as a picture of one row."""
        row = plane.reshape(1, -1, *plane.shape[2:])
        return row if self._starts is None else row.take(self._starts, axis=1)

    def spread(self, colors: Bytes) -> Bytes:
        """A picture, (H, W, 3) bytes, of the color of each run, (1, n, 3) bytes."""
        if self._starts is None:
            return colors.reshape(self._rows, self._columns, 3)
        pixels = _packed(colors).ravel().repeat(self._lengths).view(np.uint8)
        rgba = pixels.reshape(self._rows, self._columns, 4)
        return np.asarray(cv2.cvtColor(rgba, cv2.COLOR_RGBA2RGB), np.uint8)


def _packed(rgb: npt.NDArray[np.generic]) -> npt.NDArray[np.uint32]:
    """Each pixel of a picture, (H, W, 3) bytes, as one number: (H, W)."""
    rgba = np.asarray(cv2.cvtColor(np.asarray(rgb, np.uint8), cv2.COLOR_RGB2RGBA), np.uint8)
    return rgba.view(np.uint32)[..., 0]
