"""Freed memory goes back to the system."""

from pathlib import Path

from nurie.studio.heap import give_back


def resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def test_freed_memory_is_given_back() -> None:
    blocks = [b"x" * 100_000 for _ in range(1500)]
    pin = b"x" * 100_000  # lies behind, so that the heap cannot shrink by itself
    del blocks
    before = resident()
    give_back()
    assert before - resident() > 100_000_000
    assert len(pin) == 100_000
