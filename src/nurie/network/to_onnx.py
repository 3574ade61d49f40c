"""PyTorch to ONNX, refused when the two disagree."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from nurie.data.drawn import draw
from nurie.errors import ModelError
from nurie.network.checkpoint import ModelInfo, metadata, write_atomically
from nurie.network.sgru import SGRU

TOLERANCE = 1e-3
"""Largest difference between ONNX Runtime and PyTorch, in units of the raw output (-1..1)."""


def export_onnx(model: SGRU, path: Path, info: ModelInfo, half: bool = False) -> float:
    """Write `model` as ONNX: input `sketch` (1, C, H, W) in 0..255, output `colors` (1, 9, 3, H, W) raw.

    Args:
        model: the network.
        path: where the file goes.
        info: what the file says of itself.
        half: store the weights as float16; arithmetic stays float32.

    Returns:
        The largest difference found on random and drawn inputs.

    Raises:
        ModelError: ONNX Runtime and PyTorch differ by more than TOLERANCE; nothing is written.
        OutputError: the file cannot be written.
    """
    if half:
        for tensor in [*model.parameters(), *model.buffers()]:
            tensor.data = tensor.data.half().float()
    proto = _trace(model.eval())
    if half:
        _store_half(proto)
    proto.metadata_props.extend(
        onnx.StringStringEntryProto(key=key, value=value) for key, value in metadata(model, info).items()
    )
    data = proto.SerializeToString()
    worst = difference(model, data)
    if not worst <= TOLERANCE:
        raise ModelError(
            f"{path} was not written: ONNX Runtime and PyTorch differ by {worst:.2g}, "
            f"more than {TOLERANCE:g}; report the versions that nurie doctor prints."
        )
    write_atomically(path, lambda to: to.write_bytes(data) and None)
    return worst


def _trace(model: SGRU) -> onnx.ModelProto:
    example = torch.zeros(1, model.config.inputs, 64, 96)
    dynamic = {2: torch.export.Dim("height32", min=1, max=512) * 32, 3: torch.export.Dim("width32", min=1, max=512) * 32}
    program = torch.onnx.export(
        model, (example,), dynamo=True, input_names=["sketch"], output_names=["colors"],
        dynamic_shapes=(dynamic,), opset_version=18, verbose=False,
    )
    assert program is not None
    return program.model_proto


def _store_half(proto: onnx.ModelProto) -> None:
    """Keep the weights as float16, cast to float32 when the session loads them."""
    casts = []
    for tensor in proto.graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or len(tensor.dims) == 0:
            continue
        name = tensor.name
        values = numpy_helper.to_array(tensor).astype(np.float16)
        tensor.CopyFrom(numpy_helper.from_array(values, f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    for cast in reversed(casts):
        proto.graph.node.insert(0, cast)


def difference(model: SGRU, data: bytes) -> float:
    """The largest difference between PyTorch and the ONNX file `data` on random and drawn sketches."""
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    worst = 0.0
    for sketch in _inputs(model.config.inputs):
        (ours,) = session.run(None, {"sketch": sketch})
        with torch.no_grad():
            truth = model(torch.from_numpy(sketch)).numpy()
        worst = max(worst, float(np.abs(ours - truth).max()))
    return worst


def _inputs(channels: int) -> Sequence[NDArray[np.float32]]:
    rng = np.random.default_rng(0)
    noise = [rng.uniform(0, 255, (1, channels, *size)).astype(np.float32) for size in ((64, 96), (160, 64))]
    drawn = np.zeros((1, channels, 192, 128), np.float32)
    drawn[0, 0] = draw(1, (192, 128)).line
    return [*noise, drawn]
