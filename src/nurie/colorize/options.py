"""How a sketch is to be colored: one frozen set of options for library, command line and studio."""

from dataclasses import dataclass, fields
from typing import Literal, get_args

from nurie import images
from nurie.colorize.checks import check_type, is_whole
from nurie.colorize.hints import HintScope, check_scope
from nurie.colorize.light import Light
from nurie.errors import OptionError, shown
from nurie.lineart.steps import AUTO, Step

Finish = Literal["cel", "soft", "flat", "network"]
"""How colors are laid on: lit with crisp edges or with soft ones, one even color a region, or the network's
own soft color maps."""

Tones = Literal["keep", "color"]
"""How screentone is handled: its dots stay in the lines, or become a darker shade of the colors."""

LARGEST_SIZE = 2048
"""Px that the network sees at most; the memory it takes grows with their square."""


@dataclass(frozen=True, repr=False)
class ColorOptions:
    """What :meth:`nurie.Colorizer.color` does.

    Attributes:
        size: the long side, in px, that the network sees of a drawing, or of the largest panel of a comic
            page, whose panels it sees one by one; None for what the model was trained for, and twice that for
            a page of several panels that is painted in gray.
        max_pixels: refuse larger pictures.
        steps: of cleaning that may be taken.
        hint_scope: "flow" colors all of the hinted material on the same figure; "region" colors only the
            regions that hold hints, and all else stays as it is without them.
        finish: "cel" and "soft" light the colors; "flat" gives each region one even color; "network" shows
            the network's own nine color maps. None is "cel", or "network" for a model that names no parts.
        light_from: where the light comes from, 0..360 degrees clockwise from the top.
        light_strength: how deep shadows and how bright lights are, 0..2.
        layer: the name or path of the layer of a document that holds the lines; None to find it.
        tones: "keep" leaves the dots of screentone in the lines; "color" takes them out, and what they cover
            is a darker shade of its color. Without the step "tone" all stay.

    Raises:
        OptionError: a value is outside its range.
        HintError: the scope is unknown.
        LightError: the light comes from nowhere, or is too strong.
    """

    size: int | None = None
    max_pixels: int = images.MAX_PIXELS
    steps: frozenset[Step] = AUTO
    hint_scope: HintScope = "flow"
    finish: Finish | None = None
    light_from: float = 315.0
    light_strength: float = 1.0
    layer: str | None = None
    tones: Tones = "color"

    def __post_init__(self) -> None:
        if self.size is not None and not (is_whole(self.size) and 32 <= self.size <= LARGEST_SIZE):
            raise OptionError(f"size is {shown(self.size)}: give a whole number of px, 32 to {LARGEST_SIZE}.")
        if not (is_whole(self.max_pixels) and self.max_pixels >= 1):
            raise OptionError(
                f"max_pixels is {shown(self.max_pixels)}: give a whole number of px, at least 1."
            )
        check_type("steps", self.steps, (frozenset, set, list, tuple), "a set of steps of cleaning")
        unknown = [step for step in self.steps if step not in frozenset(Step)]
        if unknown:
            names = ", ".join(step.value for step in Step)
            raise OptionError(f"{shown(unknown[0])} is no step of cleaning: choose from {names}.")
        if self.finish is not None and self.finish not in get_args(Finish):
            raise OptionError(f"finish is {shown(self.finish)}: choose from {', '.join(get_args(Finish))}.")
        if self.tones not in get_args(Tones):
            raise OptionError(f"tones is {shown(self.tones)}: choose from {', '.join(get_args(Tones))}.")
        object.__setattr__(self, "steps", frozenset(map(Step, self.steps)))
        check_scope(self.hint_scope)
        Light(angle=self.light_from, strength=self.light_strength)

    def __repr__(self) -> str:
        """Only the options that differ from the defaults."""
        values = ((field.name, getattr(self, field.name), field.default) for field in fields(self))
        changed = (f"{name}={value!r}" for name, value, usual in values if value != usual)
        return f"ColorOptions({', '.join(changed)})"


DEFAULT = ColorOptions()
"""The default options."""
