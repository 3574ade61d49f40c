"""``nurie batch``: whole chapters, killed and gone on with, with all that people's archives hold."""

import io
import random
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from books import SIZE, files, in_color, line_art, picture, unpacked, zipped
from PIL import Image

from nurie.colorize.colorizer import Colorizer
from nurie.colorize.hints import Hint, Hints
from nurie.colorize.palette import Palette, PaletteColor
from nurie.data.drawn import draw

Nurie = Callable[..., object]


@pytest.fixture
def chapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of four pages, and the current folder beside it."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "chapter"
    (folder / "extra").mkdir(parents=True)
    for number in (1, 2, 3):
        (folder / f"p{number}.png").write_bytes(line_art(number))
    (folder / "extra" / "p1.png").write_bytes(line_art(4))
    (folder / "Thumbs.db").write_bytes(b"x")
    return folder


@pytest.fixture
def volume(tmp_path: Path) -> Path:
    """A CBZ whose pages are in no order of names, with what file managers add."""
    with zipfile.ZipFile(tmp_path / "volume.cbz", "w") as archive:
        archive.writestr("ComicInfo.xml", "<ComicInfo><Title>色</Title></ComicInfo>")
        archive.writestr("b/002.png", line_art(5))
        archive.writestr("__MACOSX/b/._002.png", b"x")
        archive.writestr("b/010.png", line_art(6))
        archive.writestr("b/001.png", line_art(7))
    return tmp_path / "volume.cbz"


def test_a_folder_becomes_a_folder_of_what_color_makes(nurie: Nurie, chapter: Path, model: Path) -> None:
    result = nurie("batch", "chapter", "-o", "out", "--pick", 4, "--model", model)
    assert result.code == 0, result.err
    assert "4 of 4 pages are in out: 4 colored." in result.err
    colored = files(Path("out"))
    assert list(colored) == ["extra/p1.png", "p1.png", "p2.png", "p3.png"]
    for name, data in colored.items():
        assert data == Colorizer(model).color(chapter / name).encoded(3)


def test_an_archive_keeps_order_names_and_comic_info(nurie: Nurie, volume: Path, model: Path) -> None:
    out = volume.parent / "out"
    assert nurie("batch", volume, "-o", out, "--model", model).code == 0
    assert list(files(out)) == ["volume.cbz"]
    colored = unpacked(out / "volume.cbz")
    assert list(colored) == ["b/002.png", "b/010.png", "b/001.png", "ComicInfo.xml"]
    assert colored["ComicInfo.xml"] == unpacked(volume)["ComicInfo.xml"]
    assert colored["b/010.png"] == Colorizer(model).color(line_art(6)).encoded(0)
    assert [path.name for path in out.iterdir() if path.name.startswith(".")] == [".nurie-batch.jsonl"]


def test_an_archive_as_a_folder(nurie: Nurie, volume: Path, model: Path) -> None:
    out = volume.parent / "out"
    assert nurie("batch", volume, "-o", out, "--unpack", "--model", model).code == 0
    assert list(files(out)) == [
        f"volume/{name}" for name in ("ComicInfo.xml", "b/001.png", "b/002.png", "b/010.png")
    ]


def test_a_folder_as_an_archive(nurie: Nurie, chapter: Path, model: Path) -> None:
    assert nurie("batch", "chapter", "-o", "new/all.cbz", "--model", model).code == 0
    assert list(unpacked(Path("new/all.cbz"))) == ["extra/p1.png", "p1.png", "p2.png", "p3.png"]
    names = sorted(path.name for path in Path("new").iterdir())
    assert names == [".all.cbz.nurie-batch.jsonl", "all.cbz"]
    result = nurie("batch", "chapter", "-o", "new/all.cbz", "--model", model)
    assert (result.code, "0 colored, 4 finished before" in result.err) == (0, True)


def test_pdf_pages(nurie: Nurie, tmp_path: Path, model: Path) -> None:
    pages = [Image.fromarray(draw(seed, SIZE).line) for seed in (1, 2)]
    pages[0].save(tmp_path / "a.pdf", save_all=True, append_images=pages[1:], resolution=72)
    assert (
        nurie("batch", tmp_path / "a.pdf", "-o", tmp_path / "o", "--pdf-dpi", 144, "--model", model).code == 0
    )
    colored = unpacked(tmp_path / "o" / "a.cbz")
    assert list(colored) == ["001.png", "002.png"]
    assert picture(colored["001.png"]).size == (144, 192)
    with Image.open(io.BytesIO(colored["001.png"])) as image:
        assert image.info["dpi"] == pytest.approx((144, 144), abs=0.1)


