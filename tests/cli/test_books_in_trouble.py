"""``nurie batch`` beside full disks, removed folders, killed runs and other batches."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from books import blank, line_art, zipped

from nurie.batch.journal import NAME, Journal
from nurie.colorize.colorizer import Colorizer
from nurie.errors import DiskFullError
from nurie.export import files as output_files

Nurie = Callable[..., SimpleNamespace]


def test_an_output_that_is_removed_during_the_run_is_told(
    batch: Nurie, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("in").mkdir()
    for n in range(4):
        Path(f"in/{n}.png").write_bytes(line_art(n))
    write, count = output_files.write_file, []

    def remove(path: Path, data: bytes) -> None:
        count.append(path)
        if len(count) == 3:
            Path("out").rename("elsewhere")
        write(path, data)

    monkeypatch.setattr(output_files, "write_file", remove)
    result = batch("in", "-o", "out")
    assert result.code == 1
    assert "2 of 4 pages are in out: 2 colored." in result.err
    assert "out/0.png was removed during the run, and with it 2 of the pages" in result.err


def test_a_book_that_cannot_be_packed_is_not_called_done(batch: Nurie) -> None:
    for name in "ab":
        zipped(Path(f"{name}.cbz"), {"1.png": line_art(1)})
    Path("out/a.cbz").mkdir(parents=True)
    result = batch("a.cbz", "b.cbz", "-o", "out", "--overwrite")
    assert result.code == 1
    assert "1 of 2 pages are in out: 1 colored." in result.err
    assert "out/a.cbz is a folder or a device" in result.err
    Path("out/a.cbz").rmdir()
    assert (
        "2 of 2 pages are in out: 0 colored, 2 finished before." in batch("a.cbz", "b.cbz", "-o", "out").err
    )


def test_a_page_that_changes_during_the_run_is_done_again(
    batch: Nurie, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("in").mkdir()
    for n in (1, 2):
        Path(f"in/{n}.png").write_bytes(line_art(n))
    color = Colorizer.color

    def change(self: Colorizer, *arguments: object) -> object:
        Path("in/1.png").write_bytes(line_art(3) + b" ")
        return color(self, *arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Colorizer, "color", change)
        result = batch("in", "-o", "out")
    assert result.code == 1
    assert "in/1.png changed while it was colored: run the same command again." in result.err
    assert "1 colored, 1 finished before." in batch("in", "-o", "out").err


def test_two_batches_do_not_write_to_one_output(batch: Nurie) -> None:
    zipped(Path("v.cbz"), {"1.png": line_art(1)})
    for output, journal in (("out", Path("out") / NAME), ("v2.cbz", Path(f".v2.cbz{NAME}"))):
        with Journal(journal, Path(output), "", restart=True) as other:
            other.hold()
            result = batch("v.cbz", "-o", output, "--overwrite")
        assert result.code == 2
        assert f"another nurie batch writes to {output} now" in result.err
        assert batch("v.cbz", "-o", output, "--overwrite").code == 0


def test_what_killed_batches_left_is_removed(batch: Nurie) -> None:
    zipped(Path("v.cbz"), {"1.png": line_art(1)})
    assert batch("v.cbz", "-o", "out").code == 0
    Path("out/.v.cbz.work").mkdir()  # as when the process died before it removed the folder
    Path("out/.v.cbz.work/00001.png").write_bytes(b"old")
    Path("out/.v.cbz.01234567.part").write_bytes(b"half")
    assert batch("v.cbz", "-o", "out").code == 0
    assert sorted(path.name for path in Path("out").iterdir()) == [NAME, "v.cbz"]


def test_a_full_disk_in_the_middle_of_a_book_loses_nothing(
    batch: Nurie, monkeypatch: pytest.MonkeyPatch
) -> None:
    zipped(Path("v.cbz"), {f"{n}.png": line_art(n) for n in range(4)})
    write, count = output_files.write_file, []

    def fill(path: Path, data: bytes) -> None:
        count.append(path)
        if len(count) == 3:
            raise DiskFullError("the disk is full.")
        write(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(output_files, "write_file", fill)
        assert batch("v.cbz", "-o", "out").code == 2
    assert "2 colored, 2 finished before." in batch("v.cbz", "-o", "out").err


def test_a_refused_batch_leaves_nothing(batch: Nurie) -> None:
    zipped(Path("v.cbz"), {"1.png": b"bad", "x.txt": b"more"})
    for options in ((), ("--unpack",)):
        assert batch("v.cbz", "-o", "out", *options).code == 2
        assert not Path("out").exists()


def test_progress_counts_on_after_a_resume(batch: Nurie) -> None:
    Path("in").mkdir()
    for n in range(3):
        Path(f"in/{n}.png").write_bytes(line_art(n))
    batch("in", "-o", "out")
    Path("in/0.png").write_bytes(blank())
    result = batch("in", "-o", "out")
    assert "3/3" in result.err
    assert "1 passed on " in result.err.splitlines()[0]
