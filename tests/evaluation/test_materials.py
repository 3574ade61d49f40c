"""Materials: what is taken for what, on maps whose shares are known beforehand."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.evaluation.materials import GROUPS, materials
from nurie.schemes.parts import PART_COUNT, Part

PAPER = np.ones((40, 40), bool)
TRUTH = np.full((40, 40), Part.GROUND, np.uint8)  # 800 px ground, 400 skin, 400 clothes
TRUTH[10:30, :20] = Part.SKIN
TRUTH[10:30, 20:] = Part.CLOTHES
UNKNOWN, NOWHERE = 255, 253


def changed(**places: tuple[slice, slice]) -> np.ndarray:
    found = TRUTH.copy()
    for name, place in places.items():
        found[place] = Part[name]
    return found


def test_the_truth_itself_is_right() -> None:
    values = materials(TRUTH, TRUTH, PAPER)
    assert values.pop("skin_as_cloth") == values.pop("cloth_as_skin") == 0
    assert set(values.values()) == {1.0}
    assert {"right_skin", "right_clothes", "right_ground"} < set(values)
    assert "right_hair" not in values


def test_a_sleeve_taken_for_an_arm_counts_by_its_area() -> None:
    values = materials(changed(SKIN=np.s_[10:20, 20:40]), TRUTH, PAPER)  # 200 of the 400 px of clothes
    assert values["right"] == values["right_strict"] == pytest.approx(1400 / 1600)
    assert values["right_clothes"] == values["cloth_as_skin"] == 0.5
    assert values["right_figure"] == pytest.approx(600 / 800)
    assert values["right_skin"] == 1
    assert values["skin_as_cloth"] == 0


def test_garments_have_no_order_and_accessories_are_worn() -> None:
    second = materials(changed(CLOTHES_2=np.s_[10:30, 20:]), TRUTH, PAPER)
    assert (second["right"], second["right_worn"], second["right_strict"]) == (1, 1, 0.75)
    assert second["right_clothes"] == 1
    hat = materials(changed(ACCESSORY=np.s_[10:30, 20:]), TRUTH, PAPER)
    assert (hat["right"], hat["right_worn"], hat["right_strict"]) == (0.75, 1, 0.75)
    assert hat["cloth_as_skin"] == 0


def test_skin_under_something_worn_is_named() -> None:
    values = materials(changed(ACCESSORY=np.s_[10:30, :5], HAIR=np.s_[10:30, 5:10]), TRUTH, PAPER)
    assert values["skin_as_cloth"] == 0.25
    assert values["right_skin"] == 0.5


def test_lines_and_what_nobody_knows_are_not_judged() -> None:
    truth, paper = TRUTH.copy(), PAPER.copy()
    truth[:5], truth[5:10], paper[10:20] = UNKNOWN, NOWHERE, False
    found = np.where((truth == TRUTH) & paper, TRUTH, Part.PROP).astype(np.uint8)
    assert materials(found, truth, paper)["right"] == 1
    assert materials(TRUTH, np.full_like(TRUTH, UNKNOWN), PAPER) == {}
    assert materials(TRUTH, TRUTH, ~PAPER) == {}


def test_a_region_is_right_when_most_of_it_is() -> None:
    # Ground above and below, skin and clothes are four regions.
    assert materials(changed(HAIR=np.s_[10:21, :20]), TRUTH, PAPER)["right_regions"] == 0.75
    assert materials(changed(HAIR=np.s_[10:19, :20]), TRUTH, PAPER)["right_regions"] == 1


def test_lines_cut_regions() -> None:
    paper = PAPER.copy()
    paper[10:30, 10] = False
    found = changed(HAIR=np.s_[10:30, :10])
    assert materials(found, TRUTH, paper)["right_regions"] == pytest.approx(4 / 5)


def test_specks_are_no_regions() -> None:
    truth = np.zeros((200, 200), np.uint8)
    truth[50, 50:57] = Part.HAIR  # 7 of 40,000 px
    values = materials(np.zeros_like(truth), truth, np.ones_like(truth, bool))
    assert values["right_regions"] == 1
    assert "right_hair" not in values
    truth[50, 50:58] = Part.HAIR
    values = materials(np.zeros_like(truth), truth, np.ones_like(truth, bool))
    assert values["right_regions"] == 0.5
    assert values["right_hair"] == 0


def test_every_part_stands_in_one_row() -> None:
    assert sorted(part for parts in GROUPS.values() for part in parts) == sorted(Part)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_rows_agree_with_a_table_of_what_is_taken_for_what(height: int, width: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    blocks = rng.integers(0, PART_COUNT, (2, 3, 3), np.uint8)
    found, truth = (cv2.resize(one, (width, height), interpolation=cv2.INTER_NEAREST) for one in blocks)
    values = materials(found, truth, np.ones((height, width), bool))
    table = np.zeros((PART_COUNT, PART_COUNT))
    for there, here in zip(truth.ravel().tolist(), found.ravel().tolist(), strict=True):
        table[there, here] += 1
    both = [Part.CLOTHES, Part.CLOTHES_2]
    crossed = table[both[0], both[1]] + table[both[1], both[0]]
    assert values["right_strict"] == pytest.approx(np.trace(table) / table.sum())
    assert values["right"] == pytest.approx((np.trace(table) + crossed) / table.sum())
    if table[Part.HAIR].any():
        assert values["right_hair"] == pytest.approx(table[Part.HAIR, Part.HAIR] / table[Part.HAIR].sum())
    assert values["right_strict"] <= values["right"] <= values["right_worn"]
    assert all(0 <= value <= 1 for value in values.values())
