"""PyTorch to ONNX, refused when the two disagree."""

import copy
import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime  # type: ignore[import-untyped]
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from nurie.arrays import Bytes, Floats
from nurie.errors import ModelError
from nurie.export import files
from nurie.network.checkpoint import ModelInfo, metadata
from nurie.network.onnx_layers import fast_layers
from nurie.network.sgru import MULTIPLE, SGRU

TOLERANCE = 1e-3
"""Largest difference between ONNX Runtime and PyTorch, in units of the raw output (-1..1)."""


def export_onnx(
    model: SGRU, path: Path, info: ModelInfo, half: bool = False, sketches: Sequence[Bytes] = ()
) -> float:
    """Write `model` as ONNX: input `sketch` (1, C, H, W) in 0..255, output `colors` (1, 9, 3, h, w) raw.

    A model that names parts has a second output, `parts` (1, P, h, w): their probabilities.

    Args:
        model: the network; it is left as it is.
        path: where the file goes.
        info: what the file says of itself.
        half: store the weights as float16; arithmetic stays float32.
        sketches: (H, W) drawings, ink 0 and paper 255, to compare on beside random inputs.

    Returns:
        The largest difference found.

    Raises:
        ModelError: ONNX Runtime and PyTorch differ by more than TOLERANCE; nothing is written.
        OutputError: the file cannot be written.
    """
    model = copy.deepcopy(model).cpu().eval()
    if half:
        for tensor in [*model.parameters(), *model.buffers()]:
            tensor.data = tensor.data.half().float()
    proto = _trace(model)
    _forget_the_trace(proto)
    if half:
        _store_half(proto)
    helper.set_model_props(proto, metadata(model, info))
    data = proto.SerializeToString()
    worst = difference(model, data, sketches)
    if not worst <= TOLERANCE:
        raise ModelError(
            f"{path} was not written: ONNX Runtime and PyTorch differ by {worst:.2g}, "
            f"more than {TOLERANCE:g}; report the versions that nurie doctor prints."
        )
    files.write_file(path, data)
    return worst


class _Answers(nn.Module):
    """Both answers of a network, the parts as probabilities."""

    def __init__(self, network: SGRU) -> None:
        super().__init__()
        self.network = network

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        colors, parts = self.network.answers(x)
        return (colors,) if parts is None else (colors, parts.softmax(1))


def _trace(model: SGRU) -> onnx.ModelProto:
    model = copy.deepcopy(model)
    fast_layers(model)
    multiple = MULTIPLE * model.config.fold
    example = torch.zeros(1, model.config.inputs, 2 * multiple, 3 * multiple)
    sides = {
        axis: multiple * torch.export.Dim(name, min=1, max=512)
        for axis, name in ((2, "height"), (3, "width"))
    }
    with _quiet():
        program = torch.onnx.export(
            _Answers(model),
            (example,),
            dynamo=True,
            input_names=["sketch"],
            output_names=["colors", "parts"] if model.config.parts else ["colors"],
            dynamic_shapes=(sides,),
            opset_version=18,
            verbose=False,
        )
    assert program is not None
    proto: onnx.ModelProto = program.model_proto
    return proto


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep PyTorch's exporter from telling the user what concerns only its own developers."""
    logger = logging.getLogger("torch.onnx")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)


def _forget_the_trace(proto: onnx.ModelProto) -> None:
    """Drop what the exporter notes of its own work: half a megabyte, with paths of this computer."""
    graph = proto.graph
    del graph.value_info[:]
    noted: list[Any] = [proto, graph, *graph.node, *graph.input, *graph.output, *graph.initializer]
    for entry in noted:
        del entry.metadata_props[:]
        entry.doc_string = ""


def _store_half(proto: onnx.ModelProto) -> None:
    """Keep what float16 holds exactly, the weights above all, as such; the session casts it when it loads."""
    casts = []
    for tensor in proto.graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or len(tensor.dims) == 0:
            continue
        name = tensor.name
        values = numpy_helper.to_array(tensor)
        halves = values.astype(np.float16)
        if not np.array_equal(values, halves):
            continue
        tensor.CopyFrom(numpy_helper.from_array(halves, f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    for cast in reversed(casts):
        proto.graph.node.insert(0, cast)


def difference(model: SGRU, data: bytes, sketches: Sequence[Bytes] = ()) -> float:
    """The largest difference between PyTorch and `data` on random inputs, blank paper and `sketches`.

    Of both answers: raw colors, and probabilities of parts.
    """
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    worst = 0.0
    for planes in _inputs(model.config.inputs, MULTIPLE * model.config.fold, sketches):
        ours = session.run(None, {"sketch": planes})
        with torch.no_grad():
            truths = _Answers(model)(torch.from_numpy(planes))
        for answer, truth in zip(ours, truths, strict=True):
            # fmax would forget a NaN, max keeps it: a broken file is refused as well.
            worst = float(np.maximum(worst, np.abs(answer - truth.numpy()).max()))
    return worst


def _inputs(channels: int, multiple: int, sketches: Sequence[Bytes]) -> Sequence[Floats]:
    """Random planes, blank paper and sketches, all of sides that are multiples of `multiple`."""
    rng = np.random.default_rng(0)
    shapes = ((2 * multiple, 3 * multiple), (5 * multiple, 2 * multiple))
    planes = [rng.uniform(0, 255, (1, channels, *shape)).astype(np.float32) for shape in shapes]
    for sketch in [np.full((2 * multiple, 2 * multiple), 255, np.uint8), *sketches]:
        drawn = np.zeros((1, channels, *sketch.shape), np.float32)
        drawn[0, 0] = sketch
        planes.append(drawn)
    return planes
