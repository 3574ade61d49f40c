"""What kind of book a file is, by what is in it, for names lie: many a ZIP archive is named .cbr."""

from pathlib import Path
from typing import Literal

BookKind = Literal["zip", "epub", "rar", "7z", "pdf"]

ENDINGS: dict[str, BookKind] = {
    ".cbz": "zip",
    ".zip": "zip",
    ".epub": "epub",
    ".cbr": "rar",
    ".rar": "rar",
    ".cb7": "7z",
    ".7z": "7z",
    ".pdf": "pdf",
}
"""The kinds of books that there should be, by the ends of their names."""
_HEADS: dict[bytes, BookKind] = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"Rar!\x1a\x07": "rar",
    b"7z\xbc\xaf\x27\x1c": "7z",
}
_EPUB = slice(30, 58), b"mimetypeapplication/epub+zip"  # the first member of an EPUB file, which is stored
_PDF_WITHIN = 1024  # bytes, by which a PDF file says that it is one


def book_kind(path: Path) -> BookKind | None:
    """The kind of a book: by its first bytes or, where these say nothing, by its name; None for no book."""
    try:
        with path.open("rb") as file:
            head = file.read(_PDF_WITHIN)
    except OSError:
        head = b""
    for start, kind in _HEADS.items():
        if head.startswith(start):
            is_epub = head[_EPUB[0]] == _EPUB[1] or path.suffix.lower() == ".epub"
            return "epub" if kind == "zip" and is_epub else kind
    if b"%PDF-" in head:
        return "pdf"
    return ENDINGS.get(path.suffix.lower())
