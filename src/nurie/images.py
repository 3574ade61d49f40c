"""The only place that knows how pictures are stored.

EXIF orientation, palettes, bit depth, CMYK, alpha, channel order, value ranges and size limits end here:
whatever comes in, the rest of nurie sees RGB bytes, 0 black to 255 white, with rows from top to bottom.
"""

import io
import os
import struct
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from nurie.arrays import Bytes
from nurie.errors import ImageError, Notice, shown, wants_memory
from nurie.packed import Held, collected

MAX_PIXELS = 100_000_000
MIN_SIDE = 16
MAX_ASPECT = 20
"""How many times its height a picture is wide at most."""
MAX_STRIP = 250
"""How many times its width a picture is high at most: strips are colored piece by piece."""

_RESOLUTION, _RESOLUTION_UNIT, _CENTIMETER = (0x011A, 0x011B), 0x0128, 3  # tags of EXIF, and a value
_ORIENTATION = 0x0112  # a tag of EXIF
_LOWEST_DPI = 10  # files without a resolution say 0 or 1, which is lower than any scan
_PNG_HEAD = 8  # bytes before the first chunk
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "PPM", "WEBP", "TIFF", "PSD", "TGA", "JPEG2000", "AVIF")


@dataclass(frozen=True, eq=False, repr=False)
class Picture:
    """A decoded picture.

    Attributes:
        pixels: `rgb` as it is held: of a strip packed.
        name: the file's name, or "the picture" when there is no file.
        dpi: dots per inch, horizontal and vertical, if the file says so.
        icc: the file's RGB color profile, if it has one.
        notices: sentences that the user should read.
        alpha: (H, W) bytes, 0 transparent to 255 opaque; None for a picture that is opaque all over.
    """

    pixels: Held[np.uint8]
    name: str = "the picture"
    dpi: tuple[float, float] | None = None
    icc: bytes | None = None
    notices: tuple[str, ...] = ()
    alpha: Bytes | None = None

    def __repr__(self) -> str:
        return f"<Picture {self.name}, {self.pixels.shape[1]} x {self.pixels.shape[0]} px>"

    @property
    def rgb(self) -> Bytes:
        """(H, W, 3) bytes, alpha flattened on white."""
        return np.asarray(self.pixels)


_Stored = str | Path | bytes | bytearray | memoryview | IO[bytes] | Image.Image | npt.NDArray[np.generic]
Source = _Stored | Picture


def load(source: Source, max_pixels: int = MAX_PIXELS, name: str | None = None) -> Picture:
    """Read a sketch from a path, an open file, the bytes of a file, a PIL image or an array.

    A `Picture` stays as it is.

    Arrays are (H, W) or (H, W, 1..4): gray, gray and alpha, RGB, RGBA. They hold bool, uint8, uint16, or
    floats in 0..1.

    Args:
        source: what to read.
        max_pixels: refuse larger pictures.
        name: what people call it; None for the file's name.

    Raises:
        ImageError: the picture cannot be read, or its size is outside the limits.
    """
    if isinstance(source, Picture):
        return source
    image, file_name = _open(source, max_pixels)
    name = name or file_name
    check_size(image.size, name, max_pixels)
    if min(image.size) < MIN_SIDE:
        raise ImageError(
            f"{name} is {image.width} x {image.height} px, too small to be a sketch: "
            f"use a picture of at least {MIN_SIDE} px a side.",
            code="picture-too-small",
            width=image.width,
            height=image.height,
            least=MIN_SIDE,
        )
    _check_shape(image.size, name)
    notices: tuple[str, ...] = ()
    if _is_animated(image, name):
        sentence = f"{name} holds several frames; the first frame was used."
        notices = (Notice(sentence, code="several-frames"),)
    dpi, icc = resolution(image), _rgb_profile(image)
    decoded = _decode(image, name)
    return Picture(_flatten(decoded), name, dpi, icc, notices, _alpha(decoded))


def load_rgba(source: _Stored, max_pixels: int = MAX_PIXELS) -> Bytes:
    """Read a picture of any size with its alpha kept, (H, W, 4) bytes.

    Raises:
        ImageError: the picture cannot be read or has more than ``max_pixels`` pixels.
    """
    image, name = _open(source, max_pixels)
    check_size(image.size, name, max_pixels)
    return np.asarray(_decode(image, name).convert("RGBA"))


def _open(source: _Stored, max_pixels: int) -> tuple[Image.Image, str]:
    if isinstance(source, Image.Image):
        return source, "the picture"
    if isinstance(source, np.ndarray):
        return _from_array(source), "the picture"
    data, name = bytes_of(source)
    if not data:
        raise ImageError(
            f"{name} is empty: save the sketch again and give the new file.", code="picture-empty"
        )
    try:
        return opened(data), name
    except Exception as error:  # a decoder may raise anything on a hostile file
        if wants_memory(error):
            raise _too_large(name) from None
        raise ImageError(
            f"{name} is not a picture that nurie can read: save it as PNG, JPEG, WebP, TIFF or GIF."
        ) from None


