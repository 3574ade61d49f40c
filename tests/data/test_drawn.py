"""The procedural artist: what a drawing promises, whatever the seed."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from skimage.color import deltaE_ciede2000, rgb2lab

from nurie.color.difference import ciede2000
from nurie.data.drawn import SCHEMES, Drawing, LineStyle, Scheme, draw, paint, random_scheme
from nurie.data.drawn.accessories import BACK_ITEMS, NECK_ITEMS
from nurie.data.drawn.beards import BEARDS
from nurie.data.drawn.cloaks import WRAPS
from nurie.data.drawn.eyes import EYES
from nurie.data.drawn.face_items import FACE_ITEMS
from nurie.data.drawn.figure import random_figure
from nurie.data.drawn.foregrounds import FOREGROUNDS
from nurie.data.drawn.grounds import GROUNDS
from nurie.data.drawn.hair_backs import HAIR_BACKS
from nurie.data.drawn.hair_fronts import HAIR_FRONTS
from nurie.data.drawn.headwear import EARS, HEADWEAR
from nurie.data.drawn.legwear import APRONS, LEGWEAR
from nurie.data.drawn.mouths import MOUTHS
from nurie.data.drawn.outfits import OUTFITS
from nurie.data.drawn.paint import shadow_color
from nurie.data.drawn.props import PROPS
from nurie.schemes.parts import PART_COUNT, Part

CLEAN = LineStyle(width=0.005, tone=10, pressure=0.4, gaps=0.0, wobble=0.1)
SEEDS = range(32)


@pytest.fixture(scope="module")
def everything() -> list[Drawing]:
    return [draw(seed, (256, 256), CLEAN) for seed in SEEDS]


@pytest.fixture(scope="module")
def drawings(everything: list[Drawing]) -> list[Drawing]:
    return [drawing for drawing in everything if drawing.kind == "figures"]


def _distance(scheme: Scheme, first: Part, second: Part) -> float:
    one, two = (rgb2lab(np.array(scheme[part]) / 255.0) for part in (first, second))
    return float(deltaE_ciede2000(one, two))


def _planes(drawing: Drawing) -> list[NDArray[np.uint8]]:
    return [drawing.line, drawing.parts, drawing.shadow, drawing.light, drawing.blush]


def test_a_seed_draws_the_same_picture_again() -> None:
    one, two = draw(7), draw(7)
    assert all(np.array_equal(a, b) for a, b in zip(_planes(one), _planes(two), strict=True))
    assert not np.array_equal(one.line, draw(8).line)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1), short=st.integers(64, 160), share=st.floats(0.0, 1.0), tall=st.booleans()
)
def test_any_size_gives_planes_of_that_size_and_labels_of_parts(
    seed: int, short: int, share: float, tall: bool
) -> None:
    long = round(short * (1.0 + share))
    size = (long, short) if tall else (short, long)
    drawing = draw(seed, size)
    for plane in _planes(drawing):
        assert plane.shape == size
        assert plane.dtype == np.uint8
    assert drawing.parts.max() < PART_COUNT
    assert drawing.seed == seed


@pytest.mark.parametrize("size", [(63, 63), (64, 129), (1025, 1025), (2048, 1024)])
def test_impossible_sizes_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="must lie in"):
        draw(0, size)


@pytest.mark.parametrize("seed", range(8))
def test_the_same_seed_at_two_sizes_is_the_same_picture(seed: int) -> None:
    small, large = draw(seed, (160, 128), CLEAN), draw(seed, (480, 384), CLEAN)
    reduced = large.parts[1::3, 1::3]
    assert (small.parts == reduced).mean() > 0.9
    line = cv2.resize(large.line, (128, 160), interpolation=cv2.INTER_AREA)
    assert np.abs(small.line.astype(float) - line).mean() < (30.0 if small.kind == "page" else 25.0)


def test_every_part_is_drawn_and_faces_have_skin_and_hair(drawings: list[Drawing]) -> None:
    seen = set()
    for drawing in drawings:
        present = set(np.unique(drawing.parts).tolist())
        assert {Part.SKIN, Part.HAIR} <= present
        seen |= present
    assert seen == set(range(PART_COUNT))


def test_shadow_light_and_blush_lie_where_they_belong(drawings: list[Drawing]) -> None:
    assert sum(d.shadow.any() for d in drawings) == len(drawings)
    assert sum(d.light.any() for d in drawings) > 0.8 * len(drawings)
    for drawing in drawings:
        blushing = drawing.parts[drawing.blush > 128]
        assert (blushing == Part.SKIN).mean() > 0.95 if blushing.size else True


def test_line_art_is_mostly_paper(everything: list[Drawing]) -> None:
    for drawing in everything:
        assert 0.6 < (drawing.line > 200).mean() < 0.995
        assert drawing.line.min() < 60


def test_regions_are_bounded_by_ink(everything: list[Drawing]) -> None:
    for drawing in everything:
        near = cv2.dilate((drawing.line < 128).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        parts = drawing.parts
        across, down = parts[:, 1:] != parts[:, :-1], parts[1:] != parts[:-1]
        borders = across.sum() + down.sum()
        bounded = (across & near[:, 1:]).sum() + (down & near[1:]).sum()
        assert bounded >= 0.95 * borders, f"seed {drawing.seed}"


def test_style_sets_tone_and_width_of_the_line() -> None:
    gray = draw(3, style=LineStyle(width=0.004, tone=110, gaps=0.0))
    assert 105 <= gray.line.min() <= 130
    thin, thick = (draw(3, style=LineStyle(width=w, gaps=0.0)) for w in (0.002, 0.008))
    assert (thick.line < 128).sum() > 1.5 * (thin.line < 128).sum()
    assert np.mean(thin.parts == thick.parts) > 0.99


def test_libraries_are_wide_and_reachable() -> None:
    assert len(EYES) >= 12
    assert len(HAIR_BACKS) >= 15
    assert len(HAIR_FRONTS) >= 30
    assert len(OUTFITS) >= 20
    rng = np.random.default_rng(0)
    figures = [random_figure(rng, 5.5, True) for _ in range(4000)]
    assert {f.back for f in figures} == set(HAIR_BACKS)
    assert {f.front for f in figures} == set(HAIR_FRONTS)
    assert {f.outfit for f in figures} == set(OUTFITS)
    assert {f.ears for f in figures} == {"", *EARS}
    assert {f.headwear for f in figures} == {"", *HEADWEAR}
    assert {f.face_item for f in figures} == {"", *FACE_ITEMS}
    assert {f.beard for f in figures} == {"", *BEARDS}
    assert {f.neck_item for f in figures} == {"", *NECK_ITEMS}
    assert {f.back_item for f in figures} == {"", *BACK_ITEMS}
    assert {f.prop for f in figures} == {"", *PROPS}
    assert {f.wrap for f in figures} == {"", *WRAPS}
    assert {f.legwear for f in figures} == {"", *LEGWEAR}
    assert {f.apron for f in figures} == {"", *APRONS}
    assert 0.08 < sum(f.hood is not None for f in figures) / 4000 < 0.2
    assert 0.05 < sum(f.head.pointed > 0 for f in figures) / 4000 < 0.1
    assert all((MOUTHS, GROUNDS, FOREGROUNDS))


def test_there_are_nine_schemes() -> None:
    assert len(SCHEMES) == 9
    assert len(set(SCHEMES)) == 9


def _check_scheme(scheme: Scheme) -> None:
    table = scheme.table()
    assert table.shape == (PART_COUNT, 3)
    assert table.min() >= 0.0
    assert table.max() <= 255.0
    assert _distance(scheme, Part.GROUND, Part.SKIN) >= 12.0
    assert _distance(scheme, Part.GROUND, Part.HAIR) >= 12.0
    assert _distance(scheme, Part.GROUND, Part.CLOTHES) >= 12.0
    assert _distance(scheme, Part.HAIR, Part.SKIN) >= 17.9
    assert _distance(scheme, Part.CLOTHES, Part.SKIN) >= 17.9
    assert _distance(scheme, Part.HAIR, Part.CLOTHES) >= 17.9
    assert min(scheme[Part.EYE_WHITE]) > 240.0


@pytest.mark.parametrize("scheme", SCHEMES, ids=range(9))
def test_colors_of_a_scheme_can_be_told_apart(scheme: Scheme) -> None:
    _check_scheme(scheme)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_random_schemes_can_be_told_apart(seed: int) -> None:
    _check_scheme(random_scheme(np.random.default_rng(seed)))


def test_schemes_differ_more_in_hair_and_clothes_than_in_skin() -> None:
    tables = np.stack([scheme.table() for scheme in SCHEMES])
    mean = ciede2000(tables[:, None], tables[None]).mean(axis=(0, 1))
    assert mean[Part.SKIN] < 0.35 * mean[Part.HAIR]
    assert mean[Part.SKIN] < 0.35 * mean[Part.CLOTHES]


def test_difference_agrees_with_skimage() -> None:
    rng = np.random.default_rng(1)
    one, two = rng.uniform(0, 255, (2, 200, 3))
    expected = deltaE_ciede2000(rgb2lab(one / 255.0), rgb2lab(two / 255.0))
    np.testing.assert_allclose(ciede2000(one, two), expected, atol=0.02)


def test_flat_paint_gives_exactly_the_scheme(everything: list[Drawing]) -> None:
    for drawing, scheme in zip(everything, SCHEMES, strict=False):
        picture = paint(drawing, scheme, flat=True)
        assert picture.dtype == np.uint8
        assert np.array_equal(picture, np.rint(scheme.table()).astype(np.uint8)[drawing.parts])


def test_paint_darkens_shadows_and_lightens_highlights(drawings: list[Drawing]) -> None:
    for drawing in drawings[:6]:
        flat = paint(drawing, SCHEMES[3], flat=True).astype(int).sum(axis=2)
        shaded = paint(drawing, SCHEMES[3]).astype(int).sum(axis=2)
        plain = (drawing.light == 0) & (drawing.blush == 0)
        assert (shaded <= flat)[(drawing.shadow > 128) & plain].all()
        assert (shaded >= flat)[(drawing.light > 0) & (drawing.shadow == 0) & (drawing.blush == 0)].all()
        assert (shaded == flat)[(drawing.shadow == 0) & plain].all()


def test_shadow_is_darker_and_skin_shadow_warmer_than_cloth_shadow() -> None:
    for scheme in SCHEMES:
        for part in Part:
            assert sum(shadow_color(scheme[part], part)) < sum(scheme[part])
    red, _, blue = shadow_color((250.0, 212.0, 185.0), Part.SKIN)
    other_red, _, other_blue = shadow_color((250.0, 212.0, 185.0), Part.CLOTHES)
    assert red / blue > other_red / other_blue


def test_line_width_and_wobble_do_not_change_what_is_drawn() -> None:
    steady, shaky = (draw(11, style=LineStyle(wobble=w)) for w in (0.0, 0.5))
    assert np.mean(steady.parts == shaky.parts) > 0.95
