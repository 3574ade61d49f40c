"""Locks over the API: seen and exported pixels stay, and a project keeps them."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from e2e.conftest import encoded
from PIL import Image

from nurie import Colorizer
from nurie.colorize.mix import Mix
from studio.knowing import HAIR, SKIN, UNSURE, Knowing, page_of
from studio.running import Running, running

GREEN = "#20a040"
LOCK = {"points": [list(SKIN)], "color": GREEN, "locked": True, "material": "skin"}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("studio")
    with running(Path(), folder, colorizer=lambda: Colorizer(Knowing(), threads=1)) as started:
        yield started


@pytest.fixture
def session(studio: Running) -> str:
    return studio.open(encoded(Image.fromarray(page_of(400))))


def at(data: bytes, place: tuple[float, float]) -> tuple[int, ...]:
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    red, green, blue = picture.getpixel((int(place[0] * picture.width), int(place[1] * picture.height)))
    return red, green, blue


def hint(place: tuple[float, float], **more: object) -> dict[str, object]:
    return {"x": place[0], "y": place[1], "radius": 0.01, "color": "#2040d0", **more}


def test_a_locked_region_keeps_its_pixels_in_all_pictures(studio: Running, session: str) -> None:
    studio.put(f"{session}/mix", {"base": 2, "regions": [LOCK]})
    addresses = [f"{session}/picture", f"{session}/variants/7", f"{session}/export/png"]
    before = [at(studio.get(address).content, SKIN) for address in addresses]
    studio.put(f"{session}/hints", {"hints": [hint(SKIN), hint(HAIR)]})
    studio.put(f"{session}/materials", {"regions": [{"points": [list(SKIN)], "material": "clothes"}]})
    studio.put(f"{session}/mix", {"base": 5, "regions": [LOCK]})
    assert [at(studio.get(address).content, SKIN) for address in addresses] == before
    region = {r["region"]: r for r in studio.get(f"{session}/materials").json()["regions"]}
    assert [r["color"] for r in region.values() if r["material"] == "skin"] == [GREEN]


def test_what_a_hint_would_color(studio: Running, session: str) -> None:
    materials = studio.get(f"{session}/materials").json()["regions"]
    of = {name: [r["region"] for r in materials if r["material"] == name] for name in ("prop", "skin")}
    counts = {}
    for scope in ("region", "flow", "everywhere"):
        answer = studio.client.post(f"{session}/reach", json=hint(UNSURE, scope=scope))
        assert answer.status_code == 200
        counts[scope] = answer.json()["regions"]
    assert len(counts["region"]) == 1
    assert sorted(counts["everywhere"]) == sorted(of["prop"])
    assert len(of["prop"]) == 2
    studio.put(f"{session}/mix", {"base": 1, "regions": [LOCK]})
    answer = studio.client.post(f"{session}/reach", json=hint(SKIN))
    assert answer.json() == {"regions": []}
    assert not any(r["piece"] for r in materials)


def test_a_project_keeps_locks_with_their_hints(studio: Running, session: str) -> None:
    lock = {**LOCK, "hints": {"hints": [hint(SKIN, scope="region")]}}
    studio.put(f"{session}/mix", {"base": 2, "regions": [lock]})
    project = studio.get(f"{session}/export/nurie").content
    mix = zipfile.ZipFile(io.BytesIO(project)).read("mix.json").decode()
    assert Mix.loads(mix).choices[0].hints.hints[0].scope == "region"
    again = studio.open(project, "again.nurie")
    assert studio.get(again).json()["mix"] == studio.get(session).json()["mix"]
    np.testing.assert_array_equal(
        Image.open(io.BytesIO(studio.get(f"{again}/picture").content)),
        Image.open(io.BytesIO(studio.get(f"{session}/picture").content)),
    )


def test_several_pages_in_one_file(studio: Running, session: str) -> None:
    other = studio.open(encoded(Image.fromarray(page_of(300))), "two.png")
    ids = [address.rsplit("/", 1)[1] for address in (other, session)]
    for kind, ending in (("png", ".png"), ("psd", ".psd"), ("cbz", ".png")):
        answer = studio.client.post("/api/book", json={"ids": ids, "format": kind})
        assert answer.status_code == 200, answer.text
        archive = zipfile.ZipFile(io.BytesIO(answer.content))
        assert archive.namelist() == [f"001 two{ending}", f"002 page{ending}"]
        name = "pages.cbz" if kind == "cbz" else f"pages-{kind}.zip"
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    first = studio.client.post("/api/book", json={"ids": ids, "format": "png"}).content
    page = zipfile.ZipFile(io.BytesIO(first)).read("002 page.png")
    assert page == studio.get(f"{session}/export/png").content
    gone = studio.client.post("/api/book", json={"ids": ["x" * 22], "format": "png"})
    assert gone.status_code == 404
    assert json.loads(gone.text)["error"]
