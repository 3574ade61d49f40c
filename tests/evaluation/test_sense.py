"""Judging colorings: the verdict follows what was painted."""

import dataclasses

import numpy as np
import pytest
from numpy.typing import NDArray

from nurie.data.drawn import SCHEMES, Scheme, draw, paint
from nurie.evaluation.scenes import Scene
from nurie.evaluation.sense import Verdict, area, judge
from nurie.schemes.parts import Part

DRAWING = draw(9_000_003, (256, 256))
SCENE = Scene("drawn", DRAWING.line, DRAWING.line, DRAWING.parts, paint(DRAWING, SCHEMES[0]), DRAWING.parts)


def painted(**colors: tuple[float, float, float]) -> NDArray[np.uint8]:
    return paint(DRAWING, dataclasses.replace(SCHEMES[0], **colors))


@pytest.mark.parametrize("scheme", SCHEMES, ids=range(len(SCHEMES)))
def test_every_scheme_makes_sense(scheme: Scheme) -> None:
    assert judge(paint(DRAWING, scheme), SCENE) == Verdict(True, True, True, True)


@pytest.mark.parametrize("color", [(80, 180, 90), (60, 90, 220), (128, 128, 128), (20, 10, 10)])
def test_skin_that_is_no_skin_tone_is_found(color: tuple[float, float, float]) -> None:
    verdict = judge(painted(skin=color), SCENE)
    assert verdict.skin is False
    assert verdict.sense is False


def test_hair_and_clothes_and_ground_like_skin_are_found() -> None:
    skin = SCHEMES[0].skin
    assert judge(painted(hair=skin), SCENE).hair is False
    assert judge(painted(clothes=skin), SCENE).clothes is False
    assert judge(painted(ground=skin), SCENE).ground is False


def test_blotchy_hair_and_ground_are_found() -> None:
    rgb = painted()
    noise = np.random.default_rng(0).integers(0, 256, rgb.shape, dtype=np.uint8)
    for part, name in ((Part.HAIR, "hair"), (Part.GROUND, "ground")):
        blotched = np.where((DRAWING.parts == part)[..., None], noise, rgb)
        verdict = judge(blotched, SCENE)
        assert getattr(verdict, name) is False
        assert verdict.skin


def test_a_page_without_skin_is_not_judged() -> None:
    blank = np.full((64, 64), 255, np.uint8)
    colors = np.zeros((64, 64, 3), np.uint8)
    ground = np.zeros((64, 64), np.uint8)
    empty = Scene("empty", blank, blank, ground, colors, ground)
    verdict = judge(colors, empty)
    assert verdict == Verdict(None, None, None, None)
    assert verdict.sense is None


def test_a_part_of_a_few_pixels_is_not_judged() -> None:
    blank = np.full((100, 100), 255, np.uint8)
    parts = np.zeros((100, 100), np.uint8)
    parts.ravel()[:39] = Part.HAIR
    parts.ravel()[50:90] = Part.IRIS
    scene = Scene("specks", blank, blank, parts, np.zeros((100, 100, 3), np.uint8), parts)
    assert area(scene, Part.HAIR) is None
    iris = area(scene, Part.IRIS)
    assert iris is not None
    assert iris.sum() == 40
