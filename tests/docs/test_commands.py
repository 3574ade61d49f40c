"""The commands that README and docs/color.md print run as printed, in their order, on small pictures."""

import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from nurie import Colorizer

ROOT = Path(__file__).parents[2]
SIDE = 160  # px
Nurie = Callable[..., object]


def commands(page: Path, heading: str = "") -> Iterator[list[str]]:
    """The lines of code that begin with nurie, below a heading of the page or on all of it."""
    text = page.read_text("utf-8")
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0] if heading else text
    for line in re.findall(r"^    (nurie .*)$", section, re.MULTILINE):
        yield shlex.split(line, comments=True)[1:]


def filled_in(words: list[str]) -> list[str]:
    """The words as a shell hands them on."""
    return [
        name for word in words for name in (sorted(map(str, Path().glob(word))) if "*" in word else [word])
    ]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    return tmp_path


def test_those_of_the_readme(here: Path, nurie: Nurie) -> None:
    shutil.copytree(ROOT / "examples", "examples", ignore=shutil.ignore_patterns("*.nurie", "*.py"))
    for path in Path("examples").glob("*.png"):
        with Image.open(path) as image:
            image.resize((2 * SIDE, 2 * SIDE * image.height // image.width)).save(path)
    found = list(commands(ROOT / "README.md", "Color"))
    assert len(found) > 10
    for words in found:
        result = nurie(*filled_in(words))
        assert result.code == 0, f"{shlex.join(words)}: {result.err}"


def test_those_of_the_page_on_coloring(here: Path, nurie: Nurie) -> None:
    with Image.open(ROOT / "examples" / "ink.png") as image:
        drawing = image.resize((2 * SIDE, 2 * SIDE * image.height // image.width))
    for name in ("page1", "page2", "sketch"):
        drawing.save(f"{name}.png")
    colored = Colorizer().color(drawing).images[1]
    for name in ("mio", "hero"):
        colored.save(f"{name}.png")
    page = ROOT / "docs" / "color.md"
    (mix,) = re.findall(r'```json\n(\{"format": "nurie-mix".*?)```', page.read_text("utf-8"), re.DOTALL)
    Path("mix.json").write_text(mix)
    found = [words for words in commands(page) if not any("color.psd" in word for word in words)]
    assert len(found) > 9
    for words in found:
        result = nurie(*filled_in(words))
        assert result.code == 0, f"{shlex.join(words)}: {result.err}"
