"""The HTTP API gives what the library gives, and takes back what it gave."""

import io
import json
import zipfile
from pathlib import Path

import httpx
import numpy as np
import pytest
from PIL import Image
from psd_tools import PSDImage

from nurie import Colorization, Colorizer, Hints
from nurie.colorize.mix import Mix
from nurie.colorize.palette import Palette, PaletteColor
from nurie.studio.project import Work, pack
from studio.running import Running, running, until

HINTS = {
    "format": "nurie-hints",
    "version": 1,
    "hints": [
        {"x": 0.5, "y": 0.35, "radius": 0.05, "color": "#d02040"},
        {"points": [[0.3, 0.8], [0.6, 0.8]], "radius": 0.02, "color": "#2040d0"},
    ],
}
MIX = {
    "format": "nurie-mix",
    "version": 1,
    "base": 3,
    "regions": [
        {"x": 0.5, "y": 0.35, "from": 7},
        {"points": [[0.5, 0.8]], "color": "#10c020", "name": "box", "locked": True},
    ],
}
PALETTE = {
    "format": "nurie-palette",
    "version": 1,
    "colors": [{"name": "hair", "color": "#804020"}, {"name": "", "color": "#f0e0d0"}],
}


def pixels(answer: httpx.Response) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(answer.content)))


@pytest.fixture(scope="module")
def colorizer(model: Path) -> Colorizer:
    return Colorizer(model, threads=1)


@pytest.fixture(scope="module")
def plain(colorizer: Colorizer, png: bytes) -> Colorization:
    return colorizer.color(png)


@pytest.fixture(scope="module")
def hinted(colorizer: Colorizer, png: bytes) -> Colorization:
    return colorizer.color(png, hints=Hints.loads(json.dumps(HINTS)))


def test_a_sketch_gets_its_nine_colorings(studio: Running, png: bytes, plain: Colorization) -> None:
    page = studio.open(png)
    about = studio.get(f"{page}/variants").json()
    assert (about["width"], about["height"]) == (160, 200)
    assert [variant["number"] for variant in about["variants"]] == list(range(1, 10))
    for number in range(1, 10):
        found = pixels(studio.get(f"{page}/variants/{number}?size=8192"))
        np.testing.assert_array_equal(found, plain.composed(number - 1))


@pytest.mark.parametrize(("encoding", "format"), [("png", "PNG"), ("webp", "WEBP"), ("jpeg", "JPEG")])
def test_thumbnails_have_the_size_and_kind_that_were_asked(
    studio: Running, png: bytes, plain: Colorization, encoding: str, format: str
) -> None:
    answer = studio.get(f"{studio.open(png)}/variants/2?size=100&encoding={encoding}")
    image = Image.open(io.BytesIO(answer.content))
    assert (image.format, image.size) == (format, (80, 100))
    assert answer.headers["content-type"] == f"image/{encoding}"
    expected = np.asarray(plain.images[1].resize((80, 100), Image.Resampling.BOX), np.float32)
    assert np.abs(np.asarray(image.convert("RGB")) - expected).mean() < 12


def test_hints_color_the_picture(studio: Running, png: bytes, hinted: Colorization) -> None:
    page = studio.open(png)
    studio.put(f"{page}/hints", HINTS)
    np.testing.assert_array_equal(pixels(studio.get(f"{page}/picture?layer=colors")), hinted.colors(0))
    assert studio.get(page).json()["hints"] == HINTS


def test_a_mix_joins_colorings(studio: Running, png: bytes, plain: Colorization) -> None:
    page = studio.open(png)
    studio.put(f"{page}/mix", MIX)
    mix = Mix.loads(json.dumps(MIX))
    np.testing.assert_array_equal(
        pixels(studio.get(f"{page}/picture")), plain.with_locked(mix.choices).composed(mix)
    )
    assert Mix.loads(json.dumps(studio.get(page).json()["mix"])) == mix


def test_a_palette_is_kept_to_when_asked(studio: Running, png: bytes, plain: Colorization) -> None:
    page = studio.open(png)
    studio.put(f"{page}/palette", PALETTE)
    np.testing.assert_array_equal(pixels(studio.get(f"{page}/picture")), plain.composed(0))
    assert studio.client.patch(page, json={"snap": True}).status_code == 200
    expected = plain.with_palette(Palette.loads(json.dumps(PALETTE))).composed(0)
    np.testing.assert_array_equal(pixels(studio.get(f"{page}/picture")), expected)


