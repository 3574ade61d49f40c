"""Which layers of a document hold the lines."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nurie.arrays import Bytes
from nurie.artwork.document import Document, LayerKind, Node, PlacedLayer
from nurie.artwork.flatten import flatten
from nurie.errors import ImageError

_LINES = re.compile(
    r"\b(line ?s?|line ?arts?|line ?works?|inks?|inking|inked|outlines?|pen)\b|"
    r"線画|主線|ペン入れ|ペン画|清書|线稿|線稿|선화|^線$"
)
_DRAFT = re.compile(r"\b(rough|roughs|draft|pencils?|guide|perspective)\b|ラフ|下書き|下描き|草稿|러프")
_TONE = re.compile(r"\b(tones?|screen ?tones?|half ?tones?)\b|トーン|网点|網点|톤")
_TEXT = re.compile(r"\b(text|texts|letters|lettering|dialogu?e)\b|文字|セリフ|台詞|写植|ルビ|対白|대사|식자")
_MOST_COVER = 0.5  # of the page, that lines may cover
_LISTED = 12  # layers in one sentence
_DARK = 128  # of 255; lines are darker in the middle


@dataclass(frozen=True, eq=False)
class LineLayers:
    """The layers that are taken for the lines.

    Attributes:
        places: of the layers, from the top; none where the whole document is taken.
        why: one sentence.
    """

    places: tuple[PlacedLayer, ...]
    why: str


def sorted_by_name(nodes: Sequence[Node], above: LayerKind | None = None) -> tuple[Node, ...]:
    """The same layers; those whose names, or whose groups' names, say tones or text are of that kind."""
    found: list[Node] = []
    for node in nodes:
        plain = _plain(node.name)
        said = LayerKind.TONE if _TONE.search(plain) else LayerKind.TEXT if _TEXT.search(plain) else above
        kind = node.kind if said is None or node.kind is LayerKind.TEXT else said
        found.append(replace(node, kind=kind, children=sorted_by_name(node.children, said)))
    return tuple(found)


def choose(document: Document, wanted: str | None = None) -> LineLayers:
    """Find the line layers: by the name asked for, by telling names, or by the looks.

    Args:
        wanted: a layer's name, or its path with slashes; None to find them.

    Raises:
        ImageError: there is no such layer, or more than one.
    """
    places = list(document.places())
    if wanted is not None:
        return LineLayers((_named(document, places, wanted),), "asked for by name.")
    named = _outermost([place for place in places if _says_lines(place)])
    if named:
        return LineLayers(tuple(named), "the name says lines.")
    drawn = [
        place
        for place in places
        if place.shown and place.node.kind is LayerKind.PIXELS and not place.node.is_empty
    ]
    for place in drawn:
        if _looks_like_lines(place.node, document.size):
            return LineLayers(
                (place,), "the topmost visible layer with dark strokes on a transparent ground."
            )
    if len(drawn) == 1:
        return LineLayers((drawn[0],), "the only visible layer.")
    return LineLayers((), "no layer's name or look says lines, so all that is visible is taken.")


def picture_of(document: Document, choice: LineLayers) -> Bytes:
    """The chosen layers, or all visible ones, without tones and text: (H, W, 4) bytes.

    Raises:
        ImageError: there is nothing on them.
    """
    chosen = [_switched_on(place.node) for place in reversed(choice.places)] or list(document.layers)
    rgba = flatten([_without_tones(node) for node in chosen], document.size)
    if not choice.places and not rgba[..., 3].any():
        rgba = flatten(chosen, document.size)
    if not rgba[..., 3].any():
        what = f'the layer "{choice.places[0].path}" of {document.name}' if choice.places else document.name
        raise ImageError(f"{what} has nothing on it: draw some lines, or name another layer with layer=NAME.")
    return rgba


def notices(document: Document, choice: LineLayers) -> tuple[str, ...]:
    """What the user should know of a choice that was made for them."""
    left_out = [
        place.path
        for place in document.places()
        if place.shown and place.node.kind in (LayerKind.TONE, LayerKind.TEXT)
    ]
    said = []
    if not choice.places and len(document.layers) > 1:
        said.append(f"{document.name}: {choice.why} Name the line layer with layer=NAME.")
    if left_out:
        said.append(f"{document.name}: tones and text are not looked at: {_listed(left_out)}.")
    return tuple(said)


def _listed(paths: Sequence[str]) -> str:
    more = len(paths) - _LISTED
    return ", ".join(f'"{path}"' for path in paths[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def _named(document: Document, places: Sequence[PlacedLayer], wanted: str) -> PlacedLayer:
    if not places:
        raise ImageError(f"{document.name} has no layers that nurie can read: leave layer=NAME out.")
    for same in (lambda text: text, _plain):
        found = [place for place in places if same(wanted) in (same(place.path), same(place.node.name))]
        exact = [place for place in found if same(place.path) == same(wanted)]
        if len(found) == 1 or len(exact) == 1:
            return exact[0] if exact else found[0]
        if found:
            paths = ", ".join(f'"{place.path}"' for place in found)
            raise ImageError(
                f'{document.name} has {len(found)} layers named "{wanted}" ({paths}): '
                "give the path of one with layer=NAME, or give them names of their own."
            )
    names = _listed([place.path for place in places])
    raise ImageError(f'{document.name} has no layer named "{wanted}": choose from {names}.')


def _says_lines(place: PlacedLayer) -> bool:
    plain = _plain(place.node.name)
    possible = place.shown and place.node.kind in (LayerKind.PIXELS, LayerKind.GROUP)
    return possible and bool(_LINES.search(plain)) and not _DRAFT.search(plain)


def _outermost(places: Sequence[PlacedLayer]) -> list[PlacedLayer]:
    """Without layers in groups that are among them, too, and without what holds no pixels at all."""
    holding = [place for place in places if _has_pixels(place.node)]
    indices = {place.index for place in holding}
    return [
        place
        for place in holding
        if not any(place.index[:depth] in indices for depth in range(1, len(place.index)))
    ]


def _has_pixels(node: Node) -> bool:
    if node.is_group:
        return any(_has_pixels(child) for child in node.children if child.visible)
    return node.kind is LayerKind.PIXELS and not node.is_empty


def _looks_like_lines(node: Node, size: tuple[int, int]) -> bool:
    rgba = flatten([node], size)
    drawn = rgba[..., 3] > 64
    count = np.count_nonzero(drawn)
    if not 0 < count <= _MOST_COVER * drawn.size:
        return False
    return bool(np.median(rgba[..., :3][drawn].max(axis=1)) < _DARK)


def _switched_on(node: Node) -> Node:
    """A layer that was asked for is seen, whether it is switched on or not."""
    return replace(node, visible=True, clipped=False)


def _without_tones(node: Node) -> Node:
    children = tuple(_without_tones(child) for child in node.children)
    return replace(
        node, children=children, visible=node.visible and node.kind not in (LayerKind.TONE, LayerKind.TEXT)
    )


def _plain(name: str) -> str:
    return re.sub(r"[_\-.]+", " ", unicodedata.normalize("NFKC", name).casefold()).strip()
