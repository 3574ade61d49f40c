"""Places under the sky, as a library by name. Coordinates as in `grounds`."""

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.blocks import DrawGround, below, box, cloud, polygon, star
from nurie.data.drawn.furniture import sky_light
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part

_FAR, _THING, _SMALL, _WHITE = Part.SCENERY, Part.PROP, Part.ACCESSORY, Part.EYE_WHITE


def _sky(pen: Pen, w: float, horizon: float) -> None:
    """Clouds, and a sun or moon."""
    if pen.rng.random() < 0.6:
        sky_light(
            pen, w * float(pen.rng.uniform(0.1, 0.9)), horizon * float(pen.rng.uniform(0.15, 0.5)), 0.08
        )
    for _ in range(int(pen.rng.integers(0, 4))):
        at = (float(pen.rng.uniform(0, w)), float(pen.rng.uniform(0.1, 0.7)) * horizon)
        cloud(pen, at, float(pen.rng.uniform(0.08, 0.2)))


def _ridge(pen: Pen, w: float, h: float, y: float, rough: float, peaks: int) -> None:
    """A range of hills, pointed if it has many peaks."""
    xs = np.linspace(-0.15, w + 0.15, peaks)
    ys = y + rough * pen.rng.standard_normal(peaks) + (0.5 * rough * (-1.0) ** np.arange(peaks))
    outline = [*zip(xs, ys, strict=True), (w + 0.2, h + 0.2), (-0.2, h + 0.2)]
    corners = range(peaks + 2) if peaks > 6 else (0, peaks - 1, peaks, peaks + 1)
    area = pen.shape(outline, _FAR, tuple(corners), shade=0.04)
    if peaks > 6:
        for x, v in zip(xs[1::2], ys[1::2], strict=True):
            pen.path([(x, v), (x + 0.03, v + 0.08), (x - 0.01, v + 0.16)], 0.5, (0.8, 0.05), within=[area])


def tree(pen: Pen, x: float, y: float, s: float) -> None:
    """A round tree, a fir, or a bare trunk with a crown of puffs."""
    kind = int(pen.rng.integers(3))
    trunk = [(x - 0.07 * s, y - 0.8 * s), (x + 0.07 * s, y - 0.8 * s), (x + 0.11 * s, y), (x - 0.11 * s, y)]
    area = polygon(pen, trunk, _THING, shade=0.04 * s)
    pen.path(
        [(x, y - 0.5 * s), (x + 0.02 * s, y - 0.25 * s), (x - 0.02 * s, y - 0.05 * s)], 0.45, within=[area]
    )
    if kind == 0:
        for k in range(3):
            low, wide = y - (0.3 + 0.3 * k) * s, (0.42 - 0.09 * k) * s
            polygon(pen, [(x - wide, low), (x, low - 0.55 * s), (x + wide, low)], _FAR, shade=0.06 * s)
        return
    if kind == 1:
        cloud(pen, (x, y - 0.95 * s), 0.55 * s)
        return
    crown = []
    count = int(pen.rng.integers(8, 12))
    for k in range(count):
        for share, reach in ((0.0, 0.42), (0.3, 0.52), (0.7, 0.52)):
            t = 2 * np.pi * (k + share) / count
            crown.append((x + reach * s * np.cos(t), y - 0.95 * s + reach * s * np.sin(t)))
    area = pen.shape(crown, _FAR, [3 * k for k in range(count)], shade=0.1 * s)
    for _ in range(6):
        t, r = pen.rng.uniform(0, 6.3), pen.rng.uniform(0, 0.35) * s
        at = (float(x + r * np.cos(t)), float(y - 0.95 * s + r * np.sin(t)))
        pen.path(
            curves.ellipse(at, (0.07 * s, 0.06 * s), 5, float(pen.rng.uniform(0, 360)), 160),
            0.5,
            within=[area],
        )


