"""``nurie import-tf``: a checkpoint of the reference, and then nurie's own commands."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import optional
import pytest
from PIL import Image

torch = pytest.importorskip("torch")

optional.require("tensorflow")

from reference.tf_sgru import Reference  # noqa: E402

Nurie = Callable[..., Any]
WIDTH = 6


def test_import_export_color_paints_the_references_pictures(
    nurie: Nurie, tmp_path: Path, lines: np.ndarray
) -> None:
    """Without a line in the sketch nothing but the network's own colors is seen; the margin is paper."""
    reference = Reference(WIDTH)
    reference.start()
    reference.save(tmp_path / "model.ckpt")
    model, onnx = tmp_path / "model.safetensors", tmp_path / "model.onnx"
    result = nurie("import-tf", tmp_path / "model.ckpt", "-o", model)
    assert result.code == 0, result.err
    assert result.out.startswith(f"{model} (width 6, ")
    assert nurie("export", model).code == 0
    from nurie.colorize.model import Model

    network = Model(onnx, 1)
    assert (network.inputs, network.width, network.working_size) == (1, WIDTH, 256)
    padded = np.pad(lines, ((12, 12), (0, 0)), constant_values=255).astype(np.float32)
    ours = network(padded[None]).colors
    theirs = reference.color(padded).clip(0, 255)
    reference.close()
    assert np.ptp(theirs) > 100
    assert np.abs(ours - theirs).max() <= 1e-3 * 255

    Image.fromarray(lines).save(tmp_path / "sketch.png")
    result = nurie("color", tmp_path / "sketch.png", "--model", onnx)
    assert result.code == 0, result.err
    assert (tmp_path / "sketch.nurie" / "9.png").exists()


def test_what_is_there_is_kept(nurie: Nurie, tmp_path: Path) -> None:
    target = tmp_path / "model.safetensors"
    target.write_text("mine")
    result = nurie("import-tf", tmp_path / "model.ckpt")
    assert (result.code, result.out) == (2, "")
    assert result.err == f"nurie: {target} exists already; add --overwrite to replace it.\n"
    assert target.read_text() == "mine"


def test_what_is_no_checkpoint_leaves_nothing(nurie: Nurie, tmp_path: Path) -> None:
    (tmp_path / "model.ckpt").write_bytes(b"no checkpoint" * 30)
    result = nurie("import-tf", tmp_path / "model.ckpt")
    assert result.code == 2
    assert result.err.startswith(
        f"nurie: {tmp_path / 'model.ckpt'} cannot be read as a TensorFlow checkpoint"
    )
    assert result.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["model.ckpt"]
