"""Views of one thing from near: eyes, a mouth, hands, legs. Coordinates as in `grounds`."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.figure import Figure, draw_figure, random_figure
from nurie.data.drawn.limbs import tube
from nurie.data.drawn.near_hands import NEAR_HANDS
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part


def _bare_faced(rng: np.random.Generator) -> Figure:
    """A figure seen from the front, without a mask or glasses."""
    return replace(random_figure(rng, float(rng.uniform(4.5, 7.0)), hands=False), profile=0.0, face_item="")


def eyes(pen: Pen, w: float, h: float) -> None:
    """Both eyes across the view, or one of them."""
    figure = _bare_faced(pen.rng)
    scale = max(0.55 * w, 0.8 * h) * float(pen.rng.uniform(0.8, 1.2))
    x = 0.5 * w + (0.45 * scale * float(pen.rng.choice([-1.0, 1.0])) if w < 1.3 * h else 0.0)
    draw_figure(pen.at((x, 0.5 * h - 0.15 * scale), float(pen.rng.normal(0, 0.08)), scale), figure)


def mouth(pen: Pen, w: float, h: float) -> None:
    """Mouth and chin, and the collar."""
    figure = _bare_faced(pen.rng)
    scale = max(0.6 * w, 0.7 * h) * float(pen.rng.uniform(0.8, 1.2))
    draw_figure(pen.at((0.5 * w, 0.5 * h - 0.8 * scale), float(pen.rng.normal(0, 0.08)), scale), figure)


def hand(pen: Pen, w: float, h: float) -> None:
    """One hand that comes into the view, or two, with sleeves or bare."""
    rng, short = pen.rng, min(w, h)
    pair = bool(rng.random() < 0.3)
    sleeve = str(rng.choice(list(_SLEEVES)))
    turn = float(rng.uniform(-1.2, 1.2)) if rng.random() < 0.8 else float(rng.uniform(-np.pi, np.pi))
    for side in (-1.0, 1.0) if pair else (float(rng.choice([-1.0, 1.0])),):
        size = float(rng.uniform(0.24, 0.34) if pair else rng.uniform(0.3, 0.5)) * short
        angle = -0.5 * np.pi + (-side * abs(turn) if pair else turn)
        middle = np.array([(0.5 + 0.24 * side * pair) * w, 0.5 * h]) + rng.normal(0, 0.04, 2) * short
        wrist = middle - 0.85 * size * np.array([np.cos(angle), np.sin(angle)])
        _draw_hand(pen.at(wrist.tolist(), angle, size), side, sleeve)


def legs(pen: Pen, w: float, h: float) -> None:
    """A figure from the waist or the hips down."""
    rng = pen.rng
    body = (figure := random_figure(rng, float(rng.uniform(4.5, 7.3)), hands=False)).body
    top = body.waist_y + float(rng.uniform(-0.6, 1.0)) * (body.hip_y - body.waist_y)
    low = (
        body.bottom
        if rng.random() < 0.6
        else body.knee_y + float(rng.uniform(0.1, 0.8)) * (body.ankle_y - body.knee_y)
    )
    scale = min(h / (low - top), 0.8 * w / (2.6 * body.hip)) * float(rng.uniform(0.92, 1.1))
    x = (0.5 + float(rng.normal(0, 0.06))) * w
    draw_figure(pen.at((x, -top * scale), float(rng.normal(0, 0.04)), scale), figure)


def _draw_hand(pen: Pen, side: float, sleeve: str) -> None:
    """The forearm with its sleeve, then the hand; the thumb lies at y = -side."""
    bent = pen.bent(lambda values: values * (1.0, side))
    outline, corners = tube(curves.points([(-4.0, 0.0), (-1.2, 0.0), (0.0, 0.0)]), [0.52, 0.42, 0.3])
    area = bent.shape(outline, Part.SKIN, corners=corners, shade=0.08, open_at=(1, 3))
    if pen.rng.random() < 0.4:
        bent.path([(-0.5, 0.2), (-0.9, 0.12), (-1.4, 0.16)], 0.5, (0.4, 0.05), within=[area])
    _SLEEVES[sleeve](bent)
    NEAR_HANDS[str(pen.rng.choice(list(NEAR_HANDS)))](bent)


def _bare(pen: Pen) -> None:
    """Nothing but skin, at times a watch or a bracelet."""
    if pen.rng.random() < 0.4:
        x, wide = -float(pen.rng.uniform(0.2, 0.6)), float(pen.rng.uniform(0.04, 0.12))
        band = [
            (x - wide, -0.37),
            (x + wide, -0.35),
            (x + wide + 0.03, 0.0),
            (x + wide, 0.35),
            (x - wide, 0.37),
            (x - wide + 0.03, 0.0),
        ]
        pen.shape(band, Part.ACCESSORY, corners=(0, 1, 3, 4), weight=0.8)
        if pen.rng.random() < 0.5:
            pen.shape(curves.ellipse((x, -0.02), (0.2, 0.22), 9), Part.ACCESSORY, weight=0.9)


def _tube(low: float, wide: float, part: Part, flare: float = 0.0) -> Callable[[Pen], None]:
    """A sleeve that ends `low` above the wrist, `wide` and wider by `flare` at its end."""

    def sleeve(pen: Pen) -> None:
        end = -low * float(pen.rng.uniform(0.6, 1.6))
        axis = curves.points([(-5.0, 0.0), (end - 1.2, 0.0), (end, 0.0)])
        half = [wide + 0.2, wide + 0.06, wide + flare]
        outline, corners = tube(axis, half)
        area = pen.shape(outline, part, corners=corners, shade=0.12)
        for _ in range(int(pen.rng.integers(2, 6))):
            x, y = end - float(pen.rng.uniform(0.1, 1.4)), float(pen.rng.choice([-1.0, 1.0])) * wide
            long = float(pen.rng.uniform(0.2, 0.7))
            pen.path(
                [(x, y), (x - 0.3 * long, 0.5 * y), (x - long, 0.1 * y)], 0.55, (0.8, 0.03), within=[area]
            )
        if flare < 0.2 and pen.rng.random() < 0.6:
            _band(pen, end, wide + flare, Part.CLOTHES_2 if part == Part.CLOTHES else Part.CLOTHES)

    return sleeve


def _band(pen: Pen, end: float, wide: float, part: Part) -> None:
    """A cuff at the end of a sleeve, with a button at times."""
    long = float(pen.rng.uniform(0.15, 0.4))
    outline, corners = tube(curves.points([(end - long, 0.0), (end + 0.04, 0.0)]), [wide + 0.04, wide + 0.05])
    area = pen.shape(outline, part, corners=corners, shade=0.06)
    if pen.rng.random() < 0.4:
        pen.shape(
            curves.ellipse((end - 0.5 * long, 0.5 * wide), (0.06, 0.06), 7),
            Part.ACCESSORY,
            weight=0.6,
            within=[area],
        )


_SLEEVES: dict[str, Callable[[Pen], None]] = {
    "bare": _bare,
    "shirt": _tube(0.35, 0.42, Part.CLOTHES),
    "jacket": _tube(0.25, 0.55, Part.CLOTHES),
    "blouse": _tube(0.6, 0.44, Part.CLOTHES_2),
    "wide": _tube(0.5, 0.6, Part.CLOTHES, 0.4),
    "rolled up": _tube(1.8, 0.52, Part.CLOTHES_2),
}
"""Sleeves of a hand from near."""
