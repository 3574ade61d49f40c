"""Documents of every kind, made by other hands, give the lines that were drawn into them."""

import io
import zipfile
from pathlib import Path

import documents
import numpy as np
import pytest
from PIL import Image
from psd_tools import PSDImage

from nurie import artwork
from nurie.artwork.flatten import flatten
from nurie.errors import ImageError

MAKERS = {"psd": documents.psd, "ora": documents.ora, "kra": documents.kra}


@pytest.mark.parametrize("kind", MAKERS)
def test_the_line_layer_alone_comes_on_white_paper(tmp_path: Path, kind: str) -> None:
    path = MAKERS[kind](tmp_path / f"page.{kind}")
    picture = artwork.load(path)
    assert np.array_equal(picture.rgb, documents.on_paper())
    assert picture.name == f"page.{kind}"
    assert "tones and text are not looked at" in " ".join(picture.notices)
    assert np.array_equal(artwork.load(path.read_bytes()).rgb, picture.rgb)


@pytest.mark.parametrize("kind", MAKERS)
def test_a_line_layer_without_a_telling_name_is_known_by_its_looks(tmp_path: Path, kind: str) -> None:
    path = MAKERS[kind](tmp_path / f"page.{kind}", "Layer 7")
    assert np.array_equal(artwork.load(path).rgb, documents.on_paper())


def test_a_psd_without_paper_is_not_black(tmp_path: Path) -> None:
    document = PSDImage.new("RGB", (documents.WIDTH, documents.HEIGHT))
    document.create_pixel_layer(documents.lines(), name="Layer 1")
    document.save(tmp_path / "bare.psd")
    with Image.open(tmp_path / "bare.psd") as merged:
        assert np.asarray(merged.convert("RGB")).mean() < 1  # what went wrong with the merged picture
    assert np.array_equal(artwork.load(tmp_path / "bare.psd").rgb, documents.on_paper())


def test_layers_are_listed_from_the_top(tmp_path: Path) -> None:
    document = artwork.open_document(documents.psd(tmp_path / "page.psd"))
    assert document is not None
    assert document.size == (documents.WIDTH, documents.HEIGHT)
    found = [(place.path, str(place.node.kind), place.shown) for place in document.places()]
    assert found == [
        ("glow", "pixels", True),
        ("人物", "group", True),
        ("人物/clipped", "pixels", True),
        ("人物/線画", "pixels", True),
        ("人物/トーン 1", "tone", True),
        ("paper", "pixels", True),
    ]
    assert next(iter(document.places())).node.bounds == (5, 5, 25, 25)


def test_layers_of_other_formats_have_the_same_facts(tmp_path: Path) -> None:
    ora = artwork.open_document(documents.ora(tmp_path / "page.ora"))
    assert ora is not None
    assert ora.dpi == (300, 300)
    assert [(place.path, place.shown) for place in ora.places()] == [
        ("glow", True),
        ("人物", True),
        ("人物/ink", True),
        ("人物/tones", True),
        ("rough", False),
        ("paper", True),
    ]
    kra = artwork.open_document(documents.kra(tmp_path / "page.kra"))
    assert kra is not None
    assert kra.dpi == (600, 600)
    found = [(place.path, str(place.node.kind), place.shown) for place in kra.places()]
    assert found == [
        ("curves", "other", False),
        ("people", "group", True),
        ("people/Ink", "pixels", True),
        ("Tone", "tone", True),
        ("Background", "pixels", True),
    ]


def test_flattening_looks_as_psd_tools_shows_it(tmp_path: Path) -> None:
    path = documents.psd(tmp_path / "page.psd")
    theirs = PSDImage.open(path)
    theirs[2].visible = False  # overlay, which nurie does not work out
    wanted = np.asarray(theirs.composite(force=True).convert("RGBA")).astype(int)
    document = artwork.open_document(path)
    assert document is not None
    assert np.abs(flatten(document.layers[:2], document.size) - wanted).max() <= 1


def test_the_preview_of_clip_studio_is_read_and_said_to_be_one(tmp_path: Path) -> None:
    picture = artwork.load(documents.clip(tmp_path / "page.clip"))
    assert np.array_equal(picture.rgb, documents.on_paper())
    assert picture.notices == (
        "page.clip: only its preview of 160 x 200 px of a page of 320 x 400 px was read, for nurie cannot "
        "read the layers of Clip Studio files: save it as PSD for its lines at full size.",
    )