def bytes_of(source: str | Path | bytes | bytearray | memoryview | IO[bytes]) -> tuple[bytes, str]:
    """The bytes of a stored picture, and what to call it.

    Raises:
        ImageError: it cannot be read, or is no picture at all.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source), "the picture"
    if isinstance(source, str | Path):
        return read(Path(source)), Path(source).name
    if not hasattr(source, "read"):
        raise ImageError(
            f"{shown(source)} is no picture: give a path, an open file, the bytes of a file, a PIL "
            "image or an array."
        )
    name = getattr(source, "name", None)
    name = Path(name).name if isinstance(name, str) else "the picture"
    try:
        data = b"" if isinstance(source, io.TextIOBase) else source.read()
    except (OSError, ValueError) as error:  # a closed file is a ValueError
        raise ImageError(f"{name} cannot be read ({error}): open the file anew.") from None
    if isinstance(source, io.TextIOBase) or not isinstance(data, bytes):
        raise ImageError(f'{name} is open as text: open it as open(PATH, "rb").')
    return data, name


def opened(data: bytes, formats: Sequence[str] = FORMATS) -> Image.Image:
    """A picture file as Pillow knows it, not decoded yet.

    `PIL.Image.open` would hold it against a limit that belongs to the whole program; ours, and that of who
    asks, are checked before anything is decoded.

    Raises:
        UnidentifiedImageError: it has none of the formats. Decoders may raise anything on hostile files.
    """
    Image.preinit()
    for name in formats:
        if name not in Image.OPEN:
            Image.init()
        reader, accepts = Image.OPEN[name]
        if accepts is None or accepts(data[:16]) is True:
            with suppress(SyntaxError, IndexError, TypeError, struct.error):  # Pillow's for another format
                try:
                    return reader(io.BytesIO(data), "")
                except ValueError:  # a long text is no reason not to show a picture
                    if name != "PNG":
                        raise
                    return reader(io.BytesIO(_without_texts(data)), "")
    raise UnidentifiedImageError("this is no picture of a known format")


def _without_texts(png: bytes) -> bytes:
    """A PNG file without the texts in it, of which Pillow refuses long ones (PNG, 5.3 and 11.3.3)."""
    kept, place = [png[:_PNG_HEAD]], _PNG_HEAD
    while place < len(png):
        end = place + 12 + int.from_bytes(png[place : place + 4], "big")
        if png[place + 4 : place + 8] not in (b"tEXt", b"zTXt", b"iTXt"):
            kept.append(png[place:end])
        place = end
    return b"".join(kept)


def read(path: Path) -> bytes:
    """The bytes of a picture file.

    Raises:
        ImageError: it does not exist, is a folder, or cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ImageError(f"{path} does not exist: check the file's name and folder.") from None
    except (OSError, ValueError) as error:
        if os.path.isdir(path):  # noqa: PTH112  # never raises
            raise ImageError(f"{path} is a folder, not a picture: name the picture files in it.") from None
        reason = getattr(error, "strerror", None) or error
        raise ImageError(f"{path} cannot be read ({reason}): check the file and its permissions.") from None


def check_size(size: tuple[int, int], name: str, max_pixels: int) -> None:
    """Refuse a picture of too many pixels.

    Raises:
        ImageError: it has them.
    """
    width, height = size
    if width * height > max_pixels:
        raise ImageError(
            f"{name} has {width * height / 1e6:.3g} million pixels but the limit is "
            f"{max_pixels / 1e6:.3g} million: make it smaller, or raise max_pixels.",
            code="picture-too-large",
            megapixels=round(width * height / 1e6),
            limit=round(max_pixels / 1e6),
        )


def _check_shape(size: tuple[int, int], name: str) -> None:
    width, height = size
    if width > MAX_ASPECT * height:
        raise ImageError(
            f"{name} is {width} x {height} px, too long and narrow to color: "
            f"cut it into pieces no more than {MAX_ASPECT} times their height.",
            code="picture-too-long",
            width=width,
            height=height,
            most=MAX_ASPECT,
        )
    if height > MAX_STRIP * width:
        raise ImageError(
            f"{name} is {width} x {height} px, too high and narrow to color: "
            f"cut it into pieces no more than {MAX_STRIP} times their width.",
            code="picture-too-high",
            width=width,
            height=height,
            most=MAX_STRIP,
        )


def _decode(image: Image.Image, name: str) -> Image.Image:
    """Decode into one of the modes L, LA, RGB, RGBA, turned upright."""
    try:
        image.load()
    except Exception as error:  # a decoder may raise anything on a hostile file
        if wants_memory(error):
            raise _too_large(name) from None
        raise _damaged(name) from None
    icc = image.info.get("icc_profile")
    image = _upright(image)
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        image = Image.fromarray(_guess_range(np.asarray(image)))
    image = _through_gray_profile(image, icc)
    if image.mode == "1":
        return image.convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode == "L" else image.convert("RGB")


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image) if image.getexif().get(_ORIENTATION, 1) != 1 else image
    except Exception:  # damaged EXIF data must not cost the user a good picture
        return image


