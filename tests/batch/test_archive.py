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


def test_clutter_is_ignored(tmp_path: Path) -> None:
    clutter = ["Thumbs.db", "a/.DS_Store", "__MACOSX/._1.png", "a/._1.png", "desktop.ini", ".hidden/1.png"]
    files = dict.fromkeys(clutter, b"x") | {"ComicInfo.xml": b"<ComicInfo/>", "1.png": b"one"}
    inside = archive.contents(packed(tmp_path / "a.cbz", files))
    assert [str(member.name) for member in inside.members] == ["ComicInfo.xml", "1.png"]
    assert inside.problems == ()


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
    assert len(inside.members) == 2
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
    monkeypatch.setattr("nurie.batch.entries.MAX_MEMBER", 2**20)
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


def test_a_locked_archive_is_named_and_refused(tmp_path: Path) -> None:
    data = bytearray(packed(tmp_path / "a.cbz", {"1.png": b"one"}).read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    (tmp_path / "b.cbz").write_bytes(data)
    with pytest.raises(ImageError, match=r"b\.cbz is locked with a password: pack it without one"):
        archive.contents(tmp_path / "b.cbz")


@pytest.mark.parametrize(
    "name", ["第1話\u3000色/1.png", "a\u00a0b.png", "क्\u200dष.png", "1\n.png", "Re:Zero/1.png"]
)
def test_letters_of_all_scripts_are_letters(tmp_path: Path, name: str) -> None:
    inside = archive.contents(packed(tmp_path / "a.cbz", {name: b"x"}))
    assert [str(member.name) for member in inside.members] == [name]
    assert inside.problems == ()


def renamed(path: Path, names: dict[bytes, bytes], utf8: bool = False) -> Path:
    """An archive whose names, each as long as its new one, were written by some other program."""
    data = bytearray(path.read_bytes())
    for old, new in names.items():
        assert len(old) == len(new)
        data = data.replace(old, new)
    if utf8:
        for signature, offset in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
            place = data.index(signature)
            data[place + offset] |= 8
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "cp437"])
def test_names_in_the_encodings_of_old_programs(tmp_path: Path, encoding: str) -> None:
    name = {"cp437": "Café Müller.png"}.get(encoding, "第１話　水着の夏.png")
    raw = name.encode(encoding)
    path = renamed(packed(tmp_path / "a.cbz", {"x" * len(raw): b"one"}), {b"x" * len(raw): raw})
    (member,) = archive.contents(path).members
    assert str(member.name) == name
    assert archive.read(path, member.index) == b"one"
    (member,) = archive.contents(path, "latin-1").members
    assert str(member.name) == raw.decode("latin-1")


def test_names_that_say_utf8_and_are_not(tmp_path: Path) -> None:
    raw = "水着.png".encode("cp932")
    path = renamed(packed(tmp_path / "a.cbz", {"x" * len(raw): b"one"}), {b"x" * len(raw): raw}, utf8=True)
    (member,) = archive.contents(path).members
    assert str(member.name) == "水着.png"
    assert archive.read(path, member.index) == b"one"


def test_what_is_left_of_a_damaged_member_is_given(tmp_path: Path) -> None:
    content = bytes(range(256)) * 400
    with zipfile.ZipFile(tmp_path / "a.cbz", "w") as file:
        file.writestr("1.png", content)
    data = bytearray((tmp_path / "a.cbz").read_bytes())
    data[60_000] ^= 1
    (tmp_path / "a.cbz").write_bytes(data)
    with pytest.raises(ImageError, match="damaged"):
        archive.read(tmp_path / "a.cbz", 0)
    left = archive.original(tmp_path / "a.cbz", 0)
    assert left is not None
    assert [one == other for one, other in zip(left, content, strict=True)].count(False) == 1


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
