"""A journal survives everything that a kill can do to it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.batch.journal import Journal
from nurie.errors import OutputError


def write(path: Path, pages: int) -> None:
    with Journal(path, path, "settings", restart=False) as journal:
        journal.claim([f"{page}.png" for page in range(pages)])
        for page in range(pages):
            journal.finish(f"{page}.png", "stamp", f"{page}.jpg")


def test_what_was_finished_is_known_again(tmp_path: Path) -> None:
    write(tmp_path / "j", 3)
    with Journal(tmp_path / "j", tmp_path, "settings", restart=False) as journal:
        assert journal.finished("1.png", "stamp") == "1.jpg"
        assert journal.finished("1.png", "another stamp") is None
        assert journal.finished("9.png", "stamp") is None
        assert journal.is_claimed("2.png")
        assert not journal.is_claimed("9.png")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_journal_cut_anywhere_still_counts_and_grows(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("journal") / "j"
    write(path, 3)
    whole = path.read_bytes()
    cut = data.draw(st.integers(0, len(whole)))
    path.write_bytes(whole[:cut])
    complete = whole[:cut].count(b"finished")
    with Journal(path, path, "settings", restart=False) as journal:
        known = [page for page in range(3) if journal.finished(f"{page}.png", "stamp")]
        assert len(known) >= complete - 1
        journal.finish("9.png", "stamp", "9.png")
    with Journal(path, path, "settings", restart=False) as journal:
        assert journal.finished("9.png", "stamp") == "9.png"
        assert [page for page in range(3) if journal.finished(f"{page}.png", "stamp")] == known


def test_other_settings_are_refused_and_begin_anew_on_request(tmp_path: Path) -> None:
    write(tmp_path / "j", 2)
    with pytest.raises(OutputError, match=r"was begun with other settings: .*overwrite=True"):
        Journal(tmp_path / "j", tmp_path, "other", restart=False)
    with Journal(tmp_path / "j", tmp_path, "other", restart=True) as journal:
        assert journal.finished("1.png", "stamp") is None
        journal.claim(["5.png"])
    with Journal(tmp_path / "j", tmp_path, "other", restart=False) as journal:
        assert journal.is_claimed("5.png")
        assert not journal.is_claimed("1.png")


def test_nothing_is_written_before_there_is_something_to_say(tmp_path: Path) -> None:
    with Journal(tmp_path / "new" / "j", tmp_path / "new", "settings", restart=False) as journal:
        journal.claim([])
    assert list(tmp_path.iterdir()) == []


def test_a_journal_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    journal = Journal(tmp_path / "file" / "j", tmp_path / "file", "settings", restart=False)
    with pytest.raises(OutputError, match="cannot be used"):
        journal.claim(["1.png"])
