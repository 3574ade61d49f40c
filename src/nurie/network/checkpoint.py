"""Models as safetensors files that describe themselves."""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as dump

from nurie.errors import ModelError, shown
from nurie.export import files
from nurie.network.baselines import build
from nurie.network.sgru import SGRU, SGRUConfig

FORMAT = "1"
"""Version of the metadata, the same in .safetensors and .onnx files."""
_LENGTH = 8  # bytes that say how long the head of a safetensors file is


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


def write_tensors(
    path: Path, tensors: Mapping[str, torch.Tensor], about: Mapping[str, str] | None = None
) -> None:
    """Write a safetensors file, or leave what stands there; the same content makes the same bytes.

    Args:
        path: of the file.
        tensors: by their names.
        about: what the file says of itself.

    Raises:
        OutputError: the file cannot be written.
    """
    data = dump(dict(tensors), dict(about) if about else None)
    end = _LENGTH + int.from_bytes(data[:_LENGTH], "little")
    head = json.loads(data[_LENGTH:end])
    if about:  # safetensors writes it in an order that changes from run to run
        head["__metadata__"] = dict(sorted(about.items()))
    text = json.dumps(head, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % _LENGTH)  # tensors begin at a multiple of eight
    with files.replaced_file(path) as file:
        file.write(len(text).to_bytes(_LENGTH, "little") + text)
        file.write(memoryview(data)[end:])


def save(model: SGRU, path: Path, info: ModelInfo, half: bool = False) -> None:
    """Write the model, as float16 if `half`.

    Raises:
        OutputError: the file cannot be written.
    """
    dtype = torch.float16 if half else torch.float32
    tensors = {k: v.detach().to("cpu", dtype).contiguous() for k, v in model.state_dict().items()}
    write_tensors(path, tensors, metadata(model, info))


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
        raise ModelError(
            f"{path} has model format {shown(found)} but this nurie reads {FORMAT}: update nurie."
        )
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
    for name, tensor in tensors.items():
        if not torch.isfinite(tensor).all():
            raise ModelError(
                f"{path} has weights that are no finite numbers (the first in {name}); name another file."
            )
    return model, info
