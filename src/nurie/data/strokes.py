"""Lines as people draw them: folds, hatching, strands, double strokes, gaps, black areas, tones.

An exact line drawing says too clearly where things end. What these marks have in common is that they do not
change what a thing is, which is what a network must learn from them.
"""

from collections.abc import Callable

import cv2
import numpy as np

from nurie.arrays import Bytes, Doubles, Floats, Mask
from nurie.schemes.parts import Part

_FOLDED = (Part.CLOTHES, Part.CLOTHES_2, Part.ACCESSORY, Part.HAIR, Part.PROP, Part.SKIN)
"""Parts that get strokes of their own."""
_FILLED = (Part.HAIR, Part.CLOTHES, Part.CLOTHES_2, Part.ACCESSORY, Part.PROP)
"""Parts that are filled with black or with a tone."""


def rough(rng: np.random.Generator, line: Bytes, parts: Bytes) -> Bytes:
    """The drawing `line` by a quicker hand.

    Args:
        rng: the source of chance.
        line: (H, W), ink 0 and paper 255.
        parts: (H, W), `Part` values, or others, which get no marks.

    Returns:
        (H, W), the drawing with some of the marks.
    """
    for mark, chance in _MARKS:
        if rng.random() < chance:
            line = mark(rng, line, parts)
    return line


def folds(rng: np.random.Generator, line: Bytes, parts: Bytes) -> Bytes:
    """Short tapering strokes inside cloth, many along each other inside hair."""
    part = _some(rng, parts, _FOLDED)
    if part is None:
        return line
    inside = parts == part
    places = np.argwhere(inside)
    strands = part == Part.HAIR
    count = int(rng.integers(8, 40) if strands else rng.integers(2, 14))
    direction, tone = rng.uniform(0, 2 * np.pi), int(rng.integers(0, 110))
    ink = np.full_like(line, 255)
    for y, x in places[rng.integers(len(places), size=count)]:
        angle = direction + rng.normal(0, 0.25) if strands else rng.uniform(0, 2 * np.pi)
        _stroke(rng, ink, (float(x), float(y)), angle, max(line.shape) * rng.uniform(0.03, 0.2), tone)
    return np.where(inside, np.minimum(line, ink), line)


def hatching(rng: np.random.Generator, line: Bytes, parts: Bytes) -> Bytes:
    """Parallel strokes over an oval piece of one part, at times crossed."""
    part = _some(rng, parts, (*_FOLDED, Part.GROUND, Part.SCENERY))
    if part is None:
        return line
    inside = parts == part
    places = np.argwhere(inside)
    height, width = line.shape
    long = max(height, width)
    y, x = places[int(rng.integers(len(places)))]
    oval = np.zeros_like(line)
    axes = (int(long * rng.uniform(0.04, 0.25)), int(long * rng.uniform(0.03, 0.12)))
    cv2.ellipse(oval, (int(x), int(y)), axes, float(rng.uniform(0, 180)), 0, 360, 255, -1)
    ink = np.full_like(line, 255)
    spacing, tone = long * rng.uniform(0.008, 0.022), int(rng.integers(0, 120))
    for angle in rng.uniform(0, np.pi) + np.array([0.0, np.pi / 2])[: 1 + int(rng.random() < 0.25)]:
        along = np.array([np.cos(angle), np.sin(angle)])
        across = np.array([-along[1], along[0]])
        for step in np.arange(-axes[0], axes[0], spacing):
            middle = (x, y) + across * (step + rng.normal(0, 0.15 * spacing))
            start, stop = (middle + side * along * axes[0] * rng.uniform(0.8, 1) for side in (-1, 1))
            cv2.line(ink, _fixed(start), _fixed(stop), tone, 1, cv2.LINE_AA, 4)
    return np.where(inside & (oval > 0), np.minimum(line, ink), line)


