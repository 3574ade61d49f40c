"""A coloring as layers: flats, shadows, light and lines, as an artist would have made them.

From below: flats, one layer a color; shadows, multiplied; light, screened; the lines. Shadows and light are
exactly the difference of the coloring from its flats, so that all layers together look like the coloring. A
flat coloring has neither, except for the shade of screentone.
"""

from collections.abc import Callable
from functools import partial

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Mask
from nurie.colorize import color_names
from nurie.colorize.colorization import Colorization
from nurie.colorize.compose import compose
from nurie.colorize.flats import Flats, lab
from nurie.colorize.mix import Mix
from nurie.colorize.model import OUTPUTS
from nurie.colorize.palette import Palette
from nurie.colorize.shown import Ground, ground_bands, ground_regions, picture
from nurie.errors import is_printable
from nurie.export.layers import Blend, Group, Layer, LayeredImage
from nurie.schemes.names import Language, name_of
from nurie.schemes.parts import PART_COUNT, Part
from nurie.tiles import bands, counted, looked_up

# Chosen by hand; tests/colorize/test_layers.py checks the result.
_MOST = 16  # most layers of flats; further colors join the nearest
_APART = 16.0  # distance in CIELAB beyond which colors are layers of their own
_NOWHERE = -1  # the layer number of regions in no layer
_SMALL = 2e-4  # least area of a color that is a layer of its own, as a share of the page


def build(
    coloring: Colorization,
    which: int | Mix,
    nine: bool = False,
    language: Language = "en",
    ground: Ground = "scheme",
) -> LayeredImage:
    """Make the layers of one coloring of a sketch.

    Flats are named by the palette and the mix, where those have names, else by their materials. Hints go on a
    hidden layer at the top.

    Args:
        coloring: the sketch with its colorings.
        which: one of the nine, 0..8, or a mix of them.
        nine: whether all nine colorings go below, in hidden groups.
        language: of the names of materials.
        ground: what is where the material is ground; nothing there has no layer.

    Raises:
        MaterialError: another ground is asked for, and the model names no materials.
    """
    below = _below_lines(coloring, which, nine, language, ground)
    children = (*below, _lines(coloring), *_hints(coloring))
    merged = np.empty(coloring.drawing.shape, np.uint8)
    for rows, colors in ground_bands(coloring, which, ground):
        merged[rows] = compose(colors, coloring.drawing[rows])
    return LayeredImage(children, merged, coloring.picture.dpi, coloring.picture.icc)


def group(
    coloring: Colorization,
    which: int | Mix,
    nine: bool = False,
    language: Language = "en",
    ground: Ground = "scheme",
) -> Group:
    """The layers of one coloring for the artist's own document, in which they go below the lines.

    Args:
        coloring: the sketch with its colorings.
        which: one of the nine, 0..8, or a mix of them.
        nine: whether all nine colorings go below, in hidden groups.
        language: of the names of materials.
        ground: as for `build`.

    Raises:
        MaterialError: as for `build`.
    """
    return Group("nurie", _below_lines(coloring, which, nine, language, ground) + _hints(coloring))


def _below_lines(
    coloring: Colorization, which: int | Mix, nine: bool, language: Language, ground: Ground
) -> tuple[Layer | Group, ...]:
    parts = _parts(coloring, which, language, ground)
    if not nine:
        return parts
    groups = (
        Group(f"coloring {index + 1}", _parts(coloring, index, language, ground), visible=False)
        for index in range(OUTPUTS)
    )
    return (*groups, *parts)


def _hints(coloring: Colorization) -> tuple[Layer, ...]:
    if not coloring.hints:
        return ()
    height, width = coloring.drawing.shape[:2]
    return (Layer("hints", partial(coloring.hints.rasterize, height, width), visible=False),)