def house(pen: Pen, x: float, y: float, s: float) -> None:
    """A house with a gable or a flat roof, a door and windows."""
    a, high = 0.5 * s * float(pen.rng.uniform(0.8, 1.2)), s * float(pen.rng.uniform(0.7, 1.2))
    box(pen, x - a, y - high, x + a, y, _WHITE if pen.rng.random() < 0.4 else _FAR, shade=0.04 * s)
    if pen.rng.random() < 0.75:
        if pen.rng.random() < 0.4:
            box(pen, x + 0.35 * a, y - high - 0.5 * s, x + 0.6 * a, y - high, _FAR)
        roof = [
            (x - 1.2 * a, y - high + 0.03 * s),
            (x - 0.5 * a * float(pen.rng.random()), y - high - 0.45 * s),
        ]
        roof += [(2 * x - roof[1][0], roof[1][1]), (x + 1.2 * a, y - high + 0.03 * s)]
        area = polygon(pen, roof, _THING, shade=0.05 * s)
        for share in (0.35, 0.7):
            v = y - high - 0.45 * s * (1 - share)
            pen.path([(x - 1.2 * a, v), (x + 1.2 * a, v)], 0.5, (1, 1), within=[area])
    else:
        box(pen, x - 1.06 * a, y - high - 0.06 * s, x + 1.06 * a, y - high + 0.02 * s, _THING)
    door = x + a * float(pen.rng.choice([-0.5, 0.0, 0.5]))
    box(pen, door - 0.1 * s, y - 0.36 * s, door + 0.1 * s, y, _SMALL, 0.8)
    for row in range(1 + int(high > 0.9 * s)):
        for share in (-0.55, 0.0, 0.55):
            at, v = x + share * a, y - (0.5 + 0.4 * row) * s
            if abs(at - door) > 0.16 * s or row:
                box(pen, at - 0.08 * s, v - 0.08 * s, at + 0.08 * s, v + 0.08 * s, Part.GROUND, 0.7)
                pen.path([(at, v - 0.08 * s), (at, v + 0.08 * s)], 0.5, (1, 1))


def _pole(pen: Pen, x: float, y: float, s: float) -> None:
    """A post with a lamp, or for wires."""
    box(pen, x - 0.03 * s, y - 1.6 * s, x + 0.03 * s, y, _THING, 0.8)
    if pen.rng.random() < 0.5:
        pen.shape(curves.ellipse((x, y - 1.68 * s), (0.13 * s, 0.13 * s), 8), _SMALL)
    else:
        for k in (1.45, 1.3):
            box(pen, x - 0.25 * s, y - k * s, x + 0.25 * s, y - (k - 0.05) * s, _THING, 0.7)


def town(pen: Pen, w: float, h: float) -> None:
    """A row of houses along a road."""
    y = h * float(pen.rng.uniform(0.68, 0.82))
    _sky(pen, w, 0.5 * y)
    if pen.rng.random() < 0.5:
        _ridge(pen, w, h, y - 0.35, 0.05, 5)
    x = -0.05
    while x < w + 0.2:
        s = float(pen.rng.uniform(0.28, 0.45))
        (house if pen.rng.random() < 0.8 else tree)(pen, x, y, s)
        x += 0.9 * s
    road = below(pen, w, h, y, _FAR)
    pen.path([(-0.1, y + 0.05), (w + 0.1, y + 0.05)], 0.7, (1, 1), within=[road])
    for k in range(5):
        left = w * (k + 0.2) / 5
        box(pen, left, y + 0.6 * (h - y), left + 0.1 * w, y + 0.66 * (h - y), _WHITE, 0.6)
    for share in (0.1, 0.75):
        if pen.rng.random() < 0.7:
            _pole(pen, share * w, y + 0.03, 0.4)


