"""Several windows, a studio that is away, works that are closed: nothing is lost, nothing stays unasked."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Download, Page, Route, expect
from studio.running import Running, running, until

from e2e.acting import fresh_page, knows, open_file, place, ready, use_color
from e2e.conftest import PATIENCE

expect.set_options(timeout=PATIENCE)


def test_two_windows_keep_one_anothers_hints(page: Page, studio: Running, sketch_file: Path) -> None:
    """Both place a hint before they have heard of the other's."""
    open_file(page, sketch_file)
    other = page.context.new_page()
    other.goto(studio.url)
    ready(other)
    held: list[Route] = []
    page.route("**/api/sessions/*", lambda route: held.append(route), times=1)
    for window, color, spot in ((page, "#d02040", (0.5, 0.35)), (other, "#2040d0", (0.5, 0.8))):
        window.bring_to_front()
        use_color(window, color)
        window.click("[data-tool=dot]")
        window.mouse.click(*place(window, *spot))
    knows(studio, other, lambda now: len(now["hints"]["hints"]) == 1)
    assert len(held) == 1  # the first one is still on its way
    held[0].continue_()
    knows(
        studio, page, lambda now: {hint["color"] for hint in now["hints"]["hints"]} == {"#d02040", "#2040d0"}
    )
    ready(page)
    page.bring_to_front()
    page.click("#undo")  # what the other window did
    knows(studio, page, lambda now: [hint["color"] for hint in now["hints"]["hints"]] == ["#d02040"])


def test_another_token_is_told_and_costs_no_stroke(
    browser: Browser, model: Path, sketch_file: Path, tmp_path: Path
) -> None:
    """A studio with another token has taken the place of the one that the page came from."""
    page = fresh_page(browser)
    with running(model, tmp_path, token="first-token") as first:
        page.goto(f"{first.url}/?token=first-token")
        open_file(page, sketch_file)
    with running(model, tmp_path, first.port, token="other-token") as second:
        expect(page.locator("#status")).to_contain_text("asks for its token")
        page.click("[data-tool=dot]")
        page.mouse.click(*place(page, 0.5, 0.35))
        page.keyboard.press("6")
        page.wait_for_timeout(300)
        expect(page.locator("#status")).to_contain_text("asks for its token")
        page.goto(f"{second.url}/?token=other-token")
        knows(second, page, lambda now: len(now["hints"]["hints"]) == 1 and now["mix"]["base"] == 6)
        ready(page)
        page.context.close()


def test_the_same_token_needs_no_reload(
    browser: Browser, model: Path, sketch_file: Path, tmp_path: Path
) -> None:
    page = fresh_page(browser)
    with running(model, tmp_path, token="first-token") as first:
        page.goto(f"{first.url}/?token=first-token")
        open_file(page, sketch_file)
    expect(page.locator("#status")).to_contain_text("does not answer")
    page.keyboard.press("6")
    with running(model, tmp_path, first.port, token="first-token") as second:
        knows(second, page, lambda now: now["mix"]["base"] == 6)
        ready(page)
        page.context.close()


def test_saving_while_the_studio_is_away_says_so_and_saves_nothing_later(
    browser: Browser, model: Path, sketch_file: Path, tmp_path: Path
) -> None:
    page = fresh_page(browser)
    files: list[Download] = []
    page.on("download", lambda file: files.append(file))
    with running(model, tmp_path) as first:
        page.goto(first.url)
        open_file(page, sketch_file)
    expect(page.locator("#status")).to_contain_text("does not answer")
    page.keyboard.press("6")  # a step that the studio does not know yet
    page.click("[data-format=png]")
    expect(page.locator("#export-problem")).to_contain_text("does not answer")
    with running(model, tmp_path, first.port) as second:
        knows(second, page, lambda now: now["mix"]["base"] == 6)
        ready(page)
        page.wait_for_timeout(500)
        assert files == []
        with page.expect_download():
            page.click("#export-problem button")
        page.context.close()


def test_refusals_are_japanese_in_japanese(
    browser: Browser, studio: Running, tmp_path: Path, sketch_file: Path
) -> None:
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"once upon a time")
    context = browser.new_context(locale="ja-JP")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(studio.url)
    page.set_input_files("#files", bad)
    problem = page.locator("#open-problem span")
    expect(problem).to_contain_text("読み込めない画像")
    assert "save it as" not in problem.inner_text()
    open_file(page, sketch_file)
    palette = tmp_path / "bad.gpl"
    palette.write_text("GIMP Palette\n1 2 nonsense")
    page.set_input_files("#palette-file", palette)
    expect(page.locator("#palette-problem span")).to_contain_text("パレットを読み込めません")
    context.close()


