"""Trials of what the late stages are made of; docs/experiments.md draws the conclusions.

    python benchmarks/material_trials.py WEIGHTS DATA RENDERS ART_VAL [TRIAL ...]

WEIGHTS are those of recipes/default.toml, which know no renders, no folded input and name no parts; DATA is
the data.root of recipes/dress.toml; RENDERS are figures with label maps that no recipe trains on; ART_VAL is
held-out art. Every trial goes on from WEIGHTS with one thing of recipes/dress.toml changed, or, where the
network has another width, from nothing, for as many processor minutes as the others. What is done already is
kept. Results go to results/material_trials.json.
"""

import json
import re
import sys
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import trials

from nurie.colorize.colorizer import Colorizer
from nurie.evaluation import contestants
from nurie.evaluation.answers import network_parts, part_map
from nurie.evaluation.bench import materials_of
from nurie.evaluation.labelled import held_out_scenes, label_scenes
from nurie.evaluation.scenes import Scene, art_scenes
from nurie.memory import keep_memory
from nurie.training.config import load_recipe
from nurie.training.loop import train

ROOT = Path(__file__).resolve().parent.parent
RECIPE = ROOT / "recipes" / "dress.toml"
RESULTS = ROOT / "benchmarks" / "results" / "material_trials.json"
SIZE = 512
"""px, at which the colors would be judged; parts are judged there too."""
MOST = 20
"""Pictures of each held-out set."""
NAMES = next(source.names for source in load_recipe(RECIPE).data.sources if source.kind == "labels")
KEPT = (
    "right",
    "right_regions",
    "right_skin",
    "right_hair",
    "right_clothes",
    "right_accessories",
    "right_props",
)

BASE = {
    "optimizer.steps": "400",
    "optimizer.rate": "6e-4",
    "optimizer.warmup": "50",
    "optimizer.ema": "0.99",
    "optimizer.threads": "1",
}
_SEEDS = ({}, {"data.seed": "56"}, {"data.seed": "57"})
_PLAIN = {"model.fold": "1"}
_AT_192 = _PLAIN | {"working_size": "192"}
_AT_256 = _PLAIN | {
    "working_size": "256",
    "data.sizes": "[[160, 160], [256, 256], [256, 224], [224, 288], [288, 256], [352, 256]]",
    "optimizer.steps": "225",
}
_NOTHING = {"init": ""}
TRIALS: dict[str, dict[str, str]] = {
    "384 px folded": {},
    "renders: none": {"renders": "none"},
    "lines as drawn: no second hand": {"rough": "0"},
    "OpenMoji: none": {"openmoji": "none"},
    "192 px": _AT_192,
    "256 px": _AT_256,
    "384 px folded, seed 2": _SEEDS[1],
    "192 px, seed 2": _AT_192 | _SEEDS[1],
    "256 px, seed 2": _AT_256 | _SEEDS[1],
    "renders: 60": {"renders": "some"},
    "384 px folded, seed 3": _SEEDS[2],
    "192 px, seed 3": _AT_192 | _SEEDS[2],
    "256 px, seed 3": _AT_256 | _SEEDS[2],
    "width 24, from nothing": _NOTHING,
    "width 32, from nothing": _NOTHING | {"model.width": "32", "optimizer.steps": "255"},
    "width 48, from nothing": _NOTHING | {"model.width": "48", "optimizer.steps": "135"},
    "VGG-19 blocks 1-3": {
        "loss.sampled": "true",
        "loss.perceptual": "vgg19",
        "loss.weights_file": "weights/vgg19_blocks1-3_fp16.safetensors",
        "loss.layers": '["conv1_2", "conv2_2", "conv3_2"]',
        "loss.layer_weights": "[0.79, 0.63, 0.51]",
    },
}
"""Steps are such that each takes as many processor seconds as the first; VGG-19 takes as many steps."""


def changes(name: str, weights: Path, data: Path, folder: Path) -> dict[str, str]:
    """The changes of a trial to the recipe."""
    wanted = {"init": str(weights), "output": str(folder), "data.root": str(data)} | BASE | TRIALS[name]
    renders, rough, openmoji = (wanted.pop(key, "") for key in ("renders", "rough", "openmoji"))
    tables = []
    for source in load_recipe(RECIPE).data.sources:
        if (renders == "none" and source.kind == "labels") or (openmoji and "openmoji" in source.include[0]):
            continue
        values = {key: value for key, value in vars(source).items() if value not in ("", ())}
        for key in ("path", "keys"):
            if key in values:
                values[key] = str(values[key]).removeprefix("data/")
        if "keys" in values:
            values["keys"] = str(RECIPE.with_name("parts.json"))
        if renders == "some" and values.get("path") == "renders/figures":
            values["path"] = "renders/some"
        values |= {"rough": 0.0} if rough else {}
        pairs = ", ".join(f"{key} = {json.dumps(value)}" for key, value in values.items())
        tables.append(f"{{{pairs}}}")
    return wanted | {"data.sources": f"[{', '.join(tables)}]"}


def measure(model: Path, sets: dict[str, list[Scene]]) -> dict[str, float]:
    """The mean of each number over each set: of the network's answer, and of what the pipeline decides."""
    rival = contestants.trained(model, model.parent.name, None)
    values: dict[str, list[float]] = {}
    for kind, pictures in sets.items():
        for picture in pictures:
            coloring = Colorizer(rival.model(picture.name)).color(picture.page)
            found = {"network": network_parts(coloring), "product": part_map(coloring)}
            for who, parts in found.items():
                numbers = {} if parts is None else materials_of(parts, picture)
                for name in KEPT:
                    if name in numbers:
                        values.setdefault(f"{who} {name}, {kind}", []).append(numbers[name])
    return {name: round(float(np.mean(held)), 4) for name, held in values.items()}


def main() -> None:
    """Run the trials that are not done."""
    weights, data, renders, art = map(Path, sys.argv[1:5])
    sets = {
        "drawn": list(held_out_scenes(MOST, SIZE)),
        "renders": list(label_scenes(renders, SIZE, NAMES, MOST)),
        "art": list(art_scenes(art, SIZE, RECIPE.with_name("parts.json"), MOST)),
    }
    keep_memory()
    for name in sys.argv[5:] or list(TRIALS):
        if name in trials.rows(RESULTS):
            continue
        folder = ROOT / "runs" / "material-trials" / "-".join(re.findall(r"\w+", name))
        recipe = load_recipe(RECIPE, changes(name, weights, data, folder))
        started = perf_counter(), process_time()
        model = train(recipe, resume=(folder / "state.pt").exists())
        row = {
            "steps": recipe.optimizer.steps,
            "minutes": round((perf_counter() - started[0]) / 60, 1),
            "processor minutes": round((process_time() - started[1]) / 60, 1),
        }
        print(name, row, flush=True)
        trials.add(RESULTS, name, row | measure(model, sets))


if __name__ == "__main__":
    main()
