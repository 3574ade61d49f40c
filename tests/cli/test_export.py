"""``nurie export``: one line, one file, or one sentence."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

import nurie as package  # noqa: E402
from nurie.network import checkpoint, to_onnx  # noqa: E402
from nurie.network.sgru import SGRU, SGRUConfig  # noqa: E402

Nurie = Callable[..., Any]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(1)
    path = tmp_path_factory.mktemp("run") / "model.safetensors"
    network = SGRU(SGRUConfig(width=2, inputs=5, upsampling="bilinear", normalize=True))
    checkpoint.save(network, path, checkpoint.ModelInfo("tiny", 64, 5))
    return path


def test_export_prints_one_line_and_writes_a_model_that_colors(trained: Path, sketch: Path) -> None:
    """In a process of its own, where a warning would be an error and a log would be seen."""
    source = str(Path(package.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "nurie", "export", str(trained), "--half"],
        env=os.environ | {"PYTHONPATH": source, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    written = trained.with_suffix(".onnx")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout.startswith(f"{written} (ONNX Runtime and PyTorch differ by ")
    assert done.stdout.count("\n") == 1
    assert sorted(path.name for path in trained.parent.iterdir()) == ["model.onnx", "model.safetensors"]

    result = package.Colorizer(str(written)).color(str(sketch))
    assert len(result.images) == 9
    assert np.asarray(result.images[0]).shape == (200, 160, 3)


def test_export_compares_on_drawings(
    nurie: Nurie, trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def compare(network: SGRU, path: Path, info: checkpoint.ModelInfo, half: bool, sketches: Any) -> float:
        seen.extend([path, info, half, *sketches])
        return 1e-5

    monkeypatch.setattr(to_onnx, "export_onnx", compare)
    result = nurie("export", trained, "-o", tmp_path / "a.onnx")
    assert result.code == 0
    assert result.out == f"{tmp_path / 'a.onnx'} (ONNX Runtime and PyTorch differ by 1.0e-05 at the most)\n"
    path, info, half, *sketches = seen
    assert (path, info, half) == (tmp_path / "a.onnx", checkpoint.ModelInfo("tiny", 64, 5), False)
    assert len(sketches) >= 2
    for page in sketches:
        assert page.dtype == np.uint8
        assert page.shape[0] % 32 == page.shape[1] % 32 == 0
        assert 0.01 < (page < 128).mean() < 0.5


def test_an_existing_file_is_kept_without_overwrite(
    nurie: Nurie, trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.onnx"
    target.write_text("mine")
    result = nurie("export", trained, "-o", target)
    assert (result.code, result.out) == (2, "")
    assert result.err == f"nurie: {target} exists already; add --overwrite to replace it.\n"
    assert target.read_text() == "mine"
    monkeypatch.setattr(to_onnx, "export_onnx", lambda *_: 0.0)
    assert nurie("export", trained, "-o", target, "--overwrite").code == 0


@pytest.mark.parametrize("content", [None, b"", b"text"])
def test_a_model_that_cannot_be_read(nurie: Nurie, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "model.safetensors"
    if content is not None:
        path.write_bytes(content)
    result = nurie("export", path)
    assert result.code == 2
    assert result.err.startswith(f"nurie: {path} cannot be read as a safetensors model")
    assert result.err.count("\n") == 1
    assert not path.with_suffix(".onnx").exists()
