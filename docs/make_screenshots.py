"""Pictures of the studio's main states: python docs/make_screenshots.py FOLDER

Runs the studio with the shipped model on the examples and drives Debian's chromium; look at what it made. One
picture becomes docs/images/studio.webp, several together the moving docs/images/tour.webp of the README.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

DOCS = Path(__file__).resolve().parent
EXAMPLES = DOCS.parent / "examples"
PATIENCE = 120_000  # ms
TOUR = "welcome", "coloring", "nine", "stroke", "hinted", "locked", "palette"
"""The pictures that follow each other in the README."""

expect.set_options(timeout=PATIENCE)


def settled(page: Page) -> None:
    """Wait until the page is colored and saved."""
    expect(page.locator("#nine img")).to_have_count(9)
    expect(page.locator("#canvas")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#status")).to_have_attribute("data-kind", "good")
    page.wait_for_timeout(400)


def center(page: Page) -> tuple[float, float]:
    """The middle of the canvas."""
    box = page.locator("#canvas").bounding_box()
    if box is None:
        raise SystemExit("The page shows no canvas.")
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def tour(page: Page, shoot: Callable[[Page, str], None]) -> None:
    """From an empty studio through everything that it does."""
    expect(page.locator("#welcome")).to_be_visible()
    shoot(page, "welcome")
    bad = Path(tempfile.gettempdir()) / "notes.png"
    bad.write_text("once upon a time")
    page.set_input_files("#files", bad)
    expect(page.locator("#open-problem")).to_be_visible()
    shoot(page, "not-a-picture")
    page.set_input_files("#files", [EXAMPLES / "figure.png", EXAMPLES / "brush.png", EXAMPLES / "ink.png"])
    expect(page.locator("#strip .tab")).to_have_count(3)
    shoot(page, "coloring")
    settled(page)
    shoot(page, "nine")

    x, y = center(page)
    page.click(".thumb[data-number='7']")
    page.click("[data-tool=brush]")
    page.fill("#hex", "#e8743b")
    page.press("#hex", "Enter")
    page.mouse.move(x + 60, y - 265)
    page.mouse.down()
    page.mouse.move(x + 100, y - 280, steps=10)
    page.mouse.move(x + 145, y - 250, steps=10)
    shoot(page, "stroke")
    page.mouse.up()
    settled(page)
    shoot(page, "hinted")

    page.click("[data-tool=lock]")
    page.mouse.click(x + 130, y + 70)
    settled(page)
    shoot(page, "locked")

    page.click("#palette-suggest")
    expect(page.locator("#palette li").first).to_be_visible()
    page.check("#snap")
    settled(page)
    shoot(page, "palette")
    page.click("[data-tool=hand]")
    page.click("#compare")
    shoot(page, "compare")
    page.click("#compare")
    page.click("#zoom-shown")
    page.wait_for_timeout(200)
    shoot(page, "full-size")
    page.click("#fit")
    page.click("#theme")
    page.click("#language")
    page.wait_for_timeout(300)
    shoot(page, "dark-japanese")
    page.keyboard.press("?")
    shoot(page, "keys")


def phone(browser: Browser, address: str, shoot: Callable[[Page, str], None]) -> None:
    """The same on a small screen."""
    page = browser.new_page(viewport={"width": 420, "height": 860}, has_touch=True, locale="ja-JP")
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    expect(page.locator("#welcome")).to_be_visible()
    shoot(page, "phone-welcome")
    page.click("[data-example=figure]")
    settled(page)
    page.click("[data-tool=fill]")
    shoot(page, "phone")


def join(folder: Path) -> None:
    """Write the moving picture of the pictures of a folder."""
    first, *others = (Image.open(folder / f"{name}.png").convert("RGB").resize((1020, 645)) for name in TOUR)
    first.save(
        DOCS / "images" / "tour.webp",
        save_all=True,
        append_images=others,
        duration=1600,  # ms
        loop=0,
        quality=80,
        method=6,
    )


def main() -> None:
    """Start a studio, walk through it, stop it."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    folder.mkdir(parents=True, exist_ok=True)

    def shoot(page: Page, name: str) -> None:
        page.screenshot(path=folder / f"{name}.png")
        print(folder / f"{name}.png", flush=True)

    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        command = [sys.executable, "-m", "nurie", "studio", "--no-browser", "--port", "0", "--folder", work]
        studio = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        try:
            found = re.search(r"http://\S+", studio.stderr.readline() if studio.stderr else "")
            if found is None:
                raise SystemExit("The studio did not start.")
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": 1360, "height": 860}, locale="en-US")
            page.set_default_timeout(PATIENCE)
            page.on("console", lambda message: print("console:", message.text))
            page.on("pageerror", lambda error: print("error:", error))
            page.goto(found[0])
            tour(page, shoot)
            phone(browser, found[0], shoot)
            page.goto(f"{found[0]}api/docs")
            page.locator("summary").nth(7).click()
            shoot(page, "api")
            browser.close()
        finally:
            studio.terminate()
            studio.wait()
    with Image.open(folder / "hinted.png") as picture:
        picture.save(DOCS / "images" / "studio.webp", quality=85, method=6)
    join(folder)


if __name__ == "__main__":
    main()
