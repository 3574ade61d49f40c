"""`nurie` commands as whole processes: how long they take, and how much memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from harness import ROOT

OURS = ROOT / "src"


@dataclass(frozen=True)
class Run:
    """What a process took.

    Attributes:
        seconds: from its start to its end.
        memory: its peak, in MB; None where the system does not tell.
    """

    seconds: float
    memory: float | None


def nurie(*arguments: object, source: Path = OURS) -> Run:
    """Run `nurie` with these arguments to its end.

    The peak memory that the system reports of a child is at least its parent's: who asks must stay small.

    Args:
        arguments: of the command line.
        source: the folder that the package is imported from.

    Raises:
        SystemExit: the command failed; what it said is the message.
    """
    command = [sys.executable, "-m", "nurie", *map(str, arguments)]
    with tempfile.TemporaryFile("w+") as log:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=log, stderr=log, env=os.environ | {"PYTHONPATH": str(source)}
        )
        memory = _wait(process)
        seconds = time.perf_counter() - start
        if process.returncode:
            log.seek(0)
            raise SystemExit(f"{' '.join(command)} failed with exit code {process.returncode}: {log.read()}")
    return Run(seconds, memory)


def python(function: str, *arguments: object) -> str:
    """Call a function of a benchmark, "module.name", with texts, in a process of its own; what it printed."""
    command, around = _call(function, arguments, OURS)
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=around).stdout


class Child:
    """A process that prints "ready" and then answers every line that it is told with a line.

    Args:
        function: of a benchmark, "module.name", that it runs.
        arguments: of the function, as texts.
        source: the folder that the package is imported from.
    """

    def __init__(self, function: str, *arguments: object, source: Path = OURS) -> None:
        command, around = _call(function, arguments, source)
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=around
        )
        self._name = function
        self._answer()

    def ask(self, line: str) -> str:
        """Tell the process a line and return its answer."""
        assert self._process.stdin
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _answer(self) -> str:
        assert self._process.stdout
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self._name} stopped; what it said stands above.")
        return answer.strip()


def _call(function: str, arguments: tuple[object, ...], source: Path) -> tuple[list[str], dict[str, str]]:
    """A command that calls a function of a benchmark, and its environment."""
    module, _, name = function.partition(".")
    code = f"import sys, {module}; {module}.{name}(*sys.argv[1:])"
    places = os.pathsep.join(map(str, (source, Path(__file__).parent)))
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return command, os.environ | {"PYTHONPATH": places}


def _wait(process: subprocess.Popen[bytes]) -> float | None:
    """Wait for the end of a process; its peak memory in MB, where the system tells it."""
    if sys.platform == "win32":
        process.wait()
        return None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
