"""``nurie doctor`` tells what works and what to install."""

from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from nurie.colorize import runtime

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
    monkeypatch.setattr(runtime, "default_model", lambda: model)
    result = nurie("doctor")
    rows = {line[:24].strip(): line[24:] for line in result.out.splitlines()}
    assert result.code == 0
    assert rows["numpy"] == "9.9"
    assert rows["[train]"] == "needs torch, onnx: pip install 'nurie[train]'"
    assert rows["[psd]"] == "needs psd-tools: pip install 'nurie[psd]'"
    assert rows["[dev]"] == "ready"
    assert rows["model"] == "fake, width 1, works at 128 px, takes hints"
    assert int(rows["threads"]) >= 1


@pytest.mark.usefixtures("installed")
def test_a_missing_model_is_exit_code_1(
    nurie: Callable[..., object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime.resources, "files", lambda package: tmp_path)
    result = nurie("doctor")
    assert result.code == 1
    assert "is missing: install nurie again" in result.out


def test_without_package_metadata_it_still_reports(
    nurie: Callable[..., object], model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(package: str) -> list[str]:
        raise metadata.PackageNotFoundError(package)

    monkeypatch.setattr(metadata, "requires", missing)
    monkeypatch.setattr(runtime, "default_model", lambda: model)
    assert nurie("doctor").code == 0
