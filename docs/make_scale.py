"""Write the table of docs/scale.md from the measured pages a second: python docs/make_scale.py."""

import json
import re
from pathlib import Path

PAGE = Path(__file__).with_name("scale.md")
RESULT = Path(__file__).parent.parent / "benchmarks" / "results" / "batch.json"
PAGES = 1_000_000
_MACHINES = (1, 2, 10, 50, 100, 500)
_BETWEEN = re.compile(r"(?<=<!-- scale -->\n).*(?=<!-- /scale -->)", re.DOTALL)


def table(pages_a_second: float) -> str:
    """How long a million pages take on so many machines."""
    rows = [f"With the measured p = {pages_a_second:.3g} pages a second:\n", "| N | days |", "|---:|---:|"]
    rows += [f"| {n} | {PAGES / (n * pages_a_second * 86_400):,.3g} |" for n in _MACHINES]
    return "\n".join(rows) + "\n"


def main() -> None:
    """Put the table in its place."""
    measured = json.loads(RESULT.read_text("utf-8"))["facts"]["pages_a_second"]
    PAGE.write_text(_BETWEEN.sub(lambda _: table(measured), PAGE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
