"""Bad input: one plain sentence, exit code 2, nothing written, nothing lost."""

import errno
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import fake_model
import numpy as np
import pytest
from bombs import bomb
from PIL import Image

from nurie.export import png

Nurie = Callable[..., object]


def saved(format: str, size: tuple[int, int] = (64, 64)) -> bytes:
    noise = np.random.default_rng(0).integers(0, 256, (size[1], size[0])).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, format)
    return file.getvalue()


def hint_file(change: dict[str, object], **head: object) -> str:
    hint = {"x": 0.5, "y": 0.5, "radius": 0.1, "color": "#102030", **change}
    return json.dumps({"format": "nurie-hints", "version": 1, **head, "hints": [hint]})


def snapshot(folder: Path) -> dict[str, bytes | None]:
    """Everything in a folder, with contents."""
    return {str(p): p.read_bytes() if p.is_file() else None for p in sorted(folder.rglob("*"))}


def assert_one_sentence(err: str, *words: str) -> None:
    assert err.count("\n") == 1, err
    assert err.startswith("nurie: ")
    assert err.endswith(".\n")
    assert ". " not in err
    for word in words:
        assert word in err


@pytest.fixture
def refused(nurie: Nurie, model: Path, tmp_path: Path) -> Callable[..., None]:
    """Run ``nurie color`` and check that it refuses and touches nothing."""

    def check(source: Path, *options: object, words: tuple[str, ...]) -> None:
        before = snapshot(tmp_path)
        given = () if "--model" in options else ("--model", model)
        result = nurie("color", source, *given, *options)
        assert result.code == 2
        assert result.out == ""
        assert_one_sentence(result.err, *words)
        assert snapshot(tmp_path) == before

    return check


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.png", None, ("does not exist", "check")),
        ("empty.png", b"", ("empty.png is empty",)),
        ("text.png", b"once upon a time\n" * 20, ("text.png is not a picture", "save it as PNG")),
        ("cut.png", saved("PNG")[:2000], ("cut.png is damaged or cut short",)),
        ("head.png", saved("PNG")[:20], ("head.png is",)),
        ("cut.jpg", saved("JPEG")[:1500], ("cut.jpg is damaged or cut short",)),
        ("tiny.png", saved("PNG", (1, 1)), ("1 x 1 px, too small",)),
        ("long.png", saved("PNG", (20_000, 10)), ("20000 x 10 px, too small",)),
        ("ribbon.png", saved("PNG", (20_000, 20)), ("20000 x 20 px, too long and narrow",)),
        ("bomb.png", bomb(), ("900 million pixels", "limit is 100", "--max-megapixels")),
    ],
)
def test_bad_pictures(
    refused: Callable[..., None], tmp_path: Path, name: str, content: bytes | None, words: tuple[str, ...]
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    refused(tmp_path / name, words=words)


def test_a_folder(refused: Callable[..., None], tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()
    refused(tmp_path / "folder.png", words=("is a folder, not a picture",))


def test_an_unreadable_file(nurie: Nurie, sketch: Path, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", deny)
    result = nurie("color", sketch, "--model", model)
    assert result.code == 2
    assert_one_sentence(result.err, "cannot be read (Permission denied)")
    assert list(sketch.parent.iterdir()) == [sketch]


def test_the_bomb_limit_can_be_raised(nurie: Nurie, tmp_path: Path, model: Path) -> None:
    Image.new("1", (1100, 1000), 1).save(tmp_path / "large.png")
    options = ("--model", model, "--pick", 1, "-o", tmp_path / "out.png")
    result = nurie("color", tmp_path / "large.png", *options, "--max-megapixels", 1)
    assert (result.code, (tmp_path / "out.png").exists()) == (2, False)
    assert nurie("color", tmp_path / "large.png", *options, "--max-megapixels", 2).code == 0


def test_an_animation_is_colored_with_a_notice(nurie: Nurie, tmp_path: Path, model: Path) -> None:
    frames = [Image.new("L", (64, 64), shade) for shade in (255, 100)]
    frames[0].paste(0, (10, 10, 20, 50))
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:])
    result = nurie("color", tmp_path / "moving.gif", "--model", model)
    assert result.code == 0
    assert "nurie: moving.gif holds several frames; the first frame was used.\n" in result.err


@pytest.mark.parametrize(("shade", "word"), [(0, "black"), (255, "white")])
def test_blank_pages_are_colored_with_a_notice(
    nurie: Nurie, tmp_path: Path, model: Path, shade: int, word: str
) -> None:
    Image.new("L", (64, 64), shade).save(tmp_path / "page.png")
    result = nurie("color", tmp_path / "page.png", "--model", model)
    assert result.code == 0
    assert f"nurie: page.png is {word} all over" in result.err
    assert (tmp_path / "page.nurie" / "9.png").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (hint_file({"x": 1.7}), ("hints.json: hint 1: x is 1.7", "outside 0..1")),
        (hint_file({"color": "#12"}), ("hints.json: hint 1: color is '#12'", "#rrggbb")),
        (hint_file({}, version=7), ("hints.json: version 7", "unknown")),
        (hint_file({}, format="other"), ("hints.json: this is not a hint file",)),
        ("{", ("hints.json: this is not valid JSON",)),
    ],
)
def test_bad_hints(
    refused: Callable[..., None], sketch: Path, tmp_path: Path, content: str, words: tuple[str, ...]
) -> None:
    (tmp_path / "hints.json").write_text(content)
    refused(sketch, "--hints", tmp_path / "hints.json", words=words)


