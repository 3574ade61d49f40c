"""Drawings painted with a brush."""

import numpy as np
import pytest

from nurie.data.brush import painted
from nurie.data.config import SourceConfig
from nurie.data.drawn import Drawing, draw
from nurie.data.pairs import DrawnSource
from nurie.lineart.extract import high_pass
from nurie.schemes.parts import Part


@pytest.fixture(scope="module")
def panel() -> Drawing:
    """A panel with a bubble or a sound, and with some ground."""
    return next(
        drawing
        for drawing in (draw(seed, (256, 256), kind="panel") for seed in range(30))
        if min((drawing.parts == part).mean() for part in (Part.BUBBLE, Part.GROUND)) > 0.05
    )


@pytest.mark.parametrize("seed", range(12))
def test_paper_stays_white_and_all_else_is_painted(panel: Drawing, seed: int) -> None:
    rgb = painted(np.random.default_rng(seed), panel)
    assert rgb.shape == (*panel.line.shape, 3)
    assert rgb.dtype == np.uint8
    paper, bare = panel.parts == Part.BUBBLE, panel.line == 255
    assert (rgb[paper & bare] == 255).all()
    others = rgb[~paper & bare]
    assert (others.min(axis=1) < 250).mean() > 0.5


def test_brushwork_is_seen_as_lines_where_nothing_is_drawn(panel: Drawing) -> None:
    """Of some paintings many, of others few: that is what a network is to see through."""
    bare = (panel.parts == Part.GROUND) & (panel.line == 255)
    drawn = [
        (high_pass(painted(np.random.default_rng(seed), panel), 1.0)[bare] < 200).mean() for seed in range(24)
    ]
    assert max(drawn) > 0.1
    assert min(drawn) < 0.01


def test_in_half_of_the_paintings_bubbles_have_no_outline() -> None:
    """A white square in one gray ground, with a black outline: the outline is painted over or not."""
    line, parts = np.full((128, 128), 255, np.uint8), np.zeros((128, 128), np.uint8)
    line[39:90, 39:90], line[40:89, 40:89] = 0, 255
    parts[40:89, 40:89] = Part.BUBBLE
    nothing = np.zeros_like(line)
    square = Drawing(line, parts, nothing, nothing, nothing, 0)
    outlined = 0
    for seed in range(60):
        rgb = painted(np.random.default_rng(seed), square).astype(int)
        darker = rgb[20:30, 45:85].mean() - rgb[39, 45:85].mean()
        outlined += bool(darker > 0.1 * rgb[20:30, 45:85].mean())
    assert 15 < outlined < 45


def test_a_source_paints_its_share_of_the_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def counted(rng: np.random.Generator, drawing: Drawing) -> np.ndarray:
        made.append(drawing.seed)
        return painted(rng, drawing)

    monkeypatch.setattr("nurie.data.pairs.painted", counted)
    for share, least, most in ((0.0, 0, 0), (0.5, 12, 28), (1.0, 40, 40)):
        made.clear()
        source = DrawnSource(SourceConfig("drawn", count=6, side=128, zoom=(1.0, 1.0), painted=share))
        for seed in range(40):
            source.sample(np.random.default_rng(seed), (64, 64), False)
        assert least <= len(made) <= most
