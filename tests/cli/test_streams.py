"""Standard streams that are closed, full or gone, and names that are orders to a terminal."""

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

Nurie = Callable[..., object]
SH = [sys.executable, "-m", "nurie"]


def run(redirections: str, *arguments: object) -> subprocess.CompletedProcess[bytes]:
    """Run a command with redirections of the shell's."""
    command = f'exec "$@" {redirections}'
    return subprocess.run(
        ["sh", "-c", command, "sh", *SH, *map(str, arguments)], capture_output=True, timeout=120
    )


@pytest.mark.parametrize("redirections", ["2>&-", "<&- 2>&-"])
def test_no_notice_lands_in_a_picture_when_standard_error_is_closed(
    tmp_path: Path, model: Path, redirections: str
) -> None:
    Image.new("L", (64, 64), 255).save(tmp_path / "blank.png")
    heard = run("", "color", tmp_path / "blank.png", "--pick", 1, "-o", "-", "--model", model)
    assert b"white all over" in heard.stderr
    done = run(redirections, "color", tmp_path / "blank.png", "--pick", 1, "-o", "-", "--model", model)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == heard.stdout
    assert Image.open(io.BytesIO(done.stdout)).size == (64, 64)


def test_a_picture_for_a_closed_standard_output_is_no_success(sketch: Path, model: Path) -> None:
    done = run(">&-", "color", sketch, "--pick", 1, "-o", "-", "--model", model)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"nurie: standard output cannot be written (Bad file descriptor)")
    assert done.stderr.count(b"\n") == 1


def test_a_sketch_from_a_closed_standard_input(model: Path) -> None:
    done = run("<&-", "color", "-", "--pick", 1, "--model", model)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"nurie: standard input cannot be read (Bad file descriptor): name a file.\n"


@pytest.mark.parametrize("redirections", ["<&-", "<&- >&- 2>&-", ">&-", ">&- 2>&-"])
def test_files_are_written_whatever_is_closed(sketch: Path, model: Path, redirections: str) -> None:
    assert run(redirections, "color", sketch, "--model", model).returncode == 0
    for name in ("1.png", "9.png", "sheet.png"):
        with Image.open(sketch.parent / "sketch.nurie" / name) as picture:
            picture.load()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_words_for_a_full_disk_are_said_not_to_fit() -> None:
    done = run(">/dev/full", "doctor", "--help")
    assert done.returncode == 2
    assert done.stderr.startswith(b"nurie: ")
    assert b"(No space left on device)" in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_notices_for_a_full_disk_change_nothing(sketch: Path, model: Path) -> None:
    assert run("2>/dev/full", "color", sketch, "--model", model).returncode == 0


@pytest.mark.parametrize("arguments", [("color", "{}"), ("color", "{}", "{}"), ("{}",), ("prepare", "{}")])
def test_names_give_a_terminal_no_orders(nurie: Nurie, arguments: tuple[str, ...]) -> None:
    hostile = "\x1b[2J\x1b]0;owned\x07\u202egnp.png"
    result = nurie(*(word.format(hostile) for word in arguments))
    assert result.code == 2  # type: ignore[attr-defined]
    said = result.out + result.err  # type: ignore[attr-defined]
    orders = "\x1b]", "\x1b[2J", "\x07", "\u202e"
    assert [order for order in orders if order in said] == []
