"""Files are written whole or not at all."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.errors import OutputError
from nurie.export import files


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.png"
    files.write_file(path, b"old")
    files.write_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert names(path.parent) == ["a.png"]


def test_permissions_follow_the_users_mask(tmp_path: Path) -> None:
    files.write_file(tmp_path / "a.png", b"")
    (tmp_path / "plain").touch()
    assert (tmp_path / "a.png").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"old")

    def fail(self: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OutputError, match="the disk is full: free some space"):
        files.write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.png"]


def test_folders_and_devices_are_not_overwritten(tmp_path: Path) -> None:
    for target in (tmp_path, Path("/dev/null")):
        with pytest.raises(OutputError, match="is a folder or a device"):
            files.write_file(target, b"new")
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("existed", [False, True])
def test_an_interrupted_folder_leaves_nothing_behind(tmp_path: Path, existed: bool) -> None:
    folder = tmp_path / "out"
    if existed:
        folder.mkdir()
        (folder / "1.png").write_bytes(b"old")

    def fill_and_stop() -> None:
        with files.staged_folder(folder) as stage:
            (stage / "1.png").write_bytes(b"new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill_and_stop()
    if existed:
        assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [("1.png", b"old")]
    else:
        assert names(tmp_path) == []


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("mine")
    with pytest.raises(OutputError, match="is a file, not a folder"), files.staged_folder(path):
        pass
    assert path.read_text() == "mine"


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=300),
    st.integers(60, 255),
)
def test_names_are_cut_to_the_bytes_that_there_is_room_for(name: str, room: int) -> None:
    short = files.fitted(name, room)
    assert len(os.fsencode(short)) <= room
    assert short == name or len(os.fsencode(name)) > room


def test_names_that_are_cut_stay_apart_and_keep_their_endings() -> None:
    first, second = (files.fitted("漫" * 100 + number + ".png") for number in "12")
    assert first != second
    assert first.endswith(".png")


def test_a_file_may_have_the_longest_name_there_is(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 251 + ".png")
    files.write_file(path, b"new")
    assert names(tmp_path) == [path.name]
    left = tmp_path / f".{files._short(path.name)}.01234567.part"
    left.write_bytes(b"half")
    files.remove_leftovers([path])
    assert names(tmp_path) == [path.name]
