"""Materials in a real browser: one click a material, what a region is, nine others, character sheets."""

import base64
import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from studio.knowing import CLOTHES, HAIR, SKIN, UNSURE, Knowing, page_of
from studio.running import Running, running, until

from e2e.acting import (
    address,
    downloaded,
    fresh_page,
    knows,
    open_file,
    pixel,
    place,
    ready,
    state,
    use_color,
)
from e2e.conftest import encoded
from nurie import Colorizer
from nurie.colorize.character import Character
from nurie.schemes import Part, schemes_of

NETWORK = Knowing


def open_flat(page: Page, studio: Running, *paths: Path) -> None:
    """Open sketches, the last one without light and shade, so that a color is seen as it is."""
    open_file(page, *paths)
    page.click("[data-finish=flat]")
    knows(studio, page, lambda now: now.get("finish") == "flat")
    ready(page)


def shows(page: Page, where: tuple[float, float], color: str | tuple[float, ...]) -> None:
    """Wait until the browser shows a color, up to what the screen rounds."""
    rgb = tuple(bytes.fromhex(color[1:])) if isinstance(color, str) else color
    page.mouse.move(10, 400)
    until(lambda: np.abs(np.subtract(pixel(page, *where), rgb)).max() <= 6)


def swatch(page: Page, material: str) -> str:
    """What the panel says that a material has, "#rrggbb"."""
    style = "(element) => element.style.getPropertyValue('--color')"
    return str(page.locator(f"#materials [data-material='{material}'] .swatch").evaluate(style))


def test_one_click_colors_a_material(page: Page, studio: Running, sheet_file: Path) -> None:
    open_flat(page, studio, sheet_file)
    names = page.locator("#materials li").evaluate_all(
        "(items) => items.map((item) => item.dataset.material)"
    )
    assert names == ["hair", "skin", "clothes", "prop", "ground"]
    assert swatch(page, "hair") == "#" + bytes(int(c) for c in schemes_of(None)[0].hair).hex()
    use_color(page, "#c02070")
    page.click("#materials [data-material=hair] button")
    knows(studio, page, lambda now: now["character"]["colors"] == {"hair": "#c02070"})
    shows(page, HAIR, "#c02070")
    shows(page, SKIN, schemes_of(None)[0].skin)
    until(lambda: swatch(page, "hair") == "#c02070")
    page.keyboard.press("4")  # whichever of the nine
    shows(page, HAIR, "#c02070")
    shows(page, SKIN, schemes_of(None)[3].skin)
    page.click("#materials [data-material=hair] .icon")
    shows(page, HAIR, schemes_of(None)[3].hair)
    page.keyboard.press("Control+z")
    shows(page, HAIR, "#c02070")
    page.reload()
    ready(page)
    shows(page, HAIR, "#c02070")


def test_what_a_click_would_color_lights_up(page: Page, studio: Running, sheet_file: Path) -> None:
    open_flat(page, studio, sheet_file)
    before = pixel(page, *HAIR), pixel(page, *SKIN)
    page.hover("#materials [data-material=hair] button")
    until(lambda: pixel(page, *HAIR) != before[0])
    assert pixel(page, *SKIN) == before[1]


def test_a_region_is_said_to_be_something_else(page: Page, studio: Running, sheet_file: Path) -> None:
    open_flat(page, studio, sheet_file)
    page.keyboard.press("m")
    page.mouse.move(*place(page, *SKIN))
    expect(page.locator("#material-here")).to_have_text("Skin")
    page.mouse.click(*place(page, *SKIN))
    menu = page.locator("#material-menu")
    expect(menu.locator("[aria-checked=true]")).to_have_text("Skin")
    expect(menu.locator("button")).to_have_count(12)
    menu.get_by_text("Clothes", exact=True).click()
    expect(menu).to_be_hidden()
    knows(studio, page, lambda now: [r["material"] for r in now["materials"]["regions"]] == ["clothes"])
    shows(page, SKIN, schemes_of(None)[0].clothes)
    page.mouse.click(*place(page, *SKIN))
    expect(menu.locator("[aria-checked=true]")).to_have_text("Clothes")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    page.mouse.click(*place(page, *SKIN))
    menu.get_by_text("Hair", exact=True).click()
    knows(studio, page, lambda now: [r["material"] for r in now["materials"]["regions"]] == ["hair"])


