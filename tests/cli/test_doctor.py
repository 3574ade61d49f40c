"""``nurie doctor`` tells what works and what to install."""

from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nurie.colorize import model as model_file
from nurie.lineart.steps import Step

REQUIRES = [
    "numpy>=1.26",
    'torch>=2.6; extra == "train"',
    "onnx>=1.17 ; extra == 'train'",
    'psd-tools>=1.10; python_version > "3" and extra == "psd"',
    'nurie[train]; extra == "dev"',
    'numpy; extra == "dev"',
]


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only numpy 9.9 is installed."""

    def version(package: str) -> str:
        if package != "numpy":
            raise metadata.PackageNotFoundError(package)
        return "9.9"

    monkeypatch.setattr(metadata, "requires", lambda package: REQUIRES)
    monkeypatch.setattr(metadata, "version", version)


@pytest.mark.usefixtures("installed")
def test_versions_extras_and_the_model(
    nurie: Callable[..., object], model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_file, "default_model", lambda: model)
    result = nurie("doctor")
    rows = {line[:24].strip(): line[24:] for line in result.out.splitlines()}
    assert result.code == 0
    assert rows["numpy"] == "9.9"
    assert rows["[train]"] == "needs torch, onnx: pip install '.[train]' in nurie's folder"
    assert rows["[psd]"] == "needs psd-tools: pip install '.[psd]' in nurie's folder"
    assert rows["[dev]"] == "ready"
    assert rows["model"] == "fake, width 1, works at 128 px, takes hints"
    assert int(rows["threads"]) >= 1


@pytest.mark.usefixtures("installed")
def test_a_missing_model_is_exit_code_1(
    nurie: Callable[..., object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_file.resources, "files", lambda package: tmp_path)
    result = nurie("doctor")
    assert result.code == 1
    assert "is missing: install nurie again" in result.out


def test_without_package_metadata_it_still_reports(
    nurie: Callable[..., object], model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(package: str) -> list[str]:
        raise metadata.PackageNotFoundError(package)

    monkeypatch.setattr(metadata, "requires", missing)
    monkeypatch.setattr(model_file, "default_model", lambda: model)
    assert nurie("doctor").code == 0


def test_a_sketch_is_examined_step_by_step(
    nurie: Callable[..., object], lines: np.ndarray, tmp_path: Path
) -> None:
    Image.fromarray(255 - lines).save(tmp_path / "dark.png")
    result = nurie("doctor", tmp_path / "dark.png")
    rows = {line[:24].strip(): line[24:] for line in result.out.splitlines()}
    assert result.code == 0
    assert rows["dark.png"] == "160 x 200 px, line art"
    assert rows["turn"] == "yes  light lines on dark paper: turned round."
    assert rows["paper"] == "no   the paper is white."
    assert list(rows)[1:11] == [*Step, "layout"]
    assert rows["layout"] == "0 panels, 0 bubbles and captions"
    assert [path.name for path in tmp_path.iterdir()] == ["dark.png"]


def test_the_page_after_each_step_is_saved(
    nurie: Callable[..., object], lines: np.ndarray, tmp_path: Path
) -> None:
    Image.fromarray(255 - lines).save(tmp_path / "dark.png")
    assert nurie("doctor", tmp_path / "dark.png", "-o", tmp_path / "steps").code == 0
    names = sorted(path.name for path in (tmp_path / "steps").iterdir())
    assert names == [f"{number:02}-{step}.png" for number, step in enumerate([*Step, "layout"], start=1)]
    for name, expected in (("01-alpha.png", 255 - lines), ("02-turn.png", lines), ("09-faint.png", lines)):
        with Image.open(tmp_path / "steps" / name) as image:
            assert np.array_equal(np.asarray(image.convert("L")), expected)
    assert nurie("doctor", tmp_path / "dark.png", "-o", tmp_path / "steps").code == 2
    assert nurie("doctor", tmp_path / "dark.png", "-o", tmp_path / "steps", "--overwrite").code == 0


def test_pictures_of_no_sketch_are_refused(nurie: Callable[..., object], tmp_path: Path) -> None:
    assert nurie("doctor", "-o", tmp_path / "steps").code == 2
    assert nurie("doctor", tmp_path / "none.png").code == 2
