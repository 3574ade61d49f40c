"""Spreads: the panels of both pages are told apart, and a wide drawing stays one."""

import cv2
import numpy as np

from nurie.lineart.layout import find_layout


def spread(bleeding: bool) -> tuple[np.ndarray, np.ndarray]:
    """Two pages of three panels side by side, and the true panel at each pixel."""
    page = np.full((700, 1000), 255, np.uint8)
    truth = np.zeros(page.shape, np.int32)
    for number in range(6):
        left, row = 25 + 500 * (number // 3), number % 3
        right, top, low = left + 450, 25 + 220 * row, 230 + 220 * row
        if bleeding and number == 2:
            left, right, low = -9, 499, 720
        cv2.rectangle(truth, (left, top), (right, low), number + 1, -1)
        cv2.rectangle(page, (left, top), (right, low), 0, 4)
        if bleeding and number == 2:
            page[top + 4 :, 490:510] = 255  # nothing closes the panel at the fold
        cv2.circle(page, ((left + right) // 2, (top + low) // 2), 70, 0, 3)
    return page, truth


def overlap(panels: np.ndarray, truth: np.ndarray, number: int) -> float:
    """Intersection over union of a true panel and the one found at its middle."""
    inside = truth == number
    row, column = np.argwhere(inside).mean(axis=0).astype(int)
    own = (panels == panels[row, column]) & (panels[row, column] > 0)
    return float((own & inside).sum() / (own | inside).sum())


def test_both_pages_of_a_spread() -> None:
    for bleeding in (False, True):
        page, truth = spread(bleeding)
        panels = find_layout(page).panels
        assert panels.max() == 6
        assert min(overlap(panels, truth, number) for number in range(1, 7)) > 0.85


def test_a_wide_drawing_is_no_spread() -> None:
    page = np.full((500, 900), 255, np.uint8)
    cv2.circle(page, (230, 250), 180, 0, 4)
    cv2.circle(page, (670, 250), 180, 0, 4)
    assert not find_layout(page).panels.any()
