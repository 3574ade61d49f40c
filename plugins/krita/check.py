"""Runs inside Krita as a plug-in of its own: colors a layer, looks at what became of the document, and quits.

Started by ../try_krita, which gives it files by environment variables.
"""

import os
import traceback
from pathlib import Path

from krita import Extension, InfoObject, Krita
from PyQt5.QtCore import QByteArray, QTimer
from PyQt5.QtGui import QImage

from nurie import coloring

SECONDS_TO_DRAW = 8


class Check(Extension):
    """Checks as soon as Krita is ready."""

    def setup(self):
        """Krita asks for this before its windows open."""
        QTimer.singleShot(0, run)

    def createActions(self, window):  # noqa: N802  (Krita's name)
        """No menu entries."""


def run():
    """Check, write what was found, and end Krita whatever it was."""
    try:
        document, said = check(os.environ["NURIE_OUT"])
    except BaseException:
        said = traceback.format_exc()
    Path(os.environ["NURIE_OUT"], "said.txt").write_text(said, "utf-8")
    if "NURIE_SCREEN" not in os.environ or said.startswith("Traceback"):
        os._exit(0)
    show(document)


def show(document):
    """Open the document, and keep what the window shows once it is drawn."""
    window = Krita.instance().activeWindow()
    window.addView(document)
    window.qwindow().resize(1280, 800)

    def keep():
        window.qwindow().grab().save(os.environ["NURIE_SCREEN"])
        os._exit(0)

    QTimer.singleShot(SECONDS_TO_DRAW * 1000, keep)


def check(out):
    """Make paper, lines and a note above them; color the lines; look at the layers."""
    krita = Krita.instance()
    krita.setBatchmode(True)
    sketch = QImage(os.environ["NURIE_SKETCH"]).convertToFormat(QImage.Format_ARGB32)
    document = krita.createDocument(sketch.width(), sketch.height(), "page", "RGBA", "U8", "", 300.0)
    document.setBatchmode(True)
    root = document.rootNode()
    for child in root.childNodes():
        child.remove()
    below = None
    for name, image in (("paper", filled(sketch, 0xFFFFFFFF)), ("ink", sketch), ("note", filled(sketch, 0))):
        layer = document.createNode(name, "paintlayer")
        layer.setPixelData(data(image), 0, 0, image.width(), image.height())
        root.addChildNode(layer, below)
        below = layer
    document.refreshProjection()
    coloring.color(document, root.childNodes()[1], os.environ["NURIE_COMMAND"], 3)
    document.waitForDone()
    found = [node.name() for node in root.childNodes()]
    assert found == ["paper", "nurie", "ink", "note"], found
    group = root.childNodes()[1]
    inside = [(node.name(), node.type(), node.blendingMode()) for node in group.childNodes()]
    assert inside == [
        ("flats", "grouplayer", "normal"),
        ("shadows", "paintlayer", "multiply"),
        ("light", "paintlayer", "screen"),
    ], inside
    assert document.exportImage(out + "/page.png", InfoObject())
    flats = ", ".join(node.name() for node in group.childNodes()[0].childNodes())
    return document, f"krita {krita.version()}; flats: {flats}\n"


def filled(like, color):
    """A picture of the same size in one color, 0xAARRGGBB."""
    image = QImage(like.size(), QImage.Format_ARGB32)
    image.fill(color)
    return image


def data(image):
    """A picture's pixels."""
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    return QByteArray(bytes(bits))


Krita.instance().addExtension(Check(Krita.instance()))
