"""Pages of PDF files, drawn by PDFium in a process of its own, for a small file may ask for much."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from nurie.errors import ImageError, MissingExtraError

MAX_PAGES = 20_000
"""Of a PDF file; more are a false claim."""
MEMORY = 1_500_000_000
"""Bytes that the process may take, its programs among them, where the system can limit that."""
SECONDS = 20
"""Of the processor's time that a page may take, where the system can limit that."""
_PATIENCE = 3  # wall-clock seconds that are allowed for each of `SECONDS`, for a busy machine

_CHILD = Path(__file__).with_name("pdf_child.py")
_CHANNELS = {"RGB": 3, "L": 1, "RGBX": 4, "RGBA": 4}


def count(path: Path) -> int:
    """How many pages a PDF file has.

    Raises:
        ImageError: it cannot be read or has more than `MAX_PAGES`.
        MissingExtraError: pypdfium2 is not installed.
    """
    facts, _ = _asked("count", path)
    if "pages" not in facts:
        raise _refusal(path, facts, str(path))
    pages: int = facts["pages"]
    if pages > MAX_PAGES:
        raise ImageError(f"{path} says that it has {pages} pages, more than {MAX_PAGES}: save it again.")
    return pages


def render(path: Path, index: int, dpi: int, max_pixels: int) -> Image.Image:
    """Draw one page, RGB with its resolution noted.

    Raises:
        ImageError: it cannot be read, has more than ``max_pixels`` pixels, or takes more than `MEMORY` or
            `SECONDS` to draw.
        MissingExtraError: pypdfium2 is not installed.
    """
    facts, pixels = _asked("draw", path, index, dpi, max_pixels)
    if "width" not in facts:
        raise _refusal(path, facts, "the page")
    width, height = facts["width"], facts["height"]
    if "stride" not in facts:
        raise ImageError(
            f"the page has {width * height / 1e6:.3g} million pixels at {dpi} dpi but the limit is "
            f"{max_pixels / 1e6:.3g} million: lower pdf_dpi, or raise max_pixels."
        )
    rows = np.frombuffer(pixels, np.uint8)[: height * facts["stride"]].reshape(height, facts["stride"])
    channels = _CHANNELS[facts["mode"]]
    image = Image.fromarray(rows[:, : width * channels].reshape(height, width, channels)[..., :3])
    image.info["dpi"] = (dpi, dpi)
    return image


def _asked(what: str, path: Path, *numbers: int) -> tuple[dict[str, Any], bytes]:
    """What the process says, and the bytes that follow; nothing where it was ended or took too much."""
    if find_spec("pypdfium2") is None:
        raise MissingExtraError(
            "PDF files need pypdfium2, not installed here; in nurie's folder run: pip install '.[batch]'"
        )
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise ImageError(f"{path} cannot be read ({error.strerror or error}): check the file.") from None
    command = [sys.executable, "-P", _CHILD, what, path.resolve(), MEMORY, SECONDS, *numbers]
    try:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE * SECONDS,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return {}, b""
    facts, _, rest = done.stdout.partition(b"\n")
    return json.loads(facts), rest


def _refusal(path: Path, facts: dict[str, Any], name: str) -> ImageError:
    """Why there are no pages, or no page."""
    error = facts.get("error")
    if error is None:
        return ImageError(
            f"{name} takes more memory or time than a page of PDF may: save the file again, simplified or as "
            "pictures."
        )
    if "assword" in error:
        return ImageError(f"{path} is locked with a password: save it without one.")
    if "load document" in error:
        return ImageError(f"{path} cannot be read as a PDF file: save or download it again.")
    return ImageError(f"the page is damaged ({error}): save the PDF file again.")
