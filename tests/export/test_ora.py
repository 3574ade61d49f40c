"""OpenRaster files, read back by the letter of the specification with a ZIP, an XML and a PNG reader."""

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import layered_page
import numpy as np
import pytest
from PIL import Image, ImageCms

from nurie.errors import OutputError
from nurie.export.formats import named
from nurie.export.layers import Layer, LayeredImage

ORA = named("ora")


def picture(archive: zipfile.ZipFile, name: str) -> Image.Image:
    image = Image.open(io.BytesIO(archive.read(name)))
    image.load()
    return image


def test_the_archive_begins_with_its_type_unpacked(tmp_path: Path) -> None:
    ORA.save(tmp_path / "a.ora", layered_page.page())
    assert (tmp_path / "a.ora").read_bytes()[30:54] == b"mimetypeimage/openraster"
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        assert archive.testzip() is None
        assert {"stack.xml", "mergedimage.png", "Thumbnails/thumbnail.png"} < set(archive.namelist())


def test_the_stack_names_every_layer_from_the_top(tmp_path: Path) -> None:
    ORA.save(tmp_path / "a.ora", layered_page.page((350, 350)))
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        image = ElementTree.fromstring(archive.read("stack.xml"))
        assert (image.tag, image.get("w"), image.get("h"), image.get("xres")) == ("image", "8", "6", "350")
        (root,) = image
        found = [
            (each.tag, each.get("name"), each.get("visibility")) for each in root.iter() if each is not root
        ]
        assert found == [
            ("layer", "scribble", "hidden"),
            ("layer", "nothing", "visible"),
            ("layer", "light", "visible"),
            ("layer", "shadows", "visible"),
            ("stack", "flats 色", "visible"),
            ("layer", "sea", "visible"),
            ("layer", "sky", "visible"),
            ("stack", "older", "hidden"),
            ("layer", "red", "visible"),
        ]
        modes = {each.get("name"): each.get("composite-op") for each in root.iter("layer")}
        assert modes["shadows"] == "svg:multiply"
        assert modes["light"] == "svg:screen"
        assert modes["sky"] == "svg:src-over"
        (shadows,) = (each for each in root.iter("layer") if each.get("name") == "shadows")
        assert (shadows.get("x"), shadows.get("y")) == ("2", "0")
        pixels = picture(archive, shadows.attrib["src"])
        assert (pixels.mode, pixels.size) == ("RGBA", (3, 2))
        assert pixels.getcolors() == [(6, (51, 102, 153, 255))]


def test_merged_picture_thumbnail_profile(tmp_path: Path) -> None:
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    merged = np.random.default_rng(0).integers(0, 256, (300, 600, 3)).astype(np.uint8)
    rgba = np.dstack([merged, np.full((300, 600), 255, np.uint8)])
    ORA.save(tmp_path / "a.ora", LayeredImage((Layer("all", lambda: rgba),), merged, (300, 300), icc))
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        whole = picture(archive, "mergedimage.png")
        assert np.array_equal(np.asarray(whole), merged)
        assert whole.info["icc_profile"] == icc
        assert picture(archive, "Thumbnails/thumbnail.png").size == (256, 128)


def test_the_same_page_is_the_same_file(tmp_path: Path) -> None:
    ORA.save(tmp_path / "a.ora", layered_page.page())
    ORA.save(tmp_path / "b.ora", layered_page.page())
    assert (tmp_path / "a.ora").read_bytes() == (tmp_path / "b.ora").read_bytes()


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.ora").write_bytes(b"old")

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(OutputError, match="the disk is full: free some space"):
        ORA.save(tmp_path / "a.ora", layered_page.page())
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.ora", b"old")]
