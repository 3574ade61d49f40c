"""What smaller weights cost: float32, float16 and int8 storage of one model, arithmetic always in float32.

int8 is symmetric with a scale an output channel, turned back by DequantizeLinear when the session loads.
Reported are the file's size, the time of nine colorings at the working size, and how far the colors move.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np
import onnx
from harness import ROOT, Limit, Options, Result
from onnx import TensorProto, helper, numpy_helper
from skimage.color import deltaE_ciede2000, rgb2lab

from nurie.colorize.colorizer import Colorizer
from nurie.colorize.model import Model
from nurie.data.drawn import draw
from nurie.network import checkpoint
from nurie.network.to_onnx import export_onnx

PICTURES = 12
FIRST_SEED = 9_000_000
"""Drawings that no recipe trains on."""
LARGEST = 12.0
"""MiB a file may have."""
SECONDS = 1.0
"""Nine colorings at the working size may take."""


def store_int8(source: Path, target: Path) -> None:
    """Write the model with its large weights as int8."""
    model = onnx.load(source)
    nodes = []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or values.ndim < 2:
            continue
        scale = np.abs(values).reshape(len(values), -1).max(axis=1).clip(1e-12) / 127
        codes = np.rint(values / scale.reshape(-1, *[1] * (values.ndim - 1))).astype(np.int8)
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(codes, f"{name}.int8"))
        model.graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), f"{name}.scale"))
        nodes.append(helper.make_node("DequantizeLinear", [f"{name}.int8", f"{name}.scale"], [name], axis=0))
    for node in reversed(nodes):
        model.graph.node.insert(0, node)
    onnx.save(model, target)


def measure(options: Options) -> Result:
    """Color the same drawings with all three."""
    weights = ROOT / "src" / "nurie" / "models" / "default.safetensors"
    network, info = checkpoint.load(weights)
    pages = [draw(FIRST_SEED + number, (512, 512)).line for number in range(PICTURES)]
    runs: dict[str, list[float]] = {}
    colors: dict[str, np.ndarray] = {}
    limits: list[Limit] = []
    facts: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        files = {name: folder / f"{name}.onnx" for name in ("float32", "float16", "int8")}
        export_onnx(network, files["float32"], info)
        export_onnx(network, files["float16"], info, half=True)
        store_int8(files["float32"], files["int8"])
        for name, file in files.items():
            colorizer = Colorizer(file, options.threads)
            colors[name] = np.concatenate(
                [colorizer.color(page).seen.colors.reshape(-1, 3) for page in pages]
            )
            model, size = Model(file, options.threads), info.working_size
            sketch = np.full((network.config.inputs, size, size), 255, np.float32)
            model(sketch)
            runs[name] = []
            for _ in range(options.repetitions):
                started = time.perf_counter()
                model(sketch)
                runs[name].append(time.perf_counter() - started)
            size_mib = file.stat().st_size / 2**20
            facts[f"{name}, MiB"] = round(size_mib, 2)
            if name == "float16":
                limits.append(Limit("float16 file", size_mib, LARGEST, "MiB"))
            limits.append(Limit(f"{name}, nine colorings", median(runs[name]), SECONDS, "s"))
            moved = deltaE_ciede2000(rgb2lab(colors[name]), rgb2lab(colors["float32"]))
            facts[f"{name}, mean CIEDE2000 from float32"] = round(float(moved.mean()), 4)
            facts[f"{name}, 99th percentile"] = round(float(np.percentile(moved, 99)), 3)
    return Result("storage", runs, "s", limits, facts)
