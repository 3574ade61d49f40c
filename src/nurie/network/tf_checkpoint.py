"""The reference's TensorFlow checkpoints as networks of ours.

The reference was written for TensorFlow 1.13, whose layers are numbered in the order in which a scope makes
them: Conv, Conv_1, Conv_2. A convolution is NAME/weights with NAME/LayerNorm/gamma and beta; the head, a 1x1
convolution, is conv2d/kernel and bias.
"""

import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch

from nurie.errors import MissingExtraError, ModelError
from nurie.network.sgru import SGRU, SGRUConfig

SCOPE = "SGRU_MODEL/"
"""What the names of all variables of the network begin with; a checkpoint may hold others beside them."""

_HEAD = f"{SCOPE}conv2d"
_NAMED = 5  # variables that a message names before it counts the others


def load_tf(path: Path) -> SGRU:
    """The network in a checkpoint of the reference; optimizer slots in it are ignored.

    Args:
        path: what the reference saved to, without the .index that TensorFlow adds to it.

    Raises:
        MissingExtraError: TensorFlow is not installed.
        ModelError: the checkpoint cannot be read or is not the whole network; the message names the
            variables that are missing, unknown or of another shape.
    """
    tf = _tensorflow()
    prefix = path.with_suffix("") if path.suffix == ".index" else path
    with _reading(path):
        reader = tf.train.load_checkpoint(str(prefix))
        shapes = reader.get_variable_to_shape_map()
    model, names = _empty_model(path, shapes)
    with _reading(path):
        tensors = {ours: torch.from_numpy(reader.get_tensor(theirs)) for ours, theirs in names.items()}
    # Kernels are (H, W, in, out) in TensorFlow and (out, in, H, W) in PyTorch; those of up-convolutions are
    # (H, W, out, in) and (in, out, H, W): the same transposition.
    model.load_state_dict(
        {
            name: (tensor.permute(3, 2, 0, 1) if tensor.ndim == 4 else tensor).float().contiguous()
            for name, tensor in tensors.items()
        },
        assign=True,
    )
    return model


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # TensorFlow's exceptions share no base class
        raise ModelError(
            f"{path} cannot be read as a TensorFlow checkpoint; name what the reference saved to, "
            "without .index or .data at the end."
        ) from error


def _empty_model(path: Path, shapes: Mapping[str, Sequence[int]]) -> tuple[SGRU, dict[str, str]]:
    """A network without memory that has the shapes of a checkpoint, and the variable of each parameter."""
    names = variable_names()
    wanted = set(names.values())
    _complain(path, "lacks", wanted - shapes.keys())
    # Names below a variable of the network, such as weights/Adam, are the optimizer's state.
    inside = {name for name in shapes if name.startswith(SCOPE) and name.rpartition("/")[0] not in wanted}
    _complain(path, "holds, beside those of the network,", inside - wanted)
    width = [1, *shapes[f"{_HEAD}/kernel"]][-2]
    with torch.device("meta"):
        model = SGRU(SGRUConfig(width=max(1, width)))
    expected = {names[ours]: _their_shape(parameter.shape) for ours, parameter in model.named_parameters()}
    other = {name for name, shape in expected.items() if tuple(shapes[name]) != shape}
    _complain(path, "has other shapes than the network for", other)
    return model, names


def _their_shape(ours: Sequence[int]) -> tuple[int, ...]:
    return (ours[2], ours[3], ours[1], ours[0]) if len(ours) == 4 else tuple(ours)


def variable_names() -> dict[str, str]:
    """The reference's variable of each of our parameters."""
    layers: dict[str, str] = {}
    for level in range(1, 6):
        down, up = f"down.{level - 1}", f"up.{5 - level}"
        reduced = [f"{down}.reduce"] if level > 1 else []
        layers |= _numbered([*reduced, f"{down}.branch.0", f"{down}.branch.1"], f"SGB_{level}/Conv")
        layers[f"{down}.swish"] = f"SGB_{level}/SWISH/Conv"
        layers |= _numbered([f"{up}.reduce", f"{up}.branch.0", f"{up}.branch.1"], f"SGB_{level}_up/Conv")
        layers |= _numbered([f"{up}.up_branch", f"{up}.up_input"], f"SGB_{level}_up/Conv2d_transpose")
        layers[f"{up}.swish"] = f"SGB_{level}_up/SWISH/Conv"
        layers[f"{up}.swish_skip"] = f"SWISH_{level}/Conv"
    layers |= _numbered(["last.0", "last.1", "last.2"], "Conv")
    names = {"head.weight": f"{_HEAD}/kernel", "head.bias": f"{_HEAD}/bias"}
    for ours, theirs in layers.items():
        conv, norm = ("conv", "norm") if "swish" in ours else ("0", "1")
        names[f"{ours}.{conv}.weight"] = f"{SCOPE}{theirs}/weights"
        names[f"{ours}.{norm}.weight"] = f"{SCOPE}{theirs}/LayerNorm/gamma"
        names[f"{ours}.{norm}.bias"] = f"{SCOPE}{theirs}/LayerNorm/beta"
    return names


def _numbered(layers: list[str], name: str) -> dict[str, str]:
    """NAME, NAME_1, NAME_2 ... for the layers in their order."""
    return {layer: f"{name}_{index}" if index else name for index, layer in enumerate(layers)}


def _complain(path: Path, what: str, variables: set[str]) -> None:
    if not variables:
        return
    named = ", ".join(sorted(variables)[:_NAMED])
    others = f" and {len(variables) - _NAMED} more" if len(variables) > _NAMED else ""
    raise ModelError(
        f"{path} {what} {named}{others}; give a whole checkpoint of the reference's SGRU with one gray input."
    )


def _tensorflow() -> Any:
    """TensorFlow, imported without a word about its compilation or its own future."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import tensorflow  # type: ignore[import-untyped]
    except ImportError as error:
        raise MissingExtraError(
            "Reading a TensorFlow checkpoint needs tensorflow, not installed here; "
            "in nurie's folder run: pip install '.[tf]'"
        ) from error
    return tensorflow
