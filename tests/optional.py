"""Packages of the extra ``dev-all``, without which few tests are passed over, unless CI is set."""

import os
from importlib.util import find_spec

import pytest


def require(package: str) -> None:
    """Pass a test, or a file of tests, over if a large package is not installed."""
    if find_spec(package) is None and not os.environ.get("CI"):
        pytest.skip(f"there is no {package}: pip install -e '.[dev-all]'", allow_module_level=True)
