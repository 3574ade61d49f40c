"""Everything a run needs to go on where it stopped."""

import copy
import dataclasses
import json
import pickle
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Adam, Optimizer

from nurie.errors import RecipeError
from nurie.export import files
from nurie.network import checkpoint
from nurie.network.baselines import build
from nurie.network.discriminator import Discriminator
from nurie.network.sgru import SGRU
from nurie.training.config import Recipe
from nurie.training.start import start

FORMAT = 3
"""Version of state.pt."""

_ZIP = b"PK\x03\x04"
"""How a file of torch.save begins; a bare pickle begins otherwise."""


class Trainee(nn.Module):
    """The network, asked for both its answers."""

    def __init__(self, network: SGRU) -> None:
        super().__init__()
        self.network = network

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor | None]:
        """(B, inputs, H, W) to the colorings (B, 9, 3, h, w) and the part logits (B, P, h, w), if any."""
        return self.network.answers(x)


@dataclass
class Judge:
    """The discriminator and its optimizer."""

    network: Discriminator
    optimizer: Optimizer


@dataclass
class State:
    """A run between two steps."""

    trainee: Trainee
    average: SGRU
    """The moving average of the weights, or the network itself where there is none."""
    optimizer: Optimizer
    judge: Judge | None = None
    """What is trained beside the network, where the loss asks for it."""
    step: int = 0
    seen: int = 0
    """How many samples those steps took."""

    @classmethod
    def fresh(cls, recipe: Recipe) -> "State":
        """The state before the first step; its weights follow from the data's seed or from `init`.

        Raises:
            ModelError: the file of `init` cannot be read.
            RecipeError: it holds a network of another shape.
        """
        torch.manual_seed(recipe.data.seed)
        network = build(recipe.model)
        if recipe.init:
            start(network, checkpoint.load(Path(recipe.init))[0], recipe.init)
        trainee = Trainee(network)
        average = copy.deepcopy(network).requires_grad_(False) if recipe.optimizer.ema else network
        state = cls(trainee, average, Adam(trainee.parameters(), recipe.optimizer.rate, fused=True))
        if recipe.loss.adversarial:
            judge, rate = Discriminator(recipe.discriminator.width), recipe.discriminator.rate
            # No momentum: with the usual one, networks that train against each other oscillate.
            state.judge = Judge(judge, Adam(judge.parameters(), rate, betas=(0.0, 0.9), fused=True))
        return state

    def save(self, path: Path, chance: list[Tensor]) -> None:
        """Write the state to `path` atomically, with the random generators of all processes.

        Raises:
            OutputError: the file cannot be written.
        """
        state = {
            "format": FORMAT,
            "model": self._describe(),
            "trainee": self.trainee.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": _interned(self.optimizer.state_dict()),
            "chance": chance,
            "step": self.step,
            "seen": self.seen,
        }
        if self.judge:
            state["judge"] = self.judge.network.state_dict()
            state["judge_optimizer"] = _interned(self.judge.optimizer.state_dict())
        with files.replaced_file(path) as file:
            try:
                torch.save(state, file)
            except RuntimeError as error:  # PyTorch raises this in place of the file's own error
                raise error.__context__ if isinstance(error.__context__, OSError) else error from None

    def load(self, path: Path, rank: int = 0) -> None:
        """Go on from the state in `path`, as the process of number `rank`.

        Raises:
            RecipeError: there is none, or it belongs to another recipe or to another version of nurie.
        """
        state = _read(path)
        try:
            if state["format"] != FORMAT:
                raise RecipeError(
                    f"{path} has state format {state['format']} but this nurie reads {FORMAT}; "
                    "go on with the version that wrote it, or start without resume=True."
                )
            if state["model"] != self._describe():
                raise ValueError("another network")
            self.trainee.load_state_dict(state["trainee"])
            self.average.load_state_dict(state["average"])
            self.optimizer.load_state_dict(state["optimizer"])
            if self.judge:
                self.judge.network.load_state_dict(state["judge"])
                self.judge.optimizer.load_state_dict(state["judge_optimizer"])
            # A copy: PyTorch reads the row of a larger tensor from the wrong address, and crashes.
            torch.set_rng_state(state["chance"][rank % len(state["chance"])].clone())
            self.step, self.seen = state["step"], state["seen"]
        except (RuntimeError, LookupError, TypeError, ValueError, AttributeError) as error:
            raise RecipeError(
                f"{path} does not fit the recipe's model; start without resume=True."
            ) from error

    def _describe(self) -> str:
        return json.dumps(dataclasses.asdict(self.trainee.network.config))


@torch.no_grad()
def follow(average: nn.Module, network: nn.Module, decay: float) -> None:
    """Move the average of the weights towards the network's."""
    torch._foreach_lerp_(list(average.parameters()), list(network.parameters()), 1 - decay)


def _interned(values: Any) -> Any:
    """The same values; each name in them is one object, as those read from a file are not.

    A name that is there twice is written once if it is one object: the same state makes the same bytes.
    """
    if isinstance(values, dict):
        return {
            sys.intern(name) if isinstance(name, str) else name: _interned(value)
            for name, value in values.items()
        }
    return [_interned(value) for value in values] if isinstance(values, list) else values


def _read(path: Path) -> dict[str, Any]:
    """What the file holds: tensors, numbers and strings, and nothing that runs when it is read.

    Raises:
        RecipeError: it is missing, broken or no state.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(_ZIP)) != _ZIP:
                raise pickle.UnpicklingError("no file of a run's state begins so")
        state = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise RecipeError(f"{path} does not exist; start the run without resume=True.") from None
    except (OSError, EOFError, RuntimeError, pickle.UnpicklingError) as error:
        raise RecipeError(f"{path} cannot be read as a run's state; start without resume=True.") from error
    return state if isinstance(state, dict) else {}
