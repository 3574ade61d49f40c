"""One book, killed again and again while it is colored: in the end it is what an undisturbed run makes.

``NURIE_KILLS=30`` takes a book of 200 pages and kills its run 30 times.
"""

import os
import random
import signal
import time
import zipfile
from pathlib import Path

from runs import BATCH, MOMENTS, PATIENCE, Command, contents, ready, sketches, started

PAGES = round(200 * MOMENTS / 30)
STARTS = 1.0  # s that a run takes before its first page, or a little more
BOOK = ("batch", "book.cbz", *BATCH[3:])


def a_long_book(folder: Path) -> None:
    with zipfile.ZipFile(folder / "book.cbz", "w") as book:
        for path in sketches(folder, PAGES):
            book.writestr(zipfile.ZipInfo(path.name), path.read_bytes())
            path.unlink()


def colored(folder: Path) -> float:
    """Color the book to its end; returns the seconds that took."""
    begun = time.monotonic()
    process = started(folder, BOOK)
    _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, told
    return time.monotonic() - begun


def test_a_book_that_is_killed_again_and_again_ends_as_if_undisturbed(tmp_path: Path) -> None:
    command = Command(BOOK, BOOK, (), a_long_book)
    whole, folder = ready(tmp_path / "whole", command), ready(tmp_path / "killed", command)
    seconds = colored(whole)
    chance, killed = random.Random(PAGES), 0
    for _ in range(MOMENTS):
        process = started(folder, BOOK)
        time.sleep(chance.uniform(0, min(STARTS + 2 * seconds / MOMENTS, 0.7 * seconds)))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
        killed += process.returncode == -signal.SIGKILL
    assert killed > MOMENTS / 2  # else the book was done too soon for the rest to try anything
    colored(folder)
    assert contents(folder) == contents(whole)
