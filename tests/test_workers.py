"""Workers end with the process that they work for, however it ends."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from runs import ENVIRONMENT

PROGRAM = """
import os, time
from nurie.workers import Workers

def begin():
    pass

def work(seconds):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(seconds)

if __name__ == "__main__":
    with Workers(2, begin) as pool:
        list(pool.map(work, (600, 600)))
"""


def is_there(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return True
    return False


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "parent.py"
    path.write_text(PROGRAM)
    parent = subprocess.Popen(
        [sys.executable, path], env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert parent.stdout
    workers = [int(parent.stdout.readline()) for _ in range(2)]
    assert all(map(is_there, workers))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 60
    while any(map(is_there, workers)) and time.monotonic() < until:
        time.sleep(0.1)
    left = [worker for worker in workers if is_there(worker)]
    for worker in left:
        os.kill(worker, signal.SIGKILL)
    assert not left
