"""``nurie palette``: from pictures and between programs."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nurie.colorize.palette import Palette, PaletteColor

Nurie = Callable[..., object]
HERO = Palette((PaletteColor("hair", "#1b2a63"), PaletteColor("skin", "#ffe0c4")))


@pytest.fixture
def hero(tmp_path: Path) -> Path:
    HERO.save(tmp_path / "hero.json")
    return tmp_path / "hero.json"


def test_from_image(nurie: Nurie, tmp_path: Path) -> None:
    picture = np.full((40, 60, 3), (250, 240, 230), np.uint8)
    picture[:10] = (20, 30, 90)
    Image.fromarray(picture).save(tmp_path / "hero.png")
    result = nurie("palette", "from-image", tmp_path / "hero.png", "-n", 4, "-o", tmp_path / "hero.gpl")
    assert (result.code, result.out) == (0, "")
    assert [entry.color for entry in Palette.load(tmp_path / "hero.gpl")] == ["#faf0e6", "#141e5a"]
    assert "#faf0e6" in result.err


@pytest.mark.parametrize("kind", ["gpl", "ase", "aco", "json"])
def test_convert(nurie: Nurie, hero: Path, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "out" / f"hero.{kind}"
    assert nurie("palette", "convert", hero, target).code == 0
    assert Palette.load(target) == HERO


def test_nothing_is_replaced_unless_told(nurie: Nurie, hero: Path, tmp_path: Path) -> None:
    (tmp_path / "a.gpl").write_text("mine")
    result = nurie("palette", "convert", hero, tmp_path / "a.gpl")
    assert (result.code, (tmp_path / "a.gpl").read_text()) == (2, "mine")
    assert "exists already" in result.err
    assert nurie("palette", "convert", hero, tmp_path / "a.gpl", "--overwrite").code == 0
    assert Palette.load(tmp_path / "a.gpl") == HERO


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("convert", "none.json", "a.gpl"), "none.json does not exist"),
        (
            ("convert", "hero.json", "a.txt"),
            "a.txt ends in .txt, which this command does not write: use .json,",
        ),
        (("convert", "broken.ase", "a.gpl"), "broken.ase: this is no Adobe Swatch Exchange file"),
        (("from-image", "none.png", "-o", "a.gpl"), "none.png does not exist"),
        (("from-image", "broken.ase", "-o", "a.gpl"), "is not a picture"),
    ],
)
def test_bad_input_is_one_sentence(
    nurie: Nurie,
    hero: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.ase").write_bytes(b"Aseprite")
    result = nurie("palette", *arguments)
    assert result.code == 2
    assert words in result.err
    assert result.err.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.ase", "hero.json"]
