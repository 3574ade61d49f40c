"""Training pictures a second: nurie's loop against the plainest one, for the default and the paper's recipe.

Both compute the same loss of the same network in the same arithmetic, and take turns. Pictures are drawn, and
the feature networks have random weights: speed does not depend on either.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

import torch
from harness import ROOT, Limit, Options, Result
from PIL import Image
from torch.utils.flop_counter import FlopCounterMode

from nurie.data.config import SourceConfig
from nurie.data.drawn import SCHEMES, draw, paint
from nurie.memory import keep_memory
from nurie.training.batches import batches
from nurie.training.config import Recipe, load_recipe
from nurie.training.engine import precision
from nurie.training.loop import train
from nurie.training.objective import batch_loss, feature_network, network_input
from nurie.training.state import State

STEPS = {"default": 24, "paper": 6}
"""Measured steps a turn."""
WARM = {"default": 8, "paper": 2}
"""Steps before them: the first batches wait for the workers, and memory is laid out."""
VGG_BLOCKS = ((64, 2), (128, 2), (256, 4), (512, 4), (512, 4))
FIRES = ((16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256), (64, 256))


def feature_weights(kind: str, path: Path) -> Path:
    """Random weights of a feature network in the form that nurie reads."""
    tensors = {}

    def conv(name: str, outputs: int, inputs: int, size: int) -> None:
        tensors[f"{name}.weight"] = torch.randn(outputs, inputs, size, size) * (inputs * size * size) ** -0.5
        tensors[f"{name}.bias"] = torch.zeros(outputs)

    if kind == "vgg19":
        channels = 3
        for block, (width, depth) in enumerate(VGG_BLOCKS, 1):
            for layer in range(1, depth + 1):
                conv(f"conv{block}_{layer}", width, channels, 3)
                channels = width
    else:
        conv("conv1", 64, 3, 3)
        channels = 64
        for number, (squeeze, expand) in enumerate(FIRES, 2):
            conv(f"fire{number}/squeeze1x1", squeeze, channels, 1)
            conv(f"fire{number}/expand1x1", expand, squeeze, 1)
            conv(f"fire{number}/expand3x3", expand, squeeze, 3)
            channels = 2 * expand
    torch.save(tensors, path)
    return path


def color_pictures(folder: Path) -> Path:
    """A folder of color pictures, of which one coloring is known, as the paper has them."""
    folder.mkdir(exist_ok=True)
    for seed in range(16):
        Image.fromarray(paint(draw(seed, (320, 320)), SCHEMES[seed % 9])).save(folder / f"{seed}.png")
    return folder


def recipe_of(name: str, folder: Path, device: str) -> Recipe:
    """A shipped recipe with drawn pictures, for as many steps as are measured."""
    recipe = load_recipe(ROOT / "recipes" / f"{name}.toml")
    weights = feature_weights(recipe.loss.perceptual, folder / f"{name}.pth")
    steps = WARM[name] + STEPS[name]
    source = SourceConfig("folder", path=str(color_pictures(folder / "pictures")))
    if name == "default":
        source = replace(recipe.data.sources[0], count=64)
    run = replace(
        recipe.optimizer, steps=steps, device=device, tensorboard=False, log_every=1, checkpoint_every=steps
    )
    return replace(
        recipe,
        output=str(folder / name),
        init="",  # weights do not change the speed
        data=replace(recipe.data, sources=(source,)),
        loss=replace(recipe.loss, weights_file=str(weights)),
        optimizer=run,
    )


def ours(recipe: Recipe, warm: int) -> tuple[float, float]:
    """Pictures a second of nurie's loop, and the share of the time that it waited for pictures."""
    train(recipe)
    lines = (Path(recipe.output) / "log.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines][warm:]
    seconds = [recipe.data.batch / row["pictures_a_second"] for row in rows]
    waited = sum(row["waiting"] * second for row, second in zip(rows, seconds, strict=True))
    return recipe.data.batch * len(rows) / sum(seconds), waited / sum(seconds)


def plain(recipe: Recipe, warm: int, device: str) -> tuple[float, float]:
    """Pictures a second of the plainest loop, and the operations of one of its steps."""
    state = State.fresh(recipe)
    model, features = state.trainee.to(device), feature_network(recipe.loss)
    features = features and features.to(device)
    optimizer = torch.optim.Adam(model.parameters(), recipe.optimizer.rate)
    mixed = precision(recipe.optimizer.precision, device) == "bf16-mixed"
    counter, started, operations = FlopCounterMode(display=False), 0.0, 0.0
    for step, batch in enumerate(batches(recipe, 0)):
        if step == warm:
            if device == "cuda":
                torch.cuda.synchronize()
            started = perf_counter()
        batch = {name: tensor.to(device) for name, tensor in batch.items()}
        with counter if step == 0 else torch.enable_grad():
            with torch.autocast(device, torch.bfloat16, enabled=mixed):
                colors, logits = model(network_input(batch, recipe.model.inputs).contiguous())
            logits = None if logits is None else logits.float()
            terms = batch_loss(colors.float(), logits, batch, recipe.loss, features)
            loss = sum(terms.values())
            optimizer.zero_grad()
            loss.backward()
        optimizer.step()
        loss.item()
        operations = operations or counter.get_total_flops()
    steps = recipe.optimizer.steps - warm
    return recipe.data.batch * steps / (perf_counter() - started), operations / recipe.data.batch


def matrix_limit(device: str, mixed: bool) -> float:
    """Operations a second of large matrix products in the arithmetic of training."""
    dtype, side = (torch.bfloat16 if mixed else torch.float32), 8192 if device == "cuda" else 2048
    a = torch.randn(side, side, dtype=dtype, device=device)
    best = 0.0
    for _ in range(8):
        started = perf_counter()
        float((a @ a)[0, 0])
        best = max(best, 2 * side**3 / (perf_counter() - started))
    return best


def measure(options: Options) -> Result:
    """Take turns and compare the medians."""
    keep_memory()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.set_num_threads(options.threads)
    mixed = precision("auto", device) == "bf16-mixed"
    runs: dict[str, list[float]] = {}
    limits: list[Limit] = []
    facts: dict[str, object] = {"device": device, "threads": options.threads, "bfloat16": mixed}
    limit = matrix_limit(device, mixed)
    facts["matrix products, GFLOP/s"] = limit / 1e9
    with tempfile.TemporaryDirectory() as temporary:
        for name in STEPS:
            recipe = recipe_of(name, Path(temporary), device)
            waiting, operations = [], 0.0
            for _ in range(options.repetitions):
                speed, waited = ours(recipe, WARM[name])
                runs.setdefault(f"{name}, nurie", []).append(speed)
                waiting.append(waited)
                speed, operations = plain(recipe, WARM[name], device)
                runs.setdefault(f"{name}, plain loop", []).append(speed)
            mine, theirs = median(runs[f"{name}, nurie"]), median(runs[f"{name}, plain loop"])
            limits.append(Limit(f"{name}, plain loop / nurie", theirs / mine, 1.0))
            limits.append(Limit(f"{name}, waiting for pictures", median(waiting), 0.05))
            facts[f"{name}, GFLOP a picture"] = operations / 1e9
            facts[f"{name}, share of the matrix products' limit"] = operations * mine / limit
    return Result("training", runs, "pictures/s", limits, facts)
