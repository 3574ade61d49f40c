"""The layers of an outfit, and legs that many outfits share."""

from collections.abc import Callable
from dataclasses import dataclass

from nurie.data.drawn import garments as g
from nurie.data.drawn.body import Arm, Body
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part

MAIN, TRIM, EXTRA = Part.CLOTHES, Part.CLOTHES_2, Part.ACCESSORY


@dataclass(frozen=True)
class Outfit:
    """The layers of an outfit, drawn in this order around the skin."""

    legs: Callable[[Pen, Body], None]
    """On the bare legs, before the trunk."""
    trunk: Callable[[Pen, Body], None]
    sleeve: Callable[[Pen, Body, Arm], object]
    """On one bare arm."""
    collar: Callable[[Pen, Body], None]
    """Over everything, before the head."""
    bare: bool = False
    """Whether the trunk's garment goes over the shoulders of bare arms."""
    tucked: bool = False
    """Whether the legs' garments go over the trunk's."""


def nothing(pen: Pen, body: Body) -> None:
    """No layer."""


def pleated(part: Part, socks: Part | None = None, shoes: Part = EXTRA) -> Callable[[Pen, Body], None]:
    """A pleated skirt with shoes and, if given, socks."""

    def legs(pen: Pen, body: Body) -> None:
        if socks is not None:
            g.socks(pen, body, socks, float(pen.rng.uniform(0.3, 0.72)))
        g.shoes(pen, body, shoes)
        hem = body.hip_y + float(pen.rng.uniform(0.25, 0.6)) * (body.knee_y - body.hip_y)
        g.skirt(pen, body, part, body.waist_y - 0.05, hem, body.hip * float(pen.rng.uniform(1.25, 1.6)), 8)

    return legs


def trousers(part: Part, share: float = 0.97, shoes: Part = EXTRA) -> Callable[[Pen, Body], None]:
    """Trousers over a share of the legs, with shoes."""

    def legs(pen: Pen, body: Body) -> None:
        g.shoes(pen, body, shoes)
        g.trousers(pen, body, part, share)

    return legs


def dress_legs(pen: Pen, body: Body) -> None:
    """Shoes or boots, at times stockings; the skirt comes with the trunk."""
    if pen.rng.random() < 0.5:
        g.socks(pen, body, TRIM, float(pen.rng.uniform(0.2, 0.8)))
    g.shoes(pen, body, EXTRA, float(pen.rng.choice([0.0, 0.35])))