def test_hints_and_palette_hold_for_every_page(nurie: Nurie, chapter: Path, model: Path) -> None:
    Path("hints.json").write_text(Hints((Hint(((0.02, 0.02),), 0.05, "#102030"),)).dumps())
    options = ("--model", model, "--hints", "hints.json")
    assert nurie("batch", "chapter", "-o", "out", *options).code == 0
    for data in files(Path("out")).values():
        with Image.open(io.BytesIO(data)) as image:
            assert image.getpixel((1, 1)) == pytest.approx((0x10, 0x20, 0x30), abs=2)
    palette = Palette((PaletteColor("a", "#804020"), PaletteColor("b", "#d0e0f0")))
    palette.save("hero.json")
    assert nurie("batch", "chapter", "-o", "snapped", "--palette", "hero.json", "--model", model).code == 0
    expected = Colorizer(model).color(chapter / "p2.png").with_palette(palette).encoded(0)
    assert files(Path("snapped"))["p2.png"] == expected


def test_other_hints_or_another_palette_are_other_settings(nurie: Nurie, chapter: Path, model: Path) -> None:
    for color in ("#102030", "#302010"):
        Path("hints.json").write_text(Hints((Hint(((0.02, 0.02),), 0.05, color),)).dumps())
        Palette((PaletteColor("one", color),)).save("hero.json")
        for kind, file in (("hints", "hints.json"), ("palette", "hero.json")):
            done = nurie("batch", "chapter", "-o", kind, f"--{kind}", file, "--model", model)
            assert done.code == (0 if color == "#102030" else 2)
            assert ("was begun with other settings" in done.err) == (color == "#302010")


def test_flats_and_hint_scope_and_cleaning_are_those_of_color(
    nurie: Nurie, chapter: Path, model: Path
) -> None:
    Path("hints.json").write_text(Hints((Hint(((0.5, 0.5),), 0.05, "#102030"),)).dumps())
    options = ("--flats", "--hints", "hints.json", "--hint-scope", "region", "--skip-step", "paper")
    assert nurie("batch", "chapter", "-o", "out", "--model", model, *options).code == 0
    more = (*options, "--pick", 1, "-o", "one.png", "--model", model)
    assert nurie("color", chapter / "p3.png", *more).code == 0
    assert files(Path("out"))["p3.png"] == Path("one.png").read_bytes()


@pytest.mark.parametrize("kind", ["psd", "ora"])
def test_layers_for_a_paint_program(
    nurie: Nurie, chapter: Path, volume: Path, model: Path, kind: str
) -> None:
    (chapter / "cover.png").write_bytes(in_color(1))
    options = ("--format", kind, "--skip-colored", "--model", model, "-o", "out")
    assert nurie("batch", "chapter", volume, *options).code == 0
    colored = files(Path("out"))
    assert f"volume/b/010.{kind}" in colored
    assert colored["chapter/cover.png"] == in_color(1)
    assert nurie("color", chapter / "p1.png", "--pick", 1, "-o", f"a.{kind}", "--model", model).code == 0
    assert colored[f"chapter/p1.{kind}"] == Path(f"a.{kind}").read_bytes()


def test_layers_do_not_go_into_an_archive(nurie: Nurie, chapter: Path, model: Path) -> None:
    result = nurie("batch", "chapter", "-o", "a.cbz", "--format", "psd", "--model", model)
    assert result.code == 2
    assert (
        "a.cbz cannot hold .psd files, which readers do not expect in it: choose --format png" in result.err
    )


def test_colored_pages_are_passed_on_untouched(
    nurie: Nurie, chapter: Path, volume: Path, model: Path
) -> None:
    (chapter / "cover.jpeg").write_bytes(b"")
    Image.open(io.BytesIO(in_color(1))).save(chapter / "cover.jpeg", quality=90)
    result = nurie("batch", "chapter", "-o", "out", "--skip-colored", "--model", model)
    assert "5 of 5 pages are in out: 4 colored, 1 passed on." in result.err
    assert files(Path("out"))["cover.jpeg"] == (chapter / "cover.jpeg").read_bytes()
    nurie("batch", "chapter", "-o", "all", "--model", model)
    assert "cover.png" in files(Path("all"))


def test_finished_pages_are_not_done_again_unless_their_sketch_changed(
    nurie: Nurie, chapter: Path, volume: Path, model: Path
) -> None:
    command = ("batch", "chapter", volume, "-o", "out", "--model", model)
    assert nurie(*command).code == 0
    before = {path: path.stat().st_mtime_ns for path in Path("out").rglob("*.*")}
    result = nurie(*command)
    assert result.code == 0
    assert "7 of 7 pages are in out: 0 colored, 7 finished before." in result.err
    assert {path: path.stat().st_mtime_ns for path in Path("out").rglob("*.*")} == before
    (chapter / "p2.png").write_bytes(line_art(8))
    assert "1 colored, 6 finished before." in nurie(*command).err
    assert files(Path("out"))["chapter/p2.png"] == Colorizer(model).color(line_art(8)).encoded(0)


