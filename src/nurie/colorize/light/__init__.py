"""Light and shade worked out from the line art, once for a sketch and the same for all its colorings."""

from nurie.colorize.light.light import Light
from nurie.colorize.light.shade import shade
from nurie.colorize.light.shading import Shading

__all__ = ["Light", "Shading", "shade"]