def test_regions_to_check_are_stepped_through(page: Page, studio: Running, sheet_file: Path) -> None:
    open_flat(page, studio, sheet_file)
    check, menu = page.locator("#check"), page.locator("#material-menu")
    expect(check).to_have_text("2 to check")
    check.click()
    expect(menu.locator("[aria-checked=true]")).to_have_text("Prop")
    page.keyboard.press("Enter")  # it is one; the next comes up
    expect(check).to_have_text("1 to check")
    expect(menu).to_be_visible()
    menu.get_by_text("Accessory", exact=True).click()
    expect(check).to_be_hidden()
    expect(menu).to_be_hidden()
    knows(
        studio, page,
        lambda now: [r["material"] for r in now["materials"]["regions"]] == ["prop", "accessory"],
    )  # fmt: skip
    first, second = (r["points"][0] for r in state(studio, page)["materials"]["regions"])
    assert sorted([first[0], second[0]]) == pytest.approx([UNSURE[0], 1 - UNSURE[0]], abs=0.02)


def test_nine_others_and_back(page: Page, studio: Running, sheet_file: Path) -> None:
    open_flat(page, studio, sheet_file)
    expect(page.locator("#nine-before")).to_be_disabled()
    page.click("#nine-others")
    page.keyboard.press("n")
    knows(studio, page, lambda now: now["schemes"] == 2)
    shows(page, HAIR, schemes_of(2)[0].hair)
    page.keyboard.press("Shift+N")
    knows(studio, page, lambda now: now["schemes"] == 1)
    page.click("#nine-before")
    knows(studio, page, lambda now: "schemes" not in now)
    shows(page, HAIR, schemes_of(None)[0].hair)


MIO = Character({Part.HAIR: "#1b2a63", Part.SKIN: "#ffe0c4", Part.CLOTHES: "#2a8f5a"}, "Mio")


def test_a_reference_picture_becomes_a_character(page: Page, studio: Running, sheet_file: Path) -> None:
    """Dropped on the panel; then the sheet is saved, cleared and loaded."""
    open_flat(page, studio, sheet_file)
    picture = Colorizer(Knowing(), threads=1).color(page_of(400)).with_character(MIO).images[0]
    file = io.BytesIO()
    picture.save(file, "PNG")
    page.evaluate(
        """(data) => {
            const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
            const dropped = new DataTransfer();
            dropped.items.add(new File([bytes], "mio.png", { type: "image/png" }));
            document.getElementById("h-materials").dispatchEvent(
                new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
        }""",
        base64.b64encode(file.getvalue()).decode(),
    )
    knows(studio, page, lambda now: now["character"]["name"] == "mio")
    for where, color in ((HAIR, "#1b2a63"), (SKIN, "#ffe0c4"), (CLOTHES, "#2a8f5a")):
        shows(page, where, color)
    ready(page)
    saved, data = downloaded(page, lambda: page.select_option("#character-do", "save"))
    assert saved.suggested_filename == "page-character.json"
    assert Character.loads(data.decode()).colors[Part.HAIR] == "#1b2a63"
    page.select_option("#character-do", "clear")
    knows(studio, page, lambda now: now["character"]["colors"] == {})
    page.set_input_files("#character-file", {"name": "a.json", "mimeType": "", "buffer": data})
    knows(studio, page, lambda now: now["character"]["colors"].get("hair") == "#1b2a63")
    bad = {"format": "nurie-character", "version": 1, "colors": {"hat stand": "#000000"}}
    page.set_input_files(
        "#character-file", {"name": "b.json", "mimeType": "", "buffer": json.dumps(bad).encode()}
    )
    expect(page.locator("#character-problem")).to_contain_text("names no material")


def test_a_pasted_reference_picture_becomes_a_character(
    page: Page, studio: Running, sheet_file: Path
) -> None:
    """A press on the panel says where it goes; the picture comes from the browser's own clipboard."""
    open_flat(page, studio, sheet_file)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    picture = Colorizer(Knowing(), threads=1).color(page_of(400)).with_character(MIO).images[0]
    page.evaluate(
        """async (data) => {
            const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
            const copied = new ClipboardItem({ "image/png": new Blob([bytes], { type: "image/png" }) });
            await navigator.clipboard.write([copied]);
        }""",
        base64.b64encode(encoded(picture)).decode(),
    )
    page.click("#h-materials")
    page.keyboard.press("Control+v")
    knows(studio, page, lambda now: now["character"]["colors"].get("hair") == "#1b2a63")
    for where, color in ((HAIR, "#1b2a63"), (SKIN, "#ffe0c4"), (CLOTHES, "#2a8f5a")):
        shows(page, where, color)
    expect(page.locator("#strip .tab")).to_have_count(1)
    page.click("#canvas", position={"x": 30, "y": 300})
    page.keyboard.press("Control+v")
    expect(page.locator("#strip .tab")).to_have_count(2)


