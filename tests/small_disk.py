"""Runs on a disk that fills up, and of processes whose files may not grow."""

import resource
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

from runs import ENVIRONMENT, PATIENCE, program

_BLOCK = 4096  # bytes, in which a disk in memory gives room
_UNSHARED = ("unshare", "--map-root-user", "--mount")
_SCRIPT = """
mount -t tmpfs -o size="$1" tmpfs "$2" && cp -a "$3/." "$2" && cd "$2" || exit 99
disk=$2 folder=$3
shift 3
"$@"
code=$?
rm -rf "$folder" && cp -a "$disk" "$folder" || exit 99
exit $code
"""


def on_small_disk(folder: Path, arguments: tuple[str, ...], room: int) -> "subprocess.CompletedProcess[str]":
    """Run nurie in a folder on a disk of its own, in memory, with so many bytes free.

    Linux lets a process mount one in a namespace of its own, often without being root. Where it does not,
    the limit for a file stands for the disk, as in `with_small_files`.
    """
    if not _may_mount():
        return with_small_files(folder, arguments, room)
    taken = sum(-(-path.stat().st_size // _BLOCK) for path in folder.rglob("*") if path.is_file())
    disk = folder.with_name(f"{folder.name} disk")
    disk.mkdir()
    size = str((taken + room // _BLOCK) * _BLOCK)
    return _run([*_UNSHARED, "sh", "-c", _SCRIPT, "sh", size, str(disk), str(folder), *program(arguments)])


def with_small_files(
    folder: Path, arguments: tuple[str, ...], room: int
) -> "subprocess.CompletedProcess[str]":
    """Run nurie in a folder where no file may have more than so many bytes; every Unix can do that."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    return _run(program(arguments), folder, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, most)))


@cache
def _may_mount() -> bool:
    if shutil.which("unshare") is None:
        return False
    command = [*_UNSHARED, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(command, capture_output=True).returncode == 0


def _run(
    command: list[str], folder: Path | None = None, prepare: Callable[[], None] | None = None
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=PATIENCE,
        preexec_fn=prepare,
    )  # fmt: skip
