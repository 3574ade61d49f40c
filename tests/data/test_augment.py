"""Views, inks and palettes, compared with geometry and colors that are known."""

from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from skimage.color import rgb2lab

from nurie.data import augment
from nurie.data.augment import View


class Still:
    """A source of chance whose normal distributions are all at their mean: no turn, shear or stretch."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def normal(self, mean: float, _: float) -> float:
        return mean

    def __getattr__(self, name: str) -> Any:
        return getattr(self.rng, name)


def corners(view: View, shape: tuple[int, int]) -> NDArray[np.float64]:
    """Where the picture's corners lie in the frame, (4, 2) as x, y."""
    height, width = shape
    points = np.array([[0, 0, 1], [width, 0, 1], [0, height, 1], [width, height, 1]], np.float64)
    return points @ view.matrix.T


SHAPES = [((200, 160), (96, 64)), ((100, 300), (64, 64)), ((300, 100), (64, 128)), ((64, 64), (64, 64))]


@pytest.mark.parametrize(("shape", "size"), SHAPES)
def test_zoom_1_fits_the_picture_into_the_frame(shape: tuple[int, int], size: tuple[int, int]) -> None:
    for seed in range(20):
        view = augment.random_view(Still(seed), shape, size, (1.0, 1.0))  # type: ignore[arg-type]
        at = corners(view, shape)
        assert view.size == size
        assert at.min() >= -1e-6
        assert (at <= np.array([size[1], size[0]]) + 1e-6).all()
        gaps = np.array([size[1], size[0]]) - np.ptp(at, axis=0)
        assert gaps.min() == pytest.approx(0, abs=1e-6), "it fills the frame along one side"


@pytest.mark.parametrize(("shape", "size"), SHAPES)
@pytest.mark.parametrize("zoom", [0.5, 1.3, 2.5])
def test_zoom_crops_or_surrounds_but_leaves_no_gap_between(
    shape: tuple[int, int], size: tuple[int, int], zoom: float
) -> None:
    """Along each side either the picture lies in the frame or the frame in the picture."""
    frame = np.array([size[1], size[0]])
    fit = min(size[0] / shape[0], size[1] / shape[1])
    for seed in range(20):
        view = augment.random_view(Still(seed), shape, size, (zoom, zoom))  # type: ignore[arg-type]
        at = corners(view, shape)
        first, last = at.min(axis=0), at.max(axis=0)
        np.testing.assert_allclose(last - first, np.array(shape[::-1]) * fit * zoom, rtol=1e-9)
        inside = (first >= -1e-6) & (last <= frame + 1e-6)
        around = (first <= 1e-6) & (last >= frame - 1e-6)
        assert (inside | around).all()


def test_views_differ_and_half_of_them_are_mirrored() -> None:
    views = [
        augment.random_view(np.random.default_rng(s), (200, 160), (64, 64), (0.8, 1.6)) for s in range(300)
    ]
    signs = [np.sign(np.linalg.det(view.matrix[:, :2])) for view in views]
    assert 0.4 < np.mean(np.array(signs) < 0) < 0.6
    scales = [np.sqrt(abs(np.linalg.det(view.matrix[:, :2]))) / (64 / 200) for view in views]
    assert 0.79 < min(scales) < 0.85
    assert 1.5 < max(scales) < 1.61


@pytest.mark.parametrize("zoom", [0.4, 1.0, 3.0])
def test_a_warp_keeps_lines_and_labels_aligned(zoom: float) -> None:
    labels = np.zeros((180, 220), np.uint8)
    cv2.circle(labels, (120, 80), 50, 1, -1)
    cv2.rectangle(labels, (20, 120), (90, 170), 1, -1)
    for seed in range(10):
        view = augment.random_view(np.random.default_rng(seed), labels.shape, (96, 128), (zoom, zoom))
        gray = view.warp(labels * 255, 0)
        moved = view.warp(labels, 0, nearest=True)
        assert set(np.unique(moved)) == {0, 1}
        assert gray.dtype == moved.dtype == np.uint8
        assert (moved[gray > 215] == 1).all()
        assert (moved[gray < 40] == 0).all()
        assert gray.mean() / 255 == pytest.approx(moved.mean(), rel=0.05)


