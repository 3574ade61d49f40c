"""Fringes with a parting: the hair goes to the sides."""

from nurie.data.drawn import curves
from nurie.data.drawn.canvas import Area
from nurie.data.drawn.hair import Hair, gloss
from nurie.data.drawn.hair_fringe import (
    HairFront,
    cap_front,
    jitter,
    lock_at,
    mirrored,
    row,
    side_lock,
    sides,
)
from nurie.data.drawn.hair_tails import braid
from nurie.data.drawn.head import Head
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part


def center(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    locks = sides(pen, head, hair, float(pen.rng.uniform(0.7, 1.8)))
    ends = jitter(
        pen, [(1.0, 0.5), (0.85, 0.15), (0.5, -0.12), (-0.5, -0.12), (-0.85, 0.15), (-1.0, 0.5)], 0.04
    )
    return locks + row(pen, head, hair, ends, [0.12, 0.18, 0.22, -0.22, -0.18, -0.12], rise=0.35)


def swept(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    s = 1.0 if hair.part_x <= 0 else -1.0
    locks = sides(pen, head, hair, float(pen.rng.uniform(0.6, 1.4)))
    ends = jitter(
        pen,
        [(1.0, 0.42), (0.82, 0.12), (0.5, 0.05), (0.12, -0.05), (-0.3, -0.2), (-0.85, 0.1), (-1.0, 0.4)],
        0.04,
    )
    bends = [0.1, 0.16, 0.2, 0.24, 0.26, -0.12, -0.1]
    if s < 0:
        ends, bends = mirrored(ends, bends)
    return locks + row(pen, head, hair, ends, bends, whorl=(-0.45 * s, -1.28))


def curtain(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    ends = jitter(
        pen, [(0.98, 0.85), (0.82, 0.35), (0.6, -0.05), (-0.6, -0.05), (-0.82, 0.35), (-0.98, 0.85)], 0.05
    )
    return row(pen, head, hair, ends, [0.1, 0.2, 0.28, -0.28, -0.2, -0.1], rise=0.45)


def one_eye(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    s = float(pen.rng.choice([-1.0, 1.0]))
    locks = sides(pen, head, hair, float(pen.rng.uniform(0.8, 1.6)))
    ends = jitter(
        pen,
        [(1.0, 0.6), (0.78, 0.62), (0.5, 0.5), (0.15, 0.12), (-0.25, -0.2), (-0.85, 0.12), (-1.0, 0.4)],
        0.04,
    )
    bends = [0.08, 0.1, 0.14, 0.2, 0.25, -0.1, -0.1]
    if s < 0:
        ends, bends = mirrored(ends, bends)
    return locks + row(pen, head, hair, ends, bends, whorl=(-0.4 * s, -1.3))


def seven_three(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Parted at the side, the forehead partly free."""
    s = float(pen.rng.choice([-1.0, 1.0]))
    locks = sides(pen, head, hair, float(pen.rng.uniform(0.5, 1.2)), 0.14)
    ends = jitter(
        pen, [(1.0, 0.4), (0.86, 0.1), (0.62, -0.12), (0.3, -0.28), (-0.78, -0.2), (-1.0, 0.35)], 0.03
    )
    bends = [0.12, 0.2, 0.28, 0.34, -0.3, -0.12]
    if s < 0:
        ends, bends = mirrored(ends, bends)
    return locks + row(pen, head, hair, ends, bends, whorl=(-0.4 * s, -1.3), rise=0.25)


def tucked(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Swept to one side, behind the ear on the other."""
    s = float(pen.rng.choice([-1.0, 1.0]))
    lock = side_lock(pen, head, hair, s, float(pen.rng.uniform(0.7, 1.8)))
    ends = jitter(
        pen, [(1.0, 0.45), (0.82, 0.14), (0.48, -0.04), (0.1, -0.18), (-0.35, -0.4), (-0.96, 0.0)], 0.03
    )
    bends = [0.1, 0.16, 0.2, 0.24, 0.28, -0.25]
    if s < 0:
        ends, bends = mirrored(ends, bends)
    return [lock, *row(pen, head, hair, ends, bends, whorl=(-0.5 * s, -1.25), rise=0.15, low=-0.1)]


def wings(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Feathered: the locks turn outward at the temples."""
    ends = [(1.34, 0.3), (1.22, 0.02), (0.95, -0.12), (0.5, -0.2)]
    bends = [-0.25, -0.25, -0.2, 0.25]
    other, back = mirrored(ends, bends)
    return row(pen, head, hair, jitter(pen, [*ends, *other], 0.04), [*bends, *back], rise=0.3)


def antennae(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Parted, with two long locks that rise from the parting and fall again."""
    areas = curtain(pen, head, hair) if pen.rng.random() < 0.5 else center(pen, head, hair)
    bent = pen.bent(head.hair_turn)
    high, wide = float(pen.rng.uniform(0.25, 0.55)), float(pen.rng.uniform(0.9, 1.4))
    y = -1.28 * hair.volume
    for s in (-1.0, 1.0):
        rise = [(0.03, y + 0.02), (0.3, y - high), (0.7 * wide, y - 0.9 * high), (wide, y + 0.35)]
        fall = [(0.72 * wide, y - 0.55 * high), (0.4, y - 0.55 * high), (0.16, y + 0.06)]
        outline = curves.points([*rise, *fall]) * (s, 1.0)
        areas.append(bent.shape(outline, Part.HAIR, corners=(0, 3, 6), weight=0.9, open_at=(2,)))
    return areas


def loose_locks(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Combed back, with two long locks beside the face."""
    line = [(0.9, -0.1), (0.72, -0.5), (0.3, -0.72), (-0.3, -0.72), (-0.72, -0.5), (-0.9, -0.1)]
    area = cap_front(pen, head, hair, line, low=0.0, whorl=(hair.part_x * 0.3, -1.8))
    gloss(pen.bent(head.hair_turn), hair, [area], y=-0.98)
    long = float(pen.rng.uniform(0.5, 1.4))
    areas = [area]
    for s in (-1.0, 1.0):
        tip = (s * float(pen.rng.uniform(0.6, 0.85)), long)
        areas.append(lock_at(pen, head, [(0.32 * s + 0.14, -0.74), (0.32 * s - 0.14, -0.74)], tip, -0.3 * s))
    return areas


def crown_braid(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """A braid along the hairline, over a fringe."""
    ends = jitter(
        pen, [(0.98, 0.3), (0.66, -0.12), (0.25, -0.08), (-0.2, -0.12), (-0.62, -0.08), (-0.98, 0.3)], 0.04
    )
    areas = sides(pen, head, hair, float(pen.rng.uniform(0.6, 1.2)))
    areas += row(pen, head, hair, ends, [0.1, 0.1, 0.04, -0.04, -0.1, -0.1])
    w = hair.volume
    axis = curves.points(
        [(-1.08 * w, -0.15), (-0.8 * w, -0.72), (0.0, -0.95), (0.8 * w, -0.72), (1.06 * w, -0.15)]
    )
    axis = axis if pen.rng.random() < 0.5 else axis[::-1]
    braid(pen.bent(head.hair_turn), hair, axis, 0.13)
    return areas


def side_braid(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Parted at the side, with a braid from the parting down before the ear."""
    s = float(pen.rng.choice([-1.0, 1.0]))
    ends = jitter(
        pen, [(1.0, 0.5), (0.84, 0.16), (0.56, -0.02), (0.2, -0.16), (-0.5, -0.5), (-0.97, 0.2)], 0.03
    )
    bends = [0.1, 0.16, 0.22, 0.26, -0.3, -0.1]
    if s < 0:
        ends, bends = mirrored(ends, bends)
    areas = row(pen, head, hair, ends, bends, whorl=(-0.4 * s, -1.3), rise=0.2)
    x, long = -0.98 * hair.volume * s, float(pen.rng.uniform(0.8, 1.6))
    axis = [(0.35 * x, -1.0), (0.75 * x, -0.72), (x, -0.2), (1.04 * x, 0.5 * long), (0.95 * x, long)]
    braid(pen.bent(head.hair_turn), hair, curves.points(axis), 0.14)
    return areas


def fan(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Thick locks that spread from the parting like a fan, down to the cheeks."""
    x = float(pen.rng.uniform(-0.35, 0.35))
    ends = jitter(
        pen,
        [(1.02, 0.7), (0.9, 0.32), (0.66, 0.05), (x + 0.22, -0.28), (x - 0.22, -0.28), (-0.66, 0.05)],
        0.03,
    )
    ends += jitter(pen, [(-0.9, 0.32), (-1.02, 0.7)], 0.03)
    return row(pen, head, hair, ends, [0.06, 0.12, 0.2, 0.3, -0.3, -0.2, -0.12, -0.06], (x, -1.25), rise=0.15)


PARTED: dict[str, HairFront] = {
    "center": center,
    "swept": swept,
    "curtain": curtain,
    "one eye": one_eye,
    "seven three": seven_three,
    "tucked": tucked,
    "wings": wings,
    "antennae": antennae,
    "loose locks": loose_locks,
    "crown braid": crown_braid,
    "side braid": side_braid,
    "fan": fan,
}
"""Fringes with a parting, by name."""
