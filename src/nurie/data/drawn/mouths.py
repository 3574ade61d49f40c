"""Mouths."""

from collections.abc import Callable

from nurie.data.drawn import curves
from nurie.data.drawn.canvas import Area
from nurie.data.drawn.head import Head
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part

Mouth = Callable[[Pen, float], None]
"""Draws a mouth with a pen bent to the face, at height y."""


def _smile(pen: Pen, y: float) -> None:
    w = pen.rng.uniform(0.12, 0.26)
    pen.path([(-w, y - 0.03), (-w * 0.4, y + 0.02), (w * 0.4, y + 0.025), (w, y - 0.04)], 0.8)


def _flat(pen: Pen, y: float) -> None:
    w = pen.rng.uniform(0.08, 0.18)
    pen.path([(-w, y), (0.0, y - 0.01), (w, y + 0.005)], 0.8)
    pen.path([(-0.06, y + 0.1), (0.0, y + 0.11), (0.06, y + 0.1)], 0.4)


def _frown(pen: Pen, y: float) -> None:
    w = pen.rng.uniform(0.1, 0.18)
    pen.path([(-w, y + 0.03), (0.0, y - 0.02), (w, y + 0.03)], 0.8)


def _cat(pen: Pen, y: float) -> None:
    w = pen.rng.uniform(0.12, 0.18)
    pen.path([(-w, y - 0.03), (-w * 0.6, y + 0.04), (0.0, y - 0.02)], 0.8, (0.3, 0.6))
    pen.path([(0.0, y - 0.02), (w * 0.6, y + 0.04), (w, y - 0.03)], 0.8, (0.6, 0.3))


def _open(pen: Pen, y: float) -> None:
    w, h = pen.rng.uniform(0.14, 0.26), pen.rng.uniform(0.12, 0.3)
    outline = [
        (-w, y - 0.05),
        (0.0, y - 0.02),
        (w, y - 0.05),
        (w * 0.6, y + h * 0.75),
        (0.0, y + h),
        (-w * 0.6, y + h * 0.75),
    ]
    inside = pen.shape(outline, Part.MOUTH, corners=(0, 2), weight=0.8)
    kind = pen.rng.random()
    if kind < 0.5:
        teeth = [
            (-w, y - 0.08),
            (w, y - 0.08),
            (w * 0.8, y + h * 0.2),
            (0.0, y + h * 0.24),
            (-w * 0.8, y + h * 0.2),
        ]
        pen.shape(teeth, Part.EYE_WHITE, corners=(0, 1, 2, 4), weight=0.5, within=[inside])
    if kind > 0.35:
        pen.gloss(curves.ellipse((0.0, y + h * 1.05), (w * 0.5, h * 0.4)), [inside], amount=110)
        pen.path(
            [(-w * 0.45, y + h * 0.75), (0.0, y + h * 0.6), (w * 0.45, y + h * 0.75)], 0.45, within=[inside]
        )


def _small_o(pen: Pen, y: float) -> None:
    r = pen.rng.uniform(0.05, 0.1)
    pen.shape(curves.ellipse((0.0, y + 0.02), (r, r * pen.rng.uniform(0.9, 1.6))), Part.MOUTH, weight=0.8)


def _grin(pen: Pen, y: float) -> None:
    w = pen.rng.uniform(0.18, 0.28)
    outline = [
        (-w, y - 0.06),
        (0.0, y - 0.01),
        (w, y - 0.06),
        (w * 0.5, y + 0.09),
        (0.0, y + 0.12),
        (-w * 0.5, y + 0.09),
    ]
    teeth = pen.shape(outline, Part.EYE_WHITE, corners=(0, 2), weight=0.8)
    pen.path([(-w, y + 0.02), (0.0, y + 0.055), (w, y + 0.02)], 0.4, within=[teeth])


def _fang(pen: Pen, y: float) -> None:
    _smile(pen, y)
    side = float(pen.rng.choice([-1.0, 1.0]))
    x = side * 0.08
    fang = [(x - 0.03, y + 0.015), (x + 0.03, y + 0.015), (x, y + 0.09)]
    pen.shape(fang, Part.EYE_WHITE, corners=(0, 1, 2), weight=0.5)


def _lips(pen: Pen, y: float) -> None:
    """Painted lips, closed."""
    w = pen.rng.uniform(0.16, 0.24)
    upper = [(-w, y), (-0.4 * w, y - 0.06), (0.0, y - 0.04), (0.4 * w, y - 0.06), (w, y)]
    lower = [(0.5 * w, y + 0.075), (0.0, y + 0.09), (-0.5 * w, y + 0.075)]
    area = pen.shape([*upper, *lower], Part.MOUTH, corners=(0, 2, 4), weight=0.6)
    pen.path(
        [(-w, y), (-0.3 * w, y + 0.015), (0.0, y + 0.005), (0.3 * w, y + 0.015), (w, y)], 0.7, within=[area]
    )
    pen.gloss(curves.ellipse((0.3 * w, y + 0.05), (0.2 * w, 0.015)), [area])


def _grave(pen: Pen, y: float) -> None:
    """A grown mouth: the line between the lips and the edge of the lower one."""
    w = pen.rng.uniform(0.2, 0.32)
    pen.path(
        [(-w, y + 0.02), (-0.3 * w, y - 0.01), (0.0, y + 0.005), (0.3 * w, y - 0.01), (w, y + 0.01)], 0.9
    )
    pen.path([(-0.4 * w, y + 0.12), (0.0, y + 0.135), (0.4 * w, y + 0.12)], 0.5)


def _shout(pen: Pen, y: float) -> None:
    """Wide open, with both rows of teeth."""
    w, h = pen.rng.uniform(0.18, 0.26), pen.rng.uniform(0.22, 0.34)
    outline = [
        (-w, y - 0.04),
        (0.0, y - 0.07),
        (w, y - 0.04),
        (w * 0.85, y + h * 0.8),
        (0.0, y + h),
        (-w * 0.85, y + h * 0.8),
    ]
    inside = pen.shape(outline, Part.MOUTH, corners=(0, 2), weight=0.9)
    teeth = [(-w, y - 0.1), (w, y - 0.1), (w * 0.9, y + 0.04), (0.0, y + 0.02), (-w * 0.9, y + 0.04)]
    pen.shape(teeth, Part.EYE_WHITE, corners=(0, 1, 2, 4), weight=0.5, within=[inside])
    pen.path([(-w * 0.6, y + h * 0.7), (0.0, y + h * 0.5), (w * 0.6, y + h * 0.7)], 0.5, within=[inside])


MOUTHS: dict[str, Mouth] = {
    "smile": _smile,
    "flat": _flat,
    "frown": _frown,
    "cat": _cat,
    "open": _open,
    "laugh": _open,
    "small o": _small_o,
    "grin": _grin,
    "fang": _fang,
    "lips": _lips,
    "grave": _grave,
    "shout": _shout,
}
"""Mouths by name."""


def draw_mouth(pen: Pen, head: Head, face: Area) -> None:
    """Draw one of the mouths, with a shadow below the lip at times."""
    names = ["lips", "grave", "grin", "open", "shout", "flat"] if head.mature else list(MOUTHS)
    name = str(pen.rng.choice(names))
    y = 0.62 + 0.42 * (head.chin - 0.68)
    MOUTHS[name](pen.bent(head.face_turn), y)
    if pen.rng.random() < 0.3:
        pen.bent(head.face_turn).shadow(curves.ellipse((0.0, y + 0.17), (0.1, 0.03)), [face])
