"""Palettes: read and written exactly, taken from pictures, and given to colorings."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.colorize.flats import flatten
from nurie.colorize.palette import Palette, PaletteColor
from nurie.colorize.palette import snapped as snapped_colors
from nurie.colorize.recolor import carry
from nurie.data.drawn import SCHEMES, draw, paint
from nurie.errors import OutputError, PaletteError
from nurie.lineart.areas import closed_regions

HERO = Palette(
    (PaletteColor("hair", "#1b2a63"), PaletteColor("skin", "#ffe0c4"), PaletteColor("", "#0a0b0c"))
)
names = st.text(max_size=10).filter(lambda name: len(name.splitlines()) <= 1)
colors = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
palettes = st.lists(st.builds(PaletteColor, names, colors), min_size=1, max_size=6).map(
    lambda entries: Palette(tuple(entries))
)


def document(*entries: object, **change: object) -> str:
    return json.dumps({"format": "nurie-palette", "version": 1, "colors": list(entries), **change})


@settings(max_examples=60, deadline=None)
@given(palettes)
def test_json_round_trip_is_exact(palette: Palette) -> None:
    assert Palette.loads(palette.dumps()) == palette


@pytest.mark.parametrize("kind", [".json", ".gpl", ".ase", ".aco", ".kpl", ".cls", ".swatches", ".ASE"])
def test_every_kind_of_file_reads_back(tmp_path: Path, kind: str) -> None:
    HERO.save(tmp_path / f"hero{kind}")
    assert Palette.load(tmp_path / f"hero{kind}") == HERO
    assert [path.name for path in tmp_path.iterdir()] == [f"hero{kind}"]


def test_names_of_other_programs_are_brought_to_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.gpl").write_text("GIMP Palette\n1 2 3  school \u3000 uniform \n", "utf-8")
    assert Palette.load(tmp_path / "a.gpl").entries == (PaletteColor("school uniform", "#010203"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "this is not valid JSON"),
        ("[" * 100_000, "this is not valid JSON"),
        ("[]", "this is not a palette"),
        (document(version=2), "version 2 of the palette format is unknown"),
        (document(version=True), "version True of the palette format is unknown"),
        (document(colors=None), "the list of colors is missing"),
        (document(), "the palette holds no colors"),
        (document({"color": "#123456"}, 5), "color 2: it has no color"),
        (document({"name": "hair"}), "color 1: it has no color"),
        (document({"color": "#12345"}), "color 1: color is '#12345', which is no color"),
        (document({"color": [1, 2, 3]}), "color 1: color is [1, 2, 3], which is no color"),
        (document({"name": 7, "color": "#123456"}), "color 1: the name is 7"),
        (document({"name": "a\nb", "color": "#123456"}), "color 1: the name is 'a\\nb'"),
    ],
)
def test_wrong_documents_are_named(text: str, message: str) -> None:
    with pytest.raises(PaletteError) as error:
        Palette.loads(text)
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", None, "does not exist"),
        ("a.json", b"", "a.json is empty"),
        ("a.json", b"\xff\xfe{", "a.json: this is not JSON text"),
        ("a.gpl", b"palette", "a.gpl: this is no GIMP palette"),
        ("a.gpl", b"GIMP Palette\n", "a.gpl: the palette holds no colors"),
        ("a.ase", b"ASEF", "a.ase: it ends in the middle"),
        ("a.aco", b"{}{}", "a.aco: this is no Adobe Photoshop palette"),
        ("a.txt", b"x", "a.txt is no kind of palette that nurie knows: use .json, .gpl, .ase, .aco"),
    ],
)
def test_wrong_files_are_named(tmp_path: Path, name: str, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(PaletteError) as error:
        Palette.load(tmp_path / name)
    assert message in str(error.value)


def test_a_folder_is_no_palette_and_no_place_for_one(tmp_path: Path) -> None:
    (tmp_path / "a.gpl").mkdir()
    with pytest.raises(PaletteError, match="cannot be read"):
        Palette.load(tmp_path / "a.gpl")
    with pytest.raises(OutputError):
        HERO.save(tmp_path / "a.gpl")
    with pytest.raises(PaletteError, match="no kind of palette"):
        HERO.save(tmp_path / "a.png")


def test_a_picture_of_even_colors_gives_exactly_these_the_most_common_first() -> None:
    picture = np.zeros((60, 100, 3), np.uint8)
    bands = {(250, 250, 250): 50, (200, 30, 40): 30, (20, 30, 90): 15, (255, 224, 196): 5}
    start = 0
    for color, width in bands.items():
        picture[:, start : start + width] = color
        start += width
    expected = ["#fafafa", "#c81e28", "#141e5a", "#ffe0c4"]
    assert [entry.color for entry in Palette.from_image(picture, 4)] == expected
    assert [entry.color for entry in Palette.from_image(picture, 9)] == expected
    assert [entry.name for entry in Palette.from_image(picture, 9)] == [
        "white",
        "red",
        "dark blue",
        "skin tone",
    ]


def test_a_drawn_figure_gives_back_its_scheme() -> None:
    drawing = draw(4, (300, 300))
    flat = paint(drawing, SCHEMES[1], flat=True)
    found = {entry.rgb for entry in Palette.from_image(flat, 8)}
    colors, areas = np.unique(flat.reshape(-1, 3), axis=0, return_counts=True)
    main = colors[areas > 0.02 * areas.sum()]
    assert set(map(tuple, main.tolist())) <= found <= set(map(tuple, colors.tolist()))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(1, 40), st.integers(1, 40))
def test_any_picture_gives_a_palette_and_always_the_same(
    seed: int, count: int, height: int, width: int
) -> None:
    picture = np.random.default_rng(seed).integers(0, 256, (height, width, 3)).astype(np.uint8)
    palette = Palette.from_image(picture, count)
    assert 1 <= len(palette) <= count
    assert Palette.from_image(picture, count) == palette


def snap(colors: np.ndarray, regions: np.ndarray, palette: Palette) -> np.ndarray:
    """A picture in the colors of a palette, its light and shade kept."""
    flats = flatten(colors, regions, similar=0)
    goals = snapped_colors(flats, palette)
    return carry(colors, flats, goals, (goals != flats.colors).any(axis=1))


def squares(*palette: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Colors, (20, 20 n, 3), and regions of n squares side by side."""
    regions = np.repeat(np.arange(1, len(palette) + 1, dtype=np.int32), 20)[None].repeat(20, axis=0)
    return np.array([(0, 0, 0), *palette], np.uint8)[regions], regions


