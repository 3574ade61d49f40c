"""CHANGELOG.md and the package agree on the version."""

import re
from pathlib import Path

import nurie

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"


def test_the_first_section_is_of_this_version() -> None:
    heading = re.search(
        r"^## (\S+) \((unreleased|\d{4}-\d\d-\d\d)\)$", CHANGELOG.read_text("utf-8"), re.MULTILINE
    )
    assert heading
    assert heading[1] == nurie.__version__
