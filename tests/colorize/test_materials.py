"""What regions are: their pixels vote, small things are kept, and people may know better."""

import cv2
import numpy as np
import pytest
from fake_network import FakeNetwork
from known_pictures import Picture

from nurie import Colorization, Colorizer
from nurie.colorize.materials import Materials, decide
from nurie.errors import MaterialError
from nurie.lineart.layout import Layout, find_layout
from nurie.schemes import PART_COUNT, Part

KINDS = (Part.SKIN, Part.HAIR, Part.EYE_WHITE, Part.IRIS, Part.CLOTHES, Part.CLOTHES_2)


def likely(parts: np.ndarray, wrong: float = 0.0, seed: int = 0) -> np.ndarray:
    """(12, h, w): 0.9 for the true part, of a share of the pixels for any other one."""
    rng = np.random.default_rng(seed)
    said = np.where(rng.random(parts.shape) < wrong, rng.integers(0, PART_COUNT - 1, parts.shape), parts)
    planes = np.full((PART_COUNT, *parts.shape), 0.1 / (PART_COUNT - 1), np.float32)
    np.put_along_axis(planes, said[None].astype(np.intp), np.float32(0.9), axis=0)
    return planes


@pytest.fixture(scope="module")
def girl() -> Picture:
    return Picture(400).girl(200, 60)


def decided(picture: Picture, planes: np.ndarray) -> Materials:
    return decide(picture.line, find_layout(picture.line), planes)


@pytest.mark.parametrize("wrong", [0.0, 0.3])
def test_a_region_is_what_most_of_its_pixels_say(girl: Picture, wrong: float) -> None:
    materials = decided(girl, likely(girl.parts, wrong))
    shown = materials.part_map()
    for part in (*KINDS, Part.GROUND):
        inside = girl.inside(part, 2)
        assert inside.sum() >= 20
        assert (shown[inside] == part).mean() > 0.98, part


def test_each_region_is_one_thing(girl: Picture) -> None:
    materials = decided(girl, likely(girl.parts, 0.3))
    shown = materials.part_map()
    for region in np.unique(materials.regions):
        assert len(np.unique(shown[materials.regions == region])) == 1


def test_who_is_sure_is_more_confident(girl: Picture) -> None:
    sure, unsure = decided(girl, likely(girl.parts)), decided(girl, likely(girl.parts, 0.6))
    region = sure.regions[330, 200]
    assert sure.parts[region] == Part.CLOTHES
    assert 0 <= unsure.votes[region].max() < sure.votes[region].max() <= 1
    assert ((sure.confidence >= 0) & (sure.confidence <= 1)).all()


def test_votes_are_shares(girl: Picture) -> None:
    materials = decided(girl, likely(girl.parts, 0.3))
    there = np.unique(materials.regions)
    assert np.allclose(materials.votes[there].sum(axis=1), 1, atol=1e-4)


def test_somebody_who_knows_better_is_heard(girl: Picture) -> None:
    materials = decided(girl, likely(girl.parts))
    dress = int(materials.regions[330, 200])
    changed = materials.having({dress: Part.HAIR})
    assert changed.parts[dress] == Part.HAIR
    assert changed.confidence[dress] == 1
    assert np.array_equal(np.delete(changed.parts, dress), np.delete(materials.parts, dress))
    assert materials.parts[dress] == Part.CLOTHES


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_a_region_that_is_none_is_refused(girl: Picture, number: int) -> None:
    materials = decided(girl, likely(girl.parts))
    with pytest.raises(MaterialError, match=f"no region {number} "):
        materials.having({number: Part.HAIR})


def test_everything_follows_a_region_that_is_changed_by_hand(girl: Picture) -> None:
    coloring = Colorizer(FakeNetwork(girl.parts), threads=1).color(girl.line).with_finish("flat")
    dress = int(coloring.regions[330, 200])
    changed = coloring.with_materials({dress: Part.HAIR})
    for which in range(9):
        assert np.array_equal(changed.colors(which)[330, 200], coloring.colors(which)[135, 135])
        assert not np.array_equal(coloring.colors(which)[330, 200], coloring.colors(which)[135, 135])


