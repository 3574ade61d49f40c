"""Ray colors as one process does."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import optional
from PIL import Image

from nurie.data.drawn import draw


def color(folder: Path, model: Path, output: str, *options: str) -> dict[str, bytes]:
    """Color the pages of a folder; paths are relative, though Ray's workers run elsewhere."""
    command = [sys.executable, "-m", "nurie", "batch", "pages", "-o", output, "--model", str(model), *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=folder)
    assert done.returncode == 1, done.stderr
    assert "7 of 7 pages are in" in done.stderr
    assert "bad.png is not a picture" in done.stderr
    return {path.name: path.read_bytes() for path in (folder / output).glob("[!.]*")}


def test_two_workers_on_a_local_ray_make_the_same_bytes(tmp_path: Path, model: Path) -> None:
    optional.require("ray")
    folder = tmp_path / "pages"
    folder.mkdir()
    for seed in range(6):
        Image.fromarray(np.asarray(draw(seed, (96, 72)).line)).save(folder / f"{seed}.png")
    (folder / "bad.png").write_bytes(b"no picture")
    here = color(tmp_path, model, "here")
    assert len(here) == 7
    assert color(tmp_path, model, "ray", "--ray", "--jobs", "2", "--threads", "1") == here
