"""The studio in a real browser, used as an artist uses it."""

import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from psd_tools import PSDImage
from studio.running import Running, until

from e2e.acting import (
    address,
    downloaded,
    drop,
    knows,
    open_file,
    pixel,
    place,
    ready,
    state,
    stroke,
    use_color,
)
from e2e.conftest import PATIENCE, encoded
from nurie import Hints


def psd_looks_like_png(page: Page) -> None:
    """Download both and compare them."""
    file, data_psd = downloaded(page, lambda: page.click("#exports [data-format=psd]"))
    assert file.suggested_filename == "dropped.psd"
    document = PSDImage.open(io.BytesIO(data_psd))
    assert document.size == (160, 200)
    _, data_png = downloaded(page, lambda: page.click("#exports [data-format=png]"))
    merged = np.asarray(document.topil().convert("RGB"))
    np.testing.assert_array_equal(merged, np.asarray(Image.open(io.BytesIO(data_png))))


def test_from_a_drop_to_layers(page: Page, studio: Running, sketch_file: Path) -> None:
    """Open, nine appear, pick, hint, region mix, undo, export PSD and read it back, reload, find it again."""
    drop(page, "stage", "dropped.png", sketch_file.read_bytes())
    ready(page)
    expect(page.locator("#strip [role=tab]")).to_have_text("dropped.png")

    page.click(".thumb[data-number='4']")
    expect(page.locator(".thumb[data-number='4']")).to_have_attribute("aria-checked", "true")
    knows(studio, page, lambda now: now["mix"]["base"] == 4)

    page.click("[data-tool=brush]")
    use_color(page, "#d02040")
    stroke(page, (0.4, 0.35), (0.5, 0.3), (0.6, 0.35))
    knows(studio, page, lambda now: len(now["hints"]["hints"]) == 1)
    hint = state(studio, page)["hints"]["hints"][0]
    assert hint["color"] == "#d02040"
    assert hint["points"][0] == pytest.approx([0.4, 0.35], abs=0.01)
    assert hint["points"][-1] == pytest.approx([0.6, 0.35], abs=0.02)
    assert len(hint["points"]) >= 4
    ready(page)
    page.click("#show-hints")
    page.mouse.move(10, 400)
    expected = Image.open(io.BytesIO(studio.get(f"{address(page)}/picture").content)).getpixel((80, 70))
    until(lambda: np.abs(np.subtract(pixel(page, 80.5 / 160, 70.5 / 200), expected)).max() <= 6)

    page.click("[data-tool=region]")
    page.mouse.click(*place(page, 0.5, 0.8))
    knows(studio, page, lambda now: len(now["mix"]["regions"]) == 1)
    assert state(studio, page)["mix"]["regions"][0]["from"] == 5
    page.mouse.click(*place(page, 0.5, 0.8))
    knows(studio, page, lambda now: now["mix"]["regions"][0].get("from") == 6)
    page.click("[data-tool=fill]")
    use_color(page, "#20a040")
    page.mouse.click(*place(page, 0.5, 0.8))
    knows(studio, page, lambda now: now["mix"]["regions"][0].get("color") == "#20a040")
    page.mouse.move(10, 400)
    until(lambda: np.abs(np.subtract(pixel(page, 0.5, 0.8), (0x20, 0xA0, 0x40))).max() <= 6)

    page.keyboard.press("Control+z")
    knows(studio, page, lambda now: now["mix"]["regions"][0].get("from") == 6)
    for _ in range(4):
        page.click("#undo")
    knows(studio, page, lambda now: now["mix"]["base"] == 1 and not now["hints"]["hints"])
    expect(page.locator("#undo")).to_be_disabled()
    for _ in range(5):
        page.keyboard.press("Control+Shift+Z")
    knows(studio, page, lambda now: now["mix"]["regions"][:1] and now["hints"]["hints"] != [])
    expect(page.locator("#redo")).to_be_disabled()
    ready(page)

    psd_looks_like_png(page)

    before = state(studio, page)
    page.reload()
    ready(page)
    expect(page.locator(".thumb[data-number='4']")).to_have_attribute("aria-checked", "true")
    expect(page.locator("#strip [role=tab]")).to_have_text("dropped.png")
    after = state(studio, page)
    assert {**after, "status": 0} == {**before, "status": 0}
    until(lambda: np.abs(np.subtract(pixel(page, 0.5, 0.8), (0x20, 0xA0, 0x40))).max() <= 6)


