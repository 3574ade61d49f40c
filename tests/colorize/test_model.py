"""Models are checked before they color."""

import json
import pickle
from pathlib import Path

import fake_model
import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from nurie.colorize import model as model_file
from nurie.colorize.model import Model, for_painted
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


@pytest.mark.parametrize("grays", [True, False])
def test_a_model_says_whether_it_knows_grays(tmp_path: Path, grays: bool) -> None:
    config = json.dumps({"inputs": 1, "outputs": 9, "width": 1} | ({"grays": True} if grays else {}))
    path = fake_model.make(tmp_path / "m.onnx", 1, metadata={**GOOD, "nurie.config": config})
    assert Model(path, threads=1).grays == grays


def test_a_model_beside_another_colors_painted_pages_for_it(model: Path) -> None:
    assert for_painted(Model(model, threads=1)).name == "fake"
    config = json.dumps({"inputs": 1, "outputs": 9, "width": 1, "grays": True})
    beside = model.with_name(f"{model.stem}.painted.onnx")
    fake_model.make(beside, 1, metadata={**GOOD, "nurie.config": config, "nurie.name": "painter"})
    loaded = pickle.loads(pickle.dumps(Model(model, threads=1)))
    painter = for_painted(loaded)
    assert (loaded.name, loaded.grays, painter.name, painter.grays) == ("fake", False, "painter", True)
    assert for_painted(painter) is painter
    beside.write_bytes(b"no model")
    with pytest.raises(ModelError, match=r"painted\.onnx"):
        for_painted(Model(model, threads=1))


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
        ({**GOOD, "nurie.format": "2"}, "has model format '2' but this nurie reads 1"),
        ({**GOOD, "nurie.config": "{"}, "does not describe itself fully"),
        ({**GOOD, "nurie.config": '{"inputs": 5}'}, "does not describe itself fully"),
        ({**GOOD, "nurie.working_size": "large"}, "does not describe itself fully"),
        ({**GOOD, "nurie.config": '{"inputs": Infinity}'}, "does not describe itself fully"),
        ({**GOOD, "nurie.config": '{"inputs": NaN}'}, "does not describe itself fully"),
        ({**GOOD, "nurie.config": "[" * 100_000}, "does not describe itself fully"),
        ({**GOOD, "nurie.config": "[5, 9, 1]"}, "does not describe itself fully"),
        ({**GOOD, "nurie.working_size": "1000000000"}, "works at 1000000000 px"),
        (
            {**GOOD, "nurie.config": '{"inputs": 1, "outputs": 9, "width": 1}'},
            "not take a sketch of 1",
        ),
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


@pytest.mark.parametrize("inputs", [1, 5])
def test_a_second_output_names_the_parts(tmp_path: Path, inputs: int) -> None:
    model = Model(fake_model.make(tmp_path / "parts.onnx", inputs=inputs, parts=12), 1)
    assert model.names_parts
    sketch = np.zeros((inputs, 32, 64), np.float32)
    sketch[0] = 255
    sketch[0, :, 32:] = 0
    parts = model(sketch).parts
    assert parts is not None
    assert parts.shape == (12, 32, 64)
    assert np.allclose(parts.sum(axis=0), 1, atol=1e-5)
    assert (parts[0, :, :32] > 0.99).all()  # the ground on paper
    assert (parts[1, :, 32:] > 0.99).all()  # skin on ink


def test_a_model_without_it_names_none(tmp_path: Path) -> None:
    model = Model(fake_model.make(tmp_path / "plain.onnx", inputs=1), 1)
    assert not model.names_parts
    assert model(np.zeros((1, 32, 32), np.float32)).parts is None


@pytest.mark.parametrize("count", [11, 13])
def test_another_number_of_parts_is_refused(tmp_path: Path, count: int) -> None:
    path = fake_model.make(tmp_path / "other.onnx", parts=count)
    with pytest.raises(ModelError, match=rf"names {count} parts but this nurie knows 12: export"):
        Model(path, 1)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_answers_that_are_no_numbers_are_refused(tmp_path: Path, value: float) -> None:
    path = fake_model.make(tmp_path / "broken.onnx")
    proto = onnx.load(path)
    weight = next(one for one in proto.graph.initializer if one.name == "weight")
    values = numpy_helper.to_array(weight).copy()
    values[-1, 0, 1, 1] = value
    weight.CopyFrom(numpy_helper.from_array(values, "weight"))
    onnx.save(proto, path)
    with pytest.raises(ModelError, match=r"broken.onnx answers with what is no number"):
        Model(path, threads=1)(np.full((5, 64, 32), 255, np.float32))


def test_answers_of_another_size_are_refused(tmp_path: Path) -> None:
    config = {**GOOD, "nurie.config": '{"inputs": 5, "outputs": 9, "width": 1, "fold": 2}'}
    path = fake_model.make(tmp_path / "unfolded.onnx", metadata=config)
    with pytest.raises(ModelError, match=r"unfolded.onnx answers in another size"):
        Model(path, threads=1)(np.full((5, 64, 64), 255, np.float32))


def test_more_threads_than_processors_are_not_started(model: Path) -> None:
    answer = Model(model, threads=10**12)(np.full((5, 32, 32), 255, np.float32))
    assert answer.colors.shape == (9, 32, 32, 3)
