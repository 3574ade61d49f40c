"""Small pictures that say what is what: outlines, and the parts that they enclose."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from nurie.schemes import Part

Point = tuple[float, float]


@dataclass
class Picture:
    """Line art, and the `Part` at each pixel; what is drawn later hides what was drawn before.

    Attributes:
        side: of the picture, in px.
        width: of the lines, in px.
    """

    side: int = 400
    width: int = 3
    line: np.ndarray = field(init=False)
    parts: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.line = np.full((self.side, self.side), 255, np.uint8)
        self.parts = np.full((self.side, self.side), Part.GROUND, np.uint8)

    def polygon(self, part: Part, points: Sequence[Point]) -> "Picture":
        outline = np.rint(np.multiply(points, 16)).astype(np.int32)
        cv2.fillPoly(self.parts, [outline], int(part), shift=4)
        cv2.fillPoly(self.line, [outline], 255, shift=4)
        cv2.polylines(self.line, [outline], True, 0, self.width, cv2.LINE_AA, shift=4)
        return self

    def ellipse(self, part: Part, center: Point, axes: Point) -> "Picture":
        turn = np.linspace(0, 2 * np.pi, 120, endpoint=False)
        points = np.stack([center[0] + axes[0] * np.cos(turn), center[1] + axes[1] * np.sin(turn)], axis=1)
        return self.polygon(part, [(float(x), float(y)) for x, y in points])

    def girl(self, x: float, top: float, size: float = 1.0) -> "Picture":
        """A head with hair, two eyes and a dress with a collar of two pieces; 180 x 300 px at size 1."""

        def at(across: float, down: float) -> Point:
            return x + across * size, top + down * size

        def round_thing(part: Part, place: Point, axes: Point) -> None:
            self.ellipse(part, at(*place), (axes[0] * size, axes[1] * size))

        round_thing(Part.HAIR, (0, 75), (75, 75))
        self.polygon(Part.CLOTHES, [at(-35, 140), at(35, 140), at(88, 298), at(-88, 298)])
        for left_or_right in (-1, 1):
            corners = [at(left_or_right * across, down) for across, down in ((2, 150), (34, 150), (20, 180))]
            self.polygon(Part.CLOTHES_2, corners)
        round_thing(Part.SKIN, (0, 90), (50, 52))
        for left_or_right in (-1, 1):
            round_thing(Part.EYE_WHITE, (left_or_right * 23, 90), (18, 16))
            round_thing(Part.IRIS, (left_or_right * 23, 91), (8, 10))
        return self

    def inside(self, part: Part, reach: int = 4) -> np.ndarray:
        """(side, side), the pixels of a part that lie away from ink."""
        paper = cv2.erode((self.line > 250).astype(np.uint8), np.ones((reach + 1, reach + 1), np.uint8)) > 0
        return np.asarray(paper & (self.parts == part))
