"""A head seen from the side: head coordinates, looking to the right; a mirror turns it to the left."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.canvas import Area
from nurie.data.drawn.curves import Points
from nurie.data.drawn.eyes import Eyes
from nurie.data.drawn.hair import Hair, ahoge, gloss, lock_edge, notches, spikes, strands
from nurie.data.drawn.hair_backs import HAIR_BACKS
from nurie.data.drawn.head import Head
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part

PROFILE_BACKS = ("bob", "medium", "long", "straight", "wavy", "short", "spiky", "tousled", "wolf", "top bun")
"""Names in `HAIR_BACKS` that can be seen from the side."""


def _looking(side: float) -> Callable[[Points], Points]:
    """The mirror for a head that looks to a side, -1 or 1."""
    return lambda values: values * (side, 1.0)


def _behind(side: float) -> Callable[[Points], Points]:
    """Narrows back hair and moves it to the back of the head."""
    return lambda values: (values * (0.74, 1.0) - (0.36, 0.0)) * (side, 1.0)


def draw_profile_back(pen: Pen, head: Head, hair: Hair, back: str, side: float) -> None:
    """Back hair of a head that looks to `side`."""
    HAIR_BACKS[back].behind(pen.bent(_behind(side)), head, hair)


def draw_profile(pen: Pen, head: Head, eyes: Eyes, hair: Hair, side: float) -> None:
    """Face, ear and front hair of a head that looks to `side`."""
    bent = pen.bent(_looking(side))
    face = _face(bent, head)
    _eye(bent, eyes, face)
    _ear(bent)
    spikes(bent, hair)
    for area in _fringe(bent, hair):
        pen.cast(area, (0.0, 0.09), [face])
    ahoge(bent, hair)


def _face(pen: Pen, head: Head) -> Area:
    rng = pen.rng
    c = head.chin
    tip, open_mouth = float(rng.uniform(1.02, 1.12)), rng.random() < 0.4
    y = 0.56 + 0.34 * (c - 0.68)
    outline = [
        *[(0.0, -1.18), (0.62, -0.95), (0.86, -0.5), (0.9, -0.12), (0.85, 0.1), (tip, 0.42), (0.92, 0.52)],
        *[
            (0.95, y - 0.06),
            (0.88, y),
            (0.92, y + 0.07),
            (0.85, y + 0.14),
            (0.86, c - 0.08),
            (0.74, c + 0.02),
        ],
        *[(0.3, c - 0.1), (-0.08, 0.72), (-0.2, 0.3), (-0.95, 0.3), (-1.12, -0.4), (-0.7, -1.05)],
    ]
    face = pen.shape(outline, Part.SKIN, corners=(5, 8), weight=1.1, shade=0.06)
    if open_mouth:
        h = float(rng.uniform(0.1, 0.22))
        inside = [(0.93, y - 0.03), (0.66, y + 0.02), (0.7, y + h * 0.8), (0.9, y + h)]
        pen.shape(inside, Part.MOUTH, corners=(0, 1, 3), weight=0.8, within=[face])
    else:
        smile = float(rng.normal(0.0, 0.03))
        pen.path([(0.88, y), (0.78, y + 0.015), (0.66, y - smile)], 0.8, (0.8, 0.1))
    pen.path([(0.98, 0.47), (0.93, 0.43), (0.92, 0.48)], 0.5, within=[face])
    if rng.random() < 0.5:
        pen.blush(curves.ellipse((0.55, 0.56), (0.18, 0.1)), [face], int(rng.integers(70, 190)))
    return face


def _eye(pen: Pen, eyes: Eyes, face: Area) -> None:
    x, y = 0.6, 0.18
    w, rise, drop = 0.6 * eyes.style.width, eyes.style.rise, eyes.style.drop
    lash = eyes.style.lash
    brow = [(x - w, y - rise - 0.16), (x + 0.3 * w, y - rise - 0.24), (0.86, y - rise - 0.14)]
    pen.path(brow, 1.1, (0.1, 0.7), within=[face])
    if eyes.lids not in ("open", "wink", "dots"):
        lid = curves.spline([(x - w, y + 0.05), (x, y + 0.14), (x + 0.9 * w, y + 0.06)], steps=5)
        pen.black(
            curves.ribbon(lid, np.linspace(0.6, 0.2, len(lid)) * lash), corners=tuple(range(2 * len(lid)))
        )
        return
    upper = [(x - w, y + 0.02), (x - 0.3 * w, y - 0.75 * rise), (x + 0.85 * w, y - rise)]
    lower = [(x + 1.05 * w, y), (x + 0.7 * w, y + drop), (x - 0.3 * w, y + 0.75 * drop)]
    white = pen.shape([*upper, *lower], Part.EYE_WHITE, corners=(0, 2), weight=0.5)
    at, rx, ry = (x + 0.5 * w, y), 0.42 * eyes.style.iris, eyes.style.iris * eyes.style.tall
    iris = pen.shape(curves.ellipse(at, (rx, ry), 10), Part.IRIS, weight=0.7, within=[white])
    pen.shadow(curves.ellipse((at[0], y - rise), (0.3, 0.8 * ry)), [iris, white])
    if eyes.pupil != "none":
        pen.black(curves.ellipse((at[0] + 0.1 * rx, y), (rx * 0.4, ry * 0.42), 8), within=[iris])
    pen.white(curves.ellipse((at[0], y - 0.4 * ry), (rx * 0.35, ry * 0.2), 8), [iris])
    lid = curves.spline(upper, steps=5)
    thick = lash * np.linspace(0.75, 0.35, len(lid))
    band = np.concatenate([lid - np.stack([0 * thick, thick], axis=1), lid[::-1]])
    pen.black(band, corners=tuple(range(len(band))))
    for k in range(eyes.style.flicks):
        root = lid[k]
        pen.path(
            [root, curves.offset(root, -0.07, -0.01), curves.offset(root, -0.13, -0.05 - 0.04 * k)],
            0.9,
            (1.0, 0.05),
        )


def _ear(pen: Pen) -> None:
    ear = [
        (-0.02, 0.42),
        (0.06, 0.2),
        (0.04, -0.04),
        (-0.12, -0.1),
        (-0.24, 0.06),
        (-0.18, 0.3),
        (-0.1, 0.46),
    ]
    area = pen.shape(ear, Part.SKIN, weight=0.9)
    pen.path([(-0.02, 0.05), (-0.13, 0.02), (-0.14, 0.18), (-0.06, 0.26)], 0.5, within=[area])


def _fringe(pen: Pen, hair: Hair) -> list[Area]:
    """The hair over skull, brow and temple, down to the nape."""
    rng, v = pen.rng, hair.volume
    top = [
        (-1.13, 0.1),
        (-1.2, -0.4),
        (-0.95, -1.0),
        (-0.4, -1.33),
        (0.15, -1.36),
        (0.65, -1.17),
        (0.97, -0.75),
    ]
    crown = np.array([*top, (1.04, -0.35)]) * (v, v)
    low, bare = float(rng.uniform(0.3, 1.3)), rng.random() < 0.2
    ends = [(1.0, 0.02), (0.78, -0.08), (0.52, 0.02), (0.28, 0.2), (0.1, low), (-0.4, 0.55), (-0.75, 0.62)]
    if bare:
        ends = [
            (0.72, -0.62),
            (0.55, -0.4),
            (0.4, -0.15),
            (0.25, 0.15),
            (0.08, 0.4),
            (-0.4, 0.55),
            (-0.75, 0.62),
        ]
    noise = rng.normal(0.0, 0.04, (len(ends), 2))
    ends = [(x + float(dx), y + float(dy)) for (x, y), (dx, dy) in zip(ends, noise, strict=True)]
    roots: list[tuple[float, float]] = [(float(crown[-1, 0]), float(crown[-1, 1]))]
    for first, second in pairwise(ends):
        y = min(first[1], second[1]) - float(rng.uniform(0.2, 0.4))
        roots.append(((first[0] + second[0]) / 2, max(y, -0.75)))
    roots.append((float(crown[0, 0]), float(crown[0, 1])))
    lean = float(rng.choice([-0.12, 0.12]))
    edge, corners = lock_edge(roots, ends, [lean] * len(ends))
    outline = np.concatenate([crown[:-1], edge[:-1]])
    marks = [0] + [corner + len(crown) - 1 for corner in corners[:-1]]
    area = pen.shape(outline, Part.HAIR, corners=marks, weight=1.1)
    notches(pen, hair, area, roots[1:-1])
    strands(pen, area, roots[1:-1], (-0.2, -1.3), hair)
    strands(pen, area, [(x, y - 0.25) for x, y in ends], (-0.2, -1.3), hair)
    gloss(pen, hair, [area])
    return [area]
