"""Artists' documents made by other hands: PSD by psd-tools, the others by their specifications."""

import io
import sqlite3
import struct
import zipfile
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from psd_tools import PSDImage
from psd_tools.api.layers import Layer
from psd_tools.constants import BlendMode

WIDTH, HEIGHT = 160, 200


def ink() -> np.ndarray:
    """(200, 160) bytes, how much ink there is: a circle and a box."""
    cover = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.circle(cover, (80, 70), 40, 255, 3, cv2.LINE_AA)
    cv2.rectangle(cover, (30, 130), (130, 185), 255, 3)
    return cover


def lines() -> Image.Image:
    """Black lines on a transparent ground."""
    return Image.fromarray(np.dstack([np.zeros((HEIGHT, WIDTH, 3), np.uint8), ink()]))


def on_paper() -> np.ndarray:
    """(200, 160, 3) bytes: how the lines look on white paper."""
    return np.dstack([255 - ink()] * 3)


def tone() -> Image.Image:
    """A gray square that spoils the drawing for who looks at it."""
    return Image.new("RGBA", (60, 60), (120, 120, 120, 255))


def named(layer: Layer, name: str) -> Layer:
    """psd-tools takes any name only after a layer was made."""
    layer.name = name
    return layer


def psd(path: Path, lines_name: str = "線画", mode: str = "RGB") -> Path:
    """paper; a group of tones, lines with a mask, and a clipped layer; a faint glow in overlay mode."""
    document = PSDImage.new(mode, (WIDTH, HEIGHT))
    document.create_pixel_layer(Image.new("RGB", (WIDTH, HEIGHT), "white"), name="paper")
    group = named(document.create_group(name="group"), "人物")
    for layer in (
        named(document.create_pixel_layer(tone(), name="tone", left=50, top=80), "トーン 1"),
        named(document.create_pixel_layer(lines(), name="lines"), lines_name),
        document.create_pixel_layer(Image.new("RGB", (10, 10), "red"), name="clipped", left=75, top=30),
    ):
        layer.move_to_group(group)
    group[2].clipping = True
    group.blend_mode = BlendMode.PASS_THROUGH
    glow = document.create_pixel_layer(Image.new("RGB", (20, 20), "yellow"), name="glow", left=5, top=5)
    glow.blend_mode, glow.opacity = BlendMode.OVERLAY, 100
    document.save(path)
    return path


def ora(path: Path, lines_name: str = "ink", version: str = "0.0.3") -> Path:
    """The same in OpenRaster, with what nurie does not know: an attribute, an element, a member."""
    stack = f"""<?xml version='1.0' encoding='UTF-8'?>
<image version="{version}" w="{WIDTH}" h="{HEIGHT}" xres="300" yres="300">
 <stack>
  <layer name="glow" src="data/glow.png" x="5" y="5" opacity="0.4" composite-op="svg:overlay"/>
  <stack name="人物" opacity="1.0" edit-locked="true">
   <layer name="{lines_name}" src="data/lines.png" selected="true"/>
   <layer name="tones" src="data/tone.png" x="50" y="80" composite-op="svg:multiply"/>
   <!-- a remark -->
  </stack>
  <filter type="unknown"/>
  <layer name="rough" src="data/tone.png" visibility="hidden"/>
  <layer name="paper" src="data/paper.png"/>
 </stack>
</image>"""
    pictures = {
        "data/glow.png": Image.new("RGBA", (20, 20), "yellow"),
        "data/lines.png": lines(),
        "data/tone.png": tone(),
        "data/paper.png": Image.new("RGBA", (WIDTH, HEIGHT), "white"),
    }
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "image/openraster")
        archive.writestr("stack.xml", stack)
        archive.writestr("app/settings.txt", "an application's own")
        for name, picture in pictures.items():
            archive.writestr(name, png(picture))
        archive.writestr("mergedimage.png", png(Image.new("RGB", (WIDTH, HEIGHT), "white")))
    return path


def kra(path: Path, lines_name: str = "Ink", space: str = "RGBA", masked: bool = False) -> Path:
    """White paper by default pixel, a tone, and lines whose tiles are packed or not by turns.

    Masked, only the first tile of the lines shows.
    """
    document = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE DOC PUBLIC '-//KDE//DTD krita 2.0//EN' 'http://www.calligra.org/DTD/krita-2.0.dtd'>
