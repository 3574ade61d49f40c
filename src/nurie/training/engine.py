"""Where a run computes: devices, processes and arithmetic, by Lightning Fabric."""

import gc
import os
from typing import Literal, TypeVar

import torch
from lightning_fabric import Fabric
from torch import Tensor, nn

from nurie.errors import RecipeError
from nurie.training.config import Recipe

AnyModule = TypeVar("AnyModule", bound=nn.Module)


def launch(recipe: Recipe) -> Fabric:
    """Start the processes of a run; each of them goes on from here.

    Under torchrun the processes are there already, and their number is torchrun's. Otherwise this process
    starts the others on its machine by running its own command again.

    Raises:
        RecipeError: the device is not there, or the batch cannot be shared out evenly.
    """
    run = recipe.optimizer
    devices, machines = run.devices, run.num_nodes
    if "TORCHELASTIC_RUN_ID" in os.environ:
        devices = int(os.environ["LOCAL_WORLD_SIZE"])
        machines = int(os.environ["WORLD_SIZE"]) // devices
    pieces = devices * machines * run.accumulate
    if recipe.data.batch % pieces:
        raise RecipeError(
            f"data.batch is {recipe.data.batch}, which {devices * machines} processes x optimizer.accumulate "
            f"{run.accumulate} cannot share evenly; set it to a multiple of {pieces}."
        )
    try:
        fabric = Fabric(
            accelerator=run.device,
            devices=devices,
            num_nodes=machines,
            strategy="auto" if devices * machines == 1 else "ddp",
            precision=precision(run.precision, run.device),
        )
    except (RuntimeError, ValueError) as error:
        raise RecipeError(
            f"optimizer.device is {run.device} ({devices} wanted), which this computer or its PyTorch lacks; "
            "set it to auto and optimizer.devices to 1."
        ) from error
    fabric.launch()
    return fabric


def leave() -> None:
    """Leave the processes that launch() started or joined.

    Gloo's threads end with the last object that knows them. A process that exits before may let one of them
    run into an interpreter that is gone, and abort; so call this once no module of the run is held any more.
    """
    if torch.distributed.is_available() and torch.distributed.is_initialized():
        gc.collect()
        torch.distributed.destroy_process_group()


def precision(wanted: str, device: str) -> Literal["32-true", "bf16-mixed"]:
    if wanted == "auto":
        cuda = device != "cpu" and torch.cuda.is_available()
        fast = (
            torch.cuda.is_bf16_supported(including_emulation=False)
            if cuda
            else torch.cpu._is_avx512_bf16_supported()
        )
        wanted = "bfloat16" if fast else "float32"
    return "bf16-mixed" if wanted == "bfloat16" else "32-true"


def channels_last(module: AnyModule) -> AnyModule:
    """The module with its convolutions' weights laid out as the processor likes them best."""
    module.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # PyTorch's stubs lack it
    return module


def gathered(fabric: Fabric, mine: Tensor) -> Tensor:
    """The tensors of all processes, in their order: (processes, ...), on the CPU."""
    if fabric.world_size == 1:
        return mine[None].cpu()
    everyone = [torch.empty_like(mine, device=fabric.device) for _ in range(fabric.world_size)]
    torch.distributed.all_gather(everyone, mine.to(fabric.device))
    return torch.stack(everyone).cpu()


def mean(fabric: Fabric, mine: Tensor) -> Tensor:
    """The mean of the tensors of all processes."""
    everyone = fabric.all_reduce(mine)
    assert isinstance(everyone, Tensor)  # Fabric takes and gives dictionaries and lists, too
    return everyone
