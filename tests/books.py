"""Drawn pages and books of all kinds to test with, and what is in books."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image

from nurie.data.drawn import SCHEMES, draw, paint

SIZE = (96, 72)


def saved(image: np.ndarray, kind: str = "PNG", **notes: object) -> bytes:
    file = io.BytesIO()
    Image.fromarray(image).save(file, kind, **notes)
    return file.getvalue()


def line_art(seed: int, kind: str = "PNG") -> bytes:
    return saved(draw(seed, SIZE).line, kind, dpi=(600, 600))


def in_color(seed: int) -> bytes:
    drawing = draw(seed, SIZE)
    return saved((paint(drawing, SCHEMES[seed]) * (drawing.line[..., None] / 255)).astype(np.uint8))


def blank() -> bytes:
    return saved(np.full(SIZE, 255, np.uint8))


def picture(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return image


def files(folder: Path) -> dict[str, bytes]:
    """All files below a folder that are not hidden."""
    found = {
        path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()
    }
    return {
        name: path.read_bytes()
        for name, path in found.items()
        if not any(part[0] == "." for part in name.split("/"))
    }


def zipped(path: Path, members: Mapping[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def unpacked(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rar(path: Path, members: Mapping[str, bytes], way: int = 0x30, flags: int = 0) -> Path:
    """A RAR archive, version 2.9, whose members are stored (0x30), or said to be compressed (0x33)."""

    def block(kind: int, flags: int, body: bytes, data: bytes = b"") -> bytes:
        head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data

    parts = [b"Rar!\x1a\x07\x00", block(0x73, 0, bytes(6))]
    for name, data in members.items():
        raw = name.encode()
        sizes = struct.pack("<IIBII", len(data), len(data), 3, zlib.crc32(data), 0x21000000)
        body = sizes + struct.pack("<BBHI", 29, way, len(raw), 0o644) + raw
        parts.append(block(0x74, 0x8000 | flags, body, data))
    path.write_bytes(b"".join([*parts, block(0x7B, 0, b"")]))
    return path


CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)


def epub(path: Path, pictures: Mapping[str, bytes], more: Mapping[str, bytes | str] | None = None) -> Path:
    """A book of fixed layout whose pages show the pictures in the order given."""
    kinds = {"png": "png", "jpg": "jpeg", "gif": "gif"}
    items = "".join(
        f'<item id="i{n}" href="images/{name}" media-type="image/{kinds[name[-3:].lower()]}"/>'
        f'<item id="p{n}" href="p%20{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(pictures)
    )
    spine = "".join(f'<itemref idref="p{n}"/>' for n in range(len(pictures)))
    members: dict[str, bytes | str] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
    }
    for n, name in enumerate(sorted(pictures)):
        members[f"OEBPS/images/{name}"] = pictures[name]
        shown = list(pictures)[n]
        members[f"OEBPS/p {n}.xhtml"] = f'<html><body>&nbsp;<img src="images/{shown}"/></body></html>'
    return zipped(path, members | dict(more or {}))