def test_chosen_pages_get_the_character(
    page: Page, studio: Running, sheet_file: Path, tmp_path: Path
) -> None:
    """Of three pages the first has it and the second is ticked: the third stays as it is."""
    others = [tmp_path / name for name in ("two.png", "three.png")]
    for other in others:
        other.write_bytes(sheet_file.read_bytes())
    open_flat(page, studio, sheet_file, *others)
    use_color(page, "#c02070")
    page.click("#materials [data-material=hair] button")
    knows(studio, page, lambda now: now["character"]["colors"] == {"hair": "#c02070"})
    page.keyboard.press("p")
    expect(page.locator("#book-character")).to_be_disabled()
    page.check("#book-pages li:nth-child(2) [data-kind=tick]")
    expect(page.locator("#book-character")).to_have_text("Give the chosen pages the character of page.png")
    page.click("#book-character")
    expect(page.locator("#book")).to_be_hidden()
    ids = page.locator("#strip .tab").evaluate_all("(all) => all.map((tab) => tab.dataset.id)")

    def colors() -> list[dict[str, str]]:
        return [studio.get(f"/api/sessions/{id}").json()["character"]["colors"] for id in ids]

    until(lambda: colors() == [{"hair": "#c02070"}, {"hair": "#c02070"}, {}])
    page.click("#strip .tab:nth-child(2) [role=tab]")
    ready(page)
    page.keyboard.press("Control+z")
    until(lambda: colors() == [{"hair": "#c02070"}, {}, {}])
    page.keyboard.press("p")
    page.check("#tick-all")
    expect(page.locator("#book-pages :checked")).to_have_count(3)


