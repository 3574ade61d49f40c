"""The commands that README and docs print: all are understood, those on coloring run in their order."""

import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import documents
import pytest
from books import epub, zipped
from PIL import Image
from typer.main import get_command

from nurie import Character, Colorizer
from nurie.cli import app
from nurie.training.config import load_recipe

ROOT = Path(__file__).parents[2]
SIDE = 320  # px
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SHORT = {
    "train": [
        "optimizer.steps=2",
        "optimizer.warmup=0",
        "data.batch=1",
        "data.sizes=[[64, 64]]",
        "model.width=4",
    ],
    "evaluate": ["--drawn", "1", "--size", "64"],
}
"""What makes a long command a short one: changes of the recipe, and options."""
RUN = ["batch.md", "character.md", "color.md", "files.md"]
"""Of docs; the others train, measure, or serve until they are stopped."""
Nurie = Callable[..., Any]


def commands(text: str) -> Iterator[list[str]]:
    """What follows nurie in the lines of code as printed, without patterns such as [OPTIONS].

    On the page of all options two spaces part a command from what it does, elsewhere a # does.
    """
    for line in re.findall(r"^    (\S.*)$", text.replace("\\\n", ""), re.MULTILINE):
        for part in line.split(" && "):
            words = shlex.split(re.split(r"\s{3,}|  #| #", part)[0]) if "nurie " in part else []
            if (
                words
                and Path(words[0]).name == "nurie"
                and not any(word[0] == "[" for word in words[1:] if word)
            ):
                yield words[1:]


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


@pytest.fixture
def desk(here: Path) -> None:
    """The files that the commands of the docs name."""
    with Image.open(ROOT / "examples" / "ink.png") as image:
        drawing = image.resize((SIDE, SIDE * image.height // image.width))
    for name in ("page1", "page2", "sketch"):
        drawing.save(f"{name}.png")
    colored = Colorizer().color(drawing).images[1]
    for name in ("mio", "hero"):
        colored.save(f"{name}.png")
    page = (ROOT / "docs" / "color.md").read_text("utf-8")
    (mix,) = re.findall(r'```json\n(\{"format": "nurie-mix".*?)```', page, re.DOTALL)
    Path("mix.json").write_text(mix)
    documents.psd(Path("page.psd"), "ink")
    documents.kra(Path("page.kra"))
    for folder in ("chapter", "scans"):
        Path(folder).mkdir()
        shutil.copy("page1.png", folder)
    data = Path("page1.png").read_bytes()
    for name in ("volume.cbz", "volume.cbr"):  # a ZIP archive by whatever name
        zipped(Path(name), {"1.png": data, "2.png": data})
    epub(Path("volume.epub"), {f"{number}.png": data for number in range(1, 5)})


def run_all(text: str, nurie: Nurie, least: int) -> None:
    found = list(commands(text))
    assert len(found) >= least
    for words in found:
        result = nurie(*filled_in(words))
        assert result.code == 0, f"{shlex.join(words)}: {result.err}"


def run_python(text: str) -> None:
    """All of a page's Python, one block after the other."""
    exec("\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL)), {})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_is_understood(page: Path) -> None:
    for words in commands(page.read_text("utf-8")):
        command: Any = get_command(app)
        rest = list(words)
        while hasattr(command, "commands"):
            command = command.commands[rest.pop(0)]
        command.make_context(command.name, rest)  # raises what the command line would say


def test_commands_are_found_on_the_pages_that_print_some() -> None:
    counts = {page.name: len(list(commands(page.read_text("utf-8")))) for page in PAGES}
    assert counts["cli.md"] > 50
    assert min(counts[name] for name in ("training.md", "studio.md", "evaluation.md", *RUN)) > 0


def test_the_recipes_that_they_name_are_whole() -> None:
    named = 0
    for words in (words for page in PAGES for words in commands(page.read_text("utf-8"))):
        if words[0] == "train" and Path(words[1]).parent.name == "recipes":
            changes = [words[at + 1].partition("=") for at, word in enumerate(words) if word == "--set"]
            load_recipe(ROOT / words[1], {key: value for key, _, value in changes})
            named += 1
    assert named > 8


def test_those_of_the_readme_run(here: Path, nurie: Nurie) -> None:
    shutil.copytree(ROOT / "examples", "examples", ignore=shutil.ignore_patterns("*.nurie", "*.py"))
    for path in Path("examples").glob("*.png"):
        with Image.open(path) as image:
            image.resize((SIDE, SIDE * image.height // image.width)).save(path)
    section = (
        (ROOT / "README.md").read_text("utf-8").partition("\n## Color\n")[2].partition("\n## Train\n")[0]
    )
    run_all(section.partition("In the browser")[0], nurie, 15)


def test_training_without_any_files_as_the_readme_prints_it(here: Path, nurie: Nurie) -> None:
    for folder in ("examples", "recipes"):
        shutil.copytree(ROOT / folder, folder, ignore=shutil.ignore_patterns("*.nurie", "*.py"))
    section = (
        (ROOT / "README.md").read_text("utf-8").partition("\n## Train\n")[2].partition("\nWith files")[0]
    )
    found = list(commands(section))
    assert [words[0] for words in found] == ["train", "train", "evaluate", "export", "color", "inspect"]
    for words in found:
        more = SHORT.get(words[0], [])
        changes = [word for change in more for word in ("--set", change)] if words[0] == "train" else more
        result = nurie(*words, *changes)
        assert result.code == 0, f"{shlex.join(words)}: {result.err}"
    with Image.open("drawn/ink.nurie/1.png") as image:
        assert image.size == (1000, 1000)


@pytest.mark.parametrize("name", RUN)
def test_those_of_a_page_run_and_its_python_after_them(name: str, desk: None, nurie: Nurie) -> None:
    text = (ROOT / "docs" / name).read_text("utf-8")
    run_all(text, nurie, 3)
    run_python(text)


def test_the_python_of_the_readme_runs(desk: None) -> None:
    for name in ("hints.json", "others.json"):
        shutil.copy(ROOT / "examples" / "hints.json", name)
    Character.named({"hair": "#3f6fc8"}).save("mio.json")
    run_python((ROOT / "README.md").read_text("utf-8"))
    assert len(list(Path("sketch.nurie").iterdir())) == 10


def test_the_python_on_materials_runs(desk: None) -> None:
    run_python((ROOT / "docs" / "materials.md").read_text("utf-8"))
