"""Outfits, as a library by name."""

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn import garments as g
from nurie.data.drawn.body import Body
from nurie.data.drawn.costumes import COSTUMES
from nurie.data.drawn.pen import Pen
from nurie.data.drawn.summer import SUMMER
from nurie.data.drawn.tailor import EXTRA, MAIN, TRIM, Outfit, dress_legs, pleated, trousers
from nurie.data.drawn.uniforms import UNIFORMS
from nurie.schemes.parts import Part


def _sailor_trunk(pen: Pen, body: Body) -> None:
    g.trunk(
        pen,
        body,
        MAIN,
        g.neckline(body.neck + 0.12, 0.6, "v"),
        low=body.waist_y + 0.15,
        wide=body.waist + 0.08,
    )


def _sailor_collar(pen: Pen, body: Body) -> None:
    w, n = body.shoulder * 0.72, body.neck + 0.06
    outline = g.around(
        body,
        [
            (-n, -0.24),
            (-w, 0.0),
            (-w * 0.96, 0.32),
            (-0.1, 0.85),
            (0.0, 0.78),
            (0.1, 0.85),
            (w * 0.96, 0.32),
            (w, 0.0),
            (n, -0.24),
            (n * 0.7, 0.15),
            (0.0, 0.62),
            (-n * 0.7, 0.15),
        ],
    )
    collar = pen.shape(outline, TRIM, corners=(0, 2, 3, 5, 6, 8, 10), shade=0.08)
    for side in (-1, 1):
        stripe = g.around(
            body, [(side * (w - 0.12), 0.02), (side * (w * 0.96 - 0.12), 0.26), (side * 0.2, 0.68)]
        )
        pen.path(stripe, 0.5, (1, 1), within=[collar])
    at = g.around(body, [(0.0, 0.72)])[0]
    g.bow(pen, (float(at[0]), float(at[1])), float(pen.rng.uniform(0.4, 0.65)), EXTRA)


def _shirt_trunk(pen: Pen, body: Body) -> None:
    """White-shirt-like trunk with a button row."""
    area = g.trunk(pen, body, MAIN, g.neckline(body.neck + 0.08, 0.25, "v"))
    pen.path(g.around(body, [(0.0, 0.25), (0.01, 1.2), (0.0, 2.6)]), 0.6, within=[area])
    for k in range(4):
        at = g.around(body, [(0.06, 0.6 + 0.5 * k)])[0]
        pen.path([at, curves.offset(at, 0.03, 0.02), curves.offset(at, 0.0, 0.03)], 0.8, within=[area])


def _tie_collar(pen: Pen, body: Body) -> None:
    n = body.neck + 0.05
    kind = pen.rng.random()
    if kind < 0.6:
        tie = g.around(
            body,
            [(-0.1, 0.12), (0.1, 0.12), (0.07, 0.3), (0.17, 1.35), (0.0, 1.6), (-0.17, 1.35), (-0.07, 0.3)],
        )
        area = pen.shape(tie, EXTRA, corners=(0, 1, 2, 3, 4, 5, 6), shade=0.05)
        pen.path(g.around(body, [(-0.07, 0.3), (0.0, 0.33), (0.07, 0.3)]), 0.6, within=[area])
    else:
        at = g.around(body, [(0.0, 0.22)])[0]
        g.bow(pen, (float(at[0]), float(at[1])), 0.42, EXTRA, tails=0.6)
    for side in (-1, 1):
        flap = g.around(
            body,
            [(side * n, -0.32), (side * (n + 0.16), -0.12), (side * (n * 0.75), 0.34), (side * 0.05, 0.1)],
        )
        pen.shape(flap, TRIM, corners=(0, 1, 2, 3), weight=0.9, shade=0.03)


def _blazer_trunk(pen: Pen, body: Body) -> None:
    g.trunk(pen, body, TRIM, g.neckline(body.neck + 0.08, 0.2, "v"))


