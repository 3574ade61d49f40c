"""The sheet shows every picture, in order, with its number."""

import numpy as np
import pytest
from PIL import Image

from nurie.export.sheet import reduced, sheet, thumbnail
from nurie.tiles import bands

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


@pytest.mark.parametrize("shape", [(3000, 3000), (2000, 5000), (801, 15000), (9000, 1501)])
def test_a_large_picture_in_bands_looks_like_the_whole(shape: tuple[int, int]) -> None:
    height, width = shape
    page = np.empty((*shape, 3), np.uint8)
    page[..., 0] = np.linspace(0, 255, height)[:, None]
    page[..., 1] = np.linspace(0, 255, width)
    page[..., 2] = 60
    small = [reduced(page[rows], max(shape)) for rows in bands(shape)]
    whole, pieced = thumbnail(page), thumbnail(np.concatenate(small), shape)
    assert pieced.size == whole.size
    assert max(np.concatenate(small).shape) < max(shape) / 2
    assert np.abs(np.asarray(pieced, np.int16) - np.asarray(whole)).max() <= 8


def test_every_picture_has_a_label() -> None:
    white = plain((200, 200), (255, 255, 255))
    page = np.asarray(sheet(white, [white] * 9).convert("L"))
    for half in np.array_split(page, 2):
        strip = half[-44:] < 128  # the labels' dark text is below the pictures
        blocks = np.flatnonzero(np.diff(np.flatnonzero(strip.any(axis=0))) > 100).size + 1
        assert blocks == 5
