"""Results on disk: whole or not at all, and never over a file that the user did not give up."""

import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from typing import BinaryIO

from nurie.errors import DiskFullError, OutputError

COLORING_FILES = (*(f"{number}.png" for number in range(1, 10)), "sheet.png")
"""What a folder of nine colorings holds."""

LONGEST_NAME = 255
"""Bytes that a file's name may have, on all usual systems."""

_LONGEST_ENDING = 16
_TEMPORARY = ".part"
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


def check_free(paths: Sequence[Path]) -> None:
    """Refuse to go on when one of the files to be written is there already.

    Raises:
        OutputError: a file exists.
    """
    for path in paths:
        if exists(path):
            raise OutputError(
                f"{path} exists already: choose another place, or replace it with overwrite=True."
            )


def exists(path: Path) -> bool:
    """Whether there is a file or folder of this name; False where nobody may look, or the name is no name."""
    return os.path.exists(path)  # noqa: PTH110  # Path.exists raises in these cases


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

    Raises:
        OutputError: as for `write_file`.
    """
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        raise OutputError(f"{path} is a folder or a device, not a file: name a file after -o.")
    temporary = _beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            yield file
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
def staged_folder(folder: Path) -> Iterator[Path]:
    """Fill a folder by way of a temporary one, whose files move into place when all are complete.

    Files of the same name are replaced, other files in the folder are left alone.

    Raises:
        OutputError: the disk is full, the folder cannot be written to, or the name belongs to a file.
    """
    folder = Path(os.path.realpath(folder))
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file, not a folder: name a folder after -o.")
    existed = folder.exists()
    stage = _beside(folder / "files") if existed else _beside(folder)
    try:
        stage.mkdir(parents=True)
        yield stage
        if existed:
            for file in sorted(stage.iterdir()):
                file.replace(folder / file.name)
        else:
            stage.rename(folder)
    except OSError as error:
        raise _output_error(folder, error) from None
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def fitted(name: str, room: int = LONGEST_NAME) -> str:
    """A file's name, cut to so many bytes if it is longer; a mark tells it from others that are cut alike."""
    if len(os.fsencode(name)) <= room:
        return name
    path = PurePath(name)
    end = path.suffix if len(os.fsencode(path.suffix)) <= _LONGEST_ENDING else ""
    mark = "~" + hashlib.sha256(os.fsencode(name)).hexdigest()[:8] + end
    stem = os.fsencode(name.removesuffix(end))[: room - len(os.fsencode(mark))]
    return stem.decode("utf-8", "ignore") + mark


def _beside(path: Path) -> Path:
    return path.with_name(f".{_short(path.name)}.{secrets.token_hex(4)}{_TEMPORARY}")


def _short(name: str) -> str:
    """A name that leaves room for what temporary files add to it."""
    return fitted(name, LONGEST_NAME - len(".") - len(".01234567") - len(_TEMPORARY))


def _output_error(path: Path, error: OSError) -> OutputError:
    if error.errno in _FULL:
        return DiskFullError(f"{path} cannot be written because the disk is full: free some space.")
    return OutputError(f"{path} cannot be written ({error.strerror or error}): choose another place with -o.")