def test_a_project_opens_again(page: Page, studio: Running, sketch_file: Path, tmp_path: Path) -> None:
    open_file(page, sketch_file)
    page.keyboard.press("7")
    page.click("[data-tool=dot]")
    page.mouse.click(*place(page, 0.5, 0.35))
    knows(studio, page, lambda now: len(now["hints"]["hints"]) == 1 and now["mix"]["base"] == 7)
    ready(page)
    file, data = downloaded(page, lambda: page.keyboard.press("Control+s"))
    assert file.suggested_filename == "page one.nurie"
    before = state(studio, page)
    page.click("#strip .tab .icon")
    expect(page.locator("#welcome")).to_be_visible()
    project = tmp_path / "saved.nurie"
    project.write_bytes(data)
    open_file(page, project)
    after = state(studio, page)
    assert after["id"] != before["id"]
    assert (after["hints"], after["mix"], after["name"]) == (before["hints"], before["mix"], before["name"])


def test_several_pages_stand_in_a_strip(
    page: Page, studio: Running, sketch_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "two.png"
    other.write_bytes(sketch_file.read_bytes())
    open_file(page, sketch_file, other)
    tabs = page.locator("#strip [role=tab]")
    expect(tabs.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("5")
    knows(studio, page, lambda now: now["mix"]["base"] == 5)
    page.keyboard.press("PageDown")
    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    ready(page)
    assert state(studio, page)["mix"]["base"] == 1
    page.click("#strip .tab:nth-child(1) .icon")
    expect(tabs).to_have_count(1)
    page.click("#page-problem button")
    expect(tabs).to_have_count(2)


def test_japanese_follows_the_browser_and_can_be_switched(browser: Browser, studio: Running) -> None:
    context = browser.new_context(locale="ja-JP")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(studio.url)
    expect(page.locator("#welcome h2")).to_have_text("線画をここにドロップ")
    assert page.locator("html").get_attribute("lang") == "ja"
    expect(page.locator("#open")).to_have_text("線画を開く…")
    page.click("#language")
    expect(page.locator("#welcome h2")).to_have_text("Drop a sketch to color it")
    page.reload()
    expect(page.locator("#welcome h2")).to_have_text("Drop a sketch to color it")
    context.close()


def test_dark_and_light(browser: Browser, studio: Running) -> None:
    context = browser.new_context(color_scheme="dark", locale="en-US")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(studio.url)
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark
    context.close()


def test_keyboard_only(page: Page, studio: Running) -> None:
    """From an empty studio to a saved PSD without a pointer."""

    def tab_to(selector: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.locator(selector).evaluate("(element) => element === document.activeElement"):
                return
        raise AssertionError(f"{selector} cannot be reached")

    expect(page.locator("#welcome")).to_be_visible()
    tab_to("[data-example=ink]")
    page.keyboard.press("Enter")
    ready(page)
    page.keyboard.press("3")
    knows(studio, page, lambda now: now["mix"]["base"] == 3)
    page.keyboard.press("d")
    tab_to("#hex")
    page.keyboard.press("Control+a")
    page.keyboard.type("#3060c0")
    page.keyboard.press("Enter")
    tab_to("#canvas")
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    knows(studio, page, lambda now: [h["color"] for h in now["hints"]["hints"]] == ["#3060c0"])
    hint = state(studio, page)["hints"]["hints"][0]
    assert hint["x"] == pytest.approx(0.5)
    assert hint["y"] < 0.5
    page.keyboard.press("r")
    page.keyboard.press("Enter")
    knows(studio, page, lambda now: len(now["mix"]["regions"]) == 1)
    page.keyboard.press("Control+z")
    knows(studio, page, lambda now: now["mix"]["regions"] == [])
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).not_to_be_visible()
    ready(page)
    _, data = downloaded(page, lambda: page.keyboard.press("Control+e"))
    assert PSDImage.open(io.BytesIO(data)).size == (1000, 1000)


def test_a_page_of_a_printed_book(page: Page, studio: Running, large_file: Path) -> None:
    open_file(page, large_file)
    about = studio.get(f"{address(page)}/variants").json()
    assert (about["width"], about["height"]) == (2480, 3508)
    drawn = page.evaluate("document.getElementById('canvas').width")
    assert drawn <= 1280  # the window's pixels, not the page's
    page.click("[data-tool=brush]")
    box = page.locator("#canvas").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 60, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=30)
    page.mouse.up()
    knows(studio, page, lambda now: len(now["hints"]["hints"]) == 1)
    assert len(state(studio, page)["hints"]["hints"][0]["points"]) >= 10
    ready(page)
    page.click("#zoom-shown")
    expect(page.locator("#zoom-shown")).to_have_text("100 %")
    page.mouse.move(x, y)
    page.mouse.wheel(0, 300)
    expect(page.locator("#zoom-shown")).not_to_have_text("100 %")
    page.keyboard.press("0")
    _, data = downloaded(page, lambda: page.click("#exports [data-format=png]"))
    assert Image.open(io.BytesIO(data)).size == (2480, 3508)


def test_two_fingers_zoom_and_move(browser: Browser, studio: Running, sketch_file: Path) -> None:
    context = browser.new_context(viewport={"width": 1024, "height": 768}, has_touch=True, locale="en-US")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(studio.url)
    open_file(page, sketch_file)
    before = int((page.text_content("#zoom-shown") or "").split()[0])
    devtools = context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[int, int]) -> None:
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    touch("touchStart", (350, 400))
    touch("touchStart", (350, 400), (450, 400))
    for step in range(1, 11):
        touch("touchMove", (350 - 10 * step, 400), (450 + 10 * step, 400))
    touch("touchEnd")
    until(lambda: int((page.text_content("#zoom-shown") or "").split()[0]) > 2 * before)
    assert state(studio, page)["mix"]["regions"] == []
    context.close()


