"""Palette files that are ZIP archives: Krita's .kpl and Procreate's .swatches."""

import colorsys
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from xml.etree import ElementTree

from nurie.colorize.palette_values import RGB, PaletteEntry, from_cmyk, from_lab, to_bytes
from nurie.errors import PaletteError, shown

_LARGEST = 16 << 20  # bytes unpacked: far more than a palette has
_COLUMNS = 8  # of a palette in Krita
_SWATCHES = 30  # what a palette of Procreate has room for


def read_kpl(data: bytes) -> list[PaletteEntry]:
    """Krita: XML, whose groups are read as one palette; profiles in the file are taken for sRGB.

    Raises:
        PaletteError: the bytes are no such file, or a color is of an unknown kind.
    """
    text = _member(data, "colorset.xml", "Krita palette")
    try:
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise PaletteError("its colorset.xml declares entities, which no palette needs: save it again.")
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise PaletteError("its colorset.xml is no valid XML: save the palette again.") from None
    entries: list[PaletteEntry] = []
    for entry in root.iter("ColorSetEntry"):
        model = next((child for child in entry if child.tag != "Position"), None)
        if model is None or model.tag not in _KPL_MODELS:
            kind = "no color" if model is None else f"in the unknown color model {shown(model.tag)}"
            raise PaletteError(f"color {len(entries) + 1} is {kind}: save it in RGB.")
        try:
            entries.append((entry.get("name", ""), _KPL_MODELS[model.tag](model.attrib)))
        except (KeyError, ValueError, OverflowError):
            raise PaletteError(f"color {len(entries) + 1} is malformed: save the palette again.") from None
    return entries


def write_kpl(entries: Sequence[PaletteEntry], title: str) -> bytes:
    """The bytes of a .kpl file, colors in sRGB.

    Raises:
        PaletteError: a name has characters that XML cannot hold.
    """
    rows = str(-(-len(entries) // _COLUMNS))
    root = ElementTree.Element(
        "ColorSet",
        {
            "version": "1.0",
            "name": title,
            "comment": "",
            "columns": str(_COLUMNS),
            "rows": rows,
            "readonly": "false",
        },
    )
    for number, (name, rgb) in enumerate(entries):
        if any(ord(letter) < 32 or letter in "\ufffe\uffff" for letter in name):
            raise PaletteError(
                f"the name {shown(name)} has characters that a .kpl file cannot hold: change it."
            )
        attributes = {"name": name, "id": str(number), "bitdepth": "U8", "spot": "false"}
        entry = ElementTree.SubElement(root, "ColorSetEntry", attributes)
        channels = dict(zip("rgb", (repr(value / 255) for value in rgb), strict=True))
        ElementTree.SubElement(entry, "sRGB", channels)
        row, column = divmod(number, _COLUMNS)
        ElementTree.SubElement(entry, "Position", {"row": str(row), "column": str(column)})
    colors = ElementTree.tostring(root, "UTF-8", xml_declaration=True)
    return _packed(
        {
            "mimetype": b"application/x-krita-palette",
            "colorset.xml": colors,
            "profiles.xml": b'<?xml version="1.0" encoding="UTF-8"?>\n<Profiles/>\n',
        }
    )


def read_swatches(data: bytes) -> list[PaletteEntry]:
    """Procreate: JSON with a palette or several, which are read as one; empty places are left out.

    Raises:
        PaletteError: the bytes are no such file.
    """
    text = _member(data, "Swatches.json", "Procreate palette")
    try:
        palettes = json.loads(text)
        palettes = palettes if isinstance(palettes, list) else [palettes]
        swatches = [swatch for palette in palettes for swatch in palette["swatches"] if swatch is not None]
        return [(str(swatch.get("name") or ""), _from_hsb(swatch)) for swatch in swatches]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError, OverflowError):
        raise PaletteError(
            "its Swatches.json is not as Procreate writes it: save the palette again."
        ) from None


def write_swatches(entries: Sequence[PaletteEntry], title: str) -> bytes:
    """The bytes of a .swatches file.

    Raises:
        PaletteError: there are more colors than Procreate has room for.
    """
    if len(entries) > _SWATCHES:
        raise PaletteError(
            f"{len(entries)} colors are too many for a .swatches file, which holds {_SWATCHES}: take fewer."
        )
    swatches = []
    for name, rgb in entries:
        hue, saturation, brightness = colorsys.rgb_to_hsv(*(value / 255 for value in rgb))
        swatch = {"hue": hue, "saturation": saturation, "brightness": brightness, "alpha": 1, "colorSpace": 0}
        swatches.append(({"name": name} if name else {}) | swatch)
    return _packed({"Swatches.json": json.dumps([{"name": title, "swatches": swatches}]).encode()})


def _member(data: bytes, name: str, kind: str) -> bytes:
    """One file of an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = next((info for info in archive.infolist() if info.filename.lower() == name.lower()), None)
            if found is None or found.file_size > _LARGEST:
                raise PaletteError(f"this is no {kind}, which holds {name}: save it again.")
            return archive.read(found)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        EOFError,
        OSError,
        ValueError,
        RuntimeError,
        zlib.error,
    ):
        raise PaletteError(
            f"this is no {kind}, which is a ZIP archive, or it is damaged: save it again."
        ) from None


def _packed(members: Mapping[str, bytes]) -> bytes:
    """A ZIP archive, the same bytes for the same members; the first is not compressed, as for a mimetype."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, stored)
    return buffer.getvalue()


def _from_hsb(swatch: Mapping[str, float]) -> RGB:
    channels = [min(max(float(swatch[key]), 0.0), 1.0) for key in ("hue", "saturation", "brightness")]
    return to_bytes(colorsys.hsv_to_rgb(*channels))


def _from_rgb(attributes: Mapping[str, str]) -> RGB:
    channels = [float(attributes[key]) for key in "rgb"]
    if "-g10" in attributes.get("space", ""):  # Krita's names of profiles whose values are linear
        channels = [12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055 for v in channels]
    return to_bytes(channels)


_KPL_MODELS: dict[str, Callable[[Mapping[str, str]], RGB]] = {
    "sRGB": _from_rgb,
    "RGB": _from_rgb,
    "Gray": lambda attributes: to_bytes([float(attributes["g"])] * 3),
    "CMYK": lambda attributes: from_cmyk([float(attributes[key]) for key in "cmyk"]),
    "Lab": lambda attributes: from_lab(*(float(attributes[key]) for key in "Lab")),
}
"""How each color model of a .kpl file becomes RGB."""
