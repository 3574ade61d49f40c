"""docs/cli.md says what the commands say."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from nurie.export.formats import usual_endings
from nurie.export.place import listed

SCRIPT = Path(__file__).parents[2] / "docs" / "make_cli.py"


@pytest.fixture(scope="module")
def make_cli() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_cli", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_current(make_cli: ModuleType) -> None:
    assert make_cli.PAGE.read_text("utf-8") == make_cli.render(), "run: python docs/make_cli.py"


def test_it_does_not_depend_on_the_terminal(make_cli: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    page = make_cli.render()
    for name, value in (("COLUMNS", "40"), ("TERMINAL_WIDTH", "40"), ("FORCE_COLOR", "1"), ("TERM", "dumb")):
        monkeypatch.setenv(name, value)
    assert make_cli.render() == page
    assert "\x1b" not in page


def test_every_command_and_option_is_on_it(make_cli: ModuleType) -> None:
    page = make_cli.render()
    for command in (
        "color",
        "batch",
        "palette from-image",
        "palette convert",
        "character from-image",
        "character show",
        "doctor",
        "train",
        "import-tf",
    ):
        assert f"\n## nurie {command}\n" in page
    for line in (
        f"- `--output PATH`, `-o PATH`: A folder; for one picture a {listed(usual_endings())} file. "
        "An ending says file; a slash at the end, a folder that exists or no ending says folder.",
        "- `--clean auto|off`: Clean paper, light, tones; nurie doctor SKETCH says what. Default: auto.",
        "- `--overwrite`: Replace files that exist.",
        "    nurie palette convert [OPTIONS] PALETTE OUTPUT",
        "    nurie doctor [OPTIONS] [SKETCH]",
        "    nurie color sketch.png --palette hero.json  all nine in the colors of a palette",
    ):
        assert line in page.splitlines()
