"""Processes that are killed, or stopped by Ctrl-C, at random moments: what is there is whole, and the next
run finishes it.

``NURIE_KILLS=30`` tries so many moments of each command, and not a few.
"""

import os
import random
import signal
import time
from pathlib import Path

import pytest
from runs import MOMENTS, PATIENCE, Whole, assert_finishes, assert_old_or_new, contents, ready, started


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGINT], ids=["killed", "stopped"])
def test_what_is_there_is_whole_and_the_next_run_finishes_it(
    whole: Whole, tmp_path: Path, way: signal.Signals
) -> None:
    chance = random.Random(f"{whole.command.arguments[0]} {way}")
    for number in range(MOMENTS):
        folder = ready(tmp_path / str(number), whole.command)
        before = contents(folder)
        process = started(folder, whole.command.arguments)
        moment = chance.uniform(0, whole.seconds)
        time.sleep(moment)
        os.killpg(process.pid, way)
        _, told = process.communicate(timeout=PATIENCE)
        where = f"{way.name} after {moment:.3f} of {whole.seconds:.3f} s:\n{told}"
        assert process.returncode in (0, -9 if way is signal.SIGKILL else 130), where
        assert "Traceback" not in told, where
        if process.returncode == 130:
            assert told.count("nurie: stopped") == 1, where
            assert told.splitlines()[-1].startswith("nurie: stopped"), where
        if process.returncode == 0:
            assert contents(folder) == contents(whole.folder), where
        if contents(folder) == contents(whole.folder):  # it was done before
            continue
        assert_old_or_new(folder, whole, before, where)
        assert_finishes(folder, whole, where)