def test_missing_hints(refused: Callable[..., None], sketch: Path, tmp_path: Path) -> None:
    refused(sketch, "--hints", tmp_path / "none.json", words=("the hint file", "does not exist"))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("hero.json", b"{", ("hero.json: this is not valid JSON",)),
        ("hero.json", b"", ("hero.json is empty",)),
        ("hero.json", b'{"format": "nurie-palette", "version": 9}', ("hero.json: version 9", "unknown")),
        ("hero.json", b'{"format": "nurie-palette", "version": 1, "colors": []}', ("holds no colors",)),
        ("hero.gpl", b"JASC-PAL\n0100\n", ("hero.gpl: this is no GIMP palette",)),
        ("hero.ase", b"\x10\x20 Aseprite", ("hero.ase: this is no Adobe Swatch Exchange file",)),
        ("hero.ase", b"ASEF\0\1\0\0\xff\xff\xff\xff", ("hero.ase: it ends in the middle of a color",)),
        ("hero.aco", b"\0\1\xff\xff", ("hero.aco: it ends in the middle of a color",)),
        ("hero.xml", b"<colors/>", ("hero.xml is no kind of palette", ".json, .gpl, .ase, .aco")),
        ("none.json", None, ("the palette", "does not exist")),
    ],
)
def test_bad_palettes(
    refused: Callable[..., None],
    sketch: Path,
    tmp_path: Path,
    name: str,
    content: bytes | None,
    words: tuple[str, ...],
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    refused(sketch, "--palette", tmp_path / name, words=words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", ("mix.json: this is not valid JSON",)),
        ('{"format": "nurie-mix", "version": 3, "regions": []}', ("mix.json: version 3", "unknown")),
        (
            '{"format": "nurie-mix", "version": 1, "regions": [{"x": 1.5, "y": 0, "from": 3}]}',
            ("mix.json: region 1: x is 1.5", "outside 0..1"),
        ),
        (
            '{"format": "nurie-mix", "version": 1, "regions": [{"x": 0, "y": 0, "from": 10}]}',
            ("mix.json: region 1: 10 is the number of no coloring", "1..9"),
        ),
    ],
)
def test_bad_mixes(
    refused: Callable[..., None], sketch: Path, tmp_path: Path, content: str, words: tuple[str, ...]
) -> None:
    (tmp_path / "mix.json").write_text(content)
    refused(sketch, "--mix", tmp_path / "mix.json", words=words)


def test_a_broken_model(refused: Callable[..., None], sketch: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.onnx").write_bytes(b"not a model")
    refused(
        sketch, "--model", tmp_path / "broken.onnx", words=("broken.onnx cannot be read as an ONNX model",)
    )


def test_a_model_of_another_kind(refused: Callable[..., None], sketch: Path, tmp_path: Path) -> None:
    other = fake_model.make(tmp_path / "other.onnx", metadata={})
    refused(sketch, "--model", other, words=("other.onnx is a model of another kind", "nurie export"))


@pytest.mark.parametrize("options", [("-o", "out"), ("--pick", "1", "-o", "out/5.png")])
def test_existing_output(
    refused: Callable[..., None],
    sketch: Path,
    tmp_path: Path,
    options: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    for place in ("out", f"out/{sketch.stem}.nurie"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "5.png").write_text("mine")
    refused(sketch, *options, words=("5.png exists already", "--overwrite"))


@pytest.mark.parametrize("options", [(), ("--pick", "1")])
def test_an_output_whose_folder_is_a_file(
    refused: Callable[..., None], sketch: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    (tmp_path / "taken").write_text("mine")
    refused(sketch, *options, "-o", tmp_path / "taken" / "out", words=("cannot be written", "another place"))


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS])
def test_an_unwritable_folder(
    refused: Callable[..., None], sketch: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def deny(path: Path, *rest: object, **more: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("nurie.export.files.Path.mkdir", deny)
    refused(sketch, words=("cannot be written", os.strerror(code), "another place"))


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_disk_that_fills_up_while_writing(
    refused: Callable[..., None],
    nurie: Nurie,
    sketch: Path,
    model: Path,
    monkeypatch: pytest.MonkeyPatch,
    overwrite: bool,
) -> None:
    if overwrite:
        assert nurie("color", sketch, "--model", model).code == 0
    finish = png.Writer.finish

    def fill(writer: png.Writer) -> None:
        if Path(writer._file.name).name == "6.png":
            raise OSError(errno.ENOSPC, "No space left on device")
        finish(writer)

    monkeypatch.setattr(png.Writer, "finish", fill)
    options = ("--overwrite",) if overwrite else ()
    refused(sketch, *options, words=("sketch.nurie cannot be written because the disk is full",))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_standard_output(sketch: Path, model: Path) -> None:
    arguments = ["color", str(sketch), "--pick", "1", "-o", "-", "--model", str(model)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "nurie", *arguments], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 2
    assert_one_sentence(done.stderr, "standard output", "the disk is full")
