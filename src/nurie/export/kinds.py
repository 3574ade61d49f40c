"""The kinds of picture files that can be written; nothing slow is imported here."""

from typing import Literal

Format = Literal["png", "jpeg", "webp"]
QUALITY = 90
"""Of JPEG and WebP, 1..100, unless somebody says otherwise."""
SUFFIXES: dict[str, Format] = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp"}
"""The kinds by the ends of their files' names."""
