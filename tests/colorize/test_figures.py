"""Figures are told apart: by the ground between them, by their faces, by panels."""

import numpy as np
from known_pictures import Picture

from nurie.colorize.figures import find_figures
from nurie.lineart.regions import segment
from nurie.schemes import Part


def figures(picture: Picture, panels: np.ndarray | None = None) -> np.ndarray:
    """(side, side), the true picture's figures."""
    regions = segment(picture.line)
    parts = np.zeros(int(regions.max()) + 1, np.uint8)
    for region in np.unique(regions):
        inside = picture.parts[(regions == region) & (picture.line > 128)]
        parts[region] = np.bincount(inside).argmax() if inside.size else 0
    if panels is None:
        panels = np.zeros((8, 8), np.int32)
    return find_figures(regions, parts, panels).take(regions)


def test_two_girls_apart_are_two_figures() -> None:
    picture = Picture(400).girl(100, 60).girl(300, 60)
    found = figures(picture)
    left, right = found[75, 100], found[75, 300]
    assert 0 != left != right != 0
    for part in (Part.HAIR, Part.SKIN, Part.CLOTHES, Part.IRIS):
        inside = picture.inside(part, 2)
        assert (found[:, :200][inside[:, :200]] == left).all()
        assert (found[:, 200:][inside[:, 200:]] == right).all()
    assert (found[picture.inside(Part.GROUND)] == 0).all()


def test_two_girls_who_touch_are_told_by_their_faces() -> None:
    picture = Picture(400).girl(112, 60).girl(287, 60)  # their dresses touch
    found = figures(picture)
    for part in (Part.HAIR, Part.SKIN, Part.CLOTHES):
        inside = picture.inside(part, 2)
        left, right = found[:, :195][inside[:, :195]], found[:, 205:][inside[:, 205:]]
        assert len(np.unique(left)) == len(np.unique(right)) == 1
        assert left[0] != right[0]


def test_white_windows_behind_her_are_no_eyes() -> None:
    """They stand in a wall that her dress touches, and would be faces of their own."""
    picture = Picture(400)
    picture.polygon(Part.PROP, [(20, 150), (380, 150), (380, 330), (20, 330)])
    for left in (30, 330):
        picture.polygon(Part.EYE_WHITE, [(left, 280), (left + 40, 280), (left + 40, 325), (left, 325)])
    found = figures(picture.girl(200, 60))
    assert len(np.unique(found[picture.inside(Part.CLOTHES, 2)])) == 1
    assert found[75, 200] == found[picture.inside(Part.CLOTHES, 2)][0]


def test_panels_part_what_touches() -> None:
    picture = Picture(400)
    picture.polygon(Part.CLOTHES, [(50, 100), (200, 100), (200, 300), (50, 300)])
    picture.polygon(Part.CLOTHES, [(200, 100), (350, 100), (350, 300), (200, 300)])
    together = figures(picture)
    assert together[200, 100] == together[200, 300] != 0
    panels = np.repeat(np.repeat([[1, 2]], 200, axis=1), 400, axis=0).astype(np.int32)
    apart = figures(picture, panels)
    assert 0 != apart[200, 100] != apart[200, 300] != 0


def test_ground_alone_has_no_figure() -> None:
    assert not figures(Picture(100)).any()
