"""Artists' documents on the command line: what goes in, what comes out, what is said."""

from collections.abc import Callable
from pathlib import Path

import documents
import numpy as np
from PIL import Image
from psd_tools import PSDImage

from nurie.batch.find import find


def test_a_psd_comes_back_with_all_its_layers_and_the_colors(
    nurie: Callable, tmp_path: Path, model: Path
) -> None:
    page, target = documents.psd(tmp_path / "page.psd"), tmp_path / "page-colored.psd"
    done = nurie("color", page, "-o", target, "--model", model)
    assert done.code == 0, done.err
    names = [layer.name for layer in PSDImage.open(target).descendants()]
    assert [name for name in names if name in ("paper", "人物", "トーン 1", "線画", "clipped", "glow")] == [
        *("paper", "人物", "トーン 1", "線画", "clipped", "glow")
    ]
    assert names.index("人物") < names.index("nurie") < names.index("flats") < names.index("線画")
    assert 'modes of "glow"' in done.err.splitlines()[0]  # said first
    again = nurie("color", page, "-o", page, "--model", model, "--overwrite")
    assert again.code == 2
    assert "would replace what it is made of" in again.err


def test_an_ora_comes_back_with_all_its_layers_and_the_colors(
    nurie: Callable, tmp_path: Path, model: Path
) -> None:
    page, target = documents.ora(tmp_path / "page.ora"), tmp_path / "out.ora"
    assert nurie("color", page, "-o", target, "--model", model, "--pick", 2).code == 0
    listed = nurie("doctor", target)
    assert [line.split()[0] for line in listed.out.splitlines()[:6]] == [
        *("glow", "人物", "ink", "tones", "nurie", "light")
    ]


def test_other_files_get_the_lines_of_a_document(nurie: Callable, tmp_path: Path, model: Path) -> None:
    page = documents.kra(tmp_path / "page.kra")
    assert nurie("color", page, "-o", tmp_path / "a.png", "--pick", 1, "--model", model).code == 0
    pixels = np.asarray(Image.open(tmp_path / "a.png"))
    assert (pixels[documents.ink() == 255] == 0).all()
    assert nurie("color", page, "-o", tmp_path / "a.psd", "--model", model).code == 0
    assert [layer.name for layer in PSDImage.open(tmp_path / "a.psd")][-1] == "lines"


def test_doctor_lists_layers_and_the_choice(nurie: Callable, tmp_path: Path) -> None:
    page = documents.psd(tmp_path / "page.psd")
    told = nurie("doctor", page).out
    assert "    線画                  pixels, visible, 160 x 200 at 0, 0, lines\n" in told
    assert "    トーン 1               tone, visible, 60 x 60 at 50, 80\n" in told
    assert "lines                   the name says lines.\n" in told
    told = nurie("doctor", page, "--layer", "glow").out
    assert "  glow                  pixels, visible, 20 x 20 at 5, 5, lines\n" in told
    assert "lines                   asked for by name.\n" in told


def test_a_layer_that_is_not_there(nurie: Callable, tmp_path: Path, model: Path, sketch: Path) -> None:
    page = documents.psd(tmp_path / "page.psd")
    done = nurie("color", page, "--layer", "sketch", "--model", model)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        'nurie: page.psd has no layer named "sketch": choose from "glow", "人物", "人物/clipped", '
        '"人物/線画", "人物/トーン 1", "paper".\n'
    )
    done = nurie("color", sketch, "--layer", "ink", "--model", model)
    assert done.err == "nurie: sketch.png has no layers that nurie can read: leave --layer NAME out.\n"


def test_a_batch_of_documents_keeps_each_whole(nurie: Callable, tmp_path: Path, model: Path) -> None:
    chapter = tmp_path / "chapter"
    chapter.mkdir()
    for kind, make in (("psd", documents.psd), ("ora", documents.ora), ("kra", documents.kra)):
        make(chapter / f"page.{kind}")
    documents.clip(chapter / "page.clip")
    assert len(find(str(chapter), tmp_path / "out", alone=True).pictures) == 4
    (chapter / "page.clip").unlink()
    for name in ("page.ora", "page.kra"):
        (chapter / name).rename(chapter / f"{name[-3:]}{name[-4:]}")
    done = nurie("batch", chapter, "-o", tmp_path / "out", "--format", "psd", "--model", model)
    assert done.code == 0, done.err
    assert [layer.name for layer in PSDImage.open(tmp_path / "out" / "page.psd")] == ["paper", "人物", "glow"]
    assert PSDImage.open(tmp_path / "out" / "ora.psd")[-1].name == "lines"
    assert PSDImage.open(tmp_path / "out" / "kra.psd")[-1].name == "lines"


def test_lines_and_colors_by_themselves(nurie: Callable, tmp_path: Path, model: Path, sketch: Path) -> None:
    assert nurie("color", sketch, "--lines-only", "--model", model).code == 0
    with Image.open(tmp_path / "sketch.nurie" / "lines.png") as lines:
        assert lines.mode == "RGBA"
    assert sorted(path.name for path in (tmp_path / "sketch.nurie").iterdir()) == ["lines.png"]
    out = tmp_path / "colors.webp"
    assert nurie("color", sketch, "--colors-only", "-o", out, "--model", model).code == 0
    with Image.open(out) as colors:
        assert colors.size == lines.size
    for arguments, sentence in (
        (["--lines-only", "-o", tmp_path / "a.jpg"], "JPEG files hold nothing transparent"),
        (["--colors-only", "-o", tmp_path / "a.psd"], "--lines-only and --colors-only are for"),
        (["--lines-only", "--pick", "3"], "--lines-only goes without"),
    ):
        done = nurie("color", sketch, *arguments, "--model", model)
        assert done.code == 2
        assert sentence in " ".join(done.err.replace("│", " ").split())
