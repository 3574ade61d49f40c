"""A coloring model in ONNX Runtime: what it answers to a sketch."""

import json
import os
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime as ort  # type: ignore[import-untyped]

from nurie.arrays import Floats
from nurie.errors import ModelError, shown
from nurie.export import files
from nurie.schemes.parts import PART_COUNT

FORMAT = "1"
OUTPUTS = 9
MULTIPLE = 32
"""Sides are multiples of this: the network halves its input five times."""
_LARGEST = 4096  # px: a larger working size is an error
_PAINTED = ".painted.onnx"  # of the model that colors painted pages, beside the one of line art


@dataclass(frozen=True, eq=False)
class Answer:
    """What a network says of a sketch.

    Attributes:
        colors: (9, h, w, 3), RGB 0..255, not rounded.
        parts: (12, h, w), the probability of each `Part`; None where the network names no parts.
    """

    colors: Floats
    parts: Floats | None = None


class Network(Protocol):
    """What colors sketches: an ONNX file, or any object of this form.

    Attributes:
        name: for people.
        inputs: channels it takes: 1 is line art, 5 is line art, hint RGB and hint mask.
        fold: the ratio of the sides of the sketch to those of the answer.
        working_size: the long side of a sketch, in px, that it was trained for.
        grays: whether it knows lines upon the grays of a painted page.
    """

    name: str
    inputs: int
    fold: int
    working_size: int
    grays: bool

    def __call__(self, sketch: Floats) -> Answer:
        """Answer to a sketch (inputs, H, W), 0..255, H and W multiples of 32 fold."""


def for_painted(network: Network) -> Network:
    """What colors painted pages where `network` colors line art; see `Model.for_painted`."""
    return network.for_painted if isinstance(network, Model) else network


def default_model() -> Path:
    """Where the shipped model lies.

    Raises:
        ModelError: this installation has no model.
    """
    path = Path(str(resources.files("nurie"))) / "models" / "default.onnx"
    if not files.is_file(path):
        raise ModelError(f"the shipped model {path} is missing: install nurie again or name another model.")
    return path


