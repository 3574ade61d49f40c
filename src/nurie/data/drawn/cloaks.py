"""What is worn over the clothes: capes, cloaks and shawls, with hoods or without. A library by name."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn import garments as g
from nurie.data.drawn.body import Body
from nurie.data.drawn.canvas import Area
from nurie.data.drawn.pen import Pen
from nurie.data.drawn.tailor import EXTRA, MAIN, TRIM
from nurie.schemes.parts import Part

CloakPart = Callable[[Pen, Body, Part], None]


@dataclass(frozen=True)
class Wrap:
    """A garment over the others."""

    over: CloakPart
    """Over clothes and arms, before the head."""
    behind: CloakPart | None = None
    """Behind the body and the hair, if any."""
    hooded: bool = False
    """Whether its hood is up."""


def _side(
    body: Body, side: float, low: float, flare: float, gap: tuple[float, float]
) -> list[tuple[float, float]]:
    """One half of a cape, as for `around`: neck, shoulder, hem and up the front edge."""
    n, s = body.neck, body.shoulder
    wide = s + flare
    return [
        (side * (n * 0.9), -0.42),
        (side * s * 0.72, -0.16),
        (side * (s + 0.14), 0.3),
        (side * (s + 0.2 + 0.45 * flare), 0.45 * low),
        (side * wide, low),
        (side * (0.6 * wide + 0.4 * gap[1]), low + 0.12),
        (side * gap[1], low + 0.05),
        (side * (0.5 * (gap[0] + gap[1])), 0.5 * low + 0.1),
        (side * gap[0], 0.22),
    ]


def _cape_folds(pen: Pen, body: Body, area: Area, side: float, low: float, flare: float) -> None:
    s = body.shoulder
    for _ in range(int(pen.rng.integers(2, 5))):
        x = side * float(pen.rng.uniform(0.25, 0.95))
        start = float(pen.rng.uniform(0.2, 0.55)) * low
        fold = [(x * (s + flare), low), (x * (s + 0.5 * flare), 0.5 * (low + start)), (x * s * 0.9, start)]
        pen.path(g.around(body, fold), 0.6, (0.8, 0.05), within=[area])


def _cape(low: tuple[float, float], flare: tuple[float, float], gap: tuple[float, float]) -> CloakPart:
    """A cape over both shoulders, by ranges of its length below them (shares of the way to the ankles),
    of its flare and of the gap between its front edges."""

    def layer(pen: Pen, body: Body, part: Part) -> None:
        long = float(pen.rng.uniform(*low)) * (body.ankle_y - body.shoulder_y)
        wide = float(pen.rng.uniform(*flare)) * (0.5 + 0.25 * long)
        open_by = float(pen.rng.uniform(*gap))
        edges = (0.02 if open_by < 0.1 else 0.12, open_by * (body.shoulder + wide))
        band = TRIM if part == MAIN else MAIN
        trimmed = pen.rng.random() < 0.35
        for side in (-1.0, 1.0):
            rows = _side(body, side, long, wide, edges)
            area = pen.shape(g.around(body, rows), part, corners=(0, 4, 6, 8), shade=0.14)
            _cape_folds(pen, body, area, side, long, wide)
            if trimmed:
                hem = [*rows[4:7], *((x * 0.98, y - 0.2) for x, y in reversed(rows[4:7]))]
                pen.shape(g.around(body, hem), band, corners=(0, 2, 3, 5), weight=0.8, within=[area])
        _clasp(pen, body)

    return layer


def _clasp(pen: Pen, body: Body) -> None:
    """A brooch, a bow or a cord where the front edges meet."""
    at = g.around(body, [(0.0, 0.24)])[0]
    kind = pen.rng.random()
    if kind < 0.35:
        pen.shape(curves.ellipse(at.tolist(), (0.15, 0.15), 8), EXTRA, weight=0.9)
    elif kind < 0.65:
        g.bow(
            pen,
            (float(at[0]), float(at[1])),
            float(pen.rng.uniform(0.3, 0.5)),
            EXTRA,
            float(pen.rng.uniform(0.6, 1.4)),
        )
    elif kind < 0.85:
        for side in (-1.0, 1.0):
            pen.path(at + np.array([(0.0, 0.0), (0.12 * side, 0.3), (0.08 * side, 0.7)]), 1.1, (1, 1))


def _back(low: tuple[float, float]) -> CloakPart:
    """The cloth that hangs behind the body."""

    def layer(pen: Pen, body: Body, part: Part) -> None:
        s, high = body.shoulder, body.shoulder_y
        long = high + float(pen.rng.uniform(*low)) * (body.ankle_y - high)
        w = s * float(pen.rng.uniform(1.3, 1.8))
        edge = [(w * (1 - k / 3), long + (0.1 if k % 2 else -0.06)) for k in range(1, 6)]
        outline = [(-s * 0.6, high - 0.2), (s * 0.6, high - 0.2), (s * 1.15, high + 0.6), (w, long)]
        outline += [*edge, (-w, long), (-s * 1.15, high + 0.6)]
        area = pen.shape(np.array(outline), part, corners=(0, 1, 3, 9), shade=0.2)
        for x in np.linspace(-0.8, 0.8, 5):
            fold = [(x * w, long), (x * 0.9 * w, 0.5 * (long + high)), (x * s, high + 1.0)]
            pen.path(fold, 0.6, (0.8, 0.05), within=[area])

    return layer


def _hood_down(pen: Pen, body: Body, part: Part) -> None:
    """The hood's pouch behind the neck."""
    w, y = body.shoulder * float(pen.rng.uniform(0.8, 1.0)), body.shoulder_y
    high = float(pen.rng.uniform(0.35, 0.7))
    pouch = [(-w, y + 0.1), (-w * 1.02, y - 0.6 * high), (-w * 0.6, y - high), (0.0, y - high - 0.08)]
    pouch += [(w * 0.6, y - high), (w * 1.02, y - 0.6 * high), (w, y + 0.1), (0.0, y + 0.4)]
    area = pen.shape(np.array(pouch), part, corners=(0, 6), shade=0.1)
    inside = [
        (-w * 0.85, y - 0.25),
        (-w * 0.55, y - 0.8 * high),
        (w * 0.55, y - 0.8 * high),
        (w * 0.85, y - 0.25),
    ]
    pen.path(inside, 0.6, (0.3, 0.3), within=[area])


