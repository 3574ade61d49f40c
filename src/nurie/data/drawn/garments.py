"""Pieces that outfits are put together from: trunks, sleeves, skirts, trousers, socks, shoes, folds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nurie.arrays import Doubles
from nurie.data.drawn import curves
from nurie.data.drawn.body import Arm, Body, bend, middle, torso
from nurie.data.drawn.canvas import Area
from nurie.data.drawn.curves import Points
from nurie.data.drawn.limbs import ARM_WIDTHS, cover_arm, leg_axis, leg_widths, tube
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part


def trunk(
    pen: Pen,
    body: Body,
    part: Part,
    neck: Sequence[tuple[float, float]],
    ease: float = 0.06,
    low: float | None = None,
    wide: float | None = None,
    neck_corners: bool = True,
) -> Area:
    """A garment on the trunk; `neck` are points of the neckline from the left side to the right one,
    relative to the middle line (x) and to the shoulder height (y)."""
    outline = torso(body, ease, low, wide)
    line = np.array([(x + middle(body, body.shoulder_y + y), body.shoulder_y + y) for x, y in neck])
    whole = np.concatenate([line, outline[1:13]])
    n = len(line)
    corners = [0, n - 1, n + 5, n + 6] + (list(range(1, n - 1)) if neck_corners else [])
    area = pen.shape(whole, part, corners=corners, shade=0.13)
    folds(pen, body, area)
    return area


def folds(pen: Pen, body: Body, area: Area) -> None:
    """Folds at the armpits and the waist."""
    for side in (-1.0, 1.0):
        if pen.rng.random() < 0.75:
            x, y = side * (body.chest - 0.02), body.shoulder_y + 0.65
            line = bend(
                body, curves.points([(x, y), (x - side * 0.14, y + 0.12), (x - side * 0.3, y + 0.16)])
            )
            pen.path(line, 0.55, (0.7, 0.03), within=[area])
        for _ in range(int(pen.rng.integers(0, 3))):
            x, y = side * (body.waist + 0.04), body.waist_y + pen.rng.normal(0, 0.15)
            reach = pen.rng.uniform(0.15, 0.45)
            line = bend(
                body,
                curves.points([(x, y), (x - side * reach * 0.6, y + 0.03), (x - side * reach, y - 0.08)]),
            )
            pen.path(line, 0.55, (0.8, 0.03), within=[area])
    if body.bust > 0.25:
        m, y = middle(body, body.shoulder_y + 1.0), body.shoulder_y + 0.6 * (body.waist_y - body.shoulder_y)
        for side in (-1.0, 1.0):
            r = body.chest * 0.45
            x = m + side * r
            crease = [
                (x + side * r * 0.75, y - 0.12),
                (x + side * 0.1, y + 0.1),
                (x - side * r * 0.55, y + 0.02),
            ]
            pen.path(crease, 0.55, (0.5, 0.03), within=[area])
            pen.shadow(
                [(x + side * r * 0.8, y - 0.1), (x, y + 0.0), (x - side * r * 0.6, y), (x, y + 0.22)], [area]
            )


@dataclass(frozen=True)
class Sleeve:
    """A sleeve over a share of an arm; called to draw it."""

    part: Part
    share: float
    """How much of the arm it covers, 0..1."""
    ease: float = 0.06
    """Distance from the arm."""
    flare: float = 0.0
    """What widens its end."""
    puff: float = 0.0
    """What widens its middle."""
    cuff: Part | None = None
    """The band at its end, if any."""

    def __call__(self, pen: Pen, body: Body, arm: Arm) -> Area:
        """Draw it on one bare arm."""
        axis, half = self._line(body, arm)
        area = cover_arm(pen, body, arm, self.part, axis, half, self.share, -0.01, thin_at=(3,))
        if self.share > 0.5:
            elbow, inside = arm.joints[1], np.array([-arm.side, 0.0]) * body.limb
            for _ in range(int(pen.rng.integers(1, 4))):
                start = elbow + inside * 1.1 + pen.rng.normal(0, 0.1, 2)
                pen.path(
                    [start, start - inside * 0.7 + (0, 0.06), start - inside * 1.3 + (0, 0.02)],
                    0.5,
                    (0.8, 0.03),
                    within=[area],
                )
        else:
            for _ in range(int(pen.rng.integers(1, 3))):
                end = axis[-1] + pen.rng.normal(0, 0.08, 2)
                pen.path([end, (end + axis[0]) / 2, axis[0]], 0.5, (0.7, 0.02), within=[area])
        if self.puff > 0.1:
            for k in (-0.5, 0.0, 0.5):
                at = axis[-1] + np.array([k * half[-1], 0.0])
                pen.path([at, at + (axis[-2] - axis[-1]) * 0.8], 0.5, (0.8, 0.02), within=[area])
        if self.cuff is not None:
            _cuff(pen, axis, half, self.cuff)
        return area

    def _line(self, body: Body, arm: Arm) -> tuple[Points, Doubles]:
        """Axis (6, 2) and half widths (6,)."""
        curve = curves.spline(arm.axis, steps=4)
        places = np.linspace(0.0, self.share, 6)
        t = places / self.share
        axis = np.array([curves.along(curve, place) for place in places])
        half = np.interp(places, np.linspace(0, 1, 5), np.array(ARM_WIDTHS)) * body.limb
        half += self.ease + self.flare * t**1.5 + self.puff * np.sin(np.pi * np.clip(0.2 + 0.85 * t, 0, 1))
        return axis, half


def _cuff(pen: Pen, axis: Points, half: Doubles, part: Part) -> None:
    """A band at the end of a sleeve."""
    step = axis[-1] - axis[-2]
    step *= 0.13 / max(float(np.hypot(*step)), 1e-6)
    outline, corners = tube(
        np.array([axis[-1] - step, axis[-1] + 0.25 * step]), [half[-1] * 1.06, half[-1] * 1.08]
    )
    pen.shape(outline, part, corners=corners, weight=0.9, shade=0.04)


def skirt(
    pen: Pen, body: Body, part: Part, top: float, hem: float, flare: float, pleats: int, waves: float = 0.05
) -> Area:
    """A skirt from height `top` to `hem`; `flare` is its half width there, `pleats` the folds."""
    near = (
        body.waist
        + (body.hip - body.waist) * np.clip((top - body.waist_y) / (body.hip_y - body.waist_y), 0, 1)
        + 0.06
    )
    side = [(near, top), (near + 0.45 * (flare - near), top + 0.3 * (hem - top)), (flare, hem)]
    count = max(pleats, 3)
    xs = np.linspace(flare, -flare, 2 * count + 1)
    edge = [(x, hem + 0.1 * (1 - (x / flare) ** 2) + (waves if k % 2 else -waves)) for k, x in enumerate(xs)][
        1:-1
    ]
    outline = bend(body, np.array([*side, *edge, *((-x, y) for x, y in reversed(side))]))
    last = len(outline) - 1
    sharp = list(range(2, last - 1)) if pleats > 6 else [2, last - 2]
    area = pen.shape(outline, part, corners=(0, *sharp, last), shade=0.16)
    for k in range(1, 2 * count, 2 if pleats <= 6 else 1):
        x = float(xs[k])
        reach = pen.rng.uniform(0.35, 0.95)
        start = np.array([x, hem + 0.1 * (1 - (x / flare) ** 2)])
        end = np.array([x * near / flare, top])
        line = curves.bezier(start, (start * 0.6 + end * 0.4) * (0.94, 1.0), start + (end - start) * reach, 4)
        pen.path(bend(body, line), 0.6, (0.8, 0.05), within=[area])
    return area


def trousers(pen: Pen, body: Body, part: Part, share: float, ease: float = 0.07) -> None:
    """Trousers over a `share` of the legs, with the seat."""
    for side in (-1.0, 1.0):
        curve = curves.spline(leg_axis(body, side), steps=4)
        count = max(4, round(share * 16) + 1)
        widths = np.interp(np.linspace(0, count / 17, count), np.linspace(0, 1, 5), leg_widths(body, ease))
        index = np.unique(np.linspace(0, count - 1, 5).astype(int))
        outline, corners = tube(curve[index], list(widths[index]))
        area = pen.shape(outline, part, corners=corners, shade=0.12, open_at=(3,))
        knee = curve[min(8, count - 1)]
        for dy in (-0.05, 0.1):
            pen.path(
                [
                    curves.offset(knee, -0.2 * side, dy),
                    curves.offset(knee, 0.0, dy + 0.06),
                    curves.offset(knee, 0.12 * side, dy),
                ],
                0.5,
                within=[area],
            )
    hip = body.hip + ease
    seat = [
        (-body.waist - ease, body.waist_y),
        (body.waist + ease, body.waist_y),
        (hip, body.hip_y - 0.2),
        (hip * 0.98, body.hip_y + 0.05),
        (0.06, body.hip_y + 0.25),
        (-0.06, body.hip_y + 0.25),
        (-hip * 0.98, body.hip_y + 0.05),
        (-hip, body.hip_y - 0.2),
    ]
    area = pen.shape(bend(body, np.array(seat)), part, corners=(0, 1, 3, 6), open_at=(2,))
    pen.path(
        bend(body, np.array([(0.0, body.waist_y + 0.1), (0.02, body.hip_y - 0.1), (0.0, body.hip_y + 0.25)])),
        0.6,
        within=[area],
    )


def socks(pen: Pen, body: Body, part: Part, share: float) -> None:
    """Socks that come up over a `share` of the leg."""
    for side in (-1.0, 1.0):
        curve = curves.spline(leg_axis(body, side), steps=4)
        start = min(round((1 - share) * 16), 12)
        widths = np.interp(np.linspace(start / 16, 1, 5), np.linspace(0, 1, 5), leg_widths(body, 0.015))
        index = np.linspace(start, 16, 5).astype(int)
        outline, corners = tube(curve[index], list(widths))
        pen.shape(outline, part, corners=corners, shade=0.1)


def shoes(pen: Pen, body: Body, part: Part, boot: float = 0.0) -> None:
    """Shoes; `boot` is how far they come up, as a share of the leg."""
    if boot > 0:
        socks(pen, body, part, boot)
    for side in (-1.0, 1.0):
        x, y = leg_axis(body, side)[-1]
        w = body.hip * 0.26
        outline = [
            (x - w * 0.9, y - 0.08),
            (x + w * 0.9, y - 0.08),
            (x + w * (1.1 + 0.35 * side), y + 0.2),
            (x + w * (1.05 + 0.6 * side), y + 0.36),
            (x + w * (-1.05 + 0.6 * side), y + 0.36),
            (x + w * (-1.1 + 0.35 * side), y + 0.2),
        ]
        area = pen.shape(outline, part, corners=(0, 1, 3, 4), shade=0.08)
        pen.path(
            [(x - 1.5 * w, y + 0.28), (x + 0.3 * side * w, y + 0.3), (x + 1.6 * w, y + 0.28)],
            0.5,
            within=[area],
        )


def bow(pen: Pen, at: tuple[float, float], size: float, part: Part, tails: float = 1.0) -> None:
    """A bow: two loops, two tails, a knot."""
    x, y = at
    s = size
    if tails > 0:
        for side in (-1.0, 1.0):
            end = [
                (x, y),
                (x + side * 0.35 * s, y + 0.4 * s * tails),
                (x + side * 0.5 * s, y + s * tails),
                (x + side * 0.28 * s, y + 0.86 * s * tails),
                (x + side * 0.12 * s, y + 0.95 * s * tails),
                (x + side * 0.02 * s, y + 0.4 * s * tails),
            ]
            pen.shape(end, part, corners=(0, 2, 3, 4), weight=0.8, shade=0.04)
    for side in (-1.0, 1.0):
        droop = pen.rng.uniform(-0.05, 0.12)
        loop = [
            (x, y),
            (x + side * 0.45 * s, y - 0.32 * s),
            (x + side * 0.95 * s, y - 0.38 * s + droop),
            (x + side * 1.02 * s, y + 0.05 * s + droop),
            (x + side * 0.85 * s, y + 0.36 * s + droop),
            (x + side * 0.4 * s, y + 0.2 * s),
        ]
        area = pen.shape(loop, part, corners=(0, 2, 4), weight=0.9, shade=0.06 * s)
        pen.path(
            [
                (x + side * 0.12 * s, y),
                (x + side * 0.35 * s, y - 0.05 * s),
                (x + side * 0.6 * s, y - 0.02 * s),
            ],
            0.5,
            within=[area],
        )
    pen.shape(curves.ellipse(at, (0.16 * s, 0.19 * s), 7), part, weight=0.8)


def neckline(width: float, depth: float, kind: str) -> list[tuple[float, float]]:
    """Neckline points for `trunk`: "round", "v" or "square"."""
    if kind == "v":
        return [(-width, -0.22), (0.0, depth), (width, -0.22)]
    if kind == "square":
        return [(-width, -0.18), (-width * 0.92, depth), (width * 0.92, depth), (width, -0.18)]
    return [
        (-width, -0.22),
        (-width * 0.75, depth * 0.55),
        (0.0, depth),
        (width * 0.75, depth * 0.55),
        (width, -0.22),
    ]


def around(body: Body, values: Sequence[tuple[float, float]]) -> Points:
    """Points given relative to the middle line and the shoulder height, in figure coordinates."""
    return np.array([(x + middle(body, body.shoulder_y + y), body.shoulder_y + y) for x, y in values])
