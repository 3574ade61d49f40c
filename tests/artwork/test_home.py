"""Colors put into an artist's own document; all else stays as it was: psd-tools and a ZIP reader look."""

import io
import subprocess
import zipfile
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import documents
import numpy as np
import pytest
from PIL import Image
from psd_tools import PSDImage
from psd_tools.constants import BlendMode, Resource
from psd_tools.psd.image_resources import ImageResource

from nurie.artwork import Home, find_home
from nurie.errors import ImageError, OutputError
from nurie.export.layers import Blend, Group, Layer


def rectangle(box: tuple[int, int, int, int], color: tuple[int, int, int, int]) -> np.ndarray:
    rgba = np.zeros((documents.HEIGHT, documents.WIDTH, 4), np.uint8)
    left, top, right, bottom = box
    rgba[top:bottom, left:right] = color
    return rgba


WHOLE = (0, 0, documents.WIDTH, documents.HEIGHT)
COLORS = Group(
    "nurie",
    (
        Group("flats", (Layer("髪", partial(rectangle, WHOLE, (200, 100, 50, 255))),)),
        Layer("shadows", partial(rectangle, (0, 0, 80, 200), (128, 128, 128, 255)), Blend.MULTIPLY),
        Layer("light", partial(rectangle, (0, 0, 160, 50), (51, 51, 51, 255)), Blend.SCREEN),
        Layer("hints", partial(rectangle, (0, 0, 9, 9), (255, 0, 0, 255)), visible=False),
    ),
)


def home_of(path: Path, target: Path, layer: str | None = None) -> Home:
    home = find_home(path, target, layer)
    assert home is not None
    return home


def facts(document: PSDImage) -> list[tuple[object, ...]]:
    """All that the file says of its layers, and their pixels as they are stored."""
    found = []
    for layer in document.descendants():
        record = layer._record
        seen = (
            layer.name,
            layer.kind,
            layer.visible,
            layer.opacity,
            layer.blend_mode,
            layer.bbox,
            layer.clipping,
        )
        told = record.mask_data, record.tagged_blocks, record.blending_ranges
        found.append((*seen, *told, *((channel.compression, channel.data) for channel in layer._channels)))
    return found


def psb(path: Path) -> Path:
    """The same document in the form for large pages, whose numbers are wider."""
    document = PSDImage.open(documents.psd(path.with_suffix(".psd")))
    record = document._record
    for layer in document.descendants():
        sizes = layer._record.channel_sizes
        for channel, (width, height) in zip(layer._channels, sizes, strict=True):
            if channel.data:
                channel.set_data(channel.get_data(width, height, 8), width, height, 8, version=2)
    planes = record.image_data.get_data(record.header)
    record.header.version = 2
    record.image_data.set_data(planes, record.header)
    with path.open("wb") as file:
        record.write(file)
    return path


@pytest.mark.parametrize("kind", ["psd", "psb"])
def test_a_psd_keeps_all_its_layers_and_gets_one_group_below_lines_and_tones(
    tmp_path: Path, kind: str
) -> None:
    path = psb(tmp_path / "page.psb") if kind == "psb" else documents.psd(tmp_path / "page.psd")
    target = tmp_path / f"colored.{kind}"
    before = path.read_bytes()
    home_of(path, target).write(target, COLORS)
    assert path.read_bytes() == before
    document = PSDImage.open(target)
    assert document.version == (2 if kind == "psb" else 1)
    assert [layer.name for layer in document] == ["paper", "人物", "glow"]
    assert [layer.name for layer in document[1]] == ["nurie", "トーン 1", "線画", "clipped"]
    found = [(layer.name, layer.blend_mode, layer.visible) for layer in document[1][0].descendants()]
    assert found == [
        ("flats", BlendMode.NORMAL, True),
        ("髪", BlendMode.NORMAL, True),
        ("shadows", BlendMode.MULTIPLY, True),
        ("light", BlendMode.SCREEN, True),
        ("hints", BlendMode.NORMAL, False),
    ]
    assert np.array_equal(
        np.asarray(document[1][0][1].topil()), rectangle((0, 0, 80, 200), (128,) * 3 + (255,))[:, :80]
    )
    ours = {id(layer) for layer in (document[1][0], *document[1][0].descendants())}
    kept = [
        fact
        for layer, fact in zip(document.descendants(), facts(document), strict=True)
        if id(layer) not in ours
    ]
    assert kept == facts(PSDImage.open(path))


