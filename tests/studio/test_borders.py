"""Borders over the API: what is seen is what is saved, and the network is asked once."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from e2e.conftest import encoded
from PIL import Image

from nurie import Borders, Colorizer
from studio.knowing import CLOTHES, HAIR, SKIN, Knowing, page_of
from studio.running import Running, running

BARRIER = {"points": [[0.5, 0.59], [0.5, 0.97]], "kind": "split"}
ACROSS = {"points": [list(HAIR), list(SKIN)], "kind": "join"}
LEFT, RIGHT = (CLOTHES[0] - 0.1, CLOTHES[1]), (CLOTHES[0] + 0.1, CLOTHES[1])
GREEN = "#20a040"


class Counting(Knowing):
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, sketch: np.ndarray) -> object:  # type: ignore[override]
        self.asked += 1
        return super().__call__(sketch)


@pytest.fixture(scope="module")
def network() -> Counting:
    return Counting()


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, network: Counting) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("studio")
    with running(Path(), folder, colorizer=lambda: Colorizer(network, threads=1)) as started:  # type: ignore[arg-type]
        yield started


@pytest.fixture
def session(studio: Running) -> str:
    """A page of 3000 px, which is shown at 1024."""
    address = studio.open(encoded(Image.fromarray(page_of(3000))))
    studio.client.patch(address, json={"finish": "flat"})
    return address


def picture(studio: Running, address: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(studio.get(address).content)).convert("RGB"))


def at(pixels: np.ndarray, place: tuple[float, float]) -> str:
    return f"#{pixels[int(place[1] * len(pixels)), int(place[0] * pixels.shape[1])].tobytes().hex()}"


def test_a_border_splits_what_is_seen_and_what_is_saved(
    studio: Running, session: str, network: Counting
) -> None:
    before, asked = picture(studio, f"{session}/export/png"), network.asked
    studio.put(f"{session}/borders", {"borders": [BARRIER]})
    assert np.array_equal(picture(studio, f"{session}/export/png"), before)
    studio.put(f"{session}/mix", {"base": 1, "regions": [{"x": LEFT[0], "y": LEFT[1], "color": GREEN}]})
    pictures = [picture(studio, f"{session}/{what}") for what in ("picture", "export/png")]
    for shown in pictures:
        assert (at(shown, LEFT), at(shown, RIGHT)) == (GREEN, at(before, RIGHT))
    assert network.asked == asked


def test_a_stroke_across_joins(studio: Running, session: str) -> None:
    studio.put(f"{session}/borders", {"borders": [ACROSS]})
    for shown in (picture(studio, f"{session}/{what}") for what in ("picture", "export/png")):
        assert at(shown, HAIR) == at(shown, SKIN) != at(shown, CLOTHES)
    regions = picture(studio, f"{session}/regions")
    assert at(regions, HAIR) == at(regions, SKIN)


def test_a_piece_is_said_to_be_something(studio: Running, session: str) -> None:
    studio.put(f"{session}/borders", {"borders": [BARRIER]})
    studio.put(f"{session}/materials", {"regions": [{"points": [list(LEFT)], "material": "hair"}]})
    shown = picture(studio, f"{session}/picture")
    assert at(shown, LEFT) == at(shown, HAIR)
    assert at(shown, RIGHT) != at(shown, HAIR)


def test_a_project_keeps_them_and_the_command_line_reads_them(studio: Running, session: str) -> None:
    studio.put(f"{session}/borders", {"borders": [BARRIER, ACROSS]})
    project = studio.get(f"{session}/export/nurie").content
    text = zipfile.ZipFile(io.BytesIO(project)).read("borders.json").decode()
    assert [border.kind for border in Borders.loads(text)] == ["split", "join"]
    again = studio.open(project, "again.nurie")
    assert studio.get(again).json()["borders"] == studio.get(session).json()["borders"]
    assert np.array_equal(picture(studio, f"{again}/regions"), picture(studio, f"{session}/regions"))


def test_wrong_ones_change_nothing(studio: Running, session: str) -> None:
    for wrong in ({"points": [[0.5, 0.5]]}, {**BARRIER, "kind": "cut"}, {**BARRIER, "color": GREEN}):
        assert studio.client.put(f"{session}/borders", json={"borders": [wrong]}).status_code == 422
    assert studio.get(session).json()["borders"]["borders"] == []
