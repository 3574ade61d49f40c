"""The smallest and the largest channel are those that NumPy finds."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nurie.color.channels import brightest, darkest


@given(
    arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=9).map(lambda shape: (*shape, 3))),
    st.booleans(),
)
def test_channels(rgb: np.ndarray, mirrored: bool) -> None:
    if mirrored:  # a view
        rgb = rgb[:, ::-1]
    assert (darkest(rgb) == rgb.min(axis=2)).all()
    assert (brightest(rgb) == rgb.max(axis=2)).all()
