"""A lock on an open file, which the system takes back when the process ends, however it ends."""

import sys
from typing import IO, Any


def locked(file: IO[Any] | int) -> bool:
    """Lock an open file, or one by its number, until it is closed; False if somebody else holds the lock."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file if isinstance(file, int) else file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
