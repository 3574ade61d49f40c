"""What every benchmark needs: options in, a result out, the machine it ran on, a table and a JSON file."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("nurie", "numpy", "onnxruntime", "opencv-python-headless", "pillow", "torch")


@dataclass(frozen=True)
class Options:
    """What the command line decides."""

    repetitions: int
    """How often everything is measured."""
    threads: int
    """Threads of each engine where engines are compared."""
    tf_python: str
    """The Python interpreter that has TensorFlow."""
    model: Path | None
    """The model that colors; None for the shipped one."""
    against: Path | None = None
    """An earlier checkout to compare with."""


@dataclass(frozen=True)
class Limit:
    """A number that must not be passed."""

    name: str
    value: float
    limit: float
    unit: str = ""

    @property
    def met(self) -> bool:
        """Whether the value is within the limit."""
        return self.value <= self.limit


@dataclass(frozen=True)
class Result:
    """What a benchmark found."""

    name: str
    runs: dict[str, list[float]]
    """Every measured value of every series."""
    unit: str
    limits: list[Limit]
    facts: dict[str, object] = field(default_factory=dict)
    """Anything else worth keeping: sizes, threads, how far results differ."""

    @property
    def met(self) -> bool:
        """Whether every limit is met."""
        return all(limit.met for limit in self.limits)


def spread(values: list[float]) -> float:
    """The interquartile range; 0 for a single value."""
    if len(values) < 2:
        return 0.0
    low, _, high = quantiles(values, n=4, method="inclusive")
    return high - low


def cpu() -> str:
    """The processor's name, as well as the system tells it."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def git(*arguments: str) -> str | None:
    """What git says about this checkout, or None where there is no git or no commit."""
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def versions() -> dict[str, str | None]:
    """The versions of Python and of the packages that matter."""
    found: dict[str, str | None] = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = None
    return found


def record(result: Result) -> dict[str, object]:
    """Everything about a result that its JSON file keeps."""
    return {
        "benchmark": result.name,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cpu": cpu(), "cores": os.cpu_count(), "system": platform.platform()},
        "commit": git("rev-parse", "HEAD"),
        "uncommitted_changes": bool(git("status", "--porcelain", "--", "src", "benchmarks")),
        "versions": versions(),
        "unit": result.unit,
        "median": {series: median(values) for series, values in result.runs.items()},
        "iqr": {series: spread(values) for series, values in result.runs.items()},
        "runs": result.runs,
        "limits": [asdict(limit) | {"met": limit.met} for limit in result.limits],
        "facts": result.facts,
    }


def write(result: Result, folder: Path) -> Path:
    """Write the JSON file of a result."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{result.name}.json"
    path.write_text(json.dumps(record(result), indent=2) + "\n", encoding="utf-8")
    return path


def table(result: Result) -> str:
    """A result as plain text."""
    lines = [result.name, f"  {'series':<34}{'median':>10}{'IQR':>10}{'runs':>6}   unit"]
    for series, values in result.runs.items():
        numbers = f"{median(values):>10.3f}{spread(values):>10.3f}{len(values):>6}"
        lines.append(f"  {series:<34}{numbers}   {result.unit}")
    for limit in result.limits:
        verdict = "met" if limit.met else "MISSED"
        allowed = f"of at most {limit.limit:.3g} {limit.unit}".rstrip()
        lines.append(f"  {limit.name:<34}{limit.value:>10.3g} {allowed}: {verdict}")
    return "\n".join(lines)
