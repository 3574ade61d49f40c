"""What lies on bare legs below a skirt, and aprons over it. Libraries by name."""

from collections.abc import Callable

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn import garments as g
from nurie.data.drawn.body import Body
from nurie.data.drawn.limbs import leg_axis, leg_widths, tube
from nurie.data.drawn.pen import Pen
from nurie.data.drawn.tailor import EXTRA, MAIN, TRIM
from nurie.schemes.parts import Part

Legwear = Callable[[Pen, Body], None]


def _ring(pen: Pen, body: Body, side: float, at: float, high: float, part: Part) -> None:
    """A band around a leg, `at` a share of it from the hip."""
    curve = curves.spline(leg_axis(body, side), steps=4)
    places = np.array([at - high, at + high])
    widths = np.interp(places, np.linspace(0, 1, 5), leg_widths(body, 0.03))
    outline, corners = tube(np.array([curves.along(curve, p) for p in places]), list(widths))
    pen.shape(outline, part, corners=corners, weight=0.8, shade=0.04)


def _tights(pen: Pen, body: Body) -> None:
    g.socks(pen, body, TRIM if pen.rng.random() < 0.7 else MAIN, 1.0)


def _stockings(pen: Pen, body: Body) -> None:
    """Over the knee, with a band at the top."""
    share = float(pen.rng.uniform(0.55, 0.8))
    g.socks(pen, body, TRIM, share)
    for side in (-1.0, 1.0):
        _ring(pen, body, side, 1.0 - share, 0.025, TRIM if pen.rng.random() < 0.6 else EXTRA)


def _one_garter(pen: Pen, body: Body) -> None:
    _ring(pen, body, float(pen.rng.choice([-1.0, 1.0])), float(pen.rng.uniform(0.2, 0.35)), 0.02, EXTRA)


def _striped(pen: Pen, body: Body) -> None:
    share = float(pen.rng.uniform(0.4, 0.85))
    g.socks(pen, body, TRIM, share)
    count = int(pen.rng.integers(3, 8))
    for side in (-1.0, 1.0):
        for k in range(count):
            at = 1.0 - share + (k + 0.5) * (share - 0.06) / count
            _ring(pen, body, side, at, 0.22 * share / count, MAIN)


def _loose(pen: Pen, body: Body) -> None:
    """Socks that have slipped down, in folds."""
    for side in (-1.0, 1.0):
        curve = curves.spline(leg_axis(body, side), steps=4)
        start = float(pen.rng.uniform(0.6, 0.72))
        places = np.linspace(start, 0.99, 5)
        widths = np.interp(places, np.linspace(0, 1, 5), leg_widths(body, 0.1))
        outline, corners = tube(np.array([curves.along(curve, p) for p in places]), list(widths))
        area = pen.shape(outline, TRIM, corners=corners, shade=0.08)
        for p in places[1:-1]:
            x, y = curves.along(curve, float(p))
            w = body.hip * 0.3
            pen.path(
                [(x - w, y - 0.04), (x - 0.1 * w, y + 0.05), (x + 0.6 * w, y)],
                0.5,
                (0.7, 0.05),
                within=[area],
            )


LEGWEAR: dict[str, Legwear] = {
    "tights": _tights,
    "stockings": _stockings,
    "garter": _one_garter,
    "striped": _striped,
    "loose socks": _loose,
}
"""What is on bare legs, drawn before the legs of an outfit."""


def _skirt(pen: Pen, body: Body, part: Part, wide: float, hem: float) -> None:
    """An apron's lower part with its waistband; `hem` is a share of the way from hip to knee."""
    y, low = body.waist_y - body.shoulder_y, body.hip_y + hem * (body.knee_y - body.hip_y) - body.shoulder_y
    w = body.waist * wide
    half = [(w * 0.85, y), (w * 1.15, 0.5 * (y + low)), (w * 1.1, low)]
    outline = [*half, (w * 0.4, low + 0.12), (-w * 0.4, low + 0.12), *((-x, v) for x, v in reversed(half))]
    area = pen.shape(g.around(body, outline), part, corners=(0, 2, 5, 7), shade=0.1)
    for x in (-0.6, -0.1, 0.5):
        fold = [(x * w, low), (x * w * 0.9, 0.5 * (y + low)), (x * w * 0.7, y + 0.15)]
        pen.path(g.around(body, fold), 0.55, (0.7, 0.03), within=[area])
    if pen.rng.random() < 0.5:
        x = float(pen.rng.uniform(0.1, 0.5)) * w
        pocket = [(x - 0.25, y + 0.5), (x + 0.25, y + 0.5), (x + 0.22, y + 0.9), (x - 0.22, y + 0.9)]
        pen.shape(g.around(body, pocket), part, corners=(0, 1, 2, 3), weight=0.7, within=[area])
    if pen.rng.random() < 0.4:
        edge = curves.evenly(g.around(body, [outline[2], outline[3], outline[4], outline[5]]), 13)
        lower = edge[::-1] + np.stack([0.0 * edge[:, 0], np.where(np.arange(13) % 2, 0.24, 0.12)], axis=1)
        pen.shape(np.concatenate([edge, lower]), part, corners=(0, *range(12, 26)), weight=0.8)
    b = body.waist + 0.09
    band = [(-b, y - 0.12), (0.0, y - 0.06), (b, y - 0.12), (b, y + 0.06), (0.0, y + 0.12), (-b, y + 0.06)]
    pen.shape(g.around(body, band), part, corners=(0, 2, 3, 5), weight=0.9)


def _bib(pen: Pen, body: Body, part: Part) -> None:
    """An apron's upper part on two straps."""
    y, w = body.waist_y - body.shoulder_y, body.waist
    top = float(pen.rng.uniform(0.45, 0.8))
    for side in (-1.0, 1.0):
        strap = [
            (side * 0.42 * w, top + 0.05),
            (side * 0.62 * w, top + 0.05),
            (side * (body.neck + 0.32), -0.16),
            (side * (body.neck + 0.12), -0.2),
        ]
        pen.shape(g.around(body, strap), part, corners=(0, 1, 2, 3), weight=0.8)
    bib = [(-0.62 * w, top), (0.62 * w, top), (0.72 * w, y), (-0.72 * w, y)]
    pen.shape(g.around(body, bib), part, corners=(0, 1, 2, 3), shade=0.06)


def _long_apron(pen: Pen, body: Body) -> None:
    part = _part(pen)
    _bib(pen, body, part)
    _skirt(pen, body, part, 1.0, float(pen.rng.uniform(0.4, 1.3)))


def _half_apron(pen: Pen, body: Body) -> None:
    _skirt(pen, body, _part(pen), float(pen.rng.uniform(0.85, 1.1)), float(pen.rng.uniform(0.2, 0.8)))


def _part(pen: Pen) -> Part:
    """What an apron is: mostly unlike the dress below it."""
    return TRIM if pen.rng.random() < 0.8 else EXTRA


APRONS: dict[str, Legwear] = {"long": _long_apron, "half": _half_apron}
"""Aprons, drawn over trunk and skirt."""
