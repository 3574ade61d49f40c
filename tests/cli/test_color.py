"""``nurie color``: what goes where, and with which exit code."""

import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from lineart import ill
from PIL import Image

from nurie import Colorizer
from nurie.colorize.borders import Border, Borders
from nurie.colorize.hints import Hint, Hints
from nurie.colorize.mix import Choice, Mix
from nurie.colorize.options import ColorOptions
from nurie.colorize.palette import Palette, PaletteColor

NINE = [*(f"{number}.png" for number in range(1, 10)), "sheet.png"]
Nurie = Callable[..., object]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_nine_files_and_a_sheet_beside_the_sketch(nurie: Nurie, sketch: Path, model: Path) -> None:
    result = nurie("color", sketch, "--model", model)
    assert (result.code, result.out) == (0, "")
    assert result.err == f"nurie: wrote {sketch.with_name('sketch.nurie')}\n"
    assert names(sketch.parent) == ["sketch.nurie", "sketch.png"]
    assert names(sketch.parent / "sketch.nurie") == NINE


def test_output_folder(nurie: Nurie, sketch: Path, model: Path, tmp_path: Path) -> None:
    assert nurie("color", sketch, "--model", model, "-o", tmp_path / "deep" / "out").code == 0
    assert names(tmp_path / "deep" / "out") == ["sketch.nurie"]
    assert names(tmp_path / "deep" / "out" / "sketch.nurie") == NINE


def test_several_sketches(nurie: Nurie, sketch: Path, model: Path, tmp_path: Path) -> None:
    second = Path(shutil.copy(sketch, tmp_path / "second.png"))
    assert nurie("color", sketch, second, "--model", model, "-o", tmp_path / "out").code == 0
    assert names(tmp_path / "out") == ["second.nurie", "sketch.nurie"]
    assert names(tmp_path / "out" / "second.nurie") == NINE


def test_pick_writes_one_file_equal_to_that_coloring(
    nurie: Nurie, sketch: Path, model: Path, tmp_path: Path
) -> None:
    nurie("color", sketch, "--model", model, "-o", tmp_path / "all")
    assert nurie("color", sketch, "--model", model, "--pick", 4, "-o", tmp_path / "one.png").code == 0
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "all" / "sketch.nurie" / "4.png").read_bytes()


def test_pick_of_several_sketches(nurie: Nurie, sketch: Path, model: Path, tmp_path: Path) -> None:
    second = Path(shutil.copy(sketch, tmp_path / "second.png"))
    assert nurie("color", sketch, second, "--model", model, "--pick", "9,1", "-o", tmp_path / "out").code == 0
    assert names(tmp_path / "out") == ["second.nurie", "sketch.nurie"]
    assert names(tmp_path / "out" / "second.nurie") == ["1.png", "9.png"]


