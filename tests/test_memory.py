"""Memory stays in the process."""

import subprocess
import sys

import pytest

FAULTS = """
import resource, sys
import numpy as np
from nurie import memory

way, size = sys.argv[1], int(sys.argv[2])
if way != "give back":
    getattr(memory, way)()
np.ones(size, np.uint8)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(5):
    np.ones(size, np.uint8)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(way: str, size: int) -> int:
    command = [sys.executable, "-c", FAULTS, way, str(size)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.parametrize(("way", "size"), [("keep_memory", 64_000_000), ("keep_bands", 30_000_000)])
def test_freed_blocks_are_used_again_without_page_faults(way: str, size: int) -> None:
    assert faults(way, size) < 0.1 * faults("give back", 64_000_000)


def test_whole_planes_of_a_large_page_go_back() -> None:
    assert faults("keep_bands", 64_000_000) > 0.2 * faults("give back", 64_000_000)
