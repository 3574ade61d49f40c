"""Skin of the body: neck, trunk, arms, hands and legs."""

import numpy as np

from nurie.arrays import Doubles
from nurie.data.drawn import curves
from nurie.data.drawn.body import Arm, Body, bend, torso
from nurie.data.drawn.canvas import Area
from nurie.data.drawn.curves import Points
from nurie.data.drawn.hands import HANDS
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part

ARM_WIDTHS = (1.0, 0.95, 0.8, 0.76, 0.54)
"""Half widths of a bare arm along its axis, in `Body.limb`."""

_HAND_OF = {
    **{"wave": "spread", "out": "spread", "hold": "fist", "chin": "fist", "sip": "fist"},
    **{"peace": "peace", "hush": "point", "point": "point", "thumb": "thumb up"},
}
"""The hand of a pose; fingers together in any other."""


def draw_trunk(pen: Pen, body: Body) -> Area:
    """Bare trunk and neck; garments go over it."""
    trunk = pen.shape(torso(body), Part.SKIN, corners=(0, 6, 7, 13), shade=0.1, open_at=(3,))
    low = body.shoulder_y + 0.02
    for side in (-1.0, 1.0):
        x = body.turn * 0.6
        bone = [
            (x + side * 0.12, low + 0.12),
            (x + side * 0.4 * body.shoulder, low + 0.1),
            (side * 0.68 * body.shoulder, low),
        ]
        pen.path(bone, 0.5, within=[trunk])
    return trunk


def draw_neck(pen: Pen, body: Body, chin: float) -> Area:
    """The neck, with the shadow of the chin."""
    n = body.neck
    top, low = 0.55, body.shoulder_y - 0.1
    outline = [
        (-n, top),
        (-n * 0.95, chin),
        (-n * 1.05, low - 0.15),
        (-n - 0.25, low + 0.1),
        (body.turn * 0.5, low + 0.3),
        (n + 0.25, low + 0.1),
        (n * 1.05, low - 0.15),
        (n * 0.95, chin),
        (n, top),
    ]
    area = pen.shape(outline, Part.SKIN, corners=(0, 3, 5, 8), open_at=(1, 3))
    shift = body.turn * 0.8
    shade = [
        (-n * 1.2, 0.6),
        (n * 1.2, 0.6),
        (n * 1.2, chin + 0.12),
        (shift, chin + 0.28),
        (-n * 1.2, chin + 0.1),
    ]
    pen.shadow(shade, [area])
    return area


def tube(axis: Points, widths: list[float]) -> tuple[Points, tuple[int, int, int, int]]:
    """Closed outline around an axis and its four corner indices."""
    outline = curves.limb(axis, widths)
    n = len(axis)
    return outline, (0, n - 1, n, 2 * n - 1)


def arm_outline(body: Body, arm: Arm, axis: Points, widths: list[float], drop: float = 0.0) -> Points:
    """Closed outline of a sleeve or a bare arm, with the armhole from the shoulder line to the armpit.

    axis: points from the shoulder on, shape (n, 2), n >= 3. widths: half widths at them. The corners are the
    points 0 (top of the shoulder), n - 1, n and 2n - 2 (armpit); one more point follows inside the armhole.
    """
    flip = np.array([arm.side, 1.0])
    shift = np.array([0.25 * body.turn, 0.0])
    line = axis * flip - shift * flip
    edge = curves.limb(line, widths)
    n = len(line)
    outer, inner = edge[1:n], edge[n : 2 * n - 2]
    top = np.array([body.shoulder * 0.8, body.shoulder_y - 0.06 + drop])
    pit = np.array([body.chest - 0.02 - 0.1 * body.limb, body.shoulder_y + 1.9 * body.limb + 0.12])
    hollow = np.array([body.shoulder * 0.8 - 0.4 * body.limb, body.shoulder_y + 0.9 * body.limb])
    whole = np.concatenate([[top], outer, inner, [pit, hollow]])
    return np.asarray((whole + shift * flip) * flip)


def arm_corners(count: int) -> tuple[int, int, int, int]:
    """Corner indices of `arm_outline` for an axis of `count` points."""
    return 0, count - 1, count, 2 * count - 2


