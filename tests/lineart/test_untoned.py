"""Screentone becomes a shade: dots go, lines stay, gradients stay gradients."""

import cv2
import numpy as np
import pytest
from lineart import ill

from nurie.colorize.compose import compose, shaded
from nurie.data.drawn import SCHEMES, LineStyle, draw, paint
from nurie.lineart.screentone import find_tones
from nurie.lineart.untoned import Untoned, untoned
from nurie.schemes import Part

INK = LineStyle(0.004, 0, 0.3)
TONED = {Part.HAIR: (7, 0.3), Part.CLOTHES: (6, 0.2)}
"""Period, in px, and share of the tone of each part."""


def light_of(share: float) -> float:
    """What the eye makes of dots that cover a share, 0..1: the light that they leave, as a byte tells it."""
    return float((1 - share) ** (1 / 2.2))


def taken_out(page: np.ndarray) -> Untoned:
    tones = find_tones(page)
    assert tones is not None
    found = untoned(ill.on_white(page), tones)
    assert found is not None
    return found


def toned(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A drawing with tones on hair and clothes, the drawing without, and the light that the tones leave."""
    drawing = draw(seed, (1000, 720), INK)
    page, light = drawing.line.copy(), np.ones(drawing.parts.shape)
    for part, (period, share) in TONED.items():
        inside = drawing.parts == part
        page = np.where(inside, np.minimum(page, ill.screentone(page.shape, period, share)), page)
        light[inside] = light_of(share)
    return page, drawing.line, light


@pytest.mark.parametrize("seed", [3, 53])
def test_dots_go_and_the_lines_stay_as_they_are(seed: int) -> None:
    page, line, light = toned(seed)
    drawing = taken_out(page).drawing[..., 0]
    assert (drawing[line < 128] == page[line < 128]).mean() > 0.99
    bare = (light < 1) & (line == 255)
    assert (page[bare] < 128).mean() > 0.2
    assert (drawing[bare] < 128).mean() < 0.02
    far = cv2.dilate((light < 1).astype(np.uint8), np.ones((9, 9))) == 0
    assert np.array_equal(drawing[far], page[far])


@pytest.mark.parametrize(("period", "share"), [(5, 0.1), (6, 0.3), (9, 0.35), (7, 0.65), (8, 0.75)])
def test_a_tone_is_as_dark_as_its_dots_are_from_afar(period: float, share: float) -> None:
    page = np.full((1200, 500), 255, np.uint8)
    page[100:500, 100:400] = ill.screentone((400, 300), period, share)
    cv2.rectangle(page, (98, 98), (401, 501), 0, 3)
    found = taken_out(page)
    inside, outside = found.shade[125:475, 125:375], found.shade[:90]
    assert np.abs(inside - 255 * light_of(share)).max() < (8 if share < 0.5 else 16)
    assert (outside == 255).all()
    assert (found.drawing[115:485, 115:385] == 255).mean() > 0.995


def test_a_gradient_stays_a_gradient() -> None:
    y, x = np.mgrid[:1200, :400] * (np.pi * np.sqrt(2) / 8)
    wave = np.cos(x + y) + np.cos(x - y)
    shares = np.linspace(0.08, 0.35, 1200)
    marks = np.quantile(wave, 1 - shares)
    page = np.where(wave > marks[:, None], 0, 255).astype(np.uint8)
    found = taken_out(page)
    rows = found.shade[20:-20, 20:-20].astype(float)
    assert np.abs(rows.mean(axis=1) - [255 * light_of(share) for share in shares[20:-20]]).max() < 6
    assert (np.diff(rows.mean(axis=1)[::80]) < 0).all()
    assert (rows.max(axis=1) - rows.min(axis=1)).max() < 10, "nothing of the dots is left"


def test_a_line_among_holes_of_a_dark_tone_stays() -> None:
    page = ill.screentone((1200, 500), 8, 0.7)
    cv2.line(page, (120, 40), (380, 460), 0, 7)
    drawing = taken_out(page).drawing[..., 0]
    along = [drawing[round(40 + 420 * t), round(120 + 260 * t)] for t in np.linspace(0.05, 0.95, 60)]
    assert np.mean(np.array(along) < 128) > 0.9
    assert (drawing[:, 400:] == 255).mean() > 0.98


def test_hatching_stipple_and_rows_of_periods_stay() -> None:
    page = np.full((1200, 500), 255, np.uint8)
    for x in range(-500, 500, 8):
        cv2.line(page, (x, 0), (x + 250, 250), 0, 2)
    for x, y in np.random.default_rng(3).integers([10, 270], [490, 400], (400, 2)).tolist():
        cv2.circle(page, (x, y), 2, 0, -1)
    for x in range(30, 470, 12):
        cv2.circle(page, (x, 450), 2, 0, -1)
    tones = find_tones(page)
    assert tones is None or untoned(ill.on_white(page), tones) is None


@pytest.mark.parametrize("seed", [3, 53])
def test_color_editions_look_so_rather_than_with_dots(seed: int) -> None:
    """A painter darkens what is toned; the shade is nearer to that than dots are, which the default says."""
    from nurie.color.difference import ciede2000
    from nurie.colorize.options import ColorOptions

    page, line, light = toned(seed)
    colors = paint(draw(seed, (1000, 720), INK), SCHEMES[2])
    truth = compose(np.rint(colors * light[..., None]).astype(np.uint8), ill.on_white(line))
    found = taken_out(page)
    ways = {
        "keep": compose(colors, ill.on_white(page)),
        "color": compose(shaded(colors, found.shade), found.drawing),
    }
    place = light < 1
    for blur in (0, 2):  # held close, and from afar
        seen = {name: cv2.GaussianBlur(rgb, (0, 0), blur) if blur else rgb for name, rgb in ways.items()}
        aim = cv2.GaussianBlur(truth, (0, 0), blur) if blur else truth
        apart = {
            name: ciede2000(rgb.astype(float), aim.astype(float))[place].mean() for name, rgb in seen.items()
        }
        assert min(apart, key=apart.__getitem__) == ColorOptions().tones
