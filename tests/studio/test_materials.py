"""Materials, characters, schemes and finish over HTTP: what the library gives, without the network."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
from PIL import Image
from psd_tools import PSDImage

from nurie import Colorization, Colorizer
from nurie.colorize.character import Character
from nurie.colorize.light import Light
from nurie.schemes import SCHEMES, Part, schemes_of
from studio.knowing import CLOTHES, HAIR, SKIN, UNSURE, Knowing, page_of
from studio.running import Running, running


class Counting(Knowing):
    def __init__(self) -> None:
        self.runs = 0

    def __call__(self, sketch: np.ndarray) -> object:
        self.runs += 1
        return super().__call__(sketch)


NETWORK = Counting()


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("knowing")
    with running(Path(), folder, colorizer=lambda: Colorizer(NETWORK, threads=1)) as started:
        yield started


@pytest.fixture(scope="module")
def sheet() -> bytes:
    """A sketch."""
    return encoded(page_of(400))


@pytest.fixture(scope="module")
def plain(sheet: bytes) -> Colorization:
    return Colorizer(Knowing(), threads=1).color(sheet).with_finish("flat")


def encoded(picture: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    return file.getvalue()


def pixels(answer: httpx.Response) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(answer.content)))


def opened(studio: Running, sheet: bytes) -> str:
    """A page without light and shade, so that its colors are those of its materials."""
    page = studio.open(sheet)
    patch(studio, page, finish="flat")
    return page


def color_at(studio: Running, page: str, place: tuple[float, float]) -> str:
    picture = pixels(studio.get(f"{page}/picture?layer=colors"))
    return "#" + bytes(picture[int(place[1] * len(picture)), int(place[0] * picture.shape[1])]).hex()


def scheme_color(part: Part, number: int = 0, seed: int | None = None) -> str:
    return "#" + bytes(int(channel) for channel in schemes_of(seed)[number][part]).hex()


def patch(studio: Running, page: str, **decisions: object) -> None:
    answer = studio.client.patch(page, json=decisions)
    assert answer.status_code == 200, answer.text


def test_materials_of_a_page(studio: Running, sheet: bytes) -> None:
    page = opened(studio, sheet)
    about = studio.get(f"{page}/materials").json()
    shown = {swatch["material"]: swatch for swatch in about["materials"]}
    assert {name: swatch["color"] for name, swatch in shown.items()} == {
        "ground": scheme_color(Part.GROUND),
        "skin": scheme_color(Part.SKIN),
        "hair": scheme_color(Part.HAIR),
        "clothes": scheme_color(Part.CLOTHES),
        "prop": scheme_color(Part.PROP),
    }
    assert sum(swatch["share"] for swatch in shown.values()) == pytest.approx(1, abs=1e-3)
    coded = pixels(studio.get(f"{page}/regions")).astype(int) @ [1, 256, 65536]
    named = {region["region"]: region["material"] for region in about["regions"]}
    assert named.keys() == set(np.unique(coded).tolist())
    for place, name in ((HAIR, "hair"), (SKIN, "skin"), (CLOTHES, "clothes"), (UNSURE, "prop")):
        assert named[coded[int(place[1] * 400), int(place[0] * 320)]] == name
    unsure = [region["region"] for region in about["regions"] if region["unsure"]]
    assert len(unsure) == 2
    assert coded[int(UNSURE[1] * 400), int(UNSURE[0] * 320)] in unsure


def test_a_character_colors_materials(studio: Running, sheet: bytes, plain: Colorization) -> None:
    page = opened(studio, sheet)
    studio.put(f"{page}/character", {"name": "Mio", "colors": {"髪": "#1b2a63", "dress": "#f6f9ff"}})
    assert studio.get(page).json()["character"]["colors"] == {"hair": "#1b2a63", "clothes": "#f6f9ff"}
    mio = Character({Part.HAIR: "#1b2a63", Part.CLOTHES: "#f6f9ff"}, "Mio")
    for number in (1, 5):
        picture = pixels(studio.get(f"{page}/variants/{number}"))
        np.testing.assert_array_equal(picture, plain.with_character(mio).composed(number - 1))
    assert Character.loads(studio.get(f"{page}/export/character").text) == mio
    studio.put(f"{page}/character", {"colors": {}})
    assert color_at(studio, page, HAIR) == scheme_color(Part.HAIR)
    assert studio.client.get(f"{page}/export/character").status_code == 409


def test_nine_others_and_back(studio: Running, sheet: bytes) -> None:
    page = opened(studio, sheet)
    patch(studio, page, schemes=7, mix={"base": 4})
    assert color_at(studio, page, HAIR) == scheme_color(Part.HAIR, 3, 7)
    assert studio.get(page).json()["schemes"] == 7
    patch(studio, page, name="still seven")
    assert studio.get(page).json()["schemes"] == 7
    patch(studio, page, schemes=None)
    assert color_at(studio, page, HAIR) == scheme_color(Part.HAIR, 3)
    assert "schemes" not in studio.get(page).json()


def test_saying_what_a_region_is_needs_no_network(studio: Running, sheet: bytes) -> None:
    page = opened(studio, sheet)
    studio.get(f"{page}/picture")
    runs = NETWORK.runs
    studio.put(f"{page}/materials", {"regions": [{"points": [UNSURE], "material": "アクセサリー"}]})
    assert color_at(studio, page, UNSURE) == scheme_color(Part.ACCESSORY)
    about = studio.get(f"{page}/materials").json()
    assert sum(region["unsure"] for region in about["regions"]) == 1
    assert "accessory" in {swatch["material"] for swatch in about["materials"]}
    assert studio.get(page).json()["materials"]["regions"] == [
        {"points": [list(UNSURE)], "material": "accessory"}
    ]
    assert NETWORK.runs == runs


def test_a_finish(studio: Running, sheet: bytes, plain: Colorization) -> None:
    page = opened(studio, sheet)
    patch(studio, page, finish="network")
    expected = plain.with_finish("network").colors(0)
    assert (expected != plain.colors(0)).any()
    np.testing.assert_array_equal(pixels(studio.get(f"{page}/picture?layer=colors")), expected)
    runs = NETWORK.runs
    patch(studio, page, finish=None, light_from=90, light_strength=2)
    lit = plain.with_light(Light("cel", 90, 2)).colors(0)
    assert (lit != plain.colors(0)).any()
    np.testing.assert_array_equal(pixels(studio.get(f"{page}/picture?layer=colors")), lit)
    assert NETWORK.runs == runs
    about = studio.get(page).json()
    assert (about.get("finish"), about["light_from"], about["light_strength"]) == (None, 90, 2)


def test_everything_is_in_the_project(studio: Running, sheet: bytes) -> None:
    page = opened(studio, sheet)
    patch(
        studio, page, schemes=3, finish="network", light_from=10.5, character={"colors": {"hair": "#1b2a63"}},
        materials={"regions": [{"points": [UNSURE], "material": "accessory"}]},
        favorites=[{"number": 4}, {"number": 9, "schemes": 3}],
    )  # fmt: skip
    again = studio.open(studio.get(f"{page}/export/nurie").content)
    before, after = studio.get(page).json(), studio.get(again).json()
    for key in ("schemes", "finish", "light_from", "character", "materials", "favorites"):
        assert before[key] == after[key]
    assert studio.get(f"{again}/export/png").content == studio.get(f"{page}/export/png").content


@pytest.mark.parametrize(("language", "hair"), [("en", "hair"), ("ja", "髪")])
def test_layers_are_named_in_the_language_of_the_page(
    studio: Running, sheet: bytes, language: str, hair: str
) -> None:
    page = opened(studio, sheet)
    data = studio.get(f"{page}/export/psd?language={language}").content
    assert hair in [layer.name for layer in PSDImage.open(io.BytesIO(data)).descendants()]
    ora = studio.get(f"{page}/export/ora?language={language}").content
    assert f'name="{hair}"' in zipfile.ZipFile(io.BytesIO(ora)).read("stack.xml").decode()


def test_a_character_is_read_off_a_picture(studio: Running, plain: Colorization) -> None:
    mio = Character({Part.HAIR: "#1b2a63", Part.SKIN: "#ffe0c4", Part.CLOTHES: "#2a8f5a"})
    picture = encoded(plain.with_character(mio).composed(0))
    answer = studio.client.post("/api/character?name=mio.png", content=picture)
    assert answer.status_code == 200, answer.text
    assert answer.json()["name"] == "mio"
    colors = answer.json()["colors"]
    assert {name: colors[name] for name in ("hair", "skin", "clothes")} == {
        "hair": "#1b2a63", "skin": "#ffe0c4", "clothes": "#2a8f5a",
    }  # fmt: skip


def test_a_character_is_read_from_a_sheet(studio: Running) -> None:
    mio = Character({Part.HAIR: "#1b2a63"}, "Mio")
    answer = studio.client.post("/api/character", content=b"\xef\xbb\xbf" + mio.dumps().encode())
    assert Character.loads(answer.text) == mio


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{}", "not a character sheet"),
        (b"once upon a time", "not a picture"),
        (encoded(page_of(200)), "has no colors"),
        (json.dumps(
            {"format": "nurie-character", "version": 1, "name": "x" * 200, "colors": {"hair": "#000000"}}
        ).encode(), "more than the studio takes"),
    ],
    ids=["json", "text", "gray", "long"],
)  # fmt: skip
def test_what_is_no_character_is_refused(studio: Running, content: bytes, words: str) -> None:
    answer = studio.client.post("/api/character", content=content)
    assert answer.status_code == 422
    assert words in answer.json()["error"]


@pytest.mark.parametrize(
    ("decisions", "words"),
    [
        ({"character": {"colors": {"hat stand": "#000000"}}}, "names no material"),
        ({"character": {"colors": {"hair": "#000000", "髪": "#000000"}}}, "twice"),
        (
            {"materials": {"regions": [{"points": [[0.5, 0.5]], "material": "hat stand"}]}},
            "names no material",
        ),
        ({"schemes": -1}, "schemes is wrong"),
        ({"finish": "oil"}, "finish is wrong"),
        ({"light_from": 400}, "light_from is wrong"),
        ({"light_strength": -1}, "light_strength is wrong"),
        (
            {"hints": {"hints": [{"x": 0, "y": 0, "radius": 0, "color": "#000000", "material": "x"}]}},
            "material",
        ),
    ],
)
def test_wrong_decisions_change_nothing(studio: Running, sheet: bytes, decisions: object, words: str) -> None:
    page = opened(studio, sheet)
    answer = studio.client.patch(page, json=decisions)
    assert answer.status_code == 422
    assert words in answer.json()["error"]
    assert studio.get(page).json()["status"]["revision"] == 2


def test_a_large_palette_is_refused_and_told(studio: Running) -> None:
    colors = [{"name": "", "color": f"#{number:06x}"} for number in range(300)]
    data = json.dumps({"format": "nurie-palette", "version": 1, "colors": colors}).encode()
    answer = studio.client.post("/api/palette", content=data)
    assert answer.status_code == 422
    assert "at most 256" in answer.json()["error"]


def test_models_that_name_nothing(model: Path, sheet: bytes, plain: Colorization, tmp_path: Path) -> None:
    with running(model, tmp_path) as other:
        page = other.open(sheet)
        assert other.get(f"{page}/materials").json() == {"materials": [], "regions": []}
        before = other.get(f"{page}/picture").content
        other.put(f"{page}/character", {"colors": {"hair": "#1b2a63"}})
        assert other.get(f"{page}/picture").content == before
        answer = other.client.post("/api/character", content=encoded(plain.composed(0)))
        assert "names no materials" in answer.json()["error"]


def test_the_schemes_differ() -> None:
    """Else the tests above could not tell one from another."""
    assert len({scheme.hair for scheme in (*SCHEMES, *schemes_of(7))}) == 18
