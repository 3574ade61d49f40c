"""``nurie character``: a sheet from a picture, and what is in a sheet."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from nurie.colorize.character import Character
from nurie.data.drawn import draw, paint
from nurie.schemes import Part, invent

Nurie = Callable[..., Any]
MIO = Character({Part.HAIR: "#1b2a63", Part.SKIN: "#ffe0c4"}, "Mio")
SEED = 2016


@pytest.fixture
def hero(tmp_path: Path) -> Path:
    drawing = draw(SEED, (384, 384))
    picture = paint(drawing, invent(SEED)[0]) * (drawing.line[..., None] / 255)
    Image.fromarray(picture.astype(np.uint8)).save(tmp_path / "hero.png")
    return tmp_path / "hero.png"


def test_a_sheet_is_read_off_a_picture(nurie: Nurie, hero: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "mio.json"
    result = nurie("character", "from-image", hero, "-o", target, "--name", "Mio")
    assert (result.code, result.out) == (0, "")
    found = Character.load(target)
    assert found.name == "Mio"
    scheme = invent(SEED)[0]
    assert (found.rgb(Part.HAIR), found.rgb(Part.SKIN)) == (scheme.hair, scheme.skin)
    assert f"hair {found.colors[Part.HAIR]}" in result.err


def test_a_sheet_is_shown(nurie: Nurie, tmp_path: Path) -> None:
    MIO.save(tmp_path / "mio.json")
    result = nurie("character", "show", tmp_path / "mio.json")
    assert result.code == 0
    assert [line.split() for line in result.out.splitlines()] == [
        ["Mio"],
        ["#ffe0c4", "skin"],
        ["#1b2a63", "hair"],
    ]


def test_nothing_is_replaced_unless_told(nurie: Nurie, hero: Path, tmp_path: Path) -> None:
    (tmp_path / "mio.json").write_text("mine")
    result = nurie("character", "from-image", hero, "-o", tmp_path / "mio.json")
    assert (result.code, (tmp_path / "mio.json").read_text()) == (2, "mine")
    assert "exists already" in result.err
    assert nurie("character", "from-image", hero, "-o", tmp_path / "mio.json", "--overwrite").code == 0
    assert json.loads((tmp_path / "mio.json").read_text())["format"] == "nurie-character"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "none.json"), "none.json does not exist"),
        (("show", "bad.json"), "bad.json: 'horns' names no material: use ground, skin, hair"),
        (("from-image", "none.png", "-o", "a.json"), "none.png does not exist"),
        (("from-image", "bad.json", "-o", "a.json"), "is not a picture"),
        (("from-image", "gray.png", "-o", "a.json"), "gray.png has no colors"),
        (
            ("from-image", "gray.png", "-o", "a.png"),
            "a.png ends in .png, which this command does not write: use .json",
        ),
    ],
)
def test_bad_input_is_one_sentence(
    nurie: Nurie, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    document = {"format": "nurie-character", "version": 1, "colors": {"horns": "#123456"}}
    Path("bad.json").write_text(json.dumps(document))
    Image.new("L", (64, 64), 128).save("gray.png")
    result = nurie("character", *arguments)
    assert result.code == 2
    assert words in result.err
    assert result.err.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.json", "gray.png"]
