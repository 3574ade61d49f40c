"""What an artist does in the browser, and what the studio knows of it."""

import base64
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Download, Page, expect
from studio.running import Running, until

from e2e.conftest import PATIENCE

expect.set_options(timeout=PATIENCE)


def ready(page: Page) -> None:
    """Wait until the page in the browser is colored and everything is saved."""
    expect(page.locator("#nine img")).to_have_count(9)
    expect(page.locator("#canvas")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#status")).to_have_attribute("data-kind", "good")


def open_file(page: Page, *paths: Path) -> None:
    page.set_input_files("#files", list(paths))
    expect(page.locator("#strip .tab")).to_have_count(len(paths))
    ready(page)


def address(page: Page) -> str:
    """Of the session that the browser shows."""
    return f"/api/sessions/{page.evaluate('JSON.parse(localStorage.nurie).active')}"


def state(studio: Running, page: Page) -> dict[str, Any]:
    """What the studio knows about the session that the browser shows."""
    answer: dict[str, Any] = studio.get(address(page)).json()
    return answer


def knows(studio: Running, page: Page, right: Callable[[dict[str, Any]], bool]) -> None:
    """Wait until the studio has heard of something."""
    until(lambda: right(state(studio, page)))


def place(page: Page, u: float, v: float) -> tuple[float, float]:
    """Where on the screen a place of the fitted 160 x 200 page is, in shares of it."""
    box = page.locator("#canvas").bounding_box()
    assert box
    height = min(box["height"] - 128, (box["width"] - 56) * 200 / 160)
    width = height * 160 / 200
    left = box["x"] + (box["width"] - width) / 2
    top = box["y"] + (box["height"] - height) / 2
    return left + u * width, top + v * height


def pixel(page: Page, u: float, v: float) -> tuple[int, int, int]:
    """What the browser shows there."""
    x, y = place(page, u, v)
    clip = {"x": int(x), "y": int(y), "width": 1, "height": 1}
    shot = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")
    red, green, blue = shot.getpixel((0, 0))
    return red, green, blue


def stroke(page: Page, *places: tuple[float, float]) -> None:
    first, *rest = (place(page, u, v) for u, v in places)
    page.mouse.move(*first)
    page.mouse.down()
    for point in rest:
        page.mouse.move(*point, steps=6)
    page.mouse.up()


def use_color(page: Page, color: str) -> None:
    page.fill("#hex", color)
    page.press("#hex", "Enter")


def downloaded(page: Page, act: Callable[[], None]) -> tuple[Download, bytes]:
    with page.expect_download() as waiting:
        act()
    return waiting.value, Path(waiting.value.path()).read_bytes()


def drop(page: Page, id: str, name: str, data: bytes) -> None:
    """Drop a picture onto an element of the page."""
    page.evaluate(
        """([id, name, data]) => {
            const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
            const dropped = new DataTransfer();
            dropped.items.add(new File([bytes], name, { type: "image/png" }));
            document.getElementById(id).dispatchEvent(
                new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
        }""",
        [id, name, base64.b64encode(data).decode()],
    )


def fresh_page(browser: Browser, locale: str = "en-US", has_touch: bool = False) -> Page:
    """A page that opens nothing yet; unlike the fixture's, its requests may fail."""
    size = {"width": 1280, "height": 800}
    context = browser.new_context(viewport=size, locale=locale, has_touch=has_touch)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    return context.new_page()
