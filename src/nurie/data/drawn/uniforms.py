"""Uniforms: school jacket with a standing collar, parade coat, shrine maiden, tracksuit."""

from nurie.data.drawn import curves
from nurie.data.drawn import garments as g
from nurie.data.drawn.body import Arm, Body
from nurie.data.drawn.pen import Pen
from nurie.data.drawn.tailor import EXTRA, MAIN, TRIM, Outfit, nothing, pleated, trousers


def _buttons(pen: Pen, body: Body, xs: tuple[float, ...], first: float, count: int) -> None:
    """Round buttons in columns at `xs`."""
    for x in xs:
        for k in range(count):
            at = g.around(body, [(x, first + 0.42 * k)])[0]
            pen.shape(curves.ellipse(at, (0.06, 0.06), 7), EXTRA, weight=0.6)


def _standing_collar(pen: Pen, body: Body) -> None:
    n = body.neck + 0.04
    for side in (-1.0, 1.0):
        flap = [(side * n, -0.46), (side * (n + 0.08), -0.12), (side * 0.03, 0.1), (side * 0.02, -0.2)]
        pen.shape(g.around(body, flap), MAIN, corners=(0, 1, 2, 3), weight=0.9, shade=0.03)


def _gakuran_trunk(pen: Pen, body: Body) -> None:
    area = g.trunk(pen, body, MAIN, g.neckline(body.neck + 0.08, 0.1, "round"), 0.09, neck_corners=False)
    pen.path(g.around(body, [(0.0, 0.1), (0.02, 1.2), (0.0, 2.8)]), 0.8, (1, 1), within=[area])
    _buttons(pen, body, (0.08,), 0.5, 5)


def _parade_trunk(pen: Pen, body: Body) -> None:
    """A coat with two rows of buttons, cords and a belt."""
    low = body.hip_y + 0.35 * (body.knee_y - body.hip_y)
    area = g.trunk(
        pen,
        body,
        MAIN,
        g.neckline(body.neck + 0.08, 0.1, "round"),
        0.1,
        low=low,
        wide=body.hip * 1.12,
        neck_corners=False,
    )
    y, c = body.waist_y - body.shoulder_y, body.chest
    pen.path(
        g.around(body, [(0.0, 0.1), (0.02, y), (0.05, low - body.shoulder_y)]), 0.8, (1, 1), within=[area]
    )
    for k in range(3 if pen.rng.random() < 0.5 else 0):
        v = 0.5 + 0.42 * k
        pen.path(g.around(body, [(-0.4 * c, v), (0.0, v + 0.05), (0.4 * c, v)]), 1.2, (1, 1), within=[area])
    _buttons(pen, body, (-0.42 * c, 0.42 * c), 0.5, 3)
    w = body.waist + 0.14
    belt = [(-w, y - 0.1), (0.0, y - 0.02), (w, y - 0.1), (w, y + 0.12), (0.0, y + 0.2), (-w, y + 0.12)]
    pen.shape(g.around(body, belt), TRIM, corners=(0, 2, 3, 5), weight=0.9)
    buckle = [(-0.12, y - 0.08), (0.12, y - 0.08), (0.12, y + 0.22), (-0.12, y + 0.22)]
    pen.shape(g.around(body, buckle), EXTRA, corners=(0, 1, 2, 3), weight=0.8)


def _parade_sleeve(pen: Pen, body: Body, arm: Arm) -> None:
    g.Sleeve(MAIN, 0.96, 0.09, cuff=TRIM)(pen, body, arm)
    x, y = arm.joints[0]
    w, s = body.limb, arm.side
    board = [
        (x - s * 1.3 * w, y - 1.15 * w),
        (x + s * 0.9 * w, y - 1.0 * w),
        (x + s * 1.5 * w, y - 0.3 * w),
        (x + s * 0.9 * w, y - 0.15 * w),
        (x - s * 1.2 * w, y - 0.55 * w),
    ]
    area = pen.shape(board, EXTRA, corners=(0, 4), weight=0.9, shade=0.03)
    for t in (-0.4, 0.1, 0.6):
        at = (x + s * t * w, y - 0.95 * w)
        pen.path([at, (at[0], y - 0.4 * w)], 0.5, within=[area])


