"""``nurie prepare``: one line at the end, one sentence when refused, and a stop that loses nothing."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

pytest.importorskip("torch")

from nurie.data import engines
from nurie.data import prepare as module
from nurie.data.drawn import SCHEMES, draw, paint

Nurie = Callable[..., Any]


@pytest.fixture
def art(tmp_path: Path) -> Path:
    folder = tmp_path / "art"
    folder.mkdir()
    for seed in range(3):
        Image.fromarray(paint(draw(seed, (160, 128)), SCHEMES[seed])).save(folder / f"{seed}.png")
    return folder


def test_it_says_what_was_kept(nurie: Nurie, art: Path, tmp_path: Path) -> None:
    Image.open(art / "0.png").resize((64, 80)).save(art / "tiny.png")
    options = ("--workers", 1, "--size", 96, "--frame", "crop", "--lines", "pencil", "--encoding", "png")
    result = nurie("prepare", art, "-o", tmp_path / "out", *options)
    assert result.code == 0, result.err
    assert result.out == f"{tmp_path / 'out'}: 3 color, 0 gray, 0 lineart; rejected: 1 small\n"
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["options"] | {"size": 96, "frame": "crop", "encoding": "png"} == manifest["options"]
    assert manifest["options"]["extractors"] == ["pencil"]


def test_pictures_that_cannot_be_read_are_named(nurie: Nurie, art: Path, tmp_path: Path) -> None:
    lines = [str(art / "0.png"), *(f"{art}/../art/{seed}.png" for seed in range(3)), str(art / "none.png")]
    lines += [f"{art}/{'./' * repeat}{seed}.png" for seed in range(3) for repeat in range(1, 7)]
    (tmp_path / "list.txt").write_text("\n".join(lines))
    result = nurie("prepare", tmp_path / "list.txt", "-o", tmp_path / "out", "--workers", 1)
    assert result.code == 0, result.err
    assert f"skipped {art}/none.png: cannot be read (No such file or directory)\n" in result.err
    assert result.out.endswith("3 color, 0 gray, 0 lineart; rejected: 19 duplicate, 1 unreadable\n")


@pytest.mark.parametrize("case", ["source", "extractor", "finished"])
def test_it_refuses_in_one_sentence(nurie: Nurie, art: Path, tmp_path: Path, case: str) -> None:
    out = tmp_path / "out"
    if case == "finished":
        assert nurie("prepare", art, "-o", out, "--workers", 1).code == 0
    arguments = {
        "source": (tmp_path / "none", "-o", out),
        "extractor": (art, "-o", out, "--lines", "chalk"),
        "finished": (art, "-o", out),
    }[case]
    words = {"source": "is no folder", "extractor": "no extractor chalk", "finished": "--overwrite"}[case]
    result = nurie("prepare", *arguments)
    assert (result.code, result.out) == (2, "")
    (sentence,) = (line for line in result.err.splitlines() if line.startswith("nurie: "))
    assert words in sentence
    assert sentence.endswith(".")


def test_ctrl_c_stops_and_the_same_command_goes_on(
    nurie: Nurie, art: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module, "build", interrupted)
        result = nurie("prepare", art, "-o", tmp_path / "out", "--workers", 1)
    assert result.code == 130
    assert result.err.endswith("nurie: stopped; the same command goes on.\n")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["scan.jsonl"]
    result = nurie("prepare", art, "-o", tmp_path / "out", "--workers", 1)
    assert result.code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["000000.tar", "manifest.json"]


@pytest.mark.parametrize(
    ("options", "engine"),
    [((), ("processes", 5)), (("--workers", 3), ("processes", 3)), (("--ray",), ("ray", "local"))],
)
def test_the_engine_is_the_one_that_was_asked_for(
    nurie: Nurie,
    art: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[object, ...],
    engine: tuple[str, object],
) -> None:
    asked: list[tuple[str, object]] = []

    def choose(name: str) -> Callable[[object], object]:
        def chosen(value: object) -> AbstractContextManager[engines.PrepareEngine]:
            asked.append((name, value))
            return nullcontext(engines.here)

        return chosen

    monkeypatch.setattr(engines, "processors", lambda: 5)
    for name in ("processes", "ray"):
        monkeypatch.setattr(engines, name, choose(name))
    assert nurie("prepare", art, "-o", tmp_path / "out", *options).code == 0
    assert asked == [engine]
