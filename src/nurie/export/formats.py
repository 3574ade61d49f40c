"""The kinds of picture files that can be written; light to import, for commands name them in their help."""

from typing import Literal

Format = Literal["png", "jpeg", "webp"]
SUFFIXES: dict[str, Format] = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp"}
"""Files of one flat picture, by the ends of their names."""
QUALITY = 90
"""Of JPEG and WebP, 1..100, unless somebody says otherwise."""
