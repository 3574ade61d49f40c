"""PDF files of pictures, a page for each, written as they come: memory holds one page.

JPEG files go in as they are, and so do the packed pixels of PNG files, for PDF knows both: no pixel changes.
The same pages give the same bytes: no time of writing is noted.
ISO 32000-1, 7.4.4 (Flate and its predictors), 7.4.8 (DCT), 7.5 (structure), 8.9.5 (images).
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image

from nurie import images
from nurie.export import files, png

_POINTS = 72  # to the inch, in which PDF measures
_USUAL_DPI = 150  # for pictures that name no resolution
_LONGEST = 14_400  # points: longer pages are not shown by every reader
_ORIENTATION = 0x0112  # of EXIF
_CHANNELS = {0: 1, 2: 3}  # of the kinds of PNG that PDF takes as they are: gray, RGB


@dataclass(frozen=True)
class _Packed:
    """A picture as PDF holds it.

    Attributes:
        way: how the pixels are packed, as entries of a dictionary.
        data: the packed pixels.
        size: width and height in px.
        color: whether it is RGB and not gray.
        dpi: its resolution, if it has one.
        profile: its RGB color profile, if it has one.
    """

    way: str
    data: bytes
    size: tuple[int, int]
    color: bool
    dpi: tuple[float, float] | None
    profile: bytes | None


def write(path: Path, pages: Iterable[Path | bytes]) -> None:
    """Write a PDF file of pictures, each as large as its resolution says.

    Args:
        pages: picture files of any kind, or their bytes.

    Raises:
        ImageError: one cannot be read.
        OutputError: the file cannot be written.
    """
    with files.replaced_file(path) as file:
        writer = _Writer(file)
        for page in pages:
            writer.add(_packed(page if isinstance(page, bytes) else page.read_bytes()))
        writer.finish()


class _Writer:
    """Objects one after the other, and at the end the table of where they are."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._places: dict[int, int] = {}
        self._pages: list[int] = []
        self._next = 3  # 1 is the catalog, 2 the list of pages
        file.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")

    def add(self, picture: _Packed) -> None:
        dpi = picture.dpi or (_USUAL_DPI, _USUAL_DPI)
        width, height = (side * _POINTS / density for side, density in zip(picture.size, dpi, strict=True))
        shrink = min(1.0, _LONGEST / max(width, height))
        width, height = width * shrink, height * shrink
        page, content, image, profile = range(self._next, self._next + 4)
        self._next += 4 if picture.profile else 3
        self._pages.append(page)
        self._object(
            page,
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.3f} {height:.3f}] /Contents {content} 0 R "
            f"/Resources << /XObject << /Page {image} 0 R >> >> >>",
        )
        self._object(content, "<<", f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Page Do Q".encode())
        space = "/DeviceRGB" if picture.color else "/DeviceGray"
        if picture.profile:
            space = f"[/ICCBased {profile} 0 R]"
            self._object(profile, "<< /N 3 /Alternate /DeviceRGB", picture.profile)
        shape = f"/Width {picture.size[0]} /Height {picture.size[1]} /BitsPerComponent 8 /ColorSpace {space}"
        self._object(image, f"<< /Type /XObject /Subtype /Image {shape} {picture.way}", picture.data)

    def finish(self) -> None:
        kids = " ".join(f"{number} 0 R" for number in self._pages)
        self._object(1, "<< /Type /Catalog /Pages 2 0 R >>")
        self._object(2, f"<< /Type /Pages /Count {len(self._pages)} /Kids [{kids}] >>")
        start = self._file.tell()
        table = [
            b"0000000000 65535 f \n",
            *(b"%010d 00000 n \n" % self._places[n] for n in range(1, self._next)),
        ]
        self._file.write(b"xref\n0 %d\n" % len(table) + b"".join(table))
        self._file.write(
            b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(table), start)
        )

    def _object(self, number: int, dictionary: str, stream: bytes | None = None) -> None:
        """Write an object; the dictionary of one with a stream is left open, for its length comes last."""
        self._places[number] = self._file.tell()
        self._file.write(f"{number} 0 obj\n{dictionary}".encode("ascii"))
        if stream is not None:
            self._file.write(b" /Length %d >>\nstream\n" % len(stream))
            self._file.write(stream)
            self._file.write(b"\nendstream")
        self._file.write(b"\nendobj\n")


def _packed(data: bytes) -> _Packed:
    """A picture file as PDF holds it: as it is where PDF can, or else as PNG holds it."""
    try:
        with images.opened(data, ("JPEG", "PNG")) as image:
            image.load()
            packed = _jpeg(data, image) if image.format == "JPEG" else _png(data, image)
    except Exception:  # of another kind, or damaged: a decoder may raise anything on a hostile file
        packed = None
    if packed:
        return packed
    rgba = Image.fromarray(images.load_rgba(data))
    flat = Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert("RGB")
    with images.opened(data) as image:
        dpi = images.resolution(image)
    return _packed(png.encode(np.asarray(flat), dpi))


def _jpeg(data: bytes, image: Image.Image) -> _Packed | None:
    """A JPEG file of gray or RGB; None for CMYK, which is stored in several ways, and for turned ones."""
    if image.mode not in ("L", "RGB") or image.getexif().get(_ORIENTATION, 1) != 1:
        return None
    return _as_it_is(image, image.mode == "RGB", "/Filter /DCTDecode", data)


def _png(data: bytes, image: Image.Image) -> _Packed | None:
    """The packed pixels of a PNG file with eight bits, no alpha and rows in order; None for other files."""
    width, _, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", data[16:29])
    if depth != 8 or kind not in _CHANNELS or interlaced or "transparency" in image.info:
        return None
    predictor = f"<< /Predictor 15 /Colors {_CHANNELS[kind]} /Columns {width} >>"
    return _as_it_is(
        image, kind == 2, f"/Filter /FlateDecode /DecodeParms {predictor}", b"".join(_chunks(data))
    )


def _chunks(data: bytes) -> Iterator[bytes]:
    """What the IDAT chunks of a PNG file hold."""
    place = 8
    while place + 8 <= len(data):
        length, name = struct.unpack(">I4s", data[place : place + 8])
        if name == b"IDAT":
            yield data[place + 8 : place + 8 + length]
        place += length + 12


def _as_it_is(image: Image.Image, color: bool, way: str, data: bytes) -> _Packed | None:
    """A picture whose pixels stay as they are; None for gray with a color profile, which would be lost."""
    icc = image.info.get("icc_profile")
    if icc and not color:
        return None
    profile = icc if isinstance(icc, bytes) and icc[16:20] == b"RGB " else None
    return _Packed(way, data, image.size, color, images.resolution(image), profile)
