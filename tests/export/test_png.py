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
@given(arrays.arrays(np.uint8, st.tuples(st.integers(1, 20), st.integers(1, 20), st.just(3))))
def test_other_decoders_read_back_every_pixel(rgb: np.ndarray) -> None:
    data = png.encode(rgb)
    with Image.open(io.BytesIO(data)) as image:
        assert np.array_equal(np.asarray(image), rgb)
    bgr = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    assert np.array_equal(bgr[..., ::-1], rgb)


def test_resolution_and_color_profile_are_noted() -> None:
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = png.encode(np.zeros((4, 4, 3), np.uint8), (300, 150), icc)
    with Image.open(io.BytesIO(data)) as image:
        image.verify()
        assert image.info["dpi"] == pytest.approx((300, 150), abs=0.1)
        assert image.info["icc_profile"] == icc
