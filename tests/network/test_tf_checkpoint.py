"""Checkpoints of the reference: the same nine pictures, and every variable accounted for."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import optional
import pytest

torch = pytest.importorskip("torch")

optional.require("tensorflow")

from reference.tf_sgru import Reference, tf  # noqa: E402

from nurie.errors import MissingExtraError, ModelError  # noqa: E402
from nurie.network.sgru import SGRU, SGRUConfig  # noqa: E402
from nurie.network.tf_checkpoint import load_tf, variable_names  # noqa: E402

WIDTH = 6


@pytest.fixture(scope="module")
def reference() -> Iterator[Reference]:
    graph = Reference(WIDTH, trained=True)
    graph.start()
    yield graph
    graph.close()


@pytest.fixture(scope="module")
def saved(reference: Reference, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint of a training run, with an optimizer's slots, a counter and a loss network."""
    path = tmp_path_factory.mktemp("reference") / "model.ckpt"
    reference.save(path)
    return path


def edited(saved: Path, folder: Path, change: Callable[[dict[str, np.ndarray]], None]) -> Path:
    """Another checkpoint, with the variables of `saved` after a change."""
    reader = tf.train.load_checkpoint(str(saved))
    values = {name: reader.get_tensor(name) for name in reader.get_variable_to_shape_map()}
    change(values)
    path = folder / "edited.ckpt"
    tf.raw_ops.SaveV2(
        prefix=str(path),
        tensor_names=list(values),
        shape_and_slices=[""] * len(values),
        tensors=list(values.values()),
    )
    return path


@pytest.mark.parametrize("suffix", ["", ".index"])
def test_it_paints_the_references_nine_pictures(reference: Reference, saved: Path, suffix: str) -> None:
    model = load_tf(saved.with_name(saved.name + suffix))
    sketch = np.random.default_rng(0).uniform(0, 255, (64, 96)).astype(np.float32)
    with torch.no_grad():
        (colors,) = model(torch.from_numpy(sketch)[None, None])
    ours = (colors.permute(0, 2, 3, 1).numpy() + 1) / 2 * 255
    theirs = reference.color(sketch)
    assert theirs.shape == (9, 64, 96, 3)
    assert np.ptp(theirs) > 100, "the reference must have something to say"
    assert np.abs(ours - theirs).max() < 0.05, "of 255"


def test_every_layer_counts(reference: Reference, saved: Path) -> None:
    """Two layers of one shape exchanged would be seen in the pictures: no two have the same weights."""
    state = load_tf(saved).state_dict()
    kernels = [tensor.flatten() for name, tensor in state.items() if tensor.ndim == 4]
    assert not any(torch.equal(a, b) for i, a in enumerate(kernels) for b in kernels[:i])


def test_the_papers_network_has_the_references_names_and_shapes() -> None:
    graph = Reference()
    graph.close()
    with torch.device("meta"):
        model = SGRU(SGRUConfig())
    names = variable_names()
    assert names.keys() == model.state_dict().keys()
    assert sorted(names.values()) == sorted(graph.shapes)
    for name, parameter in model.named_parameters():
        assert sorted(parameter.shape) == sorted(graph.shapes[names[name]]), name
    assert sum(np.prod(shape) for shape in graph.shapes.values()) == 47_827_558


def test_missing_variables_are_named(saved: Path, tmp_path: Path) -> None:
    def change(values: dict[str, np.ndarray]) -> None:
        del values["SGRU_MODEL/SWISH_3/Conv/LayerNorm/beta"]
        del values["SGRU_MODEL/conv2d/kernel"]

    path = edited(saved, tmp_path, change)
    with pytest.raises(ModelError, match=r"lacks SGRU_MODEL/SWISH_3/.*/beta, SGRU_MODEL/conv2d/kernel;"):
        load_tf(path)


def test_another_network_is_told_by_the_first_few_variables(saved: Path, tmp_path: Path) -> None:
    def change(values: dict[str, np.ndarray]) -> None:
        for name in list(values):
            if name.startswith("SGRU_MODEL"):
                del values[name]

    path = edited(saved, tmp_path, change)
    with pytest.raises(ModelError, match=rf"lacks SGRU_MODEL/.* and {len(variable_names()) - 5} more; "):
        load_tf(path)


def test_extra_variables_are_named(saved: Path, tmp_path: Path) -> None:
    def change(values: dict[str, np.ndarray]) -> None:
        values["SGRU_MODEL/SGB_1/Conv_2/weights"] = np.zeros((3, 3, 6, 6), np.float32)

    path = edited(saved, tmp_path, change)
    with pytest.raises(ModelError, match="beside those of the network, SGRU_MODEL/SGB_1/Conv_2/weights;"):
        load_tf(path)


def test_variables_of_another_shape_are_named(saved: Path, tmp_path: Path) -> None:
    def change(values: dict[str, np.ndarray]) -> None:
        values["SGRU_MODEL/SGB_1/Conv/weights"] = np.zeros((3, 3, 5, WIDTH), np.float32)

    path = edited(saved, tmp_path, change)
    with pytest.raises(ModelError, match="other shapes than the network for SGRU_MODEL/SGB_1/Conv/weights;"):
        load_tf(path)


@pytest.mark.parametrize("content", [b"", b"not a checkpoint" * 40, None])
def test_what_is_no_checkpoint_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "model.ckpt").write_bytes(content)
        (tmp_path / "model.ckpt.index").write_bytes(content)
    with pytest.raises(ModelError, match="cannot be read as a TensorFlow checkpoint") as caught:
        load_tf(tmp_path / "model.ckpt")
    assert "\n" not in str(caught.value)


def test_a_checkpoint_whose_data_is_cut_short_is_refused(saved: Path, tmp_path: Path) -> None:
    for file in saved.parent.glob("model.ckpt.*"):
        content = file.read_bytes()
        (tmp_path / file.name).write_bytes(content if file.suffix == ".index" else content[:5000])
    with pytest.raises(ModelError, match="cannot be read as a TensorFlow checkpoint"):
        load_tf(tmp_path / "model.ckpt")


def test_without_tensorflow_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    with pytest.raises(MissingExtraError, match=r"pip install '\.\[tf\]'"):
        load_tf(tmp_path / "model.ckpt")
