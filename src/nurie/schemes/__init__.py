"""What a colorist keeps apart, and the colors that a scheme gives it."""

from nurie.schemes.parts import PART_COUNT, Part
from nurie.schemes.scheme import SCHEMES, Color, Scheme, random_scheme

__all__ = ["PART_COUNT", "SCHEMES", "Color", "Part", "Scheme", "random_scheme"]
