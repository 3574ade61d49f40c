"""What a colorist keeps apart, and the colors that a scheme gives it."""

from nurie.schemes.invent import invent, schemes_of
from nurie.schemes.names import name_of, part_named
from nurie.schemes.parts import PART_COUNT, Part
from nurie.schemes.scheme import SCHEMES, Color, Scheme, random_scheme

__all__ = [
    "PART_COUNT",
    "SCHEMES",
    "Color",
    "Part",
    "Scheme",
    "invent",
    "name_of",
    "part_named",
    "random_scheme",
    "schemes_of",
]
