"""Memory that was freed goes back to the system."""

import ctypes
import sys


def give_back() -> None:
    """Return freed memory that the C library keeps: after a large page most of what that took.

    Only glibc keeps so much, and only there something is done.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