def _blazer_collar(pen: Pen, body: Body) -> None:
    """The shirt's collar and tie, then the jacket's open front."""
    w = body.shoulder * 0.42
    for side in (-1.0, 1.0):
        lapel = g.around(
            body,
            [
                (side * (body.neck + 0.02), -0.28),
                (side * (w + 0.15), 0.1),
                (side * (w + 0.05), 0.5),
                (side * (w + 0.2), 0.62),
                (side * 0.06, 1.55),
            ],
        )
        pen.shape(lapel, MAIN, corners=(0, 1, 2, 3, 4), shade=0.05)
    _tie_collar(pen, body)


def _blazer_all(pen: Pen, body: Body) -> None:
    """Jacket with a V that shows the shirt."""
    _blazer_trunk(pen, body)
    g.trunk(pen, body, MAIN, [(-body.neck - 0.1, -0.24), (0.0, 1.5), (body.neck + 0.1, -0.24)], ease=0.09)
    for k in range(2):
        at = g.around(body, [(0.05, 1.75 + 0.35 * k)])[0]
        pen.shape(
            np.array(
                [
                    curves.offset(at, -0.05, 0),
                    curves.offset(at, 0, -0.05),
                    curves.offset(at, 0.05, 0),
                    curves.offset(at, 0, 0.05),
                ]
            ),
            EXTRA,
            weight=0.6,
        )


def _cardigan_collar(pen: Pen, body: Body) -> None:
    """An open knitted jacket over the shirt."""
    y, low = body.waist_y - body.shoulder_y, body.hip_y - body.shoulder_y
    for side in (-1.0, 1.0):
        rows = [
            (side * (body.neck + 0.14), -0.24),
            (side * body.shoulder * 0.75, -0.06),
            (side * (body.shoulder + 0.03), 0.25),
            (side * (body.chest + 0.12), 0.8),
            (side * (body.waist + 0.12), y),
            (side * (body.hip + 0.14), low - 0.1),
            (side * 0.3, low),
            (side * 0.16, y),
            (side * body.neck, 0.6),
        ]
        area = pen.shape(g.around(body, rows), MAIN, corners=(0, 5, 6), shade=0.1)
        pen.path(
            g.around(
                body,
                [
                    (side * (body.neck + 0.26), -0.2),
                    (side * (body.neck + 0.14), 0.6),
                    (side * 0.3, y),
                    (side * 0.44, low),
                ],
            ),
            0.5,
            (1, 1),
            within=[area],
        )
        g.folds(pen, body, area)
    _tie_collar(pen, body)


def _tee_trunk(pen: Pen, body: Body) -> None:
    area = g.trunk(pen, body, MAIN, g.neckline(body.neck + 0.16, 0.22, "round"), neck_corners=False)
    if pen.rng.random() < 0.5:
        c = g.around(body, [(0.0, 1.0)])[0]
        r = body.chest * 0.35
        angle = np.deg2rad(np.arange(10) * 36 - 90)
        radius = np.where(np.arange(10) % 2 == 0, r, r * 0.45)
        star = c + np.stack([np.cos(angle), np.sin(angle)], axis=1) * radius[:, None]
        pen.shape(star, TRIM, corners=tuple(range(10)), weight=0.7, within=[area])


def _tee_collar(pen: Pen, body: Body) -> None:
    n = body.neck + 0.16
    band = [
        (-n, -0.24),
        (-n * 0.75, 0.1),
        (0.0, 0.22),
        (n * 0.75, 0.1),
        (n, -0.24),
        (n + 0.08, -0.2),
        (n * 0.85, 0.18),
        (0.0, 0.32),
        (-n * 0.85, 0.18),
        (-n - 0.08, -0.2),
    ]
    pen.shape(g.around(body, band), TRIM, corners=(0, 4, 5, 9), weight=0.7)


