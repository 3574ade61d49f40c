"""A pickle given as a model or a checkpoint is refused unread: reading one can run anything."""

import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")

Nurie = Callable[..., Any]


class Bomb:
    """Makes a folder when it is unpickled."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.folder),)


@pytest.fixture(params=["pickle", "torch"])
def bomb(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file of pickle, or of torch.save, that makes the folder `exploded` when it is read."""
    path = tmp_path / "run" / "state.pt"
    path.parent.mkdir()
    content = {"model": Bomb(tmp_path / "exploded")}
    if request.param == "pickle":
        path.write_bytes(pickle.dumps(content))
    else:
        torch.save(content, path)
    return path


def test_the_bomb_goes_off_where_it_is_read(bomb: Path, tmp_path: Path) -> None:
    torch.load(bomb, weights_only=False) if bomb.read_bytes()[:2] == b"PK" else pickle.loads(
        bomb.read_bytes()
    )
    assert (tmp_path / "exploded").is_dir()


RECIPE = """
output = "{folder}"
[model]
width = 2
[data]
sizes = [[32, 32]]
workers = 0
sources = [{{ kind = "drawn", count = 1, side = 64 }}]
[loss]
[optimizer]
steps = 1
device = "cpu"
"""


@pytest.mark.parametrize("command", ["color", "export", "import-tf", "resume", "init"])
def test_it_is_refused_in_one_sentence_and_does_not_go_off(
    nurie: Nurie, bomb: Path, tmp_path: Path, sketch: Path, command: str
) -> None:
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(RECIPE.format(folder=bomb.parent))
    arguments = {
        "color": ("color", sketch, "--model", bomb),
        "export": ("export", bomb),
        "import-tf": ("import-tf", bomb),
        "resume": ("train", recipe, "--resume"),
        "init": ("train", recipe, "--set", f"init={bomb}", "--set", f"output={tmp_path / 'other'}"),
    }[command]
    result = nurie(*arguments)
    assert result.code == 2
    (sentence,) = (line for line in result.err.splitlines() if line.startswith("nurie: "))
    assert sentence.startswith(f"nurie: {bomb} ")
    assert sentence.endswith(".")
    assert not (tmp_path / "exploded").exists()
