"""Label maps from key colors, checked on pictures that the tests draw themselves."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from nurie.data.keyed import RELIGHT_GAIN, Key, KeyColor, PartKeys, label, load_keys, relight
from nurie.errors import DataError, RecipeError
from nurie.schemes.parts import Part

SKIN = (246, 228, 214)
SKIN_SHADOW = (222, 176, 170)
RED = (203, 74, 88)
RED_SHADOW = (150, 55, 66)
SILVER = (225, 232, 245)
INK = (40, 24, 24)

KEY = Key(
    (
        KeyColor(SKIN, Part.SKIN),
        KeyColor(SKIN_SHADOW, Part.SKIN),
        KeyColor(RED, Part.CLOTHES),
        KeyColor(RED_SHADOW, Part.CLOTHES),
        KeyColor(SILVER, Part.CLOTHES_2),
        KeyColor(INK, None),
    )
)


def paper(height: int = 200, width: int = 160) -> NDArray[np.uint8]:
    return np.full((height, width, 3), 255, np.uint8)


def figure() -> NDArray[np.uint8]:
    """A head of skin over a body of red, each half in shadow, with lines around both."""
    rgb = paper()
    rgb[17:173, 37:123] = INK
    rgb[20:80, 40:120] = SKIN
    rgb[20:80, 90:120] = SKIN_SHADOW
    rgb[83:170, 40:120] = RED
    rgb[83:170, 90:120] = RED_SHADOW
    return rgb


def write(path: Path, content: Any) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_each_pixel_takes_the_part_of_the_nearest_color() -> None:
    parts = label(figure(), KEY)
    assert parts.dtype == np.uint8
    assert parts.shape == (200, 160)
    assert np.all(parts[22:78, 42:118] == Part.SKIN)
    assert np.all(parts[86:168, 42:118] == Part.CLOTHES)
    assert np.all(parts[:15] == Part.GROUND)
    assert np.all(parts[:, :34] == Part.GROUND)


def test_lines_take_the_part_beside_them() -> None:
    parts = label(figure(), KEY)
    assert set(np.unique(parts)) == {Part.GROUND, Part.SKIN, Part.CLOTHES}


def test_noise_of_a_lossy_file_does_not_change_the_parts() -> None:
    noise = np.random.default_rng(0).integers(-4, 5, (200, 160, 3))
    rgb = np.clip(figure().astype(np.int64) + noise, 0, 255).astype(np.uint8)
    rgb[figure() == 255] = 255
    assert np.mean(label(rgb, KEY) == label(figure(), KEY)) > 0.99


def test_a_box_tells_two_parts_of_one_color_apart() -> None:
    rgb = paper()
    rgb[20:180, 40:120] = SILVER
    key = Key((KeyColor(SILVER, Part.CLOTHES_2), KeyColor(SILVER, Part.HAIR, (0.0, 0.0, 1.0, 0.4))))
    parts = label(rgb, key)
    assert np.all(parts[24:76, 44:116] == Part.HAIR)
    assert np.all(parts[84:176, 44:116] == Part.CLOTHES_2)


def test_the_smaller_box_wins_whatever_the_order() -> None:
    rgb = paper()
    rgb[20:180, 40:120] = SILVER
    small = KeyColor(SILVER, Part.EYE_WHITE, (0.4, 0.3, 0.6, 0.5))
    large = KeyColor(SILVER, Part.HAIR, (0.0, 0.0, 1.0, 0.9))
    anywhere = KeyColor(SILVER, Part.CLOTHES_2)
    for colors in ((small, large, anywhere), (anywhere, large, small)):
        assert label(rgb, Key(colors))[80, 80] == Part.EYE_WHITE


def test_specks_take_the_part_around_them() -> None:
    rgb = paper(600, 600)
    rgb[100:500, 100:500] = RED
    rgb[300:305, 300:305] = SKIN
    assert np.all(label(rgb, KEY)[105:495, 105:495] == Part.CLOTHES)


def test_enclosed_white_is_ground_only_where_the_key_says_so() -> None:
    rgb = figure()
    rgb[110:150, 60:85] = 255
    assert label(rgb, KEY)[130, 72] == Part.CLOTHES_2
    assert label(rgb, Key(KEY.colors, "alpha"))[130, 72] == Part.GROUND
    named = Key((*KEY.colors, KeyColor((255, 255, 255), Part.GROUND, (0.3, 0.5, 0.6, 0.8))))
    assert label(rgb, named)[130, 72] == Part.GROUND


def test_a_blank_page_and_a_page_of_ink_are_ground() -> None:
    assert not label(paper(), KEY).any()
    assert not label(np.full((50, 40, 3), INK, np.uint8), KEY).any()


@pytest.mark.parametrize("shape", [(20, 20), (20, 20, 4), (0, 20, 3)])
def test_label_refuses_what_is_no_rgb_picture(shape: tuple[int, ...]) -> None:
    with pytest.raises(DataError, match="RGB"):
        label(np.zeros(shape, np.uint8), KEY)


def test_relight_finds_the_shadow_of_each_part_and_no_light() -> None:
    rgb = figure()
    shadow, light = relight(rgb, label(rgb, KEY))
    assert shadow.dtype == light.dtype == np.uint8
    assert shadow.shape == light.shape == (200, 160)
    assert shadow[26:74, 46:82].max() < 3
    assert shadow[90:164, 46:82].max() < 3
    assert shadow[26:74, 98:112].min() > 8 * RELIGHT_GAIN
    assert shadow[90:164, 98:112].min() > 8 * RELIGHT_GAIN
    assert light[26:164, 46:112].max() < 3


def test_relight_finds_a_highlight() -> None:
    rgb = figure()
    rgb[100:115, 50:65] = (240, 140, 150)
    _, light = relight(rgb, label(figure(), KEY))
    assert light[104:111, 54:61].min() > 8 * RELIGHT_GAIN
    assert light[130:160, 50:80].max() < 3


def test_relight_counts_a_line_as_its_surroundings() -> None:
    rgb = figure()
    rgb[125:128, 45:80] = INK
    shadow, _ = relight(rgb, label(figure(), KEY))
    assert shadow[120:133, 50:75].max() < 3


def test_relight_leaves_the_ground_alone() -> None:
    rgb = paper()
    rgb[:50] = 240
    shadow, light = relight(rgb, np.zeros((200, 160), np.uint8))
    assert not shadow.any()
    assert not light.any()


def test_relight_refuses_a_label_map_of_another_size() -> None:
    with pytest.raises(DataError, match="label map"):
        relight(figure(), np.zeros((10, 10), np.uint8))


def test_keys_are_found_by_the_longest_glob(tmp_path: Path) -> None:
    content = {
        "a/*": {"keys": [["#ffffff", "HAIR"]]},
        "a/mia*.webp": {
            "ground": "alpha",
            "keys": [["#CB4a58", "CLOTHES"], ["#281818", "INK", [0, 0.5, 1, 1]]],
        },
    }
    keys = load_keys(write(tmp_path / "parts.json", content))
    key = keys.find(Path("a/mia__happy.webp"))
    assert key == Key(
        (KeyColor((203, 74, 88), Part.CLOTHES), KeyColor((40, 24, 24), None, (0.0, 0.5, 1.0, 1.0))), "alpha"
    )
    assert keys.find("a/other.webp") == Key((KeyColor((255, 255, 255), Part.HAIR),))
    assert keys.find("b/mia.webp") is None


def test_the_keys_of_the_project_load() -> None:
    keys = load_keys(Path(__file__).parents[2] / "recipes" / "parts.json")
    assert isinstance(keys, PartKeys)
    assert keys.find("taisei/hina__normal.webp") is not None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not JSON"),
        ([], "not an object"),
        ({"a": []}, 'no list "keys"'),
        ({"a": {"keys": [], "size": 3}}, 'unknown field "size"'),
        ({"a": {"keys": []}}, "holds everywhere"),
        ({"a": {"keys": [["#000000", "INK"]]}}, "holds everywhere"),
        ({"a": {"keys": [["#ffffff", "HAIR"]], "ground": "blue"}}, "unknown ground"),
        ({"a": {"keys": [["#ffffff", "TAIL"]]}}, "unknown part 'TAIL'"),
        ({"a": {"keys": [["#ffffff", ["HAIR"]]]}}, "unknown part"),
        ({"a": {"keys": [["#fff", "HAIR"]]}}, "malformed color '#fff'"),
        ({"a": {"keys": ["#ffffff"]}}, "malformed color"),
        ({"a": {"keys": [["#ffffff", "HAIR", [0, 0, 1]]]}}, "malformed box"),
        ({"a": {"keys": [["#ffffff", "HAIR", [0.5, 0, 0.5, 1]]]}}, "malformed box"),
        ({"a": {"keys": [["#ffffff", "HAIR", [0, 0, 1, 2]]]}}, "malformed box"),
        ({"a": {"keys": [["#ffffff", "HAIR", [0, 0, 1, True]]]}}, "malformed box"),
    ],
)
def test_a_malformed_file_is_refused_in_one_sentence(tmp_path: Path, content: Any, message: str) -> None:
    with pytest.raises(RecipeError, match=message) as caught:
        load_keys(write(tmp_path / "parts.json", content))
    assert str(caught.value).endswith(".")


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"parts\.json"):
        load_keys(tmp_path / "parts.json")
