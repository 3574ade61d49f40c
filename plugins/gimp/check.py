"""Runs inside GIMP 3, without a window: colors a layer, looks at what became of the image.

Started by ../try_gimp, which gives it files by environment variables.
"""

import os
import traceback
from pathlib import Path

from gi.repository import Gegl, Gimp, Gio


def check(out):
    """Lines over paper; color the lines; look at the layers."""
    sketch = Gio.File.new_for_path(os.environ["NURIE_SKETCH"])
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, sketch)
    ink = image.get_layers()[0]
    ink.set_name("ink")
    ink.set_mode(Gimp.LayerMode.NORMAL_LEGACY)  # edges as other programs blend them
    size = image.get_width(), image.get_height()
    paper = Gimp.Layer.new(image, "paper", *size, Gimp.ImageType.RGBA_IMAGE, 100, Gimp.LayerMode.NORMAL)
    image.insert_layer(paper, None, 1)
    Gimp.context_set_foreground(Gegl.Color.new("white"))
    paper.fill(Gimp.FillType.FOREGROUND)
    procedure = Gimp.get_pdb().lookup_procedure("plug-in-nurie-color")
    assert procedure, "GIMP did not find the plug-in"
    config = procedure.create_config()
    config.set_property("run-mode", Gimp.RunMode.NONINTERACTIVE)
    config.set_property("image", image)
    config.set_core_object_array("drawables", [ink])
    config.set_property("pick", 3)
    config.set_property("command", os.environ["NURIE_COMMAND"])
    result = procedure.run(config)
    assert result.index(0) == Gimp.PDBStatusType.SUCCESS, Gimp.get_pdb().get_last_error()
    found = [layer.get_name() for layer in image.get_layers()]
    assert found == ["ink", "nurie", "paper"], found
    parts = image.get_layers()[1].get_children()
    assert [part.get_name() for part in parts] == ["light", "shadows", "flats"], parts
    modes = [part.get_mode().value_nick for part in parts]
    assert [mode.removesuffix("-legacy") for mode in modes[:2]] == ["screen", "multiply"], modes
    flats = ", ".join(layer.get_name() for layer in reversed(parts[2].get_children()))
    picture = Gio.File.new_for_path(out + "/page.png")
    Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, picture, None)
    return f"GIMP {Gimp.version()}; flats: {flats}\n"


try:
    said = check(os.environ["NURIE_OUT"])
except BaseException:
    said = traceback.format_exc()
Path(os.environ["NURIE_OUT"], "said.txt").write_text(said, "utf-8")
