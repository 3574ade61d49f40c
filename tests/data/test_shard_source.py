"""Training from shards: any sample at any time, with its own lines, whatever is damaged beside it."""

import json
import logging
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

torch = pytest.importorskip("torch")

from nurie.data import augment, shards  # noqa: E402
from nurie.data.config import DataConfig, SourceConfig  # noqa: E402
from nurie.data.pairs import Pairs, ShardSource  # noqa: E402
from nurie.errors import DataError  # noqa: E402

SIZE = (96, 64)
COUNT = 60
"""Samples, in two shards."""


def png(pixels: NDArray[np.uint8]) -> bytes:
    return cv2.imencode(".png", pixels[..., ::-1] if pixels.ndim == 3 else pixels)[1].tobytes()


def page(row: int) -> NDArray[np.uint8]:
    """Line art that no extractor would make: one thick bar."""
    line = np.full(SIZE, 255, np.uint8)
    line[row : row + 8] = 0
    return line


ROWS = {"high_pass.png": 10, "pencil.png": 40, "line.png": 70}


def sample(number: int, lines: tuple[str, ...] = tuple(ROWS)) -> dict[str, bytes]:
    """A plain picture whose red tells its number, with a bar a drawing."""
    rgb = np.full((*SIZE, 3), (4 * number, 90, 180), np.uint8)
    return {f".{name}": png(page(ROWS[name])) for name in lines} | {".png": png(rgb), ".json": b"{}"}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write two shards and their manifest."""

    def run(content: list[dict[str, bytes]]) -> Path:
        half = len(content) // 2
        for name, part in (("000000.tar", content[:half]), ("000001.tar", content[half:])):
            shards.write(tmp_path / name, ((f"{number:09d}", files) for number, files in enumerate(part)))
        rows = [
            {"path": "000000.tar", "group": "color", "pictures": half},
            {"path": "000001.tar", "group": "color", "pictures": len(content) - half},
            {"path": "gray/000000.tar", "group": "gray", "pictures": 7},
        ]
        manifest = {"format": "nurie-shards", "version": 1, "shards": rows}
        (tmp_path / "manifest.json").write_text(json.dumps(manifest))
        return tmp_path

    return run


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Samples are the pictures themselves, in their own ink."""
    monkeypatch.setattr(
        augment, "random_view", lambda rng, shape, size, zoom: augment.View(np.eye(2, 3), size)
    )
    monkeypatch.setattr(augment, "vary_ink", lambda rng, line: line)


def seen(folder: Path, draws: int = 200) -> list[tuple[int, int]]:
    """The number of the picture and the place of the bar of many samples."""
    source = ShardSource(SourceConfig("shards", path=str(folder)))
    found = []
    for seed in range(draws):
        made = source.sample(np.random.default_rng(seed), SIZE, hinted=False)
        assert made.sketch.shape == (1, *SIZE)
        reds = made.targets[:, 0, 5:-5, 5:-5]  # an edge takes from what lies beyond the picture
        assert np.ptp(reds) == 0
        found.append((round(int(reds.max()) / 4), int((made.sketch[0, :, 5] < 128).argmax())))
    return found


def test_every_picture_comes_with_one_of_its_own_drawings(write: Callable[..., Path]) -> None:
    found = seen(write([sample(number) for number in range(COUNT)]), 800)
    assert {number for number, _ in found} == set(range(COUNT))
    bars = [bar for _, bar in found]
    assert set(bars) == set(ROWS.values())
    assert 0.6 < bars.count(ROWS["line.png"]) / len(bars) < 0.8
    assert abs(bars.count(ROWS["high_pass.png"]) - bars.count(ROWS["pencil.png"])) < 60


def test_without_drawings_the_lines_are_extracted(write: Callable[..., Path]) -> None:
    rgb = np.full((*SIZE, 3), (200, 90, 180), np.uint8)
    rgb[30:33] = 20
    folder = write([{".png": png(rgb), ".json": b"{}"} for _ in range(COUNT)])
    source = ShardSource(SourceConfig("shards", path=str(folder)))
    for seed in range(10):
        sketch = source.sample(np.random.default_rng(seed), SIZE, hinted=False).sketch[0]
        assert sketch[28:35].min(axis=0).max() < 200
        assert sketch[60:].min() > 200


def test_samples_follow_from_their_number_alone(write: Callable[..., Path]) -> None:
    folder = write([sample(number) for number in range(COUNT)])
    config = DataConfig((SourceConfig("shards", path=str(folder)),), sizes=((96, 64),), hints=0.5)
    forwards, backwards = Pairs(config, 12), Pairs(config, 12)
    first = [forwards[index] for index in range(12)]
    second = [backwards[index] for index in reversed(range(12))][::-1]
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one.sketch, other.sketch)
        np.testing.assert_array_equal(one.targets, other.targets)
        np.testing.assert_array_equal(one.hints, other.hints)


@pytest.mark.parametrize("part", [".png", ".line.png"])
def test_a_damaged_picture_is_passed_over_and_named_once(
    write: Callable[..., Path], caplog: pytest.LogCaptureFixture, part: str
) -> None:
    content = [sample(number, ("line.png",)) for number in range(COUNT)]
    content[40][part] = content[40][part][:50]
    folder = write(content)
    with caplog.at_level(logging.WARNING):
        found = seen(folder, 800)
    assert {number for number, _ in found} == set(range(COUNT)) - {40}
    name = f"{folder / '000001.tar'}:000000010"
    assert caplog.messages == [f"skipped: {name} cannot be read as a picture; run nurie prepare again."]


def test_a_shard_cut_short_by_a_little_is_named_and_used(
    write: Callable[..., Path], caplog: pytest.LogCaptureFixture
) -> None:
    folder = write([sample(number) for number in range(COUNT)])
    whole = (folder / "000001.tar").read_bytes()
    (folder / "000001.tar").write_bytes(whole[: whole.index(b"000000028.json")])
    with caplog.at_level(logging.WARNING):
        found = seen(folder, 800)
    assert {number for number, _ in found} == set(range(COUNT - 2))
    (message,) = caplog.messages
    assert message.startswith(f"skipped: {folder / '000001.tar'} is cut short")


@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_more_than_five_percent_are_an_error(write: Callable[..., Path], damage: str) -> None:
    folder = write([sample(number) for number in range(COUNT)])
    shard = folder / "000001.tar"
    whole = shard.read_bytes()
    shard.unlink()
    if damage == "cut":
        shard.write_bytes(whole[: whole.index(b"000000026.json")])
    lost = 4 if damage == "cut" else 30
    with pytest.raises(DataError, match=rf"000001.tar .* \({lost} of the 60 pictures .* more than 5%\)\.$"):
        seen(folder)


def test_damaged_pictures_beyond_five_percent_are_an_error(write: Callable[..., Path]) -> None:
    content = [sample(number, ()) for number in range(COUNT)]
    for number in (3, 20, 33, 58):
        content[number][".png"] = b"no picture"
    with pytest.raises(DataError, match=r"cannot be read as a picture; .* \(4 of the 60 pictures"):
        seen(write(content), 2000)


def test_shards_without_a_manifest_or_colors_are_refused(write: Callable[..., Path], tmp_path: Path) -> None:
    write([])
    with pytest.raises(DataError, match="holds no colored pictures"):
        seen(tmp_path)
    (tmp_path / "manifest.json").unlink()
    with pytest.raises(DataError, match=r"manifest.json cannot be read .*nurie prepare"):
        seen(tmp_path)
