"""A tiny ONNX model with the interface of the real ones: made in milliseconds, without PyTorch.

Its colors follow its inputs, so that tests see whether the sketch and the hints arrive: output k is the
sketch's gray, dimmed by k / 20, and where there is a hint, its color is mixed in.
"""

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OUTPUTS = 9


def make(
    path: Path,
    inputs: int = 5,
    working_size: int = 128,
    metadata: dict[str, str] | None = None,
    parts: int = 0,
) -> Path:
    """Write the model.

    ``metadata`` replaces the whole description in the file. With ``parts`` the model has a second output,
    the probabilities of so many parts: of the second one (skin) where there is ink, of the first on paper.
    """
    weight = np.zeros((3 * OUTPUTS, inputs, 3, 3), np.float32)
    for output in range(OUTPUTS):
        for channel in range(3):
            row = 3 * output + channel
            weight[row, 0, 1, 1] = (2 - output / 10) / 255
            if inputs == 5:
                weight[row, 1 + channel, 1, 1] = 1 / 255
                weight[row, 4, 1, 1] = -1 / 255
    bias = np.full(3 * OUTPUTS, -1, np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("Conv", ["sketch", "weight", "bias"], ["flat"], pads=[1, 1, 1, 1]),
            helper.make_node("Shape", ["sketch"], ["plane"], start=2),
            helper.make_node("Concat", ["head", "plane"], ["shape"], axis=0),
            helper.make_node("Reshape", ["flat", "shape"], ["colors"]),
        ],
        "fake",
        [helper.make_tensor_value_info("sketch", TensorProto.FLOAT, [1, inputs, "H", "W"])],
        [helper.make_tensor_value_info("colors", TensorProto.FLOAT, [1, OUTPUTS, 3, "H", "W"])],
        [
            numpy_helper.from_array(weight, "weight"),
            numpy_helper.from_array(bias, "bias"),
            numpy_helper.from_array(np.array([1, OUTPUTS, 3], np.int64), "head"),
        ],
    )
    if parts:
        _add_parts(graph, inputs, parts)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    description = {
        "nurie.format": "1",
        "nurie.config": json.dumps({"inputs": inputs, "outputs": OUTPUTS, "width": 1}),
        "nurie.working_size": str(working_size),
        "nurie.name": "fake",
    }
    helper.set_model_props(model, description if metadata is None else metadata)
    onnx.save(model, path)
    return path


def _add_parts(graph: onnx.GraphProto, inputs: int, parts: int) -> None:
    weight, bias = np.zeros((parts, inputs, 1, 1), np.float32), np.full(parts, -20, np.float32)
    weight[:2, 0, 0, 0] = 20 / 255, -20 / 255
    bias[:2] = -10, 10
    graph.node.extend(
        [
            helper.make_node("Conv", ["sketch", "part weight", "part bias"], ["scores"]),
            helper.make_node("Softmax", ["scores"], ["parts"], axis=1),
        ]
    )
    graph.initializer.extend(
        [numpy_helper.from_array(weight, "part weight"), numpy_helper.from_array(bias, "part bias")]
    )
    graph.output.append(helper.make_tensor_value_info("parts", TensorProto.FLOAT, [1, parts, "H", "W"]))
