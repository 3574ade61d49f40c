"""The three standard streams, which may be closed, full or gone."""

import os
import sys
from contextlib import suppress

from nurie.cli.words import in_options
from nurie.errors import ImageError, OutputError, printable

_WAYS = (os.O_WRONLY, os.O_RDONLY, os.O_WRONLY)
"""Modes in which closed streams are replaced by /dev/null: reading from stdin, or writing results, fails."""


def open_closed() -> None:
    """Put something in the place of closed streams: the next file that is opened would take that place, and
    what is meant for a stream would land in it."""
    for number, way in enumerate(_WAYS):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, way)  # os.open takes the lowest free number, this one
    sys.stdin = sys.stdin or os.fdopen(0, "r", closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)


def read() -> bytes:
    """All of standard input.

    Raises:
        ImageError: nothing can be read from it.
    """
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise ImageError(f"standard input cannot be read ({error.strerror}): name a file.") from None


def say(sentence: str) -> None:
    """Tell the user a sentence in words of the command line; nothing in it gives a terminal orders."""
    with suppress(OSError):  # nobody listens
        print(f"nurie: {printable(in_options(sentence))}", file=sys.stderr)


def flush() -> None:
    """Write what is left in the streams.

    Raises:
        OutputError: standard output takes no more.
    """
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough
        _forget(1)
    except OSError as error:
        _forget(1)
        raise OutputError(
            f"standard output cannot be written ({error.strerror}): free space, or name another place."
        ) from None
    finally:
        try:
            sys.stderr.flush()
        except OSError:
            _forget(2)


def _forget(number: int) -> None:
    """Let what is left in a stream go nowhere, for Python writes it once more when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)