def every_file(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("what", [(), ("--pick", "2,4"), ("--pick", 3), ("--format", "jpeg")])
@pytest.mark.parametrize("output", ["new", "new/", "there"])
def test_a_sketch_goes_to_the_same_place_alone_and_with_others(
    nurie: Nurie, sketch: Path, model: Path, tmp_path: Path, what: tuple[str, ...], output: str
) -> None:
    second = Path(shutil.copy(sketch, tmp_path / "second.png"))
    results = {}
    for name, sketches in {"alone": (sketch,), "both": (sketch, second)}.items():
        (tmp_path / name / "there").mkdir(parents=True)
        target = f"{tmp_path / name}/{output}"
        assert nurie("color", *sketches, "--model", model, *what, "-o", target).code == 0
        results[name] = every_file(tmp_path / name)
    assert results["alone"] == {
        path: data for path, data in results["both"].items() if "second.nurie" not in path
    }
    assert all(path.startswith(f"{output.rstrip('/')}/sketch.nurie/") for path in results["alone"])


def test_picks_without_an_output_go_where_the_nine_go(nurie: Nurie, sketch: Path, model: Path) -> None:
    assert nurie("color", sketch, "--model", model).code == 0
    nine = every_file(sketch.parent / "sketch.nurie")
    shutil.rmtree(sketch.parent / "sketch.nurie")
    assert nurie("color", sketch, "--model", model, "--pick", "1,3").code == 0
    assert every_file(sketch.parent / "sketch.nurie") == {name: nine[name] for name in ("1.png", "3.png")}


@pytest.mark.parametrize(
    ("ending", "kind"), [("jpg", "JPEG"), ("jpeg", "JPEG"), ("webp", "WEBP"), ("png", "PNG"), ("psd", "PSD")]
)
def test_the_ending_of_a_file_says_its_kind(
    nurie: Nurie, sketch: Path, model: Path, tmp_path: Path, ending: str, kind: str
) -> None:
    """A file without a pick gets the first coloring."""
    assert nurie("color", sketch, "--model", model, "-o", tmp_path / f"a.{ending}").code == 0
    with Image.open(tmp_path / f"a.{ending}") as image:
        assert (image.format, image.size) == (kind, (160, 200))
        first = Colorizer(model).color(sketch).composed(0).astype(int)
        assert np.abs(np.asarray(image.convert("RGB")) - first).mean() < 3


@pytest.mark.parametrize("kind", ["jpeg", "webp"])
def test_quality(nurie: Nurie, sketch: Path, model: Path, tmp_path: Path, kind: str) -> None:
    for quality in (30, 95):
        options = ("--format", kind, "--quality", quality, "--pick", 2, "-o", tmp_path / str(quality))
        assert nurie("color", sketch, "--model", model, *options).code == 0
    sizes = [len(next(iter(every_file(tmp_path / str(quality)).values()))) for quality in (30, 95)]
    assert 1.2 * sizes[0] < sizes[1]


def test_layers_of_several_sketches(nurie: Nurie, sketch: Path, model: Path, tmp_path: Path) -> None:
    second = Path(shutil.copy(sketch, tmp_path / "second.png"))
    assert nurie("color", sketch, second, "--model", model, "--pick", 3, "--format", "psd").code == 0
    for name in ("sketch", "second"):
        assert (tmp_path / f"{name}.nurie" / "3.psd").read_bytes().startswith(b"8BPS")


@pytest.mark.parametrize("name", ["sketch.png", "link.png", "hard.png", "./deep/../sketch.png"])
def test_the_sketch_itself_is_never_replaced(
    nurie: Nurie, sketch: Path, model: Path, tmp_path: Path, name: str
) -> None:
    before = sketch.read_bytes()
    (tmp_path / "deep").mkdir()
    (tmp_path / "link.png").symlink_to(sketch)
    (tmp_path / "hard.png").hardlink_to(sketch)
    for more in (("--overwrite",), ("--pick", 2, "--overwrite")):
        result = nurie("color", sketch, "--model", model, "-o", f"{tmp_path}/{name}", *more)
        assert result.code == 2
        assert "would replace what it is made of: name another place." in result.err
    folder = tmp_path / "1.nurie"
    folder.mkdir()
    inside = Path(shutil.copy(sketch, folder / "1.png"))  # its own result would be called so
    assert nurie("color", inside, "--model", model, "--overwrite", "-o", f"{tmp_path}").code == 2
    assert inside.read_bytes() == sketch.read_bytes() == before


def test_colors_of_materials(nurie: Nurie, sketch: Path, tmp_path: Path) -> None:
    """The shipped model names them."""
    figure = Path(__file__).parents[2] / "examples" / "figure.png"
    options = ("--hair", "#3f6fc8", "--skin", "f0c8a8", "--flats", "-o", tmp_path / "a.png")
    assert nurie("color", figure, *options).code == 0
    colors = {tuple(color) for color in pixels(tmp_path / "a.png").reshape(-1, 3)}
    assert {(0x3F, 0x6F, 0xC8), (0xF0, 0xC8, 0xA8)} <= colors
    result = nurie("color", figure, "--hair", "blue", "-o", tmp_path / "b.png")
    assert result.code == 2
    assert "the color of hair is '#blue', which is no color" in result.err


def test_hints_and_size(nurie: Nurie, sketch: Path, model: Path, tmp_path: Path) -> None:
    hints = tmp_path / "hints.json"
    hints.write_text(Hints((Hint(((0.5, 0.35),), 0.1, "#102030"),)).dumps())
    options = ("--hints", hints, "--size", 64, "--threads", 1, "--pick", 1, "-o", tmp_path / "one.png")
    assert nurie("color", sketch, "--model", model, *options).code == 0
    with Image.open(tmp_path / "one.png") as image:
        assert image.getpixel((80, 70)) == (0x10, 0x20, 0x30)


def pixels(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image)


def test_hint_scope(nurie: Nurie, sketch: Path, model: Path, tmp_path: Path) -> None:
    hints = Hints((Hint(((0.5, 0.35),), 0.02, "#c02040"),))
    (tmp_path / "hints.json").write_text(hints.dumps())
    for scope in ("flow", "region"):
        options = ("--hints", tmp_path / "hints.json", "--hint-scope", scope, "--pick", 1)
        assert nurie("color", sketch, "--model", model, *options, "-o", tmp_path / f"{scope}.png").code == 0
        expected = Colorizer(model).color(sketch, hints, ColorOptions(hint_scope=scope))
        assert np.array_equal(pixels(tmp_path / f"{scope}.png"), expected.composed(0))


def test_palette(nurie: Nurie, sketch: Path, model: Path, tmp_path: Path) -> None:
    palette = Palette((PaletteColor("coat", "#a03050"), PaletteColor("sky", "#80b0e0")))
    palette.save(tmp_path / "hero.ase")
    options = ("--palette", tmp_path / "hero.ase", "--pick", 9, "-o", tmp_path / "one.png")
    assert nurie("color", sketch, "--model", model, *options).code == 0
    picture = pixels(tmp_path / "one.png")
    assert tuple(picture[70, 80]) in {entry.rgb for entry in palette}
    assert np.array_equal(picture, Colorizer(model).color(sketch).with_palette(palette).composed(8))


def test_a_mix_goes_beside_the_nine_or_where_it_is_told(
    nurie: Nurie, sketch: Path, model: Path, tmp_path: Path
) -> None:
    mix = Mix(2, (Choice(((0.5, 0.35),), 7), Choice(((0.5, 0.8),), "#3060c0")))
    (tmp_path / "mix.json").write_text(mix.dumps())
    assert nurie("color", sketch, "--model", model).code == 0
    assert nurie("color", sketch, "--model", model, "--mix", tmp_path / "mix.json").code == 0
    assert names(tmp_path / "sketch.nurie") == sorted([*NINE, "mix.png"])
    picture = pixels(tmp_path / "sketch.nurie" / "mix.png")
    for place, number in (((5, 5), 2), ((70, 80), 7)):
        assert tuple(picture[place]) == tuple(pixels(tmp_path / "sketch.nurie" / f"{number}.png")[place])
    assert tuple(picture[160, 80]) == (0x30, 0x60, 0xC0)
    options = ("--mix", tmp_path / "mix.json", "-o", tmp_path / "mixed.png")
    assert nurie("color", sketch, "--model", model, *options).code == 0
    assert np.array_equal(pixels(tmp_path / "mixed.png"), picture)
    assert nurie("color", sketch, "--model", model, "--mix", tmp_path / "mix.json").code == 2


def test_borders_split_what_is_colored(nurie: Nurie, sketch: Path, model: Path, tmp_path: Path) -> None:
    width = Colorizer(model).color(sketch).regions.shape[1]
    borders = Borders((Border(((0.5, 0.0), (0.5, 1.0))),))
    (tmp_path / "borders.json").write_text(borders.dumps())
    (tmp_path / "mix.json").write_text(Mix(2, (Choice(((0.01, 0.01),), "#3060c0"),)).dumps())
    options = ("--mix", tmp_path / "mix.json", "--borders", tmp_path / "borders.json", "--flats")
    assert nurie("color", sketch, "--model", model, *options, "-o", tmp_path / "one.png").code == 0
    picture = pixels(tmp_path / "one.png")
    corners = picture[2, 2], picture[2, width - 3]
    assert tuple(corners[0]) == (0x30, 0x60, 0xC0) != tuple(corners[1])
    (tmp_path / "borders.json").write_text("{}")
    result = nurie("color", sketch, "--model", model, *options, "-o", tmp_path / "two.png")
    assert (result.code, "borders.json: this is not a file of borders" in result.err) == (2, True)


def test_flats_are_even_in_every_region(nurie: Nurie, sketch: Path, model: Path, tmp_path: Path) -> None:
    assert (
        nurie("color", sketch, "--model", model, "--flats", "--pick", 5, "-o", tmp_path / "f.png").code == 0
    )
    coloring = Colorizer(model).color(sketch)
    flats = coloring.with_finish("flat").colors(4)
    assert np.array_equal(pixels(tmp_path / "f.png"), coloring.with_finish("flat").composed(4))
    for region in range(1, coloring.regions.max() + 1):
        assert len(np.unique(flats[coloring.regions == region], axis=0)) <= 1


@pytest.mark.parametrize(("kind", "start"), [("psd", b"8BPS"), ("ora", b"PK")])
def test_layers(nurie: Nurie, sketch: Path, model: Path, tmp_path: Path, kind: str, start: bytes) -> None:
    target = tmp_path / f"page.{kind}"
    assert nurie("color", sketch, "--model", model, "--pick", 2, "-o", target, "--nine").code == 0
    assert target.read_bytes().startswith(start)
    with Image.open(target) if kind == "psd" else zipfile.ZipFile(target) as file:
        merged = file if kind == "psd" else Image.open(io.BytesIO(file.read("mergedimage.png")))
        assert np.array_equal(np.asarray(merged), Colorizer(model).color(sketch).composed(1))


def test_cleaning_can_be_switched_off_whole_or_by_step(
    nurie: Nurie, lines: np.ndarray, model: Path, tmp_path: Path
) -> None:
    paper = np.rint(lines * (225 / 255)).astype(np.uint8)
    Image.fromarray(paper).save(tmp_path / "paper.png")
    shades = {}
    for name, options in {"auto": (), "off": ("--clean", "off"), "skip": ("--skip-step", "paper")}.items():
        target = tmp_path / f"{name}.png"
        result = nurie("color", tmp_path / "paper.png", "--model", model, *options, "--pick", 1, "-o", target)
        assert result.code == 0
        shades[name] = int(pixels(target)[5, 5, 0])
    assert shades["auto"] == 255
    assert shades["skip"] == 225
    assert shades["off"] < 225


def test_overwrite_replaces_the_results_and_nothing_else(
    nurie: Nurie, sketch: Path, model: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out" / "sketch.nurie"
    folder.mkdir(parents=True)
    (folder / "2.png").write_text("old")
    (folder / "notes.txt").write_text("mine")
    assert nurie("color", sketch, "--model", model, "-o", folder.parent).code == 2
    assert (folder / "2.png").read_text() == "old"
    assert nurie("color", sketch, "--model", model, "-o", folder.parent, "--overwrite").code == 0
    assert names(folder) == sorted([*NINE, "notes.txt"])
    assert (folder / "notes.txt").read_text() == "mine"
    assert (folder / "2.png").read_bytes().startswith(b"\x89PNG")


def test_some_failures_are_listed_and_the_others_done(
    nurie: Nurie, sketch: Path, model: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.png").touch()
    result = nurie("color", tmp_path / "empty.png", sketch, tmp_path / "none.png", "--model", model)
    assert result.code == 1
    assert "2 of 3 sketches could not be colored:" in result.err
    assert "empty.png is empty" in result.err
    assert "none.png does not exist" in result.err
    assert names(tmp_path / "sketch.nurie") == NINE


def test_nothing_done_of_several_is_exit_code_2(nurie: Nurie, model: Path, tmp_path: Path) -> None:
    assert nurie("color", tmp_path / "a.png", tmp_path / "b.png", "--model", model).code == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-", "--pick", "1,2"], "choose one coloring with --pick"),
        (["a.png", "-o", "-", "--format", "psd"], "do not go through pipes"),
        (["a.png", "-", "--pick", "1"], "one sketch at a time"),
        (["a.png", "--pick", "10", "-o", "b.png"], "--pick"),
        (["a.png", "--size", "8"], "--size"),
        (["a.png", "a.jpg"], "rename one"),
        (["a.png", "--pick", "1", "--mix", "m.json", "-o", "b.png"], "give one of them"),
        (["a.png", "-o", "b.gif"], "b.gif ends in .gif, which this command does not write"),
        (["a.png", "-o", "v1.2"], "end the name of a folder with a slash"),
        (["a.png", "b.png", "-o", "c.png"], "c.png is one file for 2 sketches"),
        (["a.png", "--pick", "1,3", "-o", "c.png"], "c.png is one file for 2 colorings"),
        (["a.png", "--format", "psd", "-o", "c.png"], "says another kind of file than --format psd"),
        (["a.png", "--pick", "0"], "'0' is none of the nine colorings"),
        (["a.png", "--pick", "1-3"], "'1-3' is none of the nine colorings"),
        (["a.png", "--pick", "1", "-o", "b.png", "--nine"], "--nine is for files with layers"),
        (["a.png", "--clean", "some"], "--clean"),
        (["a.png", "--skip-step", "ink"], "--skip-step"),
        (["a.png", "--hint-scope", "page"], "--hint-scope"),
        ([], "Missing argument"),
    ],
)
def test_contradictory_requests_are_refused(nurie: Nurie, arguments: list[str], words: str) -> None:
    result = nurie("color", *arguments)
    assert result.code == 2
    assert words in " ".join(result.err.replace("│", " ").split())


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "nurie", *map(str, arguments)]


