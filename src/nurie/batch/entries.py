"""What archives of all kinds have in common: listed members, and how they are opened or refused."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from nurie.errors import ImageError, MissingExtraError

_Archive = TypeVar("_Archive")

MAX_MEMBER = 512 * 2**20
"""Bytes that one page may unpack to."""


@dataclass(frozen=True)
class ListedMember:
    """One member.

    Attributes:
        index: its place in the archive, from 0.
        name: as it stands there, with whatever slashes.
        size: bytes that it says it unpacks to.
        folder: whether it is a folder, not a file.
        locked: whether it is encrypted.
    """

    index: int
    name: str
    size: int
    folder: bool
    locked: bool


def opened(path: Path, kind: str, package: str, reader: Callable[[], _Archive]) -> _Archive:
    """Open an archive by a package of the extra "comics".

    Args:
        path: of the archive.
        kind: such as "RAR", for messages.
        package: that `reader` imports.
        reader: opens the archive; a damaged one makes it raise errors of many kinds.

    Raises:
        ImageError: the archive cannot be read.
        MissingExtraError: the package is not installed.
    """
    if find_spec(package) is None:
        raise MissingExtraError(
            f"{path} is a {kind} archive, which needs {package}, not installed here; save the book as CBZ, "
            "or in nurie's folder run: pip install '.[comics]'"
        )
    try:
        return reader()
    except ImageError:
        raise
    except OSError as error:
        raise ImageError(f"{path} cannot be read ({error.strerror or error}): check the file.") from None
    except Exception as error:
        raise ImageError(
            f"{path} cannot be read as a {kind} archive ({error}): pack it again as CBZ."
        ) from None


def check_size(size: int) -> None:
    """Refuse a member that is too large for memory.

    Raises:
        ImageError: it is.
    """
    if size > MAX_MEMBER:
        raise ImageError(
            f"the page unpacks to {size / 2**20:.0f} MB but the limit is {MAX_MEMBER // 2**20} MB: "
            "save it smaller."
        )


def damaged() -> ImageError:
    """What to raise for a member that cannot be unpacked."""
    return ImageError("the page is damaged in the archive: pack or download it again.")
