"""Eyes and brows."""

from dataclasses import dataclass

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.canvas import Area
from nurie.data.drawn.curves import Points
from nurie.data.drawn.head import Head
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part


@dataclass(frozen=True)
class EyeStyle:
    """Shape of an open eye, in head units, for the eye on the right of the picture."""

    width: float
    """Half width."""
    rise: float
    """Height of the upper lid over the corners."""
    drop: float
    """Depth of the lower lid under the corners."""
    slant: float
    """Lift of the outer corner; negative droops."""
    iris: float
    """Half width of the iris."""
    tall: float
    """Height of the iris as a multiple of its width."""
    lash: float
    """Thickness of the upper lash."""
    flicks: int = 2
    """Lashes at the outer corner."""
    square: float = 0.0
    """0 rounded upper lid, 1 flat with a hard outer turn."""


EYES: dict[str, EyeStyle] = {
    "shojo": EyeStyle(0.29, 0.27, 0.27, 0.02, 0.2, 1.35, 0.07, 3),
    "round": EyeStyle(0.26, 0.27, 0.24, 0.0, 0.19, 1.3, 0.055, 1),
    "moe": EyeStyle(0.3, 0.21, 0.28, -0.03, 0.2, 1.3, 0.06, 2, 0.4),
    "sharp": EyeStyle(0.3, 0.15, 0.13, 0.1, 0.145, 1.25, 0.055, 1, 0.6),
    "narrow": EyeStyle(0.3, 0.1, 0.08, 0.06, 0.12, 1.1, 0.045, 0, 0.5),
    "sleepy": EyeStyle(0.29, 0.07, 0.24, -0.03, 0.19, 1.3, 0.06, 2, 0.9),
    "droop": EyeStyle(0.29, 0.21, 0.2, -0.08, 0.17, 1.3, 0.055, 2, 0.2),
    "cat": EyeStyle(0.29, 0.22, 0.17, 0.12, 0.16, 1.35, 0.06, 2, 0.3),
    "wide": EyeStyle(0.25, 0.25, 0.22, 0.0, 0.12, 1.15, 0.04, 0),
    "dot": EyeStyle(0.17, 0.2, 0.2, 0.0, 0.13, 1.6, 0.045, 0),
    "almond": EyeStyle(0.31, 0.16, 0.13, 0.07, 0.16, 1.2, 0.06, 3, 0.1),
    "jitome": EyeStyle(0.28, 0.09, 0.21, 0.0, 0.17, 1.25, 0.055, 0, 1.0),
    "doll": EyeStyle(0.3, 0.3, 0.3, 0.0, 0.25, 1.15, 0.05, 2),
    "fierce": EyeStyle(0.28, 0.17, 0.15, 0.12, 0.085, 1.1, 0.06, 0, 0.7),
    "shonen": EyeStyle(0.26, 0.19, 0.17, 0.05, 0.14, 1.25, 0.05, 0, 0.8),
}
"""Open eyes by name."""

LIDS = ("open", "happy", "asleep", "wink", "squeezed", "dots")
"""What the lids do."""


@dataclass(frozen=True)
class Eyes:
    """One character's eyes."""

    style: EyeStyle
    lids: str
    """One of `LIDS`."""
    gaze: tuple[float, float]
    """Shift of the irises in head units."""
    pupil: str
    """"round", "ring", "slit", "dark" (a dark upper half) or "none"."""
    spread: float
    """Distance of an eye's middle from the axis."""
    y: float
    brow: tuple[float, float, float]
    """Height, slant and arch of the brows."""
    brow_kind: int
    """0 thin line, 1 tapered brush, 2 short and thick."""


def random_eyes(rng: np.random.Generator, adult: float, mature: bool) -> Eyes:
    """Eyes of a character; adults' are smaller on the whole, those of `mature` faces much smaller."""
    names = ["sharp", "narrow", "shonen", "droop", "cat", "wide"] if mature else list(EYES)
    style = EYES[str(rng.choice(names))]
    scale = rng.uniform(0.65, 0.85) if mature else rng.uniform(0.9, 1.18) * (1.0 - 0.12 * adult)
    style = EyeStyle(
        style.width * scale,
        style.rise * scale,
        style.drop * scale,
        style.slant + rng.normal(0, 0.015),
        style.iris * scale,
        style.tall,
        style.lash * rng.uniform(0.7, 1.25),
        style.flicks,
        style.square,
    )
    return Eyes(
        style,
        str(rng.choice(LIDS, p=[0.8, 0.06, 0.05, 0.05, 0.02, 0.02])),
        (float(rng.normal(0, 0.03)), float(rng.normal(0.0, 0.015))),
        str(rng.choice(["round", "ring", "slit", "none", "dark"], p=[0.5, 0.16, 0.07, 0.17, 0.1])),
        float(rng.uniform(0.36, 0.42) if mature else rng.uniform(0.42, 0.5)),
        float(rng.uniform(0.08, 0.18) if mature else rng.uniform(0.16, 0.26)),
        (float(rng.uniform(0.1, 0.2)), float(rng.normal(0.0, 0.05)), float(rng.uniform(0.02, 0.08))),
        int(rng.choice([0, 1, 2], p=[0.45, 0.35, 0.2])),
    )


