"""Costumes: maid, armor, coat, cloak, vest, qipao."""

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn import garments as g
from nurie.data.drawn.body import Arm, Body, middle
from nurie.data.drawn.pen import Pen
from nurie.data.drawn.tailor import EXTRA, MAIN, TRIM, Outfit, dress_legs, nothing, pleated, trousers


def _apron(pen: Pen, body: Body) -> None:
    """Bib, waistband and skirt of an apron."""
    y = body.waist_y - body.shoulder_y
    w = body.waist
    hem = body.hip_y + 0.45 * (body.knee_y - body.hip_y) - body.shoulder_y
    skirt = [
        (-w * 0.75, y),
        (w * 0.75, y),
        (w * 1.05, (y + hem) / 2),
        (w * 0.95, hem),
        (w * 0.5, hem + 0.14),
        (0.0, hem + 0.1),
        (-w * 0.5, hem + 0.14),
        (-w * 0.95, hem),
        (-w * 1.05, (y + hem) / 2),
    ]
    area = pen.shape(g.around(body, skirt), TRIM, corners=(0, 1, 3, 4, 5, 6, 7), shade=0.08)
    for x in (-0.5, 0.0, 0.5):
        pen.path(g.around(body, [(x * w, hem + 0.05), (x * w * 0.85, (y + hem) / 2)]), 0.5, within=[area])
    bib = [(-w * 0.62, 0.55), (w * 0.62, 0.55), (w * 0.7, y), (-w * 0.7, y)]
    pen.shape(g.around(body, bib), TRIM, corners=(0, 1, 2, 3), shade=0.06)
    for side in (-1.0, 1.0):
        s = body.shoulder
        frill = [
            (side * w * 0.62, 0.6),
            (side * s * 0.42, -0.12),
            (side * s * 0.6, -0.2),
            (side * s * 0.95, -0.02),
            (side * s * 0.92, 0.32),
            (side * s * 0.74, 0.5),
            (side * w * 0.78, 0.75),
        ]
        pen.shape(g.around(body, frill), TRIM, corners=(0, 1, 3, 4, 5), weight=0.9, shade=0.05)
    band = [(-w - 0.08, y - 0.1), (w + 0.08, y - 0.1), (w + 0.08, y + 0.12), (-w - 0.08, y + 0.12)]
    pen.shape(g.around(body, band), TRIM, corners=(0, 1, 2, 3), weight=0.9)


def _maid_trunk(pen: Pen, body: Body) -> None:
    g.trunk(
        pen,
        body,
        MAIN,
        g.neckline(body.neck + 0.12, 0.1, "round"),
        low=body.waist_y + 0.05,
        wide=body.waist,
        neck_corners=False,
    )
    hem = body.hip_y + float(pen.rng.uniform(0.55, 1.5)) * (body.knee_y - body.hip_y)
    g.skirt(pen, body, MAIN, body.waist_y, hem, body.hip * float(pen.rng.uniform(1.5, 2.1)), 5, 0.05)
    _apron(pen, body)


def _round_collar(pen: Pen, body: Body) -> None:
    n = body.neck + 0.05
    for side in (-1.0, 1.0):
        flap = [
            (side * n, -0.32),
            (side * (n + 0.3), -0.08),
            (side * (n + 0.12), 0.28),
            (side * 0.16, 0.3),
            (side * 0.02, 0.05),
        ]
        pen.shape(g.around(body, flap), TRIM, corners=(0, 4), weight=0.9, shade=0.03)
    at = g.around(body, [(0.0, 0.16)])[0]
    if pen.rng.random() < 0.75:
        g.bow(pen, (float(at[0]), float(at[1])), float(pen.rng.uniform(0.3, 0.5)), EXTRA, 0.7)


def _armor_trunk(pen: Pen, body: Body) -> None:
    """A tunic, a breastplate with an edge, a belt."""
    g.trunk(
        pen,
        body,
        TRIM,
        g.neckline(body.neck + 0.08, 0.1, "round"),
        low=body.hip_y + 0.4,
        wide=body.hip * 1.15,
        neck_corners=False,
    )
    y = body.waist_y - body.shoulder_y
    c, w = body.chest, body.waist
    plate = [
        (-c * 0.75, 0.12),
        (0.0, 0.35),
        (c * 0.75, 0.12),
        (c + 0.1, 0.6),
        (c * 0.98, 1.2),
        (w * 0.85, y),
        (0.0, y + 0.3),
        (-w * 0.85, y),
        (-c * 0.98, 1.2),
        (-c - 0.1, 0.6),
    ]
    area = pen.shape(g.around(body, plate), MAIN, corners=(0, 2, 5, 7), shade=0.18)
    pen.path(g.around(body, [(0.0, 0.35), (0.03, 1.0), (0.0, y + 0.28)]), 0.7, within=[area])
    pen.path(
        g.around(body, [(-c * 0.9, 1.2), (-0.3, 1.45), (0.0, 1.3), (0.3, 1.45), (c * 0.9, 1.2)]),
        0.6,
        within=[area],
    )
    pen.gloss(
        g.around(body, [(-c * 0.6, 0.5), (-c * 0.35, 0.5), (-c * 0.5, 1.1), (-c * 0.7, 1.1)]),
        [area],
        corners=(0, 1, 2, 3),
    )
    belt = [
        (-w - 0.08, y + 0.1),
        (0.0, y + 0.26),
        (w + 0.08, y + 0.1),
        (w + 0.12, y + 0.34),
        (0.0, y + 0.5),
        (-w - 0.12, y + 0.34),
    ]
    pen.shape(g.around(body, belt), EXTRA, corners=(0, 2, 3, 5), shade=0.04)
    pen.shape(
        g.around(body, [(-0.14, y + 0.2), (0.14, y + 0.2), (0.14, y + 0.52), (-0.14, y + 0.52)]),
        MAIN,
        corners=(0, 1, 2, 3),
        weight=0.8,
    )


