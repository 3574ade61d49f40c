"""Comic pages of all kinds whose panels are known, drawn for tests and for docs/pages.md."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

Quad = np.ndarray
"""Four corners (x, y) from the top left on, clockwise: (4, 2)."""


@dataclass
class Comic:
    """A page under the pen.

    Attributes:
        page: (H, W) bytes, ink 0, paper 255.
        truth: (H, W), the number, from 1, of the panel at each pixel, 0 outside.
    """

    page: np.ndarray
    truth: np.ndarray

    @classmethod
    def blank(cls, height: int = 1000, width: int = 700) -> "Comic":
        return cls(np.full((height, width), 255, np.uint8), np.zeros((height, width), np.int32))

    def panel(self, quad: Quad, rng: np.random.Generator, frame: int = 3, breaks: bool = False) -> None:
        """A panel over what is there, with a figure in it; frame 0 is none."""
        corners = np.rint(quad).astype(np.int32)
        number = int(self.truth.max()) + 1
        mask = np.zeros(self.page.shape, np.uint8)
        cv2.fillPoly(mask, [corners], 1)
        self.truth[mask > 0] = number
        inside = np.full(self.page.shape, 255, np.uint8)
        low, high = corners.min(axis=0), corners.max(axis=0)
        wide, tall = (high - low).tolist()
        if not frame:  # what else would show where it ends
            _ground(inside, low, high, rng)
        center = int(low[0] + wide * rng.uniform(0.35, 0.65)), int(low[1] + tall * rng.uniform(0.45, 0.6))
        _figure(inside, center, round(0.3 * min(wide, tall)), rng)
        self.page[mask > 0] = inside[mask > 0]
        if frame:
            cv2.polylines(self.page, [corners], True, 0, frame)
        if breaks:
            _figure(self.page, (center[0], int(low[1] + 0.2 * tall)), round(0.3 * min(wide, tall)), rng)


def _figure(page: np.ndarray, at: tuple[int, int], size: int, rng: np.random.Generator) -> None:
    """A head on shoulders, as plain as can be."""
    x, y = at
    body = np.array(
        [
            (x - size, y + 2 * size),
            (x - size // 2, y + size),
            (x + size // 2, y + size),
            (x + size, y + 2 * size),
        ]
    )
    cv2.fillPoly(page, [body], 255)
    cv2.polylines(page, [body], True, 0, 2)
    cv2.ellipse(page, at, (max(2, round(0.7 * size)), max(2, size)), 0, 0, 360, 255, -1)
    cv2.ellipse(page, at, (max(2, round(0.7 * size)), max(2, size)), 0, 0, 360, 0, 2)
    for side in (-1, 1):
        cv2.circle(page, (x + round(0.3 * side * size), y), max(1, size // 8), 0, 2)
    if rng.random() < 0.5:
        cv2.ellipse(page, (x, y - size // 2), (max(2, size // 2), max(1, size // 3)), 0, 180, 360, 0, -1)


def _ground(page: np.ndarray, low: np.ndarray, high: np.ndarray, rng: np.random.Generator) -> None:
    """Rain or a gray tone, by which a panel without a frame is seen."""
    if rng.random() < 0.5:
        page[low[1] : high[1], low[0] : high[0]] = 200
        return
    for x in range(int(low[0]), int(high[0]), 9):
        cv2.line(page, (x, int(low[1])), (x - 6, int(high[1])), 0, 1)


def box(left: float, top: float, right: float, low: float) -> Quad:
    return np.array([(left, top), (right, top), (right, low), (left, low)], float)


def rows(
    rng: np.random.Generator, width: float, height: float, gap: float, margin: float, slant: float = 0.0
) -> list[Quad]:
    """Panels in two to four rows of one to three, between gutters `gap` wide."""
    quads = []
    count = int(rng.integers(2, 5))
    heights = rng.uniform(0.7, 1.3, count)
    edges = margin + np.concatenate([[0], np.cumsum(heights / heights.sum())]) * (height - 2 * margin)
    tilts = np.concatenate([[0], rng.uniform(-slant, slant, count - 1) * height, [0]])
    for row in range(count):
        columns = int(rng.integers(1, 4))
        shares = rng.uniform(0.7, 1.3, columns)
        sides = margin + np.concatenate([[0], np.cumsum(shares / shares.sum())]) * (width - 2 * margin)
        leans = np.concatenate([[0], rng.uniform(-slant, slant, columns - 1) * width, [0]])

        def level(x: float, number: int, sign: int) -> float:
            share = (x - width / 2) / width
            outer = number in (0, count)
            return float(edges[number] + tilts[number] * share + (0 if outer else sign * gap / 2))

        for column in range(columns):
            left = [sides[column] + side * leans[column] + (gap / 2 if column else 0) for side in (-1, 1)]
            right = [
                sides[column + 1] + side * leans[column + 1] - (gap / 2 if column < columns - 1 else 0)
                for side in (-1, 1)
            ]
            quads.append(
                np.array(
                    [
                        (left[0], level(left[0], row, 1)),
                        (right[0], level(right[0], row, 1)),
                        (right[1], level(right[1], row + 1, -1)),
                        (left[1], level(left[1], row + 1, -1)),
                    ]
                )
            )
    return quads


def _filled(quads: list[Quad], rng: np.random.Generator, size: tuple[int, int] = (1000, 700)) -> Comic:
    comic = Comic.blank(*size)
    for quad in quads:
        comic.panel(quad, rng)
    return comic


def plain(rng: np.random.Generator) -> Comic:
    return _filled(rows(rng, 700, 1000, rng.uniform(14, 26), 35), rng)


def slanted(rng: np.random.Generator) -> Comic:
    return _filled(rows(rng, 700, 1000, rng.uniform(14, 22), 35, 0.07), rng)


def narrow(rng: np.random.Generator) -> Comic:
    return _filled(rows(rng, 700, 1000, rng.uniform(6, 9), 25), rng)


def bleeding(rng: np.random.Generator) -> Comic:
    """The outer edges of some panels run off the page."""
    quads = rows(rng, 700, 1000, rng.uniform(14, 24), 35)
    for number in rng.choice(len(quads), min(2, len(quads)), replace=False):
        quad = quads[number]
        for axis, end in ((0, 700), (1, 1000)):
            quad[quad[:, axis] < 36, axis] = -9
            quad[quad[:, axis] > end - 36, axis] = end + 9
    return _filled(quads, rng)


def black(rng: np.random.Generator) -> Comic:
    comic = _filled(rows(rng, 700, 1000, rng.uniform(14, 24), 35), rng)
    comic.page[comic.truth == 0] = 0
    return comic


def overlapping(rng: np.random.Generator) -> Comic:
    """A small panel over the corners of others."""
    quads = rows(rng, 700, 1000, rng.uniform(14, 24), 35)
    x, y = rng.uniform(220, 400), rng.uniform(350, 560)
    return _filled([*quads, box(x, y, x + 190, y + 150)], rng)


def breaking(rng: np.random.Generator) -> Comic:
    """Figures stand out of their frames."""
    comic = Comic.blank()
    quads = rows(rng, 700, 1000, rng.uniform(14, 24), 60)
    out = int(rng.integers(len(quads)))
    for number, quad in enumerate(quads):
        comic.panel(quad, rng, breaks=number == out)
    return comic


def borderless(rng: np.random.Generator) -> Comic:
    comic = Comic.blank()
    quads = rows(rng, 700, 1000, rng.uniform(16, 26), 35)
    bare = int(rng.integers(len(quads)))
    for number, quad in enumerate(quads):
        comic.panel(quad, rng, frame=0 if number == bare else 3)
    return comic


def spread(rng: np.random.Generator) -> Comic:
    """Two pages in one picture, one of which may bleed."""
    left, right = plain(rng), (bleeding if rng.random() < 0.4 else plain)(rng)
    shifted = np.where(right.truth > 0, right.truth + left.truth.max(), 0)
    return Comic(np.hstack([left.page, right.page]), np.hstack([left.truth, shifted]).astype(np.int32))


def four(rng: np.random.Generator) -> Comic:
    """A four-panel strip, alone or two side by side."""
    count = int(rng.integers(1, 3))
    gap = rng.uniform(12, 22)
    quads = []
    for column in range(count):
        left = 25 + column * 350
        tall = (1000 - 60 - 3 * gap) / 4
        quads += [
            box(left, 30 + k * (tall + gap), left + 300, 30 + k * (tall + gap) + tall) for k in range(4)
        ]
    return _filled(quads, rng, (1000, 350 * count))


def captioned(rng: np.random.Generator) -> Comic:
    """Captions stand in the gutters and reach into the panels."""
    quads = rows(rng, 700, 1000, rng.uniform(14, 24), 35)
    comic = _filled(quads, rng)
    for quad in quads[1:3]:
        x, y = quad[0]
        corners = np.rint(box(x + 20, y - 22, x + 130, y + 22)).astype(np.int32)
        cv2.fillPoly(comic.page, [corners], 255)
        cv2.polylines(comic.page, [corners], True, 0, 2)
        cv2.putText(comic.page, "LATER", (int(x) + 40, int(y) + 7), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 0, 2)
    return comic


KINDS: dict[str, Callable[[np.random.Generator], Comic]] = {
    "plain": plain,
    "slanted": slanted,
    "narrow gutters": narrow,
    "bleeding": bleeding,
    "black gutters": black,
    "overlapping": overlapping,
    "breaking out": breaking,
    "borderless": borderless,
    "spread": spread,
    "four panels": four,
    "captions": captioned,
}


def missed_and_wrong(found: np.ndarray, truth: np.ndarray) -> tuple[int, int, int]:
    """How many panels there are, how many are not found, and how many of those found are none (IoU 0.85)."""
    if found.shape != truth.shape:
        found = cv2.resize(found.astype(np.float32), truth.shape[::-1], interpolation=cv2.INTER_NEAREST)
    found = found.astype(np.int64)
    shared = np.zeros((int(truth.max()) + 1, int(found.max()) + 1))
    np.add.at(shared, (truth, found), 1)
    union = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0, keepdims=True) - shared
    good = (shared / np.maximum(union, 1))[1:, 1:] >= 0.85
    matched = int(good.any(axis=1).sum()) if good.size else 0
    right = int(good.any(axis=0).sum()) if good.size else 0
    return len(shared) - 1, len(shared) - 1 - matched, shared.shape[1] - 1 - right


def main() -> None:
    """Print a table of docs/pages.md: for each kind how many panels there are, are missed and are wrong."""
    from nurie.lineart.layout import find_layout

    counts = {"spread": 3, "four panels": 2, "captions": 2}
    total = np.zeros(3, int)
    for kind, draw in KINDS.items():
        pages = [draw(np.random.default_rng(1000 + seed)) for seed in range(counts.get(kind, 6))]
        found = np.sum(
            [missed_and_wrong(find_layout(page.page).panels, page.truth) for page in pages], axis=0
        )
        total += found
        print(f"| {kind} | {' | '.join(map(str, found))} |", flush=True)
    print(f"| all | {' | '.join(map(str, total))} |")


if __name__ == "__main__":
    main()
