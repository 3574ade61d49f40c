"""A small page in layers, and how it must look, worked out by hand."""

from functools import partial

import numpy as np

from nurie.export.layers import Blend, Group, Layer, LayeredImage

HEIGHT, WIDTH = 6, 8


def rectangle(top: int, bottom: int, left: int, right: int, rgb: tuple[int, int, int]) -> np.ndarray:
    rgba = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    rgba[top:bottom, left:right] = (*rgb, 255)
    return rgba


def page(dpi: tuple[float, float] | None = None, icc: bytes | None = None) -> LayeredImage:
    """Sky and sea as flats, a shadow over half of the sky, light on some of the sea, one hidden scribble."""
    children = (
        Group("older", (Layer("red", partial(rectangle, 0, 6, 0, 8, (255, 0, 0))),), visible=False),
        Group(
            "flats 色",
            (
                Layer("sky", partial(rectangle, 0, 3, 0, 8, (100, 160, 200))),
                Layer("sea", partial(rectangle, 3, 6, 0, 8, (20, 60, 120))),
            ),
        ),
        Layer("shadows", partial(rectangle, 0, 2, 2, 5, (51, 102, 153)), Blend.MULTIPLY),
        Layer("light", partial(rectangle, 4, 6, 6, 8, (51, 0, 255)), Blend.SCREEN),
        Layer("nothing", partial(rectangle, 0, 0, 0, 0, (0, 0, 0))),
        Layer("scribble", partial(rectangle, 1, 2, 1, 2, (9, 9, 9)), visible=False),
    )
    merged = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    merged[:3] = (100, 160, 200)
    merged[3:] = (20, 60, 120)
    merged[0:2, 2:5] = (20, 64, 120)  # 100 * 51 / 255, ...
    merged[4:6, 6:8] = (67, 60, 255)  # 255 - 235 * 204 / 255, ...
    return LayeredImage(children, merged, dpi, icc)
