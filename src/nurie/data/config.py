"""Where training samples come from."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class SourceConfig:
    """One source of pictures."""

    kind: Literal["drawn", "folder", "shards"]
    """Drawn by the procedural artist, read from a folder of pictures, or from shards of `nurie prepare`."""
    weight: float = 1.0
    """Share among the sources."""
    zoom: tuple[float, float] = (0.8, 1.6)
    """Range of the random zoom; 1 fits the picture into the frame, more crops it."""
    first_seed: int = 0
    """drawn: the first picture."""
    count: int = 1000
    """drawn: how many pictures."""
    side: int = 256
    """drawn: width and height in px at which they are drawn, before the view is taken."""
    path: str = ""
    """folder, shards: where the pictures or the manifest are, relative to the working folder."""
    include: tuple[str, ...] = ("**/*",)
    """folder: glob patterns below the path."""
    keys: str = ""
    """folder: a file of key colors by part; only pictures it names are used, painted in the nine schemes."""
    recolor: float = 0.0
    """folder, shards: share of the figures on white whose colors are turned part by part."""


@dataclass(frozen=True)
class DataConfig:
    """The samples."""

    sources: tuple[SourceConfig, ...]
    batch: int = 1
    """Samples a step."""
    sizes: tuple[tuple[int, int], ...] = ((256, 256),)
    """Heights and widths in px, multiples of 32; each batch takes one at random."""
    hints: float = 0.0
    """Share of the samples with hints."""
    seed: int = 1
    workers: int = 1
    """Processes that make samples; the samples are the same for any number."""