def test_one_broken_file_stops_none_of_the_rest(page: Page, sketch_file: Path, tmp_path: Path) -> None:
    broken = [tmp_path / "broken one.png", tmp_path / "broken two.png"]
    for path in broken:
        path.write_bytes(b"once upon a time")
    page.set_input_files("#files", [broken[0], sketch_file, broken[1], sketch_file, sketch_file])
    expect(page.locator("#strip .tab")).to_have_count(3)
    ready(page)
    for path in broken:
        expect(page.locator("#page-problem")).to_contain_text(path.name)
    expect(page.locator("#strip [role=tab]").first).to_have_attribute("aria-selected", "true")


@pytest.fixture
def agreeing(page: Page) -> list[str]:
    """Says yes to every question, and notes it."""
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page.on("dialog", agree)
    return asked


def test_closed_works_are_listed_and_can_be_deleted(
    page: Page, studio: Running, sketch_file: Path, tmp_path: Path, agreeing: list[str]
) -> None:
    folder = tmp_path / "studio"
    page.set_input_files("#files", [sketch_file, sketch_file, sketch_file])
    expect(page.locator("#strip .tab")).to_have_count(3)
    ready(page)
    for left in (2, 1, 0):
        page.click("#strip .tab .icon")
        expect(page.locator("#strip .tab")).to_have_count(left)
    works = page.locator("#closed-works li")
    expect(works).to_have_count(3)
    assert len(list(folder.glob("*.sketch"))) == 3
    works.first.locator(".text").click()
    expect(page.locator("#strip .tab")).to_have_count(1)
    ready(page)
    page.reload()
    ready(page)
    page.click("#strip .tab .icon")
    page.locator("#open-problem button", has_text="Delete for good").click()
    expect(works).to_have_count(2)
    until(lambda: len(list(folder.glob("*.sketch"))) == 2)
    page.click("#delete-all")
    expect(page.locator("#closed")).to_be_hidden()
    until(lambda: list(folder.iterdir()) == [])
    assert len(agreeing) == 2
    assert "page one.png" in agreeing[0]
    assert "all 2" in agreeing[1]


def test_pages_out_of_sight_hold_no_pictures(page: Page, sketch_file: Path) -> None:
    """Of bitmaps and addresses of thumbnails, only those of the page in sight and of open tabs live."""
    page.add_init_script(
        """(() => {
            const alive = (window.alive = { bitmaps: 0, addresses: 0 });
            const make = window.createImageBitmap;
            window.createImageBitmap = async (...given) => {
                const bitmap = await make(...given);
                alive.bitmaps++;
                const close = bitmap.close.bind(bitmap);
                bitmap.close = () => { alive.bitmaps--; close(); };
                return bitmap;
            };
            const { createObjectURL, revokeObjectURL } = URL;
            URL.createObjectURL = (blob) => { alive.addresses++; return createObjectURL(blob); };
            URL.revokeObjectURL = (address) => { alive.addresses--; revokeObjectURL(address); };
        })();"""
    )
    page.reload()
    open_file(page, sketch_file)
    one = page.evaluate("alive")
    page.set_input_files("#files", 4 * [sketch_file])
    expect(page.locator("#strip .tab")).to_have_count(5)
    for _ in range(8):  # faster than pictures come
        page.keyboard.press("PageDown")
    ready(page)
    page.wait_for_timeout(500)
    assert page.evaluate("alive.bitmaps") == one["bitmaps"]
    for left in (4, 3, 2, 1):
        page.click("#strip .tab .icon")
        expect(page.locator("#strip .tab")).to_have_count(left)
    ready(page)
    page.wait_for_timeout(500)
    assert page.evaluate("alive") == one


def test_a_name_that_is_typed_is_neither_lost_nor_is_the_focus(
    page: Page, studio: Running, sketch_file: Path
) -> None:
    open_file(page, sketch_file)
    for color in ("#d02040", "#2040d0"):
        use_color(page, color)
        page.click("#palette-add")
    knows(studio, page, lambda now: len(now["palette"]["colors"]) == 2)
    name = page.locator("#palette li:first-child input")
    name.type("hai")
    studio.client.patch(
        f"/api/sessions/{page.evaluate('JSON.parse(localStorage.nurie).active')}", json={"mix": {"base": 5}}
    )
    expect(page.locator(".thumb[data-number='5']")).to_have_attribute("aria-checked", "true")
    page.keyboard.type("r")
    page.keyboard.press("Enter")
    knows(studio, page, lambda now: now["palette"]["colors"][0]["name"] == "hair")
    expect(name).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#palette li:first-child .icon")).to_be_focused()
    page.keyboard.press("Enter")
    knows(studio, page, lambda now: len(now["palette"]["colors"]) == 1)
    expect(page.locator("#palette li:first-child .icon")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#palette-add")).to_be_focused()


def test_a_tab_closes_with_the_keyboard(page: Page, sketch_file: Path) -> None:
    open_file(page, sketch_file)
    page.focus("#strip [role=tab]")
    page.keyboard.press("Delete")
    expect(page.locator("#welcome")).to_be_visible()
