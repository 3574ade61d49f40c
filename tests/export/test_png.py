"""Our PNG files are what every reader understands."""

import io

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image, ImageCms

from nurie.export import png


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from([(), (3,), (4,)]).flatmap(
        lambda channels: arrays.arrays(
            np.uint8, st.tuples(st.integers(1, 20), st.integers(1, 20), *map(st.just, channels))
        )
    )
)
def test_other_decoders_read_back_every_pixel(pixels: np.ndarray) -> None:
    data = png.encode(pixels)
    with Image.open(io.BytesIO(data)) as image:
        image.verify()  # the checksums
    with Image.open(io.BytesIO(data)) as image:
        assert np.array_equal(np.asarray(image), pixels)
    read = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    order = {3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGBA}
    channels = pixels.shape[2] if pixels.ndim == 3 else 1
    assert np.array_equal(cv2.cvtColor(read, order[channels]) if channels in order else read, pixels)


def test_a_part_of_a_larger_picture_is_written_as_it_is() -> None:
    page = np.random.default_rng(0).integers(0, 256, (40, 30, 3)).astype(np.uint8)
    with Image.open(io.BytesIO(png.encode(page[5:25, 3:20]))) as image:
        assert np.array_equal(np.asarray(image), page[5:25, 3:20])


def test_resolution_and_color_profile_are_noted() -> None:
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = png.encode(np.zeros((4, 4, 3), np.uint8), (300, 150), icc)
    with Image.open(io.BytesIO(data)) as image:
        image.verify()
        assert image.info["dpi"] == pytest.approx((300, 150), abs=0.1)
        assert image.info["icc_profile"] == icc
