"""Line art from a cel picture whose lines are known."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from nurie.lineart.extract import EXTRACTORS

Array = NDArray[np.uint8]
SHAPES = [
    ("ellipse", (96, 80), (56, 64), (250, 214, 190)),
    ("ellipse", (74, 80), (11, 16), (60, 130, 200)),
    ("ellipse", (118, 80), (11, 16), (60, 130, 200)),
    ("box", (40, 160), (152, 226), (190, 70, 90)),
    ("box", (80, 170), (112, 226), (240, 240, 248)),
]


def picture(ground: tuple[int, int, int] = (205, 225, 240)) -> tuple[Array, Array]:
    """A cel picture (240, 192, 3) with 3-px ink around every flat, and its line map (ink 0)."""
    rgb = np.full((240, 192, 3), ground, np.uint8)
    line = np.full((240, 192), 255, np.uint8)
    for kind, first, second, color in SHAPES:
        for canvas, fill, ink in ((rgb, color, (30, 24, 34)), (line, 255, 0)):
            for paint, thickness in ((fill, -1), (ink, 3)):
                if kind == "ellipse":
                    cv2.ellipse(canvas, first, second, 0, 0, 360, paint, thickness)
                else:
                    cv2.rectangle(canvas, first, second, paint, thickness)
    return rgb, line


def scan() -> Array:
    """The picture with faint, soft, noisy lines."""
    rgb, line = picture()
    faint = np.where(line[..., None] < 128, rgb * 0.4 + 0.6 * cv2.blur(rgb, (9, 9)), rgb)
    soft = cv2.GaussianBlur(faint.astype(np.float32), (0, 0), 0.8)
    noise = np.random.default_rng(0).normal(0, 3, rgb.shape)
    return np.clip(soft + noise, 0, 255).astype(np.uint8)


def near(mask: NDArray[np.bool_], distance: float = 2) -> NDArray[np.bool_]:
    """The pixels within `distance` of the mask."""
    if not mask.any():
        return mask
    return cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5) <= distance


@pytest.mark.parametrize("width", [0.8, 1.5, 2.2])
@pytest.mark.parametrize("name", EXTRACTORS)
def test_the_inked_lines_are_found_and_flats_stay_paper(name: str, width: float) -> None:
    rgb, line = picture()
    found = EXTRACTORS[name](rgb, width)
    assert found.dtype == np.uint8
    assert found.shape == line.shape
    truth, ink = line < 128, found < 170
    assert (near(ink) & truth).sum() / truth.sum() > 0.95
    assert (near(truth) & ink).sum() / ink.sum() > 0.95
    flat = ~near(truth, 14)
    assert flat.sum() > 3000
    assert found[flat].min() >= 245


@pytest.mark.parametrize("name", EXTRACTORS)
def test_lines_are_found_on_a_dark_ground(name: str) -> None:
    rgb, line = picture((78, 62, 110))
    truth = line < 128
    assert (near(EXTRACTORS[name](rgb, 1.5) < 170) & truth).sum() / truth.sum() > 0.9


@pytest.mark.parametrize("name", EXTRACTORS)
def test_a_flat_picture_has_no_lines(name: str) -> None:
    for gray in (0, 90, 255):
        assert EXTRACTORS[name](np.full((64, 48, 3), gray, np.uint8), 1.5).min() >= 250


def test_no_two_extractors_have_the_same_hand() -> None:
    drawn = {name: extractor(scan(), 1.5).astype(int) for name, extractor in EXTRACTORS.items()}
    names = list(drawn)
    assert len(names) == 4
    for i, first in enumerate(names):
        for second in names[i + 1 :]:
            assert np.abs(drawn[first] - drawn[second]).mean() > 1, (first, second)


def test_contour_draws_a_border_without_ink() -> None:
    rgb = np.full((64, 64, 3), (235, 90, 90), np.uint8)
    rgb[:, 32:] = (70, 140, 225)
    found = EXTRACTORS["contour"](rgb, 1.5)
    assert found[:, 31:33].max() < 60
    assert found[:, :24].min() == found[:, 40:].min() == 255


@pytest.mark.parametrize("name", EXTRACTORS)
def test_a_wider_pen_draws_more_ink(name: str) -> None:
    ink = [255 - EXTRACTORS[name](scan(), width).mean() for width in (0.7, 1.5, 3.0)]
    assert ink[0] < ink[1] < ink[2]


@pytest.mark.parametrize("name", EXTRACTORS)
def test_the_picture_is_not_changed(name: str) -> None:
    rgb, _ = picture()
    before = rgb.copy()
    EXTRACTORS[name](rgb, 1.5)
    np.testing.assert_array_equal(rgb, before)
