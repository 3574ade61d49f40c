"""A page outlives reloads, restarts of the studio, other windows and full disks."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import APIResponse, Browser, Page, Route, expect
from studio.running import Running, running

from e2e.acting import (
    address,
    downloaded,
    fresh_page,
    knows,
    open_file,
    place,
    ready,
)
from nurie.errors import OutputError
from nurie.export import files


def test_the_studio_stops_in_the_middle_and_starts_again(
    browser: Browser, model: Path, sketch_file: Path, tmp_path: Path
) -> None:
    page = fresh_page(browser)
    with running(model, tmp_path) as first:
        page.goto(first.url)
        open_file(page, sketch_file)
        page.click("[data-tool=dot]")
        page.mouse.click(*place(page, 0.5, 0.35))
        knows(first, page, lambda now: len(now["hints"]["hints"]) == 1)
        ready(page)
    expect(page.locator("#status")).to_contain_text("does not answer")
    page.mouse.click(*place(page, 0.5, 0.8))
    page.keyboard.press("6")
    with running(model, tmp_path, first.port) as second:
        knows(second, page, lambda now: len(now["hints"]["hints"]) == 2 and now["mix"]["base"] == 6)
        ready(page)
        page.click("#undo")
        knows(second, page, lambda now: now["mix"]["base"] == 1)
        page.context.close()


def test_strokes_that_the_studio_never_heard_of_outlive_a_reload(
    browser: Browser, model: Path, sketch_file: Path, tmp_path: Path
) -> None:
    page = fresh_page(browser)
    with running(model, tmp_path) as first:
        page.goto(first.url)
        open_file(page, sketch_file)
    expect(page.locator("#status")).to_contain_text("does not answer")
    page.click("[data-tool=dot]")
    page.mouse.click(*place(page, 0.5, 0.35))
    page.keyboard.press("6")
    page.wait_for_timeout(300)
    page.goto("about:blank")
    with running(model, tmp_path, first.port) as second:
        page.goto(second.url)
        knows(second, page, lambda now: len(now["hints"]["hints"]) == 1 and now["mix"]["base"] == 6)
        ready(page)
        for _ in range(2):
            page.click("#undo")
        knows(second, page, lambda now: not now["hints"]["hints"] and now["mix"]["base"] == 1)
        page.context.close()


def test_two_windows_on_one_page_show_the_same(page: Page, studio: Running, sketch_file: Path) -> None:
    open_file(page, sketch_file)
    other = page.context.new_page()
    other.goto(studio.url)
    ready(other)
    page.bring_to_front()
    page.keyboard.press("8")
    expect(other.locator(".thumb[data-number='8']")).to_have_attribute("aria-checked", "true")
    other.keyboard.press("2")
    expect(page.locator(".thumb[data-number='2']")).to_have_attribute("aria-checked", "true")


def look_at(page: Page, looked_at: bool) -> None:
    """Tell a window that it is in sight or not, as a browser does."""
    page.evaluate(
        """(hidden) => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        not looked_at,
    )


def test_more_windows_than_a_browser_has_connections(page: Page, studio: Running, sketch_file: Path) -> None:
    open_file(page, sketch_file)
    window = page
    for _ in range(6):
        look_at(window, False)
        window = page.context.new_page()
        window.goto(studio.url)
        ready(window)
    window.keyboard.press("8")
    knows(studio, window, lambda now: now["mix"]["base"] == 8)
    look_at(window, False)
    look_at(page, True)
    expect(page.locator(".thumb[data-number='8']")).to_have_attribute("aria-checked", "true")


