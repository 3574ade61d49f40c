"""The options of light: finish, direction and strength."""

import math
from dataclasses import dataclass
from typing import Literal, get_args

from nurie.errors import LightError

PaintedFinish = Literal["cel", "soft", "flat"]
FINISHES: tuple[PaintedFinish, ...] = get_args(PaintedFinish)
STRONGEST = 2.0  # twice the usual strength


@dataclass(frozen=True)
class Light:
    """How a coloring is lit.

    Attributes:
        finish: ``cel``, shadows with crisp edges; ``soft``, the same blended, with a second shadow in their
            depth; ``flat``, neither light nor shade.
        angle: where the light comes from, 0..360 degrees clockwise from the top: 90 is the right, 315 the
            upper left.
        strength: how deep shadows and how bright lights are, 0..2.

    Raises:
        LightError: one of them is out of range.
    """

    finish: PaintedFinish = "cel"
    angle: float = 315.0
    strength: float = 1.0

    def __post_init__(self) -> None:
        if self.finish not in FINISHES:
            raise LightError(f"The finish {self.finish!r} is unknown; take {', '.join(FINISHES)}.")
        for name, value in (("angle", self.angle), ("strength", self.strength)):
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise LightError(f"The {name} of the light is {value!r}, which is no number; give one.")
        if not 0 <= self.angle <= 360:  # false for NaN, too
            raise LightError(f"The light comes from {self.angle} degrees; give an angle from 0 to 360.")
        if not 0 <= self.strength <= STRONGEST:
            raise LightError(f"The strength of the light is {self.strength}; give a number from 0 to 2.")

    @property
    def toward(self) -> tuple[float, float]:
        """The unit vector to the light, (x, y) with y down."""
        turn = math.radians(self.angle)
        return math.sin(turn), -math.cos(turn)
