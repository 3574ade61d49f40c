"""A procedural artist: anime drawings from a seed, with exact lines, labels and cel shading."""

from nurie.data.drawn.drawing import Drawing
from nurie.data.drawn.paint import paint
from nurie.data.drawn.picture import draw
from nurie.data.drawn.styles import LineStyle
from nurie.schemes.scheme import SCHEMES, Scheme, random_scheme

__all__ = ["SCHEMES", "Drawing", "LineStyle", "Scheme", "draw", "paint", "random_scheme"]
