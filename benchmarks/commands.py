"""`nurie` commands as whole processes: how long they take, and how much memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from harness import ROOT

OURS = ROOT / "src"


def nurie(*arguments: object, source: Path = OURS) -> tuple[float, float | None]:
    """Run `nurie` with these arguments to its end.

    The peak memory that the system reports of a child is at least its parent's: who asks must stay small.

    Args:
        arguments: of the command line.
        source: the folder that the package is imported from.

    Returns:
        Its seconds and, where the system tells it, its peak memory in MB.
    """
    command = [sys.executable, "-m", "nurie", *map(str, arguments)]
    with tempfile.TemporaryFile("w+") as log:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment(source))
        memory = _wait(process)
        seconds = time.perf_counter() - start
        if process.returncode:
            log.seek(0)
            raise SystemExit(f"{' '.join(command)} failed with exit code {process.returncode}: {log.read()}")
    return seconds, memory


def environment(source: Path) -> dict[str, str]:
    """That of this process, with the package imported from a folder."""
    return os.environ | {"PYTHONPATH": str(source)}


def _wait(process: subprocess.Popen[bytes]) -> float | None:
    """Wait for the end of a process; its peak memory in MB, where the system tells it."""
    if sys.platform == "win32":
        process.wait()
        return None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