def test_regions_are_those_of_the_library(studio: Running, png: bytes, plain: Colorization) -> None:
    coded = pixels(studio.get(f"{studio.open(png)}/regions")).astype(np.int32)
    np.testing.assert_array_equal(coded @ [1, 256, 65536], plain.regions)
    assert plain.regions.max() > 2


def test_lines_and_colors_make_the_picture(studio: Running, colored_png: bytes) -> None:
    """The page's own formula: paper x colors + ink."""
    page = studio.open(colored_png)
    assert studio.get(f"{page}/variants").json()["colored_ink"] is True
    paper = pixels(studio.get(f"{page}/lines?layer=paper"))[..., None] / 255
    ink = pixels(studio.get(f"{page}/lines?layer=ink")).astype(float)
    colors = pixels(studio.get(f"{page}/picture?layer=colors")).astype(float)
    picture = pixels(studio.get(f"{page}/picture")).astype(float)
    assert np.abs(paper * colors + ink - picture).max() <= 1
    assert ink.max() > 100


def test_the_main_colors_are_suggested(studio: Running, png: bytes) -> None:
    page = studio.open(png)
    studio.put(f"{page}/mix", {"base": 1, "regions": [{"x": 0.5, "y": 0.8, "color": "#10c020"}]})
    colors = studio.get(f"{page}/palette/suggestion?count=6").json()["colors"]
    assert 2 <= len(colors) <= 6
    rgb = np.array([[int(c["color"][i : i + 2], 16) for i in (1, 3, 5)] for c in colors])
    assert np.abs(rgb - [0x10, 0xC0, 0x20]).max(axis=1).min() < 24


@pytest.fixture(scope="module")
def exported(studio: Running, png: bytes) -> str:
    page = studio.open(png, "Über 頁 1.png")
    studio.put(f"{page}/hints", HINTS)
    studio.put(f"{page}/mix", MIX)
    studio.put(f"{page}/palette", PALETTE)
    return page


@pytest.fixture(scope="module")
def expected(hinted: Colorization) -> np.ndarray:
    mix = Mix.loads(json.dumps(MIX))
    return hinted.with_locked(mix.choices).composed(mix)


def test_export_png(studio: Running, exported: str, expected: np.ndarray) -> None:
    answer = studio.get(f"{exported}/export/png")
    np.testing.assert_array_equal(pixels(answer), expected)
    assert Image.open(io.BytesIO(answer.content)).info["dpi"] == pytest.approx((300, 300), abs=0.1)
    name = "filename*=UTF-8''%C3%9Cber%20%E9%A0%81%201.png"
    assert answer.headers["content-disposition"] == f"attachment; {name}"


def test_export_nine(studio: Running, exported: str, hinted: Colorization) -> None:
    archive = zipfile.ZipFile(io.BytesIO(studio.get(f"{exported}/export/nine").content))
    assert archive.namelist() == [*(f"{number}.png" for number in range(1, 10)), "sheet.png"]
    for number in (1, 9):
        found = np.asarray(Image.open(archive.open(f"{number}.png")))
        locked = hinted.with_locked(Mix.loads(json.dumps(MIX)).choices)
        np.testing.assert_array_equal(found, locked.composed(number - 1))


def test_export_psd(studio: Running, exported: str, expected: np.ndarray) -> None:
    document = PSDImage.open(io.BytesIO(studio.get(f"{exported}/export/psd").content))
    np.testing.assert_array_equal(np.asarray(document.topil().convert("RGB")), expected)
    names = [layer.name for layer in document.descendants()]
    assert "lines" in names
    assert len(names) > 4


def test_export_ora(studio: Running, exported: str, expected: np.ndarray) -> None:
    archive = zipfile.ZipFile(io.BytesIO(studio.get(f"{exported}/export/ora").content))
    assert archive.read("mimetype") == b"image/openraster"
    np.testing.assert_array_equal(np.asarray(Image.open(archive.open("mergedimage.png"))), expected)


def test_hints_and_mix_are_files_of_the_command_line(studio: Running, exported: str) -> None:
    assert Hints.loads(studio.get(f"{exported}/export/hints").text) == Hints.loads(json.dumps(HINTS))
    assert Mix.loads(studio.get(f"{exported}/export/mix").text) == Mix.loads(json.dumps(MIX))


