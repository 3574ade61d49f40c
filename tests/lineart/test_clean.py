"""Paper becomes white, ink black, whatever the page looked like."""

import cv2
import numpy as np
import pytest

from nurie.lineart import clean


def on_paper(lines: np.ndarray, paper: int, ink: int) -> np.ndarray:
    """The page redrawn with other tones."""
    return np.rint(ink + lines / 255.0 * (paper - ink)).astype(np.uint8)


def test_black_on_white_stays_exactly_as_it_is(lines: np.ndarray) -> None:
    assert np.array_equal(clean.clean(lines), lines)
    rgb = np.dstack([lines] * 3)
    assert np.array_equal(clean.level(rgb), rgb)


@pytest.mark.parametrize(("paper", "ink"), [(230, 20), (200, 0), (180, 40), (255, 60)])
def test_tinted_paper_becomes_white_and_gray_ink_black(lines: np.ndarray, paper: int, ink: int) -> None:
    cleaned = clean.clean(on_paper(lines, paper, ink))
    assert np.abs(cleaned.astype(int) - lines).max() <= 4


def test_soft_pencil_is_darkened_but_keeps_its_tones(lines: np.ndarray) -> None:
    pencil = on_paper(lines, 250, 190)
    pencil[150:160, 50:100] = 220
    cleaned = clean.clean(pencil)
    stroke, shade = int(cleaned.min()), int(cleaned[155, 75])
    assert stroke < 110
    assert stroke + 50 < shade < 225


def test_paper_grain_is_removed(lines: np.ndarray) -> None:
    grain = np.random.default_rng(1).normal(0, 4, lines.shape)
    page = (on_paper(lines, 225, 10) + grain).clip(0, 255).astype(np.uint8)
    far_from_ink = cv2.erode(lines, np.ones((9, 9))) == 255
    assert (clean.clean(page)[far_from_ink] >= 245).all()


def test_white_lines_on_black_are_turned_round(lines: np.ndarray) -> None:
    assert clean.is_inverted(255 - lines)
    assert np.array_equal(clean.clean(255 - lines), lines)
    assert np.array_equal(clean.level(np.dstack([255 - lines] * 3)), np.dstack([lines] * 3))


def test_a_black_figure_on_white_paper_is_not_turned_round() -> None:
    page = np.full((100, 100), 255, np.uint8)
    page[8:92, 8:92] = 0
    assert not clean.is_inverted(page)


def test_level_takes_the_paper_color_out_and_leaves_black_ink(lines: np.ndarray) -> None:
    paper = np.array([245, 232, 205])
    page = np.rint(lines[..., None] / 255.0 * paper).astype(np.uint8)
    leveled = clean.level(page)
    assert (leveled[lines == 255] == 255).all()
    assert (leveled[lines == 0] == 0).all()


@pytest.mark.parametrize(("shade", "word"), [(255, "white"), (0, "black"), (128, "gray")])
def test_blank_pages_give_a_notice_and_stay_as_they_are(shade: int, word: str) -> None:
    page = np.full((40, 30), shade, np.uint8)
    (notice,) = clean.notices(page, "page.png")
    assert notice == f"page.png is {word} all over: the colors follow no lines."
    assert np.array_equal(clean.clean(page), page)


def test_notices(lines: np.ndarray) -> None:
    assert clean.notices(lines, "page.png") == ()
    assert "turned round" in clean.notices(255 - lines, "page.png")[0]
