"""Which layer is taken for the lines: by what artists call theirs, and by the looks."""

import numpy as np
import pytest

from nurie.artwork.document import Document, LayerKind, Node
from nurie.artwork.line_layer import choose, picture_of, sorted_by_name
from nurie.errors import ImageError

SIZE = (40, 40)


def strokes(name: str, shade: int = 0, width: int = 2, **facts: object) -> Node:
    """Upright strokes on a transparent ground."""
    rgba = np.full((40, 40, 4), shade, np.uint8)
    rgba[..., 3] = 0
    rgba[:, 10 : 10 + width, 3] = 255
    return Node(name, LayerKind.PIXELS, (0, 0, 40, 40), lambda: rgba, **facts)  # type: ignore[arg-type]


def filled(name: str, shade: int = 255, **facts: object) -> Node:
    rgba = np.full((40, 40, 4), shade, np.uint8)
    rgba[..., 3] = 255
    return Node(name, LayerKind.PIXELS, (0, 0, 40, 40), lambda: rgba, **facts)  # type: ignore[arg-type]


def group(name: str, *children: Node, **facts: object) -> Node:
    return Node(name, LayerKind.GROUP, children=children, **facts)  # type: ignore[arg-type]


def document(*layers: Node) -> Document:
    return Document("page.psd", "PSD", SIZE, sorted_by_name(layers))


def chosen(*layers: Node, wanted: str | None = None) -> list[str]:
    return [place.path for place in choose(document(*layers), wanted).places]


@pytest.mark.parametrize(
    "name",
    [
        *("line", "Lines", "LINE ART", "lineart_final", "Line 2", "Inks", "ink copy", "outlines"),
        *("線画", "主線のコピー", "ペン入れ", "清書", "線", "선화"),
    ],
)
def test_names_that_say_lines(name: str) -> None:
    assert chosen(filled("paper"), filled(name, 200), strokes("Layer 3")) == [name]


@pytest.mark.parametrize(
    "name", ["rough lines", "ラフ線画", "下書き", "Linen", "pencil", "Background", "spine", "guide line"]
)
def test_names_that_do_not(name: str) -> None:
    assert chosen(filled("paper"), strokes(name), strokes("Layer 3")) == ["Layer 3"]


def test_the_topmost_dark_strokes_on_a_transparent_ground() -> None:
    layers = filled("paper"), strokes("sketch"), strokes("final"), strokes("highlights", 250), filled("a", 0)
    assert chosen(*layers) == ["final"]


def test_neither_hidden_nor_empty_layers_nor_tones_nor_text() -> None:
    hidden = strokes("lines", visible=False), group("ink", strokes("a"), visible=False)
    assert chosen(strokes("b"), *hidden, strokes("screentone"), strokes("セリフ")) == ["b"]
    assert chosen(strokes("b"), group("line art"), strokes("b2", visible=False)) == ["b"]
    assert chosen(strokes("b"), group("tones", strokes("lines 60"))) == ["b"]


def test_all_line_layers_and_whole_groups_of_them() -> None:
    layers = strokes("lines hair"), group("lines", strokes("line 1"), strokes("x")), strokes("lines body")
    assert chosen(*layers) == ["lines body", "lines", "lines hair"]


def test_a_group_of_lines_is_seen_without_its_tones() -> None:
    page = document(group("lines", filled("tone", 100), strokes("a", shade=7)))
    rgba = picture_of(page, choose(page))
    assert (rgba[:, 10:12] == (7, 7, 7, 255)).all()
    assert not rgba[:, 12:, 3].any()


def test_where_nothing_looks_like_lines_all_that_is_visible_is_taken() -> None:
    page = document(filled("paper"), filled("scan", 240), filled("hidden", 0, visible=False))
    choice = choose(page)
    assert choice.places == ()
    assert (picture_of(page, choice) == (240, 240, 240, 255)).all()


def test_the_only_visible_layer_holds_the_lines_whatever_it_looks_like() -> None:
    assert chosen(filled("Background"), strokes("old", visible=False), filled("tone")) == ["Background"]


def test_a_layer_asked_for_is_taken_hidden_or_not() -> None:
    layers = filled("paper"), group("people", strokes("Mio", visible=False), visible=False), strokes("ink")
    page = document(*layers)
    for wanted in ("Mio", "mio", "people/Mio", "PEOPLE/MIO"):
        choice = choose(page, wanted)
        assert [place.path for place in choice.places] == ["people/Mio"]
        assert picture_of(page, choice)[..., 3].any()


def test_names_that_fit_none_or_several() -> None:
    layers = group("a", strokes("ink")), group("b", strokes("ink")), strokes("c")
    with pytest.raises(
        ImageError, match=r'^page\.psd has no layer named "d": choose from "c", "b", "b/ink", "a"'
    ):
        chosen(*layers, wanted="d")
    with pytest.raises(ImageError, match=r'has 2 layers named "ink" \("b/ink", "a/ink"\): give the path'):
        chosen(*layers, wanted="ink")
    assert chosen(*layers, wanted="a/ink") == ["a/ink"]
