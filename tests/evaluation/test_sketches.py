"""Sketches whose truth is unknown."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nurie.errors import DataError
from nurie.evaluation.sketches import Sketch, digest, scaled, sketches


def test_sketches_are_read_by_name(tmp_path: Path) -> None:
    for name, gray in (("b.png", 9), ("a/c.PNG", 7)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        Image.new("L", (40, 20), gray).save(tmp_path / name)
    (tmp_path / "README.md").write_text("whose they are")
    first, second = sketches(tmp_path)
    assert (first.name, second.name) == ("a/c.PNG", "b.png")
    assert first.rgb.shape == (20, 40, 3)
    assert first.rgb.max() == 7


@pytest.mark.parametrize("name", ["missing", "."])
def test_a_folder_without_sketches_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="holds no picture"):
        list(sketches(tmp_path / name))


def test_the_long_side_is_as_asked() -> None:
    sketch = Sketch("one", np.full((300, 200, 3), 255, np.uint8))
    assert scaled(sketch, 512).shape == (512, 341, 3)
    assert scaled(sketch, 100).shape == (100, 67, 3)


def test_scaling_keeps_what_is_drawn() -> None:
    rgb = np.full((400, 400, 3), 255, np.uint8)
    rgb[100:200, 100:200] = (10, 20, 30)
    for size in (200, 800):
        small = scaled(Sketch("one", rgb), size)
        dark = (small[..., 0] < 128).nonzero()
        assert (dark[0].min() / size, (dark[0].max() + 1) / size) == pytest.approx((0.25, 0.5), abs=0.01)
        np.testing.assert_array_equal(small[round(0.375 * size), round(0.375 * size)], (10, 20, 30))


def test_a_digest_tells_names_shapes_and_pixels_apart() -> None:
    rgb = np.zeros((4, 6, 3), np.uint8)
    other = rgb.copy()
    other[3, 5, 2] = 1
    all_of_them = [
        digest([Sketch("one", rgb)]),
        digest([Sketch("two", rgb)]),
        digest([Sketch("one", rgb.reshape(6, 4, 3))]),
        digest([Sketch("one", other)]),
        digest([Sketch("one", rgb), Sketch("one", rgb)]),
        digest([]),
    ]
    assert len(set(all_of_them)) == len(all_of_them)
    assert digest([Sketch("one", rgb.copy())]) == all_of_them[0]
