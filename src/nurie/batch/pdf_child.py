"""Opens PDF files in a process of its own, with limits: what a hostile file takes, it takes from no one else.

Run by `nurie.batch.pdf`, as a program that knows nothing of nurie. It is told what to do on the command line
and writes one line of JSON, behind which the pixels of a page follow.
"""

import json
import math
import sys
from typing import Any

import pypdfium2  # type: ignore[import-untyped]

_POINTS = 72  # to the inch, in which PDF measures


def main(what: str, path: str, *numbers: str) -> None:
    """Count pages, or draw one: ``count PATH MEMORY SECONDS`` or ``draw PATH MEMORY SECONDS INDEX DPI MOST``.

    ``MEMORY`` is in bytes, ``MOST`` in px.
    """
    memory, seconds, *rest = map(int, numbers)
    _limit(memory, seconds)
    try:
        document = pypdfium2.PdfDocument(path)
        if what == "count":
            _say(pages=len(document))
        else:
            _draw(document, *rest)
    except pypdfium2.PdfiumError as error:
        _say(error=str(error).rstrip("."))


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Unix only; elsewhere the parent's time limit is the only one
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _draw(document: Any, index: int, dpi: int, most: int) -> None:
    page = document[index]
    width, height = (max(1, math.ceil(side * dpi / _POINTS)) for side in page.get_size())
    if width * height > most:
        _say(width=width, height=height)
        return
    bitmap = page.render(scale=dpi / _POINTS, rev_byteorder=True)
    _say(width=bitmap.width, height=bitmap.height, stride=bitmap.stride, mode=bitmap.mode)
    sys.stdout.buffer.write(memoryview(bitmap.buffer).cast("B"))


def _say(**facts: object) -> None:
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
