"""The registry of formats: what a file of each keeps, and what is refused."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from nurie import images
from nurie.data.drawn import SCHEMES, draw, paint
from nurie.errors import OutputError
from nurie.export import formats
from nurie.export.formats import named
from nurie.export.layers import LayeredImage

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def encode(
    pixels: np.ndarray,
    kind: str,
    quality: int = 90,
    dpi: tuple[float, float] | None = None,
    icc: bytes | None = None,
) -> bytes:
    return named(kind).encoded(LayeredImage((), pixels, dpi, icc), quality)


def page() -> np.ndarray:
    drawing = draw(1, (200, 150))
    return (paint(drawing, SCHEMES[1]) * (drawing.line[..., None] / 255)).astype(np.uint8)


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_resolution_and_profile_are_read_back(kind: str) -> None:
    data = encode(page(), kind, dpi=(600, 300), icc=SRGB)
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == kind.upper()
    picture = images.load(data)
    assert picture.dpi == pytest.approx((600, 300), abs=0.1)
    assert picture.icc == SRGB
    assert np.abs(picture.rgb.astype(int) - page()).mean() < 3
    assert images.load(encode(page(), kind)).dpi is None


@pytest.mark.parametrize("kind", ["jpeg", "webp"])
def test_quality_trades_size_for_likeness(kind: str) -> None:
    low, high = (encode(page(), kind, quality) for quality in (30, 95))
    assert len(low) < 0.6 * len(high)
    off = [np.abs(images.load(data).rgb.astype(int) - page()).mean() for data in (low, high)]
    assert off[0] > 1.5 * off[1]


def test_colors_do_not_bleed_over_lines_in_good_jpeg() -> None:
    pixels = np.full((64, 64, 3), (230, 30, 40), np.uint8)
    pixels[:, 31:33] = 255
    assert images.load(encode(pixels, "jpeg", 90)).rgb[:, 31:33].min() > 200


@pytest.mark.parametrize(("kind", "side"), [("jpeg", 65_501), ("webp", 16_384)])
def test_a_page_too_large_for_its_kind_of_file(kind: str, side: int) -> None:
    with pytest.raises(OutputError, match=rf"16 x {side} px but {kind.upper()} files end at .* write \.png"):
        encode(np.zeros((side, 16, 3), np.uint8), kind)


def test_transparent_pixels() -> None:
    clear = np.zeros((8, 8, 4), np.uint8)
    for kind in formats.FORMATS:
        if kind.layered:
            continue
        if kind.alpha:
            with Image.open(io.BytesIO(encode(clear, kind.name))) as image:
                assert np.asarray(image.convert("RGBA"))[..., 3].max() == 0, kind.name
        else:
            with pytest.raises(OutputError, match=r"hold nothing transparent: write \.png"):
                encode(clear, kind.name)


def test_names_and_endings_say_one_format_each() -> None:
    assert len(set(formats.names())) == len(formats.FORMATS)
    assert len(set(formats.endings())) == len(formats.endings())
    for kind in formats.FORMATS:
        assert named(kind.name) is kind
        for ending in kind.endings:
            assert formats.of(Path(f"a{ending.upper()}")) is kind
    assert formats.of(Path("a.gif")) is formats.of(Path("png")) is None


@pytest.mark.parametrize(("layered", "wrong"), [(None, "gif"), (False, "psd"), (True, "png")])
def test_an_unknown_format_is_refused_with_those_that_there_are(layered: bool | None, wrong: str) -> None:
    known = [kind.name for kind in formats.FORMATS if layered in (None, kind.layered)]
    with pytest.raises(
        OutputError, match=f"'{wrong}' is no format .*: use {', '.join(known[:-1])} or {known[-1]}"
    ):
        named(wrong, layered)