def test_a_window_takes_over_what_another_decided_while_its_own_step_was_on_its_way(
    page: Page, studio: Running, sketch_file: Path
) -> None:
    open_file(page, sketch_file)
    other = page.context.new_page()
    other.goto(studio.url)
    ready(other)
    held: list[tuple[Route, APIResponse]] = []
    page.route("**/api/sessions/*", lambda route: held.append((route, route.fetch())), times=1)
    page.keyboard.press("8")
    expect(other.locator(".thumb[data-number='8']")).to_have_attribute("aria-checked", "true")
    other.keyboard.press("2")
    knows(studio, other, lambda now: now["mix"]["base"] == 2)
    page.wait_for_timeout(300)  # until this window has heard of it
    [(route, answer)] = held
    route.fulfill(response=answer)
    expect(page.locator(".thumb[data-number='2']")).to_have_attribute("aria-checked", "true")
    page.click("#undo")
    knows(studio, page, lambda now: now["mix"]["base"] == 8)


def test_undo_and_redo_outlive_a_reload(page: Page, studio: Running, sketch_file: Path) -> None:
    open_file(page, sketch_file)
    page.keyboard.press("4")
    page.click("[data-tool=dot]")
    page.mouse.click(*place(page, 0.5, 0.35))
    page.click("[data-tool=region]")
    page.mouse.click(*place(page, 0.5, 0.8))
    page.keyboard.press("6")
    page.keyboard.press("Control+z")
    knows(studio, page, lambda now: now["mix"]["base"] == 4 and len(now["mix"]["regions"]) == 1)
    ready(page)
    page.reload()
    ready(page)
    page.keyboard.press("Control+Shift+Z")
    knows(studio, page, lambda now: now["mix"]["base"] == 6)
    expect(page.locator("#redo")).to_be_disabled()
    for _ in range(4):
        page.click("#undo")
    knows(
        studio,
        page,
        lambda now: (now["mix"]["base"], now["mix"]["regions"], now["hints"]["hints"]) == (1, [], []),
    )
    expect(page.locator("#undo")).to_be_disabled()


def test_what_another_program_did_after_a_visit_can_be_undone(
    page: Page, studio: Running, sketch_file: Path
) -> None:
    open_file(page, sketch_file)
    page.keyboard.press("4")
    knows(studio, page, lambda now: now["mix"]["base"] == 4)
    ready(page)
    session = address(page)
    page.goto("about:blank")
    studio.put(f"{session}/mix", {"base": 9})
    page.goto(studio.url)
    ready(page)
    expect(page.locator(".thumb[data-number='9']")).to_have_attribute("aria-checked", "true")
    page.click("#undo")
    knows(studio, page, lambda now: now["mix"]["base"] == 4)
    page.click("#undo")
    knows(studio, page, lambda now: now["mix"]["base"] == 1)


def test_a_closed_page_that_is_brought_back_has_its_steps(
    page: Page, studio: Running, sketch_file: Path
) -> None:
    open_file(page, sketch_file)
    page.keyboard.press("4")
    knows(studio, page, lambda now: now["mix"]["base"] == 4)
    page.click("#strip .tab .icon")
    page.click("#open-problem button")
    ready(page)
    page.reload()
    ready(page)
    page.click("#undo")
    knows(studio, page, lambda now: now["mix"]["base"] == 1)


def test_a_full_disk_is_told_and_the_work_goes_on(
    page: Page, studio: Running, sketch_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = files.write_file

    def refuse(path: Path, data: bytes) -> None:
        raise OutputError(f"{path} cannot be written because the disk is full: free some space.")

    open_file(page, sketch_file)
    monkeypatch.setattr("nurie.studio.sessions._TRY_AGAIN", 0.1)
    monkeypatch.setattr("nurie.studio.sessions.files.write_file", refuse)
    page.keyboard.press("5")
    expect(page.locator("#status")).to_contain_text("the disk is full")
    expect(page.locator(".thumb[data-number='5']")).to_have_attribute("aria-checked", "true")
    _, data = downloaded(page, lambda: page.click("#exports [data-format=png]"))
    assert Image.open(io.BytesIO(data)).size == (160, 200)
    monkeypatch.setattr("nurie.studio.sessions.files.write_file", write)
    ready(page)
    expect(page.locator("#status")).to_contain_text("saved")
