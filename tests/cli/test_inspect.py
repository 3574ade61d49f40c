"""`nurie inspect` from the command line."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from nurie.network import checkpoint
from nurie.network.checkpoint import ModelInfo
from nurie.network.sgru import SGRU, SGRUConfig


def height(path: Path) -> int:
    with Image.open(path) as image:
        return image.height


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("run") / "model.safetensors"
    checkpoint.save(SGRU(SGRUConfig(width=3)), path, ModelInfo("tiny", 64, 1))
    return path


def test_a_sheet_beside_the_sketch(network: Path, sketch: Path, nurie: Callable[..., object]) -> None:
    result = nurie("inspect", sketch, "-m", network)
    target = sketch.with_name("sketch-inside.png")
    assert (result.code, result.out) == (0, f"{target}\n")
    assert height(target) > 1000
    again = nurie("inspect", sketch, "-m", network)
    assert again.code == 2
    assert "exists already" in again.err


def test_one_level_and_all_arrays(
    network: Path, sketch: Path, tmp_path: Path, nurie: Callable[..., object]
) -> None:
    whole, level, maps = tmp_path / "whole.png", tmp_path / "level.png", tmp_path / "maps.npz"
    assert nurie("inspect", sketch, "-m", network, "-o", whole).code == 0
    wish = ("--level", 3, "-o", level, "--save-arrays", maps)
    assert nurie("inspect", sketch, "-m", network, *wish).code == 0
    assert height(level) < height(whole)
    with np.load(maps) as arrays:
        assert len(arrays.files) == 41
        # The sketch of 160 x 200 is seen at 51 x 64, in a frame of 64 x 64.
        assert arrays["down_1_branch"].shape == (3, 64, 64)
        gate = arrays["up_1_skip_gate"]
    assert 0 <= gate.min() < gate.max() <= 1


def test_what_is_no_model_is_refused(sketch: Path, tmp_path: Path, nurie: Callable[..., object]) -> None:
    model = tmp_path / "model.safetensors"
    model.write_bytes(b"no model")
    result = nurie("inspect", sketch, "-m", model)
    assert result.code == 2
    assert str(model) in result.err
    assert not sketch.with_name("sketch-inside.png").exists()
