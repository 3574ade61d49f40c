"""A running studio with a tiny model, and sketches to open."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.running import Running, running


@pytest.fixture(scope="module")
def studio(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(model, tmp_path_factory.mktemp("studio")) as started:
        yield started


@pytest.fixture(scope="session")
def png(lines: np.ndarray) -> bytes:
    """A sketch as a PNG file."""
    file = io.BytesIO()
    Image.fromarray(lines).save(file, "PNG", dpi=(300, 300))
    return file.getvalue()


@pytest.fixture(scope="session")
def colored_png(lines: np.ndarray) -> bytes:
    """The same sketch in blue ink."""
    ink = np.stack([lines, lines, np.maximum(lines, 180)], axis=-1)
    file = io.BytesIO()
    Image.fromarray(ink).save(file, "PNG")
    return file.getvalue()
