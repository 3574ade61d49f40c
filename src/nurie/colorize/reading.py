"""Reads a sketch: its layout, the answer of the network, and the material of each region."""

from dataclasses import dataclass, replace

import numpy as np

from nurie.arrays import Bytes, Regions
from nurie.color.channels import darkest
from nurie.colorize.look import Seen, look
from nurie.colorize.materials import Materials, decide
from nurie.colorize.model import Network
from nurie.colorize.white import with_white_bubbles
from nurie.lineart.layout import Layout, find_frames, find_layout
from nurie.lineart.lettering import find_lettering
from nurie.lineart.levels import to_gray
from nurie.lineart.regions import GRID, grown, reduced
from nurie.threads import beside

_PAINTED = 2  # at how many times its size the network sees painted panels, which are full of small things


@dataclass(frozen=True, eq=False)
class Reading:
    """What was found in a sketch, or in one piece of a strip.

    Attributes:
        layout: its panels and bubbles, and the regions of `materials`.
        seen: what the network answered.
        materials: what the regions are.
    """

    layout: Layout
    seen: Seen
    materials: Materials


def read(network: Network, lines: Bytes, size: int | None, painted: Bytes | None = None) -> Reading:
    """Read a sketch that is no strip.

    Args:
        network: what colors.
        lines: (H, W) bytes, clean line art, ink 0, paper 255.
        size: the long side, in px, at which a drawing, or the largest panel of a page, is shown; None for the
            network's own, on a painted page of several panels twice that.
        painted: (H, W, 3) bytes, the drawing, if it is painted in gray; what is white tells its bubbles.

    Raises:
        ModelError: the network failed.
    """
    page = reduced(lines, GRID)
    written = beside(find_lettering, page)
    frames = find_frames(page)
    lettering = written()
    gray = None if painted is None else to_gray(painted)

    def seen_with(panels: Regions) -> Seen:
        finer = _PAINTED if gray is not None and panels.max() > 1 else 1
        return look(network, lines, panels, size or finer * network.working_size, gray)

    answer = beside(seen_with, frames)  # while the regions are found
    layout = find_layout(page, frames, lettering)
    seen = answer()
    if not np.array_equal(layout.panels, frames):  # the regions show panels where no frames do
        seen = seen_with(layout.panels)
    likely = seen.likely
    shades = None if gray is None else reduced(gray, GRID)
    materials = Materials.unnamed(layout.regions) if likely is None else decide(page, layout, likely, shades)
    regions = grown(np.asarray(materials.regions), page, lines)
    materials = replace(materials, regions=regions)
    if painted is not None:
        materials = with_white_bubbles(materials, darkest(painted))
    return Reading(replace(layout, regions=regions), seen, materials)