def draw_eyes(pen: Pen, head: Head, eyes: Eyes, face: Area) -> None:
    """Both eyes, as the pose shows them."""
    for side in (-1.0, 1.0):
        lids = eyes.lids
        if lids == "wink":
            lids = "happy" if side > 0 else "open"
        flip = _Side(head, side)
        bent = pen.bent(flip.turn)
        if lids == "open":
            _open_eye(bent, eyes, side, face)
        elif lids == "squeezed":
            _squeezed_eye(bent, eyes)
        elif lids == "dots":
            _dot_eye(bent, eyes)
        else:
            _closed_eye(bent, eyes, lids)


def draw_brows(pen: Pen, head: Head, eyes: Eyes) -> None:
    """Both brows; they may be drawn over the hair."""
    height, slant, arch = eyes.brow
    base = eyes.y - max(eyes.style.rise, 0.16) - height
    w = eyes.style.width * 0.95
    for side in (-1.0, 1.0):
        bent = pen.bent(_Side(head, side).turn)
        x = eyes.spread
        line = curves.points(
            [(x - w, base + slant), (x - 0.2 * w, base - arch), (x + w, base + 0.03 - slant)]
        )
        if eyes.brow_kind == 0:
            bent.path(line, 0.8, (0.6, 0.1))
        else:
            thick = 0.025 if eyes.brow_kind == 1 else 0.045
            curve = curves.spline(line, steps=4)
            if eyes.brow_kind == 2:
                curve = curve[2:7]
            bent.black(
                curves.ribbon(curve, np.linspace(thick, 0.004, len(curve))),
                corners=tuple(range(2 * len(curve))),
            )


@dataclass(frozen=True)
class _Side:
    """Coordinates of the right eye, mirrored for the left one, bent to the pose."""

    head: Head
    side: float

    def turn(self, values: Points) -> Points:
        return self.head.turn(values * (self.side, 1.0))


def _open_eye(pen: Pen, eyes: Eyes, side: float, face: Area) -> None:
    style, x, y = eyes.style, eyes.spread, eyes.y
    upper = _upper_lid(eyes)
    inner, outer = upper[0], upper[-1]
    shift, top = 0.12 * style.width, y - style.rise
    low = y + style.drop
    lower = curves.points(
        [
            outer,
            (x + style.width * 0.72, low - style.drop * 0.3),
            (x + shift, low),
            (x - style.width * 0.6, low - style.drop * 0.25),
            inner,
        ]
    )
    outline = np.concatenate([upper[:-1], lower[:-1]])
    white = pen.shape(outline, Part.EYE_WHITE, corners=(0, 4), weight=0.45)
    _iris(pen, eyes, side, white, (top, low))
    pen.shadow(
        np.concatenate(
            [curves.offset(upper, 0, -0.02), (curves.offset(upper, 0, style.rise * 0.28 + 0.02))[::-1]]
        ),
        [white],
    )
    _lash(pen, style, upper)
    if pen.rng.random() < 0.7:
        crease = curves.offset(upper[1:4], 0.02, -style.lash - 0.06)
        pen.path(crease, 0.45, within=[face])
    if style.flicks and pen.rng.random() < 0.35:
        pen.path(
            [outer, (outer[0] - 0.05, low - 0.3 * style.drop), (x + shift, low + 0.005)], 0.8, (0.8, 0.1)
        )


def _lash(pen: Pen, style: EyeStyle, upper: Points) -> None:
    """The upper lash as a band of ink, thickest over the outer half, with flicks."""
    curve = curves.spline(upper, steps=5)
    t = np.linspace(0.0, 1.0, len(curve))
    thick = style.lash * (0.22 + 0.78 * np.sin(np.pi * np.clip(t * 0.62 + 0.2, 0, 1)) ** 1.5)
    normal = curves.normals(curve)
    normal *= np.where(normal[:, 1:] > 0, -1.0, 1.0)
    outside = curve + normal * thick[:, None]
    outer = upper[-1]
    tip = curves.offset(outer, style.lash * 0.9, -style.lash * 0.2)
    band = np.concatenate([outside, [tip], curve[::-1]])
    pen.black(band, corners=tuple(range(len(band))))
    for k in range(style.flicks):
        root = curve[-2 - 3 * k]
        end = root + np.array([0.09 - 0.01 * k, -0.05 - 0.035 * k]) * (0.7 + 4 * style.lash)
        pen.path([root, (root + end) / 2 + (0.02, 0.015), end], 1.0, (1.0, 0.05))


