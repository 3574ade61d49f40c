"""On a page painted in gray a white area with letters is a bubble, and other white areas are not."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from fake_network import FakeNetwork

from nurie import Colorizer
from nurie.colorize.materials import Materials
from nurie.colorize.white import with_white_bubbles
from nurie.lineart.grays import find_grays, without_grays
from nurie.lineart.regions import segment
from nurie.schemes.parts import Part


def scene() -> np.ndarray:
    """A gray page with brushwork and a margin."""
    rng = np.random.default_rng(5)
    noise = cv2.GaussianBlur(rng.standard_normal((900, 700)).astype(np.float32), (0, 0), 9)
    page = (150 + 60 * noise / abs(noise).max()).astype(np.uint8)
    page[:30] = page[-30:] = page[:, :30] = page[:, -30:] = 255
    return page


def write(page: np.ndarray, text: str) -> None:
    cv2.putText(page, text, (350 - 12 * len(text), 310), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 3)


def bubble(page: np.ndarray) -> None:
    cv2.ellipse(page, (350, 300), (120, 70), 0, 0, 360, 255, -1)
    write(page, "HELLO")


def box_with_a_tail(page: np.ndarray) -> None:
    cv2.rectangle(page, (250, 250), (450, 350), 255, -1)
    cv2.fillPoly(page, [np.array([(330, 350), (360, 350), (300, 430)])], 255)
    write(page, "NO!")


def two_letters(page: np.ndarray) -> None:
    cv2.circle(page, (350, 300), 50, 255, -1)
    write(page, "?!")


def eye(page: np.ndarray) -> None:
    cv2.ellipse(page, (350, 300), (120, 70), 0, 0, 360, 255, -1)
    cv2.circle(page, (350, 300), 62, 140, -1)
    cv2.circle(page, (350, 300), 22, 0, -1)


def moon(page: np.ndarray) -> None:
    cv2.circle(page, (350, 300), 80, 255, -1)


def shirt(page: np.ndarray) -> None:
    """White with long black stripes: larger than letters."""
    cv2.rectangle(page, (250, 200), (450, 420), 255, -1)
    for x in (290, 340, 390):
        cv2.line(page, (x, 230), (x, 390), 0, 4)


def gray_sign(page: np.ndarray) -> None:
    cv2.rectangle(page, (250, 250), (450, 350), 225, -1)
    write(page, "SHOP")


def parts_at(page: np.ndarray) -> np.ndarray:
    """The materials after a network that takes everything for hair."""
    grays = find_grays(page)
    assert grays is not None
    regions = segment(without_grays(page, grays))
    materials = Materials.unnamed(regions)
    hair = materials.having(dict.fromkeys(range(1, len(materials.parts)), Part.HAIR))
    return with_white_bubbles(hair, page).part_map()


@pytest.mark.parametrize("drawn", [bubble, box_with_a_tail, two_letters])
def test_white_with_letters_is_a_bubble(drawn: Callable[[np.ndarray], None]) -> None:
    page = scene()
    drawn(page)
    parts, white = parts_at(page), np.zeros(page.shape, np.bool_)
    white[60:-60, 60:-60] = page[60:-60, 60:-60] == 255
    assert (parts[white] == Part.BUBBLE).mean() > 0.97
    assert parts[600, 350] == Part.HAIR


@pytest.mark.parametrize("drawn", [eye, moon, shirt, gray_sign])
def test_white_without_letters_and_gray_with_letters_are_none(drawn: Callable[[np.ndarray], None]) -> None:
    page = scene()
    drawn(page)
    assert not (parts_at(page)[60:-60, 60:-60] == Part.BUBBLE).any()


def test_the_page_is_colored_so() -> None:
    """By the shipped model, too, whose opinion of this page does not matter."""
    page = scene()
    bubble(page)
    coloring = Colorizer().color(page)
    assert coloring.materials is not None
    parts = coloring.materials.part_map()
    white = np.zeros(page.shape, np.bool_)
    white[60:-60, 60:-60] = page[60:-60, 60:-60] == 255
    assert (parts[white] == Part.BUBBLE).mean() > 0.97


def test_a_strip_is_colored_so() -> None:
    """A network that takes all of it for hair is not asked; the margin is paper as well."""
    strip = np.vstack([scene() for _ in range(6)])
    for top in range(0, len(strip), 900):
        bubble(strip[top : top + 900])
    network = FakeNetwork(np.full((64, 64), Part.HAIR, np.uint8))
    coloring = Colorizer(network).color(strip)
    assert coloring.materials is not None
    assert len(list(coloring.layout.apart())) > 1, "it was read in one piece"
    parts, place = coloring.materials.part_map(), (slice(240, 360), slice(240, 460))
    for top in range(0, len(strip), 900):
        page, found = strip[top : top + 900], parts[top : top + 900]
        assert (found[place][page[place] == 255] == Part.BUBBLE).mean() > 0.97
        assert found[600, 350] == Part.HAIR
