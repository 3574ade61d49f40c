"""Hoods, capes, beards, stockings, aprons and hands from near: their parts and their lines."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from nurie.data.drawn import LineStyle
from nurie.data.drawn.beards import BEARDS
from nurie.data.drawn.canvas import Canvas
from nurie.data.drawn.cloaks import WRAPS
from nurie.data.drawn.closeups import hand, legs
from nurie.data.drawn.figure import Figure, draw_figure, random_figure
from nurie.data.drawn.hoods import random_hood
from nurie.data.drawn.legwear import APRONS, LEGWEAR
from nurie.data.drawn.near_hands import NEAR_HANDS
from nurie.data.drawn.pen import Frame, Pen
from nurie.schemes.parts import Part

SIDE = 256
CLEAN = LineStyle(width=0.005, tone=10, pressure=0.3, gaps=0.0, wobble=0.0)
CLOTHES = (Part.CLOTHES, Part.CLOTHES_2)


def _pen(seed: int = 0) -> Pen:
    canvas = Canvas((SIDE, SIDE))
    return Pen(canvas, CLEAN, np.random.default_rng(seed), Frame(canvas.width))


def _plain(seed: int, heads: float = 6.0) -> Figure:
    """A figure that looks to the front in a skirt, without anything that could hide the rest of it."""
    figure = random_figure(np.random.default_rng(seed), heads, hands=False)
    return replace(
        figure,
        head=replace(figure.head, yaw=0.0, tilt=0.0, pointed=0.0),
        hair=replace(figure.hair, flyaways=0, ahoge=0),
        **{"front": "blunt", "back": "short", "outfit": "skirt suit", "profile": 0.0, "hood": None},
        **dict.fromkeys(("ears", "headwear", "face_item", "beard", "neck_item", "back_item", "prop"), ""),
        **{"wrap": "", "legwear": "", "apron": "", "earrings": False},
    )


def _drawn(figure: Figure, at: tuple[float, float], scale: float) -> Canvas:
    pen = _pen()
    draw_figure(pen.at(at, 0.0, scale), figure)
    return pen.canvas


def _bounded(canvas: Canvas) -> float:
    """The share of the borders between parts that lie at ink."""
    near = cv2.dilate((canvas.ink < 128).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    parts = canvas.parts()
    across, down = parts[:, 1:] != parts[:, :-1], parts[1:] != parts[:-1]
    bounded = (across & near[:, 1:]).sum() + (down & near[1:]).sum()
    return float(bounded / (across.sum() + down.sum()))


@pytest.mark.parametrize("seed", range(12))
def test_a_hood_turns_hair_into_clothes_and_leaves_the_face(seed: int) -> None:
    bare = _plain(seed)
    hood = random_hood(np.random.default_rng(seed), Part.CLOTHES, Part.CLOTHES_2)
    one, two = (_drawn(f, (0.5, 0.45), 0.22) for f in (bare, replace(bare, hood=hood, back="shaved")))
    before, after = one.parts(), two.parts()
    side = len(before)
    face = after[int(0.45 * side) : int(0.62 * side), int(0.42 * side) : int(0.58 * side)]
    assert not np.isin(face, CLOTHES).any()
    assert (face == Part.SKIN).mean() > 0.4
    head, hooded = (np.isin(parts[: int(0.4 * side)], CLOTHES).mean() for parts in (before, after))
    assert head == 0.0
    assert hooded > 0.08
    assert _bounded(two) > 0.95


@pytest.mark.parametrize("name", WRAPS)
def test_a_wrap_is_cloth_around_the_shoulders(name: str) -> None:
    for seed in range(4):
        bare = replace(_plain(seed), outfit="tank top")
        canvas = _drawn(replace(bare, wrap=name, wrap_part=Part.CLOTHES_2), (0.5, 0.2), 0.12)
        before = _drawn(bare, (0.5, 0.2), 0.12).parts()
        more = (canvas.parts() == Part.CLOTHES_2).sum() - (before == Part.CLOTHES_2).sum()
        assert more > 0.02 * before.size
        assert _bounded(canvas) > 0.95


@pytest.mark.parametrize("name", [name for name in BEARDS if name != "stubble"])
def test_a_beard_is_hair_on_the_lower_face(name: str) -> None:
    for seed in range(4):
        bare = _plain(seed)
        bare = replace(bare, head=replace(bare.head, mature=True, chin=1.3, jaw=0.7))
        before = _drawn(bare, (0.5, 0.4), 0.3).parts() == Part.HAIR
        canvas = _drawn(replace(bare, beard=name), (0.5, 0.4), 0.3)
        grown = (canvas.parts() == Part.HAIR) & ~before
        rows = np.nonzero(grown)[0] / len(grown)
        assert grown.sum() > 0.003 * grown.size
        assert rows.mean() > 0.4
        assert _bounded(canvas) > 0.95


@pytest.mark.parametrize("name", LEGWEAR)
def test_legwear_covers_skin_below_the_skirt(name: str) -> None:
    bare = _plain(1)
    one, two = (_drawn(f, (0.5, 0.1), 0.06) for f in (bare, replace(bare, legwear=name)))
    below = np.indices(one.parts().shape)[0] > 0.45 * one.height
    before, after = ((c.parts() == Part.SKIN) & below for c in (one, two))
    assert before.sum() > 0.01 * before.size
    assert after.sum() < before.sum()
    assert not (after & ~before).any()


@pytest.mark.parametrize("name", APRONS)
def test_an_apron_lies_over_skirt_and_trunk(name: str) -> None:
    for seed in range(4):
        bare = _plain(seed)
        one, two = (_drawn(f, (0.5, 0.1), 0.06) for f in (bare, replace(bare, apron=name)))
        changed = one.parts() != two.parts()
        assert np.isin(two.parts()[changed], (Part.CLOTHES_2, Part.ACCESSORY)).mean() > 0.9
        assert (one.parts()[changed] == Part.CLOTHES).mean() > 0.6
        assert _bounded(two) > 0.95


@pytest.mark.parametrize("pose", NEAR_HANDS)
def test_a_hand_from_near_is_skin_with_lines_inside(pose: str) -> None:
    for seed in range(4):
        pen = _pen(seed)
        NEAR_HANDS[pose](pen.at((0.3, 0.5), 0.0, 0.3))
        parts = pen.canvas.parts()
        assert (parts == Part.SKIN).mean() > 0.05
        assert set(np.unique(parts)) <= {Part.GROUND, Part.SKIN, Part.PROP, Part.ACCESSORY}
        count, _ = cv2.connectedComponents((parts != Part.GROUND).astype(np.uint8))
        assert count - 1 == 1
        inside = cv2.erode((parts == Part.SKIN).astype(np.uint8), np.ones((15, 15), np.uint8)) > 0
        assert (pen.canvas.ink[inside] < 128).mean() > 0.01


def test_closeups_fill_the_view_without_hair_or_faces() -> None:
    for seed in range(16):
        for view in (hand, legs):
            pen = _pen(seed)
            view(pen, 1.0, 1.0)
            parts = pen.canvas.parts()
            assert (parts != Part.GROUND).mean() > 0.08, (seed, view)
            assert not np.isin(parts, (Part.IRIS, Part.MOUTH)).any() or view is legs
            assert (parts == Part.HAIR).sum() == 0 or view is legs
            assert _bounded(pen.canvas) > 0.95, (seed, view)


def test_pointed_ears_stand_out_of_the_hair() -> None:
    bare = _plain(2)
    pointed = replace(bare, head=replace(bare.head, pointed=0.8))
    before, after = (_drawn(f, (0.5, 0.45), 0.2).parts() == Part.SKIN for f in (bare, pointed))
    new = np.nonzero(after & ~before)
    assert np.ptp(new[1]) > 0.4 * SIDE
    assert after.sum() > before.sum()
