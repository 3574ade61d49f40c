"""Short trials that change one thing of a small recipe each; docs/experiments.md draws the conclusions.

    python benchmarks/experiments.py ART_VAL [TRIAL ...]

ART_VAL is the folder of held-out art that recipes/parts.json annotates. Every trial trains a small network
from scratch for the same number of steps and is measured on the same held-out pictures; what is done already
is kept, so that the command may be stopped and given again. Results go to results/experiments.json.
"""

from __future__ import annotations

import json
import re
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from time import perf_counter
from typing import Any
from unittest.mock import patch

import numpy as np
import torch
import trials
from torch import Tensor, nn

from nurie import losses
from nurie.evaluation import contestants, scenes
from nurie.evaluation.bench import Bench
from nurie.evaluation.labelled import held_out_scenes
from nurie.lineart.regions import segment
from nurie.memory import keep_memory
from nurie.network.sgru import PositionNorm
from nurie.schemes.parts import Part
from nurie.training import objective
from nurie.training.batches import TensorBatch
from nurie.training.config import load_recipe
from nurie.training.loop import train

ROOT = Path(__file__).resolve().parent.parent
RECIPE = ROOT / "recipes" / "start.toml"
RESULTS = ROOT / "benchmarks" / "results" / "experiments.json"
SIZE = 128
"""px, at which the trials are measured."""
DRAWN = 12
"""Drawn pictures that they are measured on."""
KEPT = ("sense", "ciede_best", "ciede_mean", "hair_follows", "variety", "skin_variety", "roughness", "grid")

BASE = {
    "model.width": "16",
    "data.batch": "8",
    "data.sizes": "[[96, 96], [128, 96], [96, 128]]",
    "data.hints": "0.4",
    "loss.perceptual": "none",
    "loss.sampled": "false",
    "loss.layers": "[]",
    "loss.layer_weights": "[]",
    "optimizer.steps": "1000",
    "optimizer.rate": "1.5e-3",
    "optimizer.warmup": "50",
    "optimizer.ema": "0.99",
    "init": "",
    "loss.balance": "0",
}
_FEATURES = {
    "loss.sampled": "true",
    "loss.perceptual": "squeezenet",
    "loss.layers": '["conv1", "fire3", "fire5"]',
    "loss.layer_weights": "[0.12, 0.08, 0.12]",
}
_VGG = {
    "loss.sampled": "true",
    "loss.perceptual": "vgg19",
    "loss.weights_file": "data/weights/vgg19_blocks1-3_fp16.safetensors",
    "loss.layers": '["conv1_2", "conv2_2", "conv3_2"]',
    "loss.layer_weights": "[0.79, 0.63, 0.51]",
}
_TUNED = {
    "init": str(ROOT / "src" / "nurie" / "models" / "default.safetensors"),
    "model.width": "24",
    "optimizer.steps": "300",
    "optimizer.rate": "2e-4",
}
_ADVERSARIAL = {
    "loss.sampled": "true",
    "loss.perceptual": "discriminator",
    "loss.layers": '["level1", "level2", "level3"]',
    "loss.layer_weights": "[20.0, 20.0, 20.0]",
    "loss.adversarial": "1.0",
    "discriminator.width": "24",
}
TRIALS: dict[str, dict[str, str]] = {
    "base, drawings first": {},
    "base, drawings first, another seed": {"data.seed": "2"},
    "no part head": {"loss.parts": "0"},
    "part head, weight 12": {"loss.parts": "12"},
    "parts balanced by area": {"loss.balance": "0.5"},
    "plain U-Net": {"model.kind": "unet", "model.width": "20"},
    "residual U-Net": {"model.kind": "resunet", "model.width": "21"},
    "no swish on the skips": {"model.swish_skips": "false", "model.width": "17"},
    "2x2 up-convolution": {"model.upsampling": "deconv"},
    "norm per position": {"model.norm": "position"},
    "norm per position, epsilon 1e-5": {"model.norm": "position"},
    "width 24": {"model.width": "24"},
    "width 32": {"model.width": "32"},
    "width 48": {"model.width": "48"},
    "drawn pictures only": {"data.sources": "drawn"},
    "art only": {"data.sources": "art"},
    "SqueezeNet features": _FEATURES,
    "VGG-19 blocks 1-3": _VGG,
    "80 % with hints": {"data.hints": "0.8"},
    "no moving average": {"optimizer.ema": "0"},
    "rate 4e-3": {"optimizer.rate": "4e-3"},
    "best 0.9": {"loss.best": "0.9"},
    "best 0.999": {"loss.best": "0.999"},
    "part head, coarse": {},
    "one color a region": {},
    "one size": {"data.sizes": "[[96, 96]]"},
    "three times the steps": {"optimizer.steps": "3000"},
    "the shipped model, 300 steps on": _TUNED | _FEATURES,
    "the shipped model, 300 steps of SSN-GAN on": _TUNED | _ADVERSARIAL,
}