def double_strokes(rng: np.random.Generator, line: Bytes, parts: Bytes) -> Bytes:
    """Every line once or twice more, a little beside itself, as a searching pencil does."""
    long = max(line.shape)
    result = line
    for _ in range(int(rng.integers(1, 3))):
        shift = _smooth_noise(rng, line.shape, 0.12 * long) * (0.004 * long)
        turn = _smooth_noise(rng, line.shape, 0.12 * long) * (0.004 * long)
        y, x = np.mgrid[: line.shape[0], : line.shape[1]].astype(np.float32)
        moved = cv2.remap(line, x + shift, y + turn, cv2.INTER_LINEAR, borderValue=(255,))
        paler = 255 - (255 - moved.astype(np.float32)) * rng.uniform(0.4, 1.0)
        result = np.minimum(result, paler.astype(np.uint8))
    return result


def gaps(rng: np.random.Generator, line: Bytes, parts: Bytes) -> Bytes:
    """Lines that do not close: gaps up to 1.5 % of the long side."""
    inked = np.argwhere(line < 128)
    if not len(inked):
        return line
    result, long = line.copy(), max(line.shape)
    for y, x in inked[rng.integers(len(inked), size=int(rng.integers(3, 30)))]:
        radius = rng.uniform(0.002, 0.0075) * long
        cv2.circle(result, _fixed((float(x), float(y))), max(1, round(radius * 16)), 255, -1, cv2.LINE_AA, 4)
    return result


