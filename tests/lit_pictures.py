"""Drawings with known materials, as the light gets them, and small pictures of known shape."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from nurie.data.drawn import draw
from nurie.lineart.regions import segment
from nurie.schemes import PART_COUNT, Part


@dataclass(frozen=True, eq=False)
class Picture:
    """Parts, regions and lines of a page, all (H, W)."""

    parts: np.ndarray
    regions: np.ndarray
    lines: np.ndarray

    def mirrored(self) -> "Picture":
        return Picture(*(np.ascontiguousarray(p[:, ::-1]) for p in (self.parts, self.regions, self.lines)))

    @property
    def figure(self) -> np.ndarray:
        """Where the paper shows a thing and no line."""
        ground = np.isin(self.parts, (Part.GROUND, Part.SCENERY, Part.BUBBLE))
        return ~ground & (self.lines > 128)


def divided(lines: np.ndarray, labels: np.ndarray) -> Picture:
    """A page whose regions get the part that most of their paper has."""
    regions = segment(lines)
    votes = np.bincount(
        (regions * PART_COUNT + labels).ravel(),
        (lines > 128).ravel() + 1e-3,
        (int(regions.max()) + 1) * PART_COUNT,
    )
    return Picture(votes.reshape(-1, PART_COUNT).argmax(axis=1).astype(np.uint8)[regions], regions, lines)


@cache
def drawing(seed: int, size: int = 512) -> Picture:
    """A drawing of 640 px brought to another size."""
    drawn = draw(seed, (640, 640))
    way = cv2.INTER_AREA if size < 640 else cv2.INTER_CUBIC
    lines = cv2.resize(drawn.line, (size, size), interpolation=way)
    return divided(lines, cv2.resize(drawn.parts, (size, size), interpolation=cv2.INTER_NEAREST))


@cache
def bald(size: int = 400) -> Picture:
    """A face with two eyes, brows, a nose and a mouth, and no hair, on a neck."""
    lines = np.full((size, size), 255, np.uint8)
    labels = np.zeros((size, size), np.uint8)
    unit = size / 400

    def at(*values: float) -> tuple[int, ...]:
        return tuple(round(value * unit) for value in values)

    wide = max(1, round(3 * unit))
    for paint, color, width in ((labels, int(Part.SKIN), -1), (lines, 0, wide)):
        cv2.rectangle(paint, at(170, 260), at(230, 390), color, width)
        if paint is lines:
            cv2.ellipse(paint, at(200, 180), at(90, 120), 0, 0, 360, 255, -1)
        cv2.ellipse(paint, at(200, 180), at(90, 120), 0, 0, 360, color, width)
    for x in (160, 240):
        cv2.ellipse(labels, at(x, 180), at(24, 18), 0, 0, 360, int(Part.EYE_WHITE), -1)
        cv2.circle(labels, at(x, 180), at(13)[0], int(Part.IRIS), -1)
        cv2.ellipse(lines, at(x, 180), at(24, 18), 0, 0, 360, 0, wide)
        cv2.circle(lines, at(x, 180), at(13)[0], 0, wide)
        cv2.line(lines, at(x - 24, 140), at(x + 24, 145), 0, wide)
    cv2.polylines(lines, [np.array([at(205, 195), at(195, 225), at(206, 228)], np.int32)], False, 0, wide)
    cv2.ellipse(lines, at(200, 255), at(25, 6), 0, 0, 180, 0, wide)
    return divided(lines, labels)
