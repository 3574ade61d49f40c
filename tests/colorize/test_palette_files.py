"""Palette files of other programs: read from bytes written here by hand, written so that they read back."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from palette_damage import check_damage

from nurie.colorize import palette_files
from nurie.colorize.palette_values import PaletteEntry
from nurie.errors import PaletteError

GPL = """GIMP Palette
Name: Hero
Columns: 3
# the school uniform
  0   0 128\tcoat, dark
255 224  196 skin
  7   8   9

 12  34  56\tUntitled
"""

ASE = bytes.fromhex(
    "41534546 0001 0000 00000006"  # ASEF, version 1.0, six blocks
    "c001 0000000c 0005 0068 0065 0072 006f 0000"  # the group "hero" begins
    "0001 0000001c 0004 0072 0065 0064 0000"  # "red"
    "52474220 3f800000 00000000 3f000000 0000"  # RGB 1, 0, 0.5, global
    "0001 00000022 0005 0069 006e 006b 0073 0000"  # "inks"
    "434d594b 00000000 3f000000 3f800000 3e800000 0002"  # CMYK 0, 0.5, 1, 0.25, normal
    "0001 00000014 0004 006d 0069 0064 0000"  # "mid"
    "47726179 3f000000 0001"  # Gray 0.5, spot
    "0001 00000018 0002 004c 0000"  # "L"
    "4c414220 3f0afb7f 42a19eb8 428bc7ae 0002"  # LAB 0.5429, 80.81, 69.89: red
    "c002 00000000"  # the group ends
)

ACO_1 = bytes.fromhex(
    "0001 0002"  # version 1, two colors
    "0000 ffff 8080 0000 0000"  # RGB 255, 128, 0
    "0001 5555 ffff ffff 0000"  # HSB 120 degrees, full, full: green
)

ACO_2 = bytes.fromhex(
    "0002 0006"
    "0000 0101 0202 0303 0000 00000003 0041 0032 0000"  # RGB 1, 2, 3, "A2"
    "0002 ffff 7fff 0000 bfff 00000001 0000"  # CMYK, ffff is no ink: 0, 50 %, 100 %, 25 %
    "0009 0000 1388 2710 09c4 00000001 0000"  # the same as wide CMYK, 2710 is full ink
    "0008 1388 0000 0000 0000 00000001 0000"  # gray, 50 %
    "0007 2710 0000 0000 0000 00000001 0000"  # Lab 100, 0, 0: white
    "0007 1535 1f91 1b4d 0000 00000002 0072 0000"  # Lab 54.29, 80.81, 69.89: red, "r"
)


def test_gpl_is_read() -> None:
    assert palette_files.read_gpl(GPL.encode()) == [
        ("coat, dark", (0, 0, 128)),
        ("skin", (255, 224, 196)),
        ("", (7, 8, 9)),
        ("Untitled", (12, 34, 56)),
    ]


@pytest.mark.parametrize("change", ["\ufeff" + GPL, GPL.replace("\n", "\r\n")])
def test_gpl_from_other_systems_is_read(change: str) -> None:
    assert palette_files.read_gpl(change.encode()) == palette_files.read_gpl(GPL.encode())


def test_gpl_is_written_as_gimp_writes_it() -> None:
    written = palette_files.write_gpl([("hair", (1, 20, 255)), ("", (0, 0, 0))], "hero")
    assert written == b"GIMP Palette\nName: hero\nColumns: 0\n#\n  1  20 255\thair\n  0   0   0\t\n"


def test_ase_is_read() -> None:
    assert palette_files.read_ase(ASE) == [
        ("red", (255, 0, 128)),
        ("inks", (191, 96, 0)),
        ("mid", (128, 128, 128)),
        ("L", (255, 0, 0)),
    ]


def test_ase_is_written_block_by_block() -> None:
    body = (
        struct.pack(">H", 3) + "é!\0".encode("utf-16-be") + b"RGB " + struct.pack(">fff", 1, 0.2, 0) + b"\0\0"
    )
    head = b"ASEF" + struct.pack(">HHI", 1, 0, 1) + struct.pack(">HI", 1, len(body))
    assert palette_files.write_ase([("é!", (255, 51, 0))]) == head + body


def test_aco_without_names_is_read() -> None:
    assert palette_files.read_aco(ACO_1) == [("", (255, 128, 0)), ("", (0, 255, 0))]


def test_aco_with_names_is_read_in_every_color_space() -> None:
    expected = [
        ("A2", (1, 2, 3)),
        ("", (191, 96, 0)),
        ("", (191, 96, 0)),
        ("", (128, 128, 128)),
        ("", (255, 255, 255)),
        ("r", (255, 0, 0)),
    ]
    assert palette_files.read_aco(ACO_2) == expected
    assert palette_files.read_aco(ACO_1 + ACO_2) == expected


def test_aco_is_written_in_both_versions() -> None:
    color = bytes.fromhex("0000 1010 ffff 0000 0000")
    name = bytes.fromhex("00000003 0068 0069 0000")  # "hi"
    expected = b"\0\1\0\1" + color + b"\0\2\0\1" + color + name
    assert palette_files.write_aco([("hi", (16, 255, 0))]) == expected


@pytest.mark.parametrize(
    ("lab", "rgb"),
    [
        ((100, 0, 0), (255, 255, 255)),
        ((0, 0, 0), (0, 0, 0)),
        ((53.39, 0, 0), (127, 127, 127)),
        ((54.29, 80.81, 69.89), (255, 0, 0)),  # as Photoshop shows the sRGB primaries
        ((87.82, -79.29, 80.99), (0, 255, 0)),
        ((29.57, 68.30, -112.03), (0, 0, 255)),
    ],
)
def test_lab_is_meant_under_d50(lab: tuple[float, float, float], rgb: tuple[int, int, int]) -> None:
    values = [round(100 * value) & 0xFFFF for value in lab]
    ((_, found),) = palette_files.read_aco(struct.pack(">HH5H", 1, 1, 7, *values, 0))
    assert max(abs(a - b) for a, b in zip(found, rgb, strict=True)) <= 1


text = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12).map(
    lambda name: " ".join(name.split())
)
entries = st.lists(st.tuples(text, st.tuples(*[st.integers(0, 255)] * 3)), min_size=1, max_size=6)


@settings(max_examples=80, deadline=None)
@given(entries)
def test_what_is_written_reads_back(palette: list[PaletteEntry]) -> None:
    assert palette_files.read_gpl(palette_files.write_gpl(palette, "hero")) == palette
    assert palette_files.read_ase(palette_files.write_ase(palette)) == palette
    assert palette_files.read_aco(palette_files.write_aco(palette)) == palette


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([ASE, ACO_1 + ACO_2, GPL.encode()]), st.integers(0, 300), st.integers(0, 255))
def test_damage_is_read_or_refused_but_never_a_crash(data: bytes, place: int, byte: int) -> None:
    for read in (palette_files.read_gpl, palette_files.read_ase, palette_files.read_aco):
        check_damage(read, data, place, byte)


@pytest.mark.parametrize(
    ("read", "data", "message"),
    [
        (palette_files.read_gpl, b"", "this is no GIMP palette"),
        (palette_files.read_gpl, b"JASC-PAL\n", "this is no GIMP palette"),
        (palette_files.read_gpl, b"GIMP Palette\n1 2\n", "line 2 is no color"),
        (palette_files.read_gpl, b"GIMP Palette\n#\n1 2 256 x\n", "line 3 is no color"),
        (palette_files.read_ase, b"\xe0\xa5 Aseprite", "this is no Adobe Swatch Exchange file"),
        (palette_files.read_ase, ASE[:70], "it ends in the middle of a color"),
        (palette_files.read_ase, ASE.replace(b"Gray", b"HSV "), "its color model 'HSV ' is unknown"),
        (palette_files.read_aco, b"\0", "this is no Adobe Photoshop palette"),
        (palette_files.read_aco, b"GIMP Palette", "this is no Adobe Photoshop palette"),
        (palette_files.read_aco, ACO_1[:-1], "it ends in the middle of a color"),
        (
            palette_files.read_aco,
            ACO_1.replace(b"\0\1UU", b"\0\3UU"),
            "color 2 is in the unknown color",
        ),
    ],
)
def test_wrong_files_are_named(read: object, data: bytes, message: str) -> None:
    with pytest.raises(PaletteError) as error:
        read(data)  # type: ignore[operator]
    assert str(error.value).startswith(message)


def test_more_colors_than_an_aco_file_can_count() -> None:
    with pytest.raises(PaletteError, match="65536 colors are too many"):
        palette_files.write_aco([("", (0, 0, 0))] * 65536)


def test_a_name_longer_than_an_ase_file_can_say() -> None:
    longest = "\N{OCTOPUS}" * 32767  # each is two UTF-16 units, and a zero ends the name
    assert palette_files.read_ase(palette_files.write_ase([(longest, (1, 2, 3))])) == [(longest, (1, 2, 3))]
    with pytest.raises(PaletteError, match=r"is too long for an \.ase file"):
        palette_files.write_ase([(longest + "a", (1, 2, 3))])
