"""The training loop, read top-down."""

from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from math import inf, isfinite
from pathlib import Path
from time import perf_counter
from typing import NoReturn

import torch
from lightning_fabric import Fabric
from lightning_fabric.wrappers import _FabricModule
from torch import nn

from nurie.errors import TrainingError
from nurie.export import files
from nurie.network import checkpoint
from nurie.perceptual import FeatureNetwork
from nurie.training.batches import TensorBatch, batches
from nurie.training.config import Recipe
from nurie.training.critic import Critic
from nurie.training.engine import channels_last, gathered, launch, leave, mean
from nurie.training.interrupt import Interrupt
from nurie.training.objective import batch_loss, feature_network, network_input
from nurie.training.output import Output
from nurie.training.state import State, follow

OnStep = Callable[[int, float, float], None]
"""Called after each step with the step, the loss and the pictures a second."""


def train(recipe: Recipe, resume: bool = False, report: OnStep = lambda *_: None) -> Path:
    """Train as the recipe says, in as many processes as it says.

    Writes state.pt, model.safetensors, sheet.png and log.jsonl into the recipe's output folder. An
    interrupt (Ctrl-C) ends the step, saves the state and is raised; a second one is raised at once.

    Args:
        recipe: the recipe.
        resume: go on from the output folder's state.
        report: told of every step, in the first process.

    Returns:
        The path of the model.

    Raises:
        RecipeError: there is no state to resume, or it does not fit; the device is not there.
        DataError: a source has no pictures.
        ModelError: the feature network cannot be read.
        OutputError: the output folder cannot be written.
        TrainingError: the loss is no number any more; the batch is saved.
        MissingExtraError: the recipe asks for TensorBoard, which is not installed.
    """
    if recipe.optimizer.threads:
        torch.set_num_threads(recipe.optimizer.threads)
    try:
        return _train(launch(recipe), recipe, resume, report)
    finally:
        leave()


def _train(fabric: Fabric, recipe: Recipe, resume: bool, report: OnStep) -> Path:
    run, folder = recipe.optimizer, Path(recipe.output)
    state = State.fresh(recipe)
    trainee, optimizer = fabric.setup(channels_last(state.trainee), state.optimizer)
    critic = Critic(fabric, state.judge, recipe.loss) if state.judge else None
    state.average.to(fabric.device)
    if resume:
        # After setup, so that the optimizers' state is loaded onto the device that the weights are on.
        state.load(folder / "state.pt", fabric.global_rank)
    perceptual = _perceptual(fabric, recipe, critic)
    first = fabric.is_global_zero
    with (
        Interrupt() as interrupt,
        files.alone(folder) if first else nullcontext(),
        closing(Output(recipe, state)) if first else nullcontext() as written,
    ):
        done = perf_counter()
        stream = batches(recipe, state.step, state.seen, fabric.global_rank, fabric.world_size)
        for drawn in zip(*[stream] * run.accumulate, strict=True):
            waited = perf_counter() - done
            pieces = [{name: fabric.to_device(tensor) for name, tensor in piece.items()} for piece in drawn]
            for group in optimizer.param_groups:
                group["lr"] = run.rate * _rate(state.step, run.steps, run.warmup, run.decay)
            terms = _gradients(fabric, trainee, pieces, recipe, perceptual, critic)
            norm = nn.utils.clip_grad_norm_(trainee.parameters(), run.clip or inf)
            if not (isfinite(sum(terms.values())) and torch.isfinite(norm)):
                _stop(fabric, pieces, folder, state.step + 1)
            optimizer.step()
            if critic:
                critic.optimizer.step()
            if run.ema:
                decay = min(run.ema, (1 + state.step) / (10 + state.step))
                follow(state.average, state.trainee.network, decay)
            state.step += 1
            state.seen += recipe.data.batch
            seconds = perf_counter() - done
            done = perf_counter()
            if written:
                report(state.step, terms["loss"], recipe.data.batch / seconds)
                written.note(terms, seconds, waited)
            stop = _any_process(fabric, interrupt.asked)
            finished = state.step % run.checkpoint_every == 0 or state.step == run.steps
            if stop or finished:
                chance = gathered(fabric, torch.get_rng_state())
                if written and finished:
                    written.sheet()
                if written:  # last, so that a run that can be resumed has all files of its step
                    written.save(list(chance))
                done = perf_counter()
            if stop:
                raise KeyboardInterrupt
    return folder / "model.safetensors"


def _gradients(
    fabric: Fabric,
    trainee: _FabricModule,
    pieces: Sequence[TensorBatch],
    recipe: Recipe,
    perceptual: FeatureNetwork | None,
    critic: Critic | None,
) -> dict[str, float]:
    """Work out the gradients of a batch piece by piece; returns the terms of its loss, over all processes."""
    trainee.zero_grad(set_to_none=True)
    if critic:
        critic.optimizer.zero_grad(set_to_none=True)
    costs = []
    for number, piece in enumerate(pieces, 1):
        more = number < len(pieces)
        with fabric.no_backward_sync(trainee, enabled=more):
            colors, logits = trainee(network_input(piece, recipe.model.inputs))
            terms = batch_loss(colors, logits, piece, recipe.loss, perceptual)
            if critic:
                terms["adversarial"] = critic.opinion(colors, piece)
            loss = torch.stack(list(terms.values())).sum()
            fabric.backward(loss / len(pieces))
        terms = {"loss": loss} | terms
        if critic:
            terms["critic"] = critic.learn(colors.detach(), piece, len(pieces), more)
        costs.append(torch.stack(list(terms.values())).detach())
    return dict(zip(terms, mean(fabric, torch.stack(costs).mean(0)).tolist(), strict=True))


def _perceptual(fabric: Fabric, recipe: Recipe, critic: Critic | None) -> FeatureNetwork | None:
    """The feature network, on the device."""
    if recipe.loss.perceptual == "discriminator" and critic:
        return critic.features
    network = feature_network(recipe.loss)
    return network and channels_last(fabric.to_device(network))


def _rate(step: int, steps: int, warmup: int, decay: float) -> float:
    """The share of the full learning rate: a straight rise, then full, then a straight fall."""
    rise = (step + 1) / warmup if warmup else 1.0
    fall = (steps - step) / (decay * steps) if decay else 1.0
    return min(1.0, rise, fall)


def _any_process(fabric: Fabric, asked: bool) -> bool:
    """Whether any process was asked to stop: all must stop after the same step."""
    if fabric.world_size == 1:
        return asked
    return bool(mean(fabric, torch.tensor(float(asked), device=fabric.device)) > 0)


def _stop(fabric: Fabric, pieces: Sequence[TensorBatch], folder: Path, step: int) -> NoReturn:
    """Save the batch of all processes and give up."""
    path = folder / f"batch-{step}.safetensors"
    batch = {}
    for name in pieces[0]:
        mine = torch.cat([piece[name] for piece in pieces])
        mine = mine.byte() if mine.dtype == torch.bool else mine
        batch[name] = gathered(fabric, mine).flatten(0, 1).contiguous()
    if fabric.is_global_zero:
        checkpoint.write_tensors(path, batch)
    raise TrainingError(
        f"the loss of step {step} or its gradient is no finite number (the batch is in {path}); "
        "lower optimizer.rate or set optimizer.precision to float32, then go on with resume=True."
    )