def test_the_merged_picture_of_a_psd_looks_as_psd_tools_shows_its_layers(tmp_path: Path) -> None:
    path = documents.psd(tmp_path / "page.psd")
    document = PSDImage.open(path)
    del document[2]  # overlay, which nurie does not work out
    document.save(path)
    target = tmp_path / "colored.psd"
    home = home_of(path, target)
    assert home.losses == ()
    home.write(target, COLORS)
    wanted = np.asarray(PSDImage.open(target).composite(force=True).convert("RGB")).astype(int)
    with Image.open(target) as merged:
        assert np.abs(np.asarray(merged.convert("RGB")) - wanted).max() <= 1
    done = subprocess.run(
        ["convert", f"{target}[0]", "-depth", "8", "rgb:-"], capture_output=True, check=True
    )
    theirs = np.frombuffer(done.stdout, np.uint8).reshape(documents.HEIGHT, documents.WIDTH, 3)
    assert np.abs(theirs - wanted).max() <= 1
    counted = subprocess.run(["identify", str(target)], capture_output=True, check=True, text=True).stdout
    assert len(counted.splitlines()) == 1 + 4 + 4  # the merged picture, the artist's layers, nurie's


def test_lists_of_layers_in_a_psd_stay_as_long_as_there_are_layers(tmp_path: Path) -> None:
    path = documents.psd(tmp_path / "page.psd")
    document = PSDImage.open(path)
    count = len(document._record.layer_and_mask_information.layer_info.layer_records)
    key = Resource.LAYER_GROUP_INFO
    document.image_resources[key] = ImageResource(key=key, data=b"\0\7" * count)
    document.save(path)
    home_of(path, tmp_path / "a.psd").write(tmp_path / "a.psd", COLORS)
    written = PSDImage.open(tmp_path / "a.psd")
    entries = list(written.image_resources.get_data(key))
    assert len(entries) == len(written._record.layer_and_mask_information.layer_info.layer_records)
    assert entries.count(7) == count


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist()[0] == "mimetype"
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_an_ora_keeps_all_its_layers_and_gets_one_group_below_lines_and_tones(tmp_path: Path) -> None:
    path, target = documents.ora(tmp_path / "page.ora"), tmp_path / "colored.ora"
    home_of(path, target).write(target, COLORS)
    old, new = members(path), members(target)
    changed = {"stack.xml", "mergedimage.png"}
    assert {name: new[name] for name in old.keys() - changed} == {
        name: old[name] for name in old.keys() - changed
    }
    stack = ElementTree.fromstring(new["stack.xml"])
    (added,) = (each for each in stack.iter("stack") if each.get("name") == "nurie")
    assert [each.get("name") for each in added] == ["hints", "light", "shadows", "flats"]
    assert [each.get("name") for each in stack.findall("stack/stack/*")] == ["ink", "tones", "nurie"]
    pixels = np.asarray(Image.open(io.BytesIO(new[added[2].attrib["src"]])))
    assert np.array_equal(pixels, rectangle((0, 0, 80, 200), (128, 128, 128, 255))[:, :80])
    stack.find("stack/stack").remove(added)
    assert ElementTree.canonicalize(ElementTree.tostring(stack), strip_text=True) == ElementTree.canonicalize(
        old["stack.xml"].decode(), strip_text=True, with_comments=False
    )
    assert b"<!-- a remark -->" in new["stack.xml"]


