"""Judging colorings: the verdict follows what was painted."""

import dataclasses

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from skimage.color import deltaE_ciede2000, rgb2lab

from nurie.data.drawn import SCHEMES, Scheme, draw, paint
from nurie.data.drawn.difference import ciede2000
from nurie.data.parts import Part
from nurie.errors import DataError
from nurie.evaluation import sense
from nurie.network.sgru import SGRU, SGRUConfig

DRAWING = draw(9_000_003, (256, 256))
SCENE = sense.Scene("drawn", DRAWING.line, DRAWING.parts)


def painted(**colors: tuple[float, float, float]) -> NDArray[np.uint8]:
    return paint(DRAWING, dataclasses.replace(SCHEMES[0], **colors))


def test_color_difference_agrees_with_scikit_image() -> None:
    rng = np.random.default_rng(3)
    first, second = rng.integers(0, 256, (2, 500, 3))
    reference = deltaE_ciede2000(rgb2lab(first / 255), rgb2lab(second / 255))
    np.testing.assert_allclose(ciede2000(first, second), reference, atol=0.02)


@pytest.mark.parametrize("scheme", SCHEMES, ids=range(len(SCHEMES)))
def test_every_scheme_makes_sense(scheme: Scheme) -> None:
    assert sense.judge(paint(DRAWING, scheme), SCENE) == sense.Verdict(True, True, True, True)


@pytest.mark.parametrize("color", [(80, 180, 90), (60, 90, 220), (128, 128, 128), (20, 10, 10)])
def test_skin_that_is_no_skin_tone_is_found(color: tuple[float, float, float]) -> None:
    verdict = sense.judge(painted(skin=color), SCENE)
    assert verdict.skin is False
    assert not verdict.sense


def test_hair_and_clothes_and_ground_like_skin_are_found() -> None:
    skin = SCHEMES[0].skin
    assert sense.judge(painted(hair=skin), SCENE).hair is False
    assert sense.judge(painted(clothes=skin), SCENE).clothes is False
    assert sense.judge(painted(ground=skin), SCENE).ground is False


def test_blotchy_hair_and_ground_are_found() -> None:
    rgb = painted()
    noise = np.random.default_rng(0).integers(0, 256, rgb.shape, dtype=np.uint8)
    for part, name in ((Part.HAIR, "hair"), (Part.GROUND, "ground")):
        blotched = np.where((DRAWING.parts == part)[..., None], noise, rgb)
        verdict = sense.judge(blotched, SCENE)
        assert getattr(verdict, name) is False
        assert verdict.skin


def test_a_page_without_skin_is_not_judged() -> None:
    empty = sense.Scene("empty", np.full((64, 64), 255, np.uint8), np.zeros((64, 64), np.uint8))
    verdict = sense.judge(np.zeros((64, 64, 3), np.uint8), empty)
    assert verdict == sense.Verdict(None, None, None, None)


class Painter(SGRU):
    """A network that knows the truth: the schemes, and a hint repaints the hair."""

    def __init__(self) -> None:
        super().__init__(SGRUConfig(width=3, inputs=5))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        mask = x[0, 4] > 0
        schemes = list(SCHEMES)
        if mask.any():
            hint = tuple(float(channel[mask][0]) for channel in x[0, 1:4])
            schemes = [dataclasses.replace(scheme, hair=hint) for scheme in schemes]
        rgb = np.stack([paint(DRAWING, scheme, flat=True) for scheme in schemes])
        return torch.from_numpy(rgb).permute(0, 3, 1, 2)[None] / 127.5 - 1


def test_the_report_of_a_perfect_model() -> None:
    report = sense.evaluate(Painter(), iter([SCENE]))
    assert (report.scenes, report.sense, report.skin, report.hair) == (1, 1, 1, 1)
    assert report.hint_error < 1
    assert report.hair_follows == 1
    table = np.array([scheme.table() for scheme in SCHEMES])
    pairs = [(a, b) for a in range(9) for b in range(a)]

    def between(part: Part) -> float:
        labs = rgb2lab(np.rint(table[:, part]) / 255)
        return float(np.mean([deltaE_ciede2000(labs[a], labs[b]) for a, b in pairs]))

    expected = (between(Part.HAIR) + between(Part.CLOTHES)) / 2
    assert report.variety == pytest.approx(expected, abs=0.1)
    assert report.skin_variety == pytest.approx(between(Part.SKIN), abs=0.1)


def test_art_is_judged_on_a_white_square(tmp_path) -> None:  # type: ignore[no-untyped-def]
    import json

    import cv2

    folder = tmp_path / "art" / "hero"
    folder.mkdir(parents=True)
    rgb = np.full((90, 60, 3), 255, np.uint8)
    rgb[20:80, 10:50] = (250, 215, 190)
    cv2.imwrite(str(folder / "a.webp"), rgb[..., ::-1], [cv2.IMWRITE_WEBP_QUALITY, 101])
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({"hero/*.webp": {"keys": [["#fad7be", "SKIN"]]}}))
    (scene,) = sense.art_scenes(tmp_path / "art", keys, 96)
    assert scene.sketch.shape == scene.parts.shape == (96, 96)
    assert set(np.unique(scene.parts)) == {Part.GROUND, Part.SKIN}
    assert scene.parts[48, 48] == Part.SKIN
    with pytest.raises(DataError, match="holds no picture"):
        list(sense.art_scenes(tmp_path / "art" / "hero", keys, 96))
