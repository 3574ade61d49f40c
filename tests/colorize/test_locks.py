"""What is locked shows the same pixels, whatever is decided afterwards."""

import numpy as np
import pytest
from fake_network import FakeNetwork
from hypothesis import given, settings
from hypothesis import strategies as st
from known_pictures import Picture

from nurie import Colorization, Colorizer, Hint, Hints
from nurie.colorize import layers
from nurie.colorize.character import Character
from nurie.colorize.mix import Choice, Mix
from nurie.colorize.palette import Palette, PaletteColor
from nurie.export.layers import Group, Layer
from nurie.schemes import Part, schemes_of

RED, BLUE, GREEN = "#c81e28", "#1e3cc8", "#20a040"
FACE = (0.5, 190 / 400)
HAIR = (0.5, 70 / 400)


@pytest.fixture(scope="module")
def girl() -> Picture:
    return Picture(400).girl(200, 60)


@pytest.fixture(scope="module")
def bare(girl: Picture) -> Colorization:
    return Colorizer(FakeNetwork(girl.parts), threads=1).color(girl.line)


def dot(place: tuple[float, float], color: str, radius: float = 0.01) -> Hint:
    return Hint((place,), radius, color)


def region_of(coloring: Colorization, place: tuple[float, float]) -> np.ndarray:
    """(H, W), the pixels of the region at a place."""
    height, width = coloring.regions.shape
    there: np.ndarray = coloring.regions == coloring.regions[int(place[1] * height), int(place[0] * width)]
    return there


def face_lock(coloring: Colorization, which: int) -> Choice:
    """A lock of the face as one of the nine shows it."""
    y, x = (int(share * 400) for share in reversed(FACE))
    flats = coloring.flats(which)
    return Choice((FACE,), f"#{flats.colors[flats.regions[y, x]].tobytes().hex()}", locked=True)


AFTERWARDS = {
    "hinted": lambda c: c.with_hints(Hints((dot(FACE, BLUE),))),
    "hinted everywhere": lambda c: c.with_hints(Hints((Hint((HAIR, FACE), 0.02, BLUE, None, "everywhere"),))),
    "hinted twice": lambda c: c.with_hints(Hints((dot(FACE, BLUE), dot((0.45, 0.45), GREEN)))),
    "named by a hint": lambda c: c.with_hints(Hints((Hint((FACE,), 0.01, RED, Part.CLOTHES),))),
    "named": lambda c: c.with_materials({int(c.regions[190, 200]): Part.CLOTHES, 1: Part.HAIR}),
    "other schemes": lambda c: c.with_schemes(schemes_of(5)),
    "a character": lambda c: c.with_character(Character({Part.SKIN: GREEN})),
    "a palette": lambda c: c.with_palette(Palette((PaletteColor("a", RED), PaletteColor("b", "#000000")))),
}


@pytest.mark.parametrize("finish", ["flat", "cel", "soft"])
@pytest.mark.parametrize("change", AFTERWARDS.values(), ids=AFTERWARDS)
def test_locked_pixels_stay(bare: Colorization, finish: str, change: object) -> None:
    lit = bare.with_finish(finish)  # type: ignore[arg-type]
    face, lock = region_of(lit, FACE), face_lock(lit, 2)
    before = lit.colors(2)
    changed = change(lit.with_locked([lock]))  # type: ignore[operator]
    for which in (2, 6, Mix(4, (lock,)), Mix(4, (Choice((FACE,), GREEN), Choice((HAIR,), 3), lock))):
        assert np.array_equal(changed.colors(which)[face], before[face])
    assert not np.array_equal(changed.colors(6)[~face], before[~face])


def test_what_is_locked_is_locked_in_the_preview_and_in_layers(bare: Colorization) -> None:
    lock = face_lock(bare, 2)
    changed = bare.with_locked([lock]).with_hints(Hints((dot(FACE, BLUE),)))
    small = changed.at(200).with_finish("flat").colors(7)
    assert f"#{small[95, 100].tobytes().hex()}" == lock.source
    page = layers.build(changed, 7)
    flats = next(child for child in page.children if isinstance(child, Group))
    shown = [layer.paint()[190, 200] for layer in flats.children if isinstance(layer, Layer)]
    assert [tuple(rgba[:3]) for rgba in shown if rgba[3]] == [tuple(bytes.fromhex(str(lock.source)[1:]))]