def test_the_same_character_gets_the_same_colors_whatever_the_network_made_of_it() -> None:
    drawing = draw(2, (256, 256))
    regions = closed_regions(drawing.line)
    hero = Palette.from_image(paint(drawing, SCHEMES[3], flat=True), 6)
    allowed = {entry.rgb for entry in hero}
    for scheme in SCHEMES[:4]:
        colors = paint(drawing, scheme)
        snapped, before = snap(colors, regions, hero), flatten(colors, regions, similar=0).picture()
        even = (colors == before).all(axis=-1)
        assert even.mean() > 0.5
        assert set(map(tuple, np.unique(snapped[even], axis=0).tolist())) <= allowed


def test_shading_is_kept() -> None:
    page, regions = squares((60, 60, 160), (250, 250, 250))
    page[:8, :20] = (40, 40, 130)
    snapped = snap(page, regions, Palette((PaletteColor("", "#a03030"), PaletteColor("", "#fafafa"))))
    assert tuple(snapped[15, 5]) == (0xA0, 0x30, 0x30)
    shade = snapped[2, 5].astype(int)
    assert (shade[0], shade[2]) < (0xA0, 0x30)
    assert 0.55 * 0xA0 < shade[0] < 0.95 * 0xA0
    assert (snapped[:, 20:] == 250).all()