def _iris(pen: Pen, eyes: Eyes, side: float, white: Area, lids: tuple[float, float]) -> None:
    style = eyes.style
    x = eyes.spread - 0.02 + side * eyes.gaze[0]
    y = eyes.y + eyes.gaze[1] + 0.1 * (style.drop - style.rise)
    rx, ry = style.iris, style.iris * style.tall
    iris = pen.shape(curves.ellipse((x, y), (rx, ry), 12), Part.IRIS, weight=0.7, within=[white])
    top = max(lids[0], y - ry)
    pen.shadow(curves.ellipse((x, top), (rx * 1.1, ry * 0.85)), [iris])
    if eyes.pupil == "slit":
        pen.black(curves.ellipse((x, y), (rx * 0.16, ry * 0.7)), within=[iris])
    elif eyes.pupil == "round":
        pen.black(curves.ellipse((x, y - 0.05 * ry), (rx * 0.42, ry * 0.45)), within=[iris])
    elif eyes.pupil == "ring":
        pen.path(curves.ellipse((x, y), (rx * 0.5, ry * 0.5), 10, 0, 359), 0.5, (1, 1), within=[iris])
    elif eyes.pupil == "dark":
        pen.black(curves.ellipse((x, top - ry * 0.1), (rx * 0.95, ry * 0.45)), within=[iris])
    pen.gloss(curves.ellipse((x, y + ry * 0.62), (rx * 0.55, ry * 0.26)), [iris], amount=110)
    glint = side * pen.sun[0] / 0.6
    pen.white(curves.ellipse((x + glint * 0.4 * rx, y - 0.42 * ry), (rx * 0.32, ry * 0.26)), [iris])
    if pen.rng.random() < 0.6:
        pen.white(curves.ellipse((x - glint * 0.42 * rx, y + 0.42 * ry), (rx * 0.16, ry * 0.13)), [iris])


def _squeezed_eye(pen: Pen, eyes: Eyes) -> None:
    """Shut tight, as an arrow that points inward."""
    x, y, w = eyes.spread, eyes.y + 0.05, eyes.style.width * 0.8
    pen.path([(x + w, y - 0.17), (x - 0.1 * w, y - 0.07), (x - w, y)], 1.4, (0.5, 1))
    pen.path([(x - w, y), (x - 0.1 * w, y + 0.07), (x + w, y + 0.15)], 1.4, (1, 0.5))


def _dot_eye(pen: Pen, eyes: Eyes) -> None:
    """A black oval with a glint."""
    x, y, r = eyes.spread, eyes.y + 0.08, 0.5 * eyes.style.width
    pen.shape(curves.ellipse((x, y), (r, 1.5 * r)), Part.IRIS, weight=0.6)
    pen.black(curves.ellipse((x, y), (r, 1.5 * r)))
    glint = pen.shape(
        curves.ellipse((x - 0.25 * r, y - 0.6 * r), (0.35 * r, 0.4 * r), 8), Part.EYE_WHITE, weight=0.0
    )
    pen.gloss(curves.ellipse((x - 0.25 * r, y - 0.6 * r), (0.35 * r, 0.4 * r), 8), [glint])


def draw_lashes_over(pen: Pen, head: Head, eyes: Eyes) -> None:
    """The lid lines once more, over hair that hangs before open eyes."""
    if eyes.lids != "open":
        return
    for side in (-1.0, 1.0):
        _lash(pen.bent(_Side(head, side).turn), eyes.style, _upper_lid(eyes))


def _upper_lid(eyes: Eyes) -> Points:
    """The upper lid from the inner corner to the outer one, 5 points, for the eye on the right."""
    style, x, y = eyes.style, eyes.spread, eyes.y
    top, width = y - style.rise, style.width * (0.62 + 0.15 * style.square)
    return curves.points(
        [
            (x - style.width, y + 0.03),
            (x - width, top + style.rise * (0.42 - 0.3 * style.square)),
            (x + 0.12 * style.width, top),
            (x + width + 0.06 * style.width, top + style.rise * (0.35 - 0.25 * style.square)),
            (x + style.width, y - style.slant),
        ]
    )


def _closed_eye(pen: Pen, eyes: Eyes, lids: str) -> None:
    style, x = eyes.style, eyes.spread
    bow = -0.13 if lids == "happy" else 0.1
    y = eyes.y + (0.1 if lids == "happy" else 0.05)
    line = curves.points(
        [
            (x - style.width, y),
            (x - 0.4 * style.width, y + 0.8 * bow),
            (x + 0.3 * style.width, y + 0.85 * bow),
            (x + style.width, y - 0.02),
        ]
    )
    curve = curves.spline(line, steps=5)
    thick = style.lash * 0.5 * np.sin(np.pi * np.linspace(0.12, 0.95, len(curve)))
    pen.black(curves.ribbon(curve, thick), corners=tuple(range(2 * len(curve))))
    for k in range(style.flicks):
        root = curve[-1 - 3 * k]
        pen.path(
            [root, curves.offset(root, 0.05, 0.01), curves.offset(root, 0.1, -0.02 + 0.03 * k)],
            0.9,
            (1.0, 0.05),
        )
