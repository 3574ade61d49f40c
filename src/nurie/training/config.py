"""A training recipe: a TOML file read into dataclasses, every problem reported at once."""

import dataclasses
import tomllib
import typing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from nurie.data.config import DataConfig
from nurie.errors import RecipeError
from nurie.network.sgru import SGRUConfig


@dataclass(frozen=True)
class LossConfig:
    """The loss; see `nurie.losses`."""

    best: float = 0.999
    """Share of the best coloring; the rest is the mean's."""
    pixel: float = 0.88
    """Weight of the pixels."""
    perceptual: Literal["none", "vgg19", "squeezenet"] = "none"
    """The feature network."""
    weights_file: str = ""
    """Where the feature network's weights are."""
    layers: tuple[str, ...] = ()
    """Layers of the feature network."""
    layer_weights: tuple[float, ...] = ()
    """A weight for each layer."""
    sampled: bool = False
    """Compare features of the best and one random coloring only, to save time."""
    parts: float = 0.0
    """Weight of the training-only head that names the part of each pixel."""


@dataclass(frozen=True)
class OptimizerConfig:
    """The run."""

    steps: int
    rate: float = 1e-4
    """Adam's learning rate."""
    warmup: int = 0
    """Steps over which the rate rises from 0."""
    decay: float = 0.0
    """Share of the steps, at the end, over which the rate falls to 0."""
    clip: float = 0.0
    """Largest norm of the gradient; 0 does not clip."""
    ema: float = 0.0
    """Decay of the moving average of the weights that is shipped; 0 has none."""
    precision: Literal["auto", "float32", "bfloat16"] = "auto"
    """Arithmetic of the network; auto is bfloat16 where the device computes in it."""
    device: str = "auto"
    """cpu, cuda, mps, or auto: the best there is."""
    threads: int = 0
    """CPU threads; 0 is PyTorch's own choice."""
    checkpoint_every: int = 500
    """Steps between checkpoints and sample sheets."""
    log_every: int = 20
    """Steps between lines of log.jsonl."""


@dataclass(frozen=True)
class Recipe:
    """Everything that makes a run."""

    output: str
    """Folder of the run: checkpoint, sheets, log."""
    model: SGRUConfig
    data: DataConfig
    loss: LossConfig
    optimizer: OptimizerConfig
    name: str = "unnamed"
    """The model's name."""
    working_size: int = 256
    """Long side in px at which the model colors, written into the exported file."""
    init: str = ""
    """A .safetensors model whose weights the run starts from."""


def load_recipe(path: Path, changes: dict[str, str] | None = None) -> Recipe:
    """The recipe in the TOML file `path`, with `changes` ("optimizer.steps" -> "100") applied.

    Raises:
        RecipeError: the file cannot be read, or keys are unknown, missing or of the wrong type or
            value; the message lists all of them.
    """
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RecipeError(f"{path} cannot be read as a TOML recipe ({error}); correct the file.") from error
    problems: list[str] = []
    for key, text in (changes or {}).items():
        _set(tree, key, text, problems)
    recipe = _build(Recipe, tree, "", problems)
    if recipe is not None:
        problems += _impossible(recipe)
    if problems:
        raise RecipeError(f"{path} has {len(problems)} problem(s) to correct: " + "; ".join(problems) + ".")
    return typing.cast(Recipe, recipe)


def _set(tree: dict[str, Any], key: str, text: str, problems: list[str]) -> None:
    *groups, last = key.split(".")
    for group in groups:
        tree = tree.setdefault(group, {})
        if not isinstance(tree, dict):
            problems.append(f"--set {key}: {group} is no group of keys")
            return
    try:
        tree[last] = tomllib.loads(f"x = {text}")["x"]
    except tomllib.TOMLDecodeError:
        tree[last] = text


def _build(kind: type, tree: Any, at: str, problems: list[str]) -> Any:
    """An instance of the dataclass `kind` from `tree`; None if there were problems."""
    if not isinstance(tree, dict):
        problems.append(f"{at or 'the file'} must be a group of keys")
        return None
    hints, fields = get_type_hints(kind), {f.name: f for f in dataclasses.fields(kind) if f.init}
    before = len(problems)
    problems += [f"{at}{key} is unknown" for key in tree if key not in fields]
    values = {}
    for name, entry in fields.items():
        if name in tree:
            values[name] = _value(hints[name], tree[name], f"{at}{name}", problems)
        elif entry.default is dataclasses.MISSING and entry.default_factory is dataclasses.MISSING:
            problems.append(f"{at}{name} is missing")
    return kind(**values) if len(problems) == before else None


def _value(kind: Any, value: Any, at: str, problems: list[str]) -> Any:
    if dataclasses.is_dataclass(kind):
        return _build(typing.cast(type, kind), value, f"{at}.", problems)
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        variadic = inner[-1] is Ellipsis
        if isinstance(value, list) and (variadic or len(value) == len(inner)):
            kinds = [inner[0]] * len(value) if variadic else inner
            return tuple(_value(k, v, f"{at}[{i}]", problems) for i, (k, v) in enumerate(zip(kinds, value)))
        problems.append(f"{at} must be a list" + ("" if variadic else f" of {len(inner)}"))
    elif get_origin(kind) is Literal:
        if value in get_args(kind):
            return value
        problems.append(f"{at} is {value!r}, not one of {', '.join(map(str, get_args(kind)))}")
    elif kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    elif type(value) is kind:
        return value
    else:
        problems.append(f"{at} is {value!r}, not of type {kind.__name__}")
    return None


def _impossible(recipe: Recipe) -> list[str]:
    """Values that have the right type and yet cannot be."""
    data, loss, run = recipe.data, recipe.loss, recipe.optimizer
    checks = {
        "model.width must be at least 1": recipe.model.width >= 1,
        "model.inputs must be 1 or 5": recipe.model.inputs in (1, 5),
        "model.outputs must be 9": recipe.model.outputs == 9,
        "data.sources must name at least one source": bool(data.sources),
        "data.batch must be at least 1": data.batch >= 1,
        "data.workers must be at least 0": data.workers >= 0,
        "data.sizes must be multiples of 32, at least 32": bool(data.sizes)
        and all(side >= 32 and side % 32 == 0 for size in data.sizes for side in size),
        "data.hints must lie in 0..1": 0 <= data.hints <= 1,
        "data.hints needs model.inputs = 5": data.hints == 0 or recipe.model.inputs == 5,
        "data.sources[].weight must be above 0": all(source.weight > 0 for source in data.sources),
        "data.sources[].count must be at least 1": all(source.count >= 1 for source in data.sources),
        "data.sources[].zoom must rise from above 0": all(0 < s.zoom[0] <= s.zoom[1] for s in data.sources),
        "loss.best must lie in 0..1": 0 <= loss.best <= 1,
        "loss.layer_weights must have one weight a layer": len(loss.layers) == len(loss.layer_weights),
        "loss.weights_file is needed by loss.perceptual": loss.perceptual == "none" or bool(loss.weights_file),
        "optimizer.steps must be at least 1": run.steps >= 1,
        "optimizer.checkpoint_every must be at least 1": run.checkpoint_every >= 1,
        "optimizer.log_every must be at least 1": run.log_every >= 1,
        "optimizer.decay must lie in 0..1": 0 <= run.decay <= 1,
        "optimizer.ema must lie in 0..1": 0 <= run.ema < 1,
    }
    return [problem for problem, fine in checks.items() if not fine]