def _hoodie_trunk(pen: Pen, body: Body) -> None:
    area = g.trunk(pen, body, MAIN, g.neckline(body.neck + 0.1, 0.2, "round"), ease=0.16, neck_corners=False)
    y = body.waist_y - body.shoulder_y
    pocket = g.around(body, [(-0.45, y), (0.45, y), (0.7, y + 0.75), (-0.7, y + 0.75)])
    pen.shape(pocket, MAIN, corners=(0, 1, 2, 3), weight=0.7, within=[area])


def _hood(pen: Pen, body: Body) -> None:
    n, w = body.neck, body.shoulder * 0.72
    hood = [
        (-n * 0.9, -0.5),
        (-w, -0.2),
        (-w * 0.9, 0.22),
        (-0.25, 0.52),
        (0.0, 0.42),
        (0.25, 0.52),
        (w * 0.9, 0.22),
        (w, -0.2),
        (n * 0.9, -0.5),
        (n * 0.85, -0.05),
        (0.0, 0.32),
        (-n * 0.85, -0.05),
    ]
    area = pen.shape(g.around(body, hood), MAIN, corners=(0, 4, 8, 10), shade=0.1)
    inner = [
        (-n * 0.9, -0.5),
        (-n * 1.5, -0.15),
        (-0.1, 0.42),
        (0.1, 0.42),
        (n * 1.5, -0.15),
        (n * 0.9, -0.5),
        (n * 0.85, -0.05),
        (0.0, 0.32),
        (-n * 0.85, -0.05),
    ]
    pen.shape(g.around(body, inner), TRIM, corners=(0, 2, 3, 5, 7), weight=0.7, within=[area])
    for side in (-1, 1):
        sway = float(pen.rng.normal(0, 0.05))
        string = g.around(body, [(side * 0.16, 0.4), (side * 0.2 + sway, 0.7), (side * 0.17 + sway, 1.05)])
        pen.path(string, 1.0, (1, 1))


def _kimono_trunk(pen: Pen, body: Body) -> None:
    low = body.hip_y + 0.75 * (body.ankle_y - body.hip_y)
    area = g.trunk(
        pen, body, MAIN, g.neckline(body.neck + 0.12, 0.75, "v"), ease=0.12, low=low, wide=body.hip * 1.15
    )
    pen.path(g.around(body, [(0.1, 1.2), (0.22, 3.0), (0.1, low - body.shoulder_y)]), 0.7, within=[area])
    y = body.waist_y - body.shoulder_y
    w = body.waist + 0.2
    obi = g.around(
        body, [(-w, y - 0.55), (0.0, y - 0.48), (w, y - 0.55), (w, y + 0.15), (0.0, y + 0.24), (-w, y + 0.15)]
    )
    band = pen.shape(obi, TRIM, corners=(0, 2, 3, 5), shade=0.12)
    pen.path(g.around(body, [(-w, y - 0.2), (0.0, y - 0.12), (w, y - 0.2)]), 0.8, (1, 1), within=[band])


def _kimono_collar(pen: Pen, body: Body) -> None:
    n = body.neck + 0.1
    under = [(-n, -0.3), (-n - 0.1, -0.2), (-0.1, 0.75), (0.12, 0.9), (0.1, 0.72)]
    over = [(n, -0.3), (n + 0.18, -0.18), (-0.3, 1.2), (-0.45, 1.05), (0.0, 0.62)]
    pen.shape(g.around(body, under), TRIM, corners=(0, 1, 3), weight=0.9)
    pen.shape(g.around(body, over), TRIM, corners=(0, 1, 2, 3), weight=0.9, shade=0.03)


def _kimono_legs(pen: Pen, body: Body) -> None:
    g.socks(pen, body, TRIM, 0.2)
    g.shoes(pen, body, EXTRA)


