"""A network that knows the truth: it answers any sketch with the parts that a test gives it."""

import cv2
import numpy as np

from nurie.colorize.model import Answer
from nurie.schemes import PART_COUNT, SCHEMES


class FakeNetwork:
    """Answers with the parts of one page, at whatever size and way round it is asked.

    Args:
        parts: (H, W), `Part` values of the page.
        fold: how many times smaller the answer is than the sketch.
        sure: the probability that it gives the true part; the others share the rest.
        names_parts: whether it says the parts, or only paints them in the nine schemes.
        size: the side that it was trained for.
        grays: whether it knows lines upon grays.
    """

    name = "fake"
    inputs = 1

    def __init__(
        self,
        parts: np.ndarray,
        fold: int = 2,
        sure: float = 0.9,
        names_parts: bool = True,
        size: int = 256,
        grays: bool = False,
    ) -> None:
        self.parts, self.fold, self.working_size, self.grays = parts, fold, size, grays
        self._sure, self._names_parts = sure, names_parts
        self.asked: list[np.ndarray] = []

    def __call__(self, sketch: np.ndarray) -> Answer:
        """(1, H, W); of a pair of mirror images the second one is taken for the mirrored one."""
        mirrored = len(self.asked) % 2 == 1 and np.array_equal(self.asked[-1], sketch[:, :, ::-1])
        self.asked.append(sketch)
        height, width = (side // self.fold for side in sketch.shape[1:])
        scale = min(height / self.parts.shape[0], width / self.parts.shape[1])
        inner = [max(1, round(side * scale)) for side in self.parts.shape]
        small = cv2.resize(self.parts, (inner[1], inner[0]), interpolation=cv2.INTER_NEAREST)
        top, left = (height - inner[0]) // 2, (width - inner[1]) // 2
        shown = np.zeros((height, width), np.uint8)
        shown[top : top + inner[0], left : left + inner[1]] = small
        if mirrored:
            shown = np.ascontiguousarray(shown[:, ::-1])
        colors = np.stack([scheme.table()[shown] for scheme in SCHEMES]).astype(np.float32)
        if not self._names_parts:
            return Answer(colors)
        likely = np.full((PART_COUNT, height, width), (1 - self._sure) / (PART_COUNT - 1), np.float32)
        np.put_along_axis(likely, shown[None].astype(np.intp), np.float32(self._sure), axis=0)
        return Answer(colors, likely)