def cover_arm(
    pen: Pen,
    body: Body,
    arm: Arm,
    part: Part,
    axis: Points,
    half: Doubles,
    share: float,
    drop: float = 0.0,
    open_at: tuple[int, ...] = (),
    thin_at: tuple[int, ...] = (),
) -> Area:
    """A bare arm or a sleeve over a `share` of it; a folded arm takes two shapes.

    axis: points from the shoulder on, shape (n, 2). half: half widths at them, shape (n,).
    Pieces for `open_at` and `thin_at` are those of `arm_outline`. Returns the last shape.
    """
    if not arm.folded or share < 0.55:
        outline = arm_outline(body, arm, axis, list(half), drop)
        return pen.shape(outline, part, arm_corners(len(axis)), shade=0.09, open_at=open_at, thin_at=thin_at)
    elbow, n = arm.joints[1], len(axis)
    at = 0.5 / share * (n - 1)
    first, middle, last = (
        float(w) for w in np.interp([0.5 * at, at, 0.5 * (at + n - 1)], np.arange(n), half)
    )
    upper = np.array([axis[0], (axis[0] + elbow) / 2, elbow])
    outline = arm_outline(body, arm, upper, [half[0], first, middle], drop)
    pen.shape(outline, part, arm_corners(3), shade=0.09, open_at=open_at, thin_at=thin_at)
    step = axis[-1] - elbow
    back = elbow - step / max(float(np.hypot(*step)), 1e-6) * middle
    edge = curves.limb(np.array([elbow, (elbow + axis[-1]) / 2, axis[-1]]), [middle, last, half[-1]])
    whole = np.concatenate([edge, [back]])
    return pen.shape(whole, part, (2, 3), shade=0.09, open_at=(0,) if 1 in open_at else ())


def draw_arm(pen: Pen, body: Body, arm: Arm) -> Area:
    """Bare arm with its hand."""
    draw_hand(pen, body, arm)
    half = np.array(ARM_WIDTHS) * body.limb
    return cover_arm(pen, body, arm, Part.SKIN, arm.axis, half, 1.0, 0.04, open_at=(1, 3))


def draw_hand(pen: Pen, body: Body, arm: Arm) -> None:
    """A hand that goes on from the forearm."""
    if arm.pose == "behind":
        return
    _, elbow, wrist = arm.joints
    direction = wrist - elbow
    angle = float(np.arctan2(direction[1], direction[0]))
    child = pen.at(wrist.tolist(), angle, body.limb * 2.1)
    flip = arm.side if arm.pose in ("down", "relaxed", "out", "hip") else -arm.side
    HANDS[_HAND_OF.get(arm.pose, "mitten")](child, flip)


def leg_axis(body: Body, side: float) -> Points:
    """Middle line of a leg from the hip to the ankle, 5 control points."""
    hip = np.array([side * body.hip * 0.5, body.hip_y - 0.1])
    bent, step, lift = body.steps[0 if side < 0 else 1]
    knee = np.array([side * (body.hip * 0.42 + 0.3 * body.stance) + bent, body.knee_y - 0.3 * lift])
    ankle = np.array([side * body.stance + step, body.ankle_y - lift])
    line = np.array(
        [hip, (hip + knee) / 2 + (side * 0.06, 0), knee, (knee + ankle) / 2 + (side * 0.05, 0), ankle]
    )
    shift = bend(body, np.array([[0.0, body.hip_y]]))[0, 0]
    return line + np.array([shift, 0.0]) * np.linspace(1.0, 0.7, 5)[:, None]


def leg_widths(body: Body, ease: float = 0.0) -> list[float]:
    """Half widths along `leg_axis`."""
    thigh = body.hip * 0.5
    return [thigh + ease, thigh * 0.88 + ease, thigh * 0.62 + ease, thigh * 0.6 + ease, thigh * 0.38 + ease]


def draw_legs(pen: Pen, body: Body) -> None:
    """Bare legs and feet."""
    for side in (-1.0, 1.0):
        x, y = leg_axis(body, side)[-1]
        w = body.hip * 0.24
        foot = [
            (x - w * 0.7, y - 0.05),
            (x + w * 0.7, y - 0.05),
            (x + w * (0.9 + 0.4 * side), y + 0.18),
            (x + w * (0.8 + 0.75 * side), y + 0.34),
            (x + w * (-0.8 + 0.75 * side), y + 0.34),
            (x + w * (-0.9 + 0.4 * side), y + 0.18),
        ]
        toes = pen.shape(foot, Part.SKIN, corners=(0, 1), shade=0.05)
        pen.path([(x + 0.9 * side * w, y + 0.34), (x + 0.85 * side * w, y + 0.25)], 0.5, within=[toes])
        outline, corners = tube(leg_axis(body, side), leg_widths(body))
        area = pen.shape(outline, Part.SKIN, corners=corners, shade=0.1, open_at=(1, 3))
        x = leg_axis(body, side)[2, 0]
        pen.path(
            [(x - 0.1, body.knee_y - 0.02), (x, body.knee_y + 0.05), (x + 0.1, body.knee_y)],
            0.5,
            within=[area],
        )
