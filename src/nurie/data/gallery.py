"""The pictures of one source, drawn by chance and read when they are first drawn."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np

from nurie.data.cache import Cache, Large
from nurie.data.config import SourceConfig
from nurie.data.tolerance import Losses
from nurie.errors import DataError

_Picture = TypeVar("_Picture", bound=Large)


class Gallery(Generic[_Picture]):
    """Pictures of a folder; as many are kept as the source has room for.

    Args:
        config: of the source.
        paths: of the pictures.
        read: reads one; raises `DataError` if it cannot.
    """

    def __init__(self, config: SourceConfig, paths: Sequence[Path], read: Callable[[Path], _Picture]) -> None:
        self._paths = paths
        self._read = Cache[Path, _Picture](read, config.room)
        self._losses = Losses(config.path, len(paths))

    def draw(self, rng: np.random.Generator) -> _Picture:
        """One of the pictures; those that cannot be read are passed over.

        Raises:
            DataError: too many of them cannot be read.
        """
        while True:
            path = self._paths[int(rng.integers(len(self._paths)))]
            try:
                return self._read(path)
            except DataError as error:
                self._losses.add(str(path), str(error))