def test_a_piece_that_hints_cut_out_stays_when_they_are_gone(bare: Colorization) -> None:
    """Two colors on one dress divide it; one half is locked, then every hint is erased."""
    hints = Hints((dot((0.42, 0.85), RED), dot((0.58, 0.85), BLUE)))
    hinted = bare.with_finish("flat").with_hints(hints)
    left = (hinted.colors(0) == tuple(bytes.fromhex(RED[1:]))).all(axis=2)
    right = (hinted.colors(0) == tuple(bytes.fromhex(BLUE[1:]))).all(axis=2)
    assert left.sum() > 1000
    assert right.sum() > 1000
    lock = Choice(((0.42, 0.85),), RED, locked=True, hints=hints)
    erased = hinted.with_locked([lock]).with_hints(Hints())
    assert (erased.colors(3)[left] == tuple(bytes.fromhex(RED[1:]))).all()
    assert not (erased.colors(3)[right] == tuple(bytes.fromhex(RED[1:]))).all(axis=1).any()
    recolored = hinted.with_locked([lock]).with_hints(
        Hints((dot((0.42, 0.85), GREEN), dot((0.58, 0.85), GREEN)))
    )
    assert (recolored.colors(3)[left] == tuple(bytes.fromhex(RED[1:]))).all()
    assert (recolored.colors(3)[right] == tuple(bytes.fromhex(GREEN[1:]))).all()


def test_a_lock_keeps_what_a_region_was_said_to_be(bare: Colorization) -> None:
    face = region_of(bare, FACE)
    said = bare.with_materials({int(bare.regions[190, 200]): Part.HAIR})
    lock = Choice((FACE,), GREEN, locked=True, material=Part.HAIR)
    locked = bare.with_locked([lock])
    painted = Mix(1, (lock,))
    assert np.array_equal(locked.colors(painted)[face], said.colors(painted)[face])
    assert locked.materials is not None
    assert locked.materials.parts[bare.regions[190, 200]] == Part.HAIR


def test_the_networks_own_colors_are_locked_too(bare: Colorization) -> None:
    soft = bare.with_finish("network")
    face, lock = region_of(soft, FACE), Choice((FACE,), 3, locked=True)
    before = soft.colors(2)
    changed = soft.with_locked([lock]).with_hints(Hints((dot(FACE, BLUE),)))
    for which in (2, 7, Mix(5, (lock,))):
        assert np.array_equal(changed.colors(which)[face], before[face])


def test_nothing_locked_is_the_same(bare: Colorization) -> None:
    free = bare.with_locked([Choice((FACE,), RED)])
    assert free.locks is None
    assert np.array_equal(free.colors(1), bare.colors(1))


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(["flow", "region", "everywhere"]), st.floats(0, 0.1))
def test_no_hint_reaches_what_is_locked(
    bare: Colorization, x: float, y: float, scope: str, radius: float
) -> None:
    flat = bare.with_finish("flat")
    face, lock = region_of(flat, FACE), face_lock(flat, 0)
    hint = Hint(((x, y),), radius, BLUE, None, scope)  # type: ignore[arg-type]
    locked = flat.with_locked([lock])
    assert np.array_equal(locked.with_hints(Hints((hint,))).colors(0)[face], flat.colors(0)[face])
    assert int(flat.regions[190, 200]) not in locked.reach(hint)


@pytest.mark.parametrize(("scope", "both"), [("flow", False), ("everywhere", True)])
def test_a_hint_reaches_as_far_as_it_says(scope: str, both: bool) -> None:
    picture = Picture(400).girl(100, 60).girl(300, 60)
    flat = Colorizer(FakeNetwork(picture.parts), threads=1).color(picture.line).with_finish("flat")
    hint = Hint(((100 / 400, 70 / 400),), 0.01, RED, None, scope)  # type: ignore[arg-type]
    colors = flat.with_hints(Hints((hint,))).colors(0)
    red = (colors == tuple(bytes.fromhex(RED[1:]))).all(axis=2)
    hair = picture.inside(Part.HAIR, 2)
    assert red[:, :195][hair[:, :195]].all()
    assert red[:, 205:][hair[:, 205:]].all() == both
    reached = np.isin(flat.regions, flat.reach(hint))
    assert np.array_equal(reached, red)


def test_a_mix_with_locks_is_read_again() -> None:
    hints = Hints((dot(FACE, RED),))
    mix = Mix(2, (Choice((FACE, HAIR), GREEN, "face", True, Part.SKIN, hints), Choice((HAIR,), 4)))
    assert Mix.loads(mix.dumps()) == mix
