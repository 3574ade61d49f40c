"""Character sheets: read and written exactly, wrong ones named, and read off pictures."""

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.colorize.character import Character
from nurie.colorize.palette import Palette, PaletteColor
from nurie.data.drawn import draw, paint
from nurie.errors import CharacterError
from nurie.schemes import SCHEMES, Part, invent, name_of

MIO = Character({Part.HAIR: "#1b2a63", Part.SKIN: "#ffe0c4"}, "Mio")
hexes = st.from_regex(r"#[0-9a-fA-F]{6}", fullmatch=True)
characters = st.builds(
    Character,
    st.dictionaries(st.sampled_from(list(Part)), hexes, min_size=1),
    st.text(max_size=12).filter(lambda name: len(name.splitlines()) <= 1),
)


def sheet(**change: object) -> str:
    document = {"format": "nurie-character", "version": 1, "name": "Mio", "colors": {"hair": "#1b2a63"}}
    return json.dumps({**document, **change})


@settings(max_examples=60, deadline=None)
@given(characters)
def test_json_round_trip_is_exact(character: Character) -> None:
    assert Character.loads(character.dumps()) == character


def test_the_file_is_as_documented(tmp_path: Path) -> None:
    MIO.save(tmp_path / "mio.json")
    assert json.loads((tmp_path / "mio.json").read_text("utf-8")) == {
        "format": "nurie-character",
        "version": 1,
        "name": "Mio",
        "colors": {"skin": "#ffe0c4", "hair": "#1b2a63"},
    }
    assert Character.load(tmp_path / "mio.json") == MIO


def test_japanese_names_are_understood() -> None:
    text = sheet(
        colors={"髪": "#1b2a63", "肌": "#ffe0c4", "瞳": "#3f6fc8", "服": "#ffffff", "スカート": "#202040"}
    )
    assert list(Character.loads(text).colors) == [
        Part.SKIN,
        Part.HAIR,
        Part.IRIS,
        Part.CLOTHES,
        Part.CLOTHES_2,
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "this is not valid JSON"),
        ("[]", "this is not a character sheet"),
        (sheet(format="nurie-palette"), "this is not a character sheet"),
        (sheet(version=2), "version 2 of the character sheet format is unknown"),
        (sheet(colors=[]), "the colors are missing"),
        (sheet(colors={}), "the character sheet holds no colors"),
        (sheet(name="two\nlines"), "the name is 'two\\nlines'"),
        (sheet(name=5), "the name is 5"),
        (sheet(colors={"hair": "navy"}), "the color of hair is 'navy', which is no color"),
        (sheet(colors={"hair": 7}), "the color of hair is 7, which is no color"),
        (sheet(colors={"hair": "#12345g"}), "the color of hair is '#12345g', which is no color"),
        (sheet(colors={"eyes": "#123456", "瞳": "#123456"}), "eyes is given twice, once as '瞳'"),
    ],
)
def test_wrong_sheets_are_named(text: str, message: str) -> None:
    with pytest.raises(CharacterError) as error:
        Character.loads(text)
    assert str(error.value).startswith(message)


def test_unknown_names_are_listed_with_the_known_ones() -> None:
    with pytest.raises(CharacterError) as error:
        Character.loads(sheet(colors={"hair": "#123456", "horns": "#123456", "尾": "#123456"}))
    message = str(error.value)
    assert message.startswith("'horns', '尾' name no materials: use ")
    assert all(name_of(part) in message and name_of(part, "ja") in message for part in Part)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_bytes(b"\xff\xfe{")
    for name, message in (("none.json", "does not exist"), ("bad.json", "bad.json: this is not JSON text")):
        with pytest.raises(CharacterError, match=message):
            Character.load(tmp_path / name)
    with pytest.raises(CharacterError, match=r"mio.png is no name for a character sheet"):
        MIO.save(tmp_path / "mio.png")
    assert [path.name for path in tmp_path.iterdir()] == ["bad.json"]


@settings(max_examples=30, deadline=None)
@given(characters, st.sampled_from(SCHEMES))
def test_a_scheme_has_the_characters_colors_and_else_its_own(character: Character, base: Any) -> None:
    scheme = character.scheme(base)
    for part in Part:
        if part in character.colors:
            assert bytes.fromhex(character.colors[part][1:]) == bytes(int(value) for value in scheme[part])
        else:
            assert scheme[part] == base[part]


def palette(*names: str) -> Palette:
    return Palette(tuple(PaletteColor(name, f"#0000{number:02x}") for number, name in enumerate(names)))


