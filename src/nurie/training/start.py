"""Start a network from the weights of one that sees coarser, takes hints or names no parts."""

import dataclasses

import torch

from nurie.errors import RecipeError
from nurie.network.sgru import SGRU


@torch.no_grad()
def start(network: SGRU, known: SGRU, name: str) -> None:
    """Give `network` the weights of `known`, in place.

    The two may differ in `inputs`, `fold`, `parts` and `grays`. Weights that read the sketch are shared out
    among the pixels that are folded into one, so that the network begins with what `known` answers at the
    mean of those pixels; weights that read hints are left behind where there are none to read. A head that
    `known` has not, or that names fewer parts, keeps its random weights for the rest.

    Args:
        network: what to start.
        known: whose weights to take.
        name: of its file, for the message.

    Raises:
        RecipeError: the two differ in something else.
    """
    ours, other = (
        dataclasses.replace(config, inputs=1, fold=1, parts=0, grays=False)
        for config in (network.config, known.config)
    )
    if ours != other:
        raise RecipeError(
            f"{name} holds a network of another shape ({known.config}); change the recipe's model."
        )
    theirs = known.state_dict()
    reads, read = network.config.inputs * network.config.fold**2, known.config.inputs * known.config.fold**2
    for key, tensor in network.state_dict().items():
        if key not in theirs:
            continue
        weights = theirs[key]
        if tensor.shape == weights.shape:
            tensor.copy_(weights)
        elif key.startswith("part_head."):
            tensor[: len(weights)].copy_(weights[: len(tensor)])
        else:
            tensor.copy_(_for_other_inputs(weights, tensor.shape, reads, read))


def _for_other_inputs(weights: torch.Tensor, shape: torch.Size, reads: int, read: int) -> torch.Tensor:
    """Weights of the first block and what joins it, for `reads` instead of `read` planes of input.

    The planes stand last among the channels; the first of the old ones is the sketch. Each new plane is one
    of the pixels that are folded into one.
    """
    for axis in range(len(shape)):
        if axis < 2 and shape[axis] != weights.shape[axis]:
            others = weights.shape[axis] - read
            before, sketch = weights.narrow(axis, 0, others), weights.narrow(axis, others, 1)
            share = reads if axis == 1 else 1  # what is summed over the planes is shared among them
            copies = [reads if at == axis else 1 for at in range(weights.dim())]
            weights = torch.cat([before, (sketch / share).repeat(copies)], axis)
    return weights
