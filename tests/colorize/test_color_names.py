"""Colors are called what people call them."""

import numpy as np
import pytest
from PIL import ImageColor

from nurie.colorize.color_names import names, numbered


@pytest.mark.parametrize(
    ("color", "name"),
    [
        ("#ffe0c8", "skin tone"),
        ("#e0a880", "skin tone"),
        ("red", "red"),
        ("darkred", "dark red"),
        ("salmon", "pink"),
        ("pink", "light pink"),
        ("orange", "orange"),
        ("saddlebrown", "brown"),
        ("#5a3820", "dark brown"),
        ("gold", "yellow"),
        ("beige", "light yellow"),
        ("lime", "green"),
        ("teal", "teal"),
        ("navy", "dark blue"),
        ("skyblue", "light blue"),
        ("indigo", "dark purple"),
        ("plum", "purple"),
        ("hotpink", "pink"),
        ("white", "white"),
        ("silver", "light gray"),
        ("gray", "gray"),
        ("#303030", "dark gray"),
        ("black", "black"),
    ],
)
def test_known_colors(color: str, name: str) -> None:
    assert names(np.array([ImageColor.getrgb(color)], np.uint8)) == [name]


def test_every_color_has_a_name() -> None:
    steps = np.arange(0, 256, 15)
    colors = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(-1, 3).astype(np.uint8)
    assert all(names(colors))


def test_the_same_name_twice_is_told_apart() -> None:
    assert numbered(["red", "blue", "red", "red"]) == ["red", "blue", "red 2", "red 3"]
