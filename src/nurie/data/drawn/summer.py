"""Light clothes that leave arms and shoulders bare: tank top, gown, sundress; overalls too."""

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn import garments as g
from nurie.data.drawn.body import Arm, Body
from nurie.data.drawn.pen import Pen
from nurie.data.drawn.tailor import EXTRA, MAIN, TRIM, Outfit, dress_legs, nothing, trousers


def _bare(pen: Pen, body: Body, arm: Arm) -> None:
    return


def _tank_trunk(pen: Pen, body: Body) -> None:
    w = body.shoulder
    y = body.shoulder_y
    low = body.waist_y + float(pen.rng.choice([-0.3, 0.3, 0.8]))
    hem = body.waist + 0.06 if low < body.waist_y + 0.5 else body.hip * 0.95
    half = [
        (0.36 * w, -0.1),
        (0.58 * w, -0.1),
        (0.66 * w, 0.45),
        (body.chest + 0.1 * body.bust, 0.75),
        (body.waist + 0.04, body.waist_y - y),
        (hem, low - y),
    ]
    if low < body.waist_y:
        half = [*half[:4], (body.waist + 0.08, low - y)]
    neck = [(-0.36 * w, -0.1), (-0.3 * w, 0.35), (0.0, 0.5), (0.3 * w, 0.35)]
    outline = g.around(body, [*neck, *half, *((-x, v) for x, v in reversed(half[1:]))])
    n = len(half)
    area = pen.shape(outline, MAIN, corners=(0, 4, 5, 7, 3 + n, 4 + n, 2 * n, 2 * n + 2), shade=0.12)
    g.folds(pen, body, area)
    if pen.rng.random() < 0.5:
        edge = g.around(
            body, [(-0.33 * w, 0.1), (-0.3 * w, 0.42), (0.0, 0.58), (0.3 * w, 0.42), (0.33 * w, 0.1)]
        )
        pen.path(edge, 0.5, (1, 1), within=[area])


def _gown_trunk(pen: Pen, body: Body) -> None:
    """A strapless gown with a wide skirt."""
    y = body.waist_y - body.shoulder_y
    low = body.ankle_y + 0.2
    flare = body.hip * float(pen.rng.uniform(1.8, 2.6))
    g.skirt(pen, body, MAIN, body.waist_y - 0.1, low, flare, 5, 0.05)
    if pen.rng.random() < 0.6:
        hem = low - 0.35
        x = np.linspace(-flare * 0.96, flare * 0.96, 13)
        lace = np.concatenate(
            [
                np.stack([x, hem + 0.1 * (1 - (x / flare) ** 2)], axis=1),
                np.stack([x[::-1] * 1.04, low + 0.12 + np.where(np.arange(13) % 2, 0.08, -0.02)], axis=1),
            ]
        )
        pen.shape(lace, TRIM, corners=(0, 12, *range(13, 26, 2)), shade=0.04)
    c = body.chest + 0.1 * body.bust
    top = [
        (-c * 0.92, 0.62),
        (-c * 0.45, 0.5),
        (0.0, 0.72),
        (c * 0.45, 0.5),
        (c * 0.92, 0.62),
        (c + 0.05, 0.95),
        (body.waist + 0.03, y),
        (0.0, y + 0.28),
        (-body.waist - 0.03, y),
        (-c - 0.05, 0.95),
    ]
    area = pen.shape(g.around(body, top), MAIN, corners=(0, 2, 4, 6, 7, 8), shade=0.12)
    g.folds(pen, body, area)
    edge = [
        (-c * 0.94, 0.58),
        (-c * 0.45, 0.46),
        (0.0, 0.68),
        (c * 0.45, 0.46),
        (c * 0.94, 0.58),
        (c * 0.96, 0.72),
        (c * 0.45, 0.62),
        (0.0, 0.84),
        (-c * 0.45, 0.62),
        (-c * 0.96, 0.72),
    ]
    pen.shape(g.around(body, edge), TRIM, corners=(0, 2, 4, 5, 7, 9), weight=0.8)


def _gown_collar(pen: Pen, body: Body) -> None:
    if pen.rng.random() < 0.5:
        at = g.around(body, [(0.0, 0.85)])[0]
        g.bow(pen, (float(at[0]), float(at[1])), float(pen.rng.uniform(0.3, 0.6)), EXTRA, 0.9)


