"""The whole pipeline, with a model whose colors follow its inputs."""

import dataclasses
import itertools
from pathlib import Path

import cv2
import fake_model
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from skimage.color import deltaE_ciede2000, rgb2lab

from nurie import Colorizer, ColorOptions, Hint, Hints
from nurie.colorize.hints import HintScope
from nurie.colorize.look import reduce_lines
from nurie.colorize.model import Answer, Model
from nurie.data.drawn import draw
from nurie.errors import HintError, ImageError, OutputError


@pytest.fixture(scope="session")
def colorizer(model: Path) -> Colorizer:
    return Colorizer(model, threads=1)


def test_nine_pictures_of_the_sketchs_own_size(colorizer: Colorizer, sketch: Path) -> None:
    coloring = colorizer.color(sketch)
    assert len(coloring.images) == 9
    assert {(image.size, image.mode) for image in coloring.images} == {((160, 200), "RGB")}
    assert coloring.sketch.size == (160, 200)
    assert coloring.notices == ()


def test_the_lines_stay_exactly_as_drawn(colorizer: Colorizer, lines: np.ndarray) -> None:
    hints = Hints((Hint(((0.5, 0.35),), 0.1, "#e04080"),))
    for image in colorizer.color(lines, hints).images:
        assert (np.asarray(image)[lines == 0] == 0).all()


def test_the_fake_model_sees_white_paper_and_answers_with_its_nine_shades(
    colorizer: Colorizer, lines: np.ndarray
) -> None:
    shades = [int(np.asarray(image)[5, 5, 0]) for image in colorizer.color(lines).images]
    assert shades == [round(255 * (1 - k / 20)) for k in range(9)]


