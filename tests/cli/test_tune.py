"""``nurie tune``: pages in, a model that names its parent out."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch")

import onnxruntime  # noqa: E402

from nurie import Colorizer  # noqa: E402
from nurie.data.drawn import SCHEMES, draw, paint  # noqa: E402
from nurie.network import checkpoint  # noqa: E402
from nurie.network.sgru import SGRU, SGRUConfig  # noqa: E402
from nurie.training import tune as training  # noqa: E402

Nurie = Callable[..., Any]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    torch.manual_seed(1)
    network = SGRU(SGRUConfig(width=2, inputs=5, upsampling="bilinear", normalize=True))
    path = tmp_path / "base.safetensors"
    checkpoint.save(network, path, checkpoint.ModelInfo("base", 64, 100))
    return path


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Two pages with colors, and one without."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for seed in (1, 2):
        drawing = draw(seed, (96, 80))
        rgb = paint(drawing, SCHEMES[3])
        cv2.imwrite(str(folder / f"page {seed}.png"), drawing.line)
        cv2.imwrite(str(folder / f"page {seed}.color.png"), cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
    cv2.imwrite(str(folder / "page 3.png"), draw(3, (96, 80)).line)
    return folder


def test_a_tuned_model_colors_and_names_its_parent(
    nurie: Nurie, base: Path, pages: Path, tmp_path: Path
) -> None:
    before = torch.get_num_threads()
    output = tmp_path / "hero.onnx"
    result = nurie("tune", pages, "-o", output, "--model", base, "--steps", 20)
    torch.set_num_threads(before)
    assert result.code == 0, result.err
    assert result.out.startswith(f"{output} (coloring 1 of unseen pages: CIEDE2000 ")
    session = onnxruntime.InferenceSession(output, providers=["CPUExecutionProvider"])
    about = session.get_modelmeta().custom_metadata_map
    assert (about["nurie.name"], about["nurie.working_size"]) == ("hero", "64")
    assert json.loads(about["nurie.config"])["width"] == 2
    assert about["nurie.parent"] == (
        f"base (sha256 {sha256(base)[:16]}), tuned {int(about['nurie.steps']) - 100} steps "
        "on 1 page: coloring 1"
    )
    assert len(Colorizer(output).color(pages / "page 3.png").images) == 9


def sha256(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_pages_are_cleaned_and_reduced_as_for_coloring(
    nurie: Nurie, base: Path, pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tinted page and a clean one are the same to the network."""
    line = cv2.imread(str(pages / "page 1.png"), cv2.IMREAD_GRAYSCALE)
    tinted = (np.dstack([line] * 3) * np.array([0.8, 0.9, 0.95])).astype(np.uint8)
    cv2.imwrite(str(pages / "page 1.png"), tinted)
    seen: list[training.CorrectedPage] = []

    class EnoughError(Exception): ...

    def note(network: SGRU, given: list[training.CorrectedPage], *_: Any) -> None:
        seen.extend(given)
        raise EnoughError

    monkeypatch.setattr(training, "tune", note)
    with pytest.raises(EnoughError):
        nurie("tune", pages, "-o", tmp_path / "hero.onnx", "--model", base)
    assert [page.name for page in seen] == ["page 1.png", "page 2.png"]
    for page in seen:
        assert page.sketch.shape == (64, 53)
        assert page.large.shape == page.rgb.shape[:2] == (128, 107)
        # The tinted paper would be 230 at its lightest.
        assert page.sketch.max() == 255
        assert (page.sketch > 245).mean() > 0.1
        assert page.sketch.min() < 100


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda folder: [remove(p) for p in folder.glob("*.color.png")], "holds no NAME.color.png"),
        (lambda folder: remove(folder / "page 1.png"), "has no sketch page 1.* beside it"),
        (
            lambda folder: cv2.imwrite(str(folder / "page 1.jpg"), np.full((96, 80), 255, np.uint8)),
            "has 2 sketches page 1.* beside it; keep exactly one",
        ),
        (
            lambda folder: cv2.imwrite(str(folder / "page 1.color.png"), np.zeros((40, 50, 3), np.uint8)),
            "page 1.color.png is 50 x 40 px and its sketch 80 x 96; save both at one size",
        ),
        (
            lambda folder: (folder / "page 2.color.png").write_text("none"),
            "page 2.color.png is not a picture",
        ),
    ],
)
def test_pages_that_cannot_be_learned_from(
    nurie: Nurie, base: Path, pages: Path, tmp_path: Path, change: Callable[[Path], object], told: str
) -> None:
    change(pages)
    result = nurie("tune", pages, "-o", tmp_path / "hero.onnx", "--model", base)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert result.err.count("\n") == 1
    assert not (tmp_path / "hero.onnx").exists()


def test_wrong_files_are_told(nurie: Nurie, base: Path, pages: Path, tmp_path: Path) -> None:
    taken = tmp_path / "hero.onnx"
    taken.write_text("mine")
    for arguments, told in (
        ((pages, "-o", taken), f"{taken} exists already; add --overwrite to replace it."),
        ((tmp_path / "none", "-o", tmp_path / "a.onnx", "--model", base), "none is no folder; name one"),
        ((pages, "-o", tmp_path / "a.onnx", "--model", taken), "cannot be read as a safetensors model"),
    ):
        result = nurie("tune", *arguments)
        assert result.code == 2
        assert told in result.err
        assert result.err.count("\n") == 1
    assert taken.read_text() == "mine"