def _sundress_trunk(pen: Pen, body: Body) -> None:
    """A dress on two straps."""
    hem = body.hip_y + float(pen.rng.uniform(0.6, 1.6)) * (body.knee_y - body.hip_y)
    g.skirt(pen, body, MAIN, body.waist_y - 0.05, hem, body.hip * float(pen.rng.uniform(1.4, 2.0)), 5, 0.05)
    y, s, c = body.waist_y - body.shoulder_y, body.shoulder, body.chest + 0.1 * body.bust
    half = [
        (s * 0.46, -0.12),
        (s * 0.54, -0.1),
        (s * 0.62, 0.55),
        (c + 0.03, 0.85),
        (body.waist + 0.05, y + 0.02),
    ]
    neck = [(-s * 0.46, -0.12), (-s * 0.42, 0.42), (0.0, 0.52), (s * 0.42, 0.42)]
    outline = g.around(body, [*neck, *half, *((-x, v) for x, v in reversed(half[1:]))])
    area = pen.shape(outline, MAIN, corners=(0, 1, 3, 4, 5, 8, 9, 12), shade=0.12)
    g.folds(pen, body, area)
    w = body.waist + 0.07
    belt = [(-w, y - 0.1), (0.0, y - 0.04), (w, y - 0.1), (w, y + 0.08), (0.0, y + 0.14), (-w, y + 0.08)]
    pen.shape(g.around(body, belt), TRIM, corners=(0, 2, 3, 5), weight=0.8)


def _glove(pen: Pen, body: Body, arm: Arm) -> None:
    """A long glove without the hand, over a bare arm."""
    curve = curves.spline(arm.axis, steps=4)
    line = np.array([curves.along(curve, t) for t in (0.45, 0.62, 0.8, 1.0)])
    outline = curves.limb(line, [body.limb * 0.92, body.limb * 0.86, body.limb * 0.76, body.limb * 0.62])
    pen.shape(outline, TRIM, corners=(0, 3, 4, 7), shade=0.07)


def _overalls_trunk(pen: Pen, body: Body) -> None:
    g.trunk(pen, body, TRIM, g.neckline(body.neck + 0.14, 0.15, "round"), neck_corners=False)
    y, c = body.waist_y - body.shoulder_y, body.chest
    hip = body.hip_y - body.shoulder_y
    bib = [
        (-c * 0.6, 0.75),
        (c * 0.6, 0.75),
        (c * 0.66, 1.2),
        (body.waist + 0.08, y),
        (body.hip + 0.12, hip + 0.1),
        (-body.hip - 0.12, hip + 0.1),
        (-body.waist - 0.08, y),
        (-c * 0.66, 1.2),
    ]
    area = pen.shape(g.around(body, bib), MAIN, corners=(0, 1, 3, 4, 5, 6), shade=0.12)
    pen.path(
        g.around(
            body,
            [
                (-c * 0.35, 1.05),
                (c * 0.35, 1.05),
                (c * 0.33, 1.5),
                (0.0, 1.62),
                (-c * 0.33, 1.5),
                (-c * 0.35, 1.05),
            ],
        ),
        0.6,
        (1, 1),
        within=[area],
    )
    for side in (-1.0, 1.0):
        s = body.shoulder * 0.5
        strap = [
            (side * (s - 0.1), -0.16),
            (side * (s + 0.12), -0.12),
            (side * c * 0.62, 0.9),
            (side * c * 0.38, 0.9),
        ]
        pen.shape(g.around(body, strap), MAIN, corners=(0, 1, 2, 3), weight=0.9)
        pen.shape(
            curves.ellipse(g.around(body, [(side * c * 0.5, 0.84)])[0].tolist(), (0.08, 0.08), 7),
            EXTRA,
            weight=0.7,
        )


SUMMER: dict[str, Outfit] = {
    "tank top": Outfit(trousers(TRIM, 0.3), _tank_trunk, _bare, nothing, bare=True),
    "gown": Outfit(dress_legs, _gown_trunk, _glove, _gown_collar, bare=True),
    "sundress": Outfit(dress_legs, _sundress_trunk, _bare, nothing, bare=True),
    "overalls": Outfit(trousers(MAIN), _overalls_trunk, g.Sleeve(TRIM, 0.4, 0.09, 0.04), nothing),
}
"""Light clothes by name."""
