"""Color a drawing with a scheme: base colors, cel shadow, light and blush, without the lines."""

import colorsys
from functools import lru_cache

import numpy as np

from nurie.arrays import Bytes
from nurie.data.drawn.drawing import Drawing
from nurie.schemes.parts import Part
from nurie.schemes.scheme import Color, Scheme

_SHADOW_HUE = 0.68
"""Blue-violet, where shadows drift to."""
_BLUSH = np.array([240.0, 120.0, 120.0], np.float32)
_LIGHT = {Part.HAIR: 0.5, Part.IRIS: 1.0, Part.EYE_WHITE: 1.0, Part.SKIN: 0.6}
"""How far full light goes to white; 0.55 for other parts."""


@lru_cache(maxsize=4096)
def shadow_color(color: Color, part: Part) -> Color:
    """The cel shadow of a base color: darker, stronger, drawn to blue-violet; pinkish on skin."""
    hue, saturation, value = colorsys.rgb_to_hsv(*(channel / 255.0 for channel in color))
    if part == Part.SKIN:
        hue, saturation, value = hue - 0.03, saturation + 0.13, value * 0.88
    elif saturation < 0.08:
        hue, saturation, value = _SHADOW_HUE - 0.04, saturation + 0.09, value * 0.82
    else:
        turn = (_SHADOW_HUE - hue + 0.5) % 1.0 - 0.5
        hue += np.clip(turn, -0.04, 0.04)
        saturation, value = saturation * 1.12 + 0.04, value * 0.74
    red, green, blue = colorsys.hsv_to_rgb(hue % 1.0, min(saturation, 1.0), value)
    return red * 255.0, green * 255.0, blue * 255.0


def paint(drawing: Drawing, scheme: Scheme, flat: bool = False) -> Bytes:
    """Return the colored picture, shape (H, W, 3), RGB 0..255; `flat` leaves out shadow, light and blush."""
    base = scheme.table()
    picture = np.take(np.rint(base).astype(np.uint8), drawing.parts, axis=0)
    if flat:
        return picture
    dark = np.array([shadow_color(scheme[part], part) for part in Part], np.float32)
    reach = np.array([_LIGHT.get(part, 0.55) for part in Part], np.float32)
    toned = np.flatnonzero(drawing.shadow | drawing.light | drawing.blush)
    part = drawing.parts.ravel()[toned]
    shadow = drawing.shadow.ravel()[toned, None] / np.float32(255)
    light = drawing.light.ravel()[toned, None] / np.float32(255) * reach[part, None]
    blush = drawing.blush.ravel()[toned, None] / np.float32(255) * np.float32(0.6)
    color = base[part].astype(np.float32)
    color += (dark[part] - color) * shadow
    color += (_BLUSH - color) * blush
    color += (255.0 - color) * light
    picture.reshape(-1, 3)[toned] = np.rint(color).astype(np.uint8)
    return picture