<DOC xmlns="http://www.calligra.org/DTD/krita" editor="Krita" syntaxVersion="2.0">
 <IMAGE name="page" width="{WIDTH}" height="{HEIGHT}" x-res="600" y-res="600" colorspacename="{space}">
  <layers>
   <layer name="curves" nodetype="adjustmentlayer" filename="layer9" visible="0" opacity="255"/>
   <layer name="people" nodetype="grouplayer" filename="layer5" visible="1" opacity="255" passthrough="1">
    <layers>
     <layer name="{lines_name}" nodetype="paintlayer" filename="layer2" colorspacename="{space}">
      <masks><mask name="hide" nodetype="transparencymask" filename="mask6" visible="1"/></masks>
     </layer>
    </layers>
   </layer>
   <layer name="Tone" nodetype="paintlayer" filename="layer3" colorspacename="{space}" x="50" y="80"/>
   <layer name="Background" nodetype="paintlayer" filename="layer4" colorspacename="{space}"/>
  </layers>
 </IMAGE>
</DOC>"""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/x-krita")
        archive.writestr("maindoc.xml", document)
        archive.writestr("page/layers/layer2", tiles(np.asarray(lines())[..., [2, 1, 0, 3]]))
        archive.writestr("page/layers/mask6.pixelselection", tiles(np.full((64, 64, 1), 255, np.uint8)))
        archive.writestr("page/layers/mask6.pixelselection.defaultpixel", b"\xff" if not masked else b"\0")
        archive.writestr("page/layers/layer3", tiles(np.asarray(tone())))
        archive.writestr("page/layers/layer4", tiles(np.empty((0, 0, 4), np.uint8)))
        archive.writestr("page/layers/layer4.defaultpixel", b"\xff\xff\xff\xff")
        archive.writestr("mergedimage.png", png(Image.new("RGB", (WIDTH, HEIGHT), "#808080")))
    return path


def tiles(pixels: np.ndarray) -> bytes:
    """Tiles as Krita writes them; LZF allows runs of up to 32 bytes as they are, which pack nothing."""
    found = []
    depth = pixels.shape[2]
    for top in range(0, pixels.shape[0], 64):
        for left in range(0, pixels.shape[1], 64):
            tile = np.zeros((64, 64, depth), np.uint8)
            piece = pixels[top : top + 64, left : left + 64]
            tile[: piece.shape[0], : piece.shape[1]] = piece
            if len(found) % 2:
                data = b"\x00" + tile.tobytes()
            else:
                planes = np.moveaxis(tile, -1, 0).tobytes()
                runs = (planes[place : place + 32] for place in range(0, len(planes), 32))
                data = b"\x01" + b"".join(bytes([len(run) - 1]) + run for run in runs)
            found.append(f"{left},{top},LZF,{len(data)}\n".encode() + data)
    head = f"VERSION 2\nTILEWIDTH 64\nTILEHEIGHT 64\nPIXELSIZE {depth}\nDATA {len(found)}\n"
    return head.encode() + b"".join(found)


def clip(path: Path, preview: bytes | None = None) -> Path:
    """A Clip Studio document with a preview half as large as its page."""
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE Canvas (CanvasWidth REAL, CanvasHeight REAL)")
        database.execute("INSERT INTO Canvas VALUES (320.0, 400.0)")
        database.execute("CREATE TABLE CanvasPreview (ImageData BLOB)")
        data = preview or png(Image.fromarray(on_paper()))
        database.execute("INSERT INTO CanvasPreview VALUES (?)", (data,))
    content = database.serialize()
    database.close()
    chunks = [(b"CHNKHead", b"\x00" * 40), (b"CHNKSQLi", content), (b"CHNKFoot", b"")]
    body = b"".join(name + struct.pack(">Q", len(chunk)) + chunk for name, chunk in chunks)
    path.write_bytes(b"CSFCHUNK" + struct.pack(">QQ", 24 + len(body), 24) + body)
    return path


def png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
