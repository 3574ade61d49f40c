"""Picture files of all kinds keep size, colors, resolution and color profile."""

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from nurie import images
from nurie.data.drawn import SCHEMES, draw, paint
from nurie.errors import OutputError
from nurie.export.encode import encode
from nurie.export.formats import Format

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def page() -> np.ndarray:
    drawing = draw(1, (200, 150))
    return (paint(drawing, SCHEMES[1]) * (drawing.line[..., None] / 255)).astype(np.uint8)


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_resolution_and_profile_are_read_back(kind: Format) -> None:
    data = encode(page(), kind, dpi=(600, 300), icc=SRGB)
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == kind.upper()
    picture = images.load(data)
    assert picture.dpi == pytest.approx((600, 300), abs=0.1)
    assert picture.icc == SRGB
    assert np.abs(picture.rgb.astype(int) - page()).mean() < 3
    assert images.load(encode(page(), kind)).dpi is None


@pytest.mark.parametrize("kind", ["jpeg", "webp"])
def test_quality_trades_size_for_likeness(kind: Format) -> None:
    low, high = (encode(page(), kind, quality) for quality in (30, 95))
    assert len(low) < 0.6 * len(high)
    off = [np.abs(images.load(data).rgb.astype(int) - page()).mean() for data in (low, high)]
    assert off[0] > 1.5 * off[1]


def test_colors_do_not_bleed_over_lines_in_good_jpeg() -> None:
    pixels = np.full((64, 64, 3), (230, 30, 40), np.uint8)
    pixels[:, 31:33] = 255
    assert images.load(encode(pixels, "jpeg", 90)).rgb[:, 31:33].min() > 200


@pytest.mark.parametrize(("kind", "side"), [("jpeg", 65_501), ("webp", 16_384)])
def test_a_page_too_large_for_its_kind_of_file(kind: Format, side: int) -> None:
    with pytest.raises(OutputError, match=rf"16 x {side} px but {kind} holds at most .*write a PNG file"):
        encode(np.zeros((side, 16, 3), np.uint8), kind)
