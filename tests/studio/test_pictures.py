"""What is seen is what is saved, and no request sees another's hints."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from nurie import Border, Borders, Colorization, Colorizer, Hints
from nurie.colorize.character import Character
from nurie.colorize.hints import Hint
from nurie.colorize.mix import Choice, Mix
from nurie.colorize.palette import Palette, PaletteColor
from nurie.schemes import Part
from nurie.studio.colored import Colored
from nurie.studio.material_edits import MaterialEdits
from nurie.studio.pictures import PREVIEW, Snapshot
from nurie.studio.project import Work
from studio.knowing import HAIR, SKIN, Knowing, page_of

FAINT = (255 - 46,) * 3  # 18 %
YELLOW = (250, 220, 40)


@pytest.fixture(scope="module", params=[(0, 0, 0), FAINT, YELLOW], ids=["black", "faint", "yellow"])
def inked(request: pytest.FixtureRequest) -> Colorization:
    """A page larger than the preview, in ink of some color."""
    lines = page_of(2000)[..., None] / 255
    ink = np.array(request.param)
    sketch = np.rint(ink + (255 - ink) * lines).astype(np.uint8)
    return Colorizer(Knowing(), threads=1).color(sketch)


WORKS = {
    "cel": Work(),
    "soft": Work(finish="soft", light_from=90, light_strength=2),
    "plain": Work(finish="flat"),
    "mixed": Work(finish="flat", mix=Mix(3, (Choice((HAIR,), 7), Choice((SKIN,), "#10c020")))),
    "hinted": Work(finish="flat", hints=Hints((Hint((HAIR,), 0.02, "#d02040"),))),
    "snapped": Work(
        finish="flat",
        palette=Palette((PaletteColor("a", "#804020"), PaletteColor("b", "#f0e0d0"))),
        snap=True,
    ),
    "character": Work(finish="flat", character=Character({Part.HAIR: "#1b2a63"}), schemes=7),
    "said": Work(finish="flat", materials=MaterialEdits((((SKIN,), Part.CLOTHES),))),
    "parted": Work(
        finish="flat",
        borders=Borders((Border(((0.5, 0.6), (0.5, 0.96))), Border((HAIR, SKIN), "join"))),
        mix=Mix(1, (Choice(((0.4, 0.78),), "#10c020"),)),
    ),
    "network": Work(finish="network"),
}


def at_the_same_time(look: Callable[[str], None], *colors: str) -> None:
    """Call a function with each color in a thread of its own, and wait for all."""
    threads = [threading.Thread(target=look, args=(color,)) for color in colors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("work", WORKS.values(), ids=WORKS)
def test_what_is_seen_is_what_is_saved(inked: Colorization, work: Work) -> None:
    colored = Colored(work, Snapshot(inked, work))
    seen = colored.at(PREVIEW).composed(work.mix).astype(int)
    saved = colored.coloring.composed(work.mix)
    assert saved.shape == (2000, 1600, 3)
    small = cv2.resize(saved, seen.shape[1::-1], interpolation=cv2.INTER_AREA).astype(int)
    differs = np.abs(seen - small).max(axis=2)[~border_of(colored.at(PREVIEW).regions)]
    assert differs.size > 700_000
    lit = work.finish in (None, "soft")  # the edges of shadows are drawn anew at each size
    assert (differs > 3).mean() < (4e-3 if lit else 1e-4)


def border_of(regions: np.ndarray) -> np.ndarray:
    """Where regions meet, (h, w): a pixel there is a mean of both at full size, and one of them in a view."""
    sides = cv2.dilate(regions.astype(np.float32), np.ones((3, 3), np.uint8)) != regions
    return sides | (cv2.erode(regions.astype(np.float32), np.ones((3, 3), np.uint8)) != regions)


def test_a_choice_beside_a_border_is_of_the_same_region_at_every_size() -> None:
    """Pixels of a view beside a border may show another region than the same place at full size."""
    base = Colorizer(Knowing(), threads=1).color(page_of(2000))
    small = base.at(PREVIEW).regions
    rows, columns = (
        np.arange(full) * part // full for full, part in zip(base.regions.shape, small.shape, strict=True)
    )
    y, x = np.argwhere(small[rows][:, columns] != base.regions)[0].tolist()
    place = (x + 0.5) / 1600, (y + 0.5) / 2000
    assert small[int(place[1] * small.shape[0]), int(place[0] * small.shape[1])] != base.regions[y, x]
    for finish in ("flat", "network"):
        work = Work(mix=Mix(1, (Choice((place,), "#10c020"),)), finish=finish)
        colored = Colored(work, Snapshot(base, work))
        seen, saved = colored.at(PREVIEW), colored.coloring
        for region in (int(base.regions[y, x]), int(small[rows][:, columns][y, x])):
            where = [np.argwhere(c.regions == region).mean(axis=0).astype(int) for c in (seen, saved)]
            shown = [c.colors(work.mix)[tuple(place)] for c, place in zip((seen, saved), where, strict=True)]
            assert np.abs(np.subtract(*(color.astype(int) for color in shown))).max() <= 3


def test_decisions_show(inked: Colorization) -> None:
    """Each of the works above is another picture, so that the test above compares what was decided."""
    pictures = [
        Colored(work, Snapshot(inked, work)).at(256).colors(work.mix).tobytes() for work in WORKS.values()
    ]
    assert len(set(pictures)) == len(pictures)


def test_two_threads_never_get_each_others_hints() -> None:
    """Both ask the same page for several sizes and colorings at once; each sees its own color only."""
    base = Colorizer(Knowing(), threads=1).color(page_of(400))
    wrong: list[str] = []
    start = threading.Barrier(2)

    def look(color: str) -> None:
        rgb = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
        start.wait()
        for step in range(40):
            hints = Hints((Hint((HAIR,), 0.02, color), Hint((SKIN,), step / 1000, color)))
            colored = Colored(Work(hints=hints, finish="flat"), Snapshot(base, Work(hints=hints)))
            for size in (64, 128, 400):
                picture = colored.at(size).colors(step % 9)
                x, y = (int(share * side) for share, side in zip(HAIR, picture.shape[1::-1], strict=True))
                if picture[y, x].tolist() != rgb:
                    wrong.append(f"{color} at {size}: {picture[y, x]}")

    at_the_same_time(look, "#ff0000", "#0000ff")
    assert wrong == []


def test_one_page_answers_two_works_at_once() -> None:
    """Palettes, characters and schemes share one page: each asker gets its own."""
    base = Colorizer(Knowing(), threads=1).color(page_of(400))
    page = Snapshot(base, Work())
    wrong: list[str] = []
    start = threading.Barrier(2)

    def look(color: str) -> None:
        rgb = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
        colored = Colored(Work(character=Character({Part.HAIR: color}), finish="flat"), page)
        start.wait()
        for step in range(100):
            picture = colored.at(64 + step % 5).colors(step % 9)
            x, y = (int(share * side) for share, side in zip(HAIR, picture.shape[1::-1], strict=True))
            if picture[y, x].tolist() != rgb:
                wrong.append(color)

    at_the_same_time(look, "#ff0000", "#0000ff")
    assert wrong == []


def test_a_model_that_names_nothing_leaves_materials_waiting(model: Path) -> None:
    """A project with a character opens with any model."""
    base = Colorizer(model, threads=1).color(page_of(200))
    work = Work(character=Character({Part.HAIR: "#1b2a63"}), materials=MaterialEdits((((HAIR,), Part.SKIN),)))
    plain = Colored(Work(), Snapshot(base, Work())).coloring.colors(0)
    np.testing.assert_array_equal(Colored(work, Snapshot(base, work)).coloring.colors(0), plain)


def test_a_hint_does_not_part_regions_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What borders, locks and materials make of a sketch is taken from the page before."""
    base = Colorizer(Knowing(), threads=1).color(page_of(400))
    work = Work(borders=Borders((Border(((0.5, 0.6), (0.5, 0.96))),)))
    before = Snapshot(base, work)
    parted: list[Borders] = []
    with_borders = Colorization.with_borders

    def counted(self: Colorization, borders: Borders) -> Colorization:
        parted.append(borders)
        return with_borders(self, borders)

    monkeypatch.setattr(Colorization, "with_borders", counted)
    hinted = replace(work, hints=Hints((Hint(((0.4, 0.78),), 0.01, "#20a040", scope="region"),)))
    reused, anew = Snapshot(base, hinted, before), Snapshot(base, hinted)
    assert parted == [work.borders]
    seen = [page.at(400, hinted).composed(0) for page in (reused, anew)]
    assert np.array_equal(*seen)
    whole = replace(hinted, borders=Borders())
    assert not np.array_equal(Snapshot(base, whole, reused).at(400, whole).composed(0), seen[0])
