"""Where pages come from: picture files, members of CBZ archives, pages of PDF files."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from nurie import images
from nurie.batch import archive, pdf

PICTURES = frozenset(
    (
        ".png",
        ".jpg",
        ".jpeg",
        ".webp",
        ".gif",
        ".bmp",
        ".ppm",
        ".pgm",
        ".tif",
        ".tiff",
        ".psd",
        ".tga",
        ".jp2",
        ".avif",
    )
)
BOOKS = frozenset((".cbz", ".zip", ".pdf"))
Kind = Literal["file", "archive", "pdf"]


@dataclass(frozen=True)
class Page:
    """One page to color.

    Attributes:
        path: of the picture file, or of the archive or PDF file that holds the page.
        name: the page's own path below its folder, archive or PDF file, with its ending.
        kind: how to read it.
        index: its place in the archive or PDF file, from 0; 0 for a picture file.
    """

    path: Path
    name: PurePosixPath
    kind: Kind = "file"
    index: int = 0

    @property
    def label(self) -> str:
        """What people call the page."""
        return str(self.name) if self.kind == "file" else f"{self.path.name}/{self.name}"

    def read(self, dpi: int, max_pixels: int) -> images.Source:
        """What `nurie.images.load` takes: a path, the bytes of a file, or, from PDF, a picture.

        Args:
            dpi: of pages of PDF files.
            max_pixels: refuse larger pages of PDF files.

        Raises:
            ImageError: the page cannot be read.
            MissingExtraError: PDF files need an extra that is not installed.
        """
        if self.kind == "archive":
            return archive.read(self.path, self.index)
        if self.kind == "pdf":
            return pdf.render(self.path, self.index, dpi, max_pixels)
        return self.path
