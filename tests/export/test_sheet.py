"""The sheet shows every picture, in order, with its number."""

import numpy as np
import pytest
from PIL import Image

from nurie.export.sheet import sheet, thumbnail

SHADES = [20 * number for number in range(1, 10)]


def plain(size: tuple[int, int], rgb: tuple[int, int, int]) -> Image.Image:
    return thumbnail(np.asarray(Image.new("RGB", size, rgb)))


@pytest.mark.parametrize("size", [(300, 400), (16, 300), (300, 16), (16, 16), (2000, 1500)])
def test_all_ten_pictures_are_there_in_reading_order(size: tuple[int, int]) -> None:
    black, *colored = (plain(size, rgb) for rgb in [(0, 0, 0), *((s, 0, 255) for s in SHADES)])
    page = np.asarray(sheet(black, colored))
    centers = []
    for shade in SHADES:
        rows, columns = np.nonzero((page == (shade, 0, 255)).all(axis=-1))
        assert rows.size > 1000
        centers.append((round(rows.mean()), round(columns.mean())))
    assert centers == sorted(centers)
    assert len({row for row, _ in centers}) == 2


def test_every_picture_has_a_label() -> None:
    white = plain((200, 200), (255, 255, 255))
    page = np.asarray(sheet(white, [white] * 9).convert("L"))
    for half in np.array_split(page, 2):
        strip = half[-44:] < 128  # the labels' dark text is below the pictures
        blocks = np.flatnonzero(np.diff(np.flatnonzero(strip.any(axis=0))) > 100).size + 1
        assert blocks == 5
