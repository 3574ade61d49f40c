"""The batches of a run, the same for any number of workers and processes."""

import signal
from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from nurie.data.pairs import Pairs
from nurie.data.sample import Sample
from nurie.errors import DataError
from nurie.training.config import Recipe
from nurie.workers import no_interrupts

TensorBatch = dict[str, Tensor]
"""sketch (B, 1, fold H, fold W), hints (B, 4, H, W), targets (B, 9, 3, H, W), parts (B, H, W), all uint8;
matched (B,) bool; other (B,) int64, 1 to 8: the offset, modulo nine, from the best coloring to the one
that is sampled in place of the other eight."""

Dealt = tuple[Sample, int]
"""A sample and its entry of `other`."""


class _Dealer(Dataset[Dealt]):
    """Samples with a chance of their own: a resumed or divided run draws what a single one would."""

    def __init__(self, pairs: Pairs, seed: int) -> None:
        self.pairs, self.seed = pairs, seed

    def __getitem__(self, index: int) -> Dealt:
        return self.pairs[index], int(np.random.default_rng((self.seed, index, 2)).integers(1, 9))


def batches(
    recipe: Recipe, first_step: int, seen: int | None = None, rank: int = 0, ranks: int = 1
) -> Iterator[TensorBatch]:
    """The batches from `first_step` on, `optimizer.accumulate` pieces a step.

    Args:
        recipe: the recipe; its batch is that of all processes together.
        first_step: how many steps the run has made.
        seen: how many samples those steps took; by default as many as the recipe's batch makes.
        rank: the number of this process.
        ranks: how many processes share each batch.

    Raises:
        DataError: a picture cannot be read.
    """
    data, steps = recipe.data, recipe.optimizer.steps
    # Samples are numbered, and a batch starts at a multiple of its size, whatever size earlier batches had.
    seen = first_step * data.batch if seen is None else seen
    start = -(-seen // data.batch) * data.batch
    end = start + (steps - first_step) * data.batch
    piece = data.batch // recipe.optimizer.accumulate
    loader = DataLoader(
        _Dealer(Pairs(data, end, recipe.model.fold), data.seed),
        batch_sampler=(list(range(at + rank, at + piece, ranks)) for at in range(start, end, piece)),
        num_workers=data.workers,
        collate_fn=_stacked,  # arrays go through a pipe; tensors would need shared memory, which may be full
        worker_init_fn=_prepare_worker,
        prefetch_factor=4 if data.workers else None,
        # A separate generator: the loader would else advance the global one, and a resumed run would differ.
        generator=torch.Generator(),
    )
    try:
        with no_interrupts():
            started = iter(loader)
        yield from map(_tensors, started)
    except DataError as error:
        # A worker's error arrives with its whole traceback as the message; the sentence is at the end.
        raise DataError(str(error).rsplit(f"{DataError.__qualname__}: ")[-1].strip()) from None


def first_batch(recipe: Recipe, most: int = 8) -> TensorBatch:
    """The first samples of a run, at most `most` of its first batch: what its sheets show."""
    count = min(most, recipe.data.batch)
    dealer = _Dealer(Pairs(recipe.data, recipe.data.batch, recipe.model.fold), recipe.data.seed)
    return collate([dealer[index] for index in range(count)])


def collate(dealt: list[Dealt]) -> TensorBatch:
    """Samples of one size as tensors."""
    return _tensors(_stacked(dealt))


def _stacked(dealt: list[Dealt]) -> dict[str, NDArray[np.generic]]:
    """The same as arrays."""
    batch: dict[str, NDArray[np.generic]] = {
        name: np.stack([getattr(sample, name) for sample, _ in dealt])
        for name in ("sketch", "hints", "targets", "parts")
    }
    matched = np.array([sample.matched for sample, _ in dealt])
    return batch | {"matched": matched, "other": np.array([other for _, other in dealt], np.int64)}


def _tensors(arrays: dict[str, NDArray[np.generic]]) -> TensorBatch:
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


def _prepare_worker(_: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    torch.set_num_threads(1)
