"""Archives from strangers are read with care."""

import io
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.batch import archive
from nurie.errors import ImageError


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return path


def test_pages_come_in_the_archives_own_order_with_their_names(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.cbz", {"c/10.png": b"ten", "c/2.png": b"two", "c/": b"", "1.png": b"one"})
    inside = archive.contents(path)
    assert [str(member.name) for member in inside.members] == ["c/10.png", "c/2.png", "1.png"]
    assert [archive.read(path, member.index) for member in inside.members] == [b"ten", b"two", b"one"]
    assert inside.problems == ()


def test_names_packed_on_windows(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.cbz", {"ch1\\1.png": b"one", "ch1\\": b""})
    (member,) = archive.contents(path).members
    assert str(member.name) == "ch1/1.png"
    assert archive.read(path, member.index) == b"one"


def test_clutter_is_ignored_and_comic_info_kept(tmp_path: Path) -> None:
    clutter = ["Thumbs.db", "a/.DS_Store", "__MACOSX/._1.png", "a/._1.png", "desktop.ini", ".hidden/1.png"]
    files = dict.fromkeys(clutter, b"x") | {"ComicInfo.xml": b"<ComicInfo/>", "1.png": b"one"}
    inside = archive.contents(packed(tmp_path / "a.cbz", files))
    assert [str(member.name) for member in inside.members] == ["ComicInfo.xml", "1.png"]
    assert (inside.comic_info, inside.problems) == (b"<ComicInfo/>", ())


@pytest.mark.parametrize(
    "name",
    [
        "../1.png",
        "a/../../1.png",
        "/etc/1.png",
        "C:\\1.png",
        "c:1.png",
        "\\\\host\\1.png",
        "..\\1.png",
        "1\n.png",
    ],
)
def test_names_that_lead_outside_are_left_out(tmp_path: Path, name: str) -> None:
    inside = archive.contents(packed(tmp_path / "a.cbz", {name: b"x", "1.png": b"one"}))
    assert [str(member.name) for member in inside.members] == ["1.png"]
    (problem,) = inside.problems
    assert "leads outside the archive" in problem


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["..", ".", "", "a", "C:", "/", "\\", "b.png", " "]), min_size=1, max_size=6))
def test_no_name_that_is_let_in_leads_outside(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("zip")
    path = packed(folder / "a.cbz", {"/".join(parts) + ".png": b"x"})
    for member in archive.contents(path).members:
        target = (folder / "out" / member.name).resolve()
        assert target.is_relative_to((folder / "out").resolve())


@pytest.mark.parametrize("name", ["b.zip", "deep/b.CBZ", "b.rar", "b.7z", "b.cbr"])
def test_archives_within_archives_are_told(tmp_path: Path, name: str) -> None:
    inside = archive.contents(packed(tmp_path / "a.cbz", {name: b"x", "1.png": b"one"}))
    assert inside.problems == (f"a.cbz: {name} is an archive within the archive: unpack it first.",)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBER", 10**6)
    path = packed(tmp_path / "a.cbz", {f"{number}.png": bytes(10**6) for number in range(3)})
    with pytest.raises(ImageError, match=r"unpacks to 0\.0 GB, as a ZIP bomb does"):
        archive.contents(path)


def test_a_page_that_lies_about_its_size_stays_within_it(tmp_path: Path) -> None:
    """The sizes in a ZIP are claims; what unpacks to more is damaged."""
    data = bytearray(packed(tmp_path / "a.cbz", {"1.png": bytes(10**6)}).read_bytes())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(signature) + offset
        data[place : place + 4] = struct.pack("<I", 100)
    (tmp_path / "b.cbz").write_bytes(data)
    with pytest.raises(ImageError, match="the page is damaged in the archive"):
        archive.read(tmp_path / "b.cbz", 0)


def test_a_page_too_large_for_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "a.cbz", {"1.png": bytes(3 * 2**20)})
    monkeypatch.setattr(archive, "MAX_MEMBER", 2**20)
    with pytest.raises(ImageError, match="the page unpacks to 3 MB but the limit is 1 MB"):
        archive.read(path, 0)


def test_damaged_pages_and_archives(tmp_path: Path) -> None:
    whole = packed(tmp_path / "a.cbz", {"1.png": bytes(range(256)) * 40}).read_bytes()
    broken = bytearray(whole)
    broken[60:70] = b"brokenness"
    (tmp_path / "b.cbz").write_bytes(broken)
    with pytest.raises(ImageError, match="the page is damaged in the archive"):
        archive.read(tmp_path / "b.cbz", 0)
    for content in (whole[:-30], b"no archive", b""):
        (tmp_path / "c.cbz").write_bytes(content)
        with pytest.raises(
            ImageError, match=r"c\.cbz cannot be read as a ZIP archive .*: pack it again as CBZ"
        ):
            archive.contents(tmp_path / "c.cbz")


def test_a_locked_page(tmp_path: Path) -> None:
    data = bytearray(packed(tmp_path / "a.cbz", {"1.png": b"one"}).read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    (tmp_path / "b.cbz").write_bytes(data)
    assert len(archive.contents(tmp_path / "b.cbz").members) == 1
    with pytest.raises(ImageError, match="locked with a password"):
        archive.read(tmp_path / "b.cbz", 0)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 400))
def test_any_damage_ends_in_one_of_our_sentences(
    tmp_path_factory: pytest.TempPathFactory, damage: bytes, place: int
) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("1.png", bytes(range(200)))
        whole.writestr("ComicInfo.xml", b"<ComicInfo/>")
    data = bytearray(file.getvalue())
    data[place : place + len(damage)] = damage
    path = tmp_path_factory.mktemp("zip") / "a.cbz"
    path.write_bytes(data)
    with suppress(ImageError):
        for member in archive.contents(path).members:
            archive.read(path, member.index)