def test_what_is_no_picture_is_told_where_it_was_dropped(
    page: Page, studio: Running, sketch_file: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "notes.png"
    bad.write_text("once upon a time")
    page.set_input_files("#files", bad)
    problem = page.locator("#open-problem")
    expect(problem).to_contain_text("notes.png")
    expect(problem).to_contain_text("not a picture that nurie can read")
    open_file(page, sketch_file)
    page.set_input_files("#files", bad)
    expect(page.locator("#page-problem")).to_contain_text("notes.png")
    expect(page.locator("#strip .tab")).to_have_count(1)


def test_a_color_from_a_dropped_reference(
    page: Page, studio: Running, sketch_file: Path, tmp_path: Path
) -> None:
    open_file(page, sketch_file)
    reference = Image.new("RGB", (60, 40), (0x20, 0x40, 0xC0))
    reference.paste((0xE0, 0x70, 0x10), (30, 0, 60, 40))
    drop(page, "h-color", "reference.png", encoded(reference))
    canvas = page.locator("#reference-canvas")
    expect(canvas).to_be_visible()
    expect(page.locator("#strip .tab")).to_have_count(1)
    box = canvas.bounding_box()
    assert box
    for share, color in ((0.25, "#2040c0"), (0.75, "#e07010")):
        canvas.click(position={"x": share * box["width"], "y": box["height"] / 2})
        expect(page.locator("#hex")).to_have_value(color)
    bad = tmp_path / "notes.png"
    bad.write_text("once upon a time")
    page.set_input_files("#reference-file", bad)
    expect(page.locator("#reference-problem")).to_contain_text("not a picture")


def test_suggested_colors_have_names_in_the_language_of_the_page(
    browser: Browser, studio: Running, sketch_file: Path
) -> None:
    context = browser.new_context(locale="ja-JP")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(studio.url)
    open_file(page, sketch_file)
    expect(page.locator("#palette-empty")).to_be_visible()
    page.click("#palette-suggest")
    expect(page.locator("#palette li").first).to_be_visible()
    names = page.locator("#palette input").evaluate_all("(inputs) => inputs.map((input) => input.value)")
    assert names
    assert all(name and not re.search("[a-z]", name) for name in names), names
    context.close()


def test_palettes(page: Page, studio: Running, sketch_file: Path, tmp_path: Path) -> None:
    open_file(page, sketch_file)
    palette = tmp_path / "hero.gpl"
    palette.write_text("GIMP Palette\nName: hero\n#\n200 30 60\tcoat\n240 220 200\tskin\n30 40 90\thair\n")
    page.set_input_files("#palette-file", palette)
    expect(page.locator("#palette li")).to_have_count(3)
    expect(page.locator("#palette input").nth(0)).to_have_value("coat")
    page.locator("#palette input").nth(1).fill("face")
    page.locator("#palette input").nth(1).press("Enter")
    page.check("#snap")
    knows(studio, page, lambda now: now["snap"] and now["palette"]["colors"][1]["name"] == "face")
    ready(page)
    page.locator("#palette li button").first.click()
    expect(page.locator("#hex")).to_have_value("#c81e3c")
    page.click("[data-tool=fill]")
    page.check("#same")
    page.mouse.click(*place(page, 0.5, 0.8))
    knows(studio, page, lambda now: len(now["mix"]["regions"]) >= 1)
    assert {region["color"] for region in state(studio, page)["mix"]["regions"]} == {"#c81e3c"}
    file, data = downloaded(page, lambda: page.select_option("#palette-save", "ase"))
    assert file.suggested_filename.endswith(".ase")
    assert data[:4] == b"ASEF"
    bad = tmp_path / "bad.ase"
    bad.write_bytes(b"nothing")
    page.set_input_files("#palette-file", bad)
    expect(page.locator("#palette-problem")).to_contain_text("no palette that nurie knows")


def test_locked_regions_stay(page: Page, studio: Running, sketch_file: Path) -> None:
    open_file(page, sketch_file)
    page.click("[data-tool=lock]")
    page.mouse.click(*place(page, 0.5, 0.8))
    knows(studio, page, lambda now: [r["locked"] for r in now["mix"]["regions"]] == [True])
    page.click("[data-tool=region]")
    page.mouse.click(*place(page, 0.5, 0.8))
    expect(page.locator("#canvas-says")).to_have_text("This region is locked.")
    page.keyboard.press("9")
    knows(studio, page, lambda now: now["mix"]["base"] == 9)
    assert state(studio, page)["mix"]["regions"][0]["from"] == 1


def test_eraser_and_eyedropper(page: Page, studio: Running, sketch_file: Path) -> None:
    open_file(page, sketch_file)
    page.click("[data-tool=dot]")
    use_color(page, "#d02040")
    page.mouse.click(*place(page, 0.5, 0.35))
    page.mouse.click(*place(page, 0.5, 0.8))
    knows(studio, page, lambda now: len(now["hints"]["hints"]) == 2)
    ready(page)
    use_color(page, "#000000")
    page.click("[data-tool=dropper]")
    page.mouse.click(*place(page, 0.5, 0.35))
    expect(page.locator("#hex")).to_have_value("#d02040")
    page.click("[data-tool=eraser]")
    page.mouse.click(*place(page, 0.5, 0.8))
    knows(studio, page, lambda now: len(now["hints"]["hints"]) == 1)
    _, data = downloaded(page, lambda: page.click("#exports [data-format=hints]"))
    assert [hint.color for hint in Hints.loads(data.decode())] == ["#d02040"]


def test_before_and_after(page: Page, sketch_file: Path) -> None:
    open_file(page, sketch_file)
    page.click("[data-tool=hand]")
    left, right = (0.1, 0.05), (0.9, 0.05)
    page.click(".thumb[data-number='9']")
    until(lambda: min(pixel(page, *left)) < 250 and min(pixel(page, *right)) < 250)
    page.keyboard.press("c")
    until(lambda: pixel(page, *left) == (255, 255, 255) and min(pixel(page, *right)) < 250)
    page.keyboard.press("c")
    until(lambda: min(pixel(page, *left)) < 250)
    page.keyboard.down("l")
    until(lambda: pixel(page, *right) == (255, 255, 255))
    page.keyboard.up("l")
    until(lambda: min(pixel(page, *right)) < 250)


def test_api_docs_need_nothing_from_outside(page: Page, studio: Running) -> None:
    page.goto(f"{studio.url}/api/docs")
    expect(page.locator("summary code", has_text="/api/sessions/{id}/hints").first).to_be_visible()
