"""Models are checked before they color."""

from pathlib import Path

import fake_model
import numpy as np
import pytest

from nurie.colorize import model as model_file
from nurie.colorize.model import Model
from nurie.errors import ModelError

GOOD = {
    "nurie.format": "1",
    "nurie.config": '{"inputs": 5, "outputs": 9, "width": 1}',
    "nurie.working_size": "128",
    "nurie.name": "fake",
}


def test_a_model_describes_itself(model: Path) -> None:
    loaded = Model(model, threads=1)
    assert (loaded.name, loaded.inputs, loaded.width, loaded.working_size) == ("fake", 5, 1, 128)


@pytest.mark.parametrize("shape", [(32, 32), (64, 96), (256, 32)])
def test_output_is_nine_rgb_pictures_of_the_inputs_size(model: Path, shape: tuple[int, int]) -> None:
    sketch = np.zeros((5, *shape), np.float32)
    sketch[0] = 255
    answer = Model(model, threads=1)(sketch)
    colors = answer.colors
    assert answer.parts is None
    assert colors.shape == (9, *shape, 3)
    assert np.abs(colors[0] - 255).max() < 1e-3
    assert np.abs(colors[5] - 191.25).max() < 1


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        ({}, "is a model of another kind"),
        ({**GOOD, "nurie.format": "2"}, "has model format 2 but this nurie reads 1"),
        ({**GOOD, "nurie.config": "{"}, "does not describe itself fully"),
        ({**GOOD, "nurie.config": '{"inputs": 5}'}, "does not describe itself fully"),
        ({**GOOD, "nurie.working_size": "large"}, "does not describe itself fully"),
        (
            {**GOOD, "nurie.config": '{"inputs": 3, "outputs": 9, "width": 1}'},
            "takes 3 channels to 9 colorings",
        ),
        (
            {**GOOD, "nurie.config": '{"inputs": 5, "outputs": 1, "width": 1}'},
            "takes 5 channels to 1 colorings",
        ),
    ],
)
def test_other_models_are_refused(tmp_path: Path, metadata: dict[str, str], message: str) -> None:
    path = fake_model.make(tmp_path / "other.onnx", metadata=metadata)
    with pytest.raises(ModelError, match=message):
        Model(path, threads=1)


def test_a_broken_or_missing_file_is_refused(tmp_path: Path, model: Path) -> None:
    broken = tmp_path / "broken.onnx"
    for content in (b"", b"no model at all", model.read_bytes()[:300]):
        broken.write_bytes(content)
        with pytest.raises(ModelError, match="cannot be read as an ONNX model"):
            Model(broken, threads=1)
    with pytest.raises(ModelError, match="does not exist"):
        Model(tmp_path / "missing.onnx", threads=1)


def test_a_failing_run_is_one_sentence(model: Path) -> None:
    with pytest.raises(ModelError, match="failed while coloring") as error:
        Model(model, threads=1)(np.zeros((4, 32, 32), np.float32))
    assert "\n" not in str(error.value)


def test_the_default_model_is_found_or_its_absence_explained(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(model_file.resources, "files", lambda package: tmp_path)
    with pytest.raises(ModelError, match="is missing: install nurie again"):
        model_file.default_model()
    (tmp_path / "models").mkdir()
    shipped = tmp_path / "models" / "default.onnx"
    shipped.touch()
    assert model_file.default_model() == shipped
