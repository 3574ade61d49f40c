"""axe-core finds nothing to complain of, in any state, theme and size of the page."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from studio.knowing import HAIR, Knowing, page_of
from studio.running import Running, running

from e2e.acting import fresh_page, place, ready, use_color
from e2e.conftest import PATIENCE
from nurie import Colorizer

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = {
    "light": {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        "rules": {"label-content-name-mismatch": {"enabled": True}},  # which axe-core calls experimental
    },
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}},
}
"""All rules; those that look at colors once more in the dark."""
RUN = "async ([within, rules]) => (await axe.run(within, rules)).violations"
SIZES = [(1440, 900), (1280, 800), (1024, 768), (390, 844)]


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core, which `npm ci` installs."""
    if not AXE.exists() and not os.environ.get("CI"):
        pytest.skip("there is no axe-core: npm ci")
    return AXE.read_text("utf-8")


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Running]:
    with running(Path(), tmp_path / "studio", colorizer=lambda: Colorizer(Knowing(), threads=1)) as started:
        yield started


def complaints(page: Page, axe: str, within: str = "html") -> list[str]:
    """What axe-core finds wrong in a part of the page, in each theme and size."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    page.emulate_media(reduced_motion="reduce")
    found = set()
    for theme, rules in RULES.items():
        page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            for wrong in page.evaluate(RUN, [within, rules]):
                for node in wrong["nodes"]:
                    found.add(f"{theme} {width}: {wrong['id']}: {node['html'][:120]}")
    page.set_viewport_size({"width": 1280, "height": 800})
    return sorted(found)


SMALL = """() => [...document.querySelectorAll("button, select, input")].filter((element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && (Math.round(width) < 24 || Math.round(height) < 24)
        && !element.matches("[type=checkbox], [type=range], .unseen *");
}).map((element) => element.outerHTML.slice(0, 120))"""
"""What can be clicked and is smaller than 24 px, which WCAG 2.2 asks for."""


def sheet() -> bytes:
    file = io.BytesIO()
    Image.fromarray(page_of(400)).save(file, "PNG")
    return file.getvalue()


def test_an_empty_studio(browser: Browser, studio: Running, axe: str) -> None:
    page = fresh_page(browser)
    page.goto(studio.url)
    assert complaints(page, axe) == []
    page.set_input_files("#files", {"name": "bad.png", "mimeType": "image/png", "buffer": b"bad"})
    expect(page.locator("#open-problem")).to_be_visible()
    page.set_input_files("#files", {"name": "page.png", "mimeType": "image/png", "buffer": sheet()})
    ready(page)
    page.click("#strip .tab .icon")
    expect(page.locator("#closed")).to_be_visible()
    assert complaints(page, axe) == []
    page.context.close()


def test_a_page_in_all_states(browser: Browser, studio: Running, axe: str) -> None:
    page = fresh_page(browser)
    page.set_default_timeout(PATIENCE)
    page.goto(studio.url)
    for number in (1, 2):
        page.set_input_files("#files", {"name": f"{number}.png", "mimeType": "image/png", "buffer": sheet()})
        expect(page.locator("#strip .tab")).to_have_count(number)
        ready(page)
    assert complaints(page, axe) == []
    for tool in page.locator("[data-tool]").evaluate_all("(all) => all.map((one) => one.dataset.tool)"):
        page.click(f"[data-tool={tool}]")
        assert complaints(page, axe, "#stage") == []
    page.click("[data-tool=dot]")
    use_color(page, "#c02070")
    page.mouse.click(*place(page, *HAIR))
    page.click("#palette-suggest")
    expect(page.locator("#palette li").first).to_be_visible()
    page.hover("#materials [data-material=skin]")
    page.click("#materials [data-material=skin] .padlock")
    expect(page.locator("#locks li")).to_have_count(1)
    page.click("#hints-panel summary")
    page.click("#hints li button")
    page.click("[data-tool=fill]")
    page.check("#lasso")
    page.focus("#sun")
    page.click("#compare")
    ready(page)
    assert page.evaluate(SMALL) == []
    assert complaints(page, axe) == []
    page.click("[data-tool=material]")
    page.mouse.click(*place(page, *HAIR))
    expect(page.locator("#material-menu")).to_be_visible()
    assert complaints(page, axe) == []
    page.keyboard.press("Escape")
    for opener, dialog in (("#help-button", "#help"), ("#show-large", "#large"), ("#show-book", "#book")):
        page.click(opener)
        expect(page.locator(dialog)).to_be_visible()
        if dialog == "#large":
            page.click("[data-large='star 4']")
            expect(page.locator("#favorites button")).to_have_count(1)
        assert page.evaluate(SMALL) == []
        assert complaints(page, axe) == []
        page.keyboard.press("Escape")
    page.context.close()


def test_the_page_of_the_api(browser: Browser, studio: Running, axe: str) -> None:
    page = fresh_page(browser)
    page.goto(f"{studio.url}/api/docs")
    expect(page.locator("details").first).to_be_visible()
    assert complaints(page, axe) == []
    page.context.close()
