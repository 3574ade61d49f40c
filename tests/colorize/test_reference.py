"""A character read off a colored picture: with the shipped model, drawings whose colors are known."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nurie.arrays import Bytes
from nurie.colorize.reference import line_art, read_reference
from nurie.data.drawn import Drawing, draw, paint
from nurie.errors import CharacterError, ImageError
from nurie.schemes import Part, invent

FIGURES = (2004, 2016, 2031)
PLACES = (2024, 3030)


def colored(drawing: Drawing, seed: int) -> Bytes:
    """The drawing painted with light and shade, under its lines."""
    picture = paint(drawing, invent(seed)[seed % 9]) * (drawing.line[..., None] / 255)
    return np.asarray(picture, np.uint8)


@pytest.mark.parametrize("seed", FIGURES)
def test_hair_skin_and_clothes_are_exactly_those_of_the_picture(seed: int) -> None:
    scheme = invent(seed)[seed % 9]
    found = read_reference(colored(draw(seed, (512, 512)), seed), name="Mio")
    assert found.name == "Mio"
    for part in (Part.HAIR, Part.SKIN, Part.CLOTHES):
        assert found.rgb(part) == scheme[part], part.name


def test_a_file_and_a_larger_picture_give_the_same(tmp_path: Path) -> None:
    seed = FIGURES[0]
    Image.fromarray(colored(draw(seed, (1024, 1024)), seed)).resize((1600, 1600)).save(tmp_path / "mio.png")
    scheme = invent(seed)[seed % 9]
    found = read_reference(tmp_path / "mio.png")
    for part in (Part.HAIR, Part.SKIN):
        assert max(abs(one - other) for one, other in zip(found.rgb(part), scheme[part], strict=True)) <= 2


@pytest.mark.parametrize("seed", PLACES)
def test_a_place_without_anybody_is_refused(seed: int) -> None:
    with pytest.raises(CharacterError, match="no figure is to be seen in the picture"):
        read_reference(colored(draw(seed, (512, 512)), seed))


def test_a_sketch_without_colors_is_refused(tmp_path: Path) -> None:
    Image.fromarray(draw(3, (256, 256)).line).save(tmp_path / "sketch.png")
    with pytest.raises(CharacterError, match=r"sketch\.png has no colors"):
        read_reference(tmp_path / "sketch.png")
    with pytest.raises(ImageError, match="does not exist"):
        read_reference(tmp_path / "none.png")


def test_lines_are_extracted_where_they_were_drawn() -> None:
    drawing = draw(2031, (512, 512))
    found, ink = line_art(colored(drawing, 2031)) < 128, drawing.line < 128
    assert (found & ink).sum() > 0.8 * ink.sum()
    assert (found & (drawing.line > 250)).sum() < 0.1 * found.sum()
