"""The script that lays out a source's art."""

import importlib.util
from pathlib import Path

import pytest
from PIL import Image

SCRIPT = Path(__file__).parents[2] / "recipes" / "arrange.py"


def test_pictures_go_on_white_at_the_size_of_their_source(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("arrange", SCRIPT)
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    clone = tmp_path / "clone" / "deep"
    clone.mkdir(parents=True)
    Image.new("RGBA", (900, 450), (0, 0, 0, 0)).save(clone / "hero.png")
    Image.new("L", (40, 40), 9).save(clone / "hero.line.png")
    (clone / "bad.png").write_bytes(b"no picture")
    count, failures = script.arrange("duelyst", tmp_path / "clone", tmp_path / "data")
    folder = tmp_path / "data" / "art" / "train" / "duelyst"
    assert (count, len(failures)) == (2, 1)
    assert "bad.png is not a picture" in failures[0]
    assert sorted(path.name for path in folder.iterdir()) == ["hero.line.webp", "hero.webp"]
    with Image.open(folder / "hero.webp") as image:
        assert image.size == (360, 180)
        assert image.convert("RGB").getpixel((5, 5)) == (255, 255, 255)
    assert script.arrange("duelyst", tmp_path / "clone", tmp_path / "data")[0] == 2


@pytest.mark.parametrize("source", ["taisei", "openmoji"])
def test_the_page_tells_of_every_source(source: str) -> None:
    page = (SCRIPT.parents[1] / "docs" / "data.md").read_text("utf-8")
    assert f"| `{source}` |" in page
