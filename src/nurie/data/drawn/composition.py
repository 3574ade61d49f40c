"""One framed view: a ground, figures before it, the last touches, and what lies before them."""

import numpy as np

from nurie.data.drawn.closeups import hand, legs
from nurie.data.drawn.figure import draw_figure, random_figure
from nurie.data.drawn.foregrounds import FOREGROUNDS
from nurie.data.drawn.grounds import GROUNDS
from nurie.data.drawn.outdoors import OUTDOORS
from nurie.data.drawn.pen import Pen
from nurie.data.drawn.rooms import ROOMS
from nurie.schemes.parts import Part

SHOTS = {"close": 0.12, "bust": 0.4, "half": 0.16, "knee": 0.16, "full": 0.16}
"""Kinds of pictures and how often they are drawn."""
CROWDS = 0.08
"""Share of two or three figures that stand before each other; others with two stand side by side."""


def draw_figures(pen: Pen, w: float, h: float) -> None:
    """A view w wide and h high, in short sides, with one figure or two."""
    ground = "plain" if pen.rng.random() < 0.45 else str(pen.rng.choice(list(GROUNDS)))
    GROUNDS[ground](pen, w, h)
    first = len(pen.canvas.part_of)
    _compose(pen, w, h)
    _finish_lines(pen, first)


def draw_foreground(pen: Pen, w: float, h: float) -> None:
    """Mostly nothing; at times speech, a desk, petals, sparkles or a panel's frame."""
    front = str(pen.rng.choice(list(FOREGROUNDS), p=[0.66, 0.1, 0.06, 0.04, 0.04, 0.1]))
    FOREGROUNDS[front](pen, w, h)


def draw_closeup(pen: Pen, w: float, h: float) -> None:
    """A hand or two, or legs, before a ground."""
    ground = "plain" if pen.rng.random() < 0.6 else str(pen.rng.choice(list(GROUNDS)))
    GROUNDS[ground](pen, w, h)
    first = len(pen.canvas.part_of)
    (hand if pen.rng.random() < 0.6 else legs)(pen, w, h)
    _finish_lines(pen, first)


def draw_place(pen: Pen, w: float, h: float) -> None:
    """A room or a place outdoors without anybody."""
    places = {**ROOMS, **OUTDOORS}
    places[str(pen.rng.choice(list(places)))](pen, w, h)


def _finish_lines(pen: Pen, first: int) -> None:
    """At times a heavy silhouette, at times hatched shadows; `first` numbers the first figure shape."""
    heavy, hatched, thick, angle, spacing = pen.rng.random(5)
    longest = max(pen.canvas.height, pen.canvas.width)
    line, tone = pen.style.width * longest, pen.style.tone
    if heavy < 0.12:
        pen.canvas.silhouette(first, line * (1.6 + 1.2 * thick), tone)
    if hatched < 0.1:
        parts = (Part.SKIN, Part.HAIR, Part.CLOTHES, Part.CLOTHES_2)[int(4 * thick) :]
        gap = (0.012 + 0.012 * spacing) * longest
        pen.canvas.hatch(np.pi * angle, gap, max(1.0, 0.4 * line), tone, parts)


def _compose(pen: Pen, w: float, h: float) -> None:
    """Place one figure, at times two or three."""
    rng = pen.rng
    shot = str(rng.choice(list(SHOTS), p=list(SHOTS.values())))
    pair = bool(rng.random() < 0.12) and shot != "close"
    heads = float(rng.choice([rng.uniform(2.5, 3.8), rng.uniform(4.5, 7.3)], p=[0.28, 0.72]))
    share = float(rng.random())
    off = float(rng.normal(0.0, 0.04)) if rng.random() < 0.8 else float(rng.uniform(-0.3, 0.3))
    lift = float(rng.uniform(-1.0, 1.0))
    lean = float(rng.normal(0.0, 0.03)) if rng.random() < 0.85 else float(rng.uniform(-0.3, 0.3))
    sides: tuple[float, ...] = (-1.0, 1.0) if pair else (0.0,)
    apart = 0.24 if pair else 0.0
    own = rng.spawn(1)[0]
    if shot != "close" and own.random() < CROWDS:
        pair, apart = True, float(own.uniform(0.12, 0.3))
        sides = [(-1.0, 1.0), (-1.0, 1.0, 0.0), (0.0, -1.0, 1.0)][int(own.integers(3))]
    for side in sides:
        figure = random_figure(rng, heads + float(rng.normal(0, 0.1)), shot != "close")
        across = w * (0.62 if pair else 1.0)
        unit = (across * h) ** 0.5
        if shot == "close":
            scale, y = (0.33 + 0.14 * share) * unit, h * (0.5 + 0.05 * lift)
        elif shot == "bust":
            scale = (0.165 + 0.11 * share) * unit
            y = max(h * (0.44 + 0.07 * lift), 1.1 * scale)
        elif shot == "half":
            scale = min((0.105 + 0.06 * share) * unit, 0.2 * h)
            y = h * 0.06 + (1.6 + 0.2 * lift) * scale
        elif shot == "knee":  # cut off between the middle of the thighs and the ankles
            seen = figure.body.bottom * (0.62 + 0.3 * share) + 1.75
            scale = min((0.97 + 0.04 * lift) * h / seen, across / 2.6)
            y = h - (seen - 1.75) * scale
        else:
            tall = figure.body.bottom + 1.75
            scale = min((0.84 + 0.16 * share) * h / tall, across / 3.4)
            y = h / 2 + (1.75 - tall / 2) * scale
        x = w * (0.5 + apart * side) + (0.3 if pair else 1.0) * off * w
        draw_figure(pen.at((x, y), lean, scale), figure)