@pytest.mark.parametrize("frame", [(64, 64), (128, 96), (512, 512)])
def test_a_point_lands_where_the_matrix_says(frame: tuple[int, int]) -> None:
    for seed in range(8):
        rng = np.random.default_rng(seed)
        page = np.full((901, 1203), 255, np.uint8)
        x, y = int(rng.integers(450, 750)), int(rng.integers(350, 550))
        cv2.circle(page, (x, y), 60, 0, -1)
        view = augment.random_view(rng, page.shape, frame, (1.0, 1.0))
        ink = 255.0 - view.warp(page, 255)
        rows, columns = np.indices(frame)
        center = np.array([(columns * ink).sum(), (rows * ink).sum()]) / ink.sum()
        np.testing.assert_allclose(center, view.matrix @ [x, y, 1], atol=0.06)


def test_twice_the_view_averages_to_the_view() -> None:
    page = np.full((300, 300), 255, np.uint8)
    cv2.circle(page, (140, 160), 50, 0, 7)
    view = augment.random_view(np.random.default_rng(3), page.shape, (96, 96), (1.2, 1.2))
    twice = view.enlarged(2).warp(page, 255).reshape(96, 2, 96, 2).mean(axis=(1, 3))
    assert np.abs(twice - view.warp(page, 255)).max() < 40
    assert np.abs(twice - view.warp(page, 255)).mean() < 0.5


