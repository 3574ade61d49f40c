"""What every reader of palettes must stand: a wrong byte, and an end that comes too early."""

from collections.abc import Callable

from nurie.colorize.palette_values import PaletteEntry
from nurie.errors import PaletteError


def check_damage(read: Callable[[bytes], list[PaletteEntry]], good: bytes, place: int, byte: int) -> None:
    """A file with one other byte, and one cut there, are read or refused, but nothing else is raised."""
    place %= len(good)
    damaged = bytearray(good)
    damaged[place] = byte
    for change in (bytes(damaged), good[:place]):
        try:
            entries = read(change)
        except PaletteError:
            continue
        assert all(isinstance(name, str) and all(0 <= value <= 255 for value in rgb) for name, rgb in entries)
