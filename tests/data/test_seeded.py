"""Parts grown from named places."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nurie.data.bubbles import BubbleSource
from nurie.data.config import SourceConfig
from nurie.data.sample import BEHIND, NOT_BUBBLE, UNKNOWN, WORN
from nurie.data.seeded import NamedPlace, grown, load_seeds
from nurie.errors import NurieError
from nurie.schemes.parts import Part


def face() -> np.ndarray:
    """A face, half in shade, and another like it behind a black line."""
    rgb = np.full((60, 100, 3), (90, 120, 200), np.uint8)
    rgb[10:50, 10:50] = (250, 215, 190)
    rgb[10:50, 30:50] = (228, 190, 166)
    rgb[10:50, 51:90] = (250, 215, 190)
    rgb[:, 49:52] = 0
    return rgb


def test_a_seed_covers_what_hangs_together_and_is_of_its_color_in_light_and_shade() -> None:
    labels = grown(face(), (NamedPlace(Part.SKIN, 20, 30, 200),))
    assert (labels[13:47, 13:46] == Part.SKIN).all()
    assert (labels[:, 52:] == UNKNOWN).all(), "it went across the line"
    assert (labels[:7] == UNKNOWN).all(), "it took the ground"


def test_a_seed_reaches_no_farther_than_it_says() -> None:
    labels = grown(face(), (NamedPlace(Part.SKIN, 20, 30, 8),))
    rows, columns = np.nonzero(labels == Part.SKIN)
    assert rows.size > 100
    assert np.hypot(rows - 30, columns - 20).max() <= 8


def test_tolerance_says_how_like_colors_must_be() -> None:
    strict, usual, wide = (
        int((grown(face(), (NamedPlace(Part.SKIN, 20, 30, 200, given),)) == Part.SKIN).sum())
        for given in (0.3, 1, 9)
    )
    assert strict < usual < wide


def test_later_seeds_are_over_earlier_ones_and_seeds_beside_the_picture_do_nothing() -> None:
    seeds = (NamedPlace(WORN, 20, 30, 5), NamedPlace(BEHIND, 20, 30, 3), NamedPlace(Part.HAIR, 900, 900, 40))
    labels = grown(face(), seeds)
    assert labels[30, 20] == BEHIND
    assert labels[30, 24] == WORN
    assert set(np.unique(labels)) == {UNKNOWN, WORN, BEHIND}


def saved(folder: Path, content: object) -> Path:
    path = folder / "seeds.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_pages_have_the_parts_of_their_seeds_but_in_bubbles(tmp_path: Path) -> None:
    mask = np.zeros((60, 100), np.uint8)
    mask[40:, 10:40] = 255
    page = face()
    page[40:, 10:40] = 255
    Image.fromarray(mask).save(tmp_path / "one.mask.png")
    Image.fromarray(page).save(tmp_path / "one.page.webp", lossless=True)
    Image.fromarray(face()).save(tmp_path / "one.art.webp", lossless=True)
    seeds = saved(tmp_path, {"one": {"SKIN": [[20, 25, 60]], "BEHIND": [[5, 55, 30]]}})
    source = BubbleSource(SourceConfig("bubbles", path=str(tmp_path), seeds=str(seeds), zoom=(1.0, 1.0)))
    rng = np.random.default_rng(0)
    samples = [source.sample(rng, (64, 96), False) for _ in range(12)]
    for sample in samples:
        skin = sample.targets[0].transpose(1, 2, 0)[sample.parts == Part.SKIN]
        assert len(skin) > 300
        assert (skin.min(axis=0) > 130).all(), "what is skin is not as bright as skin"
        assert {int(Part.BUBBLE), NOT_BUBBLE, BEHIND} <= set(np.unique(sample.parts))
    assert len({bytes(sample.sketch) for sample in samples}) == len(samples)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "are not JSON"),
        ("[" * 100_000, "are not JSON"),
        ([], "are not an object"),
        ({"a": 3}, '"a" of .* is no object'),
        ({"a": {"NOSE": [[1, 2, 3]]}}, "has seeds of 'NOSE'; use WORN, BEHIND, GROUND"),
        ({"a": {"SKIN": [1, 2, 3]}}, "has the SKIN seed 1; write"),
        ({"a": {"SKIN": [[1, 2]]}}, "has the SKIN seed"),
        ({"a": {"SKIN": [[1, 2.5, 3]]}}, "has the SKIN seed"),
        ({"a": {"SKIN": [[1, -2, 3]]}}, "has the SKIN seed"),
        ({"a": {"SKIN": [[1, 2, 0]]}}, "has the SKIN seed"),
        ({"a": {"SKIN": [[1, 2, True]]}}, "has the SKIN seed"),
        ({"a": {"SKIN": [[1, 2, 3, "wide"]]}}, "has the SKIN seed"),
        ('{"a": {"SKIN": [[1, 2, 3, NaN]]}}', "has the SKIN seed"),
    ],
)
def test_files_of_another_form_are_refused(tmp_path: Path, content: object, told: str) -> None:
    with pytest.raises(NurieError, match=told):
        load_seeds(saved(tmp_path, content))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NurieError, match=r"nothing\.json cannot be read"):
        load_seeds(tmp_path / "nothing.json")
