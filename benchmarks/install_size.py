"""The base install in a fresh virtual environment: its size on disk, and that PyTorch is not part of it."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import venv
from pathlib import Path

from harness import ROOT, Limit, Options, Result

MEGABYTES = 450.0


def megabytes(folder: Path) -> float:
    """What a folder takes on the disk, in MB of a million bytes; links are not followed."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            status = os.lstat(Path(parent) / name)
            total += status.st_blocks * 512 if hasattr(status, "st_blocks") else status.st_size
    return total / 1e6


def measure(options: Options) -> Result:
    """Install once; the size does not change from one time to the next."""
    del options
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "venv"
        venv.create(folder, with_pip=True)
        empty = megabytes(folder)
        python = str(folder / ("Scripts" if os.name == "nt" else "bin") / "python")
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        subprocess.run([python, "-m", "pip", "install", "--quiet", str(ROOT)], check=True, env=environment)
        listing = subprocess.run(
            [python, "-m", "pip", "list", "--format", "json"],
            check=True,
            env=environment,
            capture_output=True,
            text=True,
        )
        subprocess.run(
            [python, "-c", "import nurie; nurie.Colorizer"], check=True, env=environment, cwd=temporary
        )
        whole = megabytes(folder)
        packages = {entry["name"].lower(): entry["version"] for entry in json.loads(listing.stdout)}
    limits = [
        Limit("base install", whole, MEGABYTES, "MB"),
        Limit("copies of torch", float("torch" in packages), 0.0),
    ]
    runs = {"whole environment": [whole], "empty environment": [empty]}
    return Result("install_size", runs, "MB", limits, {"packages": packages})