def test_all_open_pages_get_the_same_character(
    page: Page, studio: Running, sheet_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "two.png"
    other.write_bytes(sheet_file.read_bytes())
    open_flat(page, studio, sheet_file, other)
    first = address(page)
    use_color(page, "#c02070")
    page.click("#materials [data-material=hair] button")
    page.select_option("#character-do", "everywhere")
    page.click("#strip .tab:nth-child(2) [role=tab]")
    until(lambda: address(page) != first)
    knows(studio, page, lambda now: now["character"]["colors"] == {"hair": "#c02070"})
    page.click("[data-finish=flat]")
    shows(page, HAIR, "#c02070")


def test_layers_have_japanese_names_from_a_japanese_studio(
    page: Page, studio: Running, sheet_file: Path
) -> None:
    open_flat(page, studio, sheet_file)
    page.click("#language")
    ready(page)
    expect(page.locator("#materials [data-material=hair]")).to_have_text("髪")
    _, data = downloaded(page, lambda: page.click("#exports [data-format=ora]"))
    assert 'name="髪"' in zipfile.ZipFile(io.BytesIO(data)).read("stack.xml").decode()


def test_models_that_name_nothing_have_no_panel(
    browser: Browser, model: Path, sheet_file: Path, tmp_path: Path
) -> None:
    with running(model, tmp_path / "other") as other:
        page = fresh_page(browser)
        page.goto(other.url)
        open_file(page, sheet_file)
        expect(page.locator("#materials-panel")).to_be_hidden()
        expect(page.locator("#seeds")).to_be_hidden()
        page.context.close()


def test_what_is_locked_never_changes(page: Page, studio: Running, sheet_file: Path) -> None:
    """Whatever is hinted, picked, named or painted afterwards."""
    open_flat(page, studio, sheet_file)
    skin = schemes_of(None)[0].skin
    page.click("[data-tool=lock]")
    page.mouse.click(*place(page, *SKIN))
    knows(studio, page, lambda now: [r["locked"] for r in now["mix"]["regions"]] == [True])
    page.click("[data-tool=dot]")
    use_color(page, "#2040d0")
    page.mouse.click(*place(page, *SKIN))
    page.click("#materials [data-material=skin] button")
    page.keyboard.press("7")
    page.keyboard.press("n")
    knows(studio, page, lambda now: now.get("schemes") == 1 and now["mix"]["base"] == 7)
    ready(page)
    page.keyboard.press("h")  # the dot itself
    shows(page, SKIN, skin)
    shows(page, HAIR, schemes_of(1)[6].hair)
    picture = Image.open(io.BytesIO(studio.get(f"{address(page)}/export/png").content)).convert("RGB")
    assert picture.getpixel((int(SKIN[0] * 320), int(SKIN[1] * 400))) == tuple(int(c) for c in skin)


def test_no_tint_lies_over_what_was_filled(page: Page, studio: Running, sheet_file: Path) -> None:
    open_flat(page, studio, sheet_file)
    page.click("[data-tool=fill]")
    use_color(page, "#20a040")
    x, y = place(page, *SKIN)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.up()
    page.mouse.move(x + 3, y)
    until(lambda: np.abs(np.subtract(pixel(page, *SKIN), (0x20, 0xA0, 0x40))).max() <= 6)
    unlit = pixel(page, *HAIR)
    page.mouse.move(*place(page, *HAIR))
    until(lambda: pixel(page, *HAIR) != unlit)  # else a busy browser joins the two moves into one
    page.mouse.move(x, y)
    until(lambda: np.abs(np.subtract(pixel(page, *SKIN), (0x20, 0xA0, 0x40))).max() > 20)


def test_light(page: Page, studio: Running, sheet_file: Path) -> None:
    open_flat(page, studio, sheet_file)
    plain = studio.get(f"{address(page)}/picture").content
    expect(page.locator("#light-options")).to_be_hidden()
    page.click("[data-finish=soft]")
    page.locator("#light-strength").fill("150")
    knows(studio, page, lambda now: (now.get("finish"), now["light_strength"]) == ("soft", 1.5))
    assert studio.get(f"{address(page)}/picture").content != plain
    page.keyboard.press("Control+z")
    knows(studio, page, lambda now: now["light_strength"] == 1)


def around(page: Page, angle: float, reach: float = 30) -> tuple[float, float]:
    """A place on the round of the sun, degrees clockwise from the top."""
    page.locator("#sun").scroll_into_view_if_needed()
    box = page.locator("#sun").bounding_box()
    assert box
    turn = np.radians(angle)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    return x + reach * float(np.sin(turn)), y - reach * float(np.cos(turn))


def test_a_sun_is_dragged_to_where_the_light_comes_from(
    page: Page, studio: Running, sheet_file: Path
) -> None:
    """The picture follows while the button is down; the whole drag is one step."""
    open_flat(page, studio, sheet_file)
    page.click("[data-finish=cel]")
    ready(page)
    sun = page.locator("#sun")
    expect(sun).to_have_attribute("aria-valuetext", "From the upper left, 315°")
    page.mouse.move(*around(page, 315))
    page.mouse.down()
    for angle in range(315, 450, 9):
        page.mouse.move(*around(page, angle, 20 + angle % 40))
    page.mouse.move(*around(page, 90, 300))  # far off the round
    expect(sun).to_have_attribute("aria-valuenow", "90")
    knows(studio, page, lambda now: now["light_from"] == 90)
    dragged = studio.get(f"{address(page)}/picture?layer=colors").content
    ready(page)
    page.mouse.move(*around(page, 0, 2))  # the middle names no direction
    page.mouse.up()
    page.mouse.move(*around(page, 200))
    assert state(studio, page)["light_from"] == 90
    expect(page.locator("#sun-says")).to_have_text("From the right, 90°")
    page.keyboard.press("Control+z")
    knows(studio, page, lambda now: now["light_from"] == 315)
    assert studio.get(f"{address(page)}/picture?layer=colors").content != dragged


def test_the_picture_follows_the_sun(page: Page, studio: Running, sheet_file: Path) -> None:
    """Light from one side and the other, while the button is still down."""
    open_flat(page, studio, sheet_file)
    page.click("[data-finish=cel]")
    ready(page)
    left, right = (0.33, 0.78), (0.67, 0.78)  # of the clothes
    page.mouse.move(*around(page, 315))
    page.mouse.down()
    for angle, lit, shaded in ((270, left, right), (90, right, left)):
        page.mouse.move(*around(page, angle))
        until(lambda lit=lit, shaded=shaded: sum(pixel(page, *lit)) > sum(pixel(page, *shaded)) + 60)
    page.mouse.up()


def test_arrow_keys_and_fingers_turn_the_sun(browser: Browser, studio: Running, sheet_file: Path) -> None:
    page = fresh_page(browser, locale="ja-JP", has_touch=True)
    page.goto(studio.url)
    open_file(page, sheet_file)
    sun = page.locator("#sun")
    expect(sun).to_have_attribute("aria-valuetext", "左上から 315°")
    sun.focus()
    for key, angle in (("ArrowRight", 320), ("ArrowDown", 315), ("Shift+ArrowUp", 0), ("ArrowLeft", 355)):
        page.keyboard.press(key)
        knows(studio, page, lambda now, angle=angle: now["light_from"] == angle)
    page.keyboard.press("Control+z")
    knows(studio, page, lambda now: now["light_from"] == 0)
    page.touchscreen.tap(*around(page, 90))
    expect(sun).to_have_attribute("aria-valuetext", "右から 90°")
    knows(studio, page, lambda now: now["light_from"] == 90)
    page.context.close()
