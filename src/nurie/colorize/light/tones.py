"""The colors of shadow, gloss and blush for each material.

The table was set by hand: shadows are darker, richer, and turned a little to the blue of the sky; skin turns
to red. tests/colorize/light/test_tones.py checks it.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from nurie.arrays import Bytes, Floats
from nurie.schemes import PART_COUNT, Part

_COOL = 250.0
"""Blue-violet, in degrees of hue: shadows are lit by the sky alone."""
_WHITE = 0.05, 0.16
"""Saturations: up to the first a color counts as gray or white, from the second on as a color."""


@dataclass(frozen=True)
class Tone:
    """How a material darkens in shadow and lightens in gloss.

    Attributes:
        value: the factor on the value of HSV in shadow.
        richer: added to the saturation in shadow.
        hue: the hue in degrees that shadows turn to.
        turn: by how many degrees they turn at most.
        gloss: how far full gloss goes to white, 0..1.
    """

    value: float
    richer: float
    hue: float
    turn: float
    gloss: float = 0.0


CLOTH = Tone(0.76, 0.09, _COOL, 14, 0.3)
TONES: dict[Part, Tone] = {
    Part.SKIN: Tone(0.89, 0.13, 0, 11),  # blood shines through: warm red, never gray or blue
    Part.MOUTH: Tone(0.78, 0.08, 0, 6),  # dark already, and stays red
    Part.EYE_WHITE: Tone(0.84, 0.07, _COOL, 14, 1.0),  # under the lid; light enough to stay white
    Part.IRIS: Tone(0.68, 0.10, _COOL, 10, 0.9),  # a dark upper half gives depth; shines like a mirror
    Part.HAIR: Tone(0.74, 0.09, _COOL, 14, 0.42),  # glossy; a factor, so that black hair keeps its strands
    Part.CLOTHES: CLOTH,  # bluish folds
    Part.CLOTHES_2: CLOTH,
    Part.ACCESSORY: Tone(0.74, 0.10, _COOL, 14, 0.42),  # ribbon, metal, glass: deeper and shinier than cloth
    Part.PROP: Tone(0.78, 0.08, _COOL, 12),
    Part.SCENERY: Tone(0.86, 0.05, _COOL, 10),  # low contrast, since it lies behind
}
WHITE = Tone(0.83, 0.10, 245, 180)
"""Of white and gray things: a cool gray-violet, so light that white cloth still reads as white."""
BLUSH = (240.0, 120.0, 120.0)
"""The color of blush, in RGB."""


def shadow_colors(colors: Bytes, parts: Bytes, depth: float) -> Floats:
    """The color of each in shadow.

    Args:
        colors: (n, 3) bytes, RGB.
        parts: (n,), `Part` values.
        depth: 1 for the shadow of the table, 0 for none, 2 for one twice as deep.

    Returns:
        (n, 3), 0..255; no channel is lighter than the color's.
    """
    table = np.tile(np.array([1, 0, 0, 0], np.float32), (PART_COUNT, 1))
    for part, tone in TONES.items():
        table[part] = tone.value, tone.richer, tone.hue, tone.turn
    value, richer, hue, turn = table[parts].T
    hsv = cv2.cvtColor(colors[None].astype(np.float32) / np.float32(255), cv2.COLOR_RGB2HSV)[0]
    pale = np.clip((_WHITE[1] - hsv[:, 1]) / (_WHITE[1] - _WHITE[0]), 0, 1)
    pale = np.where((parts == Part.SKIN) | (value == 1), 0, pale)
    value = value + pale * np.maximum(WHITE.value - value, 0) * np.clip(2 * hsv[:, 2] - 1, 0, 1)
    richer = richer + pale * (WHITE.richer - richer)
    hue, turn = np.where(pale > 0, WHITE.hue, hue), turn + pale * (WHITE.turn - turn)
    way = (hue - hsv[:, 0] + 180) % 360 - 180
    hsv[:, 0] = (hsv[:, 0] + np.clip(way, -turn * depth, turn * depth)) % 360
    hsv[:, 1] = np.clip(hsv[:, 1] + richer * depth, 0, 1)
    hsv[:, 2] *= value**depth
    dark = cv2.cvtColor(hsv[None].astype(np.float32), cv2.COLOR_HSV2RGB)[0] * np.float32(255)
    return np.asarray(np.minimum(dark, colors), np.float32)


def gloss_reach() -> Floats:
    """How far full gloss goes to white on each part, (PART_COUNT,), 0..1."""
    return np.array([TONES[part].gloss if part in TONES else 0 for part in Part], np.float32)