@pytest.mark.parametrize("kind", ["json", "gpl", "ase", "aco"])
def test_palettes_come_back(studio: Running, exported: str, kind: str) -> None:
    data = studio.get(f"{exported}/export/palette.{kind}").content
    answer = studio.client.post("/api/palette", content=data)
    assert [entry["color"] for entry in answer.json()["colors"]] == ["#804020", "#f0e0d0"]
    assert answer.json()["colors"][0]["name"] == "hair"


def test_a_project_opens_again_exactly(studio: Running, exported: str) -> None:
    project = studio.get(f"{exported}/export/nurie").content
    again = studio.open(project)
    before, after = studio.get(exported).json(), studio.get(again).json()
    assert before.pop("id") != after.pop("id")
    assert before.pop("status")["revision"] > 1
    after.pop("status")
    assert after == before
    for format in ("png", "nurie"):
        assert (
            studio.get(f"{again}/export/{format}").content
            == studio.get(f"{exported}/export/{format}").content
        )


def test_an_unknown_format(studio: Running, exported: str) -> None:
    answer = studio.client.get(f"{exported}/export/exe")
    assert answer.status_code == 404
    assert "psd" in answer.json()["error"]


def test_an_empty_palette(studio: Running, png: bytes) -> None:
    answer = studio.client.get(f"{studio.open(png)}/export/palette.ase")
    assert answer.status_code == 409


def test_more_colors_or_longer_names_than_the_page_takes(studio: Running) -> None:
    """Palettes of other programs hold thousands of colors with names of any length."""
    lines = "GIMP Palette\n" + "".join(f"{n % 256} {n // 256} 0 {{}}\n" for n in range(300))
    for palette in (lines.format(*range(300)), "GIMP Palette\n1 2 3 " + 500 * "x"):
        answer = studio.client.post("/api/palette", content=palette.encode())
        assert (answer.status_code, answer.json()["code"]) == (422, "too-much")


def test_a_project_with_more_than_the_page_takes(studio: Running, png: bytes) -> None:
    colors = tuple(PaletteColor(str(n), f"#{n:06x}") for n in range(300))
    for work in (Work(palette=Palette(colors)), Work(palette=Palette((PaletteColor(500 * "x", "#000000"),)))):
        answer = studio.client.post("/api/sessions", content=pack(work, png))
        assert (answer.status_code, answer.json()["code"]) == (422, "too-much")


def test_every_refusal_has_a_code(studio: Running, png: bytes) -> None:
    """By which the page says it in another language."""
    page = studio.open(png)
    narrow = io.BytesIO()
    Image.new("L", (2000, 20), 255).save(narrow, "PNG")
    for answer, code in (
        (studio.client.post("/api/sessions", content=b"once upon a time"), "picture-unreadable"),
        (studio.client.post("/api/sessions", content=png[:300]), "picture-damaged"),
        (studio.client.post("/api/sessions", content=narrow.getvalue()), "picture-too-long"),
        (studio.client.post("/api/sessions", content=b"PK\x03\x04"), "project-damaged"),
        (studio.client.post("/api/palette", content=b"once upon a time"), "palette-wrong"),
        (studio.client.post("/api/character", content=png), "sheet-wrong"),
        (studio.client.get(f"{page}/export/palette.gpl"), "palette-empty"),
        (studio.client.get(f"{page}/export/character"), "sheet-empty"),
        (studio.client.get("/api/sessions/" + 22 * "A"), "unknown-page"),
        (studio.client.put(f"{page}/mix", json={"base": 10}), "malformed"),
        (studio.client.get("/api/nothing"), "malformed"),
    ):
        assert answer.json()["code"] == code, answer.text
    assert studio.client.post("/api/sessions", content=narrow.getvalue()).json()["values"]["most"] == 20


def test_notices_have_codes_too(studio: Running) -> None:
    file = io.BytesIO()
    Image.new("L", (100, 100), 255).save(file, "PNG")
    page = studio.open(file.getvalue())
    studio.get(f"{page}/variants")
    (notice,) = studio.get(page).json()["notices"]
    assert notice["code"] == "blank-page"
    assert notice["error"].endswith("follow no lines.")


