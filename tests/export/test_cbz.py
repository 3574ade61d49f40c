"""CBZ files as every reader of comics understands them."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from nurie.export import cbz


def test_files_are_packed_in_order_and_unchanged(tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(bytes(range(256)) * 5000)
    entries = [
        ("mimetype", b"x"),
        ("b/1.png", tmp_path / "page"),
        ("a/info.xml", b"<a/>" * 900),
        ("色.png", b""),
    ]
    cbz.write(tmp_path / "a.cbz", iter(entries))
    with zipfile.ZipFile(tmp_path / "a.cbz") as file:
        assert file.testzip() is None
        assert file.namelist() == ["mimetype", "b/1.png", "a/info.xml", "色.png"]
        assert [file.read(name) for name in file.namelist()] == [
            b"x",
            bytes(range(256)) * 5000,
            b"<a/>" * 900,
            b"",
        ]
        assert [info.compress_type for info in file.infolist()] == [0, 0, zipfile.ZIP_DEFLATED, 0]


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        cbz.write(tmp_path / name, [("1.png", b"one"), ("x.xml", b"<x/>")])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_what_fails_on_the_way_leaves_nothing(tmp_path: Path) -> None:
    def entries() -> Iterator[tuple[str, bytes]]:
        yield "1.png", b"one"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cbz.write(tmp_path / "a.cbz", entries())
    assert list(tmp_path.iterdir()) == []
