"""Memory that was freed goes back to the system."""

import ctypes
import sys


def give_back() -> None:
    """Return what the C library keeps of freed memory: after a large page that is most of what it took.

    Only glibc keeps so much, and only there something is done.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
