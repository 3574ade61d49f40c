"""Hands, limbs and loose hair, on a body whose places are known."""

import numpy as np

from nurie.evaluation.limbs import places
from nurie.evaluation.materials import materials
from nurie.schemes.parts import Part

TRUTH = np.full((200, 100), Part.GROUND, np.uint8)
TRUTH[20:60, 30:70] = Part.SKIN  # a head of 40 px with an eye in it, and hair above it
TRUTH[35:40, 40:45] = Part.IRIS
TRUTH[10:20, 30:70] = Part.HAIR
TRUTH[60:130, 30:70] = Part.CLOTHES
TRUTH[100:115, 10:25] = Part.SKIN  # a hand
TRUTH[140:195, 30:60] = Part.SKIN  # a leg
TRUTH[60:160, 80:95] = Part.HAIR  # a long tail beside the body
HAND, LEG = np.s_[100:115, 10:25], np.s_[140:195, 30:60]
PAPER = np.ones(TRUTH.shape, bool)


def test_skin_apart_from_the_head_is_hand_or_limb_by_its_size() -> None:
    found = places(TRUTH)
    assert found["hands"][HAND].all()
    assert found["hands"].sum() == 15 * 15
    assert found["limbs"][LEG].all()
    assert found["limbs"].sum() == 55 * 30


def test_loose_hair_is_far_from_the_head() -> None:
    loose = places(TRUTH)["loose_hair"]
    assert not loose[:20].any()
    assert loose[110:160, 80:95].all()
    assert not loose[TRUTH != Part.HAIR].any()


def test_each_place_is_judged_alone() -> None:
    found = TRUTH.copy()
    found[HAND] = Part.HAIR
    found[140:151, 30:60] = Part.CLOTHES  # a fifth of the leg
    values = materials(found, TRUTH, PAPER)
    assert values["right_hands"] == 0
    assert values["right_limbs"] == 0.8
    assert values["right_loose_hair"] == 1


def test_without_eyes_nobody_can_tell() -> None:
    truth = np.where(TRUTH == Part.IRIS, np.uint8(Part.SKIN), TRUTH)
    assert places(truth) == {}
    assert "right_limbs" not in materials(truth, truth, PAPER)