def _parts(
    coloring: Colorization, which: int | Mix, language: Language, ground: Ground
) -> tuple[Layer | Group, ...]:
    """Flats and, unless these are all, shadows and light.

    Colors are computed again for each layer, since those of all nine colorings would fill the memory.
    """
    flats, palette = coloring.flats(which), coloring.palette
    if ground != "scheme":
        bare = ground_regions(coloring)
        flats = Flats(flats.regions, np.where(bare[:, None], np.uint8(255), flats.colors))
    if coloring.is_painted:
        owner, names = _by_material(coloring, flats, which, language)
    else:
        owner, names = _grouped(flats, palette)

    if ground == "transparent":
        owner[bare] = _NOWHERE

    def lit(layer: Callable[[Bytes, Flats], Bytes]) -> Bytes:
        """What a layer has of the difference between colors and flats, band by band."""
        result = np.empty((*flats.regions.shape, 4), np.uint8)
        for rows, colors in ground_bands(coloring, which, ground):
            result[rows] = layer(colors, Flats(flats.regions[rows], flats.colors))
        return result

    used = frozenset(owner[counted(flats.regions, len(owner)) > 0].tolist())
    layers = (
        Layer(name, partial(_only, flats, owner == group))
        for group, name in enumerate(names)
        if group in used
    )
    group = Group("flats", tuple(layers))
    if coloring.is_flat and coloring.shade is None:
        return (group,)
    return (
        group,
        Layer("shadows", partial(lit, _shadows), Blend.MULTIPLY),
        Layer("light", partial(lit, _light), Blend.SCREEN),
    )


def _lines(coloring: Colorization) -> Layer:
    """The drawing itself, multiplied; in colored ink, which keeps its color over any other, as clear ink."""
    drawing = coloring.drawing
    if all((drawing[rows] == drawing[rows, :, :1]).all() for rows in bands(drawing.shape)):
        return Layer("lines", partial(_opaque, coloring), Blend.MULTIPLY)
    return Layer("lines", partial(picture, coloring, 0, "lines"))


def _opaque(coloring: Colorization) -> Bytes:
    return np.asarray(cv2.cvtColor(np.asarray(coloring.drawing), cv2.COLOR_RGB2RGBA), dtype=np.uint8)


def _shadows(colors: Bytes, flats: Flats) -> Bytes:
    """What multiplies the flats down to the colors, clear where they are dark enough: (H, W, 4) bytes."""
    plain = flats.picture()
    shade = cv2.divide(np.minimum(colors, plain), plain, scale=255)
    shade[colors >= plain] = 255
    return np.dstack([shade, (shade < 255).any(axis=2) * np.uint8(255)])


def _light(colors: Bytes, flats: Flats) -> Bytes:
    """What screens the flats up to the colors, clear where they are light enough: (H, W, 4) bytes."""
    layer = _shadows(~colors, Flats(flats.regions, ~flats.colors))  # screening is multiplying negatives
    layer[..., :3] = ~layer[..., :3]
    return layer


def _only(flats: Flats, chosen: Mask) -> Bytes:
    """The flats of some regions, transparent elsewhere: (H, W, 4) bytes."""
    table = np.column_stack([flats.colors, np.full(len(flats.colors), 255, np.uint8)])
    table[~chosen] = 0
    packed = looked_up(table.view(np.uint32).ravel(), flats.regions)  # as uint32: one operation a pixel
    return packed.view(np.uint8).reshape(*flats.regions.shape, 4)


def _by_material(
    coloring: Colorization, flats: Flats, which: int | Mix, language: Language
) -> tuple[npt.NDArray[np.int64], list[str]]:
    """The layer of each region, one a color, and the layers' names: of their materials, the largest first."""
    assert coloring.materials is not None
    areas = counted(flats.regions, len(flats.colors)).astype(np.float64)
    colors, kind = np.unique(flats.colors, axis=0, return_inverse=True)
    shares = np.bincount(kind, areas, len(colors))
    order = [color for color in np.argsort(-shares, kind="stable").tolist() if shares[color]]
    rank = np.zeros(len(colors), np.int64)
    rank[order] = np.arange(len(order))
    given = {entry.rgb: entry.name for entry in coloring.palette or () if is_printable(entry.name)}
    if isinstance(which, Mix):
        given |= {
            tuple(flats.colors[region].tolist()): name for region, name in which.names(flats.regions).items()
        }
    parts = np.zeros((len(colors), PART_COUNT))
    np.add.at(parts, (kind, coloring.materials.parts), areas)
    names = [
        given.get(tuple(colors[color].tolist())) or name_of(Part(int(parts[color].argmax())), language)
        for color in order
    ]
    return rank[kind], color_names.numbered(names)


def _grouped(flats: Flats, palette: Palette | None) -> tuple[npt.NDArray[np.int64], list[str]]:
    """The number of the layer that each region goes to, and the layers' names, the largest first."""
    areas = counted(flats.regions, len(flats.colors))
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
    names = [name if is_printable(name) and name else other for name, other in zip(given, plain, strict=True)]
    return group[kind], color_names.numbered(names)
