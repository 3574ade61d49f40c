"""Strips: colored piece by piece, whole over the cuts, in bounded memory, whatever their height."""

import subprocess
import sys
from pathlib import Path

import cv2
import fake_model
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie import Colorizer, ColorOptions, Hint, Hints, images
from nurie.colorize.model import Answer
from nurie.errors import ImageError
from nurie.lineart.strips import long_side
from nurie.schemes import PART_COUNT, SCHEMES, Part

WIDTH = 120


class Middle:
    """A network that takes what lies between the outermost lines of a row for one thing, all else for ground.

    Args:
        things: what it takes the middle for, the pieces in turn.
    """

    name, inputs, fold, working_size, grays = "middle", 1, 1, 128, False

    def __init__(self, *things: Part) -> None:
        self.things = things
        self.asked = 0

    def __call__(self, sketch: np.ndarray) -> Answer:
        thing = self.things[self.asked // 2 % len(self.things)]  # each piece is shown twice, once mirrored
        self.asked += 1
        parts = np.full(sketch.shape[1:], Part.GROUND, np.intp)
        for row in np.flatnonzero((sketch[0] < 250).any(axis=1)):
            drawn = np.flatnonzero(sketch[0, row] < 250)
            parts[row, drawn[0] : drawn[-1]] = thing
        likely = np.full((PART_COUNT, *parts.shape), 0.01, np.float32)
        np.put_along_axis(likely, parts[None], 0.9, axis=0)
        return Answer(np.stack([scheme.table()[parts] for scheme in SCHEMES]).astype(np.float32), likely)


def column(height: int = 1500) -> np.ndarray:
    """A strip with two lines from the top to the bottom: whatever the cuts, they run through a thing."""
    strip = np.full((height, WIDTH), 255, np.uint8)
    strip[:, [40, 41, 80, 81]] = 0
    return strip


def test_a_thing_is_one_over_all_cuts() -> None:
    coloring = Colorizer(Middle(Part.HAIR)).color(column(), options=ColorOptions(finish="flat"))
    assert len(coloring.layout.pieces) > 5
    regions = coloring.regions
    assert regions.max() == 3
    assert len(coloring.decided.parts) == 4
    for place in (20, 60, 100):
        assert len(np.unique(regions[:, place])) == 1
    for image in coloring.images:
        assert len(np.unique(np.asarray(image)[:, 60], axis=0)) == 1


def test_pieces_that_the_network_takes_for_other_things_get_one_decision() -> None:
    network = Middle(Part.CLOTHES, Part.CLOTHES, Part.CLOTHES, Part.PROP)
    coloring = Colorizer(network).color(column(), options=ColorOptions(finish="flat"))
    parts = coloring.decided.part_map()
    assert (parts[:, 60] == Part.CLOTHES).all()
    assert (parts[:, 20] == Part.GROUND).all()


def test_a_bust_without_a_lower_edge_ends_where_its_lines_end() -> None:
    strip = np.full((900, WIDTH), 255, np.uint8)
    for top in (40, 340, 640):
        cv2.ellipse(strip, (60, top + 60), (40, 60), 0, 180, 360, 0, 2)
        strip[top + 60 : top + 120, [20, 21, 99, 100]] = 0
    regions = Colorizer(Middle(Part.CLOTHES)).color(strip).regions
    for top in (40, 340, 640):
        assert regions[top + 110, 60] != regions[top + 125, 60]
    assert regions[500, 60] == regions[600, 60] == regions[600, 5]  # the ground between them is one


def test_a_hint_far_down_colors_its_own_thing() -> None:
    strip = np.full((1500, WIDTH), 255, np.uint8)
    centers = range(60, 1500, 120)
    for row in centers:
        cv2.circle(strip, (60, row), 40, 0, 2)
    hints = Hints((Hint(((0.5, centers[7] / 1500),), 0.002, "#3264c8"),))
    options = ColorOptions(finish="flat", hint_scope="region")
    page = np.asarray(Colorizer(Middle(Part.PROP)).color(strip, hints, options).images[0])
    for number, row in enumerate(centers):
        assert (tuple(page[row, 60]) == (0x32, 0x64, 0xC8)) == (number == 7)


def test_a_preview_shows_the_same_colors() -> None:
    coloring = Colorizer(Middle(Part.HAIR)).color(column(), options=ColorOptions(finish="flat"))
    small = coloring.at(120)
    assert small.drawing.shape == (750, 60, 3)
    assert np.array_equal(small.colors(0)[::2, 30], coloring.colors(0)[::4, 60])
    assert small.layout.pieces[-1].stop == 750


@pytest.mark.parametrize("finish", ["cel", "soft", "network"])
def test_every_finish_colors_a_strip_at_its_own_size(finish: str) -> None:
    strip = column(1234)
    coloring = Colorizer(Middle(Part.HAIR)).color(strip, options=ColorOptions(finish=finish))
    page = np.asarray(coloring.images[1])
    assert page.shape == (1234, WIDTH, 3)
    assert (page[strip == 0] == 0).all()
    assert len(np.unique(page[:, 60].astype(int) // 32, axis=0)) <= 3


@settings(max_examples=12, deadline=None)
@given(st.integers(16, 90), st.integers(60, 3000), st.integers(0, 2**32 - 1))
def test_strips_of_any_size_and_content(width: int, height: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    strip = np.full((height, width), 255, np.uint8)
    for _ in range(int(rng.integers(0, 12))):
        center = int(rng.integers(width)), int(rng.integers(height))
        cv2.circle(strip, center, int(rng.integers(2, width)), 0, 2)
    coloring = Colorizer(Middle(Part.HAIR)).color(strip)
    assert coloring.regions.min() == 1
    assert coloring.regions.max() < len(coloring.decided.parts)
    assert coloring.composed(0).shape == (height, width, 3)
    assert coloring.layout.panels.shape == coloring.layout.clearance.shape == coloring.layout.outside.shape


def test_the_height_is_limited_by_the_area_alone() -> None:
    tall = np.full((4000, 16), 255, np.uint8)
    assert images.load(tall).rgb.shape == (4000, 16, 3)
    with pytest.raises(ImageError, match="million pixels"):
        images.load(np.full((2100, 500), 255, np.uint8), max_pixels=1_000_000)
    with pytest.raises(ImageError, match="16 x 4001 px, too high and narrow to color"):
        images.load(np.full((4001, 16), 255, np.uint8))


def test_the_size_of_a_strip_is_that_of_its_pieces() -> None:
    assert long_side((300, 100)) == 300
    assert long_side((301, 100)) == long_side((100_000, 100)) == 200


PROGRAM = """
import pathlib, re, sys
import cv2, numpy as np
from nurie import Colorizer
from nurie.threads import share

share(1)  # what several threads have freed is not always used again
model, width, height = sys.argv[1], *map(int, sys.argv[2:])
strip = np.full((height, width), 255, np.uint8)
for row in range(width // 2, height, width):
    cv2.circle(strip, (width // 2, row), width // 3, 0, 3)
Colorizer(model, threads=1).color(strip).encoded(0)
# The peak of this program alone; that of getrusage begins with what pytest takes.
print(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text()).group(1))
"""


def peak(model: Path, width: int, height: int) -> float:
    """The megabytes that it takes to color a strip and to make a file of it."""
    command = [sys.executable, "-c", PROGRAM, model, str(width), str(height)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) / 1000


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return fake_model.make(tmp_path / "fake.onnx", parts=PART_COUNT)


def test_memory_of_an_everyday_strip(model: Path) -> None:
    assert peak(model, 800, 20_000) < 450


def test_memory_hardly_grows_with_the_height(model: Path) -> None:
    megapixels = 400 * (20_000 - 5_000) / 1e6
    assert peak(model, 400, 20_000) - peak(model, 400, 5_000) < 8 * megapixels