def black_area(rng: np.random.Generator, line: Bytes, parts: Bytes) -> Bytes:
    """One thing filled with ink, with a pale rim at times, so that its outline shows."""
    area = _area(rng, parts)
    if area is None:
        return line
    tone = np.uint8(rng.integers(0, 50))
    if rng.random() < 0.5:
        reach = max(3, round(0.008 * max(line.shape)))
        area = cv2.erode(area.astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    return np.where(area, np.minimum(line, tone), line)


def white_lines(rng: np.random.Generator, line: Bytes, parts: Bytes) -> Bytes:
    """One thing in black, the lines inside it in white."""
    area = _area(rng, parts)
    if area is None:
        return line
    return np.where(area, np.maximum(255 - line, np.uint8(rng.integers(0, 50))), line)


def tone(rng: np.random.Generator, line: Bytes, parts: Bytes) -> Bytes:
    """One thing under screentone, as it looks from afar: gray, or in dots."""
    area = _area(rng, parts)
    if area is None:
        return line
    if rng.random() < 0.5:
        level = np.uint8(rng.integers(140, 232))
        return np.where(area, np.minimum(line, level), line)
    pitch = rng.uniform(3.0, 7.0)
    y, x = np.mgrid[: line.shape[0], : line.shape[1]]
    dots = np.cos(2 * np.pi * (x + y) / (pitch * 1.414)) + np.cos(2 * np.pi * (x - y) / (pitch * 1.414))
    screen = np.where(dots > rng.uniform(-0.6, 1.2), np.uint8(rng.integers(0, 100)), np.uint8(255))
    return np.where(area, np.minimum(line, screen), line)


def hairlines(rng: np.random.Generator, line: Bytes, parts: Bytes) -> Bytes:
    """Every line thinner and paler, as a line of one pixel on a large page becomes."""
    thin = cv2.dilate(line, np.ones((2, 2), np.uint8)) if rng.random() < 0.6 else line
    pale = 255 - (255 - np.asarray(thin, np.float32)) * rng.uniform(0.35, 0.8)
    return np.asarray(pale, np.uint8)


def sketch_lines(rng: np.random.Generator, line: Bytes, parts: Bytes) -> Bytes:
    """Long pale strokes of a construction sketch."""
    ink, long = np.full_like(line, 255), max(line.shape)
    for _ in range(int(rng.integers(1, 5))):
        at = rng.uniform(0, line.shape[1]), rng.uniform(0, line.shape[0])
        _stroke(
            rng, ink, at, rng.uniform(0, 2 * np.pi), long * rng.uniform(0.3, 1.0), int(rng.integers(60, 190))
        )
    return np.minimum(line, ink)


def second_thing(rng: np.random.Generator, line: Bytes, parts: Bytes) -> Bytes:
    """The pale sketch of a second thing across the first: its own lines, turned, moved, larger or smaller."""
    rows, columns = line.shape
    turned, scale = float(rng.uniform(-180, 180)), float(rng.uniform(0.5, 1.6))
    matrix = np.asarray(cv2.getRotationMatrix2D((columns / 2, rows / 2), turned, scale), np.float64)
    matrix[:, 2] += rng.uniform(-0.45, 0.45, 2) * (columns, rows)
    other = cv2.warpAffine(line, matrix, (columns, rows), flags=cv2.INTER_LINEAR, borderValue=(255,))
    pale = 255 - (255 - np.asarray(other, np.float32)) * rng.uniform(0.2, 0.55)
    return np.minimum(line, pale.astype(np.uint8))


def grain(rng: np.random.Generator, line: Bytes, parts: Bytes) -> Bytes:
    """Pencil on rough paper: strokes broken up by grain."""
    fine = rng.standard_normal(line.shape).astype(np.float32)
    noise = np.asarray(cv2.GaussianBlur(fine, (0, 0), rng.uniform(0.5, 1.2)), np.float32)
    cover = np.clip(rng.uniform(0.6, 1.0) + rng.uniform(0.15, 0.35) * noise / noise.std(), 0, 1)
    return np.asarray(255 - (255 - line) * cover, np.uint8)


def night(rng: np.random.Generator, line: Bytes, parts: Bytes) -> Bytes:
    """Black ground, on which lines are white."""
    dark = np.asarray(255 - line, np.float32) + rng.uniform(0, 40)
    ground = np.isin(parts, (Part.GROUND, Part.SCENERY))
    return np.where(ground, dark.clip(0, 255).astype(np.uint8), line)


_MARKS: tuple[tuple[Callable[[np.random.Generator, Bytes, Bytes], Bytes], float], ...] = (
    (hairlines, 0.2),
    (folds, 0.35),
    (folds, 0.25),
    (folds, 0.15),
    (hatching, 0.2),
    (double_strokes, 0.2),
    (sketch_lines, 0.12),
    (second_thing, 0.06),
    (gaps, 0.4),
    (tone, 0.12),
    (black_area, 0.12),
    (white_lines, 0.05),
    (night, 0.04),
    (grain, 0.15),
)
"""The marks in the order in which they are made, and the chance of each."""


def _some(rng: np.random.Generator, parts: Bytes, among: tuple[Part, ...]) -> int | None:
    """One of the parts that are there, if any."""
    counts = np.bincount(parts.ravel(), minlength=256)
    there = [part for part in among if counts[part] > 0.004 * parts.size]
    return int(rng.choice(there)) if there else None


def _area(rng: np.random.Generator, parts: Bytes) -> Mask | None:
    """One connected thing."""
    part = _some(rng, parts, _FILLED)
    if part is None:
        return None
    count, labels, stats, _ = cv2.connectedComponentsWithStats((parts == part).astype(np.uint8))
    large = [n for n in range(1, count) if stats[n, cv2.CC_STAT_AREA] > 0.002 * parts.size]
    return np.asarray(labels == int(rng.choice(large))) if large else None


def _stroke(
    rng: np.random.Generator, ink: Bytes, middle: tuple[float, float], angle: float, length: float, tone: int
) -> None:
    """A bent stroke that tapers, drawn into `ink`."""
    along = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    bend = np.array([-along[1], along[0]]) * rng.normal(0, 0.25)
    t = np.linspace(-1, 1, 9)[:, None]
    points = np.array(middle) + t * along + (1 - t**2) * bend
    width = int(rng.integers(1, 3))
    for start, stop, share in zip(points[:-1], points[1:], 1 - np.abs(t[:-1, 0] + 0.125), strict=True):
        level = round(255 - (255 - tone) * min(1.0, 0.35 + share))
        cv2.line(ink, _fixed(start), _fixed(stop), level, width if share > 0.5 else 1, cv2.LINE_AA, 4)


def _fixed(point: Doubles | tuple[float, float]) -> tuple[int, int]:
    """A point in fixed-point coordinates of 1/16 px, as OpenCV takes them."""
    return round(float(point[0]) * 16), round(float(point[1]) * 16)


def _smooth_noise(rng: np.random.Generator, shape: tuple[int, ...], scale: float) -> Floats:
    """Noise of deviation 1 that varies over about `scale` px."""
    rows, columns = (max(3, round(side / scale) + 2) for side in shape[:2])
    coarse = rng.standard_normal((rows, columns)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), np.float32)