def test_what_must_stay_paper_stays_white_where_the_palette_has_no_white() -> None:
    page, regions = squares((255, 255, 255), (90, 40, 30), (255, 255, 255))
    brown = Palette((PaletteColor("hair", "#502010"), PaletteColor("skin", "#f0c8a0")))
    found = flatten(page, regions, similar=0)
    paper = np.array([False, True, False, False])
    table = snapped_colors(found, brown, paper)
    assert table[1:].tolist() == [[255, 255, 255], [0x50, 0x20, 0x10], [0xF0, 0xC8, 0xA0]]
    cream = Palette((*brown, PaletteColor("paper", "#fcf8f0")))
    assert snapped_colors(found, cream, paper)[1].tolist() == [0xFC, 0xF8, 0xF0]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), palettes)
def test_every_region_gets_exactly_a_color_of_the_palette(seed: int, palette: Palette) -> None:
    rng = np.random.default_rng(seed)
    regions = rng.integers(1, 9, (12, 12)).astype(np.int32)
    found = flatten(rng.integers(0, 256, (12, 12, 3)).astype(np.uint8), regions, similar=0)
    table = snapped_colors(found, palette)
    assert set(map(tuple, table[1:].tolist())) <= {entry.rgb for entry in palette}


def test_skin_goes_to_skin_even_where_another_color_is_nearer() -> None:
    page, regions = squares((248, 214, 190), (40, 60, 150))
    palette = Palette(
        (PaletteColor("sand", "#f4e6b0"), PaletteColor("skin", "#b07850"), PaletteColor("", "#304090"))
    )
    snapped = snap(page, regions, palette)
    assert (snapped[5, 5] == (0xB0, 0x78, 0x50)).all()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("\ud83d", r"the name '\\ud83d' has half a character in it"),
        ("x" * 65536, r"the name 'xxxxxxxxxxxxxxxxxxxx'\.\.\. has 65536 characters: write at most 65535"),
    ],
)
def test_names_that_no_file_can_hold(name: str, message: str) -> None:
    with pytest.raises(PaletteError, match=message):
        PaletteColor(name, "#123456")
    with pytest.raises(PaletteError, match=message):
        Palette.loads(document({"name": name, "color": "#123456"}))


def test_a_name_that_the_kind_of_file_cannot_hold_is_an_error_of_that_file(tmp_path: Path) -> None:
    palette = Palette((PaletteColor("n" * 65, "#123456"),))
    with pytest.raises(PaletteError, match=r"hero.cls: the name 'n+'... is too long for a .cls file"):
        palette.save(tmp_path / "hero.cls")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", [".json", ".gpl", ".ase", ".aco", ".kpl", ".cls", ".swatches"])
def test_bytes_say_of_which_kind_they_are(tmp_path: Path, kind: str) -> None:
    HERO.save(tmp_path / f"hero{kind}")
    assert Palette.from_bytes((tmp_path / f"hero{kind}").read_bytes()) == HERO


@pytest.mark.parametrize("data", [b"", b"JASC-PAL", b"\x89PNG", b"\xff\xfe{"])
def test_bytes_of_no_palette(data: bytes) -> None:
    with pytest.raises(PaletteError, match=r"this is no palette that nurie knows: use \.json, \.gpl"):
        Palette.from_bytes(data)


def test_line_ink_is_no_color_of_a_picture_and_black_hair_is() -> None:
    drawing = draw(12, (512, 512))
    scheme = SCHEMES[6]  # blue hair, pink clothes: nothing is black but the lines
    picture = paint(drawing, scheme, flat=True)
    inked = (picture * (drawing.line[..., None] / 255)).astype(np.uint8)
    found = Palette.from_image(inked, 6).entries
    used = {f"#{bytes(color).hex()}" for color in picture.reshape(-1, 3)}
    assert {entry.color for entry in found} <= used
    dark = np.full((400, 400, 3), (255, 224, 196), np.uint8)
    dark[:150] = (16, 16, 20)
    assert "#101014" in [entry.color for entry in Palette.from_image(dark, 2)]
