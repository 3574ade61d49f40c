"""Invented schemes keep the rules that they are made by, whatever the number."""

import hashlib
from itertools import combinations
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nurie.color.difference import ciede2000
from nurie.color.oklch import oklch
from nurie.errors import SchemeError
from nurie.schemes import SCHEMES, Part, Scheme, invent, schemes_of
from nurie.schemes.scheme import is_apart

seeds = st.integers(0, 2**64)
few = settings(max_examples=25, deadline=None)


def lightness(scheme: Scheme, part: Part) -> float:
    return float(oklch(scheme[part])[0])


def chroma(scheme: Scheme, part: Part) -> float:
    return float(oklch(scheme[part])[1])


def hue(scheme: Scheme, part: Part) -> float:
    return float(oklch(scheme[part])[2])


@few
@given(seeds)
def test_nine_that_can_be_told_apart(seed: int) -> None:
    nine = invent(seed)
    assert len(nine) == 9
    assert all(is_apart(scheme) for scheme in nine)
    for one, other in combinations(nine, 2):
        assert ciede2000(one.hair, other.hair) >= 12
        assert ciede2000(one.clothes, other.clothes) >= 9


@few
@given(seeds)
def test_skin_is_natural_and_mostly_light(seed: int) -> None:
    nine = invent(seed)
    for scheme in nine:
        assert 40 <= hue(scheme, Part.SKIN) <= 75
        assert 0.035 <= chroma(scheme, Part.SKIN) <= 0.1
    assert sum(lightness(scheme, Part.SKIN) > 0.84 for scheme in nine) == 7


@few
@given(seeds)
def test_the_ground_is_quiet_and_the_scenery_a_step_from_it(seed: int) -> None:
    for scheme in invent(seed):
        assert lightness(scheme, Part.GROUND) > 0.83
        assert chroma(scheme, Part.GROUND) < 0.05
        step = lightness(scheme, Part.GROUND) - lightness(scheme, Part.SCENERY)
        assert 0.07 < step < 0.16
        assert chroma(scheme, Part.SCENERY) < 0.09


@few
@given(seeds)
@example(1714489)  # chance names three accents that are near to the figure's colors
def test_accents_and_eyes_are_strong(seed: int) -> None:
    for scheme in invent(seed):
        assert chroma(scheme, Part.ACCESSORY) > 0.09
        assert chroma(scheme, Part.ACCESSORY) > chroma(scheme, Part.CLOTHES_2)
        assert chroma(scheme, Part.IRIS) > 0.06
        assert 0.45 < lightness(scheme, Part.IRIS) < 0.72
        assert ciede2000(scheme.accessory, scheme.clothes) > 10


@few
@given(seeds)
def test_eye_white_and_paper_are_white_and_mouths_red(seed: int) -> None:
    for scheme in invent(seed):
        assert lightness(scheme, Part.EYE_WHITE) > 0.98
        assert scheme.bubble == (255, 255, 255)
        assert 12 <= hue(scheme, Part.MOUTH) <= 32
        assert chroma(scheme, Part.MOUTH) > 0.1


@few
@given(seeds)
def test_strong_hair_and_strong_clothes_are_complements(seed: int) -> None:
    for scheme in invent(seed):
        if min(chroma(scheme, Part.HAIR), chroma(scheme, Part.CLOTHES)) > 0.1:
            turn = abs((hue(scheme, Part.HAIR) - hue(scheme, Part.CLOTHES) + 180) % 360 - 180)
            assert turn > 120


@few
@given(seeds)
def test_colors_are_bytes(seed: int) -> None:
    for scheme in invent(seed):
        table = scheme.table()
        assert ((table == table.round()) & (table >= 0) & (table <= 255)).all()


def test_a_number_names_the_same_nine_everywhere() -> None:
    text = ";".join(str(scheme.table().astype(int).tolist()) for seed in (0, 1, 7) for scheme in invent(seed))
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "6dd8994e5fcb4cbf"


def test_numbers_differ() -> None:
    assert len({invent(seed)[0] for seed in range(20)}) == 20


def test_none_is_the_built_in_nine() -> None:
    assert schemes_of(None) is SCHEMES
    assert schemes_of(5) == invent(5)


@pytest.mark.parametrize("seed", [-1, True, 1.0, "7"])
def test_what_is_no_number_is_refused(seed: Any) -> None:
    with pytest.raises(SchemeError, match=r"names no schemes: give a whole number from 0\."):
        invent(seed)
