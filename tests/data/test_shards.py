"""Shards: written whole and always the same, read however damaged they are."""

import errno
import io
import os
import tarfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.data import shards
from nurie.errors import DataError, OutputError

CONTENT = [
    (
        f"{number:09d}",
        {".webp": bytes([number]) * (700 + number), ".json": b"{}", ".line.png": b"ink" * number},
    )
    for number in range(5)
]


@pytest.fixture(scope="module")
def shard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shard") / "000000.tar"
    shards.write(path, CONTENT)
    return path


def read(found: dict[str, dict[str, shards.FileSlice]]) -> list[tuple[str, dict[str, bytes]]]:
    return [(key, {ending: place.read() for ending, place in files.items()}) for key, files in found.items()]


def test_samples_come_back(shard: Path) -> None:
    found, problem = shards.samples(shard)
    assert problem == ""
    assert read(found) == CONTENT


def test_the_standard_library_reads_the_same_and_finds_no_trace_of_user_or_time(shard: Path) -> None:
    with tarfile.open(shard) as tar:
        for entry in tar:
            key, _, ending = entry.name.partition(".")
            assert tar.extractfile(entry).read() == dict(CONTENT)[key][f".{ending}"]
            assert (entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname) == (0, 0, 0, "", "")


def test_webdataset_reads_the_samples(shard: Path) -> None:
    from webdataset.tariterators import group_by_keys, tar_file_iterator

    with shard.open("rb") as file:
        found = list(group_by_keys({**row, "__url__": "x"} for row in dictionaries(tar_file_iterator(file))))
    assert [(row["__key__"], row["webp"], row["line.png"]) for row in found] == [
        (key, files[".webp"], files[".line.png"]) for key, files in CONTENT
    ]


def dictionaries(rows: object) -> list[dict[str, object]]:
    return [dict(row) for row in rows]  # type: ignore[attr-defined]


def test_the_same_content_makes_the_same_bytes(shard: Path, tmp_path: Path) -> None:
    turned = [(key, dict(reversed(files.items()))) for key, files in CONTENT]
    shards.write(tmp_path / "again.tar", turned)
    assert (tmp_path / "again.tar").read_bytes() == shard.read_bytes()


@settings(deadline=None, max_examples=60)
@given(share=st.floats(0, 0.999))
def test_a_shard_cut_short_gives_its_first_samples_and_says_so(
    shard: Path, tmp_path_factory: pytest.TempPathFactory, share: float
) -> None:
    whole = shard.read_bytes()
    end = whole.rindex(b"ustar") - 257 + 512 + 704  # where the last file ends
    path = tmp_path_factory.mktemp("cut") / "cut.tar"
    path.write_bytes(whole[: int(share * end)])
    found, problem = shards.samples(path)
    assert read(found) == CONTENT[: len(found)]
    assert len(found) < len(CONTENT)
    assert problem


def test_a_damaged_header_ends_the_shard_and_is_told(shard: Path, tmp_path: Path) -> None:
    whole = bytearray(shard.read_bytes())
    third = whole.index(b"000000002.json")
    whole[third : third + 5] = b"#####"
    (tmp_path / "damaged.tar").write_bytes(whole)
    found, problem = shards.samples(tmp_path / "damaged.tar")
    assert read(found) == CONTENT[:2]
    assert problem == f"is cut short or damaged at byte {third}"


@pytest.mark.parametrize("content", [None, b"", b"no tar" * 500])
def test_what_is_no_shard(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "shard.tar"
    if content is not None:
        path.write_bytes(content)
    found, problem = shards.samples(path)
    assert found == {}
    assert problem.startswith("cannot be read as a plain tar")


def test_folders_and_links_in_a_tar_are_no_files(tmp_path: Path) -> None:
    path = tmp_path / "mixed.tar"
    with tarfile.open(path, "w") as tar:
        for name, kind in (("folder", tarfile.DIRTYPE), ("link.png", tarfile.SYMTYPE)):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "/etc/passwd"
            tar.addfile(entry)
        entry = tarfile.TarInfo("folder/a.png")
        entry.size = 3
        tar.addfile(entry, io.BytesIO(b"abc"))
    found, problem = shards.members(path)
    assert (list(found), problem) == (["folder/a.png"], "")
    assert found["folder/a.png"].read() == b"abc"


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "shard.tar"
    path.write_bytes(b"before")

    def content() -> object:
        yield CONTENT[0]
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OutputError, match=r"shard.tar cannot be written because the disk is full"):
        shards.write(path, content())  # type: ignore[arg-type]
    assert [file.name for file in tmp_path.iterdir()] == ["shard.tar"]
    assert path.read_bytes() == b"before"


@pytest.mark.parametrize("text", ["", "[]", '{"format": "nurie-shards", "version": 2, "shards": []}', None])
def test_a_manifest_that_is_none(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(DataError, match=r"manifest.json .*nurie prepare"):
        shards.load_manifest(tmp_path)
