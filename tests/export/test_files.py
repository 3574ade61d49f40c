"""Files are written whole or not at all."""

import ast
import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nurie
from nurie.batch.find import find
from nurie.errors import AccessError, OutputError
from nurie.export import files

SOURCE = Path(nurie.__file__).parent


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


KILLED_BETWEEN = """
import os, sys
from pathlib import Path
from nurie.export import files

moved = 0
replace = Path.replace

def counted(path, target):
    global moved
    if moved == int(sys.argv[2]):
        os._exit(9)
    moved += 1
    return replace(path, target)

Path.replace = counted
with files.staged_folder(Path(sys.argv[1])) as stage:
    for name in "abc":
        (stage / name).write_bytes(b"new")
"""


@pytest.mark.parametrize("moved", [0, 1, 2])
@pytest.mark.parametrize("following", ["write", "look"])
def test_a_folder_whose_writer_was_killed_between_two_files_becomes_the_new_one(
    tmp_path: Path, moved: int, following: str
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    for name in "abcd":
        (folder / name).write_bytes(b"old")
    command = [sys.executable, "-c", KILLED_BETWEEN, folder, str(moved)]
    assert subprocess.run(command, timeout=60).returncode == 9
    assert (folder / "c").read_bytes() == b"old"
    if following == "write":
        with files.staged_folder(folder) as stage:
            (stage / "e").write_bytes(b"newest")
        assert (folder / "e").read_bytes() == b"newest"
        (folder / "e").unlink()
    else:
        with pytest.raises(OutputError, match="exists already"):
            files.check_free([folder / "a"])
    contents = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert contents == {"a": b"new", "b": b"new", "c": b"new", "d": b"old"}


def test_what_a_killed_process_left_is_removed_and_what_a_living_one_writes_is_not(tmp_path: Path) -> None:
    path, folder = tmp_path / "a.png", tmp_path / "out"
    (tmp_path / ".a.png.01234567.part").write_bytes(b"half")
    (tmp_path / ".a.png.mine.part").write_bytes(b"another program's")
    (tmp_path / ".out.01234567.part").mkdir()
    (tmp_path / ".out.01234567.part" / "1.png").write_bytes(b"half")
    with files.replaced_file(path) as first:
        first.write(b"first")
        files.write_file(path, b"second")
    assert path.read_bytes() == b"first"
    with files.staged_folder(folder) as stage:
        (stage / "1.png").write_bytes(b"new")
    assert sorted(names(tmp_path)) == [".a.png.mine.part", "a.png", "out"]


def test_a_folder_that_is_removed_meanwhile_is_no_success(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    def fill_and_lose() -> None:
        with files.staged_folder(tmp_path / "out") as stage:
            (stage / "1.png").write_bytes(b"new")
            (stage / "1.png").unlink()
            stage.rmdir()
            (tmp_path / "out").rmdir()

    with pytest.raises(OutputError, match="cannot be written"):
        fill_and_lose()


@pytest.mark.parametrize("ask", [files.exists, files.is_file, files.is_dir])
def test_a_name_that_is_none_is_said_so(tmp_path: Path, ask: Callable[[Path], bool]) -> None:
    for name in ("n" * 300, "a\0b"):
        with pytest.raises(AccessError, match=r"cannot be looked at .*: check its name"):
            ask(tmp_path / name)
    assert not ask(tmp_path / "none")
    assert not ask(Path(__file__) / "none")


def asked(path: Path) -> bool:
    """Whether a program asks paths what they are, and not `files`."""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in ("exists", "is_dir", "is_file")
        and not (isinstance(node.value, ast.Name) and node.value.id == "files")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    )


def test_nothing_is_asked_of_the_disk_that_may_raise_elsewhere() -> None:
    """`Path.exists` and its like raise where nobody may look: `files` has those that say so in a sentence."""
    found = {path.relative_to(SOURCE).as_posix(): asked(path) for path in SOURCE.rglob("*.py")}
    assert {name for name, does in found.items() if does} == {
        "export/files.py",  # which asks where it may
        "batch/rar.py",
    }


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a picture, and in it a folder that nobody may look into."""
    folder = tmp_path / "pictures"
    (folder / "deep" / "closed").mkdir(parents=True)
    (folder / "a.png").touch()
    look = os.scandir

    def refused(path: Path | str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return look(path)

    monkeypatch.setattr(os, "scandir", refused)
    return folder


def test_a_folder_that_cannot_be_looked_into_is_not_left_out_silently(closed: Path) -> None:
    with pytest.raises(AccessError, match=r"closed cannot be read \(Permission denied\): allow it"):
        files.below(closed)
    files.check_readable(closed, depth=1)  # what is asked for lies above it
    files.check_readable(closed / "none")


def test_every_search_below_a_folder_says_so() -> None:
    searching = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if ".rglob(" in path.read_text("utf-8")
    }
    assert searching == {"export/files.py"}


def test_patterns_do_not_leave_folders_out_silently(closed: Path) -> None:
    found = find(str(closed / "**" / "*.png"), closed.parent / "out", alone=True)
    assert [file.name for file, _ in found.pictures] == ["a.png"]
    assert len(found.problems) == 1
    assert find(str(closed / "*.png"), closed.parent / "out", alone=True).problems == ()


def test_one_folder_is_one_runs_alone(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    with files.alone(out):
        with pytest.raises(OutputError, match=r"another nurie writes to .*out now: wait"), files.alone(out):
            pass
        files.write_file(out / "a.png", b"new")
    with files.alone(out):
        assert names(out) == ["a.png"]
