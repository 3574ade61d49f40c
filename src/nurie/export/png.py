"""PNG files."""

import io

from PIL import Image

from nurie.images import Bytes


def encode(rgb: Bytes, dpi: tuple[float, float] | None = None, icc: bytes | None = None) -> bytes:
    """A PNG file in memory, packed lightly: nine of them are written for each sketch.

    Args:
        rgb: (H, W, 3) bytes, or (H, W, 4) with alpha.
        dpi: dots per inch to note in the file.
        icc: color profile to embed.
    """
    file = io.BytesIO()
    notes = ({"dpi": dpi} if dpi else {}) | ({"icc_profile": icc} if icc else {})
    Image.fromarray(rgb).save(file, "PNG", compress_level=1, **notes)
    return file.getvalue()
