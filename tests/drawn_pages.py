"""Drawn pages to test with: gaps cut into lines, the areas they should have, pages of several panels."""

import cv2
import numpy as np

from nurie.data.drawn import draw


def cut(lines: np.ndarray, gap: int, rng: np.random.Generator, count: int = 40) -> np.ndarray:
    """Cut gaps, `gap` px wide, across lines at random places."""
    result = lines.copy()
    rows, columns = np.nonzero(lines < 128)
    for _ in range(count if gap else 0):
        place = rng.integers(rows.size)
        y, x = int(rows[place]), int(columns[place])
        nearby = np.argwhere(lines[max(0, y - 12) : y + 13, max(0, x - 12) : x + 13] < 128)
        if len(nearby) < 4:
            continue
        along = np.linalg.eigh(np.cov(nearby.T))[1][::-1, 1]
        across = np.array([-along[1], along[0]])
        corners = [
            (x, y) + side * gap / 2 * along + reach * 14 * across
            for side, reach in ((1, 1), (1, -1), (-1, -1), (-1, 1))
        ]
        knife = cv2.fillPoly(
            np.zeros_like(lines), [np.rint(np.multiply(corners, 16)).astype(int)], 1, shift=4
        )
        _, pieces = cv2.connectedComponents(((result < 250) & (knife > 0)).astype(np.uint8))
        if pieces[y, x]:
            result[pieces == pieces[y, x]] = 255
    return result


def areas(parts: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """The true areas: connected paper of one label between the uncut lines, from 1; 0 on ink."""
    result = np.zeros(parts.shape, np.int64)
    for part in np.unique(parts):
        count, labels = cv2.connectedComponents(
            ((parts == part) & (lines > 192)).astype(np.uint8), connectivity=4
        )
        result[labels > 0] = labels[labels > 0] + result.max()
        assert count > 0
    return result


def adjusted_rand(one: np.ndarray, other: np.ndarray) -> float:
    """The adjusted Rand index of two labelings of the same pixels (Hubert and Arabie, 1985)."""
    table = np.zeros((int(one.max()) + 1, int(other.max()) + 1))
    np.add.at(table, (one, other), 1)
    pairs, rows, columns = (
        float((counts * (counts - 1) / 2).sum()) for counts in (table, table.sum(axis=1), table.sum(axis=0))
    )
    expected = rows * columns / (one.size * (one.size - 1) / 2)
    return (pairs - expected) / ((rows + columns) / 2 - expected)


def panels(seed: int, size: tuple[int, int] = (3508, 2480)) -> np.ndarray:
    """A page of four panels with a drawing in each: (height, width) bytes."""
    page = np.full(size, 255, np.uint8)
    gutter = size[1] // 40
    height, width = ((side - 3 * gutter) // 2 for side in size)
    for number in range(4):
        top = gutter + number // 2 * (height + gutter)
        left = gutter + number % 2 * (width + gutter)
        small = draw(10 * seed + number, (1024, round(1024 * width / height))).line
        drawing = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
        page[top : top + height, left : left + width] = drawing
        border = max(2, size[1] // 300)
        cv2.rectangle(page, (left, top), (left + width, top + height), 0, border)
    return page
