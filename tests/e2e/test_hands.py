"""Fingers, pens, keys and clicks do what they mean, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from studio.running import Running, until

import nurie
from e2e.acting import address, knows, open_file, place, ready, state, stroke
from e2e.conftest import PATIENCE

SCRIPTS = Path(nurie.__file__).parent / "studio" / "static" / "js" / "tools"
TOOLS = sorted(path.stem for path in SCRIPTS.glob("*.js") if "export const key" in path.read_text("utf-8"))
TOUCHING = {"viewport": {"width": 1024, "height": 768}, "has_touch": True, "locale": "en-US"}


@pytest.fixture
def tablet(browser: Browser, studio: Running, sketch_file: Path) -> Iterator[Page]:
    context = browser.new_context(**TOUCHING)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(studio.url)
    open_file(page, sketch_file)
    yield page
    context.close()


@pytest.mark.parametrize("tool", TOOLS)
def test_two_fingers_edit_nothing(tablet: Page, studio: Running, tool: str) -> None:
    """A tap with two fingers, then a pinch of which one finger comes first and leaves last."""
    page = tablet
    page.click(f"[data-tool={tool}]")
    color = page.locator("#hex").input_value()
    before = state(studio, page)
    devtools = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    one, other = place(page, 0.45, 0.5), place(page, 0.55, 0.8)
    touch("touchStart", one)
    touch("touchStart", one, other)
    touch("touchEnd", one)
    touch("touchEnd")
    touch("touchStart", one)
    touch("touchMove", (one[0] + 3, one[1]))
    touch("touchStart", (one[0] + 3, one[1]), other)
    for step in range(5):
        touch("touchMove", (one[0] - 10 * step, one[1]), (other[0] + 10 * step, other[1]))
    touch("touchEnd", (one[0] - 40, one[1]))
    touch("touchMove", (one[0] - 60, one[1] + 30))
    touch("touchEnd")
    page.wait_for_timeout(300)
    after = state(studio, page)
    for decided in ("hints", "mix", "borders", "materials"):
        assert after[decided] == before[decided]
    assert page.locator("#hex").input_value() == color
    expect(page.locator("#undo")).to_be_disabled()


def test_a_finger_that_was_drawing_takes_its_stroke_back(tablet: Page, studio: Running) -> None:
    page = tablet
    page.click("[data-tool=fill]")
    devtools = page.context.new_cdp_session(page)
    one, other = place(page, 0.5, 0.5), place(page, 0.5, 0.8)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    touch("touchStart", one)
    touch("touchMove", (one[0], one[1] + 30))
    knows(studio, page, lambda now: len(now["mix"]["regions"]) >= 1)
    touch("touchStart", (one[0], one[1] + 30), other)
    touch("touchEnd")
    knows(studio, page, lambda now: now["mix"]["regions"] == [])
    expect(page.locator("#undo")).to_be_disabled()


def test_a_tap_still_edits(tablet: Page, studio: Running) -> None:
    page = tablet
    page.click("[data-tool=dot]")
    page.touchscreen.tap(*place(page, 0.5, 0.5))
    knows(studio, page, lambda now: len(now["hints"]["hints"]) == 1)


def test_space_moves_the_page_after_a_click_on_a_button(
    page: Page, studio: Running, sketch_file: Path
) -> None:
    open_file(page, sketch_file)
    page.click("[data-tool=brush]")
    page.mouse.move(*place(page, 0.5, 0.5))
    page.keyboard.down(" ")
    stroke(page, (0.5, 0.5), (0.7, 0.6))
    page.keyboard.up(" ")
    expect(page.locator("[data-tool=brush]")).to_have_attribute("aria-pressed", "true")
    assert state(studio, page)["hints"]["hints"] == []
    page.locator("#help-button").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press(" ")  # the keyboard came to the button: space presses it
    expect(page.locator("#help")).to_be_visible()


def test_the_other_end_of_a_pen_erases(page: Page, studio: Running, sketch_file: Path) -> None:
    open_file(page, sketch_file)
    page.click("[data-tool=dot]")
    page.mouse.click(*place(page, 0.5, 0.5))
    knows(studio, page, lambda now: len(now["hints"]["hints"]) == 1)
    x, y = place(page, 0.5, 0.5)
    page.evaluate(
        """([x, y]) => {
            const canvas = document.getElementById("canvas");
            canvas.setPointerCapture = () => {};
            const about = { pointerId: 7, pointerType: "pen", clientX: x, clientY: y, bubbles: true };
            canvas.dispatchEvent(new PointerEvent("pointerdown", { ...about, button: 5, buttons: 32 }));
            canvas.dispatchEvent(new PointerEvent("pointerup", { ...about, button: 5, buttons: 0 }));
        }""",
        [x, y],
    )
    knows(studio, page, lambda now: now["hints"]["hints"] == [])
    expect(page.locator("[data-tool=dot]")).to_have_attribute("aria-pressed", "true")


def press(page: Page, key: str, code: str, **more: object) -> None:
    """A key as a keyboard of another country sends it."""
    page.evaluate(
        """(about) => document.getElementById("canvas").dispatchEvent(
            new KeyboardEvent("keydown", { ...about, bubbles: true, cancelable: true }))""",
        {"key": key, "code": code, **more},
    )


def test_french_and_german_keyboards(page: Page, studio: Running, sketch_file: Path) -> None:
    open_file(page, sketch_file)
    press(page, "&", "Digit1", shiftKey=False)
    press(page, "'", "Digit4")
    knows(studio, page, lambda now: now["mix"]["base"] == 4)
    press(page, "(", "Digit5")
    knows(studio, page, lambda now: now["mix"]["base"] == 5)
    press(page, "q", "KeyA")  # no tool: letters are what is written on them
    size = page.locator("#size").input_value()
    press(page, "]", "Digit9", ctrlKey=True, altKey=True, modifierAltGraph=True)
    until(lambda: page.locator("#size").input_value() > size)
    assert state(studio, page)["mix"]["base"] == 5


def test_trying_all_nine_is_one_step(page: Page, studio: Running, sketch_file: Path) -> None:
    open_file(page, sketch_file)
    page.keyboard.press("3")
    page.click("[data-tool=dot]")
    page.mouse.click(*place(page, 0.5, 0.5))
    for digit in "123456789":
        page.keyboard.press(digit)
    knows(studio, page, lambda now: now["mix"]["base"] == 9)
    page.keyboard.press("Control+z")
    knows(studio, page, lambda now: now["mix"]["base"] == 3 and len(now["hints"]["hints"]) == 1)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    knows(studio, page, lambda now: now["mix"]["base"] == 1 and not now["hints"]["hints"])
    expect(page.locator("#undo")).to_be_disabled()


def test_thumbnails_show_a_hint_after_which_a_number_was_pressed(
    page: Page, studio: Running, sketch_file: Path
) -> None:
    """What the second step interrupts is fetched after all."""
    open_file(page, sketch_file)
    before = page.locator("#nine img").evaluate_all("(all) => all.map((picture) => picture.src)")
    page.click("[data-tool=dot]")
    page.mouse.click(*place(page, 0.5, 0.5))
    page.keyboard.press("5")
    knows(studio, page, lambda now: now["mix"]["base"] == 5)
    images = page.locator("#nine img")
    until(lambda: not set(before) & set(images.evaluate_all("(all) => all.map((picture) => picture.src)")))


def test_tabs_are_not_made_anew(page: Page, studio: Running, sketch_file: Path, tmp_path: Path) -> None:
    """So that a click is not lost that a thumbnail arrives in the middle of."""
    other = tmp_path / "two.png"
    other.write_bytes(sketch_file.read_bytes())
    open_file(page, sketch_file, other)
    first = address(page)
    page.evaluate("document.querySelectorAll('#strip [role=tab]').forEach((tab) => (tab.kept = true))")
    tab = page.locator("#strip [role=tab]").nth(1)
    box = tab.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.keyboard.press("4")  # another thumbnail for the first tab
    knows(studio, page, lambda now: now["mix"]["base"] == 4)
    page.wait_for_timeout(200)
    page.mouse.up()
    until(lambda: address(page) != first)
    ready(page)
    assert page.evaluate("[...document.querySelectorAll('#strip [role=tab]')].every((tab) => tab.kept)")


def test_tabs_fade_where_there_are_more(page: Page, sketch_file: Path, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 500, "height": 800})
    copies = [tmp_path / f"page {number}.png" for number in range(5)]
    for copy in copies:
        copy.write_bytes(sketch_file.read_bytes())
    open_file(page, *copies)
    strip = page.locator("#strip")
    expect(strip).to_have_attribute("data-more", "after")
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    expect(strip).to_have_attribute("data-more", "both")
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    expect(strip).to_have_attribute("data-more", "before")
    page.set_viewport_size({"width": 1440, "height": 800})
    expect(strip).to_have_attribute("data-more", "")


def test_problems_can_be_put_away(page: Page, sketch_file: Path, tmp_path: Path) -> None:
    bad = tmp_path / "notes.png"
    bad.write_text("once upon a time")
    page.set_input_files("#files", bad)
    expect(page.locator("#open-problem")).to_contain_text("notes.png")
    page.click("#open-problem .away")
    expect(page.locator("#open-problem")).to_be_hidden()
    open_file(page, sketch_file)
    page.set_input_files("#palette-file", {"name": "bad.ase", "mimeType": "", "buffer": b"nothing"})
    expect(page.locator("#palette-problem")).to_be_visible()
    page.click("#palette-problem .away")
    expect(page.locator("#palette-problem")).to_be_hidden()