def street(pen: Pen, w: float, h: float) -> None:
    """A street between tall houses, running away from the eye."""
    x, y = w * float(pen.rng.uniform(0.42, 0.58)), h * float(pen.rng.uniform(0.5, 0.65))
    at = np.array([x, y])
    _sky(pen, w, 0.8 * y)
    below(pen, w, h, y, _FAR)
    road = polygon(pen, [at, (w + 0.25, h + 0.1), (-0.25, h + 0.1)], Part.GROUND)
    for t0, t1 in ((0.25, 0.35), (0.5, 0.65), (0.85, 1.1)):
        quad = np.array([(-0.02 * t0, t0), (0.02 * t0, t0), (0.02 * t1, t1), (-0.02 * t1, t1)]) * (1.5, h - y)
        polygon(pen, at + quad, _WHITE, 0.6, within=road)
    for side in (-1.0, 1.0):
        edge = x if side < 0 else w - x
        for t0, t1 in ((0.14, 0.3), (0.3, 0.55), (0.55, 1.15)):
            high = float(pen.rng.uniform(0.7, 1.1)) * y
            near, far = x + side * edge * t1, x + side * edge * t0
            front = [(far, y + 0.12 * t0), (far, y - high * t0), (near, y - high * t1), (near, y + 0.12 * t1)]
            wall = polygon(pen, front, (_THING, _WHITE, _FAR)[int(pen.rng.integers(3))], shade=0.02)
            for k in range(int(pen.rng.integers(2, 4))):
                v0, v1 = 0.25 + 0.25 * k, 0.38 + 0.25 * k
                for u0, u1 in ((0.15, 0.4), (0.6, 0.85)):
                    a, b = t0 + (t1 - t0) * u0, t0 + (t1 - t0) * u1
                    pane = [
                        (x + side * edge * t, y - high * t * v)
                        for t, v in ((a, v0), (b, v0), (b, v1), (a, v1))
                    ]
                    polygon(pen, pane, Part.GROUND, 0.6, within=wall)


def beach(pen: Pen, w: float, h: float) -> None:
    """Sand, waves, an island or a boat, a parasol or a palm."""
    y, sand = h * float(pen.rng.uniform(0.4, 0.55)), h * float(pen.rng.uniform(0.7, 0.82))
    _sky(pen, w, 0.8 * y)
    at = w * float(pen.rng.uniform(0.2, 0.8))
    if pen.rng.random() < 0.5:
        pen.shape(
            [(at - 0.25, y + 0.02), (at - 0.1, y - 0.09), (at + 0.08, y - 0.06), (at + 0.22, y + 0.02)],
            _THING,
            (0, 3),
        )
    else:
        polygon(pen, [(at, y - 0.05), (at, y - 0.22), (at + 0.12, y - 0.06)], _WHITE)
        polygon(
            pen,
            [(at - 0.08, y - 0.04), (at + 0.14, y - 0.04), (at + 0.1, y + 0.02), (at - 0.05, y + 0.02)],
            _THING,
        )
    sea = below(pen, w, h, y, _FAR)
    for _ in range(int(pen.rng.integers(6, 14))):
        x, v, r = pen.rng.uniform(0, w), pen.rng.uniform(y + 0.03, sand), pen.rng.uniform(0.03, 0.1)
        pen.path(
            [(x - r, v), (x - r * 0.3, v - 0.012), (x + r * 0.3, v + 0.01), (x + r, v)], 0.55, within=[sea]
        )
    xs = np.linspace(-0.1, w + 0.1, 9)
    for drop, part in ((0.0, _WHITE), (0.04, Part.GROUND)):
        ys = sand + drop + 0.015 * pen.rng.standard_normal(9) + 0.02 * np.sin(9 * xs)
        outline = [*zip(xs, ys, strict=True), (w + 0.2, h + 0.2), (-0.2, h + 0.2)]
        pen.shape(outline, part, (0, 8, 9, 10))
    x = w * float(pen.rng.choice([0.2, 0.8]))
    if pen.rng.random() < 0.5:
        _parasol(pen, x, h * 0.9)
    else:
        _palm(pen, x, h * 0.92)


def _parasol(pen: Pen, x: float, y: float) -> None:
    """A parasol whose foot is at (x, y)."""
    polygon(
        pen,
        [(x - 0.01, y - 0.4), (x + 0.01, y - 0.4), (x + 0.01, y), (x - 0.01, y)],
        _THING,
    )
    top = [
        (x - 0.24, y - 0.32),
        (x - 0.12, y - 0.46),
        (x + 0.12, y - 0.46),
        (x + 0.24, y - 0.32),
    ]
    area = pen.shape(top, _SMALL, (0, 3), shade=0.04)
    for end in (-0.08, 0.08):
        pen.path([(x, y - 0.48), (x + end, y - 0.32)], 0.6, (1, 1), within=[area])


