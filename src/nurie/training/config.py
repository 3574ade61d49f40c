"""A training recipe: a TOML file read into dataclasses, every problem reported at once."""

import dataclasses
import tomllib
import typing
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from nurie.data.config import DataConfig, SourceConfig
from nurie.errors import RecipeError
from nurie.network.discriminator import Discriminator
from nurie.network.sgru import SGRUConfig
from nurie.schemes.parts import PART_COUNT


@dataclass(frozen=True)
class LossConfig:
    """The loss; see `nurie.losses`."""

    best: float = 0.999
    """Share of the best coloring; the rest is the mean's."""
    pixel: float = 0.88
    """Weight of the pixels."""
    perceptual: Literal["none", "vgg19", "squeezenet", "discriminator"] = "none"
    """The feature network: one of fixed weights, or the discriminator that is trained beside the network."""
    weights_file: str = ""
    """Where the weights of a feature network of fixed weights are, relative to `data.root`."""
    layers: tuple[str, ...] = ()
    """Layers of the feature network."""
    layer_weights: tuple[float, ...] = ()
    """A weight for each layer."""
    sampled: bool = False
    """Compare features of the best and one random coloring only, to save time."""
    balance: float = 0.0
    """Weight of small parts against large ones: 0 counts every pixel alike, 1 every part."""
    parts: float = 0.0
    """Weight of the head that names the part of each pixel (`model.parts`); 0 trains none."""
    adversarial: float = 0.0
    """Weight of the discriminator's opinion; 0 has no discriminator."""


@dataclass(frozen=True)
class DiscriminatorConfig:
    """The discriminator, where the loss asks for one; see `nurie.network.discriminator`."""

    width: int = 64
    """Channels of its first level."""
    rate: float = 4e-4
    """Adam's learning rate."""


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
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    """auto is the best there is."""
    devices: int = 1
    """Processes on each machine, one a GPU where there are GPUs; under torchrun its number counts."""
    num_nodes: int = 1
    """Machines."""
    accumulate: int = 1
    """Pieces into which each batch is cut to save memory; the result is the whole batch's."""
    threads: int = 0
    """CPU threads of each process; 0 is PyTorch's own choice."""
    checkpoint_every: int = 500
    """Steps between checkpoints and sample sheets."""
    log_every: int = 20
    """Steps between lines of log.jsonl."""
    tensorboard: bool = False
    """Write the log's numbers and the sample sheets for TensorBoard, too."""


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
    discriminator: DiscriminatorConfig = DiscriminatorConfig()


