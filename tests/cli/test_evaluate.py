"""`nurie evaluate` from the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from PIL import Image

from nurie.cli.evaluate import distinct
from nurie.data.drawn import SCHEMES, draw, paint
from nurie.network import checkpoint
from nurie.network.checkpoint import ModelInfo
from nurie.network.sgru import SGRU, SGRUConfig
from nurie.schemes.parts import Part


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("run") / "model.safetensors"
    network = SGRU(SGRUConfig(width=3, inputs=5, upsampling="bilinear", normalize=True))
    checkpoint.save(network, path, ModelInfo("tiny", 64, 1))
    return path


def test_a_report_of_two_models(network: Path, tmp_path: Path, nurie: Callable[..., object]) -> None:
    other = tmp_path / "model.safetensors"
    other.write_bytes(network.read_bytes())
    result = nurie("evaluate", network, other, "--drawn", 1, "-o", tmp_path / "report")
    assert result.code == 0
    assert "drawn pictures, 64 px (1 pictures)" in result.out
    report = json.loads((tmp_path / "report" / "report.json").read_text())
    names = [entry["model"] for entry in report["results"]]
    assert names[2:] == ["no color", "mean color of all", "mean color of each"]
    assert names[0] != names[1]
    first, second = (entry["scenes"] for entry in report["results"][:2])
    assert first == second
    assert first[0]["name"] == "drawn 9000000"
    assert {"size_2048", "shift", "pad", "mirror", "camouflage"} <= set(first[0]["product"])
    assert "right" not in first[0]["product"]  # this model names no materials
    assert "perceptual_best" not in first[0]["product"]
    assert len(report["results"][0]["digest"]) == 64
    assert "webp" in (tmp_path / "report" / "report.html").read_text()


def test_sketches_and_label_maps_beside_an_earlier_report(
    network: Path, tmp_path: Path, nurie: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nurie.evaluation.bench.SIZES", (128, 256, 512))  # the true ones take seconds
    folder = tmp_path / "made"
    folder.mkdir()
    drawing = draw(17, (128, 96))
    Image.fromarray(drawing.line).save(folder / "a.line.png")
    Image.fromarray(drawing.parts).save(folder / "a.label.png")
    Image.fromarray(paint(drawing, SCHEMES[3])).save(folder / "a.png")
    (tmp_path / "sketches").mkdir()
    Image.fromarray(drawing.line).save(tmp_path / "sketches" / "a.png")
    names = ", ".join(part.name for part in Part)
    wanted = [network, "--drawn", 0, "--labels", folder, "--label-names", names]
    result = nurie("evaluate", *wanted, "--sketches", tmp_path / "sketches", "-o", tmp_path / "old")
    assert result.code == 0, result.err
    report = json.loads((tmp_path / "old" / "report.json").read_text())
    assert {entry["set"] for entry in report["results"]} == {"made with labels, 64 px", "sketches, 64 px"}
    assert set(report["results"][-1]["product"]) == {"size_256", "size_512", "camouflage"}

    beside = ["--beside", tmp_path / "old" / "report.json"]
    again = nurie("evaluate", *wanted, *beside)
    assert again.code == 0, again.err
    assert "(old)" in again.out
    Image.fromarray(255 - drawing.line // 2).save(folder / "a.line.png")
    refused = nurie("evaluate", *wanted, *beside)
    assert refused.code == 2
    assert "was measured on other pictures" in refused.err


def test_an_existing_report_is_kept(network: Path, tmp_path: Path, nurie: Callable[..., object]) -> None:
    (tmp_path / "report.json").write_text("precious")
    result = nurie("evaluate", network, "--drawn", 1, "-o", tmp_path)
    assert result.code == 2
    assert "exists already" in result.err
    assert (tmp_path / "report.json").read_text() == "precious"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--keys", "keys.json"], 'name a folder as "art"'),
        (["--drawn", "0", "--art", "nowhere"], "nowhere holds no picture"),
        (["--drawn", "0"], "nothing to color"),
        (["--label-names", "SKIN"], 'name a folder as "labels"'),
        (["--most", "3"], '"art" or "labels"'),
        (["--drawn", "0", "--labels", "nowhere"], "nowhere holds no NAME.label.png"),
        (["--drawn", "0", "--sketches", "nowhere"], "nowhere holds no picture"),
        (["--beside", "nowhere.json"], "nowhere.json is no report"),
        (["--drawn", "25"], "equal to 24"),
        (["--features", "missing.safetensors"], "missing.safetensors"),
    ],
)
def test_impossible_wishes(
    network: Path, nurie: Callable[..., object], options: list[str], message: str
) -> None:
    result = nurie("evaluate", network, *options)
    assert result.code == 2
    assert message in result.err


def test_names_are_as_short_as_they_can_be() -> None:
    assert distinct([Path("runs/a.x"), Path("runs/b.x")]) == ["a.x", "b.x"]
    assert distinct([Path("runs/a/m.x"), Path("runs/b/m.x")]) == ["a/m.x", "b/m.x"]
    assert distinct([Path("m.x")]) == ["m.x"]
