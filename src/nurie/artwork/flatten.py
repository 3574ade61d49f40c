"""Layers laid over each other, in 8 bits, with the modes that nurie itself uses."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

import cv2
import numpy as np
from PIL import Image

from nurie.arrays import Bytes
from nurie.artwork.document import LayerKind, Node
from nurie.export.layers import Blend


def flatten(nodes: Sequence[Node], size: tuple[int, int]) -> Bytes:
    """What the layers that are switched on look like together: (H, W, 4) bytes, clear where nothing is.

    Effects and adjustments are left out; modes other than normal, multiply and screen count as normal.

    Args:
        nodes: the lowest first.
        size: width and height in px.
    """
    page = Image.new("RGBA", size)
    _lay(page, nodes, None)
    return np.array(page)


def not_worked_out(nodes: Sequence[Node]) -> list[str]:
    """The names of what `flatten` leaves out or shows in another way."""
    found: list[str] = []
    for node in nodes:
        if not node.visible:
            continue
        if node.effects or node.blend is None or (node.kind is LayerKind.OTHER and not node.is_group):
            found.append(node.name)
        found += not_worked_out(node.children)
    return found


def _lay(page: Image.Image, nodes: Sequence[Node], veil: Bytes | None) -> None:
    """Lay layers on a page, as much of them as the veil lets show: (H, W) bytes, None for all."""
    for number, node in enumerate(nodes):
        if node.visible and not node.clipped:
            clipped = takewhile(lambda above: above.clipped, nodes[number + 1 :])
            _lay_one(page, node, [replace(one, clipped=False) for one in clipped], veil)


def _lay_one(page: Image.Image, node: Node, clipped: Sequence[Node], veil: Bytes | None) -> None:
    """Lay one layer on a page, with those that are clipped to it."""
    veil = _together([veil, node.mask() if node.mask else None])
    if node.is_group and node.passes and node.opacity == 255 and not clipped:
        _lay(page, node.children, veil)
        return
    rgba, left, top = _pixels(node, page.size)
    if rgba.size == 0:
        return
    rgb, cover = np.ascontiguousarray(rgba[..., :3]), rgba[..., 3]
    bottom, right = top + rgba.shape[0], left + rgba.shape[1]
    if clipped:
        own = Image.new("RGB", page.size)
        own.paste(Image.fromarray(rgb), (left, top))
        whole = own.convert("RGBA")
        _lay(whole, clipped, None)
        rgb = np.ascontiguousarray(np.asarray(whole)[top:bottom, left:right, :3])
    if veil is not None:
        cover = _times(cover, veil[top:bottom, left:right])
    if node.opacity < 255:
        cover = _times(cover, np.full_like(cover, node.opacity))
    under = np.asarray(page.crop((left, top, right, bottom)))
    rgb = _joined(rgb, under, node.blend or Blend.NORMAL)
    page.alpha_composite(Image.fromarray(np.dstack([rgb, cover])), (left, top))


def _pixels(node: Node, size: tuple[int, int]) -> tuple[Bytes, int, int]:
    """What there is of a layer on the page, (h, w, 4) bytes, and its left and top."""
    if node.is_group:
        return flatten(node.children, size), 0, 0
    left, top = max(node.bounds[0], 0), max(node.bounds[1], 0)
    right, bottom = min(node.bounds[2], size[0]), min(node.bounds[3], size[1])
    if right <= left or bottom <= top:
        return np.empty((0, 0, 4), np.uint8), 0, 0
    x, y = left - node.bounds[0], top - node.bounds[1]
    return node.paint()[y : y + bottom - top, x : x + right - left], left, top


def _joined(rgb: Bytes, under: Bytes, blend: Blend) -> Bytes:
    """The colors that a layer has after its mode, where the page under it is clear as it has them itself."""
    if blend is Blend.NORMAL:
        return rgb
    below = np.ascontiguousarray(under[..., :3])
    mixed = _times(rgb, below) if blend is Blend.MULTIPLY else ~_times(~rgb, ~below)
    share = np.repeat(under[..., 3:], 3, axis=2)
    return np.asarray(cv2.add(_times(mixed, share), _times(rgb, ~share)), np.uint8)


def _together(veils: Sequence[Bytes | None]) -> Bytes | None:
    found = [veil for veil in veils if veil is not None]
    if not found:
        return None
    cover = found[0]
    for veil in found[1:]:
        cover = _times(cover, veil)
    return cover


def _times(one: Bytes, other: Bytes) -> Bytes:
    """The product of two planes of which 255 is one."""
    return np.asarray(
        cv2.multiply(np.ascontiguousarray(one), np.ascontiguousarray(other), scale=1 / 255), np.uint8
    )
