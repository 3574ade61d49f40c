"""The tables in docs/limits.md are replaced, and nothing else of the page."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8") + "\nMore.\n"
FUZZ = {"tried": 12345, "refused": 12000, "longest": 0.125, "memory": 210}
RESULT = {"runs": {"noise": [3.0, 9.0, 4.0]}, "facts": {"memory": {"noise": 1900.0}}}


@pytest.fixture(scope="module")
def make_limits() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_limits", ROOT / "docs" / "make_limits.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_table_is_replaced_and_the_rest_stays(make_limits: ModuleType) -> None:
    head = make_limits.FUZZ
    made = make_limits.replaced(PAGE, head, make_limits.fuzz({"pictures": FUZZ}))
    assert made.endswith("| pictures | 12,345 | 12,000 | 0.12 s | 210 MB |\n\nMore.\n")
    longer = make_limits.replaced(PAGE, head, make_limits.fuzz({"books": FUZZ, "others": FUZZ}))
    assert make_limits.replaced(longer, head, make_limits.fuzz({"pictures": FUZZ})) == made
    assert made.partition(head)[0] == PAGE.partition(head)[0]


def test_commands_have_their_usual_time_and_most_memory(make_limits: ModuleType) -> None:
    rows = make_limits.commands(RESULT)
    assert rows == "| noise | 4.0 s | 1.9 GB |\n"
    assert rows in make_limits.replaced(PAGE, make_limits.COMMANDS, rows)
