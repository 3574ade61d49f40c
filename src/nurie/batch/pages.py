"""Where pages come from: picture files, members of archives, pages of PDF files."""

from dataclasses import dataclass, field
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
        ".psb",
        ".ora",
        ".kra",
        ".clip",
        ".tga",
        ".jp2",
        ".avif",
    )
)
PageOrigin = Literal["file", "archive", "pdf"]


@dataclass(frozen=True)
class Page:
    """One page to color, or another file of a book, which only comes along.

    Attributes:
        path: of the picture file, or of the archive or PDF file that holds the page.
        name: the page's own path below its folder, archive or PDF file, with its ending.
        kind: how to read it.
        index: its place in the archive or PDF file, from 0; 0 for a picture file.
        number: its place in the order of reading, from 1; 0 for a file that is no page.
        result: the path, below the book's folder or in its archive, that it gets when it is colored.
    """

    path: Path
    name: PurePosixPath
    kind: PageOrigin = "file"
    index: int = 0
    number: int = 0
    result: PurePosixPath = field(default_factory=PurePosixPath)

    @property
    def label(self) -> str:
        """What people call the page."""
        return str(self.name) if self.kind == "file" else f"{self.path.name}/{self.name}"

    @property
    def passed_on(self) -> PurePosixPath:
        """The path that it gets when it is passed on as it is."""
        return self.result.with_suffix(self.name.suffix)

    def read(self, dpi: int, max_pixels: int) -> images.Source:
        """What `nurie.images.load` takes: a path, the bytes of a file, or, from PDF, a picture.

        Args:
            dpi: of pages of PDF files.
            max_pixels: refuse larger pages of PDF files.

        Raises:
            ImageError: the page cannot be read.
            MissingExtraError: its kind of book needs an extra that is not installed.
        """
        if self.kind == "archive":
            return archive.read(self.path, self.index)
        if self.kind == "pdf":
            return pdf.render(self.path, self.index, dpi, max_pixels)
        return self.path

    def original(self) -> bytes | None:
        """The file as it is, or what can be read of it; None if that is nothing, and for pages of PDF."""
        if self.kind == "archive":
            return archive.original(self.path, self.index)
        if self.kind == "pdf":
            return None
        try:
            return self.path.read_bytes()
        except OSError:
            return None