def _palm(pen: Pen, x: float, y: float) -> None:
    """A palm whose foot is at (x, y)."""
    trunk = [
        (x - 0.03, y),
        (x + 0.02, y - 0.3),
        (x + 0.1, y - 0.55),
        (x + 0.13, y - 0.53),
        (x + 0.06, y - 0.28),
        (x + 0.03, y),
    ]
    pen.shape(trunk, _THING, (0, 2, 3, 5))
    for angle in np.deg2rad([-170, -130, -90, -45, -5, 30]):
        root = np.array([x + 0.115, y - 0.54])
        out = 0.24 * np.array([np.cos(angle), np.sin(angle)])
        leaf = np.array(
            [root, root + 0.55 * out + (0, -0.05), root + out + (0, 0.06), root + 0.5 * out + (0, 0.01)]
        )
        pen.shape(leaf, _FAR, (0, 2))


def mountains(pen: Pen, w: float, h: float) -> None:
    """Ranges behind each other, firs before them."""
    _sky(pen, w, 0.35 * h)
    for k in range(int(pen.rng.integers(1, 4))):
        _ridge(pen, w, h, h * (0.38 + 0.1 * k), 0.07, int(pen.rng.integers(7, 11)))
    y = h * 0.75
    below(pen, w, h, y, Part.GROUND, float(pen.rng.normal(0, 0.03)))
    for x in np.sort(pen.rng.uniform(0, w, int(pen.rng.integers(2, 6)))):
        tree(pen, float(x), y + float(pen.rng.uniform(0.02, 0.12)), float(pen.rng.uniform(0.2, 0.4)))


def meadow(pen: Pen, w: float, h: float) -> None:
    """Soft hills, a path, a fence, flowers."""
    _sky(pen, w, 0.5 * h)
    y = h * float(pen.rng.uniform(0.5, 0.62))
    for k in range(int(pen.rng.integers(1, 3))):
        _ridge(pen, w, h, y + 0.1 * k, 0.03, 5)
    if pen.rng.random() < 0.6:
        house(pen, w * float(pen.rng.uniform(0.2, 0.8)), y + 0.12, 0.25)
    path = [
        (0.55 * w, y + 0.14),
        (0.5 * w, 0.8 * h),
        (0.25 * w, h + 0.1),
        (0.65 * w, h + 0.1),
        (0.62 * w, 0.8 * h),
        (0.6 * w, y + 0.14),
    ]
    pen.shape(path, Part.GROUND, (0, 2, 3, 5))
    for _ in range(int(pen.rng.integers(1, 4))):
        tree(
            pen, w * float(pen.rng.choice([0.1, 0.2, 0.8, 0.92])), y + float(pen.rng.uniform(0.1, 0.25)), 0.3
        )
    if pen.rng.random() < 0.6:
        for v in (0.82, 0.87):
            box(pen, -0.1, v * h, w + 0.1, v * h + 0.02, _WHITE, 0.7)
        for x in np.arange(0.05, w, 0.16):
            polygon(
                pen,
                [
                    (x - 0.02, 0.79 * h),
                    (x, 0.77 * h),
                    (x + 0.02, 0.79 * h),
                    (x + 0.02, 0.95 * h),
                    (x - 0.02, 0.95 * h),
                ],
                _WHITE,
                0.7,
            )
    for _ in range(int(pen.rng.integers(0, 9))):
        _flower(pen, float(pen.rng.uniform(0, w)), h * float(pen.rng.uniform(0.9, 1.0)), 0.06)


def _flower(pen: Pen, x: float, y: float, s: float) -> None:
    pen.path([(x, y), (x + 0.1 * s, y - 0.6 * s), (x, y - s)], 0.8, (1, 1))
    pen.shape(star((x, y - 1.2 * s), 0.5 * s, 5, 0.6, float(pen.rng.uniform(0, 6))), _SMALL, weight=0.7)
    pen.shape(curves.ellipse((x, y - 1.2 * s), (0.14 * s, 0.14 * s), 6), _THING, weight=0.6)