def test_a_pipe_carries_the_sketch_in_and_the_coloring_out(
    nurie: Nurie, sketch: Path, model: Path, tmp_path: Path
) -> None:
    nurie("color", sketch, "--model", model, "--pick", 2, "-o", tmp_path / "two.png")
    arguments = command("color", "-", "--pick", 2, "--model", model)
    done = subprocess.run(arguments, input=sketch.read_bytes(), capture_output=True, check=True)
    assert done.stdout == (tmp_path / "two.png").read_bytes()
    with Image.open(io.BytesIO(done.stdout)) as image:
        assert np.asarray(image).shape == (200, 160, 3)


@pytest.mark.parametrize("several", [False, True])
def test_ctrl_c_ends_with_one_line_and_leaves_nothing_half_written(
    nurie: Nurie, sketch: Path, model: Path, monkeypatch: pytest.MonkeyPatch, several: bool
) -> None:
    write = Path.write_bytes

    def interrupt(path: Path, data: bytes) -> int:
        if path.name == "sheet.png":
            raise KeyboardInterrupt
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", interrupt)
    inputs = (sketch, sketch.with_name("other.png")) if several else (sketch,)
    result = nurie("color", *inputs, "--model", model)
    assert result.code == 130
    assert result.err.endswith("nurie: stopped; what was not finished was not written.\n")
    assert names(sketch.parent) == ["sketch.png"]


@pytest.mark.parametrize("command", ["color", "batch"])
def test_tones_stay_dots_or_become_a_shade(nurie: Nurie, model: Path, tmp_path: Path, command: str) -> None:
    page = np.full((1200, 500), 255, np.uint8)
    page[100:500, 100:400] = ill.screentone((400, 300), 7, 0.3)
    Image.fromarray(page).save(tmp_path / "page.png")
    dots = page[150:450, 150:350] == 0
    for tones, share in (("keep", 1.0), ("color", 0.0)):
        more = ["--pick", 1, "--overwrite"]
        result = nurie(
            command,
            tmp_path / "page.png",
            "--tones",
            tones,
            "-o",
            f"{tmp_path / tones}/",
            "--model",
            model,
            *more,
        )
        assert result.code == 0, result.err
        (found,) = (tmp_path / tones).rglob("*.png")
        seen = np.asarray(Image.open(found))[150:450, 150:350]
        assert (seen[dots] == 0).all(axis=1).mean() == pytest.approx(share, abs=0.01)
