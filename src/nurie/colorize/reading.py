"""Read a sketch: what lies where, what the network says of it, and what each region is."""

from dataclasses import dataclass

from nurie.colorize.look import Seen, look
from nurie.colorize.materials import Materials, decide
from nurie.colorize.model import Network
from nurie.colorize.read_parts import read_parts
from nurie.images import Bytes
from nurie.lineart.layout import Layout, find_layout


@dataclass(frozen=True, eq=False)
class Reading:
    """What a sketch, or one piece of a strip, shows.

    Attributes:
        layout: its regions and panels.
        seen: what the network answered.
        materials: what the regions are.
    """

    layout: Layout
    seen: Seen
    materials: Materials


def read(network: Network, lines: Bytes, size: int) -> Reading:
    """Read a sketch that is no strip.

    Args:
        network: what colors.
        lines: (H, W) bytes, clean line art, ink 0, paper 255.
        size: the long side, in px, at which a drawing, or the largest panel of a page, is shown.

    Raises:
        ModelError: the network failed.
    """
    layout = find_layout(lines)
    seen = look(network, lines, layout, size)
    likely = seen.parts if seen.parts is not None else read_parts(seen.colors)
    if likely is None:
        return Reading(layout, seen, Materials.unnamed(layout.regions))
    return Reading(layout, seen, decide(lines, layout, likely))
