"""Ctrl-C while workers color: pages that they finish meanwhile are the batch's, and the next run goes on."""

from collections.abc import Generator, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nurie.batch.plan import Wishes, plan
from nurie.batch.run import Batch
from nurie.batch.work import BatchOptions, Outcome, Task
from nurie.export import files


def test_a_page_written_after_ctrl_c_is_no_strangers(tmp_path: Path, model: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("1.png", "2.png"):
        Image.fromarray(np.full((32, 32), 200, np.uint8)).save(tmp_path / "in" / name)

    def batch() -> Batch:
        books = plan([str(tmp_path / "in")], Wishes(tmp_path / "out"))
        return Batch(books, tmp_path / "out", BatchOptions(model), overwrite=False)

    def stopped(tasks: Sequence[Task]) -> Generator[Outcome, None, None]:
        try:
            raise KeyboardInterrupt
            yield
        finally:  # as workers do that are waited for
            files.write_file(tasks[0].target, b"finished meanwhile")

    def going_on(tasks: Sequence[Task]) -> Generator[Outcome, None, None]:
        for task in tasks:
            files.write_file(task.target, b"new")
            yield Outcome(task.number, task.target)

    with pytest.raises(KeyboardInterrupt):
        batch().run(stopped, lambda: None)
    report = batch().run(going_on, lambda: None)
    assert (report.finished, report.failures) == (2, [])
    assert {path.read_bytes() for path in (tmp_path / "out").glob("*.png")} == {b"new"}