@pytest.mark.parametrize("side", [300, 640, 1500])
def test_thin_lines_do_not_break_when_a_picture_shrinks(side: int) -> None:
    page = np.full((side, side), 255, np.uint8)
    page[:, :: side // 10] = 0
    scale = 64 / side
    view = View(np.array([[scale, 0, 0], [0, scale, 0]]), (64, 64))
    seen = view.warp(page, 255)
    inside = 255 - seen[4:-4].astype(float)
    assert inside.mean() == pytest.approx((255.0 - page).mean(), rel=0.1), "the ink of the lines is kept"
    per_line = inside[:, 3:61].sum(axis=1)
    assert per_line.std() < 0.02 * per_line.mean(), "every row has its share of every line"


def test_a_border_fills_what_lies_outside() -> None:
    page = np.zeros((40, 40, 3), np.uint8)
    view = View(np.array([[1.0, 0, 20], [0, 1.0, 20]]), (80, 80))
    seen = view.warp(page, 200)
    assert (seen[:18] == 200).all()
    assert (seen[22:58, 22:58] == 0).all()


@pytest.mark.parametrize("seed", range(40))
def test_an_ink_stays_ink_and_paper_stays_paper(seed: int) -> None:
    line = np.full((80, 64), 255, np.uint8)
    line[20:60, 30:34] = 0
    out = augment.vary_ink(np.random.default_rng(seed), line)
    assert out.shape == line.shape
    assert out.dtype == np.uint8
    assert out[20:60, 31:33].mean() < 190
    assert out[:, :25].mean() > 248
    assert line[20, 30] == 0, "the line given is not changed"


def test_inks_differ_in_tone() -> None:
    line = np.full((40, 40), 255, np.uint8)
    line[:, 18:22] = 0
    tones = [augment.vary_ink(np.random.default_rng(s), line)[:, 19:21].min() for s in range(50)]
    assert min(tones) < 10
    assert max(tones) > 80


SKINS = (
    "ffe0cc fad3b8 fbd6ba f8cdb0 fcd8c2 fbd5c0 f9cfb3 fbd4b9 e3b088 cf9b70 "
    "f6d3bd f1c7a9 eac0a0 d9a98a c68e6e b07a58 deb094 ffdbc4 f3d0b5 e8bfa4"
)
NO_SKINS = (
    "ffffff f4f6fa 808080 202020 000000 c0c0c0 2b2d42 3f6fd0 3d5a99 b5d8f2 2f8f6b 5c8f5a "
    "d0f2df 6fbde8 7b4fb0 00ff00 0000ff ff0000 ffff00 e0533f f0c64e f07ba6 7a4a2c"
)


def rgb_of(code: str) -> tuple[int, ...]:
    return tuple(int(code[i : i + 2], 16) for i in (0, 2, 4))


@pytest.mark.parametrize(("codes", "skin"), [(SKINS.split(), True), (NO_SKINS.split(), False)])
def test_skin_tones(codes: list[str], skin: bool) -> None:
    lab = rgb2lab(np.array([rgb_of(code) for code in codes], np.float64)[None] / 255)[0]
    found = augment.skin_tones(lab.astype(np.float32))
    assert [code for code, is_skin in zip(codes, found, strict=True) if is_skin != skin] == []


def test_lab_agrees_with_an_independent_conversion() -> None:
    rgb = np.random.default_rng(0).integers(0, 256, (20, 20, 3)).astype(np.uint8)
    np.testing.assert_allclose(augment.to_lab(rgb), rgb2lab(rgb), atol=0.4)


def figure() -> tuple[NDArray[np.uint8], dict[str, tuple[slice, slice]]]:
    rgb = np.full((120, 100, 3), 255, np.uint8)
    areas = {
        "skin": (slice(20, 55), slice(30, 70)),
        "dress": (slice(55, 110), slice(25, 75)),
        "hair": (slice(10, 20), slice(30, 70)),
    }
    for name, color in (("skin", "fad3b8"), ("dress", "3d5a99"), ("hair", "b8392f")):
        rgb[areas[name]] = rgb_of(color)
    return rgb, areas


@pytest.mark.parametrize("seed", range(5))
def test_recoloring_leaves_paper_and_skin_alone_and_turns_the_rest(seed: int) -> None:
    rgb, areas = figure()
    out = augment.recolor_by_part(np.random.default_rng(seed), rgb)
    assert out.dtype == np.uint8
    difference = np.abs(out.astype(int) - rgb)
    assert difference[:8].max() <= 1, "paper"
    assert difference[areas["skin"]].max() <= 1
    for name in ("dress", "hair"):
        inside = out[areas[name]].reshape(-1, 3)
        assert np.ptp(inside, axis=0).max() <= 1, "a flat stays flat"
    changed = [difference[areas[name]].max() for name in ("dress", "hair")]
    assert max(changed) > 15


def test_recoloring_turns_parts_by_different_angles() -> None:
    rgb, areas = figure()
    turns = []
    for seed in range(12):
        lab = rgb2lab(augment.recolor_by_part(np.random.default_rng(seed), rgb))
        before = rgb2lab(rgb)
        angle = {}
        for name in ("dress", "hair"):
            (_, a, b), (_, a0, b0) = lab[areas[name]].mean((0, 1)), before[areas[name]].mean((0, 1))
            angle[name] = np.arctan2(b, a) - np.arctan2(b0, a0)
        turns.append(np.cos(angle["dress"] - angle["hair"]))
    assert min(turns) < 0.5


def test_the_ground_is_the_white_joined_to_the_border() -> None:
    rgb = np.full((40, 40, 3), 255, np.uint8)
    rgb[10:30, 10:30] = (200, 60, 60)
    rgb[15:25, 15:25] = 255
    truth = np.ones((40, 40), bool)
    truth[10:30, 10:30] = False
    np.testing.assert_array_equal(augment.border_ground(rgb), truth)


def test_grounds_are_pale_or_muted() -> None:
    colors = np.array([augment.random_ground(np.random.default_rng(s)) for s in range(100)]).astype(int)
    assert colors.shape == (100, 3)
    assert np.all(colors.max(axis=1) >= 140)
    assert np.all((colors.max(axis=1) - colors.min(axis=1)) <= 0.36 * colors.max(axis=1))
    assert len({tuple(color) for color in colors}) > 90
