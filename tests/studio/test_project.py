"""Project files give back exactly what was put in, and refuse what they are not."""

import io
import json
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurie.colorize.borders import Border, Borders
from nurie.colorize.character import Character
from nurie.colorize.hints import Hint, Hints
from nurie.colorize.mix import Choice, Mix
from nurie.colorize.palette import Palette, PaletteColor
from nurie.errors import StudioError
from nurie.schemes import Part
from nurie.studio.material_edits import MaterialEdits
from nurie.studio.project import Favorite, Work, clean_name, pack, unpack

shares = st.floats(0, 1)
colors = st.from_regex(r"#[0-9a-fA-F]{6}", fullmatch=True)
points = st.lists(st.tuples(shares, shares), min_size=1, max_size=4).map(tuple)
labels = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=20)
works = st.builds(
    Work,
    labels.map(clean_name),
    st.builds(Hints, st.lists(st.builds(Hint, points, shares, colors), max_size=3).map(tuple)),
    st.builds(
        Mix,
        st.integers(1, 9),
        st.lists(
            st.builds(Choice, points, st.integers(1, 9) | colors, labels, st.booleans()), max_size=3
        ).map(tuple),
    ),
    st.none()
    | st.lists(st.builds(PaletteColor, labels, colors), min_size=1, max_size=3).map(
        lambda entries: Palette(tuple(entries))
    ),
    st.booleans(),
    st.none()
    | st.builds(Character, st.dictionaries(st.sampled_from(Part), colors, min_size=1, max_size=4), labels),
    st.none() | st.integers(0, 2**31 - 1),
    st.builds(MaterialEdits, st.lists(st.tuples(points, st.sampled_from(Part)), max_size=3).map(tuple)),
    st.sampled_from([None, "cel", "soft", "flat", "network"]),
    st.floats(0, 360),
    st.floats(0, 2),
    st.lists(st.builds(Favorite, st.integers(1, 9), st.none() | st.integers(0, 2**31 - 1)), max_size=3).map(
        tuple
    ),
    st.lists(
        st.builds(Border, st.tuples(*2 * [st.tuples(shares, shares)]), st.sampled_from(["split", "join"])),
        max_size=3,
    ).map(lambda strokes: Borders(tuple(strokes))),
)


@settings(deadline=None, max_examples=40)
@given(works, st.none() | st.binary(max_size=200))
def test_what_goes_in_comes_out(work: Work, sketch: bytes | None) -> None:
    assert unpack(pack(work, sketch)) == (work, sketch)


def test_the_same_work_is_the_same_file_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    before = pack(Work(), b"sketch")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 1000)
    assert pack(Work(), b"sketch") == before


def project(**parts: bytes | None) -> bytes:
    """A project file with some of its parts changed, or left out where they are None."""
    archive = zipfile.ZipFile(io.BytesIO(pack(Work(), b"sketch")))
    members = {name: archive.read(name) for name in archive.namelist()}
    for name, data in parts.items():
        members[name if name == "sketch" else f"{name}.json"] = data or b""
        if data is None:
            del members[f"{name}.json"]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as changed:
        for name, data in members.items():
            changed.writestr(name, data)
    return file.getvalue()


def head(**change: object) -> bytes:
    usual = {"format": "nurie-project", "version": 1, "name": "a", "snap": False}
    return json.dumps(usual | change).encode()


MATERIALS = b"""{"format": "nurie-materials", "version": 1,
 "regions": [{"points": %s, "material": "%s"}]}"""


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04", "damaged"),
        (pack(Work(), b"sketch")[:-30], "damaged"),
        (project(project=None), "project.json is missing"),
        (project(hints=None), "hints.json is missing"),
        (project(project=b"{"), "damaged"),
        (project(project=b"[]"), "nurie-project"),
        (project(project=head(format="zip")), "nurie-project"),
        (project(project=head(version=2)), "version 2"),
        (project(project=head(version=True)), "version True"),
        (project(project=head(name=None)), "name or snap"),
        (project(project=head(snap=1)), "name or snap"),
        (project(project=head(schemes=-1)), "schemes or finish"),
        (project(project=head(schemes=True)), "schemes or finish"),
        (project(project=head(finish="oil")), "schemes or finish"),
        (project(project=head(light_from=361)), "light_from is wrong"),
        (project(project=head(light_strength="1")), "light_strength is wrong"),
        (project(project=head(favorites=4)), "favorites are wrong"),
        (project(project=head(favorites=[{"number": 4}])), "favorites are wrong"),
        (project(project=head(favorites=[{"number": 10, "schemes": None}])), "favorites are wrong"),
        (project(project=head(favorites=[{"number": 4, "schemes": -1}])), "favorites are wrong"),
        (project(project=head(favorites=[{"number": 4, "schemes": 1}] * 201)), "favorites are wrong"),
        (project(character=b"{}"), "not a character sheet"),
        (project(materials=b"{}"), "not a file of materials"),
        (project(materials=MATERIALS % (b"[[0.5, 0.5]]", b"hat stand")), "names no material"),
        (project(materials=MATERIALS % (b"[[0.5, 1.5]]", b"hair")), "1.5 is no share"),
        (project(materials=MATERIALS % (b"[]", b"hair")), "by no point"),
        (project(hints=b"{}"), "not a hint file"),
        (project(mix=b"\xff"), "no text"),
        (project(palette=b"{}"), "not a palette"),
        (project(mix=bytes(9_000_000)), "larger than 8 MB"),
        (project(sketch=bytes(65_000_000)), "larger than 64 MB"),
    ],
)
def test_what_is_wrong_is_told(data: bytes, words: str) -> None:
    with pytest.raises(StudioError, match=words) as error:
        unpack(data)
    assert str(error.value).endswith(".")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("page.png", "page.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.png", "a.png"),
        ("a\nb\x00\ud800c", "a b c"),
        ("", "sketch"),
        ("//", "sketch"),
        ("頁" * 300, "頁" * 120),
    ],
)
def test_names_are_labels(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_projects_from_before_materials_open() -> None:
    """What they do not name is as it was then."""
    work, sketch = unpack(project(project=head()))
    assert (work.character, work.schemes, work.materials, work.finish) == (None, None, MaterialEdits(), None)
    assert sketch == b"sketch"
