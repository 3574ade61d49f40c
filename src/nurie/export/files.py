"""Results on disk: whole or not at all, and never over a file that the user did not give up."""

import errno
import hashlib
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from math import inf
from pathlib import Path, PurePath
from typing import BinaryIO

from nurie.errors import AccessError, DiskFullError, OutputError
from nurie.export.lock import locked

COLORING_FILES = (*(f"{number}.png" for number in range(1, 10)), "sheet.png")
"""What a folder of nine colorings holds."""

LONGEST_NAME = 255
"""Bytes that a file's name may have, on all usual systems."""

_LONGEST_ENDING = 16
_TEMPORARY, _READY = ".part", ".ready"
_TOKEN = 4  # bytes
_STAGE = "files"
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


def check_free(paths: Sequence[Path]) -> None:
    """Refuse to go on when one of the files to be written is there already.

    Raises:
        OutputError: a file exists.
    """
    for folder in dict.fromkeys(path.parent for path in paths):
        _settle(folder)
    for path in paths:
        if is_seen(path):
            raise OutputError(
                f"{path} exists already: choose another place, or replace it with overwrite=True."
            )


def is_seen(path: Path) -> bool:
    """As `exists`, but no where nobody may look: reading or writing says what is wrong there."""
    try:
        return exists(path)
    except AccessError:
        return False


def exists(path: Path) -> bool:
    """Whether there is a file or folder of this name.

    Raises:
        AccessError: the place may not be read, or the name is no valid file name.
    """
    return _mode(path) is not None


def is_file(path: Path) -> bool:
    """Whether there is a file of this name; raises `AccessError` as `exists` does."""
    return stat.S_ISREG(_mode(path) or 0)


def is_dir(path: Path) -> bool:
    """Whether there is a folder of this name; raises `AccessError` as `exists` does."""
    return stat.S_ISDIR(_mode(path) or 0)


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise AccessError(
            f"{path} cannot be looked at ({reason}): check its name and the permissions of its folder."
        ) from None


def check_readable(folder: Path, depth: float = inf) -> None:
    """Refuse a folder of which a part would be left out, for nobody may look into it.

    Args:
        folder: what is in it is asked for; it need not exist.
        depth: how many levels of folders in it are.

    Raises:
        AccessError: it, or a folder in it, cannot be read.
    """

    def refuse(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError | NotADirectoryError):
            raise AccessError(
                f"{error.filename} cannot be read ({error.strerror}): allow it, or leave that folder out."
            )

    for parent, folders, _ in os.walk(folder, onerror=refuse):
        if len(Path(parent).relative_to(folder).parts) >= depth:
            folders.clear()


def below(folder: Path, pattern: str = "*") -> list[Path]:
    """Everything below a folder that fits a pattern, sorted; raises as `check_readable` does."""
    check_readable(folder)
    return sorted(folder.rglob(pattern))


def write_file(path: Path, data: bytes) -> None:
    """Write one file by way of a temporary file beside it, which then takes its name.

    Raises:
        OutputError: the disk is full, the folder cannot be written to, or the name belongs to something else.
    """
    with replaced_file(path) as file:
        file.write(data)


@contextmanager
def replaced_file(path: Path) -> Iterator[BinaryIO]:
    """Open a temporary file that takes the name when it is complete; what stood there before goes only then.

    The content is on the disk before the name is, so that a computer that loses its power has the old file
    or the new one. Temporary files that killed processes left of the same name are removed.

    Raises:
        OutputError: as for `write_file`.
    """
    path = Path(os.path.realpath(path))
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113  # these never raise
        raise OutputError(f"{path} is a folder or a device, not a file: name a file.")
    temporary = _beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        with temporary.open("xb") as file:
            locked(file)
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise _output_error(path, error) from None
    finally:
        with suppress(OSError):  # it was never made, or has its name already
            temporary.unlink()


def remove_leftovers(paths: Iterable[Path]) -> None:
    """Remove the temporary files of processes that were killed while they wrote these files."""
    names: dict[Path, set[str]] = {}
    for path in paths:
        names.setdefault(path.parent, set()).add(_short(path.name))
    for folder, wanted in names.items():
        for file in folder.glob(f".*{_TEMPORARY}"):
            if file.name[1:].rsplit(".", 2)[0] in wanted:
                file.unlink(missing_ok=True)