def test_parts_are_read_off_a_model_that_only_paints_them(girl: Picture) -> None:
    coloring = Colorizer(FakeNetwork(girl.parts, fold=1, size=400, names_parts=False), threads=1).color(
        girl.line
    )
    assert coloring.materials is not None
    shown = coloring.materials.part_map()
    for part in KINDS:
        assert (shown[girl.inside(part, 2)] == part).mean() > 0.98, part


def test_a_model_that_names_nothing_has_no_materials_to_change(model: object, lines: np.ndarray) -> None:
    coloring: Colorization = Colorizer(model, threads=1).color(lines)  # type: ignore[arg-type]
    assert coloring.materials is None
    with pytest.raises(MaterialError, match="names no materials"):
        coloring.with_materials({1: Part.HAIR})


@pytest.mark.parametrize(("doubt", "kinds"), [(0.45, 1), (0.9, 2)])
def test_a_vague_ground_of_a_panel_is_no_patchwork(doubt: float, kinds: int) -> None:
    """Two regions that no line parts: one vote where neither is sure, two parts where both are."""
    lines = np.full((256, 256), 255, np.uint8)
    lines[[0, -1]] = lines[:, [0, -1]] = 0
    columns = np.arange(256)
    regions = np.broadcast_to(np.where(columns < 150, 1, 2), lines.shape).astype(np.int32)
    planes = np.full((PART_COUNT, 256, 256), (0.95 - doubt) / (PART_COUNT - 2), np.float32)
    planes[Part.GROUND] = np.where(columns < 150, doubt, 0.05)
    planes[Part.SCENERY] = np.where(columns < 150, 0.05, doubt)
    away = np.minimum(columns, columns[::-1])
    clearance = np.minimum(away[:, None], away).astype(np.float32)
    outside = np.zeros(lines.shape, np.bool_)
    layout = Layout(regions, np.ones(lines.shape, np.int32), outside, clearance)
    parts = decide(lines, layout, planes).parts[1:3]
    assert parts[0] == Part.GROUND
    assert len(set(parts.tolist())) == kinds


@pytest.mark.parametrize(("skin", "part"), [(0.6, Part.BUBBLE), (0.76, Part.BUBBLE), (0.9, Part.SKIN)])
def test_an_oval_with_four_letters_over_a_face_is_a_bubble_unless_the_network_is_sure(
    skin: float, part: Part
) -> None:
    lines = np.full((640, 640), 255, np.uint8)
    cv2.ellipse(lines, (320, 320), (70, 80), 0, 0, 360, 0, 3)
    for x, y in ((304, 304), (336, 304), (304, 336), (336, 336)):
        for down in (-11, 11):
            cv2.line(lines, (x - 11, y + down), (x + 11, y + down), 0, 3)
        cv2.line(lines, (x, y - 11), (x, y + 11), 0, 3)
    planes = np.full((PART_COUNT, 640, 640), (1 - skin) / (PART_COUNT - 1), np.float32)
    planes[Part.SKIN] = skin
    shown = decide(lines, find_layout(lines), planes).part_map()
    assert shown[320, 320] == part


def test_the_ground_beside_a_black_gutter_is_no_margin() -> None:
    """Ink belongs to the region beside it; a strip of ground would be mostly black margin if ink counted."""
    page = np.zeros((900, 700), np.uint8)
    for top in (60, 480):
        page[top : top + 360, 120:580] = 255
    page[480:840, 550] = 0  # what is right of it is narrower than the margin
    layout = find_layout(page)
    assert layout.panels.max() == 2
    parts = decide(page, layout, likely(np.full((225, 175), Part.GROUND))).part_map()
    assert parts[650, 565] == parts[650, 300] == Part.GROUND
