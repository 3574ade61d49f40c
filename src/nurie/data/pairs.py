"""Training samples: a sketch with hints, and what its nine colorings should be.

A picture whose parts are known (drawn, or annotated with key colors) is painted in the nine schemes:
each coloring has a target of its own, and a hint repaints its part in all nine. Of any other picture
only one coloring is known; the paper's loss picks the output that answers for it.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from torch.utils.data import Dataset

from nurie import images
from nurie.data import augment, hints, shards
from nurie.data.config import DataConfig, SourceConfig
from nurie.data.drawn import SCHEMES, Drawing, Scheme, draw, paint, random_scheme
from nurie.data.keyed import Key, PartKeys, label, load_keys, relight
from nurie.data.tolerance import Losses
from nurie.errors import DataError, ImageError
from nurie.lineart.extract import EXTRACTORS
from nurie.lineart.regions import hint_planes
from nurie.schemes.parts import Part

OTHER = 254
"""A part that is neither ground nor skin."""
UNKNOWN = 255
"""A part that nobody named."""

_TWIN_SHARE = 0.7  # of the samples of a picture that has exact line art are drawn with it
_SUFFIXES = {".webp", ".png", ".jpg", ".jpeg"}


@dataclass(frozen=True)
class Sample:
    """One sample; all arrays are uint8."""

    sketch: NDArray[np.uint8]
    """(1, H, W), ink 0 and paper 255."""
    hints: NDArray[np.uint8]
    """(4, H, W): red, green, blue, mask."""
    targets: NDArray[np.uint8]
    """(9, 3, H, W); nine times the same picture where `matched` is false."""
    matched: bool
    """Whether each coloring has a target of its own."""
    parts: NDArray[np.uint8]
    """(H, W): `Part` values, OTHER or UNKNOWN."""


def _repainted(scheme: Scheme, colors: dict[Part, tuple[float, float, float]]) -> Scheme:
    return dataclasses.replace(scheme, **{part.name.lower(): color for part, color in colors.items()})


def _channels_first(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(rgb.transpose(2, 0, 1))


def _no_hints(size: tuple[int, int]) -> NDArray[np.uint8]:
    return np.zeros((4, *size), np.uint8)


def scheme_sample(rng: np.random.Generator, drawing: Drawing, hinted: bool) -> Sample:
    """A sample whose nine targets are the nine schemes, the hinted parts repainted in all of them."""
    sketch = augment.vary_ink(rng, drawing.line)
    planes = _no_hints(sketch.shape)
    given: dict[Part, tuple[float, float, float]] = {}
    if hinted:
        truth = random_scheme(rng)
        placed = hints.place(rng, sketch)
        colors = np.zeros((len(placed.points), 3), np.uint8)
        for index, (row, column) in enumerate(placed.points):
            part = Part(drawing.parts[row, column])
            if part not in given:
                any_color = rng.random() < 0.3
                given[part] = tuple(rng.uniform(0, 255, 3)) if any_color else truth[part]
            colors[index] = np.rint(given[part])
        planes = hint_planes(placed.marks, colors, sketch)
    targets = [_channels_first(paint(drawing, _repainted(scheme, given))) for scheme in SCHEMES]
    return Sample(sketch[None], planes, np.stack(targets), True, drawing.parts)


def picture_sample(
    rng: np.random.Generator,
    sketch: NDArray[np.uint8],
    rgb: NDArray[np.uint8],
    parts: NDArray[np.uint8],
    hinted: bool,
) -> Sample:
    """A sample with one known coloring."""
    sketch = augment.vary_ink(rng, sketch)
    planes = _no_hints(sketch.shape)
    if hinted:
        placed = hints.place(rng, sketch)
        smooth = cv2.medianBlur(rgb, 3)
        colors = np.array([smooth[point] for point in placed.points], np.uint8).reshape(-1, 3)
        planes = hint_planes(placed.marks, colors, sketch)
    targets = np.repeat(_channels_first(rgb)[None], len(SCHEMES), 0)
    return Sample(sketch[None], planes, targets, False, parts)


class Source(Protocol):
    """Where samples come from."""

    def sample(self, rng: np.random.Generator, size: tuple[int, int], hinted: bool) -> Sample:
        """A sample of `size` (height, width), hinted or not."""


class DrawnSource:
    """Pictures by the procedural artist."""

    def __init__(self, config: SourceConfig) -> None:
        self.first, self.count = config.first_seed, config.count
        self.size, self.zoom = (config.side, config.side), config.zoom
        self._drawn: dict[int, Drawing] = {}

    def _draw(self, seed: int) -> Drawing:
        if seed not in self._drawn:
            self._drawn[seed] = draw(seed, self.size)
        return self._drawn[seed]

    def sample(self, rng: np.random.Generator, size: tuple[int, int], hinted: bool) -> Sample:
        """A sample of `size` (height, width)."""
        drawing = self._draw(self.first + int(rng.integers(self.count)))
        view = augment.random_view(rng, drawing.line.shape, size, self.zoom)
        return scheme_sample(rng, in_view(drawing, view), hinted)


def in_view(drawing: Drawing, view: augment.View) -> Drawing:
    """The drawing in another view; what lies outside it is empty ground."""
    return dataclasses.replace(
        drawing,
        line=view.warp(drawing.line, 255),
        parts=view.warp(drawing.parts, Part.GROUND, nearest=True),
        shadow=view.warp(drawing.shadow, 0),
        light=view.warp(drawing.light, 0),
        blush=view.warp(drawing.blush, 0),
    )


Layers = tuple[NDArray[np.uint8], NDArray[np.uint8] | None, Drawing | None]
"""A picture, its line twin, and its layers by part where it has key colors."""


class FolderSource:
    """Color pictures of a folder, with or without exact line art beside them (NAME.line.webp)."""

    def __init__(self, config: SourceConfig) -> None:
        root = Path(config.path)
        if not root.is_dir():
            raise DataError(f"{root} is no folder; set the source's path to a folder of pictures.")
        found = sorted({path for pattern in config.include for path in root.glob(pattern)})
        self.paths = [
            path for path in found if path.suffix.lower() in _SUFFIXES and ".line" not in path.suffixes
        ]
        self.keys: dict[Path, Key] = {}
        if config.keys:
            keys: PartKeys = load_keys(Path(config.keys))
            for path in self.paths:
                key = keys.find(path.relative_to(root).as_posix())
                if key is not None:
                    self.keys[path] = key
            self.paths = [path for path in self.paths if path in self.keys]
        if not self.paths:
            keyed = f" and has keys in {config.keys}" if config.keys else ""
            raise DataError(
                f"{root} holds no picture that matches {', '.join(config.include)}{keyed}; "
                "change the source's path or include."
            )
        self.zoom, self.recolor = config.zoom, config.recolor
        self._known: dict[Path, Layers] = {}
        self._losses = Losses(config.path, len(self.paths))

    def _read(self, path: Path) -> Layers:
        if path not in self._known:
            self._known[path] = self._layers(path)
        return self._known[path]

    def _layers(self, path: Path) -> Layers:
        rgb = read_rgb(path)
        line = None
        twin = path.with_name(f"{path.stem}.line{path.suffix}")
        if twin.exists():
            line = np.asarray(cv2.cvtColor(read_rgb(twin), cv2.COLOR_RGB2GRAY), np.uint8)
            if line.shape != rgb.shape[:2]:
                raise DataError(f"{twin} has another size than {path.name}; save both at one size.")
        if path not in self.keys:
            return rgb, line, None
        parts = label(rgb, self.keys[path])
        shadow, light = relight(rgb, parts)
        empty = np.zeros_like(shadow)
        return rgb, line, Drawing(np.full_like(shadow, 255), parts, shadow, light, empty, 0)

    def sample(self, rng: np.random.Generator, size: tuple[int, int], hinted: bool) -> Sample:
        """A sample of `size` (height, width)."""
        rgb, line, layers = self._draw(rng)
        view = augment.random_view(rng, rgb.shape[:2], size, self.zoom)
        if line is not None and rng.random() < _TWIN_SHARE:
            sketch = view.warp(line, 255)
        else:
            sketch = extract(rng, view, rgb, _border(rgb))
        if layers is not None:
            return scheme_sample(rng, dataclasses.replace(in_view(layers, view), line=sketch), hinted)
        return colored_sample(rng, view, rgb, sketch, self.recolor, hinted)

    def _draw(self, rng: np.random.Generator) -> Layers:
        """One of the pictures; those that cannot be read are passed over."""
        while True:
            path = self.paths[int(rng.integers(len(self.paths)))]
            try:
                return self._read(path)
            except DataError as error:
                self._losses.add(str(path), str(error))


class ShardSource:
    """The colored pictures of shards that `nurie prepare` wrote, with the line art stored beside them."""

    def __init__(self, config: SourceConfig) -> None:
        root = Path(config.path)
        rows = [row for row in shards.load_manifest(root)["shards"] if row["group"] == "color"]
        self._losses = Losses(config.path, sum(row["pictures"] for row in rows))
        self.names: list[str] = []
        self.files: list[dict[str, shards.Place]] = []
        for row in rows:
            found, problem = shards.samples(root / row["path"])
            if len(found) < row["pictures"]:
                lost = row["pictures"] - len(found)
                shard, reason = str(root / row["path"]), problem or "holds less than its manifest says"
                self._losses.add(shard, f"{shard} {reason}; run nurie prepare again.", lost)
            self.names += [f"{root / row['path']}:{key}" for key in found]
            self.files += found.values()
        if not self.files:
            raise DataError(f"{root} holds no colored pictures; prepare other ones.")
        self.zoom, self.recolor = config.zoom, config.recolor

    def sample(self, rng: np.random.Generator, size: tuple[int, int], hinted: bool) -> Sample:
        """A sample of `size` (height, width)."""
        rgb, line = self._draw(rng)
        view = augment.random_view(rng, rgb.shape[:2], size, self.zoom)
        sketch = extract(rng, view, rgb, _border(rgb)) if line is None else view.warp(line, 255)
        return colored_sample(rng, view, rgb, sketch, self.recolor, hinted)

    def _draw(self, rng: np.random.Generator) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
        """A picture and one of its drawings; what cannot be read is passed over."""
        while True:
            number = int(rng.integers(len(self.files)))
            files = self.files[number]
            picture = next(ending for ending in shards.PICTURES if ending in files)
            drawings = sorted(files.keys() - {picture, ".json", shards.TWIN})
            if shards.TWIN in files and (not drawings or rng.random() < _TWIN_SHARE):
                drawings = [shards.TWIN]
            chosen = drawings[int(rng.integers(len(drawings)))] if drawings else None
            try:
                rgb = np.array(images.load(files[picture].read()).rgb)
                line = images.load(files[chosen].read()).rgb if chosen else None
            except (OSError, ImageError):
                name = self.names[number]
                self._losses.add(name, f"{name} cannot be read as a picture; run nurie prepare again.")
                continue
            return rgb, None if line is None else np.asarray(cv2.cvtColor(line, cv2.COLOR_RGB2GRAY), np.uint8)


def colored_sample(
    rng: np.random.Generator,
    view: augment.View,
    rgb: NDArray[np.uint8],
    sketch: NDArray[np.uint8],
    recolor: float,
    hinted: bool,
) -> Sample:
    """A sample of a picture (H, W, 3) in a view and its sketch there.

    Of a figure on white, ground and skin are told, the colors may be turned and the ground painted.
    """
    seen = view.warp(rgb, _border(rgb))
    parts = np.full(view.size, UNKNOWN, np.uint8)
    if _on_white(rgb):
        ground = augment.border_ground(seen)
        parts = np.where(ground, Part.GROUND, OTHER).astype(np.uint8)
        parts[augment.skin_tones(augment.to_lab(seen)) & ~ground] = Part.SKIN
        if rng.random() < recolor:
            seen = augment.recolor_by_part(rng, seen)
        if rng.random() < 0.7:
            seen = np.where(ground[..., None], augment.random_ground(rng), seen)
    return picture_sample(rng, sketch, seen, parts, hinted)


def _border(rgb: NDArray[np.uint8]) -> int:
    """What fills a view beyond the picture."""
    return 255 if _on_white(rgb) else int(rgb.mean())


def _on_white(rgb: NDArray[np.uint8]) -> bool:
    """Whether the picture is a figure cut out on white: at least three of its corners are."""
    corners = rgb[[0, 0, -1, -1], [0, -1, 0, -1]].min(axis=1)
    return bool((corners > 243).sum() >= 3)


def extract(
    rng: np.random.Generator, view: augment.View, rgb: NDArray[np.uint8], border: int
) -> NDArray[np.uint8]:
    """Line art of `rgb` in a view, by a random extractor and pen, drawn at twice the size."""
    extractor = list(EXTRACTORS.values())[int(rng.integers(len(EXTRACTORS)))]
    smooth = np.asarray(cv2.GaussianBlur(view.twice().warp(rgb, border), (0, 0), 0.6), np.uint8)
    line = extractor(smooth, float(rng.uniform(0.7, 2.2)))
    return np.asarray(cv2.resize(line, view.size[::-1], interpolation=cv2.INTER_AREA), np.uint8)


def read_rgb(path: Path) -> NDArray[np.uint8]:
    """The picture as RGB uint8 (H, W, 3), on white where it is transparent.

    Raises:
        DataError: it cannot be read.
    """
    try:
        return np.array(images.load(path).rgb)
    except ImageError as error:
        raise DataError(
            f"{path} cannot be read as a picture; remove it or save it again as PNG or WebP."
        ) from error


_SOURCES: dict[str, Callable[[SourceConfig], Source]] = {
    "drawn": DrawnSource,
    "folder": FolderSource,
    "shards": ShardSource,
}


class Pairs(Dataset[Sample]):
    """All samples of a run: sample i follows from the seed and i alone, whichever worker makes it."""

    def __init__(self, config: DataConfig, length: int) -> None:
        cv2.setNumThreads(1)
        self.sources: list[Source] = [_SOURCES[source.kind](source) for source in config.sources]
        weights = np.array([source.weight for source in config.sources], np.float64)
        self.shares = weights / weights.sum()
        self.config, self.length = config, length

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, index: int) -> Sample:
        rng = np.random.default_rng((self.config.seed, index))
        source = self.sources[int(rng.choice(len(self.sources), p=self.shares))]
        # All samples of a batch have one size, so the size follows from the batch's number.
        sizes = self.config.sizes
        batch = np.random.default_rng((self.config.seed, index // self.config.batch, 1))
        height, width = sizes[int(batch.integers(len(sizes)))]
        return source.sample(rng, (height, width), bool(rng.random() < self.config.hints))
