"""Scenes: what is shown to the network, and the truth beside it."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from nurie.data.drawn import SCHEMES, draw, paint
from nurie.data.sample import UNKNOWN
from nurie.errors import DataError
from nurie.evaluation.scenes import NOWHERE, PAGE, art_scenes, make_scene
from nurie.schemes.parts import Part


def test_a_scene_shows_one_drawing_at_two_sizes() -> None:
    drawing = draw(9_000_001, (PAGE, PAGE))
    scene = make_scene("drawn", drawing.line, drawing.parts, paint(drawing, SCHEMES[0]), 96)
    np.testing.assert_array_equal(scene.page, drawing.line)
    np.testing.assert_array_equal(scene.labels, drawing.parts)
    assert scene.sketch.shape == scene.parts.shape == scene.truth.shape[:2] == (96, 96)
    reference = cv2.resize(drawing.line, (96, 96), interpolation=cv2.INTER_AREA)
    assert np.corrcoef(reference.ravel(), scene.sketch.ravel())[0, 1] > 0.95
    for part in (Part.GROUND, Part.SKIN, Part.HAIR):
        share = (drawing.parts == part).mean()
        assert (scene.parts == part).mean() == pytest.approx(share, abs=0.02)


@pytest.fixture
def art(tmp_path: Path) -> Path:
    folder = tmp_path / "art" / "hero"
    folder.mkdir(parents=True)
    rgb = np.full((90, 60, 3), 255, np.uint8)
    rgb[20:80, 10:50] = (250, 215, 190)
    cv2.imwrite(str(folder / "a.webp"), rgb[..., ::-1], [cv2.IMWRITE_WEBP_QUALITY, 101])
    (tmp_path / "keys.json").write_text(json.dumps({"hero/*.webp": {"keys": [["#fad7be", "SKIN"]]}}))
    return tmp_path


def test_art_lies_in_the_middle_of_a_white_square(art: Path) -> None:
    (scene,) = art_scenes(art / "art", 96, art / "keys.json")
    assert scene.name == "hero/a.webp"
    assert scene.page.shape == (PAGE, PAGE)
    assert scene.sketch.shape == scene.parts.shape == (96, 96)
    assert set(np.unique(scene.parts)) == {Part.GROUND, Part.SKIN}
    assert scene.parts[48, 48] == Part.SKIN
    np.testing.assert_array_equal(scene.truth[48, 48], (250, 215, 190))
    np.testing.assert_array_equal(scene.truth[2, 2], (255, 255, 255))
    assert scene.page[:, :80].min() == 255


def test_art_that_no_key_names_is_an_error(art: Path) -> None:
    with pytest.raises(DataError, match="holds no picture"):
        list(art_scenes(art / "art" / "hero", 96, art / "keys.json"))


def test_art_without_keys_is_judged_inside_the_picture_alone(art: Path) -> None:
    (scene,) = art_scenes(art / "art", 96)
    assert not scene.paper[:, :14].any()
    assert not scene.paper[:, -14:].any()
    assert scene.paper[:, 20:40].mean() > 0.5
    assert scene.lines[:, :14].max() == 0
    assert set(np.unique(scene.parts)) == {NOWHERE, UNKNOWN}
