"""The page offers what the registry of formats holds."""

import pytest
from playwright.sync_api import Page, expect

from nurie.export import formats
from nurie.export.formats import Format


@pytest.fixture(autouse=True)
def invented(monkeypatch: pytest.MonkeyPatch) -> None:
    """One more row, before the page opens."""
    row = Format("tiny", (".tiny",), "image/x-tiny", False, formats.FORMATS[0].write)
    monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS, row))


def test_a_new_row_is_a_button(invented: None, page: Page) -> None:
    offered = [*formats.names(), "nine", "hints", "nurie"]
    expect(page.locator("#exports button")).to_have_count(len(offered))
    assert (
        page.eval_on_selector_all("#exports button", "all => all.map((one) => one.dataset.format)") == offered
    )
    books = page.eval_on_selector_all("#book-formats button", "all => all.map((one) => one.textContent)")
    assert books == [*map(str.upper, formats.names()), "CBZ"]
    kinds = page.eval_on_selector_all("#palette-save option", "all => all.map((one) => one.value)")
    assert kinds == ["", "json", "gpl", "ase", "aco", "kpl", "cls", "swatches"]


def test_a_studio_that_does_not_tell_its_formats_is_asked_again(page: Page) -> None:
    page.route("**/api/formats", lambda route: route.abort())
    page.reload()
    expect(page.locator("#exports button")).to_have_count(3)  # those that are no picture in one format
    page.unroute("**/api/formats")
    expect(page.locator("#exports [data-format=tiny]")).to_have_count(1)
