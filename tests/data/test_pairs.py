"""Samples: the same for a seed however they are made, and true to pictures that the tests draw."""

import json
import pickle
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

torch = pytest.importorskip("torch")

from nurie.data import augment  # noqa: E402
from nurie.data import sample as sample_module  # noqa: E402
from nurie.data.config import DataConfig, SourceConfig  # noqa: E402
from nurie.data.drawn import SCHEMES, Drawing  # noqa: E402
from nurie.data.pairs import DrawnSource, FolderSource, Pairs  # noqa: E402
from nurie.data.sample import OTHER, UNKNOWN, Sample, scheme_sample  # noqa: E402
from nurie.errors import DataError  # noqa: E402
from nurie.lineart.areas import FLOODED  # noqa: E402
from nurie.lineart.extract import EXTRACTORS  # noqa: E402
from nurie.network.sgru import SGRUConfig  # noqa: E402
from nurie.schemes.parts import Part  # noqa: E402
from nurie.training.config import LossConfig, OptimizerConfig, Recipe  # noqa: E402
from nurie.training.loop import batches  # noqa: E402

Array = NDArray[np.uint8]
SKIN, DRESS, INK = (250, 211, 184), (61, 90, 153), (40, 24, 24)
AREAS = {"skin": np.s_[25:60, 30:70], "dress": np.s_[65:110, 25:75]}
INNER = {"skin": np.s_[27:58, 32:68], "dress": np.s_[67:108, 27:73]}
"""The same without their edges, where a view mixes the colors of neighbors."""


def sprite(ground: tuple[int, int, int] = (255, 255, 255)) -> Array:
    """A head of skin over a blue dress, inked, on a plain ground: (128, 96, 3)."""
    rgb = np.full((128, 96, 3), ground, np.uint8)
    for name, color in (("skin", SKIN), ("dress", DRESS)):
        rows, columns = AREAS[name]
        rgb[rows.start - 2 : rows.stop + 2, columns.start - 2 : columns.stop + 2] = INK
        rgb[AREAS[name]] = color
    return rgb


