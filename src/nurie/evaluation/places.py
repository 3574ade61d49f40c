"""Hints as an artist would give them: in the middle of the parts, in the colors of the truth."""

import cv2
import numpy as np

from nurie.arrays import Mask
from nurie.colorize.hints import Hint, Hints
from nurie.evaluation.scenes import Scene
from nurie.evaluation.sense import area
from nurie.schemes.parts import Part

RADIUS = 0.012
"""Of the long side: the largest dot; a smaller area gets a smaller one."""
_NEAR = 2
"""Px around a hint from which its color is taken."""


def truth_hints(scene: Scene, count: int) -> Hints:
    """Up to `count` dots in the colors of the truth.

    An area is paper of one part that lines enclose. The largest area of each part comes first, the
    larger parts before the smaller; then all the others by their size.
    """
    areas: list[tuple[int, int, Mask]] = []
    for part in np.unique(scene.parts[scene.paper]).tolist():
        _, labels, stats, _ = cv2.connectedComponentsWithStats(
            ((scene.parts == part) & scene.paper).astype(np.uint8), connectivity=4
        )
        sizes = stats[:, cv2.CC_STAT_AREA]
        for number in np.argsort(-sizes[1:], kind="stable")[:count] + 1:
            areas.append((int(sizes[number]), part, labels == number))
    areas.sort(key=lambda entry: -entry[0])
    named: set[int] = set()
    first: list[tuple[int, int, Mask]] = []
    others: list[tuple[int, int, Mask]] = []
    for entry in areas:
        (others if entry[1] in named else first).append(entry)
        named.add(entry[1])
    return Hints(tuple(_truth_dot(scene, inside) for _, _, inside in [*first, *others][:count]))


def hair_hint(scene: Scene, color: tuple[int, int, int]) -> Hints | None:
    """One dot of `color` in the widest place of the hair; None where there is too little hair."""
    hair = area(scene, Part.HAIR)
    return None if hair is None else Hints((_dot(hair, color),))


def _truth_dot(scene: Scene, inside: Mask) -> Hint:
    row, column, _ = _middle(inside)
    near = np.zeros_like(inside)
    near[max(0, row - _NEAR) : row + _NEAR + 1, max(0, column - _NEAR) : column + _NEAR + 1] = True
    red, green, blue = np.rint(np.median(scene.truth[near & inside], axis=0)).astype(int).tolist()
    return _dot(inside, (red, green, blue))


def _dot(inside: Mask, color: tuple[int, int, int]) -> Hint:
    row, column, distance = _middle(inside)
    height, width = inside.shape
    place = ((column + 0.5) / width, (row + 0.5) / height)
    return Hint((place,), min(RADIUS, distance / max(inside.shape)), "#{:02x}{:02x}{:02x}".format(*color))


def _middle(inside: Mask) -> tuple[int, int, float]:
    """Row, column and distance from the edge, in px, of the place farthest from the edge of an area."""
    distance = cv2.distanceTransform(np.pad(inside, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    row, column = np.unravel_index(int(distance.argmax()), distance.shape)
    return int(row), int(column), float(distance[row, column])