def _dress_trunk(pen: Pen, body: Body) -> None:
    kind = str(pen.rng.choice(["round", "square", "v"]))
    g.trunk(
        pen,
        body,
        MAIN,
        g.neckline(body.shoulder * 0.55, 0.35, kind),
        low=body.waist_y + 0.05,
        wide=body.waist,
    )
    hem = body.hip_y + float(pen.rng.uniform(0.5, 1.6)) * (body.knee_y - body.hip_y)
    g.skirt(pen, body, MAIN, body.waist_y, hem, body.hip * float(pen.rng.uniform(1.4, 2.1)), 5, 0.06)
    w = body.waist + 0.08
    sash = g.around(
        body,
        [
            (-w, body.waist_y - body.shoulder_y - 0.12),
            (w, body.waist_y - body.shoulder_y - 0.12),
            (w, body.waist_y - body.shoulder_y + 0.14),
            (-w, body.waist_y - body.shoulder_y + 0.14),
        ],
    )
    pen.shape(sash, TRIM, corners=(0, 1, 2, 3), weight=0.8, shade=0.06)


def _dress_collar(pen: Pen, body: Body) -> None:
    if pen.rng.random() < 0.6:
        at = g.around(body, [(0.0, 0.42)])[0]
        g.bow(pen, (float(at[0]), float(at[1])), float(pen.rng.uniform(0.25, 0.45)), EXTRA, 0.8)


def _turtleneck_trunk(pen: Pen, body: Body) -> None:
    g.trunk(pen, body, MAIN, g.neckline(body.neck + 0.06, -0.1, "round"), ease=0.05, neck_corners=False)


def _turtleneck_collar(pen: Pen, body: Body) -> None:
    n = body.neck + 0.05
    band = [(-n, -0.42), (0.0, -0.34), (n, -0.42), (n + 0.08, -0.12), (0.0, 0.02), (-n - 0.08, -0.12)]
    area = pen.shape(g.around(body, band), MAIN, corners=(0, 2, 3, 5), shade=0.08)
    pen.path(g.around(body, [(-n, -0.24), (0.0, -0.15), (n, -0.24)]), 0.5, within=[area])


OUTFITS: dict[str, Outfit] = {
    "sailor": Outfit(
        pleated(TRIM, Part.CLOTHES), _sailor_trunk, g.Sleeve(MAIN, 0.98, cuff=TRIM), _sailor_collar
    ),
    "summer sailor": Outfit(
        pleated(TRIM, TRIM), _sailor_trunk, g.Sleeve(MAIN, 0.38, 0.1, 0.06, cuff=TRIM), _sailor_collar
    ),
    "shirt": Outfit(trousers(TRIM), _shirt_trunk, g.Sleeve(MAIN, 0.98, cuff=MAIN), _tie_collar, tucked=True),
    "blazer": Outfit(pleated(TRIM), _blazer_all, g.Sleeve(MAIN, 0.95, 0.1), _blazer_collar),
    "tee": Outfit(trousers(TRIM, 0.35), _tee_trunk, g.Sleeve(MAIN, 0.36, 0.1, 0.06), _tee_collar),
    "hoodie": Outfit(trousers(TRIM), _hoodie_trunk, g.Sleeve(MAIN, 0.96, 0.17, cuff=TRIM), _hood),
    "kimono": Outfit(_kimono_legs, _kimono_trunk, g.Sleeve(MAIN, 0.9, 0.1, 0.5), _kimono_collar),
    "dress": Outfit(dress_legs, _dress_trunk, g.Sleeve(MAIN, 0.3, 0.04, 0.0, 0.2, cuff=TRIM), _dress_collar),
    "turtleneck": Outfit(trousers(TRIM), _turtleneck_trunk, g.Sleeve(MAIN, 0.97, 0.08), _turtleneck_collar),
    "cardigan": Outfit(pleated(TRIM, TRIM), _blazer_trunk, g.Sleeve(MAIN, 0.97, 0.12), _cardigan_collar),
    "suit": Outfit(trousers(MAIN), _blazer_all, g.Sleeve(MAIN, 0.95, 0.09, cuff=TRIM), _blazer_collar),
    **COSTUMES,
    **SUMMER,
    **UNIFORMS,
}
"""Outfits by name."""