def test_a_palette_of_materials_is_a_character() -> None:
    found = Character.from_palette(palette("Hair", "肌", "coat"))
    assert found == Character({Part.HAIR: "#000000", Part.SKIN: "#000001", Part.CLOTHES: "#000002"})


@pytest.mark.parametrize(
    "names", [("dark blue", "skin tone"), ("hair", "color 2"), ("hair", ""), ("eyes", "iris")]
)
def test_other_palettes_are_none(names: tuple[str, ...]) -> None:
    assert Character.from_palette(palette(*names)) is None


def test_characters_are_values() -> None:
    again = Character(dict(reversed(MIO.colors.items())), "Mio")
    assert (again, hash(again)) == (MIO, hash(MIO))


@pytest.mark.parametrize("seed", [3, 12])
def test_every_shown_color_is_read_off_a_drawing(seed: int) -> None:
    """Shadows, gloss and blush lie over the colors, and ink; the parts are known exactly."""
    drawing, scheme = draw(seed, (512, 512)), invent(seed)[4]
    ink = drawing.line < 200
    picture = (paint(drawing, scheme) * (drawing.line[..., None] / 255)).astype(np.uint8)
    found = Character.read_off(picture, drawing.parts, ink, "Mio")
    assert found.name == "Mio"
    assert {Part.SKIN, Part.HAIR} <= set(found.colors)
    for part in found.colors:
        assert found.rgb(part) == scheme[part], part.name


def test_a_large_shadow_is_not_the_usual_color() -> None:
    picture = np.full((100, 100, 3), (240, 160, 60), np.uint8)
    picture[:, :55] = (170, 90, 50)
    picture[:4] = (255, 250, 230)
    parts = np.full((100, 100), Part.HAIR, np.uint8)
    assert Character.read_off(picture, parts, np.zeros((100, 100), np.bool_)).colors == {Part.HAIR: "#f0a03c"}


def test_noise_hardly_moves_the_color() -> None:
    flat = np.full((120, 120, 3), (80, 120, 190), np.uint8)
    noisy = cv2.imdecode(cv2.imencode(".jpg", flat)[1], cv2.IMREAD_COLOR)
    noise = np.random.default_rng(0).integers(-6, 7, noisy.shape)
    noisy = np.clip(noisy + noise, 0, 255).astype(np.uint8)
    parts = np.full((120, 120), Part.HAIR, np.uint8)
    found = Character.read_off(noisy, parts, np.zeros((120, 120), np.bool_)).rgb(Part.HAIR)
    assert max(abs(one - other) for one, other in zip(found, (80, 120, 190), strict=True)) <= 2


@pytest.mark.parametrize("part", [Part.GROUND, Part.CLOTHES, Part.BUBBLE])
def test_a_picture_without_a_figure_is_refused(part: Part) -> None:
    picture = np.full((64, 64, 3), 200, np.uint8)
    parts = np.full((64, 64), part, np.uint8)
    parts[0, :3] = Part.SKIN
    with pytest.raises(CharacterError, match="no figure is to be seen in the picture"):
        Character.read_off(picture, parts, np.zeros((64, 64), np.bool_))


@pytest.mark.parametrize(
    ("skin", "hair", "figure"),
    [
        ((255, 224, 196), (40, 40, 60), True),
        ((110, 150, 230), (40, 40, 60), True),  # a blue demon
        ((229, 140, 53), (223, 137, 59), False),  # autumn leaves, taken for both
        ((205, 170, 120), None, False),  # wood
        (None, (223, 137, 59), True),  # from behind
    ],
)
def test_what_is_a_figure(
    skin: tuple[int, int, int] | None, hair: tuple[int, int, int] | None, figure: bool
) -> None:
    picture = np.full((90, 90, 3), 250, np.uint8)
    parts = np.zeros((90, 90), np.uint8)
    for part, color, rows in ((Part.SKIN, skin, slice(0, 30)), (Part.HAIR, hair, slice(30, 60))):
        if color:
            picture[rows], parts[rows] = color, part
    ink = np.zeros((90, 90), np.bool_)
    if figure:
        assert Character.read_off(picture, parts, ink).colors
    else:
        with pytest.raises(CharacterError, match="no figure"):
            Character.read_off(picture, parts, ink)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_any_picture_and_any_parts_are_read_or_refused(height: int, width: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    picture = rng.integers(0, 256, (height, width, 3), np.uint8)
    parts = rng.integers(0, len(Part), (height, width), np.uint8)
    try:
        found = Character.read_off(picture, parts, rng.random((height, width)) < 0.3)
    except CharacterError:
        return
    assert {Part.SKIN, Part.HAIR} & set(found.colors)
