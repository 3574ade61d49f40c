"""Light on drawings: how much shadow, where, the same at every size, from every side."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lit_pictures import Picture, bald, divided, drawing

from nurie.colorize.light import Light, Shading, shade
from nurie.colorize.light.light import PaintedFinish
from nurie.data.drawn import draw
from nurie.data.drawn.picture import random_kind
from nurie.data.drawn.styles import random_style
from nurie.schemes import Part

SEEDS = (3, 8, 9, 11)


def lit(picture: Picture, light: Light | None = None) -> Shading:
    return shade(picture.parts, picture.regions, picture.lines, light or Light())


def share(one: np.ndarray, other: np.ndarray) -> float:
    """Intersection over union."""
    return float((one & other).sum() / (one | other).sum())


@pytest.mark.parametrize("seed", SEEDS)
def test_shadow_covers_a_tenth_to_a_third_of_a_figure(seed: int) -> None:
    picture = drawing(seed)
    assert 0.10 < (lit(picture).shadow[picture.figure] > 127).mean() < 0.35


@pytest.mark.parametrize("seed", SEEDS)
def test_turned_light_changes_most_of_the_form_shadow(seed: int) -> None:
    picture = drawing(seed)
    one, other = (lit(picture, Light(angle=angle)).shadow[picture.figure] > 127 for angle in (315, 135))
    assert share(one, other) < 0.4


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mirrored_sketch_in_mirrored_light_is_the_mirrored_picture(seed: int) -> None:
    picture = drawing(seed)
    one, other = lit(picture, Light(angle=315)), lit(picture.mirrored(), Light(angle=45))
    for name in ("shadow", "gloss", "blush"):
        plane, mirrored = getattr(one, name), getattr(other, name)[:, ::-1]
        assert np.abs(plane.astype(int) - mirrored).mean() < 0.01 * 255


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_the_same_sketch_gets_the_same_light_at_every_size(seed: int) -> None:
    small, large = drawing(seed, 512), drawing(seed, 2048)
    alike = cv2.resize(large.parts, (512, 512), interpolation=cv2.INTER_NEAREST) == small.parts
    one = lit(small).shadow
    other = cv2.resize(lit(large).shadow, (512, 512), interpolation=cv2.INTER_AREA)
    assert np.abs(one.astype(int) - other)[alike].mean() < 0.02 * 255
    assert share((one > 127) & alike, (other > 127) & alike) > 0.8


def test_it_is_nearer_to_the_artists_shadow_than_an_offset_of_the_outlines() -> None:
    ours, offset = [], []
    for seed in SEEDS:
        drawn, picture = draw(seed, (512, 512)), drawing(seed)
        rng = np.random.default_rng(seed)
        random_style(rng)
        random_kind(rng)
        side = -1 if rng.random() < 0.6 else 1  # where the artist's sun stands
        light = Light(angle=np.degrees(np.arctan2(0.6 * side, 0.8)) % 360)
        artist = (drawn.shadow > 127) & picture.figure
        shift = np.float32([[1, 0, 0.6 * side * 8], [0, 1, -0.8 * 8]])
        moved = cv2.warpAffine(picture.parts, shift, (512, 512), flags=cv2.INTER_NEAREST)
        ours.append(share((lit(picture, light).shadow > 127) & picture.figure, artist))
        offset.append(share((moved != picture.parts) & picture.figure, artist))
    assert np.mean(ours) > 1.1 * np.mean(offset)


@pytest.mark.parametrize("size", [400, 120])
def test_a_face_is_clean(size: int) -> None:
    """Nothing beside eyes, brows, nose and mouth; at most 15 % at the cheek, away from the light."""
    picture = bald(size)
    shadow = lit(picture).shadow > 127
    face = np.zeros((size, size), np.uint8)
    unit = size / 400
    middle = round(200 * unit), round(180 * unit)
    cv2.ellipse(face, middle, (round(88 * unit), round(118 * unit)), 0, 0, 360, 1, -1)
    skin = (face > 0) & (picture.parts == Part.SKIN) & (picture.lines > 128)
    assert shadow[skin].mean() <= 0.15
    cv2.ellipse(face, middle, (round(60 * unit), round(85 * unit)), 0, 0, 360, 2, -1)
    assert not shadow[(face == 2) & skin].any()
    if size == 400:
        assert shadow[skin].mean() > 0.01, "yet it is round"
        assert shadow[310:330, 185:215].mean() > 0.6, "the chin shades the neck"


def test_a_fringe_shades_the_face_below_it() -> None:
    labels = np.full((400, 400), Part.GROUND, np.uint8)
    cv2.circle(labels, (200, 220), 120, int(Part.SKIN), -1)
    labels[80:200, 60:340][labels[80:200, 60:340] == Part.SKIN] = Part.HAIR
    lines = np.full((400, 400), 255, np.uint8)
    cv2.circle(lines, (200, 220), 120, 0, 3)
    cv2.line(lines, (83, 200), (317, 200), 0, 3)
    shadow = lit(divided(lines, labels), Light(angle=0)).shadow
    assert (shadow[204:210, 120:280] == 255).all()
    assert not shadow[250:280, 150:250].any()


def test_no_shadow_crosses_an_outline() -> None:
    """Two boxes side by side, one in the other's light: where they meet, the shadow ends with the line."""
    lines = np.full((1800, 2400), 255, np.uint8)
    labels = np.full(lines.shape, Part.GROUND, np.uint8)
    cv2.rectangle(lines, (300, 300), (2100, 1500), 0, 2)
    cv2.line(lines, (1200, 300), (1200, 1500), 0, 2)
    labels[300:1500, 300:1200], labels[300:1500, 1200:2100] = Part.CLOTHES, Part.SCENERY
    shadow = lit(divided(lines, labels), Light(angle=270)).shadow
    assert (shadow[600:1200, 1190:1198] == 255).all()
    assert not shadow[600:1200, 1203:1300].any()
    assert not shadow[labels == Part.GROUND][:1000].any()


