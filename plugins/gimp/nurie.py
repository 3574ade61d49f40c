#!/usr/bin/env python3
"""GIMP 3: Layer, Color line art with nurie.

The line layer goes to the ``nurie`` command as PNG; what comes back as OpenRaster becomes a group below it.
"""

import os
import shutil
import subprocess
import sys
import tempfile

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("GimpUi", "3.0")
from gi.repository import Gimp, GimpUi, Gio, GLib, GObject  # noqa: E402

PROCEDURE = "plug-in-nurie-color"
TITLE = "_Color line art with nurie..."
LINES = "lines"
"""The layer of nurie's file that GIMP has already."""

PERCEPTUAL = {
    Gimp.LayerMode.MULTIPLY: Gimp.LayerMode.MULTIPLY_LEGACY,
    Gimp.LayerMode.SCREEN: Gimp.LayerMode.SCREEN_LEGACY,
}
"""GIMP's own modes work on linear light; other programs, and nurie, on the colors as they are stored."""


class ColoringError(Exception):
    """What to tell the user."""


class Nurie(Gimp.PlugIn):
    """The plug-in, as GIMP asks for it."""

    def do_query_procedures(self):
        """The names of its procedures."""
        return [PROCEDURE]

    def do_set_i18n(self, name):
        """There are no translations."""
        return False

    def do_create_procedure(self, name):
        """What the procedure is called, where it stands, and what it takes."""
        procedure = Gimp.ImageProcedure.new(self, name, Gimp.PDBProcType.PLUGIN, self.run, None)
        procedure.set_image_types("RGB*")
        procedure.set_sensitivity_mask(Gimp.ProcedureSensitivityMask.DRAWABLE)
        procedure.set_menu_label(TITLE)
        procedure.add_menu_path("<Image>/Layer")
        procedure.set_documentation(
            "Puts flats, shadows and light below the line layer",
            "Hands the chosen layer to the nurie program that is installed, and brings its layers back.",
            name,
        )
        procedure.set_attribution("nurie", "nurie", "2026")
        procedure.add_int_argument(
            "pick", "_Coloring", "Which of the nine", 1, 9, 1, GObject.ParamFlags.READWRITE
        )
        procedure.add_string_argument(
            "command",
            "_Program",
            "The nurie program",
            shutil.which("nurie") or "",
            GObject.ParamFlags.READWRITE,
        )
        return procedure

    def run(self, procedure, mode, image, drawables, config, data):
        """Ask, color, and say what went wrong."""
        if mode == Gimp.RunMode.INTERACTIVE:
            GimpUi.init(PROCEDURE)
            dialog = GimpUi.ProcedureDialog.new(procedure, config, TITLE.replace("_", ""))
            dialog.fill(None)
            if not dialog.run():
                return procedure.new_return_values(Gimp.PDBStatusType.CANCEL, GLib.Error())
            dialog.destroy()
        image.undo_group_start()
        try:
            color(image, drawables[0], config.get_property("command"), config.get_property("pick"))
        except ColoringError as error:
            return procedure.new_return_values(Gimp.PDBStatusType.EXECUTION_ERROR, GLib.Error(str(error)))
        finally:
            image.undo_group_end()
        Gimp.displays_flush()
        return procedure.new_return_values(Gimp.PDBStatusType.SUCCESS, GLib.Error())


def color(image, layer, command, pick):
    """Color the lines of a layer; the colors become a group right below it.

    Raises:
        ColoringError: nurie is missing or failed; the message says why.
    """
    with tempfile.TemporaryDirectory(prefix="nurie-") as folder:
        sketch, result = f"{folder}/lines.png", f"{folder}/colors.ora"
        save(image, layer, sketch)
        run([command or "nurie", "color", sketch, "--pick", str(pick), "-o", result])
        colored = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(result))
    try:
        group = Gimp.GroupLayer.new(image, "nurie")
        parent, place = layer.get_parent(), image.get_item_position(layer)
        image.insert_layer(group, parent, place + 1)
        for number, part in enumerate(one for one in colored.get_layers() if one.get_name() != LINES):
            copy(image, part, group, number)
    finally:
        colored.delete()


def save(image, layer, path):
    """Write one layer, as large as the image, with its mask."""
    alone = image.duplicate()
    try:
        twin = next(one for one in every(alone.get_layers()) if one.get_tattoo() == layer.get_tattoo())
        for one in every(alone.get_layers()):
            one.set_visible(one is twin or one.is_group())
        Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, alone, Gio.File.new_for_path(path), None)
    finally:
        alone.delete()


def every(layers):
    """Layers with those in their groups."""
    for layer in layers:
        yield layer
        if layer.is_group():
            yield from every(layer.get_children())


def copy(image, layer, parent, place):
    """Copy a layer, or a group with all in it, from another image."""
    if layer.is_group():
        new = Gimp.GroupLayer.new(image, layer.get_name())
        image.insert_layer(new, parent, place)
        for number, child in enumerate(layer.get_children()):
            copy(image, child, new, number)
    else:
        new = Gimp.Layer.new_from_drawable(layer, image)
        image.insert_layer(new, parent, place)
        new.set_name(layer.get_name())
    new.set_mode(PERCEPTUAL.get(layer.get_mode(), layer.get_mode()))
    new.set_visible(layer.get_visible())


def run(command):
    """Run nurie; what it says is the message if it fails.

    As in Krita's plug-in: each plug-in has to stand alone.
    """
    plain = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    try:
        done = subprocess.run(command, capture_output=True, env=plain)
    except OSError as error:
        raise ColoringError(
            f"{command[0]} cannot be started ({error.strerror}): install nurie, or name the program anew."
        ) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ColoringError(said[-1] if said else "nurie failed without a word: try it on the command line.")


if __name__ == "__main__":
    Gimp.main(Nurie.__gtype__, sys.argv)
