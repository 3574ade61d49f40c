"""The paper's full-width network at 256 x 256: our PyTorch and ONNX Runtime paths against TensorFlow.

The three engines hold the same random weights, each in a process of its own with the same number of threads,
and take turns. Their outputs are compared too, at a small width in float64 and at the full width.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

import numpy as np
from engines import Engine
from harness import Limit, Options, Result

SIZE = 256
SLOWER = 1.0
"""How many times TensorFlow's seconds ours may take."""


def weights(width: int, path: Path, dtype: str = "float32", onnx: Path | None = None) -> None:
    """Write random weights of the network as .npz and, where asked for, the network as .onnx."""
    import torch

    from nurie.network.sgru import SGRU, SGRUConfig

    torch.manual_seed(width)
    model = SGRU(SGRUConfig(width=width)).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim == 1:
                parameter += 0.1 * torch.randn_like(parameter)
    np.savez(path, **{name: tensor.numpy().astype(dtype) for name, tensor in model.state_dict().items()})
    if onnx is not None:
        from nurie.network.checkpoint import ModelInfo
        from nurie.network.to_onnx import export_onnx

        export_onnx(model, onnx, ModelInfo(name="full width", working_size=SIZE, steps=0))


def difference(engines: dict[str, Engine], folder: Path) -> dict[str, float]:
    """How far the output of every engine lies from TensorFlow's: the largest of all differences."""
    outputs = {}
    for name, engine in engines.items():
        engine.save(folder / f"{name}.npy")
        outputs[name] = np.load(folder / f"{name}.npy")
    theirs = outputs.pop("TensorFlow")
    return {name: float(np.abs(ours - theirs).max()) for name, ours in outputs.items()}


def agreement(folder: Path, options: Options) -> float:
    """How far our network and the TensorFlow graph differ at a small width in float64.

    TensorFlow keeps the slope of its leaky ReLU as a float32, 0.2 + 3e-9, which leaves some 1e-8.
    """
    file, picture = folder / "small.npz", folder / "small.npy"
    weights(6, file, "float64")
    np.save(picture, np.random.default_rng(0).uniform(0, 255, (1, 1, 64, 96)))
    engines = {
        "PyTorch": Engine("pytorch", file, picture, options.threads),
        "TensorFlow": Engine("tensorflow", file, picture, options.threads, options.tf_python),
    }
    worst = difference(engines, folder)["PyTorch"]
    for engine in engines.values():
        engine.close()
    return worst


def measure(options: Options) -> Result:
    """Take turns and compare the medians."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        small = agreement(folder, options)
        file, onnx, picture = folder / "full.npz", folder / "full.onnx", folder / "full.npy"
        weights(96, file, onnx=onnx)
        sketch = np.random.default_rng(0).uniform(0, 255, (1, 1, SIZE, SIZE)).astype(np.float32)
        np.save(picture, sketch)
        engines = {
            "TensorFlow": Engine("tensorflow", file, picture, options.threads, options.tf_python),
            "PyTorch": Engine("pytorch", file, picture, options.threads),
            "ONNX Runtime": Engine("onnx", onnx, picture, options.threads),
        }
        runs: dict[str, list[float]] = {name: [] for name in engines}
        for _ in range(options.repetitions):
            for name, engine in engines.items():
                runs[name].append(engine.run())
        full = difference(engines, folder)
        for engine in engines.values():
            engine.close()

    reference = median(runs["TensorFlow"])
    limits = [
        Limit(f"{name} / TensorFlow", median(values) / reference, SLOWER)
        for name, values in runs.items()
        if name != "TensorFlow"
    ]
    limits.append(Limit("difference, float64, small width", small, 1e-6))
    limits += [Limit(f"difference, {name}", value, 1e-3) for name, value in full.items()]
    facts = {"size": SIZE, "threads": options.threads}
    return Result("full_width", runs, "s", limits, facts)