def statuses(studio: Running, page: str, last: int) -> list[dict[str, object]]:
    """What the event stream says until a revision is ready and saved."""
    seen: list[dict[str, object]] = []
    with studio.client.stream("GET", f"{page}/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        for line in answer.iter_lines():
            if line.startswith("data: "):
                seen.append(json.loads(line.removeprefix("data: ")))
                if seen[-1]["revision"] == last and seen[-1]["state"] == "ready" and seen[-1]["saved"]:
                    return seen
    raise AssertionError("the stream ended")


def test_progress_is_streamed(studio: Running, png: bytes) -> None:
    page = studio.open(png)
    statuses(studio, page, 1)
    studio.client.put(f"{page}/hints", json=HINTS, headers={"X-Nurie-Client": "me"})
    seen = statuses(studio, page, 2)
    assert seen[-1]["author"] == "me"
    assert seen[-1]["seconds"] > 0


def test_work_is_found_again_after_a_restart(model: Path, png: bytes, tmp_path: Path) -> None:
    with running(model, tmp_path) as studio:
        page = studio.open(png, "kept.png")
        studio.put(f"{page}/hints", HINTS)
        studio.put(f"{page}/mix", MIX)
        before = studio.get(page).json()
        picture = studio.get(f"{page}/export/png").content
    with running(model, tmp_path) as studio:
        after = studio.get(page).json()
        assert (after["name"], after["hints"], after["mix"]) == ("kept.png", before["hints"], before["mix"])
        assert studio.get(f"{page}/export/png").content == picture


def test_a_removed_session_is_gone(model: Path, png: bytes, tmp_path: Path) -> None:
    with running(model, tmp_path) as studio:
        page = studio.open(png)
        until(lambda: studio.get(page).json()["status"]["saved"])
        assert len(list(tmp_path.iterdir())) == 2
        assert studio.client.delete(page).status_code == 204
        assert studio.client.get(page).status_code == 404
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"once upon a time", "not a picture"),
        (b"PK\x03\x04 not a zip", "damaged or cut short"),
        (b"\x89PNG\r\n\x1a\nxxxx", "not a picture"),
    ],
)
def test_what_is_no_sketch_is_refused(studio: Running, content: bytes, words: str) -> None:
    answer = studio.client.post("/api/sessions", content=content)
    assert answer.status_code == 422
    assert words in answer.json()["error"]


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("hints", {"hints": [{"x": 2, "y": 0, "radius": 0, "color": "#000000"}]}, "x is wrong"),
        ("hints", {"hints": [{"x": 0, "y": 0, "radius": 0, "color": "red"}]}, "color is wrong"),
        ("hints", {"hints": [{"x": 0, "y": 0, "radius": 0, "color": "#000000"}] * 2001}, "hints is wrong"),
        ("mix", {"base": 10}, "base is wrong"),
        ("mix", {"regions": [{"x": 0.5, "y": 0.5}]}, "from"),
        ("palette", {"colors": [{"name": "a\nb", "color": "#000000"}]}, "one line"),
        ("palette", {"colors": [{"name": "\ud800", "color": "#000000"}]}, "wrong"),
    ],
)
def test_wrong_decisions_change_nothing(
    studio: Running, png: bytes, path: str, body: object, words: str
) -> None:
    page = studio.open(png)
    headers = {"Content-Type": "application/json"}
    answer = studio.client.put(f"{page}/{path}", content=json.dumps(body), headers=headers)
    assert answer.status_code == 422
    assert words in answer.json()["error"]
    assert studio.get(page).json()["status"]["revision"] == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[1,", b"\xff\xfe", b"null", b'{"hints": NaN}', b"[" * 100_000])
def test_broken_json(studio: Running, png: bytes, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = studio.client.put(f"{studio.open(png)}/hints", content=body, headers=headers)
    assert answer.status_code in (400, 422)
    assert answer.json()["error"].endswith(".")


@pytest.mark.parametrize("id", ["x", "A" * 22, "..%2F..%2Fetc%2Fpasswd", "%00", "é" * 22])
def test_an_unknown_session(studio: Running, id: str) -> None:
    answer = studio.client.get(f"/api/sessions/{id}")
    assert answer.status_code == 404
    assert answer.json()["error"].endswith(".")