def _coarse(logits: Tensor, parts: Tensor, *labels: int) -> Tensor:
    """The loss of a part head that is asked for ground, skin and the rest alone."""
    rest = (parts != Part.GROUND) & (parts != Part.SKIN) & (parts < len(Part))
    return losses.part_loss(logits, parts.masked_fill(rest, Part.CLOTHES), *labels)


def _one_color(outputs: Tensor, logits: Tensor | None, batch: TensorBatch, *rest: Any) -> TensorBatch:
    """The usual terms, and how far each pixel is from the mean color of its region, if that is no ground."""
    terms = objective.batch_loss(outputs, logits, batch, *rest)
    costs = []
    for sketch, colors in zip(batch["sketch"], outputs.float(), strict=True):
        regions = torch.from_numpy(segment(sketch[0].numpy())).long().flatten()
        pixels = colors.flatten(2)
        sizes = torch.bincount(regions).clamp(min=1)
        sums = pixels.new_zeros(*pixels.shape[:2], len(sizes)).index_add(2, regions, pixels)
        distance = (pixels - (sums / sizes)[:, :, regions]).abs().mean((0, 1))
        costs.append((distance * (sizes[regions] < 0.2 * len(regions)) * sketch.flatten() / 255).mean())
    return terms | {"regions": 0.3 * 127.5 * torch.stack(costs).mean()}


def _forgiving(_: object, channels: int) -> nn.Module:
    return PositionNorm(1, channels, eps=1e-5)


PATCHES: dict[str, AbstractContextManager[object]] = {
    "part head, coarse": patch("nurie.training.objective.part_loss", _coarse),
    "one color a region": patch("nurie.training.loop.batch_loss", _one_color),
    "norm per position, epsilon 1e-5": patch("nurie.network.sgru.layer_norm", _forgiving),
}
"""What a trial changes that no recipe can say."""


def changes(name: str, folder: Path) -> dict[str, str]:
    """The changes of a trial to the first stage's recipe."""
    wanted = BASE | {"output": str(folder)} | TRIALS[name]
    chosen = wanted.pop("data.sources", "")
    sources = load_recipe(RECIPE).data.sources
    kept = [source for source in sources if not chosen or (source.kind == "drawn") == (chosen == "drawn")]
    tables = []
    for source in kept:
        drawn = source.kind == "drawn"
        values = {name: value for name, value in vars(source).items() if value not in ("", ())}
        values |= {"side": 256, "count": 1500} if drawn else {}
        pairs = ", ".join(f"{key} = {json.dumps(value)}" for key, value in values.items())
        tables.append(f"{{{pairs}}}")
    return wanted | {"data.sources": f"[{', '.join(tables)}]"}


def measure(model: Path, art: Path) -> dict[str, float]:
    """The mean of each number over the held-out pictures, of the network alone."""
    rival = contestants.trained(model, model.parent.name, SIZE)
    pictures = [
        *held_out_scenes(DRAWN, SIZE),
        *scenes.art_scenes(art, SIZE, ROOT / "recipes" / "parts.json"),
    ]
    bench = Bench()
    records = [bench.measure(rival, picture, steady=False).network for picture in pictures]
    rows = {}
    for name in KEPT:
        for at, part in (("drawn", records[:DRAWN]), ("art", records[DRAWN:])):
            values = [record[name] for record in part if name in record]
            if values:
                rows[f"{name}, {at}"] = round(float(np.mean(values)), 4)
    return rows


def main() -> None:
    """Run the trials that are not done."""
    art, names = Path(sys.argv[1]), sys.argv[2:] or list(TRIALS)
    keep_memory()
    for name in names:
        if name in trials.rows(RESULTS):
            continue
        folder = ROOT / "runs" / "experiments" / "-".join(re.findall(r"\w+", name))
        recipe = load_recipe(RECIPE, changes(name, folder))
        started = perf_counter()
        with PATCHES.get(name, nullcontext()):
            model = train(recipe, resume=(folder / "state.pt").exists())
            minutes = round((perf_counter() - started) / 60, 1)
            row = {"steps": recipe.optimizer.steps, "minutes": minutes, **measure(model, art)}
        print(name, row, flush=True)
        trials.add(RESULTS, name, row)


if __name__ == "__main__":
    main()