def test_other_settings_and_files_in_the_way_are_refused(nurie: Nurie, chapter: Path, model: Path) -> None:
    Path("out").mkdir()
    Path("out/p2.png").write_text("mine")
    result = nurie("batch", "chapter", "-o", "out", "--model", model)
    assert (result.code, files(Path("out"))) == (2, {"p2.png": b"mine"})
    assert "out/p2.png exists already: choose another place, or replace it with --overwrite" in result.err
    assert [path.name for path in Path("out").iterdir()] == ["p2.png"]
    assert nurie("batch", "chapter", "-o", "out", "--model", model, "--overwrite").code == 0
    result = nurie("batch", "chapter", "-o", "out", "--model", model, "--pick", 2)
    assert result.code == 2
    assert "out was begun with other settings" in result.err
    assert nurie("batch", "chapter", "-o", "out", "--model", model, "--pick", 2, "--overwrite").code == 0
    assert files(Path("out"))["p1.png"] == Colorizer(model).color(chapter / "p1.png").encoded(1)


def test_failures_are_listed_and_the_rest_is_done_and_tried_again(
    nurie: Nurie, tmp_path: Path, chapter: Path, model: Path
) -> None:
    (chapter / "bad.png").write_bytes(line_art(1)[:200])
    with zipfile.ZipFile(tmp_path / "v.cbz", "w") as archive:
        archive.writestr("1.png", line_art(1))
        archive.writestr("2.png", b"no picture")
        archive.writestr("../3.png", line_art(1))
        archive.writestr("more.zip", b"x")
    (tmp_path / "w.cbz").write_bytes(b"no archive")
    (tmp_path / "x.pdf").write_bytes(b"no PDF")
    command = ("batch", "chapter", "v.cbz", "w.cbz", "x.pdf", "-o", "out", "--model", model)
    result = nurie(*command)
    assert result.code == 1
    assert "7 of 7 pages are in out: 5 colored, 2 passed on uncolored." in result.err
    for words in (
        "6 could not be colored:",
        "chapter/bad.png is damaged or cut short",
        "v.cbz/2.png is not a picture",
        "../3.png leads outside the archive",
        "more.zip is an archive within the archive",
        "w.cbz cannot be read as a ZIP archive",
        "x.pdf cannot be read as a PDF file",
    ):
        assert words in result.err
    book = unpacked(Path("out/v.cbz"))
    assert {name: book[name] for name in ("2.png", "more.zip")} == {"2.png": b"no picture", "more.zip": b"x"}
    assert list(book) == ["1.png", "2.png", "more.zip"]
    assert files(Path("out"))["chapter/bad.png"] == (chapter / "bad.png").read_bytes()
    (chapter / "bad.png").write_bytes(line_art(9))
    result = nurie(*command)
    assert "7 of 7 pages are in out: 1 colored, 1 passed on uncolored, 5 finished before." in result.err
    assert not list(tmp_path.glob("3.png"))


def test_nothing_done_is_exit_code_2(nurie: Nurie, tmp_path: Path, model: Path) -> None:
    (tmp_path / "w.cbz").write_bytes(b"no archive")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "1.png").write_bytes(b"no picture")
    for source in ("w.cbz", "in", "none"):
        result = nurie("batch", tmp_path / source, "-o", tmp_path / "out", "--model", model)
        assert result.code == 2
    assert files(tmp_path / "out") == {}


def test_two_processes_make_the_same_pages(nurie: Nurie, chapter: Path, volume: Path, model: Path) -> None:
    inputs = ("batch", "chapter", volume, "--model", model)
    assert nurie(*inputs, "-o", "one").code == 0
    assert nurie(*inputs, "-o", "two", "--jobs", 2).code == 0
    assert files(Path("one")) == files(Path("two"))


def test_a_model_that_cannot_be_used(nurie: Nurie, chapter: Path) -> None:
    Path("bad.onnx").write_bytes(b"x")
    for more in ((), ("--jobs", 2)):
        result = nurie("batch", "chapter", "-o", "out", "--model", "bad.onnx", *more)
        assert result.code == 2
        assert "bad.onnx cannot be read as an ONNX model" in result.err
    assert files(Path("out")) == {}