def test_the_network_sees_the_sketch_centered_on_white_paper(
    colorizer: Colorizer, lines: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[np.ndarray] = []
    run = Model.__call__
    monkeypatch.setattr(Model, "__call__", lambda model, sketch: (seen.append(sketch), run(model, sketch))[1])
    colorizer.color(lines)
    sketch, mirrored = seen
    assert np.array_equal(mirrored, sketch[:, :, ::-1])
    assert sketch.shape == (5, 128, 128)
    assert np.array_equal(sketch[0, :, 13:115], reduce_lines(lines, 128))
    assert (sketch[0, :, :13] == 255).all()
    assert (sketch[0, :, 115:] == 255).all()
    assert (sketch[1:] == 0).all()


def test_cropping_does_not_shift_the_picture(colorizer: Colorizer, lines: np.ndarray) -> None:
    coloring = colorizer.color(lines)
    assert coloring.seen.colors.shape == (9, 128, 102, 3)
    small = reduce_lines(lines, 128)
    assert np.abs(coloring.seen.colors[0, ..., 0].astype(int) - small).max() <= 1


def test_hints_show_in_the_picture(colorizer: Colorizer, lines: np.ndarray) -> None:
    hints = Hints((Hint(((0.5, 0.35),), 0.05, "#3264c8"),))
    for image in colorizer.color(lines, hints).images:
        assert image.getpixel((80, 70)) == (0x32, 0x64, 0xC8)
        assert np.abs(np.subtract(image.getpixel((95, 80)), (0x32, 0x64, 0xC8))).max() <= 3


def test_a_hint_changes_nothing_outside_its_region_when_told_so(
    colorizer: Colorizer, lines: np.ndarray
) -> None:
    hints = Hints((Hint(((0.5, 0.35),), 0.05, "#3264c8"),))
    bare = colorizer.color(lines)
    alone = colorizer.color(lines, hints, ColorOptions(hint_scope="region"))
    others = bare.regions != bare.regions[70, 80]
    for number in range(9):
        assert np.array_equal(alone.colors(number)[others], bare.colors(number)[others])
        assert tuple(alone.colors(number)[60, 70]) == (0x32, 0x64, 0xC8)
    with pytest.raises(HintError, match="the hint scope 'page' is unknown"):
        ColorOptions(hint_scope="page")  # type: ignore[arg-type]


def test_a_hint_layer_of_another_size_is_taken_and_of_another_shape_refused(
    colorizer: Colorizer, lines: np.ndarray
) -> None:
    layer = np.zeros((400, 320, 4), np.uint8)
    layer[130:150, 150:170] = (0x32, 0x64, 0xC8, 255)
    coloring = colorizer.color(lines, Hints.from_layer(layer))
    assert coloring.images[0].getpixel((80, 70)) == (0x32, 0x64, 0xC8)
    with pytest.raises(
        HintError, match=r"320 x 390 px but the sketch is 160 x 200 px, which is another shape"
    ):
        colorizer.color(lines, Hints.from_layer(layer[:390]))


@pytest.mark.parametrize("scope", ["region", "flow"])
def test_hints_are_obeyed_on_drawn_pictures(colorizer: Colorizer, scope: HintScope) -> None:
    differences: list[float] = []
    for seed in (3, 8, 15, 21):
        lines = draw(seed, (1024, 768)).line
        rng = np.random.default_rng(seed)
        hints = Hints(
            tuple(
                Hint(
                    ((rng.random(), rng.random()),),
                    0.004 + 0.01 * rng.random(),
                    f"#{rng.integers(1 << 24):06x}",
                )
                for _ in range(12)
            )
        )
        coloring = colorizer.color(lines, hints, ColorOptions(hint_scope=scope))
        for number in (0, 4, 8):
            colors = rgb2lab(coloring.colors(number))
            for hint in hints:
                (x, y), *_ = hint.points
                place = int(y * 1024), int(x * 768)
                if lines[place] > 128:
                    wanted = rgb2lab(np.array(hint.rgb, np.uint8)[None, None])[0, 0]
                    differences.append(float(deltaE_ciede2000(wanted, colors[place])))
    assert len(differences) > 100
    assert np.percentile(differences, 95) <= 2
    assert max(differences) <= 5


@settings(max_examples=8, deadline=None)
@given(st.integers(200, 600), st.integers(200, 600), st.integers(0, 2**32 - 1))
def test_the_sketch_lies_over_the_colors_bit_by_bit(
    colorizer: Colorizer, width: int, height: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    sketch = np.full((height, width), 255, np.uint8)
    for _ in range(5):
        start, end = (rng.random((2, 2)) * (width, height)).astype(int).tolist()
        cv2.line(sketch, start, end, 0, int(rng.integers(1, 5)), cv2.LINE_AA)
    coloring = colorizer.color(sketch)
    assert np.array_equal(coloring.drawing, np.dstack([sketch] * 3))
    for number in (0, 7):
        picture = coloring.composed(number)
        assert picture.shape == (height, width, 3)
        assert (picture[sketch == 0] == 0).all()
        assert np.array_equal(picture[sketch == 255], coloring.colors(number)[sketch == 255])


@pytest.mark.filterwarnings("error")
def test_an_empty_page_does_not_come_out_black() -> None:
    picture = Colorizer(threads=1).color(np.full((90, 64), 255, np.uint8)).composed(0)
    assert picture.min() >= 128


def test_a_drawing_gets_the_same_colors_at_every_size() -> None:
    """At 512 px there is less to be seen than the network sees of larger ones."""
    shipped = Colorizer()
    line = draw(2, (1024, 1024)).line
    reduced = {}
    for size in (512, 1024, 2048, 4096):
        way = cv2.INTER_AREA if size < 1024 else cv2.INTER_CUBIC
        picture = shipped.color(cv2.resize(line, (size, size), interpolation=way)).composed(3)
        reduced[size] = rgb2lab(cv2.resize(picture, (512, 512), interpolation=cv2.INTER_AREA))
    for one, other in itertools.combinations(reduced, 2):
        least = 3 if one == 512 else 2
        assert deltaE_ciede2000(reduced[one], reduced[other]).mean() <= least


def test_hints_show_with_a_model_of_one_input_too(tmp_path: Path, lines: np.ndarray) -> None:
    plain = Colorizer(fake_model.make(tmp_path / "plain.onnx", inputs=1), threads=1)
    hints = Hints((Hint(((0.5, 0.35),), 0.05, "#3264c8"),))
    coloring = plain.color(lines, hints)
    assert coloring.images[0].getpixel((80, 70)) == (0x32, 0x64, 0xC8)


def test_size_sets_the_working_size(colorizer: Colorizer, lines: np.ndarray) -> None:
    assert colorizer.color(lines, options=ColorOptions(size=64)).seen.colors.shape == (9, 64, 51, 3)


@pytest.mark.parametrize("shade", [0, 255])
def test_blank_pages_are_colored_with_a_notice(colorizer: Colorizer, shade: int) -> None:
    coloring = colorizer.color(np.full((50, 40), shade, np.uint8))
    assert "all over" in coloring.notices[0]
    assert len(list(coloring.images)) == 9


@pytest.mark.parametrize("height", [300, 1000])
def test_a_blank_page_stays_white_but_for_hints(height: int) -> None:
    coloring = Colorizer().color(np.full((height, 200), 255, np.uint8))
    assert all(picture.getextrema() == ((255, 255),) * 3 for picture in coloring.images)
    hinted = coloring.with_hints(Hints((Hint(((0.5, 0.5),), 0.05, "#3264c8"),)))
    assert hinted.images[0].getpixel((100, height // 2)) == (0x32, 0x64, 0xC8)


@settings(max_examples=15, deadline=None)
@given(
    st.integers(16, 150),
    st.integers(16, 150),
    st.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"]),
)
def test_every_size_and_mode_is_colored(colorizer: Colorizer, width: int, height: int, mode: str) -> None:
    page = Image.fromarray(cv2.circle(np.full((height, width), 255, np.uint8), (8, 8), 5, 0, 1))
    if mode == "I;16":
        page = Image.fromarray(np.asarray(page).astype(np.uint16) * 257)
    elif mode == "CMYK":
        page = page.convert("RGB").convert("CMYK")
    else:
        page = page.convert(mode)
    images = colorizer.color(page).images
    assert images[8].size == (width, height)
    assert images[0].getpixel((width - 1, height - 1)) == (255, 255, 255)


def test_thin_lines_survive_the_reduction() -> None:
    page = np.full((2000, 2000), 255, np.uint8)
    page[1000:1004] = 0
    assert reduce_lines(page, 256).min() < 150


def test_results_cannot_be_changed(colorizer: Colorizer, lines: np.ndarray) -> None:
    coloring = colorizer.color(lines)
    with pytest.raises(dataclasses.FrozenInstanceError):
        coloring.notices = ()  # type: ignore[misc]


def test_save_writes_nine_files_and_the_sheet(colorizer: Colorizer, sketch: Path, tmp_path: Path) -> None:
    coloring = colorizer.color(sketch)
    coloring.save(tmp_path / "out")
    names = [*(f"{number}.png" for number in range(1, 10)), "sheet.png"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == names
    for name, expected in zip(names, coloring.images, strict=False):
        with Image.open(tmp_path / "out" / name) as image:
            assert np.array_equal(np.asarray(image), np.asarray(expected))
    with Image.open(tmp_path / "out" / "sheet.png") as sheet:
        assert sheet.size == coloring.sheet().size


def test_save_keeps_the_resolution(colorizer: Colorizer, lines: np.ndarray, tmp_path: Path) -> None:
    Image.fromarray(lines).save(tmp_path / "scan.png", dpi=(600, 600))
    colorizer.color(tmp_path / "scan.png").save(tmp_path / "out")
    with Image.open(tmp_path / "out" / "3.png") as image:
        assert image.info["dpi"] == pytest.approx((600, 600), abs=0.1)


def test_save_refuses_to_overwrite_unless_told(
    colorizer: Colorizer, lines: np.ndarray, tmp_path: Path
) -> None:
    coloring = colorizer.color(lines)
    (tmp_path / "7.png").write_text("mine")
    with pytest.raises(OutputError, match=r"7\.png exists already"):
        coloring.save(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["7.png"]
    assert (tmp_path / "7.png").read_text() == "mine"
    (tmp_path / "notes.txt").write_text("mine, too")
    coloring.save(tmp_path, overwrite=True)
    assert (tmp_path / "notes.txt").read_text() == "mine, too"
    assert len(list(tmp_path.iterdir())) == 11


def test_the_megapixel_limit_is_passed_on(colorizer: Colorizer, lines: np.ndarray) -> None:
    with pytest.raises(ImageError, match="million pixels"):
        colorizer.color(lines, options=ColorOptions(max_pixels=1000))


def page_of_four() -> tuple[np.ndarray, list[tuple[int, int]]]:
    """A page of four panels, a ring of its own size in each, and the middles of the panels, rows first."""
    page = np.full((800, 600), 255, np.uint8)
    middles = [(210, 160), (210, 450), (600, 160), (600, 450)]
    for number, (row, column) in enumerate(middles):
        half = 180 if row == 210 else 190
        cv2.rectangle(page, (column - 130, row - half), (column + 130, row + half), 0, 5)
        cv2.circle(page, (column, row), 30 + 12 * number, 0, 4)
    return page, middles


def test_each_panel_of_a_page_is_seen_by_itself(
    colorizer: Colorizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, middles = page_of_four()
    seen: list[int] = []

    def answer(_: Model, sketch: np.ndarray) -> Answer:
        seen.append(int((sketch[0, 20:-20, 20:-20] < 128).sum()))
        return Answer(np.full((9, *sketch.shape[1:], 3), 40 + seen[-1] // 2, np.float32))

    monkeypatch.setattr(Model, "__call__", answer)
    flat = colorizer.color(page).colors(0)
    assert len(seen) == 4, "the page as a whole is not asked for"
    rings = sorted(set(seen))
    assert [int(flat[middle][0]) for middle in middles] == [40 + ring // 2 for ring in rings]
    assert (flat[400, 100:500] == 255).all()
    assert (flat[5] == 255).all()


def test_a_drawing_without_panels_is_seen_once_and_once_mirrored(
    colorizer: Colorizer, lines: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    run = Model.__call__
    monkeypatch.setattr(Model, "__call__", lambda model, sketch: (calls.append(1), run(model, sketch))[1])
    colorizer.color(lines)
    assert len(calls) == 2
