"""Colors put back into the document that the lines came from, below the line layer."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from nurie import images
from nurie.arrays import Bytes
from nurie.artwork import into_ora, into_psd
from nurie.artwork.document import Bounds, Document, LayerKind, Node
from nurie.artwork.flatten import flatten, not_worked_out
from nurie.artwork.line_layer import LineLayers, choose
from nurie.artwork.reading import open_document
from nurie.errors import ImageError, OutputError
from nurie.export.layers import Blend, Group, Layer

_ENDINGS = {".psd": "PSD", ".psb": "PSB", ".ora": "ORA"}
_OPAQUE = 0.9  # of the page; lines that cover more hide what is below them
_LISTED = 5  # layers in one sentence


@dataclass(frozen=True, eq=False)
class Home:
    """A document that takes the colors of its own lines.

    Attributes:
        document: as it was read.
        data: the bytes of its file.
        index: where the colors go: a group's numbers from the outermost, and the number among its layers.
        losses: sentences on what cannot be kept or shown; to be said before anything is written.
    """

    document: Document
    data: bytes = field(repr=False)
    index: tuple[int, ...]
    losses: tuple[str, ...]

    def write(self, path: Path, group: Group) -> None:
        """Write the document with one more group.

        Args:
            path: of the file.
            group: what to put below the line layer.

        Raises:
            OutputError: the file cannot be written.
        """
        merged = self._merged(group)
        write = into_ora.write if self.document.format == "ORA" else into_psd.write
        write(path, self.data, self.document, self.index, group, merged)

    def _merged(self, group: Group) -> Bytes:
        """How all visible layers look together, (H, W, 4) bytes."""
        layers = _inserted(self.document.layers, self.index, _node(group, (0, 0, *self.document.size)))
        return flatten(layers, self.document.size)


def find_home(
    source: images.Source, target: Path, layer: str | None = None, max_pixels: int = images.MAX_PIXELS
) -> Home | None:
    """Where the colors of a document go; None if it is no document with layers of the target's kind.

    Args:
        source: what is colored.
        target: the file to write.
        layer: the name or path of the layer that holds the lines; None to find it.
        max_pixels: refuse larger documents.

    Raises:
        ImageError: the document cannot be read, or no layer was found that could hold the lines.
        OutputError: a PSB file is to be made of anything else, or the document cannot take colored layers.
    """
    kind = _ENDINGS.get(target.suffix.lower())
    document = open_document(source, max_pixels) if kind else None
    if kind == "PSB" and (document is None or document.format != "PSB" or not document.layers):
        raise OutputError(
            f"{target} would have to come from a PSB file with layers: name a .psd file for the result."
        )
    if document is None or document.format != kind or not document.layers:
        return None
    assert isinstance(source, str | Path | bytes)
    if document.colors:
        raise OutputError(f"{document.name} is {document.colors}, or name a .png file for the result.")
    data = source if isinstance(source, bytes) else images.read(Path(source))
    choice = choose(document, layer)
    if not choice.places:
        raise ImageError(
            f"{document.name} has no layer that looks like lines, below which the colors would go: "
            "name it with layer=NAME."
        )
    return Home(document, data, _below(document, choice), tuple(_losses(document, choice, data)))


def _below(document: Document, choice: LineLayers) -> tuple[int, ...]:
    """The place right below the lowest line layer, and below tones that lie there.

    No layer is parted from the one that it is clipped to.
    """
    *groups, number = choice.places[-1].index
    siblings = document.layers
    for group in groups:
        siblings = siblings[group].children
    while number and (
        siblings[number].clipped or siblings[number - 1].kind in (LayerKind.TONE, LayerKind.TEXT)
    ):
        number -= 1
    return (*groups, number)


def _losses(document: Document, choice: LineLayers, data: bytes) -> list[str]:
    said = []
    for place in choice.places:
        hides = place.node.blend in (Blend.NORMAL, None) and place.node.kind is LayerKind.PIXELS
        if hides and (flatten([place.node], document.size)[..., 3] > 127).mean() > _OPAQUE:
            said.append(
                f'{document.name}: the layer "{place.path}" is opaque and hides the colors below it: '
                "set its mode to multiply."
            )
    odd = not_worked_out(document.layers)
    if odd:
        names = ", ".join(f'"{name}"' for name in odd[:_LISTED])
        more = f" and {len(odd) - _LISTED} more" if len(odd) > _LISTED else ""
        said.append(
            f"{document.name}: the merged picture in the new file, which viewers show, lacks the effects and "
            f"modes of {names}{more}; the layers themselves stay as they are."
        )
    if document.format != "ORA" and not into_psd.is_kept(data):
        said.append(
            f"{document.name}: parts of it are of a form that psd-tools writes in another way: "
            "keep the original."
        )
    return said


def _inserted(nodes: Sequence[Node], index: tuple[int, ...], new: Node) -> list[Node]:
    """The same layers and a new one at a place."""
    first, *rest = index
    if not rest:
        return [*nodes[:first], new, *nodes[first:]]
    group = replace(nodes[first], children=tuple(_inserted(nodes[first].children, tuple(rest), new)))
    return [*nodes[:first], group, *nodes[first + 1 :]]


def _node(child: Layer | Group, bounds: Bounds) -> Node:
    if isinstance(child, Layer):
        return Node(
            child.name, LayerKind.PIXELS, bounds, child.paint, blend=child.blend, visible=child.visible
        )
    children = tuple(_node(one, bounds) for one in child.children)
    return Node(child.name, LayerKind.GROUP, visible=child.visible, children=children)
