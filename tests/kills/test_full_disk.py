"""Disks that fill up, files that may not grow: one sentence, old files whole, and the next run finishes.

``NURIE_KILLS=30`` tries so many sizes of each command, and not one.
"""

import random
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from runs import MOMENTS, Whole, assert_finishes, assert_old_or_new, contents, ready
from small_disk import on_small_disk, with_small_files

Way = Callable[[Path, tuple[str, ...], int], "subprocess.CompletedProcess[str]"]


def added(whole: Whole, before: dict[str, bytes]) -> list[int]:
    """The sizes of the files that a whole run adds or replaces."""
    after = contents(whole.folder)
    return [len(data) for name, data in after.items() if data != before.get(name)]


@pytest.mark.parametrize(("way", "most"), [(on_small_disk, sum), (with_small_files, max)])
def test_what_does_not_fit_is_said_and_nothing_is_lost(
    whole: Whole, tmp_path: Path, way: Way, most: Callable[[list[int]], int]
) -> None:
    chance = random.Random(f"{whole.command.arguments[0]} {way.__name__}")
    for number in range(MOMENTS):
        folder = ready(tmp_path / str(number), whole.command)
        before = contents(folder)
        room = chance.randrange(most(added(whole, before)))
        done = way(folder, whole.command.arguments, room)
        where = f"{room} bytes, exit code {done.returncode}:\n{done.stderr}"
        assert done.returncode in (1, 2), where
        assert "Traceback" not in done.stderr, where
        assert re.search(
            r"nurie: .*(disk is full|No space left on device|File too large)", done.stderr, re.DOTALL
        ), where
        assert not list(folder.rglob("*.part")), where
        assert_old_or_new(folder, whole, before, where)
        assert_finishes(folder, whole, where)
