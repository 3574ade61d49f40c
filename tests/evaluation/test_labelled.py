"""Pictures with label maps, and the held-out drawings among them."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nurie.data.drawn import SCHEMES
from nurie.errors import DataError
from nurie.evaluation.labelled import HELD_OUT, HELD_OUT_COUNT, held_out_scenes, label_scenes
from nurie.evaluation.scenes import NOWHERE, PAGE, digest
from nurie.schemes.parts import Part

NAMES = ["GROUND", "SKIN", "UNKNOWN", "CLOTHES"]


def save(folder: Path, name: str, size: tuple[int, int] = (64, 128), label: int = 1) -> None:
    """Skin, or what `label` says, on ground; its lines and colors beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    labels = np.zeros(size, np.uint8)
    labels[16:48, 32:96] = label
    line = np.where(np.roll(labels, 1, 0) != labels, 0, 255).astype(np.uint8)
    colors = np.where(labels[..., None] > 0, (250, 215, 190), (200, 220, 240)).astype(np.uint8)
    Image.fromarray(labels).save(folder / f"{name}.label.png")
    Image.fromarray(line).save(folder / f"{name}.line.webp", lossless=True)
    Image.fromarray(colors).save(folder / f"{name}.png")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(tmp_path / "made", "a")
    save(tmp_path / "made" / "more", "b", label=2)
    (tmp_path / "made" / "labels.json").write_text(json.dumps({"names": NAMES}))
    return tmp_path / "made"


def test_labels_become_parts_in_the_middle_of_the_page(folder: Path) -> None:
    first, second = label_scenes(folder, 128)
    assert (first.name, second.name) == ("a", "more/b")
    assert first.page.shape == first.labels.shape == (PAGE, PAGE)
    assert first.sketch.shape == first.parts.shape == (128, 128)
    assert first.labels[PAGE // 2, PAGE // 2] == Part.SKIN
    assert first.labels[PAGE // 2, 20] == Part.GROUND
    assert second.labels[PAGE // 2, PAGE // 2] == 255
    np.testing.assert_array_equal(first.truth[64, 64], (250, 215, 190))
    assert (first.labels == NOWHERE).mean() == 0.5  # a page twice as wide as high
    assert first.page[:128].min() == 255
    assert first.page.min() < 60
    assert not first.judged[:128].any()


def test_skin_keeps_its_share(folder: Path) -> None:
    scene = next(label_scenes(folder, 128))
    assert (scene.labels == Part.SKIN).sum() / (scene.labels != NOWHERE).sum() == 0.25


def test_names_may_be_given(folder: Path) -> None:
    (folder / "labels.json").unlink()
    scene = next(label_scenes(folder, 128, ["GROUND", "HAIR", "HAIR"]))
    assert scene.labels[PAGE // 2, PAGE // 2] == Part.HAIR


def test_a_choice_is_spread_evenly(folder: Path) -> None:
    for number in range(5):
        save(folder, f"c{number}")
    assert [scene.name for scene in label_scenes(folder, 64, most=3)] == ["a", "c2", "more/b"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "labels.json does not say which part each label is"),
        ("no json", "labels.json does not say"),
        ("[1]", "labels.json does not say"),
        ('{"names": 3}', "no list of names"),
        ('{"names": []}', "holds the label 1, but names are given for 0"),
        ('{"names": ["GROUND", "FUR"]}', "label 1 names the unknown part 'FUR'"),
        ('{"names": ["GROUND"]}', "holds the label 1, but names are given for 1"),
    ],
)
def test_bad_names_are_told(folder: Path, content: str | None, message: str) -> None:
    (folder / "labels.json").unlink()
    if content is not None:
        (folder / "labels.json").write_text(content)
    with pytest.raises(DataError, match=message):
        list(label_scenes(folder, 64))


def test_a_folder_without_label_maps_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"holds no NAME.label.png"):
        list(label_scenes(tmp_path, 64))


@pytest.mark.parametrize("fault", ["no lines", "another size", "no picture"])
def test_one_broken_picture_in_many_is_skipped_and_named(
    folder: Path, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(20):
        save(folder, f"c{number:02}")
    if fault == "no lines":
        (folder / "c07.line.webp").unlink()
    elif fault == "another size":
        Image.new("L", (60, 60), 255).save(folder / "c07.line.webp", lossless=True)
    else:
        (folder / "c07.label.png").write_bytes(b"nothing")
    assert len(list(label_scenes(folder, 64))) == 21
    assert "c07" in caplog.text
    (folder / "c08.png").unlink()
    with pytest.raises(DataError, match="2 of the 22 pictures"):
        list(label_scenes(folder, 64))


def test_the_held_out_drawings_stay_themselves() -> None:
    scenes = list(held_out_scenes(HELD_OUT_COUNT, 96))
    assert len({scene.name for scene in scenes}) == len(list(HELD_OUT.glob("*.label.png"))) == 24
    assert scenes[0].name == "drawn 9000000"
    assert digest(scenes) == "0b449606733f39f58ac01368eeb207f2b3ed23331b7a16d9f5954b95e8a0d602"
    assert [scene.name for scene in held_out_scenes(2, 96)] == [scene.name for scene in scenes[:2]]


def test_the_held_out_drawings_show_what_is_to_be_judged() -> None:
    for scene in held_out_scenes(HELD_OUT_COUNT, 96):
        assert {Part.SKIN, Part.HAIR} <= set(np.unique(scene.labels).tolist())
        assert scene.labels.max() < len(Part)
        assert 0.6 < scene.judged.mean() < 0.99


def test_their_colors_are_those_of_no_scheme_of_training() -> None:
    for scene in held_out_scenes(6, 192):
        hair = np.median(scene.truth[(scene.parts == Part.HAIR) & scene.paper], axis=0)
        assert all(np.abs(np.array(known.hair) - hair).max() > 4 for known in SCHEMES)


def test_a_digest_tells_lines_labels_and_names_apart(folder: Path) -> None:
    first, second = label_scenes(folder, 64)
    other = next(label_scenes(folder, 64, ["GROUND", "HAIR", "HAIR"]))
    larger = next(label_scenes(folder, 128))
    assert digest([first]) == digest([larger])  # whatever the networks see
    digests = [digest([first]), digest([second]), digest([other]), digest([first, second]), digest([])]
    assert len(set(digests)) == len(digests)
