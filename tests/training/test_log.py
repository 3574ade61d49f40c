"""What a run says of itself."""

import importlib
import sys
import types
from pathlib import Path

import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch")

from tiny_run import log_of, tiny  # noqa: E402

from nurie.errors import MissingExtraError  # noqa: E402
from nurie.training import loop  # noqa: E402
from nurie.training.log import Log  # noqa: E402


def test_a_new_run_starts_a_new_log_and_a_resumed_one_drops_what_it_repeats(tmp_path: Path) -> None:
    log = Log(tmp_path / "log.jsonl", 0)
    for step in (2, 4, 6):
        log.add({"color": float(step)}, 1.0, 0.5, 2)
        log.write(step)
    with (tmp_path / "log.jsonl").open("a") as file:
        file.write('{"step": 8, "lo')
    Log(tmp_path / "log.jsonl", 4)
    assert [row["step"] for row in log_of(tmp_path)] == [2, 4]
    Log(tmp_path / "log.jsonl", 0)
    assert log_of(tmp_path) == []


def test_the_log_holds_means(tmp_path: Path) -> None:
    log = Log(tmp_path / "log.jsonl", 0)
    for value, seconds, waited in ((1.0, 1.0, 0.0), (2.0, 2.0, 0.5), (6.0, 1.0, 0.5)):
        log.add({"loss": 3 * value, "color": value}, seconds, waited, 4)
    line = {"step": 3, "pictures_a_second": 3.0, "waiting": 0.25, "loss": 9.0, "color": 3.0}
    assert log.write(3) == line
    assert log_of(tmp_path) == [line]


@pytest.fixture
def _no_tensorflow(monkeypatch: pytest.MonkeyPatch) -> None:
    """TensorBoard takes TensorFlow where it is installed, and half a minute to load it; its own stub does."""
    monkeypatch.setitem(sys.modules, "tensorboard.compat.notf", types.ModuleType("notf"))


@pytest.mark.usefixtures("_no_tensorflow")
def test_tensorboard_shows_the_log_and_the_sheet(tmp_path: Path) -> None:
    loop.train(tiny(tmp_path, steps=4, tensorboard=True))
    event_accumulator = importlib.import_module("tensorboard.backend.event_processing.event_accumulator")
    events = event_accumulator.EventAccumulator(str(tmp_path / "tensorboard"))
    events.Reload()
    lines = log_of(tmp_path)
    assert sorted(events.Tags()["scalars"]) == sorted(lines[0].keys() - {"step"})
    for name in ("loss", "color", "parts"):
        shown = [(event.step, event.value) for event in events.Scalars(name)]
        assert shown == [(line["step"], pytest.approx(line[name])) for line in lines]
    (sheet,) = events.Images("sheet")
    shown = cv2.imdecode(np.frombuffer(sheet.encoded_image_string, np.uint8), cv2.IMREAD_COLOR)
    np.testing.assert_array_equal(shown, cv2.imread(str(tmp_path / "sheet.png")))


def test_a_missing_tensorboard_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    with pytest.raises(
        MissingExtraError, match=r"needs tensorboard, not installed here; in nurie's folder run: pip install"
    ):
        loop.train(tiny(tmp_path, tensorboard=True))
