"""Pages that are no line art are told from line art, however faint, dashed, dark or badly lit that is."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from nurie import images
from nurie.data.drawn import SCHEMES, draw, paint
from nurie.lineart.kind import PageKind, kind_of_page

SIZE = (640, 480)


def kind(page: np.ndarray) -> PageKind:
    return kind_of_page(images.load(page))


def grain(page: np.ndarray, deviation: float = 3.0) -> np.ndarray:
    noise = np.random.default_rng(0).normal(0, deviation, page.shape)
    return (page + noise).clip(0, 255).astype(np.uint8)


def lamp(page: np.ndarray) -> np.ndarray:
    """Light from the upper left corner that falls to a third."""
    y, x = np.mgrid[0 : page.shape[0], 0 : page.shape[1]]
    fall = np.hypot(y / page.shape[0], x / page.shape[1])
    return (page * (1 - 0.47 * fall)).astype(np.uint8)


def written(size: tuple[int, int] = SIZE, upright: bool = False) -> np.ndarray:
    page = Image.new("L", size[::-1], 255)
    text = "\n".join("the quick brown fox jumps over it" for _ in range(14))
    ImageDraw.Draw(page).text((40, 60), text, 0, ImageFont.load_default(20), spacing=14)
    return np.rot90(np.asarray(page)) if upright else np.asarray(page)


def scene(seed: int) -> np.ndarray:
    """What a photograph is to a camera: shapes of all sizes and shades, soft, with grain."""
    rng = np.random.default_rng(seed)
    page = np.zeros(SIZE)
    for size in (4, 8, 16, 32, 64):
        layer = rng.normal(0, 1, (size * 3 // 4 + 1, size))
        page += cv2.resize(layer, SIZE[::-1], interpolation=cv2.INTER_CUBIC) / np.sqrt(size / 4)
    page = 105 + 45 * (page - page.mean()) / page.std()
    return grain(page)


@pytest.mark.parametrize("tone", [255, 236, 128, 0])
def test_empty_pages_of_any_paper_are_blank(tone: int) -> None:
    page = np.full(SIZE, tone, np.uint8)
    assert kind(page) is PageKind.BLANK
    assert kind(grain(page)) is PageKind.BLANK


def test_dust_a_page_number_and_a_lamp_leave_a_page_blank() -> None:
    page = np.full((1700, 1200), 245, np.uint8)
    cv2.putText(page, "7", (590, 1650), cv2.FONT_HERSHEY_SIMPLEX, 1, 20, 2)
    page[400:403, 300:303] = 60
    assert kind(page) is PageKind.BLANK
    assert kind(grain(lamp(np.full(SIZE, 250, np.uint8)), 1.5)) is PageKind.BLANK


@pytest.mark.parametrize("upright", [False, True])
def test_rows_and_columns_of_letters_are_text(upright: bool) -> None:
    assert kind(written(upright=upright)) is PageKind.TEXT
    assert kind(grain(written(upright=upright))) is PageKind.TEXT


@pytest.mark.parametrize("seed", range(4))
def test_what_a_camera_sees_is_a_photograph(seed: int) -> None:
    assert kind(scene(seed)) is PageKind.PHOTO


@pytest.mark.parametrize("seed", range(3))
def test_colors_in_areas_are_colored(seed: int) -> None:
    drawing = draw(seed, SIZE)
    colored = paint(drawing, SCHEMES[seed]) * (drawing.line[..., None] / 255)
    assert kind(colored.astype(np.uint8)) is PageKind.COLORED


@pytest.mark.parametrize("seed", range(8))
def test_drawings_are_line_art_in_every_state(seed: int) -> None:
    lines = draw(seed, SIZE).line
    faint = (255 - (255 - lines.astype(int)) * 0.12).astype(np.uint8)
    dashed = lines.copy()
    for start in range(0, SIZE[1], 12):
        dashed[:, start : start + 4] = 255
    states = {
        "clean": lines,
        "inverted": 255 - lines,
        "faint": faint,
        "dashed": dashed,
        "photographed": grain(lamp(lines)),
        "tinted": np.dstack([lines, lines, (lines * 0.8).astype(np.uint8)]),
        "toned": (lines.astype(int) * (190 + 65 * (np.indices(SIZE)[1] > 200)) // 255).astype(np.uint8),
        "small": cv2.resize(lines, (96, 128), interpolation=cv2.INTER_AREA),
    }
    assert {name: kind(page) for name, page in states.items()} == dict.fromkeys(states, PageKind.LINE_ART)


def test_a_line_on_an_empty_page_is_a_drawing() -> None:
    page = np.full(SIZE, 255, np.uint8)
    cv2.ellipse(page, (240, 320), (30, 22), 0, 0, 300, 0, 2)
    assert kind(page) is PageKind.LINE_ART


def test_a_page_with_text_and_a_drawing_is_line_art() -> None:
    page = written().copy()
    page[380:, 100:300] = cv2.resize(draw(1, SIZE).line, (200, 260), interpolation=cv2.INTER_AREA)
    assert kind(page) is PageKind.LINE_ART


def test_a_colored_figure_that_is_cut_out_is_colored_and_one_in_lines_is_not() -> None:
    drawing = draw(1, SIZE)
    colored = (paint(drawing, SCHEMES[1]) * (drawing.line[..., None] / 255)).astype(np.uint8)
    cut_out = np.full(SIZE, 255, np.uint8)
    cut_out[:, :100] = 0
    assert kind(np.dstack([colored, cut_out])) is PageKind.COLORED
    assert kind(np.dstack([np.zeros((*SIZE, 3), np.uint8), 255 - drawing.line])) is PageKind.LINE_ART


def test_long_strips_are_judged_as_pages_are() -> None:
    """Webtoons, 240 x 36,000 px: thin lines must not vanish when a strip is looked at small."""
    size = (300, 240)
    thin = [255 - (255 - draw(seed, size).line) // 4 for seed in range(12)]
    blank = np.full(size, 255, np.uint8)
    for parts, expected in (
        (thin * 10, PageKind.LINE_ART),
        ([*thin, *[blank] * 108], PageKind.LINE_ART),
        ([blank] * 120, PageKind.BLANK),
    ):
        strip = np.vstack(parts)
        assert kind_of_page(images.Picture(np.dstack([strip] * 3))) is expected
