"""Several processes on this computer, of which some die."""

import subprocess
import sys
from pathlib import Path

import pytest
from books import line_art, unpacked, zipped

SCRIPT = """
import os
from nurie.batch import local
color = local._color
def color_or_die(task):
    if task.page.name.name in {deadly!r}:
        os._exit(1)
    return color(task)
local._color = color_or_die
if __name__ == "__main__":
    from nurie.cli import main
    main(["batch", "v.cbz", "-o", "out", "--jobs", "2", "--threads", "1", "--model", {model!r}])
"""


@pytest.mark.parametrize("deadly", [["3.png"], [f"{n}.png" for n in range(8)]])
def test_a_page_that_ends_its_process_costs_that_page_alone(
    tmp_path: Path, model: Path, deadly: list[str]
) -> None:
    zipped(tmp_path / "v.cbz", {f"{n}.png": line_art(n) for n in range(8)})
    (tmp_path / "run.py").write_text(SCRIPT.format(deadly=deadly, model=str(model)))
    done = subprocess.run(
        [sys.executable, "run.py"], capture_output=True, text=True, cwd=tmp_path, timeout=120
    )
    if len(deadly) > 1:
        assert done.returncode == 2
        assert "processes die while coloring, most likely for want of memory" in done.stderr
        return
    assert done.returncode == 1, done.stderr
    assert "v.cbz/3.png ended the process that colored it" in done.stderr
    book = unpacked(tmp_path / "out/v.cbz")
    assert [name for name, data in book.items() if data == line_art(int(name[0]))] == ["3.png"]
