"""A drawing's light and shade, ready to be laid over any of its colorings."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Floats
from nurie.colorize.light import tones
from nurie.colorize.light.light import Light

_PLANES = ("shadow", "second", "gloss", "blush")
_ROWS = 256  # that are colored at a time


@dataclass(frozen=True, eq=False)
class Shading:
    """How much of what lies on each pixel; all planes are (H, W) bytes, 0..255.

    Attributes:
        light: how the drawing is lit.
        shadow: form and cast shadows.
        second: the second, deeper shadow of the soft finish; all 0 for cel.
        gloss: light that shines back.
        blush: of cheeks.
    """

    light: Light
    shadow: Bytes = field(repr=False)
    second: Bytes = field(repr=False)
    gloss: Bytes = field(repr=False)
    blush: Bytes = field(repr=False)

    @classmethod
    def none(cls, light: Light, shape: tuple[int, int]) -> "Shading":
        """No light and no shade, without memory of its own, for a page of (H, W)."""
        nothing = np.broadcast_to(np.uint8(0), shape)
        return cls(light, nothing, nothing, nothing, nothing)

    def at(self, rows: slice) -> "Shading":
        """The same of some rows."""
        planes = (plane[rows] for plane in (self.shadow, self.second, self.gloss, self.blush))
        return Shading(self.light, *planes)

    @classmethod
    def stacked(cls, pieces: "Sequence[Shading]") -> "Shading":
        """The light and shade of pieces of one width, one below the other, all lit alike."""
        if len(pieces) == 1:
            return pieces[0]
        planes = (np.vstack([getattr(one, name) for one in pieces]) for name in _PLANES)
        return cls(pieces[0].light, *planes)

    def on(self, flats: Bytes, parts: Bytes) -> Bytes:
        """Light colors.

        Args:
            flats: (H, W, 3) bytes, RGB, colors without lines.
            parts: (H, W), `nurie.schemes.Part` values.

        Returns:
            (H, W, 3) bytes, RGB, a new array. Shadow only darkens and gloss only lightens, so that a layer
            to multiply and one to screen over the flats can hold it.
        """
        lit = flats.copy()
        if self.light.finish == "flat":
            return lit
        for top in range(0, len(lit), _ROWS):
            band = np.s_[top : top + _ROWS]
            toned = np.flatnonzero(
                self.shadow[band] | self.second[band] | self.gloss[band] | self.blush[band]
            )
            if toned.size:
                rows = lit[band].reshape(-1, 3)
                planes = (p[band].ravel()[toned] for p in (self.shadow, self.second, self.gloss, self.blush))
                rows[toned] = self._mixed(rows[toned], parts[band].ravel()[toned], *planes)
        return lit

    def _mixed(
        self, colors: Bytes, parts: Bytes, shadow: Bytes, second: Bytes, gloss: Bytes, blush: Bytes
    ) -> Bytes:
        """Colors in shadow, with blush and gloss: (n, 3) bytes."""
        strength = self.light.strength
        codes = colors @ np.array([1, 256, 65536], np.uint32) | parts.astype(np.uint32) << np.uint32(24)
        kinds, kind = _distinct(codes)
        rgbp = kinds.view(np.uint8).reshape(-1, 4)
        own, part = np.ascontiguousarray(rgbp[:, :3]), rgbp[:, 3]
        mixed = _toward(colors.astype(np.float32), tones.shadow_colors(own, part, strength)[kind], shadow)
        if second.any():
            mixed = _toward(mixed, tones.shadow_colors(own, part, 1.6 * strength)[kind], second)
        some = np.flatnonzero(blush)
        if some.size:
            pink = np.minimum(np.array(tones.BLUSH, np.float32), mixed[some])
            mixed[some] = _toward(mixed[some], pink, blush[some], min(0.6 * strength, 1))
        some = np.flatnonzero(gloss)
        if some.size:
            reach = np.minimum(tones.gloss_reach() * strength, 1)[parts[some], None]
            mixed[some] = _toward(mixed[some], np.float32(255), gloss[some], reach)
        return np.rint(mixed).astype(np.uint8)


def _toward(
    colors: Floats,
    goal: Floats | np.float32,
    amount: Bytes,
    reach: Floats | float = 1.0,
) -> Floats:
    """Colors (n, 3) moved to a goal by an amount of 255 and a reach of 1."""
    share = amount[:, None].astype(np.float32) * np.float32(1 / 255)
    return np.asarray(colors + (goal - colors) * (share * np.float32(1) * reach), np.float32)


def _distinct(codes: npt.NDArray[np.uint32]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.intp]]:
    """`np.unique` with the inverse, fast where like codes lie side by side, as flats do."""
    start = np.concatenate([[True], codes[1:] != codes[:-1]])
    kinds, kind = np.unique(codes[start], return_inverse=True)
    return kinds, np.asarray(kind)[np.cumsum(start) - 1]
