"""The training loop, read top-down."""

import json
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Literal, Self, TypeVar

import numpy as np
import torch
from lightning.fabric import Fabric
from torch import Tensor, nn
from torch.utils.data import DataLoader

from nurie.data.pairs import OTHER, UNKNOWN, Pairs, Sample
from nurie.data.parts import Part
from nurie.errors import DataError, OutputError, RecipeError
from nurie.losses import colorization_loss, distances, part_loss
from nurie.network import checkpoint
from nurie.perceptual import VGG19, FeatureNetwork, SqueezeNet
from nurie.training.config import LossConfig, OptimizerConfig, Recipe
from nurie.training.sheet import write_sheet
from nurie.training.state import State

Batch = dict[str, Tensor]
Report = Callable[[int, float, float], None]
"""Called after each step with the step, the loss and the pictures a second."""
AnyModule = TypeVar("AnyModule", bound=nn.Module)


def train(recipe: Recipe, resume: bool = False, report: Report = lambda *_: None) -> Path:
    """Train as the recipe says.

    Writes state.pt, model.safetensors, sheet.png and log.jsonl into the recipe's output folder. An
    interrupt (Ctrl-C) ends the step, saves the state and is raised; a second one is raised at once.

    Args:
        recipe: the recipe.
        resume: go on from the output folder's state.
        report: told of every step.

    Returns:
        The path of the model.

    Raises:
        RecipeError: there is no state to resume, or it does not fit; the device is not there.
        DataError: a source has no pictures.
        ModelError: the feature network cannot be read.
        OutputError: the output folder cannot be written.
    """
    run, folder = recipe.optimizer, Path(recipe.output)
    if run.threads:
        torch.set_num_threads(run.threads)
    fabric = _fabric(run)
    state = State.fresh(recipe)
    trainee, optimizer = fabric.setup(_channels_last(state.trainee), state.optimizer)
    state.average.to(fabric.device)
    if resume:
        # Only now, so that the optimizer's memory arrives where the weights are.
        state.load(folder / "state.pt")
    perceptual = _feature_network(recipe.loss)
    if perceptual is not None:
        perceptual = fabric.to_device(perceptual)
    log = Log(folder / "log.jsonl", state.step)

    def save() -> None:
        info = checkpoint.ModelInfo(recipe.name, recipe.working_size, state.step)
        checkpoint.save(state.average, folder / "model.safetensors", info)
        state.save(folder / "state.pt")

    samples: Batch = {}
    with Interrupt() as interrupt:
        started = perf_counter()
        for batch in batches(recipe, state.step):
            samples = samples or batch
            batch = {name: fabric.to_device(tensor) for name, tensor in batch.items()}
            for group in optimizer.param_groups:
                group["lr"] = run.rate * _rate(state.step, run.steps, run.warmup, run.decay)
            outputs, logits = trainee(network_input(batch, recipe.model.inputs))
            parts = batch_loss(outputs.float(), logits, batch, recipe.loss, perceptual)
            loss = torch.stack(list(parts.values())).sum()
            optimizer.zero_grad(set_to_none=True)
            fabric.backward(loss)
            if run.clip:
                fabric.clip_gradients(trainee, optimizer, max_norm=run.clip)
            optimizer.step()
            if run.ema:
                decay = min(run.ema, (1 + state.step) / (10 + state.step))
                _follow(state.average, state.trainee.network, decay)
            state.step += 1
            speed = recipe.data.batch / (perf_counter() - started)
            started = perf_counter()
            report(state.step, loss.item(), speed)
            log.add({name: value.item() for name, value in parts.items()})
            if state.step % run.log_every == 0:
                log.write(state.step, speed)
            if state.step % run.checkpoint_every == 0 or state.step == run.steps:
                save()
                write_sheet(folder / "sheet.png", state.average, samples, recipe.model.inputs)
                started = perf_counter()
            if interrupt.asked:
                save()
                raise KeyboardInterrupt
    return folder / "model.safetensors"


def network_input(batch: Batch, inputs: int) -> Tensor:
    """(B, inputs, H, W) in 0..255: the sketch, and the hints where the network takes them."""
    planes = batch["sketch"] if inputs == 1 else torch.cat([batch["sketch"], batch["hints"]], 1)
    return planes.float().contiguous(memory_format=torch.channels_last)


def batch_loss(
    outputs: Tensor, logits: Tensor, batch: Batch, config: LossConfig, perceptual: FeatureNetwork | None
) -> dict[str, Tensor]:
    """The terms of the loss, weighted.

    Args:
        outputs: (B, 9, 3, H, W) raw.
        logits: (B, P, H, W) of the part head.
        batch: sketch, targets, matched, parts.
        config: the weights.
        perceptual: the feature network, if any.
    """
    sketch, targets, matched = batch["sketch"].float(), batch["targets"].float(), batch["matched"]
    if perceptual is None or not config.sampled:
        distance = distances(outputs, targets, sketch, perceptual, config.pixel, config.layer_weights)
        terms = {"color": colorization_loss(distance, config.best, matched)}
    else:
        pixels = distances(outputs, targets, sketch, None, config.pixel)
        # The best output and one other stand for all nine; where each has its own target, two others.
        # Chance comes from the CPU, whose generator the state saves.
        best = pixels.argmin(1)
        other = (best + torch.randint(1, pixels.shape[1], best.shape).to(best.device)) % pixels.shape[1]
        first = torch.where(matched, (other + 1) % pixels.shape[1], best)
        chosen = torch.stack([first, other], 1)
        rows = torch.arange(len(best), device=best.device)[:, None]
        features = distances(
            outputs[rows, chosen], targets[rows, chosen], sketch, perceptual, 0.0, config.layer_weights
        )
        terms = {
            "color": colorization_loss(pixels, config.best, matched),
            "features": _sampled_loss(features, config.best, matched),
        }
    if config.parts:
        terms["parts"] = config.parts * part_loss(
            logits, batch["parts"], Part.GROUND, Part.SKIN, OTHER, UNKNOWN
        )
    return terms