def test_a_full_disk_stops_the_batch_with_one_sentence(
    nurie: Nurie, chapter: Path, volume: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    replace = Path.replace

    def fill(self: Path, target: Path) -> Path:
        if len(written) == 2:
            raise OSError(28, "No space left on device")
        written.append(target)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fill)
    command = ("batch", "chapter", volume, "-o", "out", "--model", model)
    result = nurie(*command)
    assert result.code == 1
    assert "2 of 7 pages are in out" in result.err
    assert result.err.count("cannot be written because the disk is full: free some space.") == 1
    assert not list(Path("out").rglob("*.part"))
    monkeypatch.undo()
    monkeypatch.chdir(chapter.parent)
    assert "5 colored, 2 finished before." in nurie(*command).err


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_batch_goes_on_where_it_was(
    nurie: Nurie, chapter: Path, volume: Path, model: Path, jobs: int
) -> None:
    """The process dies by SIGKILL the moment that two pages are there."""
    script = f"""
import os, signal, sys
from nurie.batch import run
finish = run.Journal.finish
def die(self, *entry):
    finish(self, *entry)
    if sum(name.endswith(".png") for _, _, names in os.walk("out") for name in names) >= 2:
        os.kill(os.getpid(), signal.SIGKILL)
if __name__ == "__main__":
    run.Journal.finish = die
    from nurie.cli import main
    main({["batch", "chapter", str(volume), "-o", "out", "--model", str(model), "--jobs", str(jobs)]!r})
"""
    Path("killed.py").write_text(script)
    done = subprocess.run([sys.executable, "killed.py"], capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert not Path("out/volume.cbz").exists()
    for path in Path("out").rglob("[!.]*.png"):
        with Image.open(path) as image:
            image.load()  # whole
    command = ("batch", "chapter", volume, "--model", model)
    result = nurie(*command, "-o", "out")
    assert result.code == 0
    assert "0 finished before" not in result.err
    assert "finished before" in result.err
    nurie(*command, "-o", "fresh")
    assert files(Path("out")) == files(Path("fresh"))
    assert not list(Path("out").rglob("*.part"))


def test_a_batch_killed_before_it_packed_a_book_packs_it(
    nurie: Nurie, volume: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*arguments: object) -> None:
        raise KeyboardInterrupt

    out = volume.parent / "out"
    command = ("batch", volume, "-o", out, "--model", model)
    monkeypatch.setattr("nurie.export.cbz.write", stop)
    result = nurie(*command)
    assert result.code == 130
    assert result.err.endswith("nurie: stopped; the same command goes on with what is left.\n")
    assert files(out) == {}
    monkeypatch.undo()
    assert "0 colored, 3 finished before." in nurie(*command).err
    assert len(unpacked(out / "volume.cbz")) == 4


def test_what_a_killed_process_left_half_written_is_removed(nurie: Nurie, chapter: Path, model: Path) -> None:
    Path("out").mkdir()
    Path("out/.p1.png.0123abcd.part").write_bytes(b"half")
    Path("out/.other.png.0123abcd.part").write_bytes(b"not ours")
    assert nurie("batch", "chapter", "-o", "out", "--model", model).code == 0
    assert [path.name for path in Path("out").glob(".*.part")] == [".other.png.0123abcd.part"]


def test_a_missing_extra_is_one_sentence(
    nurie: Nurie, chapter: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nurie.batch.cluster.find_spec", lambda name: None)
    result = nurie("batch", "chapter", "-o", "out", "--ray", "--model", model)
    assert result.code == 2
    assert "Ray is not installed here; in nurie's folder run: pip install '.[cluster]'" in result.err
    assert not Path("out").exists()


def test_books_killed_at_random_moments_end_byte_for_byte_as_undisturbed(
    nurie: Nurie, chapter: Path, volume: Path, model: Path
) -> None:
    """The clock of each kill starts when the program is loaded, so that kills hit the work itself."""
    trouble = {f"{n}.png": line_art(n) for n in range(6)} | {"6.png": b"bad", "ComicInfo.xml": b"<x/>"}
    zipped(Path("trouble.cbz"), trouble)
    command = ["batch", "chapter", str(volume), "trouble.cbz", "-o", "out", "--model", str(model)]
    script = f"""
import os, signal, sys, threading
from nurie.batch import run
from nurie.cli import main
threading.Timer(float(sys.argv[1]), os.kill, (os.getpid(), signal.SIGKILL)).start()
main({command!r})
"""
    Path("killed.py").write_text(script)
    moments = random.Random(7)
    codes = []
    for _ in range(8):
        delay = moments.uniform(0.0, 0.5)
        codes.append(
            subprocess.run([sys.executable, "killed.py", str(delay)], capture_output=True).returncode
        )
    assert codes.count(-signal.SIGKILL) >= 3
    for output in ("out", "fresh"):
        assert nurie(*command[:4], "-o", output, "--model", model).code == 1  # for 6.png is no picture
    assert files(Path("out")) == files(Path("fresh"))
    hidden = {path.name for path in Path("out").iterdir() if path.name[0] == "."}
    assert hidden == {".nurie-batch.jsonl", ".trouble.cbz.work"}
    assert not list(Path("out").rglob("*.part"))
