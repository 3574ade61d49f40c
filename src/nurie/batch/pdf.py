"""Pages of PDF files, drawn by PDFium."""

import math
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from nurie.errors import ImageError, MissingExtraError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

MAX_PAGES = 20_000
"""Of a PDF file; more are a false claim."""
_POINTS = 72  # to the inch, in which PDF measures


def count(path: Path) -> int:
    """How many pages a PDF file has.

    Raises:
        ImageError: it cannot be read or has more than `MAX_PAGES`.
        MissingExtraError: pypdfium2 is not installed.
    """
    document = _open(path)
    try:
        pages = len(document)
    finally:
        document.close()
    if pages > MAX_PAGES:
        raise ImageError(f"{path} says that it has {pages} pages, more than {MAX_PAGES}: save it again.")
    return pages


def render(path: Path, index: int, dpi: int, max_pixels: int) -> Image.Image:
    """Draw one page, RGB with its resolution noted.

    Raises:
        ImageError: it cannot be read, or has more than ``max_pixels`` pixels.
        MissingExtraError: pypdfium2 is not installed.
    """
    from pypdfium2 import PdfiumError

    document = _open(path)
    try:
        page = document[index]
        width, height = (math.ceil(side * dpi / _POINTS) for side in page.get_size())
        if width * height > max_pixels:
            raise ImageError(
                f"the page has {width * height / 1e6:.0f} megapixels at {dpi} dpi but the limit is "
                f"{max_pixels / 1e6:.0f}: lower --pdf-dpi, or raise --max-megapixels."
            )
        image: Image.Image = page.render(scale=dpi / _POINTS).to_pil().convert("RGB")
    except PdfiumError as error:
        raise ImageError(
            f"the page is damaged ({str(error).rstrip('.')}): save the PDF file again."
        ) from None
    finally:
        document.close()
    image.info["dpi"] = (dpi, dpi)
    return image


def _open(path: Path) -> "PdfDocument":
    if find_spec("pypdfium2") is None:
        raise MissingExtraError(
            "PDF files need pypdfium2, not installed here; in nurie's folder run: pip install '.[batch]'"
        )
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        return PdfDocument(path)
    except PdfiumError as error:
        if "assword" in str(error):
            raise ImageError(f"{path} is locked with a password: save it without one.") from None
        raise ImageError(f"{path} cannot be read as a PDF file: save or download it again.") from None
    except OSError as error:
        raise ImageError(f"{path} cannot be read ({error.strerror or error}): check the file.") from None
