"""A member of an archive of any kind, as its list of contents tells it."""

from dataclasses import dataclass

from nurie.errors import ImageError

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
