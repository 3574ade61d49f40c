"""Tuning: coloring 1 learns the pages, the others stay, and pages held out end it."""

import copy
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch")

from skimage.color import deltaE_ciede2000, rgb2lab  # noqa: E402

from nurie.colorize.model import default_model  # noqa: E402
from nurie.data.drawn import SCHEMES, draw, paint, random_scheme  # noqa: E402
from nurie.errors import DataError  # noqa: E402
from nurie.losses import to_rgb  # noqa: E402
from nurie.network import checkpoint  # noqa: E402
from nurie.network.sgru import SGRU, SGRUConfig  # noqa: E402
from nurie.schemes.parts import Part  # noqa: E402
from nurie.training import tune as module  # noqa: E402
from nurie.training.tune import CorrectedPage, TuneConfig, tune  # noqa: E402

CONFIG = TuneConfig(steps=24, batch=3, rate=3e-3, watch_every=4, others=5)


def page(seed: int, size: tuple[int, int] = (64, 64)) -> CorrectedPage:
    drawing = draw(seed, (2 * size[0], 2 * size[1]))
    small = np.asarray(cv2.resize(drawing.line, size[::-1], interpolation=cv2.INTER_AREA), np.uint8)
    return CorrectedPage(f"{seed}.png", small, drawing.line, paint(drawing, SCHEMES[5]))


@pytest.fixture(scope="module")
def network() -> SGRU:
    torch.manual_seed(3)
    return SGRU(SGRUConfig(width=4, inputs=5, upsampling="bilinear", normalize=True))


@pytest.fixture(scope="module")
def pages() -> list[CorrectedPage]:
    return [page(seed) for seed in range(3)]


def colorings(network: SGRU, sketch: np.ndarray) -> np.ndarray:
    x = torch.zeros(1, 5, *sketch.shape)
    x[0, 0] = torch.from_numpy(sketch)
    with torch.no_grad():
        return to_rgb(network(x))[0].permute(0, 2, 3, 1).numpy()


def test_coloring_1_learns_and_the_others_stay(network: SGRU, pages: list[CorrectedPage]) -> None:
    before = copy.deepcopy(network.state_dict())
    tuned = tune(network, pages, CONFIG)
    assert all(torch.equal(tensor, before[name]) for name, tensor in network.state_dict().items())
    assert tuned.held_out == ("0.png",)
    assert 0 < tuned.steps <= 24
    assert tuned.after < 0.8 * tuned.before
    free = tune(network, pages, replace(CONFIG, keep=0.0))
    x = pages[0].sketch
    moved, moved_free = (
        np.abs(colorings(each.network, x) - colorings(network, x)).mean((1, 2, 3)) for each in (tuned, free)
    )
    assert moved[1:].mean() < 0.7 * moved_free[1:].mean()
    assert moved[0] > 1.2 * moved[1:].mean()


def test_what_is_told_is_the_error_of_the_held_out_pages(network: SGRU, pages: list[CorrectedPage]) -> None:
    """Against scikit-image, on a page that must be padded."""
    odd = page(7, (48, 80))
    tuned = tune(network, [odd, *pages[1:]], CONFIG)
    x = np.full((64, 96), 255, np.uint8)
    x[:48, :80] = odd.sketch
    truth = cv2.resize(odd.rgb, (80, 48), interpolation=cv2.INTER_AREA)
    paper = odd.sketch > 200
    for model, told in ((network, tuned.before), (tuned.network, tuned.after)):
        first = colorings(model, x)[0, :48, :80].clip(0, 255) / 255
        errors = deltaE_ciede2000(rgb2lab(first), rgb2lab(truth / 255))[paper]
        assert told == pytest.approx(errors.mean(), rel=1e-3)