def _hakama(pen: Pen, body: Body) -> None:
    g.socks(pen, body, MAIN, 0.15)
    g.shoes(pen, body, EXTRA)
    low = body.ankle_y - float(pen.rng.uniform(0.0, 0.6))
    g.skirt(pen, body, TRIM, body.waist_y - 0.35, low, body.hip * float(pen.rng.uniform(1.3, 1.7)), 4, 0.03)
    y, w = body.waist_y - body.shoulder_y, body.waist + 0.12
    band = [(-w, y - 0.5), (0.0, y - 0.44), (w, y - 0.5), (w, y - 0.22), (0.0, y - 0.15), (-w, y - 0.22)]
    pen.shape(g.around(body, band), TRIM, corners=(0, 2, 3, 5), weight=0.9)
    at = g.around(body, [(0.0, y - 0.3)])[0]
    g.bow(pen, (float(at[0]), float(at[1])), 0.4, TRIM, 1.2)


def _miko_trunk(pen: Pen, body: Body) -> None:
    g.trunk(pen, body, MAIN, g.neckline(body.neck + 0.12, 0.7, "v"), 0.08)


def _miko_collar(pen: Pen, body: Body) -> None:
    n = body.neck + 0.1
    under = [(-n, -0.3), (-n - 0.09, -0.2), (-0.1, 0.7), (0.1, 0.85), (0.08, 0.68)]
    over = [(n, -0.3), (n + 0.12, -0.2), (-0.24, 1.1), (-0.36, 0.98), (0.0, 0.58)]
    pen.shape(g.around(body, under), MAIN, corners=(0, 1, 3), weight=0.8)
    pen.shape(g.around(body, over), EXTRA, corners=(0, 1, 2, 3), weight=0.8)


def _track_trunk(pen: Pen, body: Body) -> None:
    area = g.trunk(pen, body, MAIN, g.neckline(body.neck + 0.08, 0.2, "v"), 0.12)
    pen.path(g.around(body, [(0.0, 0.2), (0.02, 1.5), (0.0, 3.0)]), 1.0, (1, 1), within=[area])
    c = body.chest
    for side in (-1.0, 1.0):
        yoke = [(side * c * 0.2, 0.75), (side * c * 1.3, 0.55), (side * c * 1.3, 0.8), (side * c * 0.2, 1.0)]
        pen.shape(g.around(body, yoke), TRIM, corners=(0, 1, 2, 3), weight=0.7, within=[area])


def _track_sleeve(pen: Pen, body: Body, arm: Arm) -> None:
    area = g.Sleeve(MAIN, 0.97, 0.12, cuff=TRIM)(pen, body, arm)
    line = curves.offset(curves.spline(arm.axis, steps=3), arm.side * body.limb * 0.55, 0.0)
    stripe = curves.limb(line[1:-1], [0.09] * (len(line) - 2))
    n = len(line) - 2
    pen.shape(stripe, TRIM, corners=(0, n - 1, n, 2 * n - 1), weight=0.6, within=[area])


def _track_collar(pen: Pen, body: Body) -> None:
    n = body.neck + 0.05
    for side in (-1.0, 1.0):
        flap = [
            (side * n, -0.42),
            (side * (n + 0.16), -0.1),
            (side * 0.12, 0.36),
            (side * 0.02, 0.2),
            (side * n * 0.7, -0.05),
        ]
        pen.shape(g.around(body, flap), MAIN, corners=(0, 1, 2, 3), weight=0.9, shade=0.03)


UNIFORMS: dict[str, Outfit] = {
    "gakuran": Outfit(trousers(MAIN), _gakuran_trunk, g.Sleeve(MAIN, 0.97, 0.09), _standing_collar),
    "parade": Outfit(trousers(TRIM), _parade_trunk, _parade_sleeve, _standing_collar),
    "shrine maiden": Outfit(_hakama, _miko_trunk, g.Sleeve(MAIN, 0.88, 0.1, 0.5), _miko_collar, tucked=True),
    "tracksuit": Outfit(trousers(MAIN), _track_trunk, _track_sleeve, _track_collar),
    "skirt suit": Outfit(pleated(MAIN, None), _gakuran_trunk, g.Sleeve(MAIN, 0.96, 0.08, cuff=TRIM), nothing),
}
"""Uniforms by name."""
