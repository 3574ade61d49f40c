"""Models as safetensors files that describe themselves."""

import dataclasses
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from nurie.errors import ModelError, OutputError
from nurie.network.baselines import build
from nurie.network.sgru import SGRU, SGRUConfig

FORMAT = "1"
"""Version of the metadata, the same in .safetensors and .onnx files."""


@dataclass(frozen=True)
class ModelInfo:
    """What a model file says of itself."""

    name: str
    working_size: int
    """Long side in px at which the model colors."""
    steps: int
    """Training steps behind the weights."""
    parent: str = ""
    """The model that this one was tuned from, and how; empty for a model trained by a recipe."""


def metadata(model: SGRU, info: ModelInfo) -> dict[str, str]:
    """The strings that a model file carries."""
    about = {
        "nurie.format": FORMAT,
        "nurie.config": json.dumps(dataclasses.asdict(model.config)),
        "nurie.name": info.name,
        "nurie.working_size": str(info.working_size),
        "nurie.steps": str(info.steps),
    }
    return about | ({"nurie.parent": info.parent} if info.parent else {})


def write_atomically(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a temporary file beside `path`, then rename it: `path` is never half-written.

    Raises:
        OutputError: the file cannot be written; what stood there before is untouched.
    """
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        write(temporary)
        temporary.chmod(0o644)
        with temporary.open("rb") as file:
            os.fsync(
                file.fileno()
            )  # or a computer that loses its power may keep the name without the content
        temporary.replace(path)
    except (OSError, SafetensorError) as error:
        raise OutputError(
            f"{path} cannot be written ({error}); free space or choose another place."
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def save(model: SGRU, path: Path, info: ModelInfo, half: bool = False) -> None:
    """Write the model, as float16 if `half`.

    Raises:
        OutputError: the file cannot be written.
    """
    dtype = torch.float16 if half else torch.float32
    tensors = {k: v.detach().to("cpu", dtype).contiguous() for k, v in model.state_dict().items()}
    write_atomically(path, lambda to: save_file(tensors, to, metadata(model, info)))


def load(path: Path) -> tuple[SGRU, ModelInfo]:
    """The model in `path`, in float32 on the CPU, and what the file says of it.

    Raises:
        ModelError: the file cannot be read or holds no nurie model.
    """
    try:
        with safe_open(path, "pt") as file:
            about = file.metadata() or {}
            tensors = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError) as error:
        raise ModelError(
            f"{path} cannot be read as a safetensors model ({error}); name another file."
        ) from error
    found = about.get("nurie.format", FORMAT)
    if found != FORMAT:
        raise ModelError(f"{path} has model format {found} but this nurie reads {FORMAT}: update nurie.")
    try:
        config = SGRUConfig(**json.loads(about["nurie.config"]))
        if min(config.width, config.inputs, config.outputs) < 1:
            raise ValueError("a network without channels")
        # On the meta device nothing is allocated, however large a network the file claims to hold.
        with torch.device("meta"):
            model = build(config)
        model.load_state_dict(tensors, assign=True)
        size, steps = int(about["nurie.working_size"]), int(about["nurie.steps"])
        info = ModelInfo(about["nurie.name"], size, steps, about.get("nurie.parent", ""))
    except (KeyError, TypeError, ValueError, ArithmeticError, RuntimeError) as error:
        raise ModelError(f"{path} holds no nurie model of this version; name another file.") from error
    return model, info
