"""What is right stays right: locks, scope, flat fill, hints as things, in a real browser."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect
from studio.knowing import CLOTHES, HAIR, SKIN, UNSURE, Knowing, page_of
from studio.running import Running, until

from e2e.acting import address, downloaded, knows, pixel, place, ready, state, stroke, use_color
from e2e.test_materials import open_flat, shows
from nurie.schemes import schemes_of

GREEN = (0x20, 0xA0, 0x40)


NETWORK = Knowing


def exported(page: Page, studio: Running) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(studio.get(f"{address(page)}/export/png").content)))


def at(picture: np.ndarray, where: tuple[float, float]) -> tuple[int, ...]:
    return tuple(picture[int(where[1] * len(picture)), int(where[0] * picture.shape[1])].tolist())


def locked(studio: Running, page: Page) -> list[list[float]]:
    """The points of all that is locked."""
    regions = state(studio, page)["mix"]["regions"]
    return [point for r in regions if r["locked"] for point in r.get("points", [[0, 0]])]


def test_a_protected_material_keeps_its_pixels(page: Page, studio: Running, sheet_file: Path) -> None:
    """Skin is protected from its row in the panel; a hint in it, another material, a pick change nothing."""
    open_flat(page, studio, sheet_file)
    skin = tuple(int(c) for c in schemes_of(None)[0].skin)
    page.hover("#materials [data-material=skin] button")
    page.click("#materials [data-material=skin] .padlock")
    knows(studio, page, lambda now: [r["locked"] for r in now["mix"]["regions"]] == [True])
    expect(page.locator("#locks li")).to_have_text("Skin")
    page.click("[data-tool=brush]")
    use_color(page, "#2040d0")
    stroke(page, (0.5, 0.42), (0.5, 0.48))
    page.keyboard.press("6")
    page.click("[data-tool=fill]")
    page.mouse.click(*place(page, *SKIN))
    expect(page.locator("#canvas-says")).to_have_text("This region is locked.")
    ready(page)
    page.keyboard.press("h")
    shows(page, SKIN, skin)
    assert at(exported(page, studio), SKIN) == skin
    page.reload()
    ready(page)
    expect(page.locator("#locks li")).to_have_text("Skin")
    page.click("#locks .icon")
    knows(studio, page, lambda now: now["mix"]["regions"] == [])
    expect(page.locator("#locks-panel")).to_be_hidden()
    shows(page, SKIN, "#2040d0")


def test_what_is_locked_at_once_has_the_color_it_was_just_given(
    page: Page, studio: Running, sheet_file: Path
) -> None:
    """The studio has not even heard of the color when the padlock is pressed."""
    open_flat(page, studio, sheet_file)
    waiting: list[Route] = []
    page.route("**/api/sessions/*", lambda route: waiting.append(route), times=1)
    use_color(page, "#20a040")
    page.click("#materials [data-material=skin] button")
    page.click("#materials [data-material=skin] .padlock")
    page.wait_for_timeout(300)
    assert [route.request.method for route in waiting] == ["PATCH"]
    waiting[0].continue_()
    knows(studio, page, lambda now: [region.get("color") for region in now["mix"]["regions"]] == ["#20a040"])


def test_all_but_one_figure_is_locked(page: Page, studio: Running, sheet_file: Path) -> None:
    open_flat(page, studio, sheet_file)
    page.click("[data-tool=lock]")
    page.check("#all-but")
    page.mouse.click(*place(page, *SKIN))
    knows(studio, page, lambda now: len(now["mix"]["regions"]) > 1)
    ready(page)
    use_color(page, "#20a040")
    page.keyboard.press("d")
    for where in (HAIR, CLOTHES, SKIN):
        page.mouse.click(*place(page, *where))
    knows(studio, page, lambda now: len(now["hints"]["hints"]) == 3)
    ready(page)
    picture = exported(page, studio)
    first = schemes_of(None)[0]
    assert at(picture, SKIN) == GREEN
    assert at(picture, HAIR) == tuple(int(c) for c in first.hair)
    assert at(picture, CLOTHES) == tuple(int(c) for c in first.clothes)
    page.click("#unlock-all")
    knows(studio, page, lambda now: now["mix"]["regions"] == [])


def test_a_lock_that_is_undone_is_gone(page: Page, studio: Running, sheet_file: Path) -> None:
    open_flat(page, studio, sheet_file)
    page.keyboard.press("k")
    page.mouse.click(*place(page, *HAIR))
    until(lambda: len(locked(studio, page)) == 1)
    page.mouse.click(*place(page, *HAIR))
    until(lambda: locked(studio, page) == [])
    page.keyboard.press("Control+z")
    until(lambda: len(locked(studio, page)) == 1)


def test_what_a_hint_will_color_lights_up_and_one_key_changes_it(
    page: Page, studio: Running, sheet_file: Path
) -> None:
    """The two props are things of their own; only everywhere reaches both."""
    open_flat(page, studio, sheet_file)
    other = (1 - UNSURE[0], UNSURE[1])
    before = pixel(page, UNSURE[0] + 0.03, UNSURE[1]), pixel(page, *other)
    page.keyboard.press("d")
    page.mouse.move(*place(page, *UNSURE))
    until(lambda: pixel(page, UNSURE[0] + 0.03, UNSURE[1]) != before[0])
    scope = page.locator("#scope-option [aria-checked=true]")
    expect(scope).to_have_text("This figure")
    page.keyboard.press("s")
    expect(scope).to_have_text("Everywhere")
    until(lambda: pixel(page, *other) != before[1])
    page.keyboard.press("s")
    expect(scope).to_have_text("This region")
    until(lambda: pixel(page, *other) == before[1])
    page.keyboard.press("Shift+S")
    page.keyboard.press("s")
    use_color(page, "#20a040")
    page.mouse.move(*place(page, *UNSURE))
    expect(scope).to_have_text("Everywhere")
    page.mouse.click(*place(page, *UNSURE))
    knows(studio, page, lambda now: [h.get("scope") for h in now["hints"]["hints"]] == ["everywhere"])
    shows(page, other, GREEN)


def test_a_lasso_and_a_drag_fill_flat(page: Page, studio: Running, sheet_file: Path) -> None:
    open_flat(page, studio, sheet_file)
    use_color(page, "#20a040")
    page.keyboard.press("g")
    stroke(page, SKIN, CLOTHES)  # through both
    knows(studio, page, lambda now: len(now["mix"]["regions"]) >= 2)
    ready(page)
    picture, regions = exported(page, studio), state(studio, page)["mix"]["regions"]
    assert {r["color"] for r in regions} == {"#20a040"}
    paper = page_of(400) == 255
    for where, radius in ((SKIN, 0.11), (CLOTHES, 0.17)):
        y, x = np.indices(paper.shape)
        inside = np.hypot(x - where[0] * 319, y - where[1] * 400) < radius * 400 - 3
        assert (picture[inside & paper] == GREEN).all(axis=1).all()
    page.keyboard.press("Control+z")  # one step
    knows(studio, page, lambda now: now["mix"]["regions"] == [])
    page.check("#lasso")
    use_color(page, "#d02040")
    stroke(page, (0.2, 0.02), (0.8, 0.02), (0.8, 0.58), (0.2, 0.58), (0.2, 0.02))
    knows(studio, page, lambda now: len(now["mix"]["regions"]) == 2)  # hair and skin, not the ground
    shows(page, HAIR, "#d02040")
    shows(page, SKIN, "#d02040")
    page.uncheck("#lasso")


def test_hints_are_things(page: Page, studio: Running, sheet_file: Path) -> None:
    open_flat(page, studio, sheet_file)
    use_color(page, "#20a040")
    page.keyboard.press("d")
    for where in (HAIR, SKIN):
        page.mouse.click(*place(page, *where))
    knows(studio, page, lambda now: len(now["hints"]["hints"]) == 2)
    ready(page)
    page.click("#hints-panel summary")
    expect(page.locator("#hints li").first).to_contain_text("Dot · Hair")
    page.keyboard.press("a")
    stroke(page, SKIN, (SKIN[0] + 0.1, SKIN[1]))
    knows(studio, page, lambda now: abs(now["hints"]["hints"][1]["x"] - SKIN[0] - 0.1) < 0.02)
    expect(page.locator("#hints [aria-pressed=true]")).to_contain_text("2")
    use_color(page, "#d02040")
    knows(studio, page, lambda now: now["hints"]["hints"][1]["color"] == "#d02040")
    radius = state(studio, page)["hints"]["hints"][1]["radius"]
    page.keyboard.press("]")
    knows(studio, page, lambda now: now["hints"]["hints"][1]["radius"] > radius)
    page.focus("#canvas")
    page.keyboard.press("Delete")
    knows(studio, page, lambda now: len(now["hints"]["hints"]) == 1)
    page.click("#hints .icon")
    knows(studio, page, lambda now: now["hints"]["hints"] == [])
    expect(page.locator("#hints-panel")).to_be_hidden()
    for _ in range(2):
        page.keyboard.press("Control+z")
    knows(studio, page, lambda now: [h["color"] for h in now["hints"]["hints"]] == ["#20a040", "#d02040"])


def test_the_nine_large_and_a_favorite(page: Page, studio: Running, sheet_file: Path) -> None:
    open_flat(page, studio, sheet_file)
    page.keyboard.press("x")
    pictures = page.locator("#large-nine img")
    expect(pictures).to_have_count(9)
    page.click("[data-large='star 4']")
    expect(page.locator("[data-large='star 4']")).to_have_attribute("aria-pressed", "true")
    knows(studio, page, lambda now: now["favorites"] == [{"number": 4}])
    page.click("[data-large='pick 2']")
    expect(page.locator("#large")).not_to_be_visible()
    knows(studio, page, lambda now: now["mix"]["base"] == 2)
    page.keyboard.press("n")
    knows(studio, page, lambda now: now.get("schemes") == 1)
    page.click("#show-large")
    page.click("#favorites button")
    knows(studio, page, lambda now: "schemes" not in now and now["mix"]["base"] == 4)


def test_all_pages_are_ordered_and_saved(
    page: Page, studio: Running, sheet_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "two.png"
    other.write_bytes(sheet_file.read_bytes())
    open_flat(page, studio, sheet_file, other)
    page.keyboard.press("p")
    names = page.locator("#book-pages li")
    expect(names).to_have_count(2)
    expect(page.locator("#book-pages img[src]")).to_have_count(2)  # of the page that was never shown, too
    names.nth(1).locator("[data-kind=earlier]").click()
    expect(names.nth(0)).to_contain_text("two.png")
    expect(page.locator("#strip .tab").nth(0)).to_contain_text("two.png")
    file, data = downloaded(page, lambda: page.click("#book-formats [data-format=cbz]"))
    assert file.suggested_filename == "pages.cbz"
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == ["001 two.png", "002 page.png"]
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator("#strip .tab").nth(0)).to_contain_text("two.png")


def test_the_view_turns_and_mirrors(page: Page, studio: Running, sheet_file: Path) -> None:
    """A click lands on what is seen there."""
    open_flat(page, studio, sheet_file)
    before = pixel(page, *UNSURE)
    page.keyboard.press("f")
    expect(page.locator("#mirror")).to_have_attribute("aria-pressed", "true")
    for _ in range(12):
        page.keyboard.press(".")  # half a turn: what was left is left again, upside down
    expect(page.locator("#straighten")).to_be_visible()
    upside = (UNSURE[0], 1 - UNSURE[1])
    page.mouse.move(10, 400)
    until(lambda: pixel(page, *upside) == before)
    page.keyboard.press("d")
    page.mouse.click(*place(page, *upside))
    knows(studio, page, lambda now: len(now["hints"]["hints"]) == 1)
    hint = state(studio, page)["hints"]["hints"][0]
    assert (hint["x"], hint["y"]) == pytest.approx(UNSURE, abs=0.01)
    page.click("#straighten")
    expect(page.locator("#straighten")).to_be_hidden()


BOXES = """(names) => names.map((name) => {
    const { left, top, right, bottom } = document.querySelector(name).getBoundingClientRect();
    return { left, top, right, bottom };
})"""
IN_SIGHT = """(name) => {
    const { left, top, width, height } = document.querySelector(name).getBoundingClientRect();
    return Boolean(document.elementFromPoint(left + width / 2, top + height / 2)?.closest(name));
}"""


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720), (1024, 768), (390, 844)])
def test_nothing_is_cut_off_or_lies_over_the_sketch(
    page: Page, studio: Running, sheet_file: Path, width: int, height: int
) -> None:
    open_flat(page, studio, sheet_file)
    page.set_viewport_size({"width": width, "height": height})
    page.focus("#palette-add")  # far down in the panel, which alone may scroll
    page.evaluate("document.documentElement.scrollTop = 100")
    assert page.evaluate("document.documentElement.scrollTop") == 0
    assert page.evaluate(IN_SIGHT, "#palette-add")
    page.click("[data-tool=dot]")
    for name in ("#undo", "#redo", "[data-scope=region]", "[data-scope=everywhere]"):
        assert page.evaluate(IN_SIGHT, name), name
    stage, above, below, *choices = page.evaluate(
        BOXES, ["#stage", "#options", "#views", "[data-scope=region]", "[data-scope=everywhere]"]
    )
    for box in (above, below, *choices):
        assert stage["left"] <= box["left"]
        assert box["right"] <= stage["right"]
    middle = (above["left"] + above["right"]) / 2
    before = page.screenshot(clip={"x": middle, "y": above["bottom"] + 1, "width": 1, "height": 4})
    desk = np.asarray(Image.open(io.BytesIO(before)).convert("RGB"))[-1, 0]
    assert (desk < 240).all()  # the desk, and not the sketch's white ground, lies below the bar


def test_long_sentences_wrap_in_a_narrow_window(
    page: Page, studio: Running, sheet_file: Path, tmp_path: Path
) -> None:
    """In Japanese, whose sentences have no spaces: what failed, what was closed, and the overview."""
    other = tmp_path / "a name that is as long as names of pages are.png"
    other.write_bytes(sheet_file.read_bytes())
    open_flat(page, studio, other, sheet_file)
    page.click("#language")
    page.set_viewport_size({"width": 390, "height": 844})
    page.set_input_files("#files", {"name": "broken.png", "mimeType": "image/png", "buffer": b"nothing"})
    expect(page.locator("#page-problem")).to_contain_text("broken.png")
    stage, told = page.evaluate(BOXES, ["#stage", "#page-problem"])
    assert told["right"] - told["left"] > 0.8 * (stage["right"] - stage["left"])
    page.keyboard.press("p")
    dialog, give = page.evaluate(BOXES, ["#book", "#book-character"])
    assert give["right"] <= dialog["right"]
    page.keyboard.press("Escape")
    for _ in range(2):
        page.click("#strip .tab[data-active=true] .icon")
        place = "#page-problem" if page.locator("#strip .tab").count() else "#open-problem"
        for number in (1, 2, 3):
            assert page.evaluate(IN_SIGHT, f"{place} button:nth-of-type({number})"), (place, number)
    (card,) = page.evaluate(BOXES, [".card"])
    assert 0 <= card["left"] < card["right"] <= 390
