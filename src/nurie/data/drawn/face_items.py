"""What is on a face: glasses, patches, masks, marks. A library by name."""

from collections.abc import Callable

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.canvas import Area
from nurie.data.drawn.eyes import Eyes
from nurie.data.drawn.head import Head
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part

FaceItem = Callable[[Pen, Head, Eyes, Area], None]
"""Draws on the face with the head's pen."""

_THING = Part.ACCESSORY


def _glasses(square: bool) -> FaceItem:
    """Glasses: thin lines only, what lies behind keeps its color."""

    def glasses(pen: Pen, head: Head, eyes: Eyes, face: Area) -> None:
        bent = pen.bent(head.face_turn)
        y, w = eyes.y + 0.06, eyes.spread - 0.09
        h = float(pen.rng.uniform(0.2, 0.32))
        weight = float(pen.rng.uniform(0.8, 1.6))
        for side in (-1.0, 1.0):
            x = side * eyes.spread
            if square:
                rim = [
                    (x - w, y - h),
                    (x + w, y - h),
                    (x + w * 0.94, y + h * 0.7),
                    (x + w * 0.7, y + h),
                    (x - w * 0.7, y + h),
                    (x - w * 0.94, y + h * 0.7),
                    (x - w, y - h),
                ]
                bent.path(np.repeat(np.array(rim), 2, axis=0), weight, (1, 1))
            else:
                rim_points = curves.ellipse((x, y), (w, h * 1.15), 12, 0, 359.9)
                bent.path(rim_points, weight, (1, 1))
            bent.path([(side * (eyes.spread + w), y - 0.05), (side * 0.97, y - 0.02)], weight * 0.8, (1, 1))
            if pen.rng.random() < 0.5:
                bent.path([(x - 0.1, y + 0.12), (x + 0.05, y - 0.12)], 0.45)
        bent.path([(-0.09, y - 0.05), (0.0, y - 0.1), (0.09, y - 0.05)], weight, (1, 1))

    return glasses


def _eyepatch(pen: Pen, head: Head, eyes: Eyes, face: Area) -> None:
    bent = pen.bent(head.face_turn)
    side = -1.0 if head.yaw > 0 else 1.0
    x, y = side * eyes.spread, eyes.y + 0.04
    bent.path(
        [(x - side * 0.3, y - 0.25), (0.0, y - 0.45), (-side * 0.8, y - 0.65)], 1.3, (1, 1), within=[face]
    )
    bent.path([(x + side * 0.25, y - 0.15), (side * 0.95, y - 0.2)], 1.3, (1, 1), within=[face])
    outline = [
        (x - 0.33, y - 0.26),
        (x + 0.33, y - 0.26),
        (x + 0.32, y + 0.1),
        (x, y + 0.38),
        (x - 0.32, y + 0.1),
    ]
    bent.shape(outline, _THING, corners=(0, 1), shade=0.05)


def _plaster(pen: Pen, head: Head, eyes: Eyes, face: Area) -> None:
    x = float(pen.rng.choice([-0.55, 0.0, 0.55]))
    y = 0.5
    bar = np.array([(-0.2, -0.07), (0.2, -0.07), (0.2, 0.07), (-0.2, 0.07)])
    turn = float(pen.rng.uniform(-0.6, 0.6))
    rotated = bar @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) + (x, y)
    pen.bent(head.face_turn).shape(rotated, _THING, corners=(0, 1, 2, 3), weight=0.7)


def _freckles(pen: Pen, head: Head, eyes: Eyes, face: Area) -> None:
    bent = pen.bent(head.face_turn)
    for side in (-1.0, 1.0):
        for _ in range(4):
            x, y = side * pen.rng.uniform(0.35, 0.65), pen.rng.uniform(0.48, 0.62)
            bent.path([(x, y), (x + 0.015, y + 0.01), (x + 0.01, y + 0.02)], 0.7, (1, 1), within=[face])


def _mole(pen: Pen, head: Head, eyes: Eyes, face: Area) -> None:
    x, y = float(pen.rng.choice([-1.0, 1.0])) * 0.42, 0.6
    pen.bent(head.face_turn).black(curves.ellipse((x, y), (0.022, 0.022), 6), within=[face])


def _scar(pen: Pen, head: Head, eyes: Eyes, face: Area) -> None:
    bent = pen.bent(head.face_turn)
    x = float(pen.rng.choice([-0.45, 0.45]))
    bent.path([(x - 0.05, -0.25), (x + 0.02, 0.2), (x + 0.06, 0.72)], 0.7, within=[face])
    for y in (0.45, 0.56):
        bent.path([(x - 0.05, y + 0.02), (x + 0.13, y - 0.02)], 0.5, within=[face])


def _face_paint(pen: Pen, head: Head, eyes: Eyes, face: Area) -> None:
    bent = pen.bent(head.face_turn)
    for side in (-1.0, 1.0):
        x = side * 0.62
        mark = [(x - 0.1, 0.46), (x + 0.1, 0.46), (x, 0.74)]
        bent.shape(mark, _THING, corners=(0, 1, 2), weight=0.6, within=[face])


def _mask(pen: Pen, head: Head, eyes: Eyes, face: Area) -> None:
    """A cloth mask over mouth and nose."""
    bent = pen.bent(head.face_turn)
    c = head.chin
    outline = [
        (-0.78, 0.5),
        (0.0, 0.44),
        (0.78, 0.5),
        (0.66, 0.5 + 0.6 * (c - 0.5)),
        (0.3, c - 0.06),
        (0.0, c - 0.02),
        (-0.3, c - 0.06),
        (-0.66, 0.5 + 0.6 * (c - 0.5)),
    ]
    area = bent.shape(outline, _THING, corners=(0, 2), within=[face], shade=0.06)
    for y in (0.62, 0.74):
        bent.path([(-0.6, y + 0.02), (0.0, y - 0.03), (0.6, y + 0.02)], 0.5, within=[area])


FACE_ITEMS: dict[str, FaceItem] = {
    "round glasses": _glasses(False),
    "square glasses": _glasses(True),
    "eyepatch": _eyepatch,
    "plaster": _plaster,
    "freckles": _freckles,
    "mole": _mole,
    "scar": _scar,
    "face paint": _face_paint,
    "mask": _mask,
}
"""What is on a face; drawn before the front hair."""
