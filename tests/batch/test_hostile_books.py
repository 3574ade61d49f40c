"""Archives of all kinds, damaged anywhere: one of our sentences, and never another error."""

import io
from contextlib import suppress
from functools import cache
from pathlib import Path

import py7zr
import pytest
from books import epub, rar
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.batch import archive
from nurie.batch import epub as epub_files
from nurie.batch.plan import Wishes, plan
from nurie.errors import NurieError

MEMBERS = {"b/1.png": bytes(range(256)) * 3, "2.png": b"two", "ComicInfo.xml": b"<ComicInfo/>"}


@cache
def whole(kind: str, folder: Path) -> bytes:
    path = folder / f"whole.{kind}"
    if kind == "rar":
        rar(path, MEMBERS)
    elif kind == "epub":
        epub(
            path, {"1.png": MEMBERS["b/1.png"], "2.png": b"two"}, {"META-INF/encryption.xml": "<encryption/>"}
        )
    else:
        with py7zr.SevenZipFile(path, "w") as file:
            for name, data in MEMBERS.items():
                file.writef(io.BytesIO(data), name)
    return path.read_bytes()


@pytest.mark.parametrize("kind", ["rar", "7z", "epub"])
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage_ends_in_one_of_our_sentences(
    tmp_path_factory: pytest.TempPathFactory, kind: str, data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp()
    content = bytearray(whole(kind, folder))
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(8, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = folder / f"damaged.{kind}"
    path.write_bytes(content[: data.draw(st.integers(8, len(content)))])
    with suppress(NurieError):
        inside = archive.contents(path)
        if kind == "epub":
            epub_files.pictures(path, inside.members)
        for member in inside.members:
            archive.original(path, member.index)
    (book,) = plan([str(path)], Wishes(folder / "out"))  # never raises: a bad book is a book of one problem
    assert book.pages or book.problems
