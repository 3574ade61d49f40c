"""Things in a hand, as a library by name. They are drawn around a hand before the hand itself."""

from collections.abc import Callable

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part

Prop = Callable[[Pen, float], None]
"""Draws with the origin in the hand, y down; `side` is -1 for the left hand, 1 for the right."""

_PROP = Part.PROP


def _book(pen: Pen, side: float) -> None:
    lean = float(pen.rng.uniform(-0.2, 0.2))
    w, h = 0.62, 0.85
    back = np.array([(-w, -h), (w, -h), (w, h), (-w, h)]) @ _turn(lean)
    cover = pen.shape(back, _PROP, corners=(0, 1, 2, 3), shade=0.06)
    pages = np.array(
        [(-w + 0.08, h - 0.02), (w - 0.04, h - 0.02), (w - 0.04, h - 0.13), (-w + 0.08, h - 0.13)]
    ) @ _turn(lean)
    pen.shape(pages, Part.EYE_WHITE, corners=(0, 1, 2, 3), weight=0.6, within=[cover])
    box = np.array([(-0.35, -0.55), (0.35, -0.55), (0.35, -0.15), (-0.35, -0.15)]) @ _turn(lean)
    pen.shape(box, Part.CLOTHES_2, corners=(0, 1, 2, 3), weight=0.6, within=[cover])


def _sword(pen: Pen, side: float) -> None:
    turn = _turn(float(pen.rng.uniform(-0.5, 0.5)))
    long = float(pen.rng.uniform(2.6, 4.2))
    blade = (
        np.array([(-0.13, -0.35), (0.13, -0.35), (0.12, -long + 0.4), (0.0, -long), (-0.12, -long + 0.4)])
        @ turn
    )
    area = pen.shape(blade, _PROP, corners=(0, 1, 2, 3, 4), shade=0.05)
    pen.path(np.array([(0.0, -0.4), (0.0, -long * 0.5), (0.0, -long + 0.3)]) @ turn, 0.5, within=[area])
    guard = np.array([(-0.45, -0.42), (0.45, -0.42), (0.42, -0.25), (-0.42, -0.25)]) @ turn
    pen.shape(guard, Part.ACCESSORY, corners=(0, 1, 2, 3), weight=0.9)
    grip = np.array([(-0.08, -0.25), (0.08, -0.25), (0.08, 0.6), (-0.08, 0.6)]) @ turn
    pen.shape(grip, Part.CLOTHES_2, corners=(0, 1, 2, 3), weight=0.9)
    pen.shape(
        curves.ellipse((np.array([(0.0, 0.68)]) @ turn)[0].tolist(), (0.13, 0.13), 8),
        Part.ACCESSORY,
        weight=0.9,
    )


def _cup(pen: Pen, side: float) -> None:
    handle, corners = curves.ring((side * -0.4, -0.05), (0.26, 0.27), (0.15, 0.16))
    pen.shape(handle, _PROP, corners=corners, weight=0.8, open_at=(1, 3))
    cup = [(-0.38, -0.4), (0.38, -0.4), (0.32, 0.4), (-0.32, 0.4)]
    pen.shape(cup, _PROP, corners=(0, 1, 2, 3), shade=0.12)
    pen.shape(curves.ellipse((0.0, -0.4), (0.38, 0.1), 10), Part.EYE_WHITE, weight=0.8)
    for x in (-0.1, 0.1):
        pen.path([(x, -0.6), (x + 0.08, -0.78), (x - 0.05, -0.95), (x + 0.05, -1.15)], 0.6, (0.1, 0.1))


def _balloon(pen: Pen, side: float) -> None:
    x, y = side * float(pen.rng.uniform(0.1, 0.9)), -float(pen.rng.uniform(2.2, 3.4))
    pen.path([(0.0, 0.1), (x * 0.2, y * 0.35), (x * 0.9, y * 0.6), (x, y + 0.8)], 0.7, (1, 1))
    knot = [(x, y + 0.7), (x + 0.1, y + 0.88), (x - 0.1, y + 0.88)]
    pen.shape(knot, _PROP, corners=(0, 1, 2), weight=0.7)
    body = [
        (x, y - 0.8),
        (x + 0.55, y - 0.55),
        (x + 0.66, y),
        (x + 0.35, y + 0.55),
        (x, y + 0.75),
        (x - 0.35, y + 0.55),
        (x - 0.66, y),
        (x - 0.55, y - 0.55),
    ]
    area = pen.shape(body, _PROP, corners=(4,), shade=0.15)
    pen.gloss(curves.ellipse((x - 0.25, y - 0.4), (0.12, 0.2)), [area])


