"""The two passes of `nurie prepare` over one picture: what is it, and what does its sample hold?"""

import hashlib
import json
from dataclasses import dataclass
from functools import partial
from typing import Literal

import cv2
import numpy as np

from nurie import images
from nurie.arrays import Bytes
from nurie.data import shards
from nurie.data.listing import SourcePicture
from nurie.data.screen import group, perceptual_hash, reduced
from nurie.errors import DataError, ImageError
from nurie.lineart.extract import EXTRACTORS

Classification = Literal["color", "gray", "lineart", "unreadable", "unfit", "small", "duplicate"]

_LINE_WIDTH = 1.0
_PNG_EFFORT = 4


@dataclass(frozen=True)
class PrepareOptions:
    """What the shards are to hold."""

    size: int = 512
    """Long side in px; smaller pictures are not enlarged."""
    frame: Literal["fit", "crop"] = "fit"
    """The whole picture, or its central square."""
    minimum: int = 128
    """Short side in px that a picture must have."""
    extractors: tuple[str, ...] = tuple(EXTRACTORS)
    """Which line art each picture gets, by the names of `nurie.lineart.extract`."""
    twins: bool = True
    """Keep line art that lies beside a picture as NAME.line.png."""
    duplicate_bits: int = 10
    """Pictures whose perceptual hashes differ by at most this many of 192 bits are one; -1 keeps all."""
    encoding: Literal["webp", "png"] = "webp"
    """How pictures are stored; line art is always PNG."""
    quality: int = 90
    """Of WebP, 1 to 100."""
    shard: int = 1000
    """Pictures a shard."""


@dataclass(frozen=True)
class Judgment:
    """What the first pass says of one picture."""

    source: str
    kind: Classification
    """The group it goes to, or why it is rejected."""
    reason: str = ""
    """Why it is rejected, in words."""
    sha256: str = ""
    hash: str = ""
    """The perceptual hash, hexadecimal."""
    width: int = 0
    height: int = 0


def look(options: PrepareOptions, entry: SourcePicture) -> Judgment:
    """The first pass over one picture."""
    reject = partial(Judgment, entry.source)
    try:
        data = entry.picture.read()
        rgb = images.load(data).rgb
        twin = images.load(entry.twin.read()).rgb if entry.twin and options.twins else rgb
    except OSError as error:
        return reject("unreadable", f"cannot be read ({error.strerror})")
    except ImageError as error:
        return reject("unfit" if _is_whole(entry) else "unreadable", str(error))
    height, width = rgb.shape[:2]
    if min(height, width) < options.minimum:
        return reject("small", f"{width} x {height} px, below {options.minimum}")
    if twin.shape != rgb.shape:
        return reject(
            "unfit", f"its line art is {twin.shape[1]} x {twin.shape[0]} px, not {width} x {height}"
        )
    digest, known = hashlib.sha256(data).hexdigest(), f"{perceptual_hash(rgb):048x}"
    return Judgment(entry.source, group(rgb), "", digest, known, width, height)


def _is_whole(entry: SourcePicture) -> bool:
    """Whether a picture that was refused can be decoded, and only its size or shape is wrong."""
    try:
        for place in filter(None, (entry.picture, entry.twin)):
            images.load_rgba(place.read())
    except (OSError, ImageError):
        return False
    return True


def build(options: PrepareOptions, job: tuple[SourcePicture, Judgment]) -> dict[str, bytes]:
    """The second pass over one picture: the files of its sample by their endings.

    Raises:
        DataError: the picture is not what it was in the first pass.
    """
    entry, record = job
    try:
        data = entry.picture.read()
        rgb = _framed(images.load(data).rgb, options)
        twin = _framed(images.load(entry.twin.read()).rgb, options) if entry.twin and options.twins else None
    except (OSError, ImageError) as error:
        raise DataError(f"{entry.source} cannot be read any more ({error}); run the same again.") from error
    if hashlib.sha256(data).hexdigest() != record.sha256:
        raise DataError(f"{entry.source} changed meanwhile; run the same again with overwrite=True.")
    lines = {} if record.kind == "lineart" else {name: EXTRACTORS[name] for name in options.extractors}
    files = {f".{name}.png": _png(extract(rgb, _LINE_WIDTH)) for name, extract in lines.items()}
    if twin is not None:
        files[shards.TWIN] = _png(np.asarray(cv2.cvtColor(twin, cv2.COLOR_RGB2GRAY), np.uint8))
    about = {
        "source": record.source,
        "sha256": record.sha256,
        "hash": record.hash,
        "original_size": [record.width, record.height],
        "size": [rgb.shape[1], rgb.shape[0]],
        "group": record.kind,
    }
    files[".json"] = json.dumps(about, ensure_ascii=False).encode()
    bgr = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), np.uint8)
    if options.encoding == "png":
        return files | {".png": _png(bgr)}
    encoded = cv2.imencode(".webp", bgr, [cv2.IMWRITE_WEBP_QUALITY, options.quality])[1]
    return files | {".webp": encoded.tobytes()}


def _framed(rgb: Bytes, options: PrepareOptions) -> Bytes:
    if options.frame == "crop":
        side = min(rgb.shape[:2])
        top, left = (rgb.shape[0] - side) // 2, (rgb.shape[1] - side) // 2
        rgb = np.ascontiguousarray(rgb[top : top + side, left : left + side])
    return reduced(rgb, options.size)


def _png(pixels: Bytes) -> bytes:
    return cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, _PNG_EFFORT])[1].tobytes()
