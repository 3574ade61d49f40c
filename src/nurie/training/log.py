"""What a run says of itself: log.jsonl, and TensorBoard where the recipe asks for it."""

import json
from pathlib import Path

import numpy as np

from nurie.arrays import Bytes
from nurie.errors import MissingExtraError, OutputError
from nurie.export import files


class Log:
    """log.jsonl: the mean of each loss term since the last line, and how fast the run went."""

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
        files.write_file(path, "".join(kept).encode())
        self.path = path
        self.rows: list[dict[str, float]] = []
        self.times: list[tuple[float, float, int]] = []

    def add(self, terms: dict[str, float], seconds: float, waited: float, pictures: int) -> None:
        """Remember a step: its terms, and that it took `seconds` and `waited` so long for its `pictures`."""
        self.rows.append(terms)
        self.times.append((seconds, waited, pictures))

    def write(self, step: int) -> dict[str, float]:
        """Append a line, and return it."""
        means = {name: float(np.mean([row[name] for row in self.rows])) for name in self.rows[0]}
        seconds, waited, pictures = np.sum(self.times, axis=0).tolist()
        line = {"step": step, "pictures_a_second": pictures / seconds, "waiting": waited / seconds}
        line |= {"loss": sum(means.values())} | means
        line = {name: round(value, 4) for name, value in line.items()}
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
        except OSError as error:
            raise OutputError(
                f"{self.path} cannot be written ({error}); free space, then go on with resume=True."
            ) from error
        self.rows.clear()
        self.times.clear()
        return line


class Board:
    """TensorBoard: the log's numbers and the sheet of samples."""

    def __init__(self, folder: Path, step: int) -> None:
        """Go on after `step`; what an earlier run told of later steps is hidden.

        Raises:
            MissingExtraError: tensorboard is not installed.
        """
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError as error:
            raise MissingExtraError(
                "optimizer.tensorboard needs tensorboard, not installed here; "
                "in nurie's folder run: pip install '.[train]'"
            ) from error
        self._writer = SummaryWriter(str(folder), purge_step=step + 1)

    def numbers(self, line: dict[str, float]) -> None:
        """Show a line of the log."""
        for name, value in line.items():
            if name != "step":
                self._writer.add_scalar(name, value, int(line["step"]))

    def picture(self, name: str, rgb: Bytes, step: int) -> None:
        """Show a picture (H, W, 3)."""
        self._writer.add_image(name, rgb, step, dataformats="HWC")
        self._writer.flush()

    def close(self) -> None:
        """Write what is left."""
        self._writer.close()


def _step_of(line: str) -> float:
    """The step of a line of the log; infinity where the line is broken."""
    try:
        return float(json.loads(line)["step"])
    except (ValueError, KeyError, TypeError):
        return float("inf")