def _flowers(pen: Pen, side: float) -> None:
    turn = _turn(float(pen.rng.uniform(-0.5, 0.5)))
    for _ in range(int(pen.rng.integers(1, 6))):
        end = np.array([pen.rng.normal(0, 0.35), -1.0 - 0.45 * pen.rng.random()])
        pen.path(np.array([(0.0, 0.5), (end[0] * 0.3, -0.3), end]) @ turn, 1.2, (1, 1))
        at = end @ turn
        for a in np.linspace(0, 2 * np.pi, 6)[:5]:
            petal = at + 0.17 * np.array([np.cos(a), np.sin(a)])
            pen.shape(curves.ellipse(petal.tolist(), (0.14, 0.13), 6), _PROP, weight=0.7)
        pen.shape(curves.ellipse(at.tolist(), (0.09, 0.09), 6), Part.ACCESSORY, weight=0.7)
    wrap = (
        np.array([(-0.42, -0.7), (0.42, -0.7), (0.12, 0.3), (0.25, 0.75), (-0.25, 0.75), (-0.12, 0.3)]) @ turn
    )
    pen.shape(wrap, Part.CLOTHES_2, corners=(0, 1, 2, 3, 4, 5), shade=0.08)


def _phone(pen: Pen, side: float) -> None:
    turn = _turn(float(pen.rng.uniform(-0.3, 0.3)))
    case = np.array([(-0.25, -0.55), (0.25, -0.55), (0.25, 0.4), (-0.25, 0.4)]) @ turn
    area = pen.shape(case, _PROP, corners=(0, 1, 2, 3), shade=0.04)
    pen.shape(
        curves.ellipse((np.array([(0.12, -0.42)]) @ turn)[0].tolist(), (0.07, 0.07), 7),
        Part.ACCESSORY,
        weight=0.6,
        within=[area],
    )


def _umbrella(pen: Pen, side: float) -> None:
    turn = _turn(float(pen.rng.uniform(-0.3, 0.3)))
    y, w, n = -3.3, 2.3, 6
    top = np.stack(
        [np.linspace(-w, w, 9), y - 1.1 * np.sqrt(np.maximum(1 - np.linspace(-1, 1, 9) ** 2, 0))], axis=1
    )
    edge = [(w - 2 * w * (k + d) / n, y - (0.18 if d else 0.0)) for k in range(n) for d in (0.5, 1.0)][:-1]
    edge[-1] = (-w + w / n, y - 0.18)
    outline = np.concatenate([top, edge]) @ turn
    area = pen.shape(outline, _PROP, corners=(0, *range(8, len(outline), 2)), shade=0.2)
    for k in range(1, n):
        x = w - 2 * w * k / n
        pen.path(
            np.array([(x, y), (x * 0.8, y - 0.6), (0.0, y - 1.1)]) @ turn, 0.7, (0.8, 0.3), within=[area]
        )
    stick = np.array([(-0.06, y + 0.0), (0.06, y + 0.0), (0.06, 0.7), (-0.06, 0.7)]) @ turn
    pen.shape(stick, Part.ACCESSORY, corners=(0, 1, 2, 3), weight=0.8)


def _microphone(pen: Pen, side: float) -> None:
    turn = _turn(float(pen.rng.uniform(-0.4, 0.4)))
    stick = np.array([(-0.13, -0.45), (0.13, -0.45), (0.09, 0.7), (-0.09, 0.7)]) @ turn
    pen.shape(stick, _PROP, corners=(0, 1, 2, 3), shade=0.05)
    at = (np.array([(0.0, -0.65)]) @ turn)[0]
    area = pen.shape(curves.ellipse(at.tolist(), (0.28, 0.3), 9), Part.CLOTHES_2, shade=0.08)
    for d in (-0.1, 0.1):
        pen.path(
            [curves.offset(at, -0.28, d), curves.offset(at, 0.0, d + 0.04), curves.offset(at, 0.28, d)],
            0.45,
            within=[area],
        )
        pen.path(
            [curves.offset(at, d, -0.3), curves.offset(at, d + 0.03, 0.0), curves.offset(at, d, 0.3)],
            0.45,
            within=[area],
        )


def _ice_cream(pen: Pen, side: float) -> None:
    cone = [(-0.24, -0.35), (0.24, -0.35), (0.0, 0.6)]
    area = pen.shape(cone, _PROP, corners=(0, 1, 2), shade=0.06)
    for d in (-0.2, 0.0, 0.2):
        pen.path([(d - 0.2, -0.35), (d + 0.2, 0.3)], 0.45, within=[area])
    scoop = [
        (-0.3, -0.36),
        (-0.33, -0.65),
        (0.0, -0.95),
        (0.33, -0.65),
        (0.3, -0.36),
        (0.15, -0.28),
        (0.0, -0.36),
        (-0.15, -0.28),
    ]
    pen.shape(scoop, Part.CLOTHES_2, corners=(0, 4, 6), shade=0.08)