def _sampled_loss(features: Tensor, best: float, matched: Tensor) -> Tensor:
    """The loss of two colorings (B, 2), the best one first, in place of all nine."""
    weights = torch.where(matched[:, None], 0.5, features.new_tensor([best, 1 - best]))
    return (features * weights).sum(1).mean()


def batches(recipe: Recipe, first_step: int) -> Iterator[Batch]:
    """The batches from `first_step` on, the same for any number of workers.

    Raises:
        DataError: a picture cannot be read.
    """
    data, steps = recipe.data, recipe.optimizer.steps
    loader = DataLoader(
        Pairs(data, steps * data.batch),
        data.batch,
        sampler=range(first_step * data.batch, steps * data.batch),
        num_workers=data.workers,
        collate_fn=collate,
        worker_init_fn=_ignore_interrupt,
        prefetch_factor=4 if data.workers else None,
        # One of its own: the loader would otherwise draw from the generator that a resumed run goes on with.
        generator=torch.Generator(),
    )
    try:
        yield from loader
    except DataError as error:
        # A worker's error arrives with its whole traceback as the message; the sentence is at the end.
        raise DataError(str(error).rsplit(f"{DataError.__qualname__}: ")[-1].strip()) from None


def collate(samples: list[Sample]) -> Batch:
    """Samples of one size as tensors: uint8 but for `matched` (bool)."""
    batch = {
        name: torch.from_numpy(np.stack([getattr(sample, name) for sample in samples]))
        for name in ("sketch", "hints", "targets", "parts")
    }
    return batch | {"matched": torch.tensor([sample.matched for sample in samples])}


def _ignore_interrupt(_: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    torch.set_num_threads(1)


def _fabric(run: OptimizerConfig) -> Fabric:
    try:
        return Fabric(accelerator=run.device, devices=1, precision=_precision(run.precision, run.device))
    except RuntimeError as error:
        raise RecipeError(
            f"optimizer.device is {run.device}, which this computer or its PyTorch lacks; set it to auto."
        ) from error


def _precision(wanted: str, device: str) -> Literal["32-true", "bf16-mixed"]:
    if wanted == "auto":
        cuda = device != "cpu" and torch.cuda.is_available()
        fast = torch.cuda.is_bf16_supported() if cuda else torch.cpu._is_avx512_bf16_supported()
        wanted = "bfloat16" if fast else "float32"
    return "bf16-mixed" if wanted == "bfloat16" else "32-true"


def _channels_last(module: AnyModule) -> AnyModule:
    module.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # PyTorch's stubs lack it
    return module


def _feature_network(config: LossConfig) -> FeatureNetwork | None:
    if config.perceptual == "none":
        return None
    kind = VGG19 if config.perceptual == "vgg19" else SqueezeNet
    return _channels_last(kind.load(config.weights_file, config.layers))


def _rate(step: int, steps: int, warmup: int, decay: float) -> float:
    """The share of the full learning rate: a straight rise, then full, then a straight fall."""
    rise = (step + 1) / warmup if warmup else 1.0
    fall = (steps - step) / (decay * steps) if decay else 1.0
    return min(1.0, rise, fall)


@torch.no_grad()
def _follow(average: torch.nn.Module, network: torch.nn.Module, decay: float) -> None:
    """Move the average of the weights towards the network's."""
    torch._foreach_lerp_(list(average.parameters()), list(network.parameters()), 1 - decay)


class Interrupt:
    """Ctrl-C, held back until a step is whole: what is saved then is a state between two steps."""

    asked = False

    def __enter__(self) -> Self:
        self._mine = threading.current_thread() is threading.main_thread()
        if self._mine:
            self._before = signal.signal(signal.SIGINT, self._ask)
        return self

    def _ask(self, *_: object) -> None:
        self.asked = True
        self._restore()

    def _restore(self) -> None:
        if self._mine:
            signal.signal(signal.SIGINT, self._before or signal.default_int_handler)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._restore()


class Log:
    """log.jsonl: the mean of each loss term since the last line."""

    def __init__(self, path: Path, step: int) -> None:
        """Go on after `step`: later lines, of a run that went further or of another one, are dropped.

        Raises:
            OutputError: the file cannot be written.
        """
        try:
            kept = [line for line in path.read_text("utf-8").splitlines(True) if _step_of(line) <= step]
        except (FileNotFoundError, UnicodeDecodeError):
            kept = []
        except OSError as error:
            raise OutputError(f"{path} cannot be written ({error}); choose another output.") from error
        checkpoint.write_atomically(path, lambda to: to.write_text("".join(kept), "utf-8"))
        self.path = path
        self.rows: list[dict[str, float]] = []

    def add(self, terms: dict[str, float]) -> None:
        """Remember the terms of one step."""
        self.rows.append(terms)

    def write(self, step: int, speed: float) -> None:
        """Append a line."""
        means = {name: float(np.mean([row[name] for row in self.rows])) for name in self.rows[0]}
        line = {"step": step, "pictures_a_second": speed, "loss": sum(means.values())} | means
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps({name: round(value, 4) for name, value in line.items()}) + "\n")
        except OSError as error:
            raise OutputError(
                f"{self.path} cannot be written ({error}); free space, then --resume."
            ) from error
        self.rows.clear()


def _step_of(line: str) -> float:
    """The step of a line of the log; infinity where the line is broken."""
    try:
        return float(json.loads(line)["step"])
    except (ValueError, KeyError, TypeError):
        return float("inf")