def _armor_sleeve(pen: Pen, body: Body, arm: Arm) -> None:
    g.Sleeve(TRIM, 0.95, 0.05)(pen, body, arm)
    curve = curves.spline(arm.axis, steps=4)
    s = arm.side
    lower = np.array([curves.along(curve, t) for t in (0.62, 0.78, 0.94)])
    outline = curves.limb(lower, [body.limb * 1.05, body.limb, body.limb * 0.85])
    pen.shape(outline, MAIN, corners=(0, 2, 3, 5), shade=0.08)
    x, y = arm.joints[0]
    w = body.limb
    for k in (1, 0):
        d = 0.55 * w * k
        pad = [
            (x - s * 1.5 * w, y - 1.1 * w + d),
            (x + s * 0.2 * w, y - 1.6 * w + d),
            (x + s * 1.7 * w, y - 0.6 * w + d),
            (x + s * 1.9 * w, y + 0.9 * w + d),
            (x + s * 0.2 * w, y + 0.5 * w + d),
            (x - s * 1.3 * w, y + 0.3 * w + d),
        ]
        pen.shape(pad, MAIN, corners=(0, 3, 5), shade=0.08)


def _coat_trunk(pen: Pen, body: Body) -> None:
    """A long coat that is open below."""
    g.trunk(pen, body, TRIM, g.neckline(body.neck + 0.08, 0.15, "round"), neck_corners=False)
    y0, y = body.shoulder_y, body.waist_y - body.shoulder_y
    low = body.knee_y + float(pen.rng.uniform(-0.8, 0.8)) - y0
    gap = float(pen.rng.uniform(0.05, 0.35))
    closed = pen.rng.random() < 0.5
    for side in (-1.0, 1.0):
        front = 0.0 if closed else gap
        rows = [
            (side * (body.neck + 0.08), -0.26),
            (side * body.shoulder * 0.75, -0.06),
            (side * (body.shoulder + 0.04), 0.25),
            (side * (body.chest + 0.14), 0.8),
            (side * (body.waist + 0.12), y),
            (side * (body.hip + 0.2), y + 1.0),
            (side * (body.hip + 0.5), low),
            (side * (front + 0.35), low + 0.08),
            (side * (front + 0.04), y + 0.6),
            (side * front, y),
            (side * (front + 0.02), 0.6),
        ]
        area = pen.shape(g.around(body, rows), MAIN, corners=(0, 6, 7, 10), shade=0.14)
        pen.path(
            g.around(
                body,
                [
                    (side * body.hip, y + 0.6),
                    (side * (body.hip + 0.1), low * 0.8),
                    (side * (body.hip + 0.15), low),
                ],
            ),
            0.6,
            within=[area],
        )
        g.folds(pen, body, area)
        for k in range(3 if closed else 0):
            x, v = side * 0.22, 0.8 + 0.45 * k
            pen.shape(
                g.around(body, [(x - 0.05, v), (x, v - 0.05), (x + 0.05, v), (x, v + 0.05)]),
                EXTRA,
                weight=0.6,
                within=[area],
            )
    belt = [
        (-body.waist - 0.16, y - 0.05),
        (body.waist + 0.16, y - 0.05),
        (body.waist + 0.17, y + 0.18),
        (-body.waist - 0.17, y + 0.18),
    ]
    if pen.rng.random() < 0.7:
        pen.shape(g.around(body, belt), EXTRA, corners=(0, 1, 2, 3), shade=0.05)


def _high_collar(pen: Pen, body: Body) -> None:
    n = body.neck + 0.1
    for side in (-1.0, 1.0):
        high = float(pen.rng.uniform(0.45, 0.85))
        flap = [
            (side * n, -high),
            (side * (n + 0.3), -high * 0.8),
            (side * (n + 0.42), 0.0),
            (side * (n + 0.2), 0.42),
            (side * 0.06, 0.6),
            (side * n * 0.7, 0.0),
        ]
        pen.shape(g.around(body, flap), MAIN, corners=(0, 1, 3, 4), shade=0.05)


def _vest_trunk(pen: Pen, body: Body) -> None:
    """A shirt under a knitted vest."""
    g.trunk(pen, body, TRIM, g.neckline(body.neck + 0.08, 0.2, "v"))


