"""Pictures to be judged by: found, read, chosen, and skipped where they are broken."""

import json
from pathlib import Path

import pytest
from PIL import Image

from nurie.data import shards
from nurie.data.keyed import load_keys
from nurie.errors import DataError
from nurie.evaluation.gallery import pictures


def save(path: Path, gray: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (36, 24), (gray, gray, 200)).save(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(7):
        save(tmp_path / "art" / "hero" / f"{number}.png", number)
    save(tmp_path / "art" / "hero" / "3.line.png", 77)
    save(tmp_path / "art" / "villain" / "0.png", 99)
    return tmp_path / "art"


def test_a_folder_is_read_by_name_with_its_lines(folder: Path) -> None:
    found = list(pictures(folder))
    assert [picture.name for picture in found] == [*(f"hero/{k}.png" for k in range(7)), "villain/0.png"]
    assert [int(picture.rgb[0, 0, 0]) for picture in found] == [*range(7), 99]
    assert [picture.name for picture in found if picture.line is not None] == ["hero/3.png"]
    line = found[3].line
    assert line is not None
    assert line.shape == (24, 36)
    assert 77 <= line[0, 0] < 120


def test_keys_choose(folder: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({"villain/*": {"keys": [["#6363c8", "SKIN"]]}}))
    (picture,) = pictures(folder, load_keys(keys))
    assert picture.name == "villain/0.png"
    assert picture.key is not None


def test_a_choice_is_spread_evenly(folder: Path) -> None:
    assert [picture.name for picture in pictures(folder, most=3)][::2] == ["hero/0.png", "villain/0.png"]
    assert len(list(pictures(folder, most=100))) == 8


def test_shards_are_read(folder: Path, tmp_path: Path) -> None:
    content = [
        (str(k), {".png": (folder / "hero" / f"{k}.png").read_bytes(), ".json": b"{}"}) for k in range(3)
    ]
    content[1][1][".line.png"] = (folder / "hero" / "3.line.png").read_bytes()
    shards.write(tmp_path / "shards" / "color-000.tar", content)
    manifest = {
        "format": shards.FORMAT,
        "version": shards.VERSION,
        "shards": [
            {"group": "color", "path": "color-000.tar", "pictures": 3},
            {"group": "gray", "path": "missing.tar", "pictures": 9},
        ],
    }
    (tmp_path / "shards" / shards.MANIFEST).write_text(json.dumps(manifest))
    found = list(pictures(tmp_path / "shards"))
    assert [int(picture.rgb[0, 0, 0]) for picture in found] == [0, 1, 2]
    assert [picture.line is not None for picture in found] == [False, True, False]


def test_one_broken_picture_in_many_is_skipped_and_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(25):
        save(tmp_path / f"{number:02}.png", number)
    (tmp_path / "07.png").write_bytes(b"no picture")
    assert [int(picture.rgb[0, 0, 0]) for picture in pictures(tmp_path)] == [
        number for number in range(25) if number != 7
    ]
    assert "07.png" in caplog.text
    for number in (8, 9):
        (tmp_path / f"{number:02}.png").write_bytes(b"no picture")
    with pytest.raises(DataError, match="2 of the 25 pictures"):
        list(pictures(tmp_path))


@pytest.mark.parametrize("name", ["missing", "."])
def test_a_folder_without_pictures_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="holds no picture; choose"):
        list(pictures(tmp_path / name))
