"""The layers of a coloring together look like the coloring, and each is what its name says."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from nurie.colorize import layers
from nurie.colorize.colorizer import Colorization, Colorizer
from nurie.colorize.hints import Hint, Hints
from nurie.colorize.palette import Palette, PaletteColor
from nurie.data.drawn import SCHEMES, draw, paint
from nurie.export.layers import Blend, Group, Layer, Page


def shown(page: Page) -> np.ndarray:
    """The visible layers laid over each other, rounded to bytes after each as the plainest program would."""
    canvas = np.full((*page.size[::-1], 3), (255.0, 0.0, 255.0))

    def lay(children: tuple[Layer | Group, ...]) -> None:
        for child in children:
            if not child.visible:
                continue
            if isinstance(child, Group):
                lay(child.children)
                continue
            rgba = child.paint().astype(float)
            over, alpha = rgba[..., :3], rgba[..., 3:] / 255
            blended = {
                Blend.NORMAL: over,
                Blend.MULTIPLY: over * canvas / 255,
                Blend.SCREEN: 255 - (255 - over) * (255 - canvas) / 255,
            }[child.blend]
            canvas[:] = np.rint(alpha * blended + (1 - alpha) * canvas)

    lay(page.children)
    return canvas


def leaves(children: tuple[Layer | Group, ...]) -> list[Layer]:
    found: list[Layer] = []
    for child in children:
        found += leaves(child.children) if isinstance(child, Group) else [child]
    return found


def flats(page: Page) -> list[Layer]:
    (group,) = (child for child in page.children if child.name == "flats")
    assert isinstance(group, Group)
    return leaves(group.children)


def difference(one: np.ndarray, other: np.ndarray) -> int:
    return int(np.abs(one.astype(int) - other.astype(int)).max())


@pytest.fixture(scope="module")
def colorizer(model: Path) -> Colorizer:
    return Colorizer(model, threads=1)


@pytest.fixture(scope="module")
def coloring(colorizer: Colorizer) -> Colorization:
    return colorizer.color(draw(5, (240, 180)).line)


@pytest.fixture(scope="module")
def painted() -> np.ndarray:
    """Colors as no small model makes them: the same drawing, cel-shaded."""
    return paint(draw(5, (240, 180)), SCHEMES[1])


def test_together_they_look_like_the_coloring(coloring: Colorization, painted: np.ndarray) -> None:
    page = layers.build(coloring, coloring.colors(3))
    assert np.array_equal(page.merged, coloring.composed(3))
    assert difference(shown(page), coloring.composed(3)) <= 1
    page = layers.build(coloring, painted)
    assert difference(shown(page), page.merged) <= 1


@settings(max_examples=25, deadline=None)
@given(st.integers(16, 60), st.integers(16, 60), st.integers(0, 999), st.booleans())
def test_any_colors_under_any_ink_come_back(
    colorizer: Colorizer, height: int, width: int, seed: int, colored_ink: bool
) -> None:
    rng = np.random.default_rng(seed)
    sketch = np.full((height, width, 3), 255, np.uint8)
    ink = rng.random((height, width)) < 0.2
    sketch[ink] = rng.integers(0, 256, (int(ink.sum()), 3 if colored_ink else 1))
    coloring = colorizer.color(sketch)
    colors = rng.integers(0, 256, (height, width, 3)).astype(np.uint8)
    page = layers.build(coloring, colors)
    assert difference(shown(page), page.merged) <= 1


def test_the_lines_are_the_drawing_untouched(coloring: Colorization) -> None:
    lines = layers.build(coloring, coloring.colors(0)).children[-1]
    assert isinstance(lines, Layer)
    assert (lines.name, lines.blend, lines.visible) == ("lines", Blend.MULTIPLY, True)
    assert np.array_equal(lines.paint()[..., :3], coloring.picture.rgb)
    assert (lines.paint()[..., 3] == 255).all()


def test_colored_ink_is_a_clear_layer_of_its_color(colorizer: Colorizer) -> None:
    sketch = np.full((60, 60, 3), 255, np.uint8)
    sketch[20:40, 28:32] = (150, 60, 0)
    lines = layers.build(colorizer.color(sketch), np.full((60, 60, 3), 90, np.uint8)).children[-1]
    assert isinstance(lines, Layer)
    rgba = lines.paint()
    assert lines.blend == Blend.NORMAL
    assert rgba[30, 30].tolist() == [150, 60, 0, 255]
    assert rgba[5, 5, 3] == 0


def test_flats_are_one_even_color_a_region_and_cover_the_page_once(
    coloring: Colorization, painted: np.ndarray
) -> None:
    found = [layer.paint() for layer in flats(layers.build(coloring, painted))]
    assert len(found) > 2
    assert (sum((rgba[..., 3] == 255).astype(int) for rgba in found) == 1).all()
    together = sum(rgba[..., :3].astype(int) for rgba in found)
    for region in np.unique(coloring.regions):
        assert len(np.unique(together[coloring.regions == region], axis=0)) == 1


def test_flats_have_names_of_their_own_and_the_most_common_color_lies_lowest(
    coloring: Colorization, painted: np.ndarray
) -> None:
    found = flats(layers.build(coloring, painted))
    assert len({layer.name for layer in found}) == len(found)
    together = sum(layer.paint()[..., :3].astype(int) for layer in found)
    colors, counts = np.unique(together.reshape(-1, 3), axis=0, return_counts=True)
    lowest = found[0].paint()
    assert colors[counts.argmax()].tolist() in lowest[lowest[..., 3] > 0][:, :3].tolist()


def test_a_palette_names_its_colors_and_they_are_exact(coloring: Colorization) -> None:
    colors = np.full((240, 180, 3), (200, 90, 60), np.uint8)
    colors[120:] = (30, 40, 90)
    palette = Palette((PaletteColor("coat 上着", "#1e285a"), PaletteColor("hair", "#c95a3d")))
    coloring.regions[:] = 1
    coloring.regions[120:] = 2
    page = layers.build(coloring, colors, palette=palette)
    found = {layer.name: layer.paint() for layer in flats(page)}
    assert set(found) == {"coat 上着", "hair"}
    assert found["coat 上着"][200, 0].tolist() == [30, 40, 90, 255]
    assert found["hair"][0, 0].tolist() == [201, 90, 61, 255]
    assert difference(shown(page), page.merged) <= 1


def test_the_nine_are_hidden_groups_that_look_like_the_colorings(coloring: Colorization) -> None:
    page = layers.build(coloring, coloring.colors(0), nine=True)
    groups = page.children[:9]
    assert [(child.name, child.visible) for child in groups] == [
        (f"coloring {n}", False) for n in range(1, 10)
    ]
    for index in (0, 4, 8):
        group = groups[index]
        assert isinstance(group, Group)
        alone = Page((*group.children, page.children[-1]), page.merged)
        assert difference(shown(alone), coloring.composed(index)) <= 1


def test_hints_are_a_hidden_layer(coloring: Colorization) -> None:
    hints = Hints((Hint(((0.25, 0.75),), 0.02, "#0a64c8"),))
    top = layers.build(coloring, coloring.colors(0), hints=hints).children[-1]
    assert isinstance(top, Layer)
    assert (top.name, top.visible) == ("hints", False)
    rgba = top.paint()
    assert rgba[180, 45].tolist() == [10, 100, 200, 255]
    assert rgba[0, 0, 3] == 0


def test_resolution_and_profile_are_carried_over(colorizer: Colorizer, tmp_path: Path) -> None:
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.fromarray(draw(2, (64, 64)).line).convert("RGB").save(
        tmp_path / "a.png", dpi=(600, 600), icc_profile=icc
    )
    coloring = colorizer.color(tmp_path / "a.png")
    page = layers.build(coloring, coloring.colors(0))
    assert page.dpi == pytest.approx((600, 600), abs=0.1)
    assert page.icc == icc
