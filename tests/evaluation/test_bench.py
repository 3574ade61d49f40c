"""Measured contestants whose numbers are known beforehand."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from nurie.color.difference import ciede2000
from nurie.colorize.colorizer import Colorizer
from nurie.colorize.model import Answer
from nurie.data.drawn import SCHEMES, draw, paint, random_scheme
from nurie.evaluation.bench import HINTS, Bench, SceneResult
from nurie.evaluation.camouflage import camouflage
from nurie.evaluation.contestants import Contestant, Watched, baselines
from nurie.evaluation.numbers import summary
from nurie.evaluation.scenes import make_scene
from nurie.evaluation.sketches import Sketch
from nurie.schemes.parts import Part

DRAWING = draw(9_000_003, (256, 256))
TRUTH = paint(DRAWING, random_scheme(np.random.default_rng(1)))
SCENE = make_scene("drawn", DRAWING.line, DRAWING.parts, TRUTH, 96)
Colors = NDArray[np.uint8]


class Fake(Watched):
    """A model whose answers a function gives."""

    def __init__(self, answer: Callable[[NDArray[np.float32]], Colors]) -> None:
        super().__init__("fake", 5, 96)
        self._answer_with = answer

    def ask(self, sketch: NDArray[np.float32]) -> Answer:
        colors = np.broadcast_to(self._answer_with(sketch), (9, *sketch.shape[1:], 3))
        if np.array_equal(sketch[:, :, ::-1], self.given):  # the pipeline shows the mirror image second
            colors = colors[:, :, ::-1]
        return Answer(np.array(colors, np.float32))


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench()


def measure(
    bench: Bench, answer: Callable[[NDArray[np.float32]], Colors], steady: bool = False
) -> SceneResult:
    model = Fake(answer)
    return bench.measure(Contestant("fake", 96, lambda name: model), SCENE, steady)


def test_the_truth_itself_is_perfect(bench: Bench) -> None:
    record = measure(bench, lambda sketch: SCENE.truth)
    assert record.network["ciede_best"] == pytest.approx(record.network["ciede_mean"]) == 0
    assert record.network["psnr_best"] == 100
    assert record.network["ssim_mean"] == pytest.approx(1, abs=1e-4)  # in float32
    assert record.network["colorfulness"] == pytest.approx(record.network["colorfulness_truth"])
    assert record.network["laplacian"] == pytest.approx(record.network["laplacian_truth"])
    assert record.network["sense"] == 1
    assert record.network["variety"] == 0
    assert record.plain.shape == record.hinted.shape == (9, 96, 96, 3)


def test_the_best_of_nine_is_the_nearest_one(bench: Bench) -> None:
    nine = np.full((9, 96, 96, 3), 255, np.uint8)
    nine[4] = SCENE.truth
    record = measure(bench, lambda sketch: nine)
    white = measure(bench, lambda sketch: np.full((96, 96, 3), 255, np.uint8)).network["ciede_mean"]
    assert record.network["ciede_best"] == 0
    assert record.network["ciede_mean"] == pytest.approx(white * 8 / 9)


def test_the_pipeline_shows_a_hint_that_the_network_ignores(bench: Bench) -> None:
    record = measure(bench, lambda sketch: np.full((96, 96, 3), 255, np.uint8))
    assert not {"hint_error", "hair_follows", "hints_ciede_best"} & set(record.network)
    assert "fall_best" not in summary([record.network])
    assert record.product["hint_error"] < 3
    assert record.product["hair_follows"] > 0


def test_the_marked_sketch_shows_the_hints(bench: Bench) -> None:
    record = measure(bench, lambda sketch: SCENE.truth)
    colored = record.marked.max(axis=-1) > record.marked.min(axis=-1)
    assert HINTS <= colored.sum() < 100
    np.testing.assert_array_equal(record.marked[~colored][:, 0], SCENE.sketch[~colored])


def test_a_model_that_sees_only_places_is_not_steady(bench: Bench) -> None:
    def halves(sketch: NDArray[np.float32]) -> Colors:
        colors = np.empty((*sketch.shape[1:], 3), np.uint8)
        colors[: sketch.shape[1] // 2] = (200, 40, 40)
        colors[sketch.shape[1] // 2 :] = (40, 40, 200)
        return colors

    values = measure(bench, halves, steady=True).product
    apart = float(ciede2000((200, 40, 40), (40, 40, 200)))
    assert values["mirror"] < 2
    assert values["size_2048"] < 2
    # The middle moves by 13 of 256 px, and by 32 when 64 are added on one side.
    assert values["shift"] == pytest.approx(apart * 13 / 256, rel=0.4)
    assert values["pad"] == pytest.approx(apart * 32 / 256, rel=0.4)


def test_a_model_that_sees_only_colors_is_steady(bench: Bench) -> None:
    values = measure(bench, lambda sketch: np.full((1, 1, 3), 99, np.uint8), steady=True).product
    assert [values[name] for name in ("size_2048", "shift", "pad", "mirror")] == [0, 0, 0, 0]


def test_the_plainest_answers(bench: Bench) -> None:
    other = make_scene("other", DRAWING.line, DRAWING.parts, 255 - TRUTH, 96)
    white, of_all, of_each = baselines([SCENE, other], 96)
    mean = SCENE.truth[SCENE.paper].mean(axis=0)
    far = 255 - mean
    assert np.unique(white.model(SCENE.name)(np.zeros((1, 32, 32), np.float32)).colors) == 255
    for contestant, expected in ((of_all, (mean + far) / 2), (of_each, mean)):
        answer = contestant.model(SCENE.name)(np.zeros((1, 32, 32), np.float32)).colors
        np.testing.assert_allclose(answer, np.broadcast_to(expected, answer.shape), atol=1)
    constant = bench.measure(of_each, SCENE, steady=False)
    assert constant.network["sense"] == 0
    assert constant.network["variety"] == constant.network["laplacian"] == 0


def test_the_nine_schemes_are_right_materials(bench: Bench) -> None:
    nine = np.stack([paint(DRAWING, scheme, flat=True) for scheme in SCHEMES])
    small = np.stack([cv2.resize(rgb, (96, 96), interpolation=cv2.INTER_AREA) for rgb in nine])
    record = measure(bench, lambda sketch: small)
    assert record.network["right"] > 0.9
    assert record.product["right"] > 0.8
    assert record.network["right_skin"] > 0.9
    swapped = small.copy()
    skin, hair = (np.rint([scheme[part] for scheme in SCHEMES]) for part in (Part.SKIN, Part.HAIR))
    here = cv2.resize(DRAWING.parts, (96, 96), interpolation=cv2.INTER_NEAREST) == Part.SKIN
    for rgb, color in zip(swapped, hair, strict=True):
        rgb[here] = color
    assert not np.array_equal(skin, hair)
    assert measure(bench, lambda sketch: swapped).network["right_skin"] < 0.1


def test_light_is_no_camouflage(bench: Bench) -> None:
    """The schemes' parts, each of one color, under the light that all colorings have."""
    parts = cv2.resize(DRAWING.parts, (96, 96), interpolation=cv2.INTER_NEAREST)
    nine = np.stack([np.rint(scheme.table())[parts] for scheme in SCHEMES]).astype(np.uint8)
    record = measure(bench, lambda sketch: nine)
    lit = Colorizer(Fake(lambda sketch: nine)).color(SCENE.page).colors(0)
    assert record.product["camouflage"] < camouflage(lit, SCENE.page > 200) / 5


