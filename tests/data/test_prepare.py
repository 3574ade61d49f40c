"""Preparing pictures: the same shards whoever makes them, everything counted, nothing lost on the way."""

import hashlib
import io
import json
import os
import sys
import tarfile
from collections.abc import Callable, Generator, Iterable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

pytest.importorskip("torch")

from nurie.data import engines
from nurie.data.drawn import SCHEMES, draw, paint
from nurie.data.passes import PrepareOptions
from nurie.data.prepare import prepare
from nurie.errors import DataError, MissingExtraError, OutputError
from nurie.lineart.extract import EXTRACTORS

SMALL = PrepareOptions(size=160, minimum=96, shard=4)
PLAIN = 11
"""Colored pictures in `art` that nothing is wrong with."""


@pytest.fixture(scope="module")
def art(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures of every kind, most of them good: kinds are told by their names."""
    folder = tmp_path_factory.mktemp("art")
    drawings = [draw(seed, (200, 160)) for seed in range(PLAIN)]
    for seed, drawing in enumerate(drawings):
        Image.fromarray(paint(drawing, SCHEMES[seed % 9])).save(folder / f"color_{seed:02d}.png")
    Image.fromarray(drawings[0].line).save(folder / "color_00.line.png")
    (folder / "more").mkdir()
    first = Image.open(folder / "color_03.png")
    first.resize((128, 160), Image.Resampling.LANCZOS).save(folder / "more" / "same.jpg", quality=75)
    Image.fromarray(paint(drawings[3], SCHEMES[8])).save(folder / "more" / "recolored.png")
    first.convert("L").save(folder / "more" / "gray.png")
    Image.fromarray(draw(50, (200, 160)).line).save(folder / "more" / "sketch.png")
    first.resize((80, 100)).save(folder / "more" / "tiny.png")
    first.resize((96, 200)).save(folder / "more" / "twin.png")
    first.convert("L").save(folder / "more" / "twin.line.png")
    (folder / "more" / "notes.txt.bak").write_text("no picture")
    for copy in range(6):  # so that the broken one is below 5 %
        Image.fromarray(paint(draw(60 + copy, (200, 160)), SCHEMES[copy])).save(folder / f"extra_{copy}.webp")
    whole = (folder / "color_01.png").read_bytes()
    (folder / "more" / "broken.png").write_bytes(whole[: len(whole) // 2])
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def made(art: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("shards") / "out"
    prepare([art], out, SMALL)
    return out


@pytest.fixture(scope="module")
def manifest(made: Path) -> dict:
    return json.loads((made / "manifest.json").read_text())


def samples(folder: Path) -> dict[str, dict[str, bytes]]:
    """The samples of a folder of shards by their sources, read by the standard library alone."""
    found: dict[str, dict[str, bytes]] = {}
    for path in sorted(folder.glob("*.tar")):
        with tarfile.open(path) as tar:
            by_key: dict[str, dict[str, bytes]] = {}
            for name in tar.getnames():
                key, _, ending = name.partition(".")
                by_key.setdefault(key, {})[ending] = tar.extractfile(name).read()
        found |= {json.loads(files["json"])["source"]: files for files in by_key.values()}
    return found


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)))


def test_colored_pictures_are_stored_with_all_their_lines(art: Path, made: Path) -> None:
    found = samples(made)
    name = f"{art.name}/color_02.png"
    files, source = found[name], art / "color_02.png"
    assert files.keys() == {"webp", "json", *(f"{extractor}.png" for extractor in EXTRACTORS)}
    reference = cv2.resize(pixels(source.read_bytes()), (128, 160), interpolation=cv2.INTER_AREA)
    assert pixels(files["webp"]).shape == (160, 128, 3)
    assert np.abs(pixels(files["webp"]).astype(int) - reference).mean() < 4
    for extractor, extract in EXTRACTORS.items():
        np.testing.assert_array_equal(pixels(files[f"{extractor}.png"]), extract(reference, 1.0))
    about = json.loads(files["json"])
    assert about["sha256"] == hashlib.sha256(source.read_bytes()).hexdigest()
    assert (about["original_size"], about["size"]) == ([160, 200], [128, 160])


def test_a_line_twin_is_kept_at_the_pictures_size(art: Path, made: Path) -> None:
    twin = pixels(samples(made)[f"{art.name}/color_00.png"]["line.png"])
    own = pixels((art / "color_00.line.png").read_bytes())
    reference = cv2.resize(own, (128, 160), interpolation=cv2.INTER_AREA)
    assert np.abs(twin.astype(int) - reference).max() <= 1


def test_gray_pictures_and_line_art_are_set_apart(art: Path, made: Path) -> None:
    assert samples(made / "gray").keys() == {f"{art.name}/more/gray.png"}
    ((name, sketch),) = samples(made / "lineart").items()
    assert name == f"{art.name}/more/sketch.png"
    assert sketch.keys() == {"webp", "json"}
    assert not samples(made).keys() & {name, f"{art.name}/more/gray.png"}


def test_the_manifest_counts_everything(art: Path, made: Path, manifest: dict) -> None:
    assert manifest["pictures"] == {"color": PLAIN + 1 + 6, "gray": 1, "lineart": 1}
    assert manifest["rejected"] == {"duplicate": 1, "small": 1, "unfit": 1, "unreadable": 1}
    reasons = {row["source"].rpartition("/")[2]: row["reason"] for row in manifest["rejections"]}
    assert reasons == {
        "broken.png": "the picture is damaged or cut short: save or download it again.",
        "same.jpg": f"nearly the same as {art.name}/color_03.png",
        "tiny.png": "80 x 100 px, below 96",
        "twin.png": "its line art is 160 x 200 px, not 96 x 200",
    }
    tars = {name: data for name, data in files(made).items() if name.endswith(".tar")}
    assert [row["path"] for row in manifest["shards"] if row["group"] == "color"] == [
        f"{number:06d}.tar" for number in range(5)
    ]
    assert {row["path"]: row["sha256"] for row in manifest["shards"]} == {
        name: hashlib.sha256(data).hexdigest() for name, data in tars.items()
    }
    assert {row["path"]: row["bytes"] for row in manifest["shards"]} == {n: len(d) for n, d in tars.items()}
    assert files(made).keys() == {*tars, "manifest.json"}


def test_two_processes_make_the_same_bytes(art: Path, made: Path, tmp_path: Path) -> None:
    with engines.processes(2) as engine:
        prepare([art], tmp_path / "out", SMALL, engine)
    assert files(tmp_path / "out") == files(made)


def test_ray_makes_the_same_bytes(
    art: Path, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import optional  # here, for Ray's workers import this file, but not what lies beside it

    optional.require("ray")
    import ray

    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    ray.init("local", num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    try:
        with engines.ray("local") as engine:
            prepare([art], tmp_path / "out", SMALL, engine)
            assert files(tmp_path / "out") == files(made)
            with pytest.raises(DataError, match="one is wrong"):
                list(engine(_refuse, [1]))
    finally:
        ray.shutdown()


def _refuse(_: int) -> None:
    raise DataError("one is wrong")


def test_a_killed_process_is_told() -> None:
    with engines.processes(2) as engine, pytest.raises(DataError, match="fewer workers"):
        list(engine(os._exit, [1, 1]))


def test_without_ray_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingExtraError, match=r"\.\[cluster\]"), engines.ray("local"):
        pass


@pytest.mark.parametrize("kind", ["list", "tar"])
def test_lists_and_tars_give_what_a_folder_gives(art: Path, made: Path, tmp_path: Path, kind: str) -> None:
    names = sorted(name for name in files(art) if not name.endswith(".bak"))
    if kind == "list":
        listed = [str(art / name) for name in names if ".line" not in name]
        (tmp_path / "art.txt").write_text("\n".join(listed) + "\n\n")
        prepare([tmp_path / "art.txt"], tmp_path / "out", SMALL)
    else:
        with tarfile.open(tmp_path / "art.tar", "w") as tar:
            for name in names:
                tar.add(art / name, name)
        prepare([tmp_path / "art.tar"], tmp_path / "out", SMALL)

    def content(folder: Path) -> dict[str, dict[str, bytes]]:
        return {
            json.loads(files["json"])["sha256"]: {e: d for e, d in files.items() if e != "json"}
            for group in (".", "gray", "lineart")
            for files in samples(folder / group).values()
        }

    assert content(tmp_path / "out") == content(made)


class Stopped(Exception):  # noqa: N818
    """Ctrl-C, or a crash."""


@pytest.mark.parametrize(("stage", "number"), [("look", 1), ("look", 13), ("write", 1), ("write", 6)])
def test_an_interrupted_run_goes_on(art: Path, made: Path, tmp_path: Path, stage: str, number: int) -> None:
    out = tmp_path / "out"

    def stop(at: str, done: int, _: int) -> None:
        if (at, done) == (stage, number):
            raise Stopped

    with pytest.raises(Stopped):
        prepare([art], out, SMALL, report=stop)
    assert not list(out.rglob("*.part"))
    before = {path: path.stat().st_mtime_ns for path in out.glob("*.tar")}
    assert len(before) == (1 if number == 6 else 0)
    seen: list[str] = []

    def counting(work: Callable, jobs: Iterable) -> Generator:
        jobs = list(jobs)
        seen.append(f"{work.func.__name__} {len(jobs)}")
        yield from map(work, jobs)

    prepare([art], out, SMALL, counting)
    assert files(out) == files(made)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    looked = number if stage == "look" else 24
    assert seen == [f"look {24 - looked}", f"build {20 - 4 * len(before)}"]


def test_a_run_killed_while_it_wrote_down_a_line_goes_on(art: Path, made: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(Stopped):
        prepare([art], out, SMALL, report=lambda stage, done, _: stop_at(done, 9))
    scan = (out / "scan.jsonl").read_bytes()
    (out / "scan.jsonl").write_bytes(scan[:-25])
    (out / ".000000.tar.01234567.part").write_bytes(b"half a shard")
    prepare([art], out, SMALL)
    assert files(out) == files(made)


def stop_at(done: int, number: int) -> None:
    if done == number:
        raise Stopped


def test_an_unfinished_run_is_not_mixed_with_another(art: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(Stopped):
        prepare([art], out, SMALL, report=lambda stage, done, _: stop_at(done, 3))
    with pytest.raises(OutputError, match="unfinished run over other pictures or with other options"):
        prepare([art], out, replace(SMALL, size=64))
    with pytest.raises(OutputError, match="unfinished run"):
        prepare([art / "more"], out, SMALL)


def test_finished_shards_are_kept_without_overwrite(art: Path, tmp_path: Path) -> None:
    few, out = tmp_path / "few", tmp_path / "out"
    few.mkdir()
    (few / "a.png").write_bytes((art / "color_01.png").read_bytes())
    (few / "b.png").write_bytes((art / "color_02.png").read_bytes())
    prepare([few], out, replace(SMALL, shard=1))
    (out / "notes.txt").write_text("mine")
    before = files(out)
    with pytest.raises(OutputError, match="holds shards already; add overwrite=True"):
        prepare([few], out, SMALL)
    assert files(out) == before
    (out / "manifest.json").unlink()
    with pytest.raises(OutputError, match="holds shards already"):
        prepare([few], out, SMALL)
    prepare([few], out, SMALL, overwrite=True)
    assert files(out).keys() == {"000000.tar", "manifest.json", "notes.txt"}


def test_more_than_five_percent_of_broken_pictures_are_an_error(art: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"1 of 7 pictures cannot be read \(the first: more/broken.png\)"):
        prepare([art / "more"], tmp_path / "out", SMALL)
    assert not list((tmp_path / "out").rglob("*.tar"))


def test_a_tar_cut_short_is_named_and_the_rest_of_it_used(art: Path, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "whole.tar", "w") as tar:
        for number in range(3):
            tar.add(art / f"color_0{number}.png", f"{number}.png")
    whole = (tmp_path / "whole.tar").read_bytes()
    (tmp_path / "cut.tar").write_bytes(whole[: whole.index(b"2.png") + 1500])
    good = [str(path) for path in sorted(art.glob("[ce]*")) if ".line" not in path.name]
    (tmp_path / "good.txt").write_text("\n".join(good))
    sources = [tmp_path / name for name in ("good.txt", "whole.tar", "cut.tar")]
    options = replace(SMALL, duplicate_bits=-1, extractors=("pencil",))
    manifest = prepare(sources, tmp_path / "out", options)
    assert manifest["rejections"] == [
        {"source": "cut.tar", "kind": "unreadable", "reason": "is cut short within 2.png"}
    ]
    assert manifest["pictures"]["color"] == len(good) + 3 + 2


def test_missing_files_of_a_list_are_named(art: Path, tmp_path: Path) -> None:
    good = [str(path) for path in sorted(art.glob("[ce]*")) if ".line" not in path.name]
    (tmp_path / "art.txt").write_text("\n".join([*good, f"{art}/more/recolored.png", "none.png"]))
    options = replace(SMALL, extractors=("pencil",))
    with pytest.raises(DataError, match=r"1 of 19 .* \(the first: none.png\)"):
        prepare([tmp_path / "art.txt"], tmp_path / "out", options)


def test_a_picture_that_changes_between_the_passes_is_an_error(art: Path, tmp_path: Path) -> None:
    picture = tmp_path / "art" / "a.png"
    picture.parent.mkdir()
    picture.write_bytes((art / "color_01.png").read_bytes())

    def change(stage: str, done: int, _: int) -> None:
        if (stage, done) == ("look", 1):
            picture.write_bytes((art / "color_02.png").read_bytes())

    with pytest.raises(DataError, match=r"art/a.png changed meanwhile"):
        prepare([tmp_path / "art"], tmp_path / "out", SMALL, report=change)
    assert not list((tmp_path / "out").rglob("*.tar*"))


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        (["nowhere"], "is no folder"),
        (["empty"], "holds no picture"),
        (["text.txt"], "cannot be read as a list"),
    ],
)
def test_sources_that_are_none(tmp_path: Path, sources: list[str], words: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match=words):
        prepare([tmp_path / name for name in sources], tmp_path / "out", SMALL)


def test_an_unknown_extractor_is_named(art: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no extractor chalk; choose among high_pass"):
        prepare([art], tmp_path / "out", replace(SMALL, extractors=("pencil", "chalk")))


def test_a_crop_is_the_central_square_and_png_is_exact(art: Path, tmp_path: Path) -> None:
    (tmp_path / "art").mkdir()
    (tmp_path / "art" / "a.png").write_bytes((art / "color_01.png").read_bytes())
    options = PrepareOptions(512, "crop", 96, ("contour",), encoding="png")
    prepare([tmp_path / "art"], tmp_path / "out", options)
    ((_, found),) = samples(tmp_path / "out").items()
    assert found.keys() == {"png", "contour.png", "json"}
    np.testing.assert_array_equal(pixels(found["png"]), pixels((art / "color_01.png").read_bytes())[20:180])