def save(array: Array, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(array).save(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(sprite(), tmp_path / "art" / "a" / "one.png")
    return tmp_path / "art"


@pytest.fixture
def upright(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every view is the picture itself, cut or filled at its lower right."""
    view = lambda rng, shape, size, zoom: augment.View(np.eye(2, 3), size)  # noqa: E731
    monkeypatch.setattr(augment, "random_view", view)


def source(folder: Path, **changes: object) -> SourceConfig:
    return replace(SourceConfig("folder", path=str(folder)), **changes)  # type: ignore[arg-type]


def samples(
    config: SourceConfig, count: int, hinted: bool = False, size: tuple[int, int] = (128, 96)
) -> list[Sample]:
    made = FolderSource(config)
    return [made.sample(np.random.default_rng(seed), size, hinted) for seed in range(count)]


def recipe(data: DataConfig, steps: int) -> Recipe:
    return Recipe("unused", SGRUConfig(width=1, inputs=5), data, LossConfig(), OptimizerConfig(steps))


def mixed(folder: Path, workers: int = 0) -> DataConfig:
    """Drawn pictures and a folder whose figures are recolored, hinted, in two sizes."""
    return DataConfig(
        (SourceConfig("drawn", count=3), source(folder, recolor=1.0)),
        batch=2,
        sizes=((64, 64), (96, 64), (64, 96)),
        hints=0.5,
        seed=7,
        workers=workers,
    )


def assert_same(ours: list[dict[str, torch.Tensor]], theirs: list[dict[str, torch.Tensor]]) -> None:
    assert len(ours) == len(theirs)
    for a, b in zip(ours, theirs, strict=True):
        assert a.keys() == b.keys()
        for name in a:
            assert torch.equal(a[name], b[name]), name


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, torch.Tensor]]]:
    """A folder, and the six batches that a run in this process sees of it."""
    art = tmp_path_factory.mktemp("art")
    save(sprite(), art / "a" / "one.png")
    return art, list(batches(recipe(mixed(art), 6), 0))


Whole = tuple[Path, list[dict[str, torch.Tensor]]]


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_batches_do_not_depend_on_the_workers(whole: Whole, workers: int) -> None:
    folder, truth = whole
    assert_same(list(batches(recipe(mixed(folder, workers), 6), 0)), truth)


@pytest.mark.parametrize("workers", [0, 2])
def test_a_resumed_run_gets_the_batches_it_has_not_seen(whole: Whole, workers: int) -> None:
    folder, truth = whole
    assert_same(list(batches(recipe(mixed(folder, workers), 6), 4)), truth[4:])


def test_batches_leave_the_global_generator_alone(whole: Whole) -> None:
    before = torch.get_rng_state()
    list(batches(recipe(mixed(whole[0]), 1), 0))
    assert torch.equal(torch.get_rng_state(), before)


def test_another_seed_gives_other_batches(whole: Whole) -> None:
    folder, truth = whole
    other = list(batches(recipe(replace(mixed(folder), seed=8), 6), 0))
    pages = [
        (a["sketch"], b["sketch"])
        for a, b in zip(other, truth, strict=True)
        if a["sketch"].shape == b["sketch"].shape
    ]
    assert not any(torch.equal(a, b) for a, b in pages)


def test_samples_travel_to_workers_that_are_not_forked(folder: Path) -> None:
    made = Pairs(mixed(folder), 4)
    first = [made[index] for index in range(4)]
    sent = pickle.loads(pickle.dumps(made))
    for index in range(4):
        np.testing.assert_array_equal(sent[index].targets, first[index].targets)


def test_shapes_types_and_sizes(whole: Whole) -> None:
    _, truth = whole
    sizes = set()
    for batch in truth:
        height, width = batch["sketch"].shape[-2:]
        sizes.add((height, width))
        assert batch["sketch"].shape == (2, 1, height, width)
        assert batch["hints"].shape == (2, 4, height, width)
        assert batch["targets"].shape == (2, 9, 3, height, width)
        assert batch["parts"].shape == (2, height, width)
        assert batch["matched"].shape == (2,)
        assert batch["matched"].dtype == torch.bool
        assert {batch[name].dtype for name in ("sketch", "hints", "targets", "parts")} == {torch.uint8}
        known = {*map(int, Part), OTHER, UNKNOWN}
        assert set(batch["parts"].unique().tolist()) <= known
        assert set(batch["hints"][:, 3].unique().tolist()) <= {0, FLOODED, 255}
        assert not batch["hints"][:, :3][(batch["hints"][:, 3:] == 0).expand(-1, 3, -1, -1)].any()
    assert len(sizes) > 1
    assert sizes <= {(64, 64), (96, 64), (64, 96)}
    assert {bool(value) for batch in truth for value in batch["matched"]} == {True, False}


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_the_share_of_hinted_samples(folder: Path, share: float) -> None:
    config = DataConfig((source(folder),), sizes=((64, 64),), hints=share)
    made = Pairs(config, 150)
    assert len(made) == 150
    hinted = np.mean([bool(made[index].hints[3].any()) for index in range(150)])
    assert abs(hinted - share) < (0.1 if 0 < share < 1 else 0.05)


def test_sources_are_drawn_by_weight(folder: Path, tmp_path: Path) -> None:
    plain = save(np.full((64, 64, 3), 99, np.uint8), tmp_path / "other" / "gray.png").parent
    config = DataConfig((source(folder, weight=3.0), source(plain, weight=1.0)), sizes=((64, 64),))
    made = Pairs(config, 150)
    gray = np.mean([bool((made[index].targets == 99).all()) for index in range(150)])
    assert 0.16 < gray < 0.34


def test_panels_by_themselves_are_drawn_by_their_share() -> None:
    """Few other drawings have bubbles: the margins and panels of pages, which are one in eight."""
    for share, least, most in ((0.0, 0, 14), (1.0, 24, 40)):
        config = SourceConfig("drawn", count=200, side=128, zoom=(1.0, 1.0), panels=share)
        source = DrawnSource(config)
        samples = [source.sample(np.random.default_rng(seed), (128, 128), False) for seed in range(40)]
        assert least <= sum(bool((sample.parts == Part.BUBBLE).any()) for sample in samples) <= most


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_drawings_and_pictures_with_keys_lie_on_grays(
    folder: Path, tmp_path: Path, upright: None, share: float
) -> None:
    """What is white stays white, what is not becomes gray, painted or not."""
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({"a/*": {"keys": [["#fad3b8", "SKIN"], ["#3d5a99", "CLOTHES"]]}}))
    rows, columns = AREAS["dress"]
    inner = np.s_[rows.start + 9 : rows.stop - 9, columns.start + 9 : columns.stop - 9]
    for sample in samples(source(folder, keys=str(keys), grays=share), 4):
        assert (np.median(sample.sketch[0][inner]) < 230) == (share == 1)
        assert np.median(sample.sketch[0, :9, :9]) == 255
    for painted in (0.0, 1.0):
        drawn = DrawnSource(SourceConfig("drawn", count=9, side=128, grays=share, painted=painted))
        drawings = [drawn.sample(np.random.default_rng(seed), (128, 128), False) for seed in range(6)]
        figures = [~np.isin(one.parts, (Part.GROUND, Part.BUBBLE, Part.EYE_WHITE)) for one in drawings]
        light = np.mean([np.median(one.sketch[0][at]) for one, at in zip(drawings, figures, strict=True)])
        assert (light < 220) == (share == 1)


def test_without_a_twin_lines_are_extracted_where_the_ink_is(folder: Path, upright: None) -> None:
    ink = (sprite() == np.array(INK)).all(axis=2)
    near = cv2.dilate(ink.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    for sample in samples(source(folder), 12):
        drawn = sample.sketch[0] < 160
        assert (cv2.dilate(drawn.astype(np.uint8), np.ones((5, 5), np.uint8))[ink] > 0).mean() > 0.8
        assert (near[drawn]).mean() > 0.95


def test_extracted_lines_lie_exactly_on_the_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """To a tenth of a pixel: a symmetric line is drawn symmetrically."""
    rgb = np.full((96, 96, 3), 230, np.uint8)
    rgb[:, 46:51] = 20
    view = augment.View(np.eye(2, 3), (96, 96))
    for name in ("high_pass", "pencil"):
        monkeypatch.setattr(sample_module, "EXTRACTORS", {name: EXTRACTORS[name]})
        ink = 255.0 - sample_module.extract(np.random.default_rng(0), view, rgb)[20:70, 30:67]
        center = (ink * np.arange(30, 67)).sum() / ink.sum()
        assert center == pytest.approx(48, abs=0.1), name


def test_a_twin_is_the_sketch_of_most_samples_and_no_picture(
    folder: Path, upright: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(augment, "vary_ink", lambda rng, line: line)
    twin = np.full((128, 96), 255, np.uint8)
    cv2.line(twin, (5, 5), (90, 120), 0, 3)
    save(twin, folder / "a" / "one.line.png")
    assert [path.name for path in FolderSource(source(folder)).paths] == ["one.png"]
    apart = [np.abs(sample.sketch[0].astype(int) - twin).mean() for sample in samples(source(folder), 80)]
    used = np.array(apart) < 2
    assert min(np.array(apart)[~used]) > 10, "either the twin or other lines"
    assert 0.55 < used.mean() < 0.85


def test_a_twin_of_another_size_is_refused(folder: Path) -> None:
    save(np.full((64, 48), 255, np.uint8), folder / "a" / "one.line.png")
    with pytest.raises(DataError, match=r"one\.line\.png has another size than one\.png"):
        samples(source(folder), 1)


def test_a_figure_on_white_names_ground_skin_and_other(folder: Path, upright: None) -> None:
    grounds = set()
    for sample in samples(source(folder), 20):
        assert not sample.matched
        assert set(np.unique(sample.parts)) == {Part.GROUND, Part.SKIN, OTHER}
        assert (sample.parts[AREAS["skin"]] == Part.SKIN).all()
        assert (sample.parts[AREAS["dress"]] == OTHER).all()
        assert (sample.parts[:20] == Part.GROUND).all()
        assert (sample.targets == sample.targets[:1]).all()
        assert (sample.targets[0][(slice(None), *INNER["dress"])] == np.array(DRESS)[:, None, None]).all()
        ground = sample.targets[0][:, 2:20].reshape(3, -1)
        assert np.ptp(ground, axis=1).max() == 0
        grounds.add(tuple(ground[:, 0].tolist()))
    assert (255, 255, 255) in grounds
    assert len(grounds) > 8


def test_recoloring_turns_the_dress_and_keeps_the_labels(folder: Path, upright: None) -> None:
    colors = set()
    for sample in samples(source(folder, recolor=1.0), 12):
        skin = sample.targets[0][(slice(None), *INNER["skin"])].astype(int)
        assert np.abs(skin - np.array(SKIN)[:, None, None]).max() <= 1
        assert (sample.parts[AREAS["skin"]] == Part.SKIN).all()
        colors.add(tuple(sample.targets[0][:, 80, 50].tolist()))
    assert len(colors) > 8


def test_of_a_picture_with_a_ground_no_part_is_known(tmp_path: Path, upright: None) -> None:
    rgb = sprite((120, 160, 90))
    save(rgb, tmp_path / "art" / "one.png")
    for sample in samples(source(tmp_path / "art", recolor=1.0), 5):
        assert (sample.parts == UNKNOWN).all()
        assert (sample.targets == sample.targets[:1]).all()
        for where in (*INNER.values(), np.s_[4:20, 4:92]):
            np.testing.assert_array_equal(sample.targets[0][:, *where], rgb[where].transpose(2, 0, 1))


def test_key_colors_give_nine_schemes(folder: Path, tmp_path: Path, upright: None) -> None:
    save(sprite(), folder / "b" / "without.png")
    keys = tmp_path / "keys.json"
    colors = [["#fad3b8", "SKIN"], ["#3d5a99", "CLOTHES"], ["#281818", "INK"]]
    keys.write_text(json.dumps({"a/*": {"keys": colors}}))
    config = source(folder, keys=str(keys))
    assert [path.name for path in FolderSource(config).paths] == ["one.png"]
    for sample in samples(config, 4):
        assert sample.matched
        for area, part in (("skin", Part.SKIN), ("dress", Part.CLOTHES)):
            rows, columns = AREAS[area]
            inner = np.s_[rows.start + 5 : rows.stop - 5, columns.start + 5 : columns.stop - 5]
            assert (sample.parts[inner] == part).all()
            for target, scheme in zip(sample.targets, SCHEMES, strict=True):
                middle = np.median(target[(slice(None), *inner)].reshape(3, -1), axis=1)
                np.testing.assert_allclose(middle, scheme[part], atol=0.5)
        assert (sample.parts[:15] == Part.GROUND).all()


def test_keys_that_fit_no_picture_are_told(folder: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({"z/*": {"keys": [["#fad3b8", "SKIN"]]}}))
    with pytest.raises(DataError, match=r"has keys in .*keys\.json"):
        FolderSource(source(folder, keys=str(keys)))


def test_a_transparent_picture_is_read_on_white(tmp_path: Path) -> None:
    rgba = np.dstack([sprite((0, 0, 0)), np.zeros((128, 96), np.uint8)])
    rgba[AREAS["skin"]] = (*SKIN, 255)
    path = save(rgba, tmp_path / "cut.png")
    rgb = sample_module.read_rgb(path)
    assert (rgb[AREAS["skin"]] == SKIN).all()
    assert (rgb[:20] == 255).all()


def test_a_missing_folder_and_a_pattern_without_a_match(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(DataError, match="nowhere is no folder"):
        FolderSource(source(tmp_path / "nowhere"))
    with pytest.raises(DataError, match=r"no picture that matches c/\*"):
        FolderSource(source(folder, include=("c/*",)))
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.txt").write_text("no picture")
    with pytest.raises(DataError, match="no picture"):
        FolderSource(source(tmp_path / "empty"))


@pytest.mark.parametrize("workers", [0, 1])
def test_a_broken_picture_is_told_in_one_sentence(tmp_path: Path, workers: int) -> None:
    (tmp_path / "art").mkdir()
    (tmp_path / "art" / "broken.png").write_bytes(b"no picture")
    config = DataConfig((source(tmp_path / "art"),), sizes=((64, 64),), workers=workers)
    with pytest.raises(DataError) as caught:
        next(batches(recipe(config, 2), 0))
    told = str(caught.value)
    assert told.startswith(f"{tmp_path / 'art' / 'broken.png'} cannot be read as a picture; ")
    assert "\n" not in told


def quarters() -> Drawing:
    """Four parts in the quarters of a page, two lines between them, shadow over the left edge."""
    parts = np.zeros((96, 96), np.uint8)
    for part, where in zip(
        (Part.GROUND, Part.SKIN, Part.HAIR, Part.CLOTHES),
        (np.s_[:48, :48], np.s_[:48, 48:], np.s_[48:, :48], np.s_[48:, 48:]),
        strict=True,
    ):
        parts[where] = part
    line = np.full((96, 96), 255, np.uint8)
    line[47:49] = line[:, 47:49] = 0
    shadow, empty = np.zeros((96, 96), np.uint8), np.zeros((96, 96), np.uint8)
    shadow[:, :10] = 200
    return Drawing(line, parts, shadow, empty, empty, 0)


def test_a_hint_repaints_its_part_in_all_nine_targets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(augment, "vary_ink", lambda rng, line: line)
    drawing = quarters()
    flat = drawing.shadow == 0
    seen = set()
    for seed in range(25):
        sample = scheme_sample(np.random.default_rng(seed), drawing, hinted=True)
        mask = sample.hints[3] == 255
        for part in (Part.GROUND, Part.SKIN, Part.HAIR, Part.CLOTHES):
            here = drawing.parts == part
            told = np.unique(sample.hints[:3, mask & here].T, axis=0)
            assert len(told) <= 1, "all hints of a part have one color"
            for target, scheme in zip(sample.targets, SCHEMES, strict=True):
                color = told[0] if len(told) else np.rint(scheme[part])
                assert (target[:, here & flat] == np.asarray(color)[:, None]).all()
            if len(told):
                seen.add(part)
                assert (
                    not (sample.targets[0][:, here & ~flat] == told[0][:, None]).all()
                    or not (here & ~flat).any()
                )
    assert seen == {Part.GROUND, Part.SKIN, Part.HAIR, Part.CLOTHES}


def test_without_hints_the_targets_are_the_schemes() -> None:
    sample = scheme_sample(np.random.default_rng(0), quarters(), hinted=False)
    assert not sample.hints.any()
    assert sample.matched
    for target, scheme in zip(sample.targets, SCHEMES, strict=True):
        np.testing.assert_array_equal(target[:, 30, 70], np.rint(scheme[Part.SKIN]))


def test_a_hint_on_a_picture_has_the_pictures_color(folder: Path, upright: None) -> None:
    found = set()
    for sample in samples(source(folder), 30, hinted=True):
        around = np.pad(sample.targets[0], ((0, 0), (1, 1), (1, 1)), mode="edge")
        windows = np.lib.stride_tricks.sliding_window_view(around, (3, 3), axis=(1, 2))
        median = np.median(windows, axis=(3, 4)).astype(np.uint8)
        hinted = sample.hints[3] == 255
        for color in np.unique(sample.hints[:3, hinted].T, axis=0):
            same = (sample.hints[:3] == color[:, None, None]).all(axis=0) & hinted
            assert (color == median[:, same].T).all(axis=1).any(), "the color of a place below it"
            found.add(tuple(color.tolist()))
    assert {SKIN, DRESS} <= found
