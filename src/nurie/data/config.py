"""Where training samples come from."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class SourceConfig:
    """One source of pictures."""

    kind: Literal["drawn", "folder", "labels", "bubbles", "shards"]
    """Drawn by the procedural artist; a folder of pictures; a folder of pictures with line art and label maps
    (`nurie.data.labels`); comic pages with masks of their bubbles (`nurie.data.bubbles`); or shards of
    `nurie prepare`."""
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
    panels: float = 0.0
    """drawn: share of the samples that show one panel of a page, with bubbles and sounds over it."""
    painted: float = 0.0
    """drawn: share of the samples whose lines are extracted from a painting of them (`nurie.data.brush`)."""
    grays: float = 0.0
    """drawn, labels, bubbles, folder with keys: share of the samples whose lines lie on the grays of their
    picture, as `model.grays` has them on painted pages."""
    path: str = ""
    """All but drawn: where the pictures or the manifest are, relative to `data.root`."""
    include: tuple[str, ...] = ("**/*",)
    """folder: glob patterns below the path."""
    names: tuple[str, ...] = ()
    """labels: the part that each value of the label maps stands for, from 0 on; UNKNOWN does not count."""
    rough: float = 0.0
    """Share of the pictures of known parts whose lines are drawn by a quicker hand (`nurie.data.strokes`)."""
    room: int = 1 << 30
    """Bytes of pictures that each worker keeps in memory."""
    keys: str = ""
    """folder: a file of key colors by part; only pictures it names are used, painted in the nine schemes."""
    seeds: str = ""
    """bubbles: a file of places whose parts are known, by page (`nurie.data.seeded`)."""
    recolor: float = 0.0
    """folder, shards: share of the figures on white whose colors are turned part by part."""


@dataclass(frozen=True)
class DataConfig:
    """The samples."""

    sources: tuple[SourceConfig, ...]
    root: str = ""
    """The folder below which the paths of sources and `loss.weights_file` lie, itself relative to the working
    folder; empty for the working folder."""
    batch: int = 1
    """Samples a step."""
    sizes: tuple[tuple[int, int], ...] = ((256, 256),)
    """Heights and widths in px, multiples of 32; each batch takes one at random."""
    hints: float = 0.0
    """Share of the samples with hints."""
    seed: int = 1
    workers: int = 1
    """Processes that make samples; the samples are the same for any number."""
