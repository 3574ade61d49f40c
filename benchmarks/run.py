"""Run the benchmarks: python benchmarks/run.py [names...]

Each prints a table and writes benchmarks/results/NAME.json. The exit code is 1 when a limit is missed.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

from harness import Options, table, write

NAMES = (
    "batch",
    "browser",
    "cold_start",
    "earlier",
    "full_width",
    "install_size",
    "light",
    "limits",
    "page",
    "panels",
    "prepare",
    "recolor",
    "regions",
    "storage",
    "studio",
    "training",
    "tune",
)


def main() -> int:
    """Read the command line and run what it names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="name", help=f"any of {', '.join(NAMES)}; all by default")
    parser.add_argument("--repetitions", type=int, default=5, help="how often everything is measured (5)")
    parser.add_argument("--threads", type=int, default=2, help="threads of each engine in full_width (2)")
    parser.add_argument(
        "--tf-python",
        default=sys.executable,
        help="the Python that has TensorFlow, for full_width (this one)",
    )
    parser.add_argument(
        "--results",
        type=Path,
        default=Path(__file__).resolve().parent / "results",
        help="where JSON files go",
    )
    parser.add_argument("--model", type=Path, help="the model that colors in cold_start (the shipped one)")
    parser.add_argument("--against", type=Path, help="an earlier checkout, which earlier compares with")
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.names) - set(NAMES))
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; choose among {', '.join(NAMES)}")
    options = Options(
        arguments.repetitions, arguments.threads, arguments.tf_python, arguments.model, arguments.against
    )
    names = arguments.names or [name for name in NAMES if name != "earlier" or arguments.against]

    met = True
    for name in names:
        result = importlib.import_module(name).measure(options)
        print(table(result), flush=True)
        print(f"  written to {write(result, arguments.results)}\n", flush=True)
        met = met and result.met
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
