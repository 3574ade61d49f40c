"""A training run that takes a second, and what its folder holds."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from reference import features as reference
from safetensors.torch import save_file

from nurie.data.config import DataConfig, SourceConfig
from nurie.network.sgru import SGRUConfig
from nurie.schemes.parts import PART_COUNT
from nurie.training.config import LossConfig, OptimizerConfig, Recipe


def write_features(path: Path) -> Path:
    """A SqueezeNet of random weights."""
    weights = reference.random_weights(reference.squeezenet_shapes(), seed=2)
    save_file({name: torch.from_numpy(array).float() for name, array in weights.items()}, path)
    return path


def tiny(output: Path, features: Path | None = None, workers: int = 0, batch: int = 2, **run: Any) -> Recipe:
    """A run of six steps: everything that is random is on."""
    loss = LossConfig(best=0.9, parts=1.0)
    if features is not None:
        loss = replace(
            loss,
            perceptual="squeezenet",
            weights_file=str(features),
            layers=("conv1", "fire2"),
            layer_weights=(0.1, 0.2),
            sampled=True,
        )
    data = DataConfig(
        (SourceConfig("drawn", count=2, side=64),),
        batch=batch,
        sizes=((32, 32), (64, 32)),
        hints=0.5,
        workers=workers,
    )
    settings: dict[str, Any] = {
        "steps": 6, "rate": 1e-3, "warmup": 2, "decay": 0.5, "clip": 50.0, "ema": 0.9,
        "precision": "float32", "device": "cpu", "log_every": 2,
    }  # fmt: skip
    model = SGRUConfig(width=2, inputs=5, parts=PART_COUNT, upsampling="bilinear", normalize=True)
    return Recipe(str(output), model, data, loss, OptimizerConfig(**(settings | run)), "tiny", 64)


def log_of(folder: Path) -> list[dict[str, float]]:
    """The lines of the log."""
    return [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]


def state_of(folder: Path) -> dict[str, Any]:
    """All that a run needs to go on."""
    state: dict[str, Any] = torch.load(folder / "state.pt", weights_only=True)
    return state


def assert_equal(a: Any, b: Any, at: str = "state") -> None:
    """Bit for bit, through all of the state."""
    if isinstance(a, dict):
        assert a.keys() == b.keys(), at
        for key in a:
            assert_equal(a[key], b[key], f"{at}.{key}")
    elif isinstance(a, list | tuple):
        assert len(a) == len(b), at
        for index, (x, y) in enumerate(zip(a, b, strict=True)):
            assert_equal(x, y, f"{at}[{index}]")
    elif isinstance(a, torch.Tensor):
        assert torch.equal(a, b), at
    else:
        assert a == b, at
