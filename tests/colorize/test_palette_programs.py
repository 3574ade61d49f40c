"""Palettes of Clip Studio Paint, Krita and Procreate: read from bytes written by hand, and back."""

import io
import json
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from palette_damage import check_damage

from nurie.colorize.palette_clip import read_cls, write_cls
from nurie.colorize.palette_values import PaletteEntry
from nurie.colorize.palette_zips import read_kpl, read_swatches, write_kpl, write_swatches
from nurie.errors import PaletteError

CLS = bytes.fromhex(
    "534c4343 0001"  # SLCC, version
    "10000000 0400 48657231 00000000 0400 48657231"  # the set's name, "Her1" twice
    "04000000 03000000 28000000"  # three colors
    "08000000 112233ff 00000000"  # no name
    "0c000000 ffe0c4ff 01000000 0200 8c80"  # named, 2 bytes: one letter
    "08000000 00000000 00000000"  # a transparent place
)

KPL = """<?xml version="1.0" encoding="UTF-8"?>
<ColorSet version="1.0" name="hero" comment="" columns="4" rows="1" readonly="false">
 <ColorSetEntry spot="false" id="1" name="hair" bitdepth="U8">
  <RGB r="0.2" g="0.4" b="1" space="sRGB-elle-V2-srgbtrc.icc"/>
  <Position row="0" column="0"/>
 </ColorSetEntry>
 <Group name="more" rows="2">
  <ColorSetEntry spot="false" id="2" name="linear &amp; light" bitdepth="F32">
   <Position row="0" column="0"/>
   <RGB r="0.2140411" g="0" b="1.5" space="sRGB-elle-V2-g10.icc"/>
  </ColorSetEntry>
  <ColorSetEntry id="3" name="" bitdepth="U16"><sRGB r="0" g="1" b="0"/></ColorSetEntry>
  <ColorSetEntry id="4" name="ink" bitdepth="U8"><CMYK c="0" m="0.5" y="1" k="0.25"/></ColorSetEntry>
  <ColorSetEntry id="5" name="gray" bitdepth="U8"><Gray g="0.5"/></ColorSetEntry>
  <ColorSetEntry id="6" name="red" bitdepth="U8"><Lab L="54.29" a="80.81" b="69.89"/></ColorSetEntry>
 </Group>
</ColorSet>
"""

SWATCHES = [
    {
        "name": "hero",
        "swatches": [
            {"hue": 0, "saturation": 1, "brightness": 1, "alpha": 1, "colorSpace": 0},
            None,
            {"name": "skin", "hue": 1 / 3, "saturation": 0.5, "brightness": 0.8, "alpha": 1},
        ],
        "colorProfiles": [],
    },
    {"name": "second", "swatches": [{"hue": 0.5, "saturation": 0, "brightness": 0.2}]},
]


def packed(name: str, content: str | bytes, **more: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, content)
        for other, data in more.items():
            archive.writestr(other, data)
    return buffer.getvalue()


def test_cls_is_read() -> None:
    assert read_cls(CLS) == [("", (17, 34, 51)), ("肌", (255, 224, 196))]


def test_cls_is_written_as_clip_studio_does() -> None:
    written = write_cls([("", (17, 34, 51)), ("肌", (255, 224, 196))], "Her1")
    body = CLS[:-12]  # without the transparent place
    assert written == body.replace(bytes.fromhex("03000000 28000000"), bytes.fromhex("02000000 1c000000"))


def test_a_long_title_in_any_language_is_cut_and_not_refused() -> None:
    data = write_cls([("", (1, 2, 3))], "\N{OCTOPUS}" * 200)
    assert read_cls(data) == [("", (1, 2, 3))]


def test_kpl_is_read_in_every_color_model_and_group() -> None:
    assert read_kpl(packed("colorset.xml", KPL)) == [
        ("hair", (51, 102, 255)),
        ("linear & light", (127, 0, 255)),
        ("", (0, 255, 0)),
        ("ink", (191, 96, 0)),
        ("gray", (128, 128, 128)),
        ("red", (255, 0, 0)),
    ]


def test_kpl_is_written_as_krita_reads_it() -> None:
    data = write_kpl([("hair <1>", (51, 102, 255))] * 9, "hero & friends")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["mimetype", "colorset.xml", "profiles.xml"]
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert archive.read("mimetype") == b"application/x-krita-palette"
        assert ElementTree.fromstring(archive.read("profiles.xml")).tag == "Profiles"
        root = ElementTree.fromstring(archive.read("colorset.xml"))
    assert (root.tag, root.get("name"), root.get("columns"), root.get("rows")) == (
        "ColorSet",
        "hero & friends",
        "8",
        "2",
    )
    entry = root[8]
    assert (entry.tag, entry.get("name"), entry.get("bitdepth")) == ("ColorSetEntry", "hair <1>", "U8")
    assert [float(entry[0].get(channel, "")) for channel in "rgb"] == [0.2, 0.4, 1.0]
    assert (entry[0].tag, entry[1].attrib) == ("sRGB", {"row": "1", "column": "0"})


