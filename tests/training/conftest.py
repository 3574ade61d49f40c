"""What the tests of training share."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest

torch = pytest.importorskip("torch")

from tiny_run import write_features  # noqa: E402

from nurie.data.drawn import SCHEMES, draw, paint  # noqa: E402


@pytest.fixture(scope="package", autouse=True)
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="package")
def feature_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SqueezeNet of random weights."""
    return write_features(tmp_path_factory.mktemp("weights") / "squeezenet.safetensors")


@pytest.fixture(scope="package")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two drawn color pictures."""
    folder = tmp_path_factory.mktemp("pictures")
    for seed in range(2):
        rgb = paint(draw(seed, (96, 96)), SCHEMES[seed])
        cv2.imwrite(str(folder / f"{seed}.png"), cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
    return folder
