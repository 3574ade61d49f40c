"""What tests of several commands share."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

Nurie = Callable[..., SimpleNamespace]


@pytest.fixture
def batch(nurie: Nurie, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Nurie:
    """Run ``nurie batch`` with the small model in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: nurie("batch", *arguments, "--model", model)