def test_crisp_edges_are_as_narrow_on_a_large_page() -> None:
    """Few pixels lie between light and shadow, and an edge moves by less than a pixel from row to row."""
    lines = np.full((3000, 2200), 255, np.uint8)
    labels = np.full(lines.shape, Part.GROUND, np.uint8)
    cv2.ellipse(lines, (1100, 1500), (800, 1200), 0, 0, 360, 0, 9)
    cv2.ellipse(labels, (1100, 1500), (800, 1200), 0, 0, 360, int(Part.CLOTHES), -1)
    shadow = lit(divided(lines, labels), Light(angle=270)).shadow
    rows = shadow[1200:1800]
    assert ((rows > 20) & (rows < 235)).sum(axis=1).max() <= 6
    edge = np.argmax(rows > 127, axis=1)
    assert edge.min() > 1100
    assert np.abs(np.diff(edge)).max() <= 1


def test_ground_bubbles_and_framed_scenery_stay_even() -> None:
    page = drawing(2)
    for finish in ("cel", "soft"):
        shading = lit(page, Light(finish))
        even = np.isin(page.parts, (Part.GROUND, Part.BUBBLE))
        for plane in (shading.shadow, shading.second, shading.gloss, shading.blush):
            assert not plane[even].any()


def test_outside_of_panels_nothing_is_lit() -> None:
    twice = Picture(*(np.hstack([p, p]) for p in (bald().parts, bald().regions, bald().lines)))
    twice.regions[:, 400:] += int(twice.regions.max())
    panels = np.ones(twice.parts.shape, np.int32)
    panels[:, 400:] = 0
    shading = shade(twice.parts, twice.regions, twice.lines, Light(), panels)
    assert shading.shadow[:, :400].any()
    assert not shading.shadow[:, 400:].any()
    assert not shading.blush[:, 400:].any()
    reduced = np.ascontiguousarray(panels[::2, ::2])
    again = shade(twice.parts, twice.regions, twice.lines, Light(), reduced)
    assert not again.shadow[:, 400:].any()


def test_hair_shines_on_the_side_of_the_light() -> None:
    labels = np.full((500, 500), Part.GROUND, np.uint8)
    lines = np.full((500, 500), 255, np.uint8)
    cv2.circle(labels, (250, 250), 180, int(Part.HAIR), -1)
    cv2.circle(lines, (250, 250), 180, 0, 3)
    gloss = lit(divided(lines, labels)).gloss > 127
    rows, columns = np.nonzero(gloss)
    assert 0.01 < gloss[labels == Part.HAIR].mean() < 0.15
    assert rows.mean() < 200
    assert columns.mean() < 200
    away = np.hypot(rows - 250, columns - 250)
    assert away.max() < 172, "a band, not the rim"


