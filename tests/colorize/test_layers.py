"""The layers of a coloring together look like the coloring, and each is what its name says."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fake_network import FakeNetwork
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from nurie import Colorization, Colorizer, Hint, Hints
from nurie.colorize import layers
from nurie.colorize.look import Seen
from nurie.colorize.mix import Choice, Mix
from nurie.colorize.options import Finish
from nurie.colorize.palette import Palette, PaletteColor
from nurie.data.drawn import Drawing, draw
from nurie.export.layers import Blend, Group, Layer, LayeredImage
from nurie.schemes import SCHEMES, Part
from nurie.schemes.names import Language, name_of


def shown(page: LayeredImage) -> np.ndarray:
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


def flats(page: LayeredImage) -> list[Layer]:
    (group,) = (child for child in page.children if child.name == "flats")
    assert isinstance(group, Group)
    return leaves(group.children)


def difference(one: np.ndarray, other: np.ndarray) -> int:
    return int(np.abs(one.astype(int) - other.astype(int)).max())


@pytest.fixture(scope="module")
def drawing() -> Drawing:
    return next(d for d in (draw(seed, (240, 240)) for seed in range(40)) if d.kind == "figures")


@pytest.fixture(scope="module")
def colorizer(drawing: Drawing) -> Colorizer:
    return Colorizer(FakeNetwork(drawing.parts), threads=1)


@pytest.fixture(scope="module")
def coloring(colorizer: Colorizer, drawing: Drawing) -> Colorization:
    return colorizer.color(drawing.line)


@pytest.mark.parametrize("finish", ["cel", "soft", "flat"])
def test_together_they_look_like_the_coloring(coloring: Colorization, finish: Finish) -> None:
    lit = coloring.with_finish(finish)
    page = layers.build(lit, 3)
    assert np.array_equal(page.merged, lit.composed(3))
    assert difference(shown(page), lit.composed(3)) <= 1


def test_flats_have_neither_shadows_nor_light(coloring: Colorization, model: Path, drawing: Drawing) -> None:
    soft = Colorizer(model, threads=1).color(drawing.line)
    for one in (coloring, soft):
        assert {"shadows", "light"} <= {child.name for child in layers.build(one, 3).children}
        flat = one.with_finish("flat")
        page = layers.build(flat, 3, nine=True)
        assert {layer.name for layer in leaves(page.children)} & {"shadows", "light"} == set()
        assert difference(shown(page), flat.composed(3)) <= 1


def test_the_networks_own_colors_come_apart_too(model: Path, drawing: Drawing) -> None:
    """A model that names no materials: its soft shading is in the layers of shadows and light."""
    soft = Colorizer(model, threads=1).color(drawing.line)
    page = layers.build(soft, 6)
    assert difference(shown(page), soft.composed(6)) <= 1


@settings(max_examples=25, deadline=None)
@given(st.integers(16, 60), st.integers(16, 60), st.integers(0, 999), st.booleans())
def test_any_colors_under_any_ink_come_back(
    model: Path, height: int, width: int, seed: int, colored_ink: bool
) -> None:
    rng = np.random.default_rng(seed)
    sketch = np.full((height, width, 3), 255, np.uint8)
    ink = rng.random((height, width)) < 0.2
    sketch[ink] = rng.integers(0, 256, (int(ink.sum()), 3 if colored_ink else 1))
    colors = rng.integers(0, 256, (9, height, width, 3)).astype(np.uint8)
    bare = Colorizer(model, threads=1).color(sketch)
    seen = Seen(np.full((height, width), 255, np.uint8), colors, bare.seen.parts)
    page = layers.build(replace(bare, seen=seen), 2)
    assert difference(shown(page), page.merged) <= 1


def test_the_lines_are_the_drawing_untouched(coloring: Colorization) -> None:
    lines = layers.build(coloring, 0).children[-1]
    assert isinstance(lines, Layer)
    assert (lines.name, lines.blend, lines.visible) == ("lines", Blend.MULTIPLY, True)
    assert np.array_equal(lines.paint()[..., :3], coloring.picture.rgb)
    assert (lines.paint()[..., 3] == 255).all()


def test_colored_ink_is_a_clear_layer_of_its_color(model: Path) -> None:
    sketch = np.full((60, 60, 3), 255, np.uint8)
    sketch[20:40, 28:32] = (150, 60, 0)
    lines = layers.build(Colorizer(model, threads=1).color(sketch), 4).children[-1]
    assert isinstance(lines, Layer)
    rgba = lines.paint()
    assert lines.blend == Blend.NORMAL
    assert rgba[30, 30].tolist() == [150, 60, 0, 255]
    assert rgba[5, 5, 3] == 0


def test_flats_are_one_even_color_a_region_and_cover_the_page_once(coloring: Colorization) -> None:
    found = [layer.paint() for layer in flats(layers.build(coloring, 1))]
    assert len(found) > 2
    assert (sum((rgba[..., 3] == 255).astype(int) for rgba in found) == 1).all()
    together = sum(rgba[..., :3].astype(int) for rgba in found)
    for region in np.unique(coloring.regions):
        assert len(np.unique(together[coloring.regions == region], axis=0)) == 1


@pytest.mark.parametrize("language", ["en", "ja"])
def test_flats_are_named_by_their_materials(coloring: Colorization, language: Language) -> None:
    assert coloring.materials is not None
    shown_parts = {Part(int(part)) for part in np.unique(coloring.materials.part_map())}
    found = flats(layers.build(coloring, 1, language=language))
    names = [layer.name for layer in found]
    assert len(set(names)) == len(names)
    assert set(names) == {name_of(part, language) for part in shown_parts}
    for layer in found:
        rgba = layer.paint()
        (part,) = {part for part in shown_parts if name_of(part, language) == layer.name}
        inside = coloring.materials.part_map() == part
        assert ((rgba[..., 3] > 0) == inside).all()
        assert np.abs(rgba[inside][:, :3] - SCHEMES[1].table()[part]).max() <= 0.5


def test_the_most_common_color_lies_lowest(coloring: Colorization) -> None:
    found = flats(layers.build(coloring, 1))
    sizes = [int((layer.paint()[..., 3] > 0).sum()) for layer in found]
    assert sizes == sorted(sizes, reverse=True)


def test_names_of_a_mix_and_of_a_palette_win(coloring: Colorization) -> None:
    assert coloring.materials is not None
    rows, columns = np.nonzero(coloring.materials.part_map() == Part.HAIR)
    at = (columns[0] + 0.5) / 240, (rows[0] + 0.5) / 240
    mix = Mix(2, (Choice((at,), "#123456", "braid 髪"),))
    found = {layer.name: layer.paint() for layer in flats(layers.build(coloring, mix))}
    assert found["braid 髪"][rows[0], columns[0]].tolist() == [0x12, 0x34, 0x56, 255]
    palette = Palette((PaletteColor("Mio's hair", "#a1b2c3"), PaletteColor("rest", "#d0c0b0")))
    names = {layer.name for layer in flats(layers.build(coloring.with_palette(palette), 1))}
    assert names & {"Mio's hair", "rest"}


def test_the_nine_are_hidden_groups_that_look_like_the_colorings(coloring: Colorization) -> None:
    page = layers.build(coloring, 0, nine=True)
    groups = page.children[:9]
    assert [(child.name, child.visible) for child in groups] == [
        (f"coloring {n}", False) for n in range(1, 10)
    ]
    for index in (0, 4, 8):
        group = groups[index]
        assert isinstance(group, Group)
        alone = LayeredImage((*group.children, page.children[-1]), page.merged)
        assert difference(shown(alone), coloring.composed(index)) <= 1


def test_hints_are_a_hidden_layer(coloring: Colorization) -> None:
    hints = Hints((Hint(((0.25, 0.75),), 0.02, "#0a64c8"),))
    top = layers.build(coloring.with_hints(hints), 0).children[-1]
    assert isinstance(top, Layer)
    assert (top.name, top.visible) == ("hints", False)
    rgba = top.paint()
    assert rgba[180, 60].tolist() == [10, 100, 200, 255]
    assert rgba[0, 0, 3] == 0


def test_resolution_and_profile_are_carried_over(model: Path, tmp_path: Path) -> None:
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.fromarray(draw(2, (64, 64)).line).convert("RGB").save(
        tmp_path / "a.png", dpi=(600, 600), icc_profile=icc
    )
    page = layers.build(Colorizer(model, threads=1).color(tmp_path / "a.png"), 0)
    assert page.dpi == pytest.approx((600, 600), abs=0.1)
    assert page.icc == icc
