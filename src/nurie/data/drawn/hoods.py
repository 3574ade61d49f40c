"""Hoods: up over the hair, or down behind the neck."""

from dataclasses import dataclass

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.canvas import Area
from nurie.data.drawn.hair import Hair, tail
from nurie.data.drawn.head import Head
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part


@dataclass(frozen=True)
class Hood:
    """The shape of a hood that is up."""

    part: Part
    lining: Part
    wide: float
    """How far its opening lies from the face, 0.95 (close) to 1.3 (loose)."""
    tip: float
    """How far it rises to a point, 0 (round) to 0.6."""
    lean: float
    """Where the point falls to, -0.6..0.6."""
    drop: float
    """How far below the chin the opening ends, 0.1 (closed) to 0.7 (open)."""
    full: float
    """How far its cloth stands off the head, 0.86 (thin) to 1."""
    rim: Part | None
    """The band or fur around its opening, if any."""


def random_hood(rng: np.random.Generator, part: Part, lining: Part) -> Hood:
    """A hood of some cloth."""
    peaked = rng.random() < 0.4
    return Hood(
        part=part,
        lining=part if rng.random() < 0.5 else lining,
        wide=float(rng.uniform(0.95, 1.3)),
        tip=float(rng.uniform(0.15, 0.6)) if peaked else 0.0,
        lean=float(rng.uniform(-0.6, 0.6)) if peaked else 0.0,
        drop=float(rng.uniform(0.1, 0.7)),
        full=float(rng.uniform(0.86, 1.0)),
        rim=lining if rng.random() < 0.25 else None,
    )


def _outside(hood: Hood, head: Head, hair: Hair) -> curves.Points:
    """The outer edge, from the middle below the chin around by the left, 13 points."""
    v, low = 1.08 * hood.full * hair.volume * (0.86 + 0.14 * hood.wide), head.chin + hood.drop
    left = [(-0.5, low + 0.42), (-1.02, low + 0.2), (-1.34 * v, 0.75), (-1.42 * v, -0.1), (-1.2 * v, -0.95)]
    top = (hood.lean, -1.56 * v / hood.full**0.5 - hood.tip)
    right = [(-x, y) for x, y in reversed(left)]
    slope = (0.62 * v, -1.42 * v - 0.35 * hood.tip)
    crown = [(0.4 * hood.lean - slope[0], slope[1]), top, (0.4 * hood.lean + slope[0], slope[1])]
    return np.array([(0.0, low + 0.4), *left, *crown, *right])


def _opening(hood: Hood, head: Head, grow: float = 1.0) -> curves.Points:
    """The edge of the opening, from the middle below the chin around by the left, 11 points."""
    w, c = hood.wide * grow, head.chin
    left = [
        (-0.45 * w, c - 0.02),
        (-0.86 * w, 0.6),
        (-1.0 * w, 0.0),
        (-0.86 * w, -0.62),
        (-0.45 * w, -1.0 * w),
    ]
    right = [(-x, y) for x, y in reversed(left)]
    return np.array([(0.0, c + hood.drop * grow), *left, (0.0, -1.12 * w), *right])


def draw_lining(pen: Pen, head: Head, hair: Hair, hood: Hood) -> None:
    """What is seen of the hood's inside, behind the head."""
    area = pen.bent(head.hair_turn).shape(_outside(hood, head, hair) * 0.97, hood.lining, corners=(0,))
    pen.shadow(curves.ellipse((0.0, 0.0), (2.0, 2.4)), [area])


def draw_hood(pen: Pen, head: Head, hair: Hair, hood: Hood) -> Area:
    """The hood over the hair and around the face."""
    bent = pen.bent(head.hair_turn)
    outer, inner = _outside(hood, head, hair), _opening(hood, head)
    outline = np.concatenate([outer, outer[:1], inner[:1], inner[:0:-1], inner[:1]])
    n, m = len(outer), len(inner)
    peak = (7,) if hood.tip > 0.3 else ()
    corners = (0, *peak, n, n + 1, n + m + 1)
    cut = len(peak)
    area = bent.shape(outline, hood.part, corners=corners, weight=1.1, shade=0.13, open_at=(1 + cut, 3 + cut))
    if hood.rim is not None:
        _rim(bent, head, hood)
    else:
        line = _opening(hood, head, 1.07)
        bent.path(line[1:], 0.5, (0.8, 0.8), within=[area])
    _creases(bent, hood, area)
    return area


def _rim(pen: Pen, head: Head, hood: Hood) -> None:
    """A band along the opening, at times of fur."""
    inner = curves.evenly(curves.spline(_opening(hood, head)[1:], steps=6), 33)
    wide = np.full(33, 0.13)
    furry = pen.rng.random() < 0.5
    middle = inner + curves.normals(inner) * 0.02
    edge = middle + curves.normals(middle) * wide[:, None]
    if not np.hypot(*edge[16]) > np.hypot(*middle[16]):
        edge = middle - curves.normals(middle) * wide[:, None]
    if furry:
        out = edge - middle
        edge = edge + out * np.where(np.arange(33) % 2, 0.7, -0.1)[:, None]
    outline = np.concatenate([middle, edge[::-1]])
    corners = (0, 32, *range(33, 66)) if furry else (0, 32, 33, 65)
    pen.shape(outline, hood.rim or hood.part, corners=corners, weight=0.8, shade=0.03)


def _creases(pen: Pen, hood: Hood, area: Area) -> None:
    """Folds that run from the crown to the neck."""
    for side in (-1.0, 1.0):
        for _ in range(int(pen.rng.integers(1, 4))):
            x = side * hood.wide * float(pen.rng.uniform(1.1, 1.3))
            y = float(pen.rng.uniform(-0.7, 0.6))
            long = float(pen.rng.uniform(0.3, 0.7))
            pen.path(
                [(x, y), (x + 0.05 * side, y + 0.5 * long), (x - 0.12 * side, y + long)],
                0.55,
                (0.6, 0.03),
                [area],
            )
    if hood.tip > 0:
        pen.path(
            [(hood.lean * 0.8, -1.5 - hood.tip * 0.7), (0.2 * hood.lean, -1.35), (0.0, -1.2)],
            0.6,
            (0.5, 0.05),
            [area],
        )
    if pen.rng.random() < 0.4:
        pen.path([(0.0, -1.55), (0.02, -1.35), (0.0, -1.16)], 0.55, (1, 1), within=[area])


def draw_fallen(pen: Pen, head: Head, hair: Hair, hood: Hood) -> None:
    """Locks that fall out of the opening, over the chest."""
    sides = (-1.0, 1.0) if pen.rng.random() < 0.6 else (float(pen.rng.choice([-1.0, 1.0])),)
    for side in sides:
        long, wide = float(pen.rng.uniform(0.5, 2.4)), float(pen.rng.uniform(0.14, 0.3))
        x = side * float(pen.rng.uniform(0.62, 0.8)) * min(hood.wide, 1.1)
        axis = [
            (x + side * 0.12, -0.05),
            (x + side * 0.04, 0.4),
            (x + side * 0.06, head.chin),
            (x + side * float(pen.rng.uniform(-0.1, 0.2)), head.chin + 0.5 * long),
            (x + side * float(pen.rng.uniform(-0.2, 0.2)), head.chin + long),
        ]
        tail(
            pen.bent(head.hair_turn),
            axis,
            [0.01, 0.6 * wide, wide, wide, 0.5 * wide],
            hair,
            int(pen.rng.integers(1, 4)),
        )
