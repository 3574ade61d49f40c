"""A format that is added to the registry is everywhere: in the commands, in books and in the studio."""

import io
import shutil
import sys
import types
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest
from PIL import Image
from studio.running import running

from nurie import Colorizer
from nurie.colorize import results
from nurie.colorize.results import Manner
from nurie.errors import OutputError
from nurie.export import formats
from nurie.export.formats import Format
from nurie.export.layers import LayeredImage
from nurie.export.place import listed

Nurie = Callable[..., object]
HEAD = b"tiny\n"


def write(file: BinaryIO, image: LayeredImage, quality: int) -> None:
    """Eight pixels a side are enough for a sign that the page came through."""
    small = Image.fromarray(image.merged).resize((8, 8))
    file.write(HEAD + bytes([quality, len(image.children)]) + np.asarray(small).tobytes())


@pytest.fixture(params=[False, True], ids=["flat", "layered"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Format:
    module = types.ModuleType("nurie.export.tiny")
    module.write = write  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "nurie.export.tiny", module)
    row = Format("tiny", (".tiny", ".tny"), "image/x-tiny", request.param, formats._in("tiny"))
    monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS, row))
    return row


def told(err: str) -> str:
    """A sentence that was broken over the lines of a box."""
    return " ".join(err.replace("\u2502", " ").split())


def check(data: bytes, kind: Format, quality: int = 90) -> None:
    assert data.startswith(HEAD + bytes([quality]))
    assert (data[len(HEAD) + 1] > 0) == kind.layered
    assert len(data) == len(HEAD) + 2 + 8 * 8 * 3


def test_a_file_and_a_folder_of_the_command_line(
    nurie: Nurie, kind: Format, sketch: Path, model: Path, tmp_path: Path
) -> None:
    arguments = ("color", sketch, "--model", model)
    assert nurie(*arguments, "-o", tmp_path / "a.tny", "--quality", 7).code == 0
    check((tmp_path / "a.tny").read_bytes(), kind, 7)
    assert nurie(*arguments, "--format", "tiny", "--pick", "1,3", "-o", tmp_path / "b").code == 0
    written = sorted((tmp_path / "b" / "sketch.nurie").iterdir())
    assert [path.name for path in written] == ["1.tiny", "3.tiny"]
    for path in written:
        check(path.read_bytes(), kind)
    refused = nurie(*arguments, "--colors-only", "-o", tmp_path / "c.tiny")
    assert (refused.code == 2) == kind.layered
    assert ("are for files without layers: .png, .jpg" in told(refused.err)) == kind.layered


def test_pages_of_a_batch(
    nurie: Nurie, kind: Format, sketch: Path, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("chapter").mkdir()
    shutil.copy(sketch, "chapter/p1.png")
    with zipfile.ZipFile("book.cbz", "w") as book:
        book.write(sketch, "p2.png")
    arguments = ("batch", "chapter", "book.cbz", "--format", "tiny", "--model", model, "-o")
    assert nurie(*arguments, "out").code == 0
    check(Path("out/chapter/p1.tiny").read_bytes(), kind)
    check(
        Path("out/book/p2.tiny").read_bytes(), kind
    )  # a folder, for readers of CBZ files know no such pages
    refused = nurie("batch", "book.cbz", "--format", "tiny", "--model", model, "-o", "a.cbz")
    assert refused.code == 2
    assert "choose --format png, jpeg or webp, or name a folder" in refused.err


def test_files_of_the_studio(kind: Format, model: Path, sketch: Path, tmp_path: Path) -> None:
    with running(model, tmp_path / "studio") as studio:
        session = studio.open(sketch.read_bytes(), "page.png")
        known = studio.get("/api/formats").json()
        assert "tiny" in known["pictures"]
        assert "tiny" in known["books"]
        file = studio.get(f"{session}/export/tiny")
        assert file.headers["content-type"] == "image/x-tiny"
        assert file.headers["content-disposition"].endswith("page.tiny")
        check(file.content, kind)
        ids = [session.rsplit("/", 1)[1]]
        book = studio.client.post("/api/book", json={"ids": ids, "format": "tiny"})
        with zipfile.ZipFile(io.BytesIO(book.content)) as archive:
            assert archive.namelist() == ["001 page.tiny"]
            check(archive.read("001 page.tiny"), kind)


def test_what_is_in_no_row_is_refused_everywhere(
    nurie: Nurie, sketch: Path, model: Path, tmp_path: Path
) -> None:
    known = listed(formats.names())
    for command in (("color", sketch), ("batch", sketch)):
        result = nurie(*command, "--model", model, "--format", "tiny", "-o", tmp_path / "out")
        assert (result.code, known in told(result.err)) == (2, True)
    coloring = Colorizer(model, threads=1).color(sketch)
    with pytest.raises(OutputError, match=r"a\.tiny is of no format that nurie writes: name a \.png, "):
        results.write(coloring, 0, tmp_path / "a.tiny", Manner())
    with pytest.raises(OutputError, match=f"use {listed(formats.names(layered=False))}"):
        coloring.encoded(0, "tiny")
    with running(model, tmp_path / "studio") as studio:
        session = studio.open(sketch.read_bytes(), "page.png")
        assert studio.client.get(f"{session}/export/tiny").status_code == 404
        ids = [session.rsplit("/", 1)[1]]
        book = studio.client.post("/api/book", json={"ids": ids, "format": "tiny"})
        assert book.status_code == 422
        assert listed([*formats.names(), "cbz"]) in book.json()["error"]
    assert not list(tmp_path.glob("*.tiny"))
