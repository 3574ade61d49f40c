"""The only place that knows how pictures are stored.

EXIF orientation, palettes, bit depth, CMYK, alpha, channel order, value ranges and size limits end here:
whatever comes in, the rest of nurie sees RGB bytes, 0 black to 255 white, with rows from top to bottom.
"""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms, ImageOps

from nurie.errors import ImageError, Notice

Bytes = npt.NDArray[np.uint8]
"""An array of bytes, 0..255."""

MAX_PIXELS = 100_000_000
MIN_SIDE = 16
MAX_ASPECT = 20

_RESOLUTION, _RESOLUTION_UNIT, _CENTIMETER = (0x011A, 0x011B), 0x0128, 3  # tags of EXIF, and a value
_LOWEST_DPI = 10  # files without a resolution say 0 or 1; nobody scans that coarsely
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "PPM", "WEBP", "TIFF", "PSD", "TGA", "JPEG2000", "AVIF")
_pillow_limit = threading.Lock()


@dataclass(frozen=True, eq=False)
class Picture:
    """A decoded picture.

    Attributes:
        rgb: (H, W, 3) bytes, alpha flattened on white.
        name: the file's name, or "the picture" when there is no file.
        dpi: dots per inch, horizontal and vertical, if the file says so.
        icc: the file's RGB color profile, if it has one.
        notices: sentences that the user should read.
        alpha: (H, W) bytes, 0 transparent to 255 opaque; None for a picture that is opaque all over.
    """

    rgb: Bytes
    name: str = "the picture"
    dpi: tuple[float, float] | None = None
    icc: bytes | None = None
    notices: tuple[str, ...] = ()
    alpha: Bytes | None = None


_Stored = str | Path | bytes | Image.Image | npt.NDArray[np.generic]
Source = _Stored | Picture


def load(source: Source, max_pixels: int = MAX_PIXELS) -> Picture:
    """Read a sketch from a path, the bytes of a file, a PIL image or an array; a `Picture` stays as it is.

    Arrays are (H, W) or (H, W, 1..4): gray, gray and alpha, RGB, RGBA. They hold bool, uint8, uint16, or
    floats in 0..1.

    Raises:
        ImageError: the picture cannot be read, or its size is outside the limits.
    """
    if isinstance(source, Picture):
        return source
    image, name = _open(source, max_pixels)
    _check_size(image.size, name, max_pixels)
    if min(image.size) < MIN_SIDE:
        raise ImageError(
            f"{name} is {image.width} x {image.height} px, too small to be a sketch: "
            f"use a picture of at least {MIN_SIDE} px a side.",
            code="picture-too-small",
            width=image.width,
            height=image.height,
            least=MIN_SIDE,
        )
    if max(image.size) > MAX_ASPECT * min(image.size):
        raise ImageError(
            f"{name} is {image.width} x {image.height} px, too long and narrow to color: "
            f"cut it into pieces no longer than {MAX_ASPECT} times their width.",
            code="picture-too-narrow",
            width=image.width,
            height=image.height,
            most=MAX_ASPECT,
        )
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
    _check_size(image.size, name, max_pixels)
    return np.asarray(_decode(image, name).convert("RGBA"))


def _open(source: _Stored, max_pixels: int) -> tuple[Image.Image, str]:
    if isinstance(source, Image.Image):
        return source, "the picture"
    if isinstance(source, np.ndarray):
        return _from_array(source), "the picture"
    if isinstance(source, bytes):
        data, name = source, "the picture"
    else:
        data, name = read(Path(source)), Path(source).name
    if not data:
        raise ImageError(
            f"{name} is empty: save the sketch again and give the new file.", code="picture-empty"
        )
    try:
        with _no_pillow_limit():
            return Image.open(io.BytesIO(data), formats=_FORMATS), name
    except Exception:  # a decoder may raise anything on a hostile file
        raise ImageError(
            f"{name} is not a picture that nurie can read: save it as PNG, JPEG, WebP, TIFF or GIF."
        ) from None


def read(path: Path) -> bytes:
    """The bytes of a picture file.

    Raises:
        ImageError: it does not exist, is a folder, or cannot be read.
    """
    if path.is_dir():
        raise ImageError(f"{path} is a folder, not a picture: name the picture files in it.")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ImageError(f"{path} does not exist: check the file's name and folder.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ImageError(f"{path} cannot be read ({reason}): check the file and its permissions.") from None


@contextmanager
def _no_pillow_limit() -> Iterator[None]:
    """Switch off Pillow's own size limit: ours is checked before anything is decoded."""
    with _pillow_limit:
        before, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = before


def _check_size(size: tuple[int, int], name: str, max_pixels: int) -> None:
    width, height = size
    if width * height > max_pixels:
        raise ImageError(
            f"{name} has {width * height / 1e6:.0f} megapixels but the limit is {max_pixels / 1e6:.0f}: "
            "make it smaller, or raise the limit with --max-megapixels.",
            code="picture-too-large",
            megapixels=round(width * height / 1e6),
            limit=round(max_pixels / 1e6),
        )


def _decode(image: Image.Image, name: str) -> Image.Image:
    """Decode into one of the modes L, LA, RGB, RGBA, turned upright."""
    try:
        with _no_pillow_limit():
            image.load()
    except Exception:  # a decoder may raise anything on a hostile file
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
        return ImageOps.exif_transpose(image)
    except Exception:  # damaged EXIF data must not cost the user a good picture
        return image


def _flatten(image: Image.Image) -> Bytes:
    """Put a picture on white paper: (H, W, 3) bytes."""
    if image.mode == "RGBA":
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    return np.asarray(image.convert("RGB"))


def _alpha(image: Image.Image) -> Bytes | None:
    if image.mode != "RGBA":
        return None
    alpha = np.asarray(image.getchannel("A"))
    return None if alpha.min() == 255 else alpha


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
        return bool(getattr(image, "is_animated", False))
    except Exception:  # counting the frames of a hostile file may raise anything
        raise _damaged(name) from None


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
    assert seen is not None  # a new picture, for it was not asked for in place
    tones = np.asarray(seen)[0, :, 1]
    bands = image.split()
    return Image.merge(image.mode, (bands[0].point(tones.tolist()), *bands[1:]))


def _rgb_profile(image: Image.Image) -> bytes | None:
    """The color profile, unless it describes gray or CMYK, which the colored picture no longer is."""
    icc = image.info.get("icc_profile")
    return icc if isinstance(icc, bytes) and icc[16:20] == b"RGB " else None
