"""Everything a run needs to go on where it stopped."""

import copy
import pickle
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn
from torch.optim import Adam, Optimizer

from nurie.data.parts import PART_COUNT
from nurie.errors import RecipeError
from nurie.network import checkpoint
from nurie.network.sgru import SGRU
from nurie.training.config import Recipe


class Trainee(nn.Module):
    """The network with its training-only head that names the part of each pixel."""

    def __init__(self, network: SGRU) -> None:
        super().__init__()
        self.network = network
        self.part_head = nn.Conv2d(network.feature_channels, PART_COUNT, 1)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(B, inputs, H, W) to the colorings (B, 9, 3, H, W) and the part logits (B, P, H, W)."""
        features = self.network.features(x)
        return self.network.paint(features), self.part_head(features)


@dataclass
class State:
    """A run between two steps."""

    trainee: Trainee
    average: SGRU
    """The moving average of the weights, or the network itself where there is none."""
    optimizer: Optimizer
    step: int = 0

    @classmethod
    def fresh(cls, recipe: Recipe) -> "State":
        """The state before the first step; its weights follow from the data's seed or from `init`."""
        torch.manual_seed(recipe.data.seed)
        network = SGRU(recipe.model)
        if recipe.init:
            network = checkpoint.load(Path(recipe.init))[0]
            if network.config != recipe.model:
                raise RecipeError(
                    f"{recipe.init} holds a network of another shape ({network.config}); "
                    "change the recipe's model."
                )
        trainee = Trainee(network)
        average = copy.deepcopy(network).requires_grad_(False) if recipe.optimizer.ema else network
        return cls(trainee, average, Adam(trainee.parameters(), recipe.optimizer.rate))

    def save(self, path: Path) -> None:
        """Write the state to `path` at one stroke.

        Raises:
            OutputError: the file cannot be written.
        """
        state = {
            "trainee": self.trainee.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "rng": torch.get_rng_state(),
            "step": self.step,
        }

        def write(to: Path) -> None:
            # Through Python's file, so that a full disk is an OSError and not one of PyTorch's own.
            with to.open("wb") as file:
                torch.save(state, file)

        checkpoint.write_atomically(path, write)

    def load(self, path: Path) -> None:
        """Go on from the state in `path`.

        Raises:
            RecipeError: there is none, or it belongs to another recipe.
        """
        try:
            state = torch.load(path, map_location="cpu", weights_only=True)
            self.trainee.load_state_dict(state["trainee"])
            self.average.load_state_dict(state["average"])
            self.optimizer.load_state_dict(state["optimizer"])
            torch.set_rng_state(state["rng"])
            self.step = state["step"]
        except FileNotFoundError:
            raise RecipeError(f"{path} does not exist; start the run without --resume.") from None
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise RecipeError(f"{path} cannot be read as a run's state; start without --resume.") from error
        except (RuntimeError, KeyError, TypeError, ValueError) as error:
            raise RecipeError(f"{path} does not fit the recipe's model; start without --resume.") from error