def load_recipe(path: Path, changes: dict[str, str] | None = None) -> Recipe:
    """The recipe in the TOML file `path`, with `changes` ("optimizer.steps" -> "100") applied.

    Paths below `data.root` come out relative to the working folder.

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
    if problems:
        raise RecipeError(
            f"{path} has {len(problems)} {'problem' if len(problems) == 1 else 'problems'} to correct: "
            + "; ".join(problems)
            + "."
        )
    return _rooted(typing.cast(Recipe, recipe))


def _rooted(recipe: Recipe) -> Recipe:
    """The recipe with all paths that lie below `data.root` relative to the working folder."""
    root = Path(recipe.data.root).expanduser()

    def below(path: str) -> str:
        return str(root / Path(path).expanduser()) if path else ""

    sources = tuple(dataclasses.replace(one, path=below(one.path)) for one in recipe.data.sources)
    return dataclasses.replace(
        recipe,
        data=dataclasses.replace(recipe.data, sources=sources),
        loss=dataclasses.replace(recipe.loss, weights_file=below(recipe.loss.weights_file)),
    )


def _set(tree: dict[str, Any], key: str, text: str, problems: list[str]) -> None:
    *groups, last = key.split(".")
    for group in groups:
        tree = tree.setdefault(group, {})
        if not isinstance(tree, dict):
            problems.append(f"{key}: {group} is no group of keys")
            return
    try:
        tree[last] = tomllib.loads(f"x = {text}")["x"]
    except tomllib.TOMLDecodeError:
        tree[last] = text


def _build(kind: type, tree: Any, at: str, problems: list[str]) -> Any:
    """An instance of the dataclass `kind` from `tree`; None if a value is missing or wrong."""
    if not isinstance(tree, dict):
        problems.append(f"{at.rstrip('.') or 'the file'} must be a group of keys")
        return None
    hints, fields = get_type_hints(kind), {f.name: f for f in dataclasses.fields(kind) if f.init}
    problems += [f"{at}{key} is unknown" for key in tree if key not in fields]
    values = {}
    for name, entry in fields.items():
        if name in tree:
            values[name] = _value(hints[name], tree[name], f"{at}{name}", problems)
            must, fits = _EACH.get((kind, name), _ANYTHING)
            if values[name] is not None and not fits(values[name]):
                problems.append(f"{at}{name} must {must}")
        elif entry.default is dataclasses.MISSING and entry.default_factory is dataclasses.MISSING:
            problems.append(f"{at}{name} is missing")
            values[name] = None
    if None in values.values():
        return None
    instance = kind(**values)
    problems += [f"{at}{must}" for must, fits in _TOGETHER.get(kind, {}).items() if not fits(instance)]
    return instance


def _value(kind: Any, value: Any, at: str, problems: list[str]) -> Any:
    """`value` as the type `kind`; None, and a problem told, where it is something else."""
    if dataclasses.is_dataclass(kind):
        return _build(typing.cast(type, kind), value, f"{at}.", problems)
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        variadic = inner[-1] is Ellipsis
        if isinstance(value, list) and (variadic or len(value) == len(inner)):
            kinds = [inner[0]] * len(value) if variadic else inner
            pairs = enumerate(zip(kinds, value, strict=True))
            entries = tuple(_value(k, v, f"{at}[{i}]", problems) for i, (k, v) in pairs)
            return None if None in entries else entries
        problems.append(f"{at} must be a list" + ("" if variadic else f" of {len(inner)}"))
    elif get_origin(kind) is Literal:
        if value in get_args(kind):
            return value
        problems.append(f"{at} is {value!r}, not one of {', '.join(map(str, get_args(kind)))}")
    elif kind is float and type(value) is int:
        return float(value)
    elif type(value) is kind:
        return value
    else:
        problems.append(f"{at} is {value!r}, not of type {kind.__name__}")
    return None


def _pieces(run: OptimizerConfig) -> int:
    """Into how many pieces a batch is cut."""
    return run.devices * run.num_nodes * run.accumulate


Check = tuple[str, Callable[[Any], bool]]
"""What a value must do, in words that follow "must", and whether it does."""

_ANYTHING: Check = ("", lambda _: True)
_NOT_EMPTY: Check = ("not be empty", bool)
_AT_LEAST_0: Check = ("be at least 0", lambda value: 0 <= value < float("inf"))
_AT_LEAST_1: Check = ("be at least 1", lambda value: value >= 1)
_ABOVE_0: Check = ("be above 0", lambda value: 0 < value < float("inf"))
_SHARE: Check = ("lie in 0..1", lambda value: 0 <= value <= 1)

_EACH: dict[tuple[type, str], Check] = {
    (Recipe, "output"): _NOT_EMPTY,
    (Recipe, "working_size"): ("be at least 32", lambda size: size >= 32),
    (SGRUConfig, "width"): _AT_LEAST_1,
    (SGRUConfig, "inputs"): ("be 1 or 5", lambda inputs: inputs in (1, 5)),
    (SGRUConfig, "outputs"): ("be 9", lambda outputs: outputs == 9),
    (SGRUConfig, "fold"): _AT_LEAST_1,
    (SGRUConfig, "parts"): (f"be 0 or {PART_COUNT}", lambda parts: parts in (0, PART_COUNT)),
    (DataConfig, "sources"): ("name at least one source", bool),
    (DataConfig, "batch"): _AT_LEAST_1,
    (DataConfig, "sizes"): (
        "be multiples of 32, at least 32",
        lambda sizes: bool(sizes) and all(side >= 32 and side % 32 == 0 for size in sizes for side in size),
    ),
    (DataConfig, "hints"): _SHARE,
    (DataConfig, "seed"): _AT_LEAST_0,
    (DataConfig, "workers"): _AT_LEAST_0,
    (SourceConfig, "weight"): _ABOVE_0,
    (SourceConfig, "zoom"): ("rise from above 0", lambda zoom: 0 < zoom[0] <= zoom[1] < float("inf")),
    (SourceConfig, "first_seed"): _AT_LEAST_0,
    (SourceConfig, "count"): _AT_LEAST_1,
    (SourceConfig, "include"): _NOT_EMPTY,
    (SourceConfig, "recolor"): _SHARE,
    (SourceConfig, "panels"): _SHARE,
    (SourceConfig, "painted"): _SHARE,
    (SourceConfig, "grays"): _SHARE,
    (SourceConfig, "rough"): _SHARE,
    (SourceConfig, "room"): _AT_LEAST_0,
    (LossConfig, "best"): _SHARE,
    (LossConfig, "pixel"): _AT_LEAST_0,
    (LossConfig, "balance"): _SHARE,
    (LossConfig, "parts"): _AT_LEAST_0,
    (LossConfig, "adversarial"): _AT_LEAST_0,
    (DiscriminatorConfig, "width"): _AT_LEAST_1,
    (DiscriminatorConfig, "rate"): _ABOVE_0,
    (OptimizerConfig, "steps"): _AT_LEAST_1,
    (OptimizerConfig, "rate"): _ABOVE_0,
    (OptimizerConfig, "warmup"): _AT_LEAST_0,
    (OptimizerConfig, "decay"): _SHARE,
    (OptimizerConfig, "clip"): _AT_LEAST_0,
    (OptimizerConfig, "ema"): ("lie in 0..1, below 1", lambda ema: 0 <= ema < 1),
    (OptimizerConfig, "devices"): _AT_LEAST_1,
    (OptimizerConfig, "num_nodes"): _AT_LEAST_1,
    (OptimizerConfig, "accumulate"): _AT_LEAST_1,
    (OptimizerConfig, "threads"): _AT_LEAST_0,
    (OptimizerConfig, "checkpoint_every"): _AT_LEAST_1,
    (OptimizerConfig, "log_every"): _AT_LEAST_1,
}
"""Values that have the right type and yet cannot be."""

_TOGETHER: dict[type, dict[str, Callable[[Any], bool]]] = {
    SGRUConfig: {
        "fold above 1 needs inputs = 1": lambda model: model.fold == 1 or model.inputs == 1,
    },
    SourceConfig: {
        "path is needed by all kinds but drawn": lambda source: source.kind == "drawn" or bool(source.path),
        "names is needed by labels": lambda source: source.kind != "labels" or bool(source.names),
    },
    LossConfig: {
        "layer_weights must have one weight a layer": lambda loss: (
            len(loss.layers) == len(loss.layer_weights)
        ),
        "layers is needed by perceptual": lambda loss: loss.perceptual == "none" or bool(loss.layers),
        "weights_file is needed by perceptual": lambda loss: (
            loss.perceptual in ("none", "discriminator") or bool(loss.weights_file)
        ),
        "adversarial above 0 is needed by perceptual": lambda loss: (
            loss.perceptual != "discriminator" or loss.adversarial > 0
        ),
        f"layers must be among {', '.join(Discriminator.names)}": lambda loss: (
            loss.perceptual != "discriminator" or set(loss.layers) <= set(Discriminator.names)
        ),
    },
    Recipe: {
        "data.hints needs model.inputs = 5": lambda recipe: (
            recipe.data.hints == 0 or recipe.model.inputs == 5
        ),
        "data.sources' grays and model.grays need each other": lambda recipe: (
            any(source.grays > 0 for source in recipe.data.sources) == recipe.model.grays
        ),
        "loss.parts and model.parts need each other": lambda recipe: (
            (recipe.loss.parts > 0) == (recipe.model.parts > 0)
        ),
        "data.batch must be a multiple of optimizer.devices x num_nodes x accumulate": lambda recipe: (
            recipe.data.batch % max(1, _pieces(recipe.optimizer)) == 0
        ),
    },
}
"""Values that cannot be together."""