def write_stream(stream: int, data: bytes) -> None:
    """Write to an open file descriptor such as a pipe.

    Raises:
        OutputError: nobody takes the data.
    """
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[os.write(stream, rest) :]
    except OSError as error:
        raise _output_error(Path("standard output"), error) from None


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Make a folder and keep other runs from writing there meanwhile, however this one ends.

    Raises:
        OutputError: another run writes there now, or the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _output_error(folder, error) from None
    with _held(folder) as free:
        if not free and sys.platform != "win32":
            raise OutputError(
                f"another nurie writes to {folder} now: wait for its end, or name another place."
            )
        yield


@contextmanager
def staged_folder(folder: Path) -> Iterator[Path]:
    """Fill a folder by way of a temporary one, whose files move into place when all are complete.

    Files of the same name are replaced, other files in the folder are left alone. Of a process that is killed
    while they move, the next one that writes there, or looks whether it may, moves the rest.

    Raises:
        OutputError: the disk is full, the folder cannot be written to, or the name belongs to a file.
    """
    folder = Path(os.path.realpath(folder))
    existed = os.path.exists(folder)  # noqa: PTH110  # never raises
    if existed and not folder.is_dir():
        raise OutputError(f"{folder} is a file, not a folder: name a folder.")
    stage = _beside(folder / _STAGE) if existed else _beside(folder)
    ready = stage.with_suffix(_READY)
    try:
        _settle(folder)
        _sweep(folder)
        stage.mkdir(parents=True)
        with _held(stage):
            yield stage
            for file in stage.iterdir():
                _sync(file)
                if (folder / file.name).is_dir():
                    raise IsADirectoryError(errno.EISDIR, f"{file.name} is a folder")
            stage.rename(ready if existed else folder)
            if existed:
                _move(ready, folder)
    except OSError as error:
        raise _output_error(folder, error) from None
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        with suppress(OSError):  # there is none, unless Ctrl-C came between two files
            _move(ready, folder)


def _settle(folder: Path) -> None:
    """Move what a killed process had ready for a folder to its place, and remove what it had not."""
    for stage in _left(folder, _STAGE, _READY):
        with suppress(OSError):  # another process moves them, too
            _move(stage, folder)
    _sweep(folder / _STAGE)


def _move(stage: Path, folder: Path) -> None:
    """Move the files of a complete stage to their place."""
    for file in sorted(stage.iterdir()):
        file.replace(folder / file.name)
    stage.rmdir()


def _sweep(path: Path) -> None:
    """Remove what killed processes left of a file or folder of this name."""
    for left in _left(path.parent, _short(path.name), _TEMPORARY):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            with suppress(OSError):  # another process does it at the same time
                left.unlink()


def _left(folder: Path, name: str, ending: str) -> list[Path]:
    """The temporary files and folders of a name whose processes are gone."""
    length = len(f".{name}.{ending}") + 2 * _TOKEN
    try:
        with os.scandir(folder) as entries:
            found = [Path(entry) for entry in entries if entry.name.startswith(f".{name}.")]
    except OSError:  # there is no such folder, or nobody may look: writing says so
        return []
    return [one for one in found if one.name.endswith(ending) and len(one.name) == length and _is_free(one)]


def _is_free(path: Path) -> bool:
    """Whether no process holds a lock on a file or folder, as the one that made it does while it lives."""
    try:
        with _held(path) as free:
            return free
    except OSError:
        return False


@contextmanager
def _held(path: Path) -> Iterator[bool]:
    """Lock a file or folder, which the system takes back when the process ends, however it ends."""
    if sys.platform == "win32":  # where folders cannot be locked
        yield False
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        yield locked(handle)
    finally:
        os.close(handle)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def fitted(name: str, room: int = LONGEST_NAME) -> str:
    """A file's name, cut to `room` bytes if it is longer; part of a hash tells it from others cut alike."""
    if len(os.fsencode(name)) <= room:
        return name
    path = PurePath(name)
    end = path.suffix if len(os.fsencode(path.suffix)) <= _LONGEST_ENDING else ""
    mark = "~" + hashlib.sha256(os.fsencode(name)).hexdigest()[:8] + end
    stem = os.fsencode(name.removesuffix(end))[: room - len(os.fsencode(mark))]
    return stem.decode("utf-8", "ignore") + mark


def _beside(path: Path) -> Path:
    return path.with_name(f".{_short(path.name)}.{secrets.token_hex(_TOKEN)}{_TEMPORARY}")


def _short(name: str) -> str:
    """A name that leaves room for what temporary files add to it."""
    return fitted(name, LONGEST_NAME - len(".") - len(".01234567") - len(_READY))


def _output_error(path: Path, error: OSError) -> OutputError:
    if error.errno in _FULL:
        return DiskFullError(f"{path} cannot be written because the disk is full: free some space.")
    return OutputError(f"{path} cannot be written ({error.strerror or error}): choose another place.")
