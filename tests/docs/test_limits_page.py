"""The table of the fuzz test in docs/limits.md is replaced, and nothing else of the page."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_table_is_replaced_and_the_rest_stays() -> None:
    spec = importlib.util.spec_from_file_location("make_limits", ROOT / "docs" / "make_limits.py")
    assert spec
    assert spec.loader
    make_limits = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_limits)
    page = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8") + "\nMore.\n"
    one = {"tried": 12345, "refused": 12000, "longest": 0.125, "memory": 210}
    made = make_limits.replaced(page, {"pictures": one})
    assert "| pictures | 12,345 | 12,000 | 0.12 s | 210 MB |\n\nMore.\n" in made
    assert (
        make_limits.replaced(make_limits.replaced(page, {"books": one, "others": one}), {"pictures": one})
        == made
    )
    assert made.partition(make_limits.HEAD)[0] == page.partition(make_limits.HEAD)[0]
