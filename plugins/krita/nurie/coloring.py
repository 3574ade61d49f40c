"""The line layer goes to the ``nurie`` command as PNG; what comes back as OpenRaster becomes layers."""

import os
import shutil
import subprocess
import tempfile
import zipfile
from xml.etree import ElementTree

from PyQt5.QtCore import QByteArray
from PyQt5.QtGui import QImage

BLENDS = {"svg:multiply": "multiply", "svg:screen": "screen"}
LINES = "lines"
"""The layer of nurie's file that Krita has already."""


class ColoringError(Exception):
    """What to tell the user."""


def find_command(setting):
    """The nurie program: the one in the settings, or the one on the path; None for none."""
    return setting if setting and os.access(setting, os.X_OK) else shutil.which("nurie")


def color(document, node, command, pick=1):
    """Color the lines of a layer; the colors become a group right below it.

    Args:
        document: of Krita.
        node: its line layer, or a group of them.
        command: the nurie program.
        pick: which of the nine colorings, 1..9.

    Returns:
        The new group.

    Raises:
        ColoringError: the document is of another kind, or nurie failed; the message says why.
    """
    if (document.colorModel(), document.colorDepth()) != ("RGBA", "U8"):
        raise ColoringError(
            "nurie colors images in RGB of 8 bits: convert this one with Image, Convert Image Color Space."
        )
    with tempfile.TemporaryDirectory(prefix="nurie-") as folder:
        sketch, result = f"{folder}/lines.png", f"{folder}/colors.ora"
        if not picture(document, node).save(sketch):
            raise ColoringError(f"the line layer could not be written to {folder}: free some space there.")
        run([command, "color", sketch, "--pick", str(pick), "-o", result])
        with zipfile.ZipFile(result) as archive:
            return insert(document, node, archive)


def picture(document, node):
    """The layer with its masks, as large as the document."""
    width, height = document.width(), document.height()
    pixels = node.projectionPixelData(0, 0, width, height)
    return QImage(pixels, width, height, 4 * width, QImage.Format_ARGB32).copy()


def run(command):
    """Run nurie; what it says is the message if it fails.

    As in GIMP's plug-in: each plug-in has to stand alone.
    """
    hidden = {"creationflags": subprocess.CREATE_NO_WINDOW} if os.name == "nt" else {}
    try:
        done = subprocess.run(command, capture_output=True, env=plain_environment(), **hidden)
    except OSError as error:
        raise ColoringError(
            f"{command[0]} cannot be started ({error.strerror}): install nurie, or name the program anew."
        ) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ColoringError(said[-1] if said else "nurie failed without a word: try it on the command line.")


def plain_environment():
    """The environment without what Krita sets for its own Python, which would mislead nurie's."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}


def insert(document, node, archive):
    """Make the group "nurie" of an OpenRaster file, right below a layer."""
    stack = ElementTree.fromstring(archive.read("stack.xml")).find("stack")
    group = document.createGroupLayer("nurie")
    fill(document, group, stack, archive)
    siblings = node.parentNode().childNodes()
    place = [one.uniqueId() for one in siblings].index(node.uniqueId())
    node.parentNode().addChildNode(group, siblings[place - 1] if place else None)
    document.refreshProjection()
    return group


def fill(document, group, stack, archive):
    """Put the layers of a stack into a group, the lowest first."""
    below = None
    for element in reversed(stack):
        if element.get("name") == LINES:
            continue
        if element.tag == "stack":
            layer = document.createGroupLayer(element.get("name"))
            fill(document, layer, element, archive)
        else:
            layer = document.createNode(element.get("name"), "paintlayer")
            paint(layer, element, archive)
        layer.setVisible(element.get("visibility") != "hidden")
        layer.setBlendingMode(BLENDS.get(element.get("composite-op"), "normal"))
        group.addChildNode(layer, below)
        below = layer


def paint(layer, element, archive):
    """Give a layer its pixels."""
    image = QImage.fromData(archive.read(element.get("src"))).convertToFormat(QImage.Format_ARGB32)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    left, top = int(element.get("x", 0)), int(element.get("y", 0))
    layer.setPixelData(QByteArray(bytes(bits)), left, top, image.width(), image.height())
