"""Krita loads this file; the menu entry is in `menu`, the work in `coloring`."""

from krita import Krita

from .menu import ColorLineArt

Krita.instance().addExtension(ColorLineArt(Krita.instance()))