def test_hatched_cheeks_blush_and_others_do_not() -> None:
    plain = bald()
    assert not lit(plain).blush.any()
    lines = plain.lines.copy()
    for x in (146, 154, 162, 170):
        cv2.line(lines, (x + 5, 212), (x - 3, 228), 0, 2)
    hatched = Picture(plain.parts, plain.regions, lines)
    blush = lit(hatched).blush
    assert blush[220, 158] > 100
    assert not blush[:, 210:].any()
    assert not blush[hatched.parts != Part.SKIN].any()


def test_eyes_get_a_point_of_light_and_keep_one_that_is_drawn() -> None:
    plain = bald()
    gloss = lit(plain).gloss
    iris = plain.parts == Part.IRIS
    assert (gloss[:180][iris[:180]] > 200).any()
    parts = plain.parts.copy()
    for x in (155, 235):
        cv2.circle(parts, (x, 175), 4, int(Part.EYE_WHITE), -1)
    drawn = lit(Picture(parts, plain.regions, plain.lines)).gloss
    assert not (drawn[:176][parts[:176] == Part.IRIS] > 200).any()


def test_soft_is_blended_and_has_a_second_shadow() -> None:
    picture = drawing(9)
    cel, soft = lit(picture), lit(picture, Light("soft"))
    between = [((s.shadow > 30) & (s.shadow < 225)).mean() for s in (cel, soft)]
    assert between[1] > 3 * between[0]
    assert not cel.second.any()
    assert (soft.second[picture.figure] > 100).mean() > 0.005
    assert (soft.second <= soft.shadow).all()


@pytest.mark.parametrize("light", [Light("flat"), Light(strength=0)])
def test_flat_and_no_strength_change_nothing(light: Light) -> None:
    picture = drawing(8)
    flats = np.random.default_rng(0).integers(0, 256, (*picture.parts.shape, 3), np.uint8)
    assert np.array_equal(lit(picture, light).on(flats), flats)


@pytest.mark.parametrize("finish", ["cel", "soft", "flat"])
@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (64, 3), (33, 50)])
def test_small_and_empty_pages(shape: tuple[int, int], finish: PaintedFinish) -> None:
    for lines in (np.full(shape, 255, np.uint8), np.zeros(shape, np.uint8)):
        for part in (Part.GROUND, Part.SKIN, Part.IRIS):
            parts = np.full(shape, part, np.uint8)
            shading = shade(parts, np.ones(shape, np.int32), lines, Light(finish))
            assert shading.on(np.full((*shape, 3), 200, np.uint8)).shape == (*shape, 3)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 90),
    st.integers(1, 90),
    st.integers(0, 2**32 - 1),
    st.sampled_from(["cel", "soft"]),
    st.floats(0, 360),
)
def test_whatever_regions_there_are(
    height: int, width: int, seed: int, finish: PaintedFinish, angle: float
) -> None:
    """Blocks of any material, numbers with gaps, noise for lines, panels anywhere: never light on ground."""
    rng = np.random.default_rng(seed)
    rows, columns = np.indices((height, width))
    blocks = rows // rng.integers(1, 40) * 90 + columns // rng.integers(1, 40)
    regions = (1 + 3 * blocks).astype(np.int32)
    parts = rng.integers(0, 12, blocks.max() + 1).astype(np.uint8)[blocks]
    lines = rng.choice(np.array([0, 255], np.uint8), (height, width), p=[0.2, 0.8])
    panels = rng.integers(0, 2, blocks.max() + 1).astype(np.int32)[blocks]
    shading = shade(parts, regions, lines, Light(finish, angle), panels)
    dark = (panels == 0) & bool(panels.any()) | np.isin(parts, (Part.GROUND, Part.BUBBLE))
    for plane in (shading.shadow, shading.second, shading.gloss, shading.blush):
        assert plane.shape == (height, width)
        assert plane.dtype == np.uint8
        assert not plane[dark].any()
