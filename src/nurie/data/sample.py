"""Training samples: a sketch with hints, and what its nine colorings should be.

A picture whose parts are known (drawn, labelled, or annotated with key colors) is painted in the nine
schemes: each coloring has a target of its own, and a hint repaints its part in all nine. Of any other picture
only one coloring is known; the paper's loss picks the output that answers for it.
"""

import dataclasses
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from nurie import images
from nurie.arrays import Bytes
from nurie.data import augment, hints, strokes
from nurie.data.drawn import Drawing, paint
from nurie.errors import DataError, ImageError
from nurie.lineart.areas import hint_planes
from nurie.lineart.extract import EXTRACTORS
from nurie.lineart.grays import on_grays
from nurie.schemes.parts import Part
from nurie.schemes.scheme import SCHEMES, Scheme, random_scheme

OTHER = 254
"""A part that is neither ground nor skin."""
NOT_BUBBLE = 253
"""Any part but a bubble."""
WORN = 252
"""A garment or an accessory."""
BEHIND = 251
"""Ground or scenery."""
UNKNOWN = 255
"""A part that nobody named."""

_LIGHT = (
    0.45  # of the logarithm of gamma: how much lighter or darker grays under lines are than the picture's
)


@dataclass(frozen=True)
class Sample:
    """One sample; all arrays are uint8."""

    sketch: Bytes
    """(1, fold H, fold W), ink 0 and paper 255."""
    hints: Bytes
    """(4, H, W): red, green, blue, mask."""
    targets: Bytes
    """(9, 3, H, W); nine times the same picture where `matched` is false."""
    matched: bool
    """Whether each coloring has a target of its own."""
    parts: Bytes
    """(H, W): `Part` values, OTHER, NOT_BUBBLE, WORN, BEHIND or UNKNOWN."""


@dataclass(frozen=True)
class ColorPicture:
    """A color picture and what is known of it."""

    rgb: Bytes
    """(H, W, 3)."""
    line: Bytes | None = None
    """(H, W), its exact line art, where there is some."""
    layers: Drawing | None = None
    """Its parts and their shading, where they are known."""

    @property
    def nbytes(self) -> int:
        """The memory that it takes."""
        planes = (self.rgb, self.line, self.layers)
        return sum(plane.nbytes for plane in planes if plane is not None)


def _repainted(scheme: Scheme, colors: dict[Part, tuple[float, float, float]]) -> Scheme:
    return dataclasses.replace(scheme, **{part.name.lower(): color for part, color in colors.items()})


def _channels_first(rgb: Bytes) -> Bytes:
    return np.ascontiguousarray(rgb.transpose(2, 0, 1))


def scheme_sample(
    rng: np.random.Generator,
    drawing: Drawing,
    hinted: bool,
    sketch: Bytes | None = None,
    is_rough: bool = False,
    under: Bytes | None = None,
) -> Sample:
    """A sample whose nine targets are the nine schemes, the hinted parts repainted in all of them.

    Args:
        rng: the source of chance.
        drawing: what to paint, with `Part` values and, where no part is known, UNKNOWN.
        hinted: whether there are hints; only where the sketch is of the drawing's size.
        sketch: its lines, at a multiple of its size; None for its own.
        is_rough: whether the lines are drawn by a quicker hand.
        under: the picture, (h, w, 3), whose grays lie under the lines, if any do.
    """
    sketch = drawing.line if sketch is None else sketch
    if is_rough:
        rows, columns = sketch.shape
        parts = cv2.resize(drawing.parts, (columns, rows), interpolation=cv2.INTER_NEAREST)
        sketch = strokes.rough(rng, sketch, np.asarray(parts, np.uint8))
    sketch = _shown(rng, sketch, under)
    planes = np.zeros((4, *drawing.parts.shape), np.uint8)
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
    painted = dataclasses.replace(
        drawing, parts=np.where(drawing.parts == UNKNOWN, np.uint8(Part.GROUND), drawing.parts)
    )
    targets = [_channels_first(paint(painted, _repainted(scheme, given))) for scheme in SCHEMES]
    return Sample(sketch[None], planes, np.stack(targets), True, drawing.parts)


def picture_sample(
    rng: np.random.Generator,
    sketch: Bytes,
    rgb: Bytes,
    parts: Bytes,
    hinted: bool,
    under: Bytes | None = None,
) -> Sample:
    """A sample with one known coloring; `under` as for `scheme_sample`."""
    sketch = _shown(rng, sketch, under)
    planes = np.zeros((4, *parts.shape), np.uint8)
    if hinted:
        placed = hints.place(rng, sketch)
        smooth = cv2.medianBlur(rgb, 3)
        colors = np.array([smooth[point] for point in placed.points], np.uint8).reshape(-1, 3)
        planes = hint_planes(placed.marks, colors, sketch)
    targets = np.repeat(_channels_first(rgb)[None], len(SCHEMES), 0)
    return Sample(sketch[None], planes, targets, False, parts)


def seen_under(
    rng: np.random.Generator, share: float, view: augment.View, rgb: Bytes, fold: int
) -> Bytes | None:
    """What lies under the lines of a share of the samples: the picture (H, W, 3), as large as they are."""
    return view.enlarged(fold).warp(rgb, border(rgb)) if share > 0 and rng.random() < share else None


def _shown(rng: np.random.Generator, sketch: Bytes, under: Bytes | None) -> Bytes:
    """Lines in ink of any strength, and the grays under them in any light."""
    sketch = augment.vary_ink(rng, sketch)
    if under is None:
        return sketch
    curve = np.arange(256, dtype=np.float32) / 255
    light = np.rint(255 * curve ** float(np.exp(rng.uniform(-_LIGHT, _LIGHT)))).astype(np.uint8)
    gray = cv2.LUT(cv2.cvtColor(under, cv2.COLOR_RGB2GRAY), light)
    return on_grays(sketch, np.asarray(cv2.resize(gray, sketch.shape[::-1]), np.uint8))


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


def colored_sample(
    rng: np.random.Generator,
    view: augment.View,
    rgb: Bytes,
    sketch: Bytes,
    recolor: float,
    hinted: bool,
) -> Sample:
    """A sample of a picture (H, W, 3) in a view and its sketch there.

    Of a figure on white, ground and skin are told, the colors may be turned and the ground painted.
    """
    seen = view.warp(rgb, border(rgb))
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


def border(rgb: Bytes) -> int:
    """What fills a view beyond the picture."""
    return 255 if _on_white(rgb) else int(rgb.mean())


def _on_white(rgb: Bytes) -> bool:
    """Whether the picture is a figure cut out on white: at least three of its corners are."""
    corners = rgb[[0, 0, -1, -1], [0, -1, 0, -1]].min(axis=1)
    return bool((corners > 243).sum() >= 3)


def extract(rng: np.random.Generator, view: augment.View, rgb: Bytes, fold: int = 1) -> Bytes:
    """Line art of `rgb` in a view, `fold` times as large, by a random extractor and pen."""
    extractor = list(EXTRACTORS.values())[int(rng.integers(len(EXTRACTORS)))]
    large = view.enlarged(2).warp(rgb, border(rgb))
    line = extractor(np.asarray(cv2.GaussianBlur(large, (0, 0), 0.6), np.uint8), float(rng.uniform(0.7, 2.2)))
    height, width = (fold * side for side in view.size)
    if line.shape == (height, width):
        return line
    return np.asarray(cv2.resize(line, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def read_rgb(path: Path) -> Bytes:
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
