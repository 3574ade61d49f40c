"""The maps inside a network as one labelled picture."""

from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from nurie.arrays import Bytes
from nurie.network.inside import FeatureMaps

COLUMNS = 12
"""Channels side by side."""
_TILE = 72
_GAP = 4
_NUMBER = 14
_LABEL = 176
_TALLEST = 2.0
_POSITIVE, _NEGATIVE = np.array([190, 60, 0]), np.array([20, 80, 170])
_LOUD = 99.5
"""Percentile of a layer's values that is drawn at full strength."""


def sheet(layers: Sequence[FeatureMaps], sketch: Bytes, title: str, rows: int = 1) -> Image.Image:
    """A row of pictures for each layer, its most active channels first.

    Gates are black where they are shut and white where they are open. Of the other maps, white is 0, orange
    is above it and blue below, as strong as the layer's strongest values.

    Args:
        layers: in the order in which they are shown.
        sketch: (H, W), what the network was given, shown on top.
        title: written beside the sketch.
        rows: rows of channels that a layer may take.
    """
    height = min(round(_TILE * sketch.shape[0] / sketch.shape[1]), round(_TILE * _TALLEST))
    step = height + _NUMBER + _GAP
    counts = [-(-min(len(layer.maps), rows * COLUMNS) // COLUMNS) for layer in layers]
    width = _LABEL + COLUMNS * (_TILE + _GAP) + _GAP
    page = Image.new("RGB", (width, (2 + sum(counts)) * step + _GAP), "white")
    draw = ImageDraw.Draw(page)
    large, small = ImageFont.load_default(size=14), ImageFont.load_default(size=11)
    page.paste(_fitted(np.repeat(sketch[..., None], 3, -1), 2 * _TILE, 2 * height), (_LABEL, _GAP))
    draw.multiline_text((_GAP * 2, _GAP * 2), title, "black", large)
    top = 2 * step
    for layer, count in zip(layers, counts, strict=True):
        channels, rows_px, columns_px = layer.maps.shape
        draw.text((_GAP * 2, top + 6), layer.name, "black", large)
        note = f"{channels} channels, {columns_px} x {rows_px}"
        draw.text((_GAP * 2, top + 26), note, "#606060", small)
        strength = "open" if layer.is_gate else "mean size"
        draw.text((_GAP * 2, top + 42), f"{strength} {layer.activity.mean():.3g}", "#606060", small)
        pictures = painted(layer)
        for place, channel in enumerate(layer.order[: rows * COLUMNS].tolist()):
            left = _LABEL + place % COLUMNS * (_TILE + _GAP)
            upper = top + place // COLUMNS * step
            page.paste(_fitted(pictures[channel], _TILE, height), (left, upper))
            draw.rectangle((left - 1, upper - 1, left + _TILE, upper + height), outline="#c0c0c0")
            draw.text((left + 1, upper + height + 1), f"{channel}", "#606060", small)
        top += count * step
    return page


def painted(layer: FeatureMaps) -> Bytes:
    """The maps of a layer as pictures (C, h, w, 3)."""
    if layer.is_gate:
        gray = np.rint(layer.maps * 255).astype(np.uint8)
        return np.repeat(gray[..., None], 3, axis=-1)
    loudest = float(np.percentile(np.abs(layer.maps), _LOUD)) or 1.0
    share = np.clip(layer.maps / loudest, -1, 1)[..., None]
    goal = np.where(share > 0, _POSITIVE, _NEGATIVE)
    return np.asarray(np.rint(255 + (goal - 255) * np.abs(share)), np.uint8)


def _fitted(rgb: Bytes, width: int, height: int) -> Image.Image:
    """Small maps keep their pixels, so that each is seen."""
    way = cv2.INTER_AREA if rgb.shape[1] > width else cv2.INTER_NEAREST
    return Image.fromarray(np.asarray(cv2.resize(rgb, (width, height), interpolation=way), np.uint8))