def _hood_collar(pen: Pen, body: Body, part: Part) -> None:
    """The two rolls of a hood that is down, over a short cape."""
    _cape((0.2, 0.45), (0.2, 0.6), (0.0, 0.4))(pen, body, part)
    n, s = body.neck, body.shoulder
    for side in (-1.0, 1.0):
        roll = [(side * n * 0.9, -0.5), (side * (n + 0.35), -0.52), (side * s * 0.85, -0.2)]
        roll += [(side * s * 0.7, 0.2), (side * 0.25, 0.46), (side * 0.02, 0.34), (side * n * 0.8, 0.0)]
        area = pen.shape(g.around(body, roll), part, corners=(0, 4, 5), shade=0.08)
        pen.path(
            g.around(body, [(side * (n + 0.2), -0.36), (side * s * 0.5, 0.05), (side * 0.2, 0.34)]),
            0.5,
            (0.5, 0.1),
            [area],
        )


def _shawl(pen: Pen, body: Body, part: Part) -> None:
    """A cloth around the shoulders whose ends cross or hang before the chest, often with a fringe."""
    n, s = body.neck, body.shoulder
    low = float(pen.rng.uniform(1.1, 2.3))
    fringed, first = pen.rng.random() < 0.6, float(pen.rng.choice([-1.0, 1.0]))
    crossed = pen.rng.random() < 0.5
    for side in (first, -first):
        tip = -0.35 * side if crossed else 0.3 * side
        rows = [(side * (n + 0.02), -0.36), (side * s * 0.8, -0.14), (side * (s + 0.2), 0.35)]
        rows += [
            (side * (s + 0.24), 0.62 * low),
            (side * s * 0.7, 0.86 * low),
            (tip, low),
            (tip - 0.3 * side, 0.84 * low),
        ]
        rows += [(side * 0.3, 0.55)]
        area = pen.shape(g.around(body, rows), part, corners=(0, 3, 5, 6), shade=0.12)
        for k in range(int(pen.rng.integers(2, 4))):
            t = 0.25 + 0.22 * k
            fold = [
                (side * s * (0.4 + t), 0.05 + 0.2 * t),
                (side * s * (0.3 + t), 0.5 * low),
                (side * 0.35, 0.75 * low),
            ]
            pen.path(g.around(body, fold), 0.55, (0.5, 0.05), within=[area])
        if fringed:
            hem = curves.evenly(g.around(body, rows[3:6]), 16)
            for x, y in hem:
                pen.path([(x, y), (x + 0.02, y + 0.13), (x - 0.01, y + 0.26)], 0.6, (0.8, 0.2))
    if crossed or pen.rng.random() < 0.5:
        return
    at = g.around(body, [(0.0, 0.6)])[0]
    pen.shape(curves.ellipse(at.tolist(), (0.14, 0.12), 8), EXTRA, weight=0.8)