def test_krita_in_sixteen_bits_gives_its_merged_picture_and_says_so(tmp_path: Path) -> None:
    picture = artwork.load(documents.kra(tmp_path / "page.kra", space="RGBA16"))
    assert (picture.rgb == 128).all()
    assert "layers are in RGBA16: convert it to RGB of 8 bits" in picture.notices[0]


def test_kritas_transparency_masks_hide(tmp_path: Path) -> None:
    picture = artwork.load(documents.kra(tmp_path / "page.kra", masked=True))
    wanted = np.full_like(documents.on_paper(), 255)
    wanted[:64, :64] = documents.on_paper()[:64, :64]
    assert np.array_equal(picture.rgb, wanted)


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_other_color_modes_are_read(tmp_path: Path, mode: str) -> None:
    document = PSDImage.new(mode, (documents.WIDTH, documents.HEIGHT))
    document.create_pixel_layer(documents.lines(), name="ink")
    document.save(tmp_path / "page.psd")
    rgb = artwork.load(tmp_path / "page.psd").rgb.astype(int)
    assert np.abs(rgb - documents.on_paper()).mean() < 4


def test_a_plain_picture_stays_as_it_is(tmp_path: Path) -> None:
    Image.fromarray(documents.on_paper()).save(tmp_path / "page.png")
    assert artwork.open_document(tmp_path / "page.png") is None
    assert np.array_equal(artwork.load(tmp_path / "page.png").rgb, documents.on_paper())
    flat = PSDImage.frompil(Image.fromarray(documents.on_paper()))
    flat.save(tmp_path / "flat.psd")
    assert np.array_equal(artwork.load(tmp_path / "flat.psd").rgb, documents.on_paper())


def test_without_psd_tools_the_merged_picture_is_read_and_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = documents.psd(tmp_path / "page.psd")
    monkeypatch.setattr("nurie.export.psd.find_spec", lambda name: None)
    (notice,) = artwork.load(path).notices
    assert notice.startswith("page.psd: its merged picture was read. PSD files need psd-tools")
    with pytest.raises(
        ImageError, match=r"has no layers that nurie can read: leave layer=NAME out.*psd-tools"
    ):
        artwork.load(path, layer="線画")


def broken(path: Path, tmp_path: Path, cut: int) -> Path:
    bad = tmp_path / f"bad{path.suffix}"
    bad.write_bytes(path.read_bytes()[:cut])
    return bad


@pytest.mark.parametrize("kind", ["ora", "kra", "clip"])
@pytest.mark.parametrize("cut", [4, 40, 400])
def test_a_file_cut_short_is_one_sentence(tmp_path: Path, kind: str, cut: int) -> None:
    maker = documents.clip if kind == "clip" else MAKERS[kind]
    bad = broken(maker(tmp_path / f"page.{kind}"), tmp_path, cut)
    with pytest.raises(ImageError, match=rf"^bad\.{kind} is damaged or .*: save it .*\.$"):
        artwork.load(bad)


def test_a_locked_archive_is_one_sentence(tmp_path: Path) -> None:
    path = documents.ora(tmp_path / "page.ora")
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)  # the second member, stack.xml
    data[at + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(ImageError, match=r"^page\.ora is locked with a password: save it without one\.$"):
        artwork.load(path)


def test_a_broken_layer_is_named(tmp_path: Path) -> None:
    source = documents.ora(tmp_path / "page.ora").read_bytes()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(tmp_path / "bad.ora", "w") as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info, data[: len(data) // 2] if info.filename == "data/lines.png" else data)
    with pytest.raises(ImageError, match=r"data/lines\.png in bad\.ora is damaged"):
        artwork.load(tmp_path / "bad.ora")


def test_a_page_too_large_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = documents.ora(tmp_path / "page.ora")
    with pytest.raises(ImageError, match=r"page\.ora has .* million pixels"):
        artwork.load(path, max_pixels=1000)


def test_a_document_with_nothing_on_it_is_one_sentence(tmp_path: Path) -> None:
    document = PSDImage.new("RGB", (documents.WIDTH, documents.HEIGHT))
    document.create_pixel_layer(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), name="ink")
    document.save(tmp_path / "empty.psd")
    with pytest.raises(ImageError, match=r'the layer "ink" of empty\.psd has nothing on it: draw some lines'):
        artwork.load(tmp_path / "empty.psd")
