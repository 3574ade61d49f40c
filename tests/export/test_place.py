"""The one rule of -o."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurie.errors import OutputError
from nurie.export.place import Place, beside, file, folder, place, spare

PICTURES = (".png", ".jpg")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.png", Place(Path("a.png"), False)),
        ("deep/a.PNG", Place(Path("deep/a.PNG"), False)),
        ("a.png/", Place(Path("a.png"), True)),
        ("new", Place(Path("new"), True)),
        ("new/", Place(Path("new"), True)),
        ("v1.2/", Place(Path("v1.2"), True)),
        (".", Place(Path(), True)),
        (".hidden", Place(Path(".hidden"), True)),
        ("there.png", Place(Path("there.png"), True)),
        ("there.gif", Place(Path("there.gif"), True)),
    ],
)
def test_the_rule(here: Path, text: str, expected: Place) -> None:
    Path("there.png").mkdir()
    Path("there.gif").mkdir()
    assert place(text, PICTURES) == expected


@pytest.mark.parametrize("text", ["a.gif", "v1.2", "a.png.gif", "deep/a.nurie"])
def test_an_ending_that_is_not_written_is_refused(here: Path, text: str) -> None:
    with pytest.raises(OutputError, match=r"use .png or .jpg, or end the name of a folder with a slash"):
        place(text, PICTURES)
    with pytest.raises(OutputError, match="name a folder, and end the name of a folder with a slash"):
        folder(text)


def test_a_folder_takes_the_file_of_the_usual_name(here: Path) -> None:
    assert file("a.png", PICTURES, "usual.png") == Path("a.png")
    for text in ("out", "out/", "."):
        assert file(text, PICTURES, "usual.png") == Path(text) / "usual.png"


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=300))
def test_any_text_is_a_file_a_folder_or_refused(text: str) -> None:
    try:
        meant = place(text, PICTURES)
    except OutputError:
        return
    assert meant.is_folder or text.lower().endswith(PICTURES)


def test_sources_are_spared_under_every_name(here: Path) -> None:
    Path("a.png").write_bytes(b"x")
    Path("hard.png").hardlink_to("a.png")
    Path("link.png").symlink_to("a.png")
    for target in ("a.png", "hard.png", "link.png", f"{here}/a.png"):
        with pytest.raises(OutputError, match="would replace what it is made of"):
            spare([Path("a.png"), Path("none.png")], [Path("b.png"), Path(target)])
    spare([Path("a.png"), Path("none.png")], [Path("b.png")])


def test_what_has_no_name_is_refused() -> None:
    with pytest.raises(OutputError, match="no place for results is named"):
        place("")
    for source in (Path(), Path("/")):
        with pytest.raises(OutputError, match="is a folder, not a file: name a file"):
            beside(source, ".onnx")
    assert beside(Path("a/b.tar.gz"), ".onnx") == Path("a/b.tar.onnx")
