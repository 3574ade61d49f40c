"""Strokes are drawn once and move with the view; afterwards they are where they belong."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Page
from studio.running import Running, until

from e2e.acting import address, open_file, place, use_color

COUNT = """() => {
    const kind = OffscreenCanvasRenderingContext2D.prototype;
    const stroke = kind.stroke;
    window.strokes = 0;
    kind.stroke = function () {
        window.strokes++;
        stroke.call(this);
    };
}"""
"""Counts lines that are drawn into pictures out of sight."""


def seen(page: Page) -> np.ndarray:
    page.mouse.move(5, 400)
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    return np.asarray(shot).astype(int)


def color_at(page: Page, x: float, y: float) -> tuple[int, ...]:
    return tuple(seen(page)[int(y), int(x)].tolist())


def is_color(page: Page, x: float, y: float, color: tuple[int, int, int]) -> Callable[[], bool]:
    return lambda: np.abs(np.subtract(color_at(page, x, y), color)).max() <= 8


PAPER, RIM = (0.1, 0.5), 0.02
"""A place on the ground around the drawing, and how large a dot is there."""


def dotted(page: Page, studio: Running, sketch_file: Path) -> tuple[float, float]:
    """Open a sketch with a dot on its locked ground, so that only the dot has its color; where it is."""
    open_file(page, sketch_file)
    page.evaluate(COUNT)
    ground = {"x": 0.02, "y": 0.02, "color": "#ffffff", "locked": True}
    studio.put(f"{address(page)}/mix", {"base": 1, "regions": [ground]})
    dot = {"x": PAPER[0], "y": PAPER[1], "radius": RIM, "color": "#20a040"}
    studio.put(f"{address(page)}/hints", {"hints": [dot]})
    x, y = place(page, *PAPER)
    until(is_color(page, x, y, (0x20, 0xA0, 0x40)))
    assert page.evaluate("strokes") == 3  # the dot and its two rims
    return x, y


def test_a_view_that_moves_draws_no_stroke_anew(page: Page, studio: Running, sketch_file: Path) -> None:
    x, y = dotted(page, studio, sketch_file)
    page.mouse.move(x, y)
    for _ in range(8):
        page.mouse.wheel(5, 4)
    until(is_color(page, x - 40, y - 32, (0x20, 0xA0, 0x40)))
    until(is_color(page, x, y, (255, 255, 255)))
    assert page.evaluate("strokes") == 3
    use_color(page, "#d02040")
    page.keyboard.press("d")
    page.mouse.click(x - 40, y + 60)
    until(is_color(page, x - 40, y + 60, (0xD0, 0x20, 0x40)))
    assert page.evaluate("strokes") == 6  # the new one alone
    page.keyboard.press("Control+z")
    until(is_color(page, x - 40, y + 60, (255, 255, 255)))


def test_a_view_that_rests_shows_strokes_as_sharp_as_new(
    page: Page, studio: Running, sketch_file: Path
) -> None:
    """Larger and in the mirror, the dot lies where it belongs, at once and when it is drawn anew."""
    x, y = dotted(page, studio, sketch_file)
    middle = place(page, 0.5, 0.5)
    away = x - middle[0], y - middle[1]
    for key, across in (("+", 1.25), ("f", -1.25)):
        before = page.evaluate("strokes")
        page.keyboard.press(key)
        x, y = middle[0] + across * away[0], middle[1] + 1.25 * away[1]
        until(is_color(page, x, y, (0x20, 0xA0, 0x40)))
        until(lambda before=before: page.evaluate("strokes") > before)
        assert is_color(page, x, y, (0x20, 0xA0, 0x40))()
