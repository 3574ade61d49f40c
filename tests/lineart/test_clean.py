"""The line art doctor: pages made ill on purpose, compared by number with the page that they were."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lineart import ill

from nurie.colorize.compose import compose
from nurie.data.drawn import SCHEMES, LineStyle, draw, paint
from nurie.images import Picture
from nurie.lineart.clean import Cleaned, clean
from nurie.lineart.steps import AUTO, Step
from nurie.schemes.parts import Part

INK = LineStyle(0.004, 0, 0.3)


@pytest.fixture(scope="module")
def page() -> np.ndarray:
    """(480, 400) bytes: a drawn figure in black ink."""
    return draw(3, (480, 400), INK).line


def cleaned(page: np.ndarray, steps: frozenset[Step] = AUTO, alpha: np.ndarray | None = None) -> Cleaned:
    return clean(Picture(page if page.ndim == 3 else ill.on_white(page), "page.png", alpha=alpha), steps)


def applied(result: Cleaned) -> set[Step]:
    return {finding.step for finding in result.findings if finding.applied}


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """Mean over all pixels, 0..255."""
    return float(np.abs(one.astype(int) - other).mean())


def test_black_on_white_stays_exactly_as_it_is(page: np.ndarray) -> None:
    rgb = ill.on_white(page)
    result = cleaned(rgb)
    assert np.array_equal(result.lines, page)
    assert result.drawing is rgb
    assert applied(result) == set()
    assert result.notices == ()
    assert [finding.step for finding in result.findings] == list(Step)


@pytest.mark.parametrize(
    ("paper", "ink"),
    [
        ((230, 230, 230), (20, 20, 20)),
        ((245, 232, 205), (0, 0, 0)),
        ((180, 180, 180), (40, 40, 40)),
        ((120, 140, 120), (5, 5, 5)),
    ],
)
def test_tinted_and_dark_paper_becomes_white(
    page: np.ndarray, paper: tuple[int, int, int], ink: tuple[int, int, int]
) -> None:
    result = cleaned(ill.inked(page, paper, ink))
    assert Step.PAPER in applied(result)
    assert np.abs(result.lines.astype(int) - page).max() <= 4
    assert (result.drawing[page == 255] == 255).all()


def test_paper_grain_is_removed(page: np.ndarray) -> None:
    grain = np.random.default_rng(1).normal(0, 4, (*page.shape, 3))
    ill_page = (ill.inked(page, (225, 225, 225), (10, 10, 10)) + grain).clip(0, 255).astype(np.uint8)
    result = cleaned(ill_page)
    far_from_ink = cv2.erode(page, np.ones((9, 9))) == 255
    assert (result.lines[far_from_ink] >= 245).all()
    assert (result.drawing[far_from_ink] >= 235).all()


@pytest.mark.parametrize("darkest", [0.85, 0.55, 0.4])
def test_the_light_of_a_photograph_is_evened_out(page: np.ndarray, darkest: float) -> None:
    photo = ill.photographed(page, darkest)
    result = cleaned(photo)
    assert {Step.LIGHT, Step.PAPER} <= applied(result)
    assert difference(result.lines, page) < 1.5
    assert (result.lines[page < 60] < 110).all()
    paper = page == 255
    assert (result.drawing[paper] >= 240).mean() > 0.999
    without = cleaned(photo, AUTO - {Step.LIGHT})
    assert (without.drawing[paper] >= 240).mean() < 0.95
    assert "evened out" in result.notices[0]


def test_a_soft_shadow_over_a_corner_is_evened_out(page: np.ndarray) -> None:
    """Of a hand, say: much darker, within a shorter way, than the light that falls off over the page."""
    y, x = np.mgrid[0 : 1 : page.shape[0] * 1j, 0 : 1 : page.shape[1] * 1j]
    shadow = 1 - 0.72 / (1 + np.exp((np.hypot(x - 1.05, y - 1.05) - 0.3) / 0.05))
    photo = (ill.photographed(page, 0.8, noise=0) * shadow[..., None]).astype(float)
    photo = (photo + np.random.default_rng(0).normal(0, 2, photo.shape)).clip(0, 255).astype(np.uint8)
    result = cleaned(photo)
    assert Step.LIGHT in applied(result)
    dark = (shadow < 0.6) & (cv2.erode(page, np.ones((5, 5))) == 255)
    assert dark.mean() > 0.02
    assert (result.drawing[dark] >= 200).mean() > 0.99
    assert (result.lines[(page < 60) & (shadow < 0.6)] < 110).mean() > 0.95


def test_large_black_areas_are_not_taken_for_shadow(page: np.ndarray) -> None:
    spotted = page.copy()
    cv2.ellipse(spotted, (200, 300), (120, 160), 0, 0, 360, 0, -1)
    result = cleaned(ill.photographed(spotted))
    assert Step.LIGHT in applied(result)
    assert difference(result.lines, spotted) < 1.5
    assert applied(cleaned(spotted)) == set()


def test_a_gray_tone_over_a_third_of_the_page_is_drawn_not_shadow() -> None:
    toned = np.full((300, 300), 255, np.uint8)
    toned[:, 200:] = 150
    cv2.circle(toned, (100, 150), 80, 0, 3)
    assert Step.LIGHT not in applied(cleaned(toned))
    assert (cleaned(toned).drawing[:, 205:] == 150).all()


def test_faint_pencil_is_made_dark_for_the_network_and_stays_faint_in_the_result(page: np.ndarray) -> None:
    grain = np.random.default_rng(2).normal(0, 1.2, (*page.shape, 3))
    faint = (ill.inked(page, (236, 236, 236), (200, 200, 200)) + grain).clip(0, 255).astype(np.uint8)
    result = cleaned(faint)
    assert (result.lines[page < 60] < 110).all()
    assert (result.lines[cv2.erode(page, np.ones((9, 9))) == 255] > 225).all()
    assert result.drawing[page < 60].min() > 190
    assert Step.FAINT in applied(result)
    assert (cleaned(faint, AUTO - {Step.FAINT}).lines[page < 60] > 190).all()


def test_soft_pencil_keeps_its_tones(page: np.ndarray) -> None:
    soft = ill.inked(page, (250, 250, 250), (190, 190, 190))
    soft[440:460, 100:200] = 220
    lines = cleaned(soft).lines
    assert int(lines.min()) + 50 < int(lines[450, 150]) < 225


@pytest.mark.parametrize("paper", [(0, 0, 0), (20, 30, 80)])
def test_white_lines_on_dark_paper_are_turned_round(page: np.ndarray, paper: tuple[int, int, int]) -> None:
    result = cleaned(ill.inked(255 - page, (255, 255, 255), paper))
    assert Step.TURN in applied(result)
    assert np.abs(result.lines.astype(int) - page).max() <= 3
    assert (result.drawing[page == 255] == 255).all()
    assert "turned round" in result.notices[0]


def test_a_black_figure_on_white_paper_is_not_turned_round() -> None:
    dark = np.full((100, 100), 255, np.uint8)
    dark[8:92, 8:92] = 0
    assert applied(cleaned(dark)) == set()


@pytest.mark.parametrize("shade", [255, 235])
def test_light_lines_on_a_transparent_ground_are_made_dark(page: np.ndarray, shade: int) -> None:
    alpha = 255 - page
    flat = np.full((*page.shape, 3), 255, np.uint8)
    flat[alpha > 0] = np.rint(255 - (255 - shade) * (alpha[alpha > 0, None] / 255.0)).astype(np.uint8)
    result = cleaned(flat, alpha=alpha)
    assert Step.ALPHA in applied(result)
    assert np.array_equal(result.lines, page)
    assert np.array_equal(result.drawing, ill.on_white(page))


def test_dark_lines_on_a_transparent_ground_are_left_alone(page: np.ndarray) -> None:
    assert applied(cleaned(page, alpha=255 - page)) == set()


@pytest.mark.parametrize("ink", [(112, 66, 20), (220, 40, 40), (240, 190, 20), (40, 80, 220)])
def test_colored_ink_is_dark_for_the_network_and_keeps_its_color(
    page: np.ndarray, ink: tuple[int, int, int]
) -> None:
    result = cleaned(ill.inked(page, (255, 255, 255), ink))
    assert Step.COLOR in applied(result)
    assert difference(result.lines, page) < 1
    assert (result.drawing[page == 0] == ink).all()
    green = np.full_like(result.drawing, (60, 200, 90))
    colored = compose(green, result.drawing)
    assert (colored[page == 255] == (60, 200, 90)).all()
    assert np.abs(colored[page == 0].astype(int) - ink).max() <= 255 - max(60, 200, 90) + min(ink)


def test_blue_pencil_is_dropped_on_request_and_only_then(page: np.ndarray) -> None:
    sketch = draw(53, page.shape, INK).line
    ill_page = ill.over_blue_pencil(page, sketch)
    asked, unasked = cleaned(ill_page, AUTO | {Step.BLUE}), cleaned(ill_page)
    assert difference(asked.lines, page) < 0.5
    assert (np.abs(asked.drawing.astype(int) - ill.on_white(page)) > 40).mean() < 1e-3
    assert Step.BLUE not in applied(unasked)
    assert np.array_equal(unasked.drawing, ill_page)
    assert unasked.notices == ('page.png has blue pencil beside the ink: the step "blue" takes it out.',)


def test_a_drawing_in_blue_alone_is_not_dropped(page: np.ndarray) -> None:
    blue = ill.inked(page, (255, 255, 255), (150, 200, 245))
    result = cleaned(blue, AUTO | {Step.BLUE})
    assert np.array_equal(result.drawing, blue)


@pytest.mark.parametrize(("period", "share"), [(4, 0.2), (6, 0.15), (6, 0.35), (8, 0.3)])
def test_screentone_is_removed_for_the_network_only(period: float, share: float) -> None:
    drawing = draw(3, (800, 640), INK)
    tone = np.isin(drawing.parts, (Part.HAIR, Part.CLOTHES))
    toned = np.where(tone, np.minimum(drawing.line, ill.screentone(tone.shape, period, share)), drawing.line)
    result = cleaned(toned)
    assert applied(result) == {Step.TONE}
    assert difference(result.lines, drawing.line) < 0.2 * difference(toned, drawing.line)
    assert (result.lines[drawing.line < 100] < 160).mean() > 0.99
    assert np.array_equal(result.drawing, ill.on_white(toned))


@pytest.mark.parametrize("seed", [3, 6, 8])
def test_dark_screentone_becomes_an_even_gray_inside_its_outline(seed: int) -> None:
    drawing = draw(seed, (800, 640), INK)
    hair = drawing.parts == Part.HAIR
    toned = np.where(hair, np.minimum(drawing.line, ill.screentone(hair.shape, 6, 0.65)), drawing.line)
    result = cleaned(toned)
    inside = cv2.erode(hair.astype(np.uint8), np.ones((15, 15))) > 0
    assert result.lines[inside].std() < 15 < toned[inside].std()
    outside = ~cv2.dilate(hair.astype(np.uint8), np.ones((9, 9))).astype(bool)
    changed = result.lines != drawing.line
    assert changed[outside].mean() < 1e-5  # single pixels where tips of hair meet lines


def test_hatching_stipple_and_lines_are_no_screentone() -> None:
    hatched = np.full((400, 400), 255, np.uint8)
    for x in range(-400, 400, 8):
        cv2.line(hatched, (x, 0), (x + 400, 400), 0, 2)
    for x, y in np.random.default_rng(3).integers(10, 390, (30, 2)).tolist():
        cv2.circle(hatched, (x, y), 2, 0, -1)
    assert Step.TONE not in applied(cleaned(hatched))
    for seed in range(6):
        assert Step.TONE not in applied(cleaned(draw(seed, (300, 300)).line))


def test_colored_pages_are_recognized_and_line_art_is_not(page: np.ndarray) -> None:
    for seed in range(6):
        drawing = draw(seed, (300, 300))
        colored = compose(paint(drawing, SCHEMES[seed]), ill.on_white(drawing.line))
        result = cleaned(colored)
        assert result.colored
        assert Step.LIGHT not in applied(result)
        assert any("colored already" in notice for notice in result.notices)
    sketch = draw(53, page.shape, INK).line
    for other in (
        ill.on_white(page),
        ill.photographed(page),
        ill.inked(page, (245, 232, 205), (112, 66, 20)),
        ill.inked(page, (255, 255, 255), (220, 40, 40)),
        ill.over_blue_pencil(page, sketch),
    ):
        assert not cleaned(other).colored


@pytest.mark.parametrize(("shade", "word"), [(255, "white"), (0, "black"), (128, "gray")])
def test_blank_pages_give_a_notice_and_stay_as_they_are(shade: int, word: str) -> None:
    blank = np.full((40, 30), shade, np.uint8)
    result = cleaned(blank)
    assert result.notices == (f"page.png is {word} all over: the colors follow no lines.",)
    assert np.array_equal(result.lines, blank)


def test_every_step_can_be_switched_off(page: np.ndarray) -> None:
    photo = 255 - ill.photographed(page)
    result = cleaned(photo, frozenset())
    assert result.drawing is photo
    assert np.array_equal(result.lines, cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY))
    assert {finding.why for finding in result.findings} == {"not asked for."}


def test_findings_show_the_page_after_each_step(page: np.ndarray) -> None:
    result = cleaned(ill.inked(255 - page, (255, 250, 240), (40, 20, 20)))
    pages = {finding.step: finding.page for finding in result.findings}
    assert pages[Step.ALPHA].mean() < 100 < pages[Step.TURN].mean()
    assert pages[Step.BLUE] is result.drawing
    assert pages[Step.FAINT] is result.lines


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(16, 90),
    st.integers(16, 90),
    st.sampled_from(["noise", "dots", "waves"]),
)
def test_any_page_is_cleaned_without_a_crash(seed: int, height: int, width: int, kind: str) -> None:
    rng = np.random.default_rng(seed)
    if kind == "noise":
        rgb = rng.integers(0, 256, (height, width, 3)).astype(np.uint8)
    elif kind == "dots":
        rgb = ill.on_white(ill.screentone((height, width), rng.uniform(2, 9), rng.uniform(0.05, 0.95)))
    else:
        y, x = np.mgrid[:height, :width]
        rgb = np.dstack([128 + 127 * np.sin(x / rng.uniform(2, 90) + y / rng.uniform(2, 90))] * 3).astype(
            np.uint8
        )
    result = cleaned(rgb, frozenset(Step))
    assert result.lines.shape == (height, width)
    assert result.drawing.shape == (height, width, 3)
    assert result.lines.dtype == result.drawing.dtype == np.uint8
