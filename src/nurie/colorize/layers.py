"""A coloring taken apart into the layers that an artist would have made.

From below: flats, one layer a color; shadows, multiplied; light, screened; the lines. Shadows and light hold
exactly what the flats lack, so that all together look like the coloring.
"""

from collections.abc import Callable
from functools import partial

import cv2
import numpy as np
import numpy.typing as npt

from nurie.colorize import color_names
from nurie.colorize.colorizer import Colorization
from nurie.colorize.compose import compose
from nurie.colorize.flats import Flats, flatten, lab
from nurie.colorize.hints import Hints
from nurie.colorize.palette import Palette
from nurie.export.layers import Blend, Group, Layer, Page
from nurie.images import Bytes

_MOST = 16  # layers of flats; what is left joins the nearest
_APART = 16.0  # in CIELAB; colors that lie further apart than this are layers of their own
_SMALL = 2e-4  # of the page; a color with less is no layer of its own
_PALETTE = 5.0  # in CIELAB; a flat as near as this to a color of the palette is that color


def build(
    coloring: Colorization,
    colors: Bytes,
    hints: Hints | None = None,
    palette: Palette | None = None,
    nine: bool = False,
) -> Page:
    """Take one coloring of a sketch apart.

    Args:
        coloring: the sketch with its colorings.
        colors: (H, W, 3) bytes without lines: ``coloring.flat(index)``, or a mix of them.
        hints: go on a hidden layer at the top.
        palette: names the flats.
        nine: whether all nine colorings go below, in hidden groups.
    """

    def parts(make: Callable[[], Bytes]) -> tuple[Layer | Group, ...]:
        return _parts(make, flatten(make(), coloring.regions), palette)

    children = parts(lambda: colors)
    if nine:
        groups = (
            Group(f"coloring {index + 1}", parts(partial(coloring.flat, index)), visible=False)
            for index in range(len(coloring.color_maps))
        )
        children = (*groups, *children)
    children += (_lines(coloring.drawing),)
    if hints:
        height, width = coloring.drawing.shape[:2]
        children += (Layer("hints", partial(hints.rasterize, height, width), visible=False),)
    picture = coloring.picture
    return Page(children, compose(colors, coloring.drawing), picture.dpi, picture.icc)


def _parts(make: Callable[[], Bytes], flats: Flats, palette: Palette | None) -> tuple[Layer | Group, ...]:
    """Flats, shadows and light; ``make`` makes the colors again, which would fill the memory for all nine."""
    if palette:
        flats = _on_palette(flats, palette)
    owner, names = _grouped(flats, palette)
    layers = (Layer(name, partial(_only, flats, owner == group)) for group, name in enumerate(names))
    return (
        Group("flats", tuple(layers)),
        Layer("shadows", lambda: _shadows(make(), flats), Blend.MULTIPLY),
        Layer("light", lambda: _light(make(), flats), Blend.SCREEN),
    )


def _lines(drawing: Bytes) -> Layer:
    """The drawing itself, multiplied; in colored ink, which keeps its color over any other, as clear ink."""
    if (drawing == drawing[..., :1]).all():
        return Layer("lines", partial(_opaque, drawing), Blend.MULTIPLY)
    return Layer("lines", partial(_clear_ink, drawing))


def _opaque(rgb: Bytes) -> Bytes:
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2RGBA), dtype=np.uint8)


def _clear_ink(drawing: Bytes) -> Bytes:
    """Ink on white paper taken off the paper: (H, W, 4) bytes."""
    cover = ~drawing.min(axis=2)
    ink = cv2.divide(drawing - ~cover[..., None], cv2.merge((cover, cover, cover)), scale=255)
    return np.dstack([ink, cover])


def _shadows(colors: Bytes, flats: Flats) -> Bytes:
    """What multiplies the flats down to the colors, clear where they are dark enough: (H, W, 4) bytes."""
    plain = flats.plain()
    shade = cv2.divide(np.minimum(colors, plain), plain, scale=255)
    shade[colors >= plain] = 255
    return np.dstack([shade, (shade < 255).any(axis=2) * np.uint8(255)])


def _light(colors: Bytes, flats: Flats) -> Bytes:
    """What screens the flats up to the colors, clear where they are light enough: (H, W, 4) bytes."""
    layer = _shadows(~colors, Flats(flats.regions, ~flats.colors))  # screening is multiplying negatives
    layer[..., :3] = ~layer[..., :3]
    return layer


def _only(flats: Flats, chosen: npt.NDArray[np.bool_]) -> Bytes:
    """The flats of some regions, transparent elsewhere: (H, W, 4) bytes."""
    table = np.column_stack([flats.colors, np.full(len(flats.colors), 255, np.uint8)])
    table[~chosen] = 0
    packed = table.view(np.uint32).ravel().take(flats.regions)  # four bytes make one number to fetch
    return packed.view(np.uint8).reshape(*flats.regions.shape, 4)


def _on_palette(flats: Flats, palette: Palette) -> Flats:
    """Flats that hardly differ from a color of the palette made exactly that."""
    entries = np.array([entry.rgb for entry in palette], np.uint8)
    places = lab(flats.colors)
    distances = np.stack([np.linalg.norm(places - entry, axis=1) for entry in lab(entries)], axis=1)
    near = distances.min(axis=1) < _PALETTE
    colors = np.where(near[:, None], entries[distances.argmin(axis=1)], flats.colors)
    return Flats(flats.regions, colors)


def _grouped(flats: Flats, palette: Palette | None) -> tuple[npt.NDArray[np.int64], list[str]]:
    """The number of the layer that each region goes to, and the layers' names, the largest first."""
    areas = np.bincount(flats.regions.ravel(), minlength=len(flats.colors))
    colors, kind = np.unique(flats.colors, axis=0, return_inverse=True)
    shares = np.bincount(kind, areas, len(colors)) / flats.regions.size
    known = {entry.rgb: entry.name for entry in palette or ()}
    places = lab(colors)
    leaders: list[int] = []
    group = np.zeros(len(colors), np.int64)
    for color in np.argsort(-shares, kind="stable").tolist():
        away = np.linalg.norm(places[leaders] - places[color], axis=1)
        new = shares[color] >= _SMALL and len(leaders) < _MOST and (away > _APART).all()
        if shares[color] and (new or not leaders or tuple(colors[color].tolist()) in known):
            group[color] = len(leaders)
            leaders.append(color)
        elif shares[color]:
            group[color] = away.argmin()
    plain = color_names.names(colors[leaders])
    given = [known.get(tuple(rgb), "") for rgb in colors[leaders].tolist()]
    names = [name if name.isprintable() and name else other for name, other in zip(given, plain, strict=True)]
    return group[kind], color_names.numbered(names)