def _plush(pen: Pen, side: float) -> None:
    """A soft toy: bear, rabbit or cat."""
    ear = float(pen.rng.choice([0.2, 0.6]))
    for s in (-1.0, 1.0):
        pen.shape(curves.ellipse((s * 0.32, -1.0 - 0.4 * ear), (0.17, 0.2 + 0.4 * ear), 8), _PROP, weight=0.9)
        pen.shape(curves.ellipse((s * 0.35, 0.75), (0.22, 0.26), 8), _PROP, weight=0.9)
        pen.shape(curves.ellipse((s * 0.55, 0.1), (0.18, 0.3), 8), _PROP, weight=0.9)
    body = pen.shape(curves.ellipse((0.0, 0.25), (0.5, 0.58), 9), _PROP, shade=0.1)
    pen.shape(curves.ellipse((0.0, 0.35), (0.28, 0.34), 8), Part.EYE_WHITE, weight=0.6, within=[body])
    head = pen.shape(curves.ellipse((0.0, -0.62), (0.58, 0.48), 10), _PROP, shade=0.1)
    for s in (-1.0, 1.0):
        pen.black(curves.ellipse((s * 0.22, -0.65), (0.06, 0.08), 6), within=[head])
    pen.path([(-0.1, -0.45), (0.0, -0.4), (0.1, -0.45)], 0.7, within=[head])


def _staff(pen: Pen, side: float) -> None:
    turn = _turn(float(pen.rng.uniform(-0.25, 0.25)))
    long = float(pen.rng.uniform(2.2, 3.4))
    stick = np.array([(-0.07, -long), (0.07, -long), (0.08, 3.2), (-0.08, 3.2)]) @ turn
    pen.shape(stick, _PROP, corners=(0, 1, 2, 3))
    at = (np.array([(0.0, -long - 0.35)]) @ turn)[0]
    outline, corners = curves.ring(at.tolist(), (0.5, 0.5), (0.36, 0.36))
    pen.shape(outline, Part.ACCESSORY, corners=corners, weight=0.9, open_at=(1, 3))
    angle = np.deg2rad(np.arange(10) * 36 - 90)
    star = (
        at
        + np.stack([np.cos(angle), np.sin(angle)], axis=1) * np.where(np.arange(10) % 2, 0.13, 0.3)[:, None]
    )
    pen.shape(star, Part.ACCESSORY, corners=tuple(range(10)), weight=0.8)


def _bag(pen: Pen, side: float) -> None:
    w, h = float(pen.rng.uniform(0.6, 0.9)), float(pen.rng.uniform(0.6, 0.9))
    for x in (-0.3, 0.3):
        pen.path([(x * w, 0.5), (x * 0.5 * w, 0.05), (0.0, -0.05)], 1.3, (1, 1))
    bag = [(-w, 0.45), (w, 0.45), (w * 1.05, 0.45 + 1.2 * h), (-w * 1.05, 0.45 + 1.2 * h)]
    area = pen.shape(bag, _PROP, corners=(0, 1, 2, 3), shade=0.12)
    pen.path([(-w, 0.45 + 0.4 * h), (0.0, 0.5 + 0.45 * h), (w, 0.45 + 0.4 * h)], 0.7, (1, 1), within=[area])
    clasp = [(-0.1, 0.4 + 0.4 * h), (0.1, 0.4 + 0.4 * h), (0.1, 0.62 + 0.4 * h), (-0.1, 0.62 + 0.4 * h)]
    pen.shape(clasp, Part.ACCESSORY, corners=(0, 1, 2, 3), weight=0.7)


def _turn(angle: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Matrix that turns row vectors by an angle."""
    return np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


PROPS: dict[str, Prop] = {
    "book": _book,
    "sword": _sword,
    "cup": _cup,
    "balloon": _balloon,
    "flowers": _flowers,
    "phone": _phone,
    "umbrella": _umbrella,
    "microphone": _microphone,
    "ice cream": _ice_cream,
    "plush": _plush,
    "staff": _staff,
    "bag": _bag,
}
"""Props by name."""


def grip(prop: str) -> tuple[str, ...]:
    """The poses of an arm that can hold a prop; none for no prop."""
    if not prop:
        return ()
    if prop == "bag":
        return "down", "relaxed"
    return ("sip", "hold") if prop in ("cup", "ice cream") else ("hold", "hold", "chest", "wave", "out")