def _vest_collar(pen: Pen, body: Body) -> None:
    y = body.waist_y - body.shoulder_y
    s, c = body.shoulder, body.chest
    half = [
        (s * 0.68, -0.12),
        (s * 0.8, 0.5),
        (c + 0.06, 0.85),
        (body.waist + 0.09, y),
        (body.waist + 0.16, y + 0.55),
    ]
    outline = [(0.0, 0.85), (s * 0.4, -0.2), *half, *((-x, v) for x, v in reversed(half)), (-s * 0.4, -0.2)]
    area = pen.shape(g.around(body, outline), MAIN, corners=(0, 1, 2, 6, 7, 11, 12), shade=0.12)
    g.folds(pen, body, area)
    pen.path(g.around(body, [(s * 0.36, 0.0), (0.0, 1.02), (-s * 0.36, 0.0)]), 0.5, (1, 1), within=[area])
    _round_collar(pen, body)


def _qipao_trunk(pen: Pen, body: Body) -> None:
    low = body.hip_y + float(pen.rng.uniform(0.5, 1.5)) * (body.knee_y - body.hip_y)
    area = g.trunk(
        pen,
        body,
        MAIN,
        g.neckline(body.neck + 0.05, -0.15, "round"),
        low=low,
        wide=body.hip * 0.98,
        neck_corners=False,
    )
    pen.path(
        g.around(body, [(0.0, 0.0), (0.15, 0.3), (body.chest * 0.6, 0.55), (body.chest, 0.75)]),
        1.1,
        (1, 1),
        within=[area],
    )
    for t in (0.25, 0.8):
        at = g.around(body, [(0.1 + t * body.chest * 0.6, 0.25 + t * 0.35)])[0]
        pen.shape(curves.ellipse(at.tolist(), (0.09, 0.06), 7), TRIM, weight=0.6, within=[area])
    hip = body.hip_y
    for side in (-1.0, 1.0):
        x = side * body.hip * 0.6 + middle(body, hip)
        pen.path(
            [(x, low), (x + 0.02, (low + hip) / 2), (x + side * 0.1, hip + 0.2)],
            0.8,
            (0.9, 0.1),
            within=[area],
        )


def _qipao_collar(pen: Pen, body: Body) -> None:
    n = body.neck + 0.03
    for side in (-1.0, 1.0):
        flap = [(side * n, -0.45), (side * (n + 0.06), -0.15), (side * 0.05, 0.05), (0.0, -0.22)]
        pen.shape(g.around(body, flap), TRIM, corners=(0, 1, 2, 3), weight=0.8, shade=0.02)


def _cloak_collar(pen: Pen, body: Body) -> None:
    """A short cloak over the shoulders, closed by a clasp."""
    s, low = body.shoulder, float(pen.rng.uniform(1.1, 2.4))
    rows = [
        (-body.neck - 0.1, -0.35),
        (0.0, 0.22),
        (body.neck + 0.1, -0.35),
        (s * 0.8, -0.12),
        (s + 0.22, 0.4),
        (s + 0.38, low * 0.7),
        (s * 0.75, low),
        (0.14, low * 0.9),
        (0.0, 0.6),
        (-0.14, low * 0.9),
        (-s * 0.75, low),
        (-s - 0.38, low * 0.7),
        (-s - 0.22, 0.4),
        (-s * 0.8, -0.12),
    ]
    area = pen.shape(g.around(body, rows), TRIM, corners=(0, 2, 5, 7, 8, 9, 11), shade=0.14)
    for x in (-0.7, -0.4, 0.4, 0.7):
        pen.path(
            g.around(body, [(x * s, low * 0.88), (x * s * 0.85, low * 0.5), (x * s * 0.7, 0.3)]),
            0.6,
            within=[area],
        )
    pen.shape(curves.ellipse(g.around(body, [(0.0, 0.36)])[0].tolist(), (0.15, 0.15), 8), EXTRA, weight=0.9)


COSTUMES: dict[str, Outfit] = {
    "maid": Outfit(dress_legs, _maid_trunk, g.Sleeve(MAIN, 0.28, 0.04, puff=0.2, cuff=TRIM), _round_collar),
    "armor": Outfit(trousers(TRIM), _armor_trunk, _armor_sleeve, nothing),
    "coat": Outfit(trousers(TRIM), _coat_trunk, g.Sleeve(MAIN, 0.97, 0.1, 0.06, cuff=TRIM), _high_collar),
    "vest": Outfit(pleated(MAIN, TRIM), _vest_trunk, g.Sleeve(TRIM, 0.96, 0.1, cuff=TRIM), _vest_collar),
    "qipao": Outfit(dress_legs, _qipao_trunk, g.Sleeve(MAIN, 0.18, 0.03, cuff=TRIM), _qipao_collar),
    "cloak": Outfit(trousers(MAIN), _coat_trunk, g.Sleeve(MAIN, 0.97, 0.08), _cloak_collar),
}
"""Costumes by name."""