def test_coloring_a_colored_document_again_keeps_the_first_colors(tmp_path: Path) -> None:
    for kind, make in (("psd", documents.psd), ("ora", documents.ora)):
        first, second = tmp_path / f"1.{kind}", tmp_path / f"2.{kind}"
        home_of(make(tmp_path / f"page.{kind}"), first).write(first, COLORS)
        home_of(first, second).write(second, COLORS)
        home = find_home(second, tmp_path / f"3.{kind}")
        assert home is not None
        assert [place.node.name for place in home.document.places()].count("nurie") == 2
        assert [place.node.name for place in home.document.places()].count("髪") == 2
        pixels = next(place.node for place in home.document.places() if place.node.name == "shadows").paint()
        assert (pixels == (128, 128, 128, 255)).all()


def test_what_cannot_be_kept_or_seen_is_said(tmp_path: Path) -> None:
    losses = home_of(documents.psd(tmp_path / "page.psd"), tmp_path / "a.psd").losses
    assert losses == (
        "page.psd: the merged picture in the new file, which viewers show, lacks the effects and modes of "
        '"glow"; the layers themselves stay as they are.',
    )
    document = PSDImage.new("RGB", (documents.WIDTH, documents.HEIGHT))
    document.create_pixel_layer(Image.fromarray(documents.on_paper()), name="lines")
    document.save(tmp_path / "opaque.psd")
    (loss,) = home_of(tmp_path / "opaque.psd", tmp_path / "a.psd").losses
    assert loss.startswith('opaque.psd: the layer "lines" is opaque and hides the colors below it')


def test_a_clipped_line_layer_stays_with_its_base(tmp_path: Path) -> None:
    document = PSDImage.new("RGB", (documents.WIDTH, documents.HEIGHT))
    for name in ("paper", "base", "lines"):
        document.create_pixel_layer(documents.lines(), name=name)
    document[2].clipping = True
    document.save(tmp_path / "page.psd")
    home_of(tmp_path / "page.psd", tmp_path / "a.psd").write(tmp_path / "a.psd", COLORS)
    assert [layer.name for layer in PSDImage.open(tmp_path / "a.psd")] == ["paper", "nurie", "base", "lines"]


@pytest.mark.parametrize(
    ("mode", "depth", "why"),
    [
        ("CMYK", 8, "is in CMYK and nurie's layers are in RGB: change its mode to RGB"),
        ("L", 8, "is in gray and nurie's layers are in RGB: change its mode to RGB"),
        ("RGB", 16, "is of 16 bits a channel and nurie's layers are of 8: change it to 8 bits"),
    ],
)
def test_documents_that_cannot_take_colors(tmp_path: Path, mode: str, depth: int, why: str) -> None:
    document = PSDImage.new(mode, (documents.WIDTH, documents.HEIGHT), depth=depth)
    document.create_pixel_layer(documents.lines(), name="ink")
    document.save(tmp_path / "page.psd")
    with pytest.raises(OutputError) as error:
        find_home(tmp_path / "page.psd", tmp_path / "a.psd")
    assert str(error.value) == f"page.psd {why}, or name a .png file for the result."


def test_no_home(tmp_path: Path, sketch: Path) -> None:
    path = documents.psd(tmp_path / "page.psd")
    assert find_home(sketch, tmp_path / "a.psd") is None
    assert find_home(path, tmp_path / "a.ora") is None
    assert find_home(path, tmp_path / "a.png") is None
    with pytest.raises(
        OutputError, match=r"would have to come from a PSB file with layers: name a .psd file"
    ):
        find_home(path, tmp_path / "a.psb")
    document = PSDImage.new("RGB", (documents.WIDTH, documents.HEIGHT))
    for name in ("a", "b"):
        document.create_pixel_layer(Image.new("RGB", (40, 40), "red"), name=name)
    document.save(tmp_path / "red.psd")
    with pytest.raises(ImageError, match=r"red\.psd has no layer that looks like lines, below which"):
        find_home(tmp_path / "red.psd", tmp_path / "a.psd")
