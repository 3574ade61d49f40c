"""Files are written whole or not at all."""

import errno
from pathlib import Path

import pytest

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
