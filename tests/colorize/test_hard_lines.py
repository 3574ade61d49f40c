"""Sketches that are hard to read, colored by the shipped model: broken lines, hairlines, and both eyes."""

from functools import cache

import cv2
import numpy as np
import pytest
from skimage.morphology import skeletonize

from nurie.colorize.colorizer import Colorizer
from nurie.colorize.palette import Palette, PaletteColor
from nurie.data.drawn import Drawing, draw
from nurie.schemes import Part

SEEDS = (40, 53)
BROKEN = (40, 43, 44, 45, 46, 47, 53)


@cache
def drawing(seed: int) -> Drawing:
    return draw(seed, (1000, 1000))


@cache
def shipped() -> Colorizer:
    return Colorizer(threads=1)


def right(line: np.ndarray, truth: np.ndarray, part: Part) -> float:
    """How much of a part's paper is taken for it."""
    materials = shipped().color(line).materials
    assert materials is not None
    return float((materials.part_map() == part)[(truth == part) & (line > 200)].mean())


def test_lines_that_break_everywhere() -> None:
    """A gap of 10 px every 60 px of each line: hardly anything is closed. In the mean of seven figures."""
    shares: dict[Part, list[float]] = {Part.SKIN: [], Part.HAIR: [], Part.CLOTHES: [], Part.GROUND: []}
    for seed in BROKEN:
        line, parts = drawing(seed).line.copy(), drawing(seed).parts
        ink = (line < 128).astype(np.uint8)
        for outline in cv2.findContours(ink, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)[0]:
            for at in outline[::60, 0].tolist():
                cv2.circle(line, at, 5, 255, cv2.FILLED)
        materials = shipped().color(line).materials
        assert materials is not None
        found = materials.part_map()
        for part, held in shares.items():
            place = (parts == part) & (line > 200)
            held.append(float((found == part)[place].mean()))
    mean = {part.name: float(np.mean(held)) for part, held in shares.items()}
    assert mean["SKIN"] > 0.7, mean
    assert mean["HAIR"] > 0.65, mean
    assert mean["CLOTHES"] > 0.7, mean
    assert mean["GROUND"] > 0.8, mean


@pytest.mark.parametrize("seed", SEEDS)
def test_hairlines(seed: int) -> None:
    """Lines of 1 px on a page of 2000."""
    large = cv2.resize(drawing(seed).line, (2000, 2000), interpolation=cv2.INTER_CUBIC)
    line = np.where(skeletonize(large < 128), 0, 255).astype(np.uint8)
    parts = cv2.resize(drawing(seed).parts, (2000, 2000), interpolation=cv2.INTER_NEAREST)
    for part, least in ((Part.SKIN, 0.9), (Part.HAIR, 0.8), (Part.IRIS, 0.55)):
        assert right(line, parts, part) > least, part


@pytest.mark.parametrize("seed", SEEDS)
def test_a_named_palette_gives_both_eyes_one_color_in_all_nine(seed: int) -> None:
    palette = Palette(
        (PaletteColor("hair", "#1b2a63"), PaletteColor("eyes", "#b02030"), PaletteColor("skin", "#ffe0c4"))
    )
    coloring = shipped().color(drawing(seed).line).with_palette(palette).with_finish("flat")
    irises = (drawing(seed).parts == Part.IRIS) & (drawing(seed).line > 200)
    count, eyes = cv2.connectedComponents(cv2.dilate(irises.astype(np.uint8), np.ones((25, 25))))
    assert count == 3
    for which in range(9):
        colors = coloring.colors(which)
        for eye in (1, 2):
            inside = irises & (eyes == eye)
            assert (colors[inside] == (0xB0, 0x20, 0x30)).all(axis=1).mean() > 0.5
