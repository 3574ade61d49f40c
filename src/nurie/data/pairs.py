"""Where training samples come from: the procedural artist, folders, shards."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from torch.utils.data import Dataset

from nurie import images, threads
from nurie.arrays import Bytes
from nurie.data import augment, shards
from nurie.data.brush import painted
from nurie.data.bubbles import BubbleSource
from nurie.data.cache import Cache
from nurie.data.config import DataConfig, SourceConfig
from nurie.data.drawn import Drawing, draw
from nurie.data.drawn.drawing import Subject
from nurie.data.gallery import Gallery
from nurie.data.keyed import Key, PartKeys, label, load_keys, relight
from nurie.data.labels import LabelSource
from nurie.data.sample import (
    ColorPicture,
    Sample,
    colored_sample,
    extract,
    in_view,
    read_rgb,
    scheme_sample,
    seen_under,
)
from nurie.data.tolerance import Losses
from nurie.errors import DataError, ImageError
from nurie.export import files

_TWIN_SHARE = 0.7  # of the samples of a picture that has exact line art are drawn with it
_SUFFIXES = {".webp", ".png", ".jpg", ".jpeg"}


class SampleSource(Protocol):
    """Where samples come from."""

    def sample(self, rng: np.random.Generator, size: tuple[int, int], hinted: bool) -> Sample:
        """A sample of `size` (height, width), hinted or not."""


class DrawnSource:
    """Pictures by the procedural artist."""

    def __init__(self, config: SourceConfig, fold: int = 1) -> None:
        self.config, self.fold = config, fold
        self._draw = Cache[tuple[int, Subject | None], Drawing](self._drawn, config.room)

    def sample(self, rng: np.random.Generator, size: tuple[int, int], hinted: bool) -> Sample:
        """A sample of `size` (height, width)."""
        seed = self.config.first_seed + int(rng.integers(self.config.count))
        is_panel = self.config.panels > 0 and rng.random() < self.config.panels
        drawing = self._draw((seed, "panel" if is_panel else None))
        view = augment.random_view(rng, drawing.line.shape, size, self.config.zoom)
        if self.config.painted > 0 and rng.random() < self.config.painted:
            painting = painted(rng, drawing)
            under = seen_under(rng, self.config.grays, view, painting, self.fold)
            sketch = extract(rng, view, painting, self.fold)
            return scheme_sample(rng, in_view(drawing, view), hinted, sketch, under=under)
        sketch = view.enlarged(self.fold).warp(drawing.line, 255)
        is_rough = rng.random() < self.config.rough
        under = None
        if self.config.grays > 0 and rng.random() < self.config.grays:
            under = view.enlarged(self.fold).warp(painted(rng, drawing), 255)
        return scheme_sample(rng, in_view(drawing, view), hinted, sketch, is_rough, under)

    def _drawn(self, what: tuple[int, Subject | None]) -> Drawing:
        seed, kind = what
        return draw(seed, (self.config.side, self.config.side), kind=kind)


def _matched(root: Path, patterns: Sequence[str]) -> list[Path]:
    """The files in a folder that fit one of the patterns, in the order of their names."""
    try:
        return sorted({path for pattern in patterns for path in root.glob(pattern)})
    except (ValueError, IndexError, NotImplementedError) as error:
        raise DataError(
            f"include is {list(patterns)}, which fits nothing in a folder ({error}); "
            "write patterns such as **/*.png."
        ) from None


class FolderSource:
    """Color pictures of a folder, with or without exact line art beside them (NAME.line.webp)."""

    def __init__(self, config: SourceConfig, fold: int = 1) -> None:
        self.config, self.fold = config, fold
        root = Path(config.path)
        if not files.is_dir(root):
            raise DataError(f"{root} is no folder; set the source's path to a folder of pictures.")
        files.check_readable(root)
        found = _matched(root, config.include)
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
        self._pictures = Gallery(config, self.paths, self._picture)

    def _picture(self, path: Path) -> ColorPicture:
        rgb = read_rgb(path)
        line = None
        twin = path.with_name(f"{path.stem}.line{path.suffix}")
        if files.exists(twin):
            line = np.asarray(cv2.cvtColor(read_rgb(twin), cv2.COLOR_RGB2GRAY), np.uint8)
            if line.shape != rgb.shape[:2]:
                raise DataError(f"{twin} has another size than {path.name}; save both at one size.")
        if path not in self.keys:
            return ColorPicture(rgb, line)
        parts = label(rgb, self.keys[path])
        shadow, light = relight(rgb, parts)
        empty = np.zeros_like(shadow)
        return ColorPicture(rgb, line, Drawing(np.full_like(shadow, 255), parts, shadow, light, empty, 0))

    def sample(self, rng: np.random.Generator, size: tuple[int, int], hinted: bool) -> Sample:
        """A sample of `size` (height, width)."""
        picture = self._pictures.draw(rng)
        view = augment.random_view(rng, picture.rgb.shape[:2], size, self.config.zoom)
        if picture.line is not None and rng.random() < _TWIN_SHARE:
            sketch = view.enlarged(self.fold).warp(picture.line, 255)
        else:
            sketch = extract(rng, view, picture.rgb, self.fold)
        if picture.layers is not None:
            is_rough = rng.random() < self.config.rough
            under = seen_under(rng, self.config.grays, view, picture.rgb, self.fold)
            return scheme_sample(rng, in_view(picture.layers, view), hinted, sketch, is_rough, under)
        return colored_sample(rng, view, picture.rgb, sketch, self.config.recolor, hinted)


class ShardSource:
    """The colored pictures of shards that `nurie prepare` wrote, with the line art stored beside them."""

    def __init__(self, config: SourceConfig, fold: int = 1) -> None:
        self.config, self.fold = config, fold
        root = Path(config.path)
        rows = [row for row in shards.load_manifest(root)["shards"] if row["group"] == "color"]
        self._losses = Losses(config.path, sum(row["pictures"] for row in rows))
        self.names: list[str] = []
        self.files: list[dict[str, shards.FileSlice]] = []
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

    def sample(self, rng: np.random.Generator, size: tuple[int, int], hinted: bool) -> Sample:
        """A sample of `size` (height, width)."""
        rgb, line = self._draw(rng)
        view = augment.random_view(rng, rgb.shape[:2], size, self.config.zoom)
        if line is None:
            sketch = extract(rng, view, rgb, self.fold)
        else:
            sketch = view.enlarged(self.fold).warp(line, 255)
        return colored_sample(rng, view, rgb, sketch, self.config.recolor, hinted)

    def _draw(self, rng: np.random.Generator) -> tuple[Bytes, Bytes | None]:
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


_SOURCES: dict[str, Callable[[SourceConfig, int], SampleSource]] = {
    "bubbles": BubbleSource,
    "drawn": DrawnSource,
    "labels": LabelSource,
    "folder": FolderSource,
    "shards": ShardSource,
}


class Pairs(Dataset[Sample]):
    """All samples of a run: sample i follows from the seed and i alone, whichever worker makes it.

    Sketches are `fold` times as large as what is known of them.
    """

    def __init__(self, config: DataConfig, length: int, fold: int = 1) -> None:
        threads.share(1)
        self.sources: list[SampleSource] = [_SOURCES[source.kind](source, fold) for source in config.sources]
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