def skyline(pen: Pen, w: float, h: float) -> None:
    """Towers at night, with lit windows, under a moon and stars."""
    for _ in range(int(pen.rng.integers(3, 12))):
        at = (float(pen.rng.uniform(0, w)), float(pen.rng.uniform(0, 0.5) * h))
        pen.shape(
            star(at, float(pen.rng.uniform(0.012, 0.03)), 4, 0.35, np.pi / 2), _WHITE, tuple(range(8)), 0.6
        )
    sky_light(pen, w * float(pen.rng.uniform(0.2, 0.8)), 0.2 * h, 0.1)
    y, x = h * float(pen.rng.uniform(0.8, 0.95)), -0.05
    while x < w:
        wide, high = float(pen.rng.uniform(0.12, 0.26)), float(pen.rng.uniform(0.2, 0.55)) * h
        part = _FAR if pen.rng.random() < 0.6 else _THING
        tower = box(pen, x, y - high, x + wide, y + 0.02, part, shade=0.02)
        if pen.rng.random() < 0.4:
            pen.path([(x + wide / 2, y - high), (x + wide / 2, y - high - 0.08)], 0.8, (1, 0.3))
        for row in range(int(high / 0.1)):
            for column in range(3):
                if pen.rng.random() < 0.6:
                    left, top = x + wide * (0.12 + 0.28 * column), y - high + 0.04 + 0.1 * row
                    box(pen, left, top, left + 0.18 * wide, top + 0.045, _WHITE, 0.55, within=tower)
        x += wide * float(pen.rng.uniform(0.9, 1.2))
    below(pen, w, h, y, _FAR)


def park(pen: Pen, w: float, h: float) -> None:
    """A bench between trees and a lamp."""
    y = h * float(pen.rng.uniform(0.62, 0.75))
    _sky(pen, w, 0.5 * y)
    below(pen, w, h, y, _FAR, float(pen.rng.normal(0, 0.02)))
    for x in np.sort(pen.rng.uniform(0, w, int(pen.rng.integers(2, 5)))):
        tree(pen, float(x), y + 0.03, float(pen.rng.uniform(0.35, 0.55)))
    _pole(pen, w * float(pen.rng.choice([0.12, 0.88])), y + 0.1, 0.42)
    x, v = w * float(pen.rng.uniform(0.35, 0.65)), y + 0.18
    for side in (-0.24, 0.24):
        box(pen, x + side - 0.015, v - 0.12, x + side + 0.015, v, _SMALL, 0.7)
    for top in (-0.28, -0.21, -0.13):
        box(pen, x - 0.3, v + top, x + 0.3, v + top + 0.05, _THING, 0.8)


def gate(pen: Pen, w: float, h: float) -> None:
    """A shrine's gate on steps, trees beside it."""
    y, x = h * float(pen.rng.uniform(0.72, 0.82)), 0.5 * w
    _sky(pen, w, 0.4 * h)
    below(pen, w, h, y - 0.05, _FAR)
    for side in (0.06, 0.94, 0.2, 0.8):
        if pen.rng.random() < 0.75:
            tree(pen, side * w, y, 0.5)
    s = min(0.36, 0.36 * w)
    for side in (-1.0, 1.0):
        left = x + side * 0.8 * s
        polygon(
            pen,
            [
                (left - 0.07 * s, y - 1.4 * s),
                (left + 0.07 * s, y - 1.4 * s),
                (left + 0.1 * s, y),
                (left - 0.1 * s, y),
            ],
            _THING,
            shade=0.03 * s,
        )
    box(pen, x - 1.1 * s, y - 1.1 * s, x + 1.1 * s, y - 0.98 * s, _THING)
    box(pen, x - 0.12 * s, y - 1.4 * s, x + 0.12 * s, y - 1.0 * s, _SMALL)
    beam = [
        (x - 1.35 * s, y - 1.62 * s),
        (x, y - 1.55 * s),
        (x + 1.35 * s, y - 1.62 * s),
        (x + 1.25 * s, y - 1.4 * s),
        (x, y - 1.36 * s),
        (x - 1.25 * s, y - 1.4 * s),
    ]
    pen.shape(beam, _THING, (0, 2, 3, 5), shade=0.04 * s)
    for k in range(4):
        v, wide = y + k * (h - y) / 4, (0.9 + 0.12 * k) * s
        box(pen, x - wide, v, x + wide, v + (h - y) / 4, _WHITE)


OUTDOORS: dict[str, DrawGround] = {
    "town": town,
    "street": street,
    "beach": beach,
    "mountains": mountains,
    "meadow": meadow,
    "skyline": skyline,
    "park": park,
    "gate": gate,
}
"""Places under the sky by name."""