def _flatten(image: Image.Image) -> Held[np.uint8]:
    """Put a picture on white paper: (H, W, 3) bytes."""
    shape = image.height, image.width, 3
    return collected(shape, lambda rows: _flattened(image, rows))


def _flattened(image: Image.Image, rows: slice) -> Bytes:
    """Some rows of a picture on white paper: (n, W, 3) bytes."""
    band = Image.new(image.mode, (image.width, rows.stop - rows.start))
    band.paste(image, (0, -rows.start))
    if band.mode == "L":
        return np.asarray(cv2.cvtColor(np.asarray(band), cv2.COLOR_GRAY2RGB), np.uint8)
    if band.mode == "RGBA":
        band = Image.alpha_composite(Image.new("RGBA", band.size, "white"), band)
    return np.asarray(band.convert("RGB"))


def _alpha(image: Image.Image) -> Bytes | None:
    if image.mode != "RGBA":
        return None
    alpha = image.getchannel("A")
    return None if alpha.getextrema()[0] == 255 else np.asarray(alpha)


def _guess_range(values: npt.NDArray[np.generic]) -> Bytes:
    """Scale Pillow's deep gray modes, which carry no range, by the smallest usual one that holds them."""
    numbers = np.nan_to_num(values.astype(np.float64))
    peak = numbers.max()
    if values.dtype == np.uint16:
        full = 65535.0
    else:
        ranges = (1.0, 255.0, 65535.0) if values.dtype.kind == "f" else (255.0, 65535.0)
        full = next((limit for limit in ranges if peak <= limit), float(peak))
    return np.rint(numbers.clip(0, full) * (255 / full)).astype(np.uint8)


def _from_array(array: npt.NDArray[np.generic]) -> Image.Image:
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[..., 0]
    if not (array.ndim == 2 or (array.ndim == 3 and array.shape[2] in (2, 3, 4))) or 0 in array.shape:
        raise ImageError(
            f"the array has the shape {array.shape}, which is no picture: "
            "give (H, W), (H, W, 3) for RGB or (H, W, 4) for RGBA."
        )
    if array.dtype == np.uint8:
        data = array
    elif array.dtype == np.bool_:
        data = array.astype(np.uint8) * np.uint8(255)
    elif array.dtype == np.uint16:
        data = np.rint(array.astype(np.float32) / 257).astype(np.uint8)
    elif array.dtype.kind == "f":
        values = array.astype(np.float32)
        if not (values.min() >= 0 and values.max() <= 1):
            raise ImageError("the array holds floats outside 0..1: divide it by its white value first.")
        data = np.rint(values * 255).astype(np.uint8)
    else:
        raise ImageError(f"the array holds {array.dtype}: give uint8, uint16 or floats in 0..1.")
    return Image.fromarray(np.ascontiguousarray(data))


def resolution(image: Image.Image) -> tuple[float, float] | None:
    """Dots per inch of an opened file, horizontal and vertical; None if it says nothing sensible."""
    try:
        x, y = (float(value) for value in image.info.get("dpi") or _exif_resolution(image))
    except Exception:  # damaged EXIF data may raise anything
        return None
    return (x, y) if all(_LOWEST_DPI <= value <= 100_000 for value in (x, y)) else None


def _exif_resolution(image: Image.Image) -> tuple[float, ...]:
    """The resolution that EXIF data tells, which is the only place that WebP files have for it."""
    exif = image.getexif()
    inch = 2.54 if exif.get(_RESOLUTION_UNIT) == _CENTIMETER else 1.0
    return tuple(float(exif[tag]) * inch for tag in _RESOLUTION)


def _is_animated(image: Image.Image, name: str) -> bool:
    try:
        return image.format != "PSD" and bool(getattr(image, "is_animated", False))  # its frames are layers
    except Exception:  # counting the frames of a hostile file may raise anything
        raise _damaged(name) from None


def _too_large(name: str) -> ImageError:
    return ImageError(f"{name} needs more memory than there is: make it smaller.", code="memory")


def _damaged(name: str) -> ImageError:
    return ImageError(f"{name} is damaged or cut short: save or download it again.", code="picture-damaged")


def _through_gray_profile(image: Image.Image, icc: object) -> Image.Image:
    """A gray picture as light as its color profile says, as sRGB shows it; others as they are."""
    if image.mode not in ("L", "LA") or not isinstance(icc, bytes) or icc[16:20] != b"GRAY":
        return image
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        table = Image.fromarray(np.arange(256, dtype=np.uint8)[None])
        seen = ImageCms.profileToProfile(table, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except Exception:  # a damaged profile must not cost the user a good picture
        return image
    assert seen is not None  # profileToProfile returns None only where it works in place
    tones = np.asarray(seen)[0, :, 1]
    bands = image.split()
    return Image.merge(image.mode, (bands[0].point(tones.tolist()), *bands[1:]))


def _rgb_profile(image: Image.Image) -> bytes | None:
    """The color profile, unless it describes gray or CMYK, which the colored picture no longer is."""
    icc = image.info.get("icc_profile")
    return icc if isinstance(icc, bytes) and icc[16:20] == b"RGB " else None
