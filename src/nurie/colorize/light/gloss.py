"""Gloss: a band on hair that bends with the head, a sheen on accessories."""

import numpy as np

from nurie.arrays import Floats
from nurie.colorize.light.form import Relief
from nurie.colorize.light.things import Things
from nurie.schemes import Part

# center and half width of the band, in depths: 0 at the outline, 1 at the crown
# Chosen by hand; `python benchmarks/run.py light` measures the result (docs/light.md).
_MIDDLE, _HALF = (0.48, 0.30)
_FACING = 0.38  # least turn of hair towards the light
_STRANDS = 0.45  # how much a strand turned either way takes from the band
_SHEEN = 0.55  # least turn of an accessory towards the light


def find_gloss(things: Things, form: Relief) -> Floats:
    """Find gloss on hair and accessories.

    Args:
        things: what the drawing is made of.
        form: how its surfaces lie to the light, smoothed.

    Returns:
        (h, w), above 0 in gloss.
    """
    part = things.part.take(things.labels)
    facing = np.maximum(-form.mass, 0) / np.maximum(1 - form.depth, np.float32(0.1))
    band = (1 - np.abs(form.depth - _MIDDLE) / _HALF) * facing - _STRANDS * np.abs(form.fold)
    return np.where(
        part == Part.HAIR, band - _FACING, np.where(part == Part.ACCESSORY, band - _SHEEN, -1)
    ).astype(np.float32)
