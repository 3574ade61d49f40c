"""Memory stays in the process."""

import subprocess
import sys

FAULTS = """
import resource, sys
import numpy as np
from nurie.network.memory import keep_memory

if sys.argv[1] == "keep":
    keep_memory()
np.ones(64_000_000, np.uint8)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(5):
    np.ones(64_000_000, np.uint8)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(what: str) -> int:
    result = subprocess.run([sys.executable, "-c", FAULTS, what], capture_output=True, text=True, check=True)
    return int(result.stdout)


def test_freed_blocks_are_used_again_without_page_faults() -> None:
    assert faults("keep") < 0.1 * faults("give back")
