"""Short trials that change one thing of the default recipe each; docs/experiments.md draws the conclusions.

    python benchmarks/experiments.py ART_VAL [TRIAL ...]

ART_VAL is the folder of held-out art that recipes/parts.json annotates. Every trial trains a small network
from scratch for the same number of steps and is measured on the same held-out pictures; what is done already
is kept, so that the command may be stopped and given again. Results go to results/experiments.json.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from time import perf_counter

import numpy as np

from nurie.evaluation import contestants, scenes
from nurie.evaluation.bench import Bench
from nurie.network.checkpoint import write_atomically
from nurie.network.memory import keep_memory
from nurie.training.config import load_recipe
from nurie.training.loop import train

ROOT = Path(__file__).resolve().parent.parent
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
    "loss.weights_file": "../shared/weights/vgg19_blocks1-3_fp16.safetensors",
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
    "base": {},
    "no part head": {"loss.parts": "0"},
    "part head, weight 12": {"loss.parts": "12"},
    "parts balanced by area": {"loss.balance": "0.5"},
    "plain U-Net": {"model.kind": "unet", "model.width": "20"},
    "residual U-Net": {"model.kind": "resunet", "model.width": "21"},
    "no swish on the skips": {"model.swish_skips": "false", "model.width": "17"},
    "2x2 up-convolution": {"model.upsampling": "deconv"},
    "norm per position": {"model.norm": "position"},
    "width 24": {"model.width": "24"},
    "width 32": {"model.width": "32"},
    "drawn pictures only": {"data.sources": "drawn"},
    "art only": {"data.sources": "art"},
    "SqueezeNet features": _FEATURES,
    "VGG-19 blocks 1-3": _VGG,
    "80 % with hints": {"data.hints": "0.8"},
    "no moving average": {"optimizer.ema": "0"},
    "best 0.9": {"loss.best": "0.9"},
    "one size": {"data.sizes": "[[96, 96]]"},
    "three times the steps": {"optimizer.steps": "3000"},
    "the shipped model, 300 steps on": _TUNED | _FEATURES,
    "the shipped model, 300 steps of SSN-GAN on": _TUNED | _ADVERSARIAL,
}


def changes(name: str, folder: Path) -> dict[str, str]:
    """The changes of a trial to the default recipe."""
    wanted = BASE | {"output": str(folder)} | TRIALS[name]
    chosen = wanted.pop("data.sources", "")
    sources = load_recipe(ROOT / "recipes" / "default.toml").data.sources
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
        *scenes.drawn_scenes(scenes.HELD_OUT_SEED, DRAWN, SIZE),
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


def results() -> dict[str, dict[str, float]]:
    """What is done."""
    done: dict[str, dict[str, float]] = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    return done


def main() -> None:
    """Run the trials that are not done."""
    art, names = Path(sys.argv[1]), sys.argv[2:] or list(TRIALS)
    keep_memory()
    for name in names:
        if name in results():
            continue
        folder = ROOT / "runs" / "experiments" / "-".join(re.findall(r"\w+", name))
        recipe = load_recipe(ROOT / "recipes" / "default.toml", changes(name, folder))
        started = perf_counter()
        model = train(recipe, resume=(folder / "state.pt").exists())
        minutes = round((perf_counter() - started) / 60, 1)
        row = {"steps": recipe.optimizer.steps, "minutes": minutes, **measure(model, art)}
        print(name, row, flush=True)
        text = json.dumps(results() | {name: row}, indent=2) + "\n"  # another process may have added to it
        write_atomically(RESULTS, lambda to, text=text: to.write_text(text, "utf-8"))


if __name__ == "__main__":
    main()