def test_two_colors_that_melt_are_camouflage(bench: Bench) -> None:
    ramp = np.zeros((96, 96, 3), np.uint8) + np.uint8([0, 120, 0])
    ramp[..., 0], ramp[..., 2] = np.linspace(0, 255, 96), np.linspace(255, 0, 96)
    flat = np.full((96, 96, 3), 120, np.uint8)
    assert measure(bench, lambda sketch: flat).product["camouflage"] == 0
    assert measure(bench, lambda sketch: ramp).product["camouflage"] > 0.05
    plainest = bench.measure(baselines([SCENE], 96)[1], SCENE, steady=False)
    assert not {"camouflage", "right"} & set(plainest.product)


def test_a_sketch_is_judged_without_a_truth(bench: Bench) -> None:
    model = Fake(lambda sketch: np.full((1, 1, 3), 99, np.uint8))
    sketch = Sketch("one", np.repeat(DRAWING.line[:200, :160, None], 3, -1))
    record = bench.measure_sketch(Contestant("fake", 96, lambda name: model), sketch)
    assert record.product == {"size_1024": 0, "size_2048": 0, "size_4096": 0, "camouflage": 0}
    assert record.network == {}
    assert record.sketch.shape == (512, 410)
    assert record.plain.shape == (9, 512, 410, 3)
    assert record.truth is record.hinted is None