def default_threads() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Model:
    """An ONNX file that colors line art; see `Network`.

    Attributes:
        path: of the file.
        name: the model's own name.
        inputs: channels it takes.
        fold: how many times larger the sketch is than the answer.
        width: of the network, in channels.
        working_size: the long side, in px, that it was trained for.
        grays: whether it knows lines upon the grays of a painted page.
        names_parts: whether it says what each pixel shows.

    Raises:
        ModelError: the file is missing, broken, or no nurie model of a format that this version knows.
    """

    def __init__(self, path: Path, threads: int) -> None:
        self.path, self._threads = path, threads
        self._session = _open(path, threads)
        properties: dict[str, str] = self._session.get_modelmeta().custom_metadata_map
        found = properties.get("nurie.format")
        if found is None:
            raise ModelError(f"{path} is a model of another kind: name an ONNX file made by nurie export.")
        if found != FORMAT:
            raise ModelError(
                f"{path} has model format {shown(found)} but this nurie reads {FORMAT}: update nurie."
            )
        try:
            config = json.loads(properties["nurie.config"])
            self.inputs = int(config["inputs"])
            self.fold = int(config.get("fold", 1))
            self.width = int(config["width"])
            self.grays = bool(config.get("grays", False))
            self.working_size = int(properties["nurie.working_size"])
            self.name = properties["nurie.name"]
            outputs = int(config["outputs"])
        except (KeyError, TypeError, ValueError, ArithmeticError, RecursionError):
            raise ModelError(f"{path} does not describe itself fully: run nurie export again.") from None
        if not 32 <= self.working_size <= _LARGEST or self.fold < 1:
            raise ModelError(
                f"{path} works at {self.working_size} px with a fold of {self.fold}, which nurie cannot use: "
                f"export a network for 32 to {_LARGEST} px."
            )
        if self.inputs not in (1, 5) or outputs != OUTPUTS:
            raise ModelError(
                f"{path} takes {self.inputs} channels to {outputs} colorings, which nurie cannot use: "
                f"export a network with 1 or 5 inputs and {OUTPUTS} outputs."
            )
        self._check_inputs()
        answers = {output.name: output.shape for output in self._session.get_outputs()}
        if "colors" not in answers:
            raise ModelError(f"{path} gives no colors: run nurie export again.")
        self.names_parts = "parts" in answers
        named = next(iter(answers.get("parts", ())[1:2]), None)
        if self.names_parts and named != PART_COUNT:
            raise ModelError(
                f"{path} names {named} parts but this nurie knows {PART_COUNT}: "
                "export the model again with this version, or update nurie."
            )

    @cached_property
    def for_painted(self) -> "Model":
        """What colors painted pages: the model NAME.painted.onnx beside NAME.onnx, or this one where none is.

        Raises:
            ModelError: that file is no nurie model.
        """
        beside = self.path.with_suffix(_PAINTED)
        return Model(beside, self._threads) if files.is_file(beside) else self

    def __reduce__(self) -> tuple[type["Model"], tuple[Path, int]]:
        """Pickled as the path of its file: an ONNX Runtime session cannot leave its process."""
        return Model, (self.path.resolve(), self._threads)

    def __call__(self, sketch: Floats) -> Answer:
        """Answer to one sketch.

        Args:
            sketch: (inputs, H, W), values 0..255, H and W multiples of 32 fold.

        Raises:
            ModelError: the network failed, for instance for want of memory.
        """
        wanted = ["colors", "parts"] if self.names_parts else ["colors"]
        try:
            colors, *parts = self._session.run(wanted, {"sketch": sketch[None]})
        except Exception as error:  # ONNX Runtime's exceptions share no base class
            reason = str(error).strip().splitlines()[0].rstrip(".")
            raise ModelError(f"{self.path} failed while coloring ({reason}): try a smaller size.") from None
        self._check_answer(sketch.shape[1:], colors, *parts)
        rgb = ((colors[0] + 1) * 127.5).clip(0, 255).transpose(0, 2, 3, 1)
        return Answer(np.ascontiguousarray(rgb, np.float32), parts[0][0] if parts else None)

    def _check_inputs(self) -> None:
        taken = [(one.name, one.type, one.shape[1:2]) for one in self._session.get_inputs()]
        if taken != [("sketch", "tensor(float)", [self.inputs])]:
            raise ModelError(
                f"{self.path} does not take a sketch of {self.inputs} channels alone: run nurie export again."
            )

    def _check_answer(self, size: tuple[int, ...], *answers: Floats) -> None:
        """Refuse answers of another shape than the description says, and those with NaN or infinity."""
        side = tuple(length // self.fold for length in size)
        wanted = [(1, OUTPUTS, 3, *side), (1, PART_COUNT, *side)][: len(answers)]
        if [answer.shape for answer in answers] != wanted:
            raise ModelError(f"{self.path} answers in another size than it says: run nurie export again.")
        if not all(np.isfinite(answer).all() for answer in answers):
            raise ModelError(f"{self.path} answers with what is no number: copy it again, or export another.")


def _open(path: Path, threads: int) -> ort.InferenceSession:
    if not files.is_file(path):
        raise ModelError(f"the model {path} does not exist: check its name and folder.")
    if path.suffix.lower() == ".safetensors":
        raise ModelError(
            f"{path} is a model to train on; make one to color with of it: nurie export {path}, then name "
            f"{path.with_suffix('.onnx')}."
        )
    options = ort.SessionOptions()
    options.intra_op_num_threads = min(threads, default_threads())
    options.enable_cpu_mem_arena = False  # it would keep the memory of the largest sketch, and saves no time
    # Threads that spin while they wait take processor time from the ones that they wait for.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 4  # its errors arrive as exceptions
    try:
        return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception:  # ONNX Runtime's exceptions share no base class
        raise ModelError(f"{path} cannot be read as an ONNX model: copy or download it again.") from None
