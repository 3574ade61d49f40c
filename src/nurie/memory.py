"""What the C library does with freed memory, where it is glibc; elsewhere nothing is changed.

Each handing back to the system, and asking again, costs page faults.
"""

import ctypes
import sys

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_MMAP_MAX, _M_ARENA_MAX = -1, -3, -4, -8
_BAND = 2**25  # bytes, glibc's upper limit of M_MMAP_THRESHOLD (DEFAULT_MMAP_THRESHOLD_MAX)
_SPARE = 2**28  # bytes
_ARENAS = 1  # heaps that threads share


def keep_memory() -> None:
    """Keep all freed memory in the process, for networks that are trained.

    A network frees and asks again for the same large blocks thousands of times a minute: page faults were a
    sixth of the time of the full-width network on two cores.
    """
    _tell((_M_MMAP_MAX, 0), (_M_TRIM_THRESHOLD, 2**31 - 1))


def keep_bands() -> None:
    """Keep blocks of up to 32 MB, 256 MB of them, for pages that are worked on in bands and tiles.

    Whole planes of large pages go back at once. The page faults of a page of 100 megapixels fell from 502,000
    to 224,000. Threads share one heap, for else each keeps blocks of its own, in pieces of 64 MB that bands
    fill badly: with two heaps a strip of 800 x 20,000 px took 0.5 GB in one run and 1.2 GB in the next. To be
    called before there are threads.
    """
    _tell((_M_MMAP_THRESHOLD, _BAND), (_M_TRIM_THRESHOLD, _SPARE), (_M_ARENA_MAX, _ARENAS))


def _tell(*options: tuple[int, int]) -> None:
    if not sys.platform.startswith("linux"):
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for option, value in options:
            mallopt(option, value)
