"""The public names, and what a command imports before it needs it."""

import subprocess
import sys
from pathlib import Path

import pytest

import nurie

SLOW = ("onnxruntime", "cv2", "numpy", "PIL", "torch")


def modules_after(code: str) -> set[str]:
    """The modules that a fresh Python has imported after running some code."""
    script = (
        f"import sys\ntry:\n    {code}\nexcept SystemExit:\n    pass\nprint('\\n' + ' '.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_public_names() -> None:
    assert nurie.__all__ == [
        "Border", "Borders", "Character", "ColorOptions", "Colorization", "Colorizer", "Hint", "Hints",
        "Light", "Mix", "NurieError", "Palette", "Part", "__version__",
    ]  # fmt: skip
    assert dir(nurie) == nurie.__all__
    for name in nurie.__all__:
        assert getattr(nurie, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'paint'"):
        _ = nurie.paint  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "code",
    [
        "import nurie",
        "from nurie.cli import main; main(['--help'])",
        "from nurie.cli import main; main(['color', '--help'])",
        "from nurie.cli import main; main(['--version'])",
    ],
)
def test_help_imports_nothing_slow(code: str) -> None:
    assert not modules_after(code) & set(SLOW)


def test_coloring_never_imports_torch(sketch: Path, model: Path) -> None:
    arguments = ["color", str(sketch), "--model", str(model)]
    modules = modules_after(f"from nurie.cli import main; main({arguments})")
    assert (sketch.parent / "sketch.nurie" / "9.png").exists()
    assert "onnxruntime" in modules
    assert "torch" not in modules


def test_coloring_opens_no_socket(sketch: Path, model: Path) -> None:
    script = f"""
import sys
sys.addaudithook(lambda event, _: sys.exit(event) if event.startswith("socket.") else None)
from nurie.cli import main
main({["color", str(sketch), "--model", str(model)]})
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (sketch.parent / "sketch.nurie" / "9.png").exists()


def test_version_and_help_of_both_ways_to_start() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nurie", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"nurie {nurie.__version__}\n"
    done = subprocess.run(
        [sys.executable, "-m", "nurie", "--help"], capture_output=True, text=True, check=True
    )
    assert "color" in done.stdout
    assert "doctor" in done.stdout


def test_the_thread_that_opens_the_model_imports_nothing(model: Path) -> None:
    """Two threads that import modules of one package at a time can break each other's imports."""
    script = """if True:
        import builtins, sys, threading
        from pathlib import Path
        from nurie.cli.opening import opening
        plain = builtins.__import__

        def watched(name, *more, **named):
            if threading.current_thread() is not threading.main_thread() and name.startswith("nurie"):
                print(name)
            return plain(name, *more, **named)

        builtins.__import__ = watched
        with opening(Path(sys.argv[1]), 1) as colorizer:
            colorizer()
    """
    done = subprocess.run([sys.executable, "-c", script, model], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_ctrl_c_after_the_last_word_changes_no_exit_code() -> None:
    code = (
        "import os, signal, nurie.__main__ as command\n"
        "class Late:\n"
        "    def __del__(self, kill=os.kill, me=os.getpid(), ctrl_c=signal.SIGINT): kill(me, ctrl_c)\n"
        "late = Late()\n"  # goes when the interpreter does, which takes its own handlers away before
        "command.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code, "--version"], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"nurie {nurie.__version__}\n", "")
