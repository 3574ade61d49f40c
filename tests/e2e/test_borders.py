"""Regions split by a barrier and joined by a stroke across, in a real browser."""

from pathlib import Path

import numpy as np
from playwright.sync_api import Page, expect
from studio.knowing import CLOTHES, HAIR, SKIN, Knowing
from studio.running import Running

from e2e.acting import knows, place, ready, state, stroke, use_color
from e2e.test_keeping import at, exported
from e2e.test_materials import open_flat, shows
from nurie.schemes import schemes_of

GREEN = (0x20, 0xA0, 0x40)
LEFT, RIGHT = (CLOTHES[0] - 0.1, CLOTHES[1]), (CLOTHES[0] + 0.1, CLOTHES[1])
TOP, BOTTOM = (0.5, 0.6), (0.5, 0.96)


NETWORK = Knowing


def kinds(now: dict[str, dict[str, list[dict[str, str]]]]) -> list[str]:
    return [border["kind"] for border in now["borders"]["borders"]]


def test_a_barrier_splits_a_region_and_is_never_saved(page: Page, studio: Running, sheet_file: Path) -> None:
    open_flat(page, studio, sheet_file)
    before = exported(page, studio)
    page.keyboard.press("w")
    stroke(page, TOP, BOTTOM)
    knows(studio, page, lambda now: kinds(now) == ["split"])
    ready(page)
    assert np.array_equal(exported(page, studio), before)
    page.keyboard.press("g")
    use_color(page, "#20a040")
    page.mouse.click(*place(page, *LEFT))
    ready(page)
    page.keyboard.press("h")
    clothes = tuple(int(c) for c in schemes_of(None)[0].clothes)
    for where, color in ((LEFT, GREEN), (RIGHT, clothes)):
        shows(page, where, color)
        assert at(exported(page, studio), where) == color


def test_borders_are_kept_listed_undone_and_deleted(page: Page, studio: Running, sheet_file: Path) -> None:
    open_flat(page, studio, sheet_file)
    page.click("[data-tool=split]")
    stroke(page, TOP, BOTTOM)
    page.click("[data-tool=join]")
    stroke(page, HAIR, SKIN)
    knows(studio, page, lambda now: kinds(now) == ["split", "join"])
    ground = tuple(int(c) for c in schemes_of(None)[0].ground)  # the stroke crosses it, and it is the largest
    page.keyboard.press("h")
    shows(page, SKIN, ground)
    page.reload()
    ready(page)
    page.keyboard.press("h")
    page.click("#borders-panel summary")
    expect(page.locator("#borders li")).to_have_text(["1  Splits", "2  Joins"])
    page.click("#borders li:nth-child(2) .icon")
    knows(studio, page, lambda now: kinds(now) == ["split"])
    shows(page, SKIN, tuple(int(c) for c in schemes_of(None)[0].skin))
    page.keyboard.press("Control+z")
    knows(studio, page, lambda now: kinds(now) == ["split", "join"])
    shows(page, SKIN, ground)
    page.keyboard.press("e")
    page.mouse.click(*place(page, *CLOTHES))
    knows(studio, page, lambda now: kinds(now) == ["join"])
    page.click("#borders .icon")
    knows(studio, page, lambda now: kinds(now) == [])
    expect(page.locator("#borders-panel")).to_be_hidden()


def test_what_is_locked_is_not_split(page: Page, studio: Running, sheet_file: Path) -> None:
    open_flat(page, studio, sheet_file)
    page.click("[data-tool=lock]")
    page.mouse.click(*place(page, *CLOTHES))
    knows(studio, page, lambda now: len(now["mix"]["regions"]) == 1)
    ready(page)
    page.keyboard.press("w")
    stroke(page, TOP, BOTTOM)
    expect(page.locator("#status")).to_have_text("This splits nothing: draw from line to line.")
    ready(page)
    page.click("[data-tool=lock]")
    page.mouse.click(*place(page, *LEFT))
    knows(studio, page, lambda now: now["mix"]["regions"] == [])


def test_a_locked_piece_outlives_its_border(page: Page, studio: Running, sheet_file: Path) -> None:
    open_flat(page, studio, sheet_file)
    page.keyboard.press("w")
    stroke(page, TOP, BOTTOM)
    ready(page)
    page.keyboard.press("g")
    use_color(page, "#20a040")
    page.mouse.click(*place(page, *LEFT))
    ready(page)
    page.keyboard.press("k")
    page.mouse.click(*place(page, *LEFT))
    knows(studio, page, lambda now: any(region["locked"] for region in now["mix"]["regions"]))
    page.click("#borders-panel summary")
    page.click("#borders .icon")
    knows(studio, page, lambda now: kinds(now) == [])
    ready(page)
    saved = exported(page, studio)
    clothes = tuple(int(c) for c in schemes_of(None)[0].clothes)
    assert (at(saved, LEFT), at(saved, RIGHT)) == (GREEN, clothes)


def test_with_the_keyboard(page: Page, studio: Running, sheet_file: Path) -> None:
    """Enter begins a straight stroke and ends it; the cursor starts in the middle of the page."""
    open_flat(page, studio, sheet_file)
    page.keyboard.press("j")
    page.focus("#canvas")
    page.keyboard.press("Enter")
    for _ in range(20):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    knows(studio, page, lambda now: kinds(now) == ["join"])
    (first, last) = state(studio, page)["borders"]["borders"][0]["points"]
    assert first == [0.5, 0.5]
    assert last[1] < 0.3