def test_a_tuning_that_gains_nothing_stops_and_gives_the_network_back(
    network: SGRU, pages: list[CorrectedPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_error", lambda *_: 7.0)
    steps: list[int] = []
    config = TuneConfig(steps=50, batch=2, watch_every=2, patience=3, others=5)
    tuned = tune(network, pages, config, lambda step, *_: steps.append(step))
    assert steps == [1, 2, 3, 4, 5, 6]
    assert (tuned.steps, tuned.before, tuned.after) == (0, 7.0, 7.0)
    theirs = tuned.network.state_dict()
    assert all(torch.equal(tensor, theirs[name]) for name, tensor in network.state_dict().items())


@pytest.mark.parametrize(("count", "held_out"), [(1, []), (2, [0]), (4, [0]), (5, [0, 4])])
def test_one_page_in_four_is_held_out(
    network: SGRU, monkeypatch: pytest.MonkeyPatch, count: int, held_out: list[int]
) -> None:
    """And none of what is learned from is among them."""
    given = [page(seed, (32, 32)) for seed in range(count)]
    learned: list[list[str]] = []
    for name in ("_PageSamples", "_others", "_solved"):
        honest = getattr(module, name)

        def note(*given: Any, honest: Any = honest) -> Any:
            pages = next(one for one in given if isinstance(one, list))
            learned.append([page.name for page in pages if page.name])
            return honest(*given)

        monkeypatch.setattr(module, name, note)
    tuned = tune(network, given, TuneConfig(steps=1, batch=2, others=5))
    assert tuned.held_out == tuple(f"{index}.png" for index in held_out)
    assert learned == 3 * [[f"{index}.png" for index in range(count) if index not in held_out]]


def test_the_same_seed_tunes_alike(network: SGRU, pages: list[CorrectedPage]) -> None:
    config = TuneConfig(steps=4, batch=2, watch_every=2, others=5)
    one, two = (tune(network, pages, config).network.state_dict() for _ in range(2))
    assert all(torch.equal(tensor, two[name]) for name, tensor in one.items())


def test_others_are_painted_in_the_characters_colors() -> None:
    """The shipped network tells the parts apart, so the colors that most of a page shows are found again."""
    network, info = checkpoint.load(default_model().with_suffix(".safetensors"))
    scheme = random_scheme(np.random.default_rng(11))
    size = info.working_size
    shown = [draw(seed, (2 * size, 2 * size)) for seed in (9_100_004, 9_100_005, 9_100_006)]
    known = []
    for drawing in shown:
        assert drawing.kind == "figures"
        sketch = np.asarray(cv2.resize(drawing.line, (size, size), interpolation=cv2.INTER_AREA), np.uint8)
        known.append(CorrectedPage("", sketch, drawing.line, paint(drawing, scheme)))
    drawings = [draw(module._OTHERS_SEED + number, (2 * size, 2 * size)) for number in range(6)]
    for other, drawing in zip(module._others(network, known, 6), drawings, strict=True):
        wanted = paint(drawing, scheme)
        for part in (Part.GROUND, Part.SKIN, Part.HAIR, Part.CLOTHES):
            there = drawing.parts == part
            if there.any():
                ours, theirs = (rgb2lab(rgb[there][None] / 255) for rgb in (other.rgb, wanted))
                assert deltaE_ciede2000(ours, theirs).mean() < 3, part


def test_samples_hold_pages_and_others(pages: list[CorrectedPage]) -> None:
    samples = module._PageSamples(pages[:1], pages[1:], SGRUConfig(inputs=5), TuneConfig(batch=5))
    x, truth, mask = samples.batch(1)
    assert (x.shape, truth.shape, mask.shape) == ((5, 5, 64, 64), (5, 3, 64, 64), (5, 64, 64))
    assert not x[:, 1:].any()  # the pipeline tells the network of no hints, so tuning does not either
    assert mask.min() >= 0
    assert mask.max() == 1


@pytest.mark.parametrize("count", [0, 21])
def test_too_few_or_too_many_pages(network: SGRU, count: int) -> None:
    with pytest.raises(DataError, match=f"{count} pages cannot be learned from; give 1 to 20"):
        tune(network, [page(1, (32, 32))] * count)