def _poncho(pen: Pen, body: Body, part: Part) -> None:
    """One cloth with a hole for the head."""
    n, s = body.neck, body.shoulder
    low = float(pen.rng.uniform(1.6, 2.8))
    half = [(n + 0.06, -0.34), (s * 0.75, -0.14), (s + 0.2, 0.35), (s + 0.5, 0.7 * low)]
    outline = [(0.0, 0.2), *half, (0.0, low + 0.3), *((-x, y) for x, y in reversed(half))]
    area = pen.shape(g.around(body, outline), part, corners=(1, 4, 5, 6, 9), shade=0.14)
    for k in range(int(pen.rng.integers(1, 3))):
        rows = []
        for lift in (0.3 + 0.5 * k, 0.12 + 0.5 * k):
            rows.append([(-s - 0.4, 0.7 * low - lift), (0.0, low + 0.3 - lift), (s + 0.4, 0.7 * low - lift)])
        band = [*rows[0], *reversed(rows[1])]
        pen.shape(
            g.around(body, band), TRIM if part == MAIN else MAIN, corners=range(6), weight=0.8, within=[area]
        )
    for x in (-0.6, -0.25, 0.3, 0.65):
        pen.path(g.around(body, [(x * s, 0.35), (x * s * 1.15, 0.5 * low)]), 0.55, (0.3, 0.05), within=[area])


WRAPS: dict[str, Wrap] = {
    "hooded cape": Wrap(_cape((0.15, 0.4), (0.2, 0.7), (0.0, 0.3)), hooded=True),
    "hooded cloak": Wrap(_cape((0.7, 0.98), (0.25, 0.6), (0.0, 0.5)), _back((0.6, 0.95)), hooded=True),
    "hooded mantle": Wrap(_cape((0.35, 0.6), (0.1, 0.4), (0.2, 0.7)), _back((0.4, 0.8)), hooded=True),
    "hood down": Wrap(_hood_collar, _hood_down),
    "cape": Wrap(_cape((0.15, 0.5), (0.2, 0.6), (0.0, 0.4))),
    "cloak": Wrap(_cape((0.6, 0.98), (0.2, 0.6), (0.1, 0.7)), _back((0.6, 0.98))),
    "shawl": Wrap(_shawl),
    "poncho": Wrap(_poncho),
}
"""Capes, cloaks and shawls by name."""
