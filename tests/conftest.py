"""What many tests share: a tiny model, a small sketch, and the command line run in this process."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import settings
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))

import fake_model

settings.register_profile("nurie", settings(), deadline=None)  # a busy machine is no fault of the code
settings.load_profile("nurie")


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model that takes hints."""
    return fake_model.make(tmp_path_factory.mktemp("model") / "fake.onnx")


@pytest.fixture(scope="session")
def lines() -> np.ndarray:
    """(200, 160) bytes: a circle and a box in black ink on white paper."""
    page = np.full((200, 160), 255, np.uint8)
    cv2.circle(page, (80, 70), 40, 0, 3, cv2.LINE_AA)
    cv2.rectangle(page, (30, 130), (130, 185), 0, 3)
    return page


@pytest.fixture
def sketch(tmp_path: Path, lines: np.ndarray) -> Path:
    """The same page as a PNG file."""
    path = tmp_path / "sketch.png"
    Image.fromarray(lines).save(path)
    return path


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


@pytest.fixture
def nurie(capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Run the command line in this process: ``nurie("color", path)``."""
    from nurie.cli import main

    def run(*arguments: object) -> Result:
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        code = stop.value.code
        return Result(code if isinstance(code, int) else int(code is not None), *capsys.readouterr())

    return run
