"""Fringes that hang over the forehead."""

from nurie.data.drawn.canvas import Area
from nurie.data.drawn.hair import Hair, gloss
from nurie.data.drawn.hair_fringe import HairFront, cap_front, jitter, lock_at, mirrored, row, sides
from nurie.data.drawn.head import Head
from nurie.data.drawn.pen import Pen


def _arch(count: int, middle: float, rise: float, wide: float) -> list[tuple[float, float]]:
    """Tips on an arch: at height `middle` in front, lower by `rise` at the temples."""
    xs = [wide * (1.0 - 2.0 * k / (count - 1)) for k in range(count)]
    return [(x, middle + rise * (x / wide) ** 2) for x in xs]


def full(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    locks = sides(pen, head, hair, float(pen.rng.uniform(0.7, 1.5)))
    ends = jitter(
        pen,
        [(0.95, 0.35), (0.62, 0.0), (0.28, -0.05), (-0.05, 0.02), (-0.4, -0.05), (-0.7, 0.02), (-0.95, 0.35)],
    )
    return locks + row(pen, head, hair, ends, [0.08, 0.08, 0.05, 0.0, -0.05, -0.08, -0.08])


def hime(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    locks = sides(pen, head, hair, float(pen.rng.uniform(0.8, 1.1)), 0.2)
    count = int(pen.rng.integers(7, 11))
    ends = [(0.92 - 1.84 * k / (count - 1), -0.08 + 0.05 * float(pen.rng.random())) for k in range(count)]
    return locks + row(pen, head, hair, ends, [0.0] * count, rise=-0.28)


def center_lock(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    locks = sides(pen, head, hair, float(pen.rng.uniform(0.6, 1.3)))
    ends = jitter(
        pen,
        [
            (0.98, 0.4),
            (0.66, -0.02),
            (0.36, -0.15),
            (0.02, 0.28),
            (-0.36, -0.15),
            (-0.66, -0.02),
            (-0.98, 0.4),
        ],
        0.05,
    )
    return locks + row(pen, head, hair, ends, [0.1, 0.1, 0.1, 0.04, -0.1, -0.1, -0.1])


def messy(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    count = int(pen.rng.integers(7, 11))
    ends = [
        (1.0 - 2.0 * k / (count - 1), 0.05 + 0.25 * (abs(1 - 2 * k / (count - 1)) ** 2)) for k in range(count)
    ]
    bends = [float(b) for b in pen.rng.normal(0, 0.2, count)]
    return sides(pen, head, hair, 0.7, 0.13) + row(pen, head, hair, jitter(pen, ends, 0.1), bends)


def long_bangs(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    locks = sides(pen, head, hair, float(pen.rng.uniform(1.4, 2.4)), 0.2)
    ends = jitter(
        pen,
        [
            (0.95, 0.4),
            (0.66, 0.12),
            (0.4, 0.1),
            (0.12, 0.16),
            (-0.16, 0.1),
            (-0.42, 0.16),
            (-0.68, 0.1),
            (-0.95, 0.4),
        ],
        0.04,
    )
    return locks + row(pen, head, hair, ends, [0.05, 0.05, 0.03, 0.02, -0.02, -0.03, -0.05, -0.05])


def thin(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Sparse locks that leave the forehead to be seen."""
    locks = sides(pen, head, hair, float(pen.rng.uniform(0.9, 1.6)), 0.12)
    ends = jitter(
        pen,
        [(0.98, 0.3), (0.72, -0.25), (0.32, -0.05), (0.12, -0.3), (-0.2, 0.0), (-0.62, -0.25), (-0.98, 0.3)],
        0.05,
    )
    return locks + row(pen, head, hair, ends, [float(b) for b in pen.rng.normal(0, 0.12, 7)], rise=0.2)


def blunt(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Cut straight above the eyes, with one or two nicks."""
    locks = sides(pen, head, hair, float(pen.rng.uniform(0.6, 1.6)), 0.19)
    y = float(pen.rng.uniform(-0.16, 0.04))
    line, corners = [(0.98, 0.2), (0.94, y)], [1]
    for x in sorted(pen.rng.uniform(-0.75, 0.75, int(pen.rng.integers(1, 4))).tolist(), reverse=True):
        line += [(x + 0.04, y), (x, y - float(pen.rng.uniform(0.12, 0.3))), (x - 0.04, y)]
        corners += [len(line) - 3, len(line) - 2, len(line) - 1]
    line += [(-0.94, y), (-0.98, 0.2)]
    area = cap_front(pen, head, hair, line, [*corners, len(line) - 2])
    gloss(pen.bent(head.hair_turn), hair, [area])
    return [*locks, area]


def micro(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """A very short fringe, most of the forehead to be seen."""
    locks = sides(pen, head, hair, float(pen.rng.uniform(0.6, 1.2)))
    ends = [
        (0.98, 0.2),
        *jitter(pen, _arch(int(pen.rng.integers(7, 10)), -0.42, 0.1, 0.8), 0.025),
        (-0.98, 0.2),
    ]
    return locks + row(pen, head, hair, ends, [0.0] * len(ends), rise=-0.05)


def dome(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Round as a mushroom, down over the ears."""
    y = float(pen.rng.uniform(-0.12, 0.02))
    w = 1.02 * hair.volume
    line = [(w, 0.5), (w - 0.12, 0.42), (w - 0.2, y + 0.12), (0.45, y), (-0.45, y)]
    line += [(0.2 - w, y + 0.12), (0.12 - w, 0.42), (-w, 0.5)]
    area = cap_front(pen, head, hair, line, (0, 1, 6, 7), low=0.3)
    gloss(pen.bent(head.hair_turn), hair, [area])
    return [area]


def split(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Straight, with one gap that shows the forehead."""
    locks = sides(pen, head, hair, float(pen.rng.uniform(0.7, 1.5)))
    x, y = float(pen.rng.uniform(-0.5, 0.5)), float(pen.rng.uniform(-0.1, 0.08))
    line = [
        (0.98, 0.2),
        (0.94, y),
        (x + 0.2, y - 0.03),
        (x, -0.72),
        (x - 0.2, y - 0.03),
        (-0.94, y),
        (-0.98, 0.2),
    ]
    area = cap_front(pen, head, hair, line, (1, 2, 3, 4, 5), whorl=(x, -1.3))
    gloss(pen.bent(head.hair_turn), hair, [area])
    return [*locks, area]


def layered(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """A short row of locks over a longer one."""
    locks = sides(pen, head, hair, float(pen.rng.uniform(0.8, 1.5)))
    under = jitter(pen, _arch(6, 0.08, 0.25, 0.92), 0.05)
    over = jitter(pen, _arch(7, -0.28, 0.35, 0.98), 0.05)
    below = row(pen, head, hair, under, [0.05, 0.04, 0.02, -0.02, -0.04, -0.05])
    return locks + below + row(pen, head, hair, over, [float(b) for b in pen.rng.normal(0, 0.1, 7)], rise=0.2)


def arched(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Short in front and longer to the temples."""
    count = int(pen.rng.integers(7, 11))
    ends = jitter(pen, _arch(count, -0.32, 0.55, 0.98), 0.03)
    bends = [0.12 * (1.0 - 2.0 * k / (count - 1)) for k in range(count)]
    return sides(pen, head, hair, float(pen.rng.uniform(0.7, 1.6))) + row(pen, head, hair, ends, bends)


def veil(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Long enough to hide both eyes."""
    ends = jitter(pen, _arch(int(pen.rng.integers(7, 10)), 0.38, 0.15, 0.95), 0.05)
    return sides(pen, head, hair, 1.2) + row(pen, head, hair, ends, [0.03] * len(ends), rise=-0.15)


def slanted(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Cut along a slope, one side down to the cheek."""
    ends = [(0.98, 0.75), (0.76, 0.5), (0.5, 0.28), (0.22, 0.1), (-0.08, -0.06), (-0.4, -0.2), (-0.92, -0.1)]
    bends = [0.02, 0.04, 0.06, 0.08, 0.1, 0.12, -0.05]
    ends = jitter(pen, ends, 0.03)
    if pen.rng.random() < 0.5:
        ends, bends = mirrored(ends, bends)
    return row(pen, head, hair, ends, bends)


def crossed(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Two locks that cross between the eyes, over a short fringe."""
    locks = sides(pen, head, hair, float(pen.rng.uniform(0.6, 1.3)))
    ends = jitter(pen, _arch(6, -0.25, 0.5, 0.97), 0.05)
    areas = locks + row(pen, head, hair, ends, [float(b) for b in pen.rng.normal(0, 0.12, 6)])
    for s in (-1.0, 1.0):
        tip = (s * float(pen.rng.uniform(0.1, 0.3)), float(pen.rng.uniform(0.0, 0.3)))
        areas.append(lock_at(pen, head, [(-0.1 * s + 0.13, -0.75), (-0.1 * s - 0.13, -0.75)], tip, 0.12 * s))
    return areas


BANGS: dict[str, HairFront] = {
    "full": full,
    "hime": hime,
    "center lock": center_lock,
    "messy": messy,
    "long bangs": long_bangs,
    "thin": thin,
    "blunt": blunt,
    "micro": micro,
    "dome": dome,
    "split": split,
    "layered": layered,
    "arched": arched,
    "veil": veil,
    "slanted": slanted,
    "crossed": crossed,
}
"""Fringes over the forehead, by name."""
