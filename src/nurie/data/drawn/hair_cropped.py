"""Fringes of short hair: spikes, crops, shaved sides, hair combed up or back."""

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.canvas import Area
from nurie.data.drawn.curves import Points
from nurie.data.drawn.hair import Hair, crown, gloss, notches, strands
from nurie.data.drawn.hair_fringe import HairFront, cap_front, jitter, mirrored, row, stubble
from nurie.data.drawn.head import Head
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part


def spiky(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    s = float(pen.rng.choice([-1.0, 1.0]))
    ends = jitter(
        pen,
        [
            (1.0, 0.35),
            (0.72, 0.1),
            (0.48, -0.1),
            (0.2, 0.12),
            (-0.12, -0.08),
            (-0.42, 0.1),
            (-0.74, -0.02),
            (-1.0, 0.3),
        ],
        0.07,
    )
    return row(pen, head, hair, ends, [0.16 * s] * len(ends), rise=0.05)


def short(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    s = float(pen.rng.choice([-1.0, 1.0]))
    count = int(pen.rng.integers(5, 8))
    ends = [
        (0.88 - 1.76 * k / (count - 1), -0.3 + 0.22 * (abs(1 - 2 * k / (count - 1)) ** 2))
        for k in range(count)
    ]
    return row(pen, head, hair, jitter(pen, ends, 0.05), [0.18 * s] * count, rise=0.12, low=0.0)


def back_swept(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Forehead free; a few strands fall out."""
    bent = pen.bent(head.hair_turn)
    top = crown(hair, 0.0)
    line = [
        (0.86, -0.2),
        (0.62, -0.62),
        (0.25, -0.78),
        (0.0, -0.66),
        (-0.25, -0.78),
        (-0.62, -0.62),
        (-0.86, -0.2),
    ]
    outline = np.concatenate([top, curves.points(line)])
    area = bent.shape(outline, Part.HAIR, corners=(0, 8), weight=1.1, shade=0.06)
    roots = [(x, y) for x, y in line[1:-1]] + [(0.45, -0.7), (-0.45, -0.7), (0.1, -0.72)]
    strands(bent, area, roots, (hair.part_x * 0.3, -1.8), hair)
    gloss(bent, hair, [area], y=-0.98)
    areas = [area]
    for _ in range(int(pen.rng.integers(0, 3))):
        x = float(pen.rng.uniform(-0.4, 0.4))
        tip = (x + float(pen.rng.normal(0, 0.15)), float(pen.rng.uniform(-0.2, 0.15)))
        thin = curves.lock([(x + 0.06, -0.72), (x - 0.06, -0.72)], tip, float(pen.rng.normal(0, 0.25)))
        areas.append(bent.shape(thin, Part.HAIR, corners=(0, 4, 8), weight=0.7, open_at=(2,)))
    return areas


def upright(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Spikes that stand up from the forehead."""
    bent = pen.bent(head.hair_turn)
    lean = float(pen.rng.uniform(-0.3, 0.3))
    count = int(pen.rng.integers(5, 8))
    rows: list[Points] = []
    for k in range(count):
        a, b = (np.deg2rad(-185 + 190 * (k + d) / count) for d in (0, 1))
        first, second = (np.array([1.1 * np.cos(t), -0.35 + 0.85 * np.sin(t)]) * hair.volume for t in (a, b))
        middle = (a + b) / 2
        tip = np.array([1.45 * np.cos(middle) + lean, -0.35 + 1.5 * np.sin(middle)]) + pen.rng.normal(
            0, 0.05, 2
        )
        rows.append(curves.lock([first, second], tip.tolist(), float(pen.rng.normal(0.1, 0.05)))[:-1])
    line = [
        (1.0, -0.1),
        (0.75, -0.32),
        (0.45, -0.6),
        (0.2, -0.5),
        (0.0, -0.68),
        (-0.25, -0.5),
        (-0.5, -0.62),
        (-0.75, -0.3),
        (-1.0, -0.1),
    ]
    outline = np.concatenate([*rows, curves.points(line)])
    marks = [8 * k + c for k in range(count) for c in (0, 4)] + [8 * count + c for c in range(9)]
    area = bent.shape(outline, Part.HAIR, corners=marks, weight=1.1)
    for x, y in line[1:-1]:
        if pen.rng.random() < 0.3 + 0.6 * hair.strands:
            bent.path(
                curves.bezier((x, y), (x * 1.1, y - 0.3), (x * 1.3 + lean * 0.5, y - 0.7), 6),
                0.6,
                (0.8, 0.03),
                within=[area],
            )
    notches(bent, hair, area, [row[0] for row in rows[1:]])
    gloss(bent, hair, [area], y=-0.95)
    return [area]


def widows_peak(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Slicked back from a hairline that comes to a point."""
    low = float(pen.rng.uniform(-0.55, -0.4))
    line = [(0.92, -0.05), (0.84, -0.4), (0.62, -0.68), (0.3, -0.72), (0.0, low)]
    line += [(-x, y) for x, y in reversed(line[:-1])]
    area = cap_front(pen, head, hair, line, (1, 4, 7), low=0.0, whorl=(0.0, -1.9))
    bent = pen.bent(head.hair_turn)
    strands(bent, area, [(x, -0.85) for x in (-0.5, -0.25, 0.1, 0.4)], (0.0, -1.9), hair)
    gloss(bent, hair, [area], y=-1.0)
    return [area]


def _shaved(pen: Pen, head: Head, hair: Hair) -> Area:
    """The skull under cropped hair, with stubble at the temples."""
    line = [(0.94, 0.12), (0.88, -0.2), (0.8, -0.42), (0.66, -0.6), (0.3, -0.68), (-0.3, -0.68)]
    line += [(-0.66, -0.6), (-0.8, -0.42), (-0.88, -0.2), (-0.94, 0.12)]
    area = cap_front(pen, head, hair, line, (2, 3, 6, 7), low=0.12, inset=0.1)
    for s in (-1.0, 1.0):
        left, right = sorted((0.78 * s, 0.98 * s))
        stubble(pen.bent(head.hair_turn), area, (left, -0.65, right, 0.05), int(4 + 8 * hair.strands))
    return area


def buzz(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Cropped all over."""
    area = _shaved(pen, head, hair)
    stubble(pen.bent(head.hair_turn), area, (-0.75, -1.15, 0.75, -0.72), int(8 + 24 * hair.strands))
    return [area]


def undercut(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Shaved temples, long hair thrown to one side on top."""
    areas = [_shaved(pen, head, hair)]
    ends = jitter(
        pen, [(0.98, -0.12), (0.78, 0.02), (0.45, -0.08), (0.1, -0.25), (-0.3, -0.42), (-0.75, -0.55)], 0.04
    )
    bends = [0.16, 0.2, 0.24, 0.26, 0.25, -0.1]
    if pen.rng.random() < 0.5:
        ends, bends = mirrored(ends, bends)
    return areas + row(pen, head, hair, ends, bends, whorl=(-0.5 * ends[0][0], -1.3), rise=0.15, low=-0.3)


def pompadour(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """A high roll over the forehead."""
    areas = [_shaved(pen, head, hair)]
    bent, v = pen.bent(head.hair_turn), hair.volume
    high, s = float(pen.rng.uniform(1.6, 2.0)), float(pen.rng.choice([-1.0, 1.0]))
    roll = [
        (-0.72, -0.55),
        (-0.95, -1.1),
        (-0.6, -0.92 * high),
        (0.1, -high),
        (0.75, -0.95 * high),
        (1.0, -1.1),
    ]
    roll += [(0.76, -0.55), (0.4, -0.62), (0.0, -0.5), (-0.4, -0.62)]
    area = bent.shape(curves.points(roll) * (s * v, 1.0), Part.HAIR, corners=(0, 6), weight=1.1, shade=0.1)
    for k in range(3 + int(4 * hair.strands)):
        x = -0.6 + 1.2 * (k + float(pen.rng.uniform(0.2, 0.8))) / 7
        line = curves.points([(x, -0.62), (x - 0.12, -0.95), (x + 0.05, -1.25), (x + 0.3, -0.85 * high)])
        bent.path(line * (s * v, 1.0), 0.55, (0.8, 0.05), within=[area])
    gloss(bent, hair, [area], y=-1.2)
    return [*areas, area]


def mohawk(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """A crest of spikes on a shaved head."""
    areas = [_shaved(pen, head, hair)]
    bent, count = pen.bent(head.hair_turn), int(pen.rng.integers(3, 6))
    lean = float(pen.rng.uniform(-0.25, 0.25))
    xs = np.linspace(-0.34, 0.34, count + 1)
    rows: list[Points] = []
    for k in range(count):
        tip = (1.4 * (xs[k] + xs[k + 1]) / 2 + lean, -1.75 - 0.3 * float(pen.rng.random()))
        rows.append(curves.lock([(xs[k], -1.1), (xs[k + 1], -1.1)], tip, float(pen.rng.normal(0, 0.06)))[:-1])
    low = [(0.34, -1.1), (0.26, -0.75), (0.08, -0.5), (-0.06, -0.62), (-0.24, -0.7)]
    outline = np.concatenate([*rows, curves.points(low)])
    corners = [8 * k + c for k in range(count) for c in (0, 4)] + [8 * count, 8 * count + 2, 8 * count + 3]
    area = bent.shape(outline, Part.HAIR, corners=corners, weight=1.1, shade=0.06)
    strands(bent, area, [(x, -0.72) for x in (-0.15, 0.0, 0.15)], (lean, -1.9), hair)
    return [*areas, area]


def wet(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Thin locks that cling to the brow, and drops."""
    count = int(pen.rng.integers(8, 12))
    xs = [0.98 - 1.96 * k / (count - 1) for k in range(count)]
    ends = jitter(pen, [(x, float(pen.rng.uniform(-0.3, 0.35)) + 0.2 * x * x) for x in xs], 0.03)
    return row(pen, head, hair, ends, [float(b) for b in pen.rng.normal(0, 0.04, count)], rise=0.28, low=0.3)


def quiff(pen: Pen, head: Head, hair: Hair) -> list[Area]:
    """Brushed up in front and over to one side, short at the temples."""
    bent, s = pen.bent(head.hair_turn), float(pen.rng.choice([-1.0, 1.0]))
    line = [(0.93, 0.05), (0.84, -0.35), (0.6, -0.6), (-0.6, -0.6), (-0.84, -0.35), (-0.93, 0.05)]
    areas = [cap_front(pen, head, hair, line, (1, 4), low=0.05, inset=0.04)]
    for k in range(int(pen.rng.integers(4, 7))):
        x = s * (-0.55 + 0.22 * k)
        tip = (x + s * float(pen.rng.uniform(0.35, 0.6)), -1.5 - 0.25 * float(pen.rng.random()) + 0.05 * k)
        root = [(x + 0.24, -0.6), (x - 0.24, -0.6)]
        lock = curves.lock(root, tip, -0.28 * s)
        area = bent.shape(lock, Part.HAIR, corners=(0, 4, 8), shade=0.06)
        strand = curves.bezier((x, -0.64), (x - 0.05 * s, -1.1), tip, 7)[:5]
        bent.path(strand, 0.5, (0.7, 0.05), within=[area])
        areas.append(area)
    return areas


CROPPED: dict[str, HairFront] = {
    "spiky": spiky,
    "short": short,
    "back swept": back_swept,
    "upright": upright,
    "widow's peak": widows_peak,
    "buzz": buzz,
    "undercut": undercut,
    "pompadour": pompadour,
    "mohawk": mohawk,
    "wet": wet,
    "quiff": quiff,
}
"""Fringes of short hair, by name."""
