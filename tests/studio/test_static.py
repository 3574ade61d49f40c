"""The page: light, from one place, in two languages, readable."""

import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

import nurie
from nurie import errors
from nurie.colorize import color_names
from nurie.schemes import Part, name_of

STATIC = Path(nurie.__file__).parent / "studio" / "static"
TEXTS = [path for path in STATIC.rglob("*") if path.suffix in (".html", ".js", ".css", ".svg")]


def test_page_weight() -> None:
    assert sum(path.stat().st_size for path in STATIC.rglob("*") if path.is_file()) < 1_000_000


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_nothing_comes_from_outside(path: Path) -> None:
    """Addresses are names of SVG, not places to fetch from."""
    found = set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+[^\s\"'`]*", path.read_text("utf-8")))
    assert found <= {"http://www.w3.org/2000/svg"}


class Inline(HTMLParser):
    """Finds scripts, styles and handlers inside the document, which the content security policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.labels: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        names = dict(attributes)
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(tag)
        self.found += [name for name in names if name == "style" or name.startswith("on")]
        self.labels |= {
            value
            for name in ("data-t", "data-t-label", "data-t-title", "data-t-region")
            if (value := names.get(name))
        }


@pytest.mark.parametrize("name", ["index.html", "docs.html"])
def test_no_inline_script_or_style(name: str) -> None:
    parser = Inline()
    parser.feed((STATIC / name).read_text("utf-8"))
    assert parser.found == []


def words(language: str) -> dict[str, str]:
    text = (STATIC / "js" / "i18n.js").read_text("utf-8")
    block = text.split(f"const {language} = {{", 1)[1].split("\n};", 1)[0]
    return dict(re.findall(r'(\w+): "((?:[^"\\]|\\.)*)"', block))


def test_both_languages_say_everything() -> None:
    english, japanese = words("en"), words("ja")
    assert english.keys() == japanese.keys()
    assert len(english) > 100
    for key, sentence in english.items():
        assert sorted(re.findall(r"\{\w+\}", sentence)) == sorted(re.findall(r"\{\w+\}", japanese[key])), key


def test_every_word_that_is_used_exists_and_the_other_way_round() -> None:
    parser = Inline()
    parser.feed((STATIC / "index.html").read_text("utf-8"))
    used = set(parser.labels)
    for path in (STATIC / "js").rglob("*.js"):
        text = path.read_text("utf-8")
        used |= set(re.findall(r'\bt\("(\w+)"', text))
        used |= {word for pair in re.findall(r'\bt\([^"()]*\? "(\w+)" : "(\w+)"', text) for word in pair}
        if path.parent.name == "tools":
            used |= set(re.findall(r'^export const name = "(\w+)"', text, re.M))
        used |= set(re.findall(r': "(export[A-Z]\w+)"', text))
    assert used - words("en").keys() == set()
    assert words("en").keys() - used == set()


def test_names_of_colors_can_be_said_in_japanese() -> None:
    grid = np.stack(np.meshgrid(*3 * [np.arange(0, 256, 15, dtype=np.uint8)]), axis=-1).reshape(-1, 3)
    used = {re.sub(r" \d+$", "", name) for name in color_names.names(grid)}
    text = (STATIC / "js" / "i18n.js").read_text("utf-8")
    block = text.split("const colorWords = {", 1)[1].split("\n};", 1)[0]
    known = set(re.findall(r'"?([a-z ]+)"?: "', block))
    shades = {"dark", "light"}
    assert {re.sub("^(dark|light) ", "", name) for name in used} | shades == {word.strip() for word in known}


def colors(theme: str) -> dict[str, tuple[float, float, float]]:
    text = (STATIC / "css" / "theme.css").read_text("utf-8")
    block = text.split(theme, 1)[1].split("}", 1)[0]
    found = re.findall(r"--([\w-]+): #([0-9a-f]{6});", block)
    return {name: tuple(int(value[i : i + 2], 16) / 255 for i in (0, 2, 4)) for name, value in found}  # type: ignore[misc]


def luminance(color: tuple[float, float, float]) -> float:
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in color]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """As WCAG 2 defines it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [":root {", ':root[data-theme="dark"] {'])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("text", "panel"),
        ("text", "raised"),
        ("quiet", "panel"),
        ("quiet", "raised"),
        ("accent", "panel"),
        ("accent", "raised"),
        ("accent", "accent-soft"),
        ("on-accent", "accent"),
        ("warn", "panel"),
        ("warn", "warn-soft"),
    ],
)
def test_contrast_is_enough_to_read(theme: str, text: str, ground: str) -> None:
    found = colors(theme)
    assert contrast(found[text], found[ground]) >= 4.5


def test_modules_stay_short() -> None:
    for path in (STATIC / "js").rglob("*.js"):
        assert len(path.read_text("utf-8").splitlines()) <= 400, path.name


def test_every_tool_has_a_key_of_its_own_an_icon_and_a_word() -> None:
    scripts = STATIC / "js"
    shortcuts = (
        (scripts / "main.js").read_text("utf-8").split("...numbers, ...letters,", 1)[1].split("},", 1)[0]
    )
    taken = set(re.findall(r"(?:^|[{,\s])([a-z]): ", shortcuts))
    assert {"s", "x"} <= taken
    icons = set(re.findall(r'<symbol id="i-(\w+)"', (STATIC / "index.html").read_text("utf-8")))
    named = re.findall(
        r'^import \* as (\w+) from "\./', (scripts / "tools" / "all.js").read_text("utf-8"), re.M
    )
    assert len(named) >= 10
    for tool in named:
        text = (scripts / "tools" / f"{tool}.js").read_text("utf-8")
        about = dict(re.findall(r'^export const (name|key|icon) = "(\w+)";', text, re.M))
        assert about["name"] == tool
        assert about["icon"] in icons, tool
        assert about["key"] not in taken, f"{tool}: {about['key']} does something else already"
        taken.add(about["key"])
        for language in ("en", "ja"):
            assert tool in words(language), tool


def test_materials_are_called_as_the_library_calls_them() -> None:
    text = (STATIC / "js" / "i18n.js").read_text("utf-8")
    block = text.split("const materialWords = {", 1)[1].split("\n};", 1)[0]
    found = dict(re.findall(r'"?([a-z ]+?)"?: "([^"]+)"', block))
    assert {name.strip(): word for name, word in found.items()} == {
        name_of(part): name_of(part, "ja") for part in Part
    }


def codes() -> set[str]:
    """Of all refusals and notices that the library can hand to the page."""
    found = {cls.code for cls in vars(errors).values() if isinstance(cls, type) and hasattr(cls, "code")}
    source = Path(nurie.__file__).parent
    for package in ("images.py", "lineart", "colorize", "export", "studio"):
        place = source / package
        for path in [place] if place.suffix else place.rglob("*.py"):
            found |= set(re.findall(r'\bcode="([a-z-]+)"', path.read_text("utf-8")))
    return found - {""}


def test_every_refusal_can_be_said_in_japanese() -> None:
    text = (STATIC / "js" / "problems.js").read_text("utf-8")
    block = text.split("const ja = {", 1)[1].split("\n};", 1)[0]
    known = dict(re.findall(r'"?([a-z-]+)"?: "((?:[^"\\]|\\.)*)"', block))
    assert known.keys() == codes()
    assert len(known) > 40
    assert all(re.search("[ぁ-ん]", sentence) for sentence in known.values())
