"""Pictures with label maps, pages with masks of bubbles, and what is kept of them in memory."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

pytest.importorskip("torch")

from nurie.data import augment, labels
from nurie.data.cache import Cache
from nurie.data.config import DataConfig, SourceConfig
from nurie.data.labels import table
from nurie.data.pairs import Pairs
from nurie.data.sample import NOT_BUBBLE, UNKNOWN
from nurie.errors import DataError, RecipeError
from nurie.schemes import SCHEMES, Part

NAMES = ("GROUND", "SKIN", "HAIR", "UNKNOWN", "CLOTHES")


def save(path: Path, pixels: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """A picture in five bands, one for each name."""
    labels = np.repeat(np.arange(5, dtype=np.uint8), 32)[:, None].repeat(160, 1)
    rgb = np.array([[255] * 3, [250, 210, 180], [120, 70, 40], [0, 0, 255], [60, 90, 60]], np.uint8)[labels]
    line = np.full(labels.shape, 255, np.uint8)
    line[31:150:32] = 0
    save(tmp_path / "figures" / "one.label.png", labels)
    save(tmp_path / "figures" / "one.line.png", line)
    save(tmp_path / "figures" / "one.png", rgb)
    return tmp_path / "figures"


def pairs(source: SourceConfig, fold: int = 1, size: tuple[int, int] = (96, 96)) -> Pairs:
    return Pairs(DataConfig((source,), sizes=(size,)), 40, fold)


@pytest.mark.parametrize("fold", [1, 2, 3])
def test_labels_name_the_parts_and_each_scheme_paints_them(labelled: Path, fold: int) -> None:
    made = pairs(SourceConfig("labels", path=str(labelled), names=NAMES, zoom=(0.9, 1.1)), fold)
    seen: set[int] = set()
    for sample in (made[index] for index in range(12)):
        assert sample.sketch.shape == (1, 96 * fold, 96 * fold)
        assert sample.parts.shape == (96, 96)
        assert sample.matched
        seen |= set(np.unique(sample.parts).tolist())
        for target, scheme in zip(sample.targets, SCHEMES, strict=True):
            hair = target[:, sample.parts == Part.HAIR]
            if hair.shape[1] > 200:
                assert np.abs(np.median(hair, axis=1) - scheme.hair).max() < 3
    assert seen == {Part.GROUND, Part.SKIN, Part.HAIR, Part.CLOTHES, UNKNOWN}


def test_folded_sketches_lie_on_their_parts(labelled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines between two parts stand where the parts meet, at twice the size."""
    monkeypatch.setattr(labels, "_TWIN_SHARE", 1.0)
    monkeypatch.setattr(augment, "vary_ink", lambda rng, line: line)
    made = pairs(SourceConfig("labels", path=str(labelled), names=NAMES, zoom=(1.0, 1.0)), 2, (160, 160))
    for sample in (made[index] for index in range(20)):
        ink = sample.sketch[0].reshape(160, 2, 160, 2).mean(axis=(1, 3)) < 200
        border = np.zeros((160, 160), bool)
        border[:-1] = sample.parts[:-1] != sample.parts[1:]
        border[:, :-1] |= sample.parts[:, :-1] != sample.parts[:, 1:]
        near = np.zeros_like(border)
        for down in range(-3, 4):
            near |= np.roll(border, down, 0) | np.roll(border, down, 1)
        vague = sample.parts == UNKNOWN  # it reaches a little over its lines
        grown = np.zeros_like(vague)
        for down in range(-6, 7):
            grown |= np.roll(vague, down, 0)
        assert (ink & ~near & ~grown).sum() <= 0.05 * max(1, ink.sum())


def test_what_is_wrong_with_labels_is_said(labelled: Path, tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="label 1 names the unknown part 'NOSE'"):
        table(("GROUND", "NOSE"))
    with pytest.raises(DataError, match=r"holds no NAME\.label\.png"):
        pairs(SourceConfig("labels", path=str(tmp_path / "nothing"), names=NAMES))
    (labelled / "one.line.png").unlink()
    with pytest.raises(DataError, match=r"one\.line\.webp is missing beside one\.label\.png"):
        pairs(SourceConfig("labels", path=str(labelled), names=NAMES))[0]


def test_masks_of_bubbles_say_what_is_one_and_what_is_none(tmp_path: Path) -> None:
    rgb = np.random.default_rng(0).integers(0, 255, (120, 120, 3), np.uint8)
    mask = np.zeros((120, 120), np.uint8)
    mask[10:50, 10:60] = 255
    mask[50:60] = 128
    save(tmp_path / "p.page.webp", rgb)
    save(tmp_path / "p.mask.png", mask)
    made = pairs(SourceConfig("bubbles", path=str(tmp_path), zoom=(1.0, 1.0)))
    parts = np.concatenate([made[index].parts.ravel() for index in range(6)])
    assert set(np.unique(parts)) == {Part.BUBBLE, NOT_BUBBLE, UNKNOWN}
    assert not made[0].matched


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_lines_lie_on_the_grays_of_their_picture(labelled: Path, tmp_path: Path, share: float) -> None:
    """Of labelled pictures and of pages: hair, which is dark, lies on a gray, white paper never does."""
    pages = tmp_path / "pages"
    save(pages / "p.page.webp", np.asarray(Image.open(labelled / "one.png")))
    save(pages / "p.mask.png", np.zeros((160, 160), np.uint8))
    for kind, path in (("labels", labelled), ("bubbles", pages)):
        source = SourceConfig(kind, path=str(path), names=NAMES, zoom=(1.0, 1.0), grays=share)
        for sample in (pairs(source, 2, (160, 160))[index] for index in range(4)):
            shown = sample.sketch[0, ::2, ::2]
            if kind == "labels":
                hair, paper = sample.parts == Part.HAIR, sample.parts == Part.GROUND
            else:
                light = sample.targets[0].max(axis=0)
                hair, paper = (light > 110) & (light < 130), sample.targets[0].min(axis=0) > 252
            assert (np.median(shown[hair]) < 215) == (share == 1)
            assert np.median(shown[paper]) == 255


class Block:
    """Something of a given size."""

    def __init__(self, nbytes: int) -> None:
        self.nbytes = nbytes


@settings(deadline=None)
@given(sizes=st.lists(st.integers(0, 60), min_size=1, max_size=12), asked=st.lists(st.integers(0, 11)))
def test_a_cache_keeps_what_was_used_last_and_never_more_than_its_room(
    sizes: list[int], asked: list[int]
) -> None:
    made: list[int] = []

    def make(key: int) -> Block:
        made.append(key)
        return Block(sizes[key % len(sizes)])

    cache = Cache[int, Block](make, 100)
    recent: list[int] = []
    for key in asked:
        before = len(made)
        assert cache(key).nbytes == sizes[key % len(sizes)]
        assert cache.nbytes <= 100
        kept, room = [], 100
        for old in reversed(recent):  # what fits, the newest first
            room -= sizes[old % len(sizes)]
            if room < 0:
                break
            kept.append(old)
        assert (len(made) == before) == (key in kept)
        recent = [*(old for old in recent if old != key), key]