def test_swatches_are_read() -> None:
    expected = [("", (255, 0, 0)), ("skin", (102, 204, 102)), ("", (51, 51, 51))]
    assert read_swatches(packed("Swatches.json", json.dumps(SWATCHES))) == expected
    assert read_swatches(packed("swatches.json", json.dumps(SWATCHES[0]))) == expected[:2]


def test_swatches_are_written_as_procreate_reads_them() -> None:
    data = write_swatches([("green", (0, 255, 0)), ("", (0, 0, 0))], "hero")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["Swatches.json"]
        ((palette),) = json.loads(archive.read("Swatches.json"))
    black = {"hue": 0, "saturation": 0, "brightness": 0, "alpha": 1, "colorSpace": 0}
    green = {"name": "green", "hue": 1 / 3, "saturation": 1, "brightness": 1, "alpha": 1, "colorSpace": 0}
    assert palette == {"name": "hero", "swatches": [green, black]}


text = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp")), max_size=12)
entries = st.lists(st.tuples(text, st.tuples(*[st.integers(0, 255)] * 3)), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(entries, text)
def test_what_is_written_reads_back(palette: list[PaletteEntry], title: str) -> None:
    assert read_cls(write_cls(palette, title)) == palette
    assert read_kpl(write_kpl(palette, title)) == palette
    assert read_swatches(write_swatches(palette, title)) == palette


Read = Callable[[bytes], list[PaletteEntry]]
GOOD: dict[Read, bytes] = {
    read_cls: CLS,
    read_kpl: packed("colorset.xml", KPL),
    read_swatches: packed("Swatches.json", json.dumps(SWATCHES)),
}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([*GOOD]), st.integers(0, 2000), st.integers(0, 255))
def test_damage_is_read_or_refused_but_never_a_crash(read: Read, place: int, byte: int) -> None:
    check_damage(read, GOOD[read], place, byte)


@pytest.mark.parametrize(
    ("read", "data", "message"),
    [
        (read_cls, b"", "this is no Clip Studio Paint color set"),
        (read_cls, b"SLCC\0\2", "this is no Clip Studio Paint color set"),
        (read_cls, CLS[:-13], "it ends in the middle of a color"),
        (read_kpl, b"GIMP Palette", "this is no Krita palette, which is a ZIP archive"),
        (read_kpl, packed("mimetype", "x"), "this is no Krita palette, which holds colorset.xml"),
        (read_kpl, packed("colorset.xml", "<ColorSet>"), "its colorset.xml is no valid XML"),
        (
            read_kpl,
            packed("colorset.xml", '<!DOCTYPE a [<!ENTITY b "b">]><ColorSet/>'),
            "its colorset.xml declares entities",
        ),
        (
            read_kpl,
            packed("colorset.xml", KPL.replace("<Gray", "<YCrCb")),
            "color 5 is in the unknown color model 'YCrCb'",
        ),
        (
            read_kpl,
            packed("colorset.xml", KPL.replace('<Gray g="0.5"/>', "")),
            "color 5 is no color",
        ),
        (read_kpl, packed("colorset.xml", KPL.replace('g="0.5"', "")), "color 5 is malformed"),
        (read_swatches, b"PK", "this is no Procreate palette, which is a ZIP archive"),
        (read_swatches, packed("Swatches.json", "[{}]"), "its Swatches.json is not as Procreate writes it"),
        (read_swatches, packed("Swatches.json", "[5]"), "its Swatches.json is not as Procreate writes it"),
        (read_swatches, packed("Swatches.json", "{"), "its Swatches.json is not as Procreate writes it"),
    ],
)
def test_wrong_files_are_named(read: object, data: bytes, message: str) -> None:
    with pytest.raises(PaletteError) as error:
        read(data)  # type: ignore[operator]
    assert str(error.value).startswith(message)


def test_what_a_kind_cannot_hold_is_refused() -> None:
    with pytest.raises(PaletteError, match=r"31 colors are too many for a \.swatches file, which holds 30"):
        write_swatches([("", (0, 0, 0))] * 31, "hero")
    with pytest.raises(PaletteError, match=r"has characters that a \.kpl file cannot hold"):
        write_kpl([("bell \a", (0, 0, 0))], "hero")
    assert read_cls(write_cls([("n" * 64, (0, 0, 0))], "hero")) == [("n" * 64, (0, 0, 0))]
    with pytest.raises(PaletteError, match=r"is too long for a \.cls file, which holds 64 characters"):
        write_cls([("n" * 65, (0, 0, 0))], "hero")


def test_an_archive_that_unpacks_to_too_much_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Swatches.json", bytes(17 << 20))
    with pytest.raises(PaletteError, match="this is no Procreate palette"):
        read_swatches(buffer.getvalue())
