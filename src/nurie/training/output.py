"""The files of a run, written by its first process alone."""

from pathlib import Path

from torch import Tensor

from nurie.network import checkpoint
from nurie.training.batches import first_batch
from nurie.training.config import Recipe
from nurie.training.log import Board, Log
from nurie.training.sheet import draw_sheet, write_png
from nurie.training.state import State


class Output:
    """The recipe's output folder: state.pt, model.safetensors, sheet.png, log.jsonl, tensorboard/."""

    def __init__(self, recipe: Recipe, state: State) -> None:
        """Go on after the state's step.

        Raises:
            OutputError: the folder cannot be written.
            MissingExtraError: the recipe asks for TensorBoard, which is not installed.
        """
        self.recipe, self.state, self.folder = recipe, state, Path(recipe.output)
        self.log = Log(self.folder / "log.jsonl", state.step)
        wanted = recipe.optimizer.tensorboard
        self.board = Board(self.folder / "tensorboard", state.step) if wanted else None

    def note(self, terms: dict[str, float], seconds: float, waited: float) -> None:
        """Keep the terms of a step that took `seconds`, `waited` of them for pictures."""
        self.log.add(terms, seconds, waited, self.recipe.data.batch)
        if self.state.step % self.recipe.optimizer.log_every == 0:
            line = self.log.write(self.state.step)
            if self.board:
                self.board.numbers(line)

    def save(self, chance: list[Tensor]) -> None:
        """Write the model and the state with the random generators of all processes."""
        info = checkpoint.ModelInfo(self.recipe.name, self.recipe.working_size, self.state.step)
        checkpoint.save(self.state.average, self.folder / "model.safetensors", info)
        self.state.save(self.folder / "state.pt", chance)

    def sheet(self) -> None:
        """Show how the samples of the first batch are colored now."""
        rgb = draw_sheet(self.state.average, first_batch(self.recipe))
        write_png(self.folder / "sheet.png", rgb)
        if self.board:
            self.board.picture("sheet", rgb, self.state.step)

    def close(self) -> None:
        """Write what is left."""
        if self.board:
            self.board.close()
