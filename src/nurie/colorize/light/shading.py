"""A drawing's light and shade, ready to be laid over any of its colorings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import reduce

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Floats, Mask
from nurie.colorize.light import tones
from nurie.colorize.light.light import Light
from nurie.packed import Held, Packed

_AMOUNTS = ("shadow", "second", "gloss", "blush")


@dataclass(frozen=True, eq=False)
class Shading:
    """The amounts of shadow, gloss and blush at each pixel; all planes are (H, W) bytes, amounts 0..255.

    Those of a piece of a strip are packed until rows of it are asked for (`at`).

    Attributes:
        light: how the drawing is lit.
        parts: `nurie.schemes.Part` values.
        shadow: form and cast shadows.
        second: the second, deeper shadow of the soft finish; all 0 for cel.
        gloss: highlights of hair, accessories and eyes.
        blush: of cheeks.
    """

    light: Light
    parts: Held[np.uint8] = field(repr=False)
    shadow: Held[np.uint8] = field(repr=False)
    second: Held[np.uint8] = field(repr=False)
    gloss: Held[np.uint8] = field(repr=False)
    blush: Held[np.uint8] = field(repr=False)

    @classmethod
    def none(cls, light: Light, parts: Bytes) -> "Shading":
        """No light and no shade, for a page of parts (H, W)."""
        nothing = np.broadcast_to(np.uint8(0), parts.shape)
        return cls(light, parts, nothing, nothing, nothing, nothing)

    def at(self, rows: slice) -> "Shading":
        """The same of some rows, unpacked."""
        return Shading(self.light, self.parts[rows], *(getattr(self, name)[rows] for name in _AMOUNTS))

    def packed(self) -> "Shading":
        """The same with its planes packed."""
        return self.mapped(lambda plane: Packed([plane]))

    def mapped(self, work: Callable[[Bytes], Held[np.uint8]]) -> "Shading":
        """The same with other planes, each made of one of its own."""
        return Shading(self.light, *map(work, self._all()))

    def over(self, other: "Shading", mask: Mask) -> "Shading":
        """That of another one, and in a mask, (H, W), this."""
        pairs = zip(self._all(), other._all(), strict=True)
        return Shading(self.light, *(np.where(mask, own, its) for own, its in pairs))

    @classmethod
    def stacked(cls, pieces: "Sequence[Shading]") -> "Shading":
        """That of pieces of one width, from the top down, as one."""
        planes = zip(*(piece._all() for piece in pieces), strict=True)
        return cls(pieces[0].light, *map(np.vstack, planes))

    @property
    def planes(self) -> tuple[Bytes, ...]:
        """What light and shade follow from: the parts, and the amounts that are not 0 everywhere."""
        parts, *amounts = self._all()
        return parts, *(plane for plane in amounts if plane.any())

    def _all(self) -> tuple[Bytes, ...]:
        return tuple(np.asarray(getattr(self, name)) for name in ("parts", *_AMOUNTS))

    def on(self, flats: Bytes) -> Bytes:
        """Lay light and shade over flats.

        Args:
            flats: (H, W, 3) bytes, RGB, colors without lines.

        Returns:
            (H, W, 3) bytes, RGB, a new array. Shadow only darkens and gloss only lightens, so that a layer
            to multiply and one to screen over the flats can hold it.
        """
        if self.light.finish == "flat":
            return flats.copy()
        packed = cv2.cvtColor(flats, cv2.COLOR_RGB2RGBA)  # as uint32, so that one operation moves a pixel
        self._light(packed.view(np.uint32).ravel())
        return np.asarray(cv2.cvtColor(packed, cv2.COLOR_RGBA2RGB), np.uint8)

    def _light(self, colors: npt.NDArray[np.uint32]) -> None:
        """Light colors (n,), packed as RGBA; in place. A run of equal pixels is mixed once."""
        planes = {name: plane for name in _AMOUNTS if (plane := getattr(self, name)).any()}
        if not planes:
            return
        toned = np.flatnonzero(reduce(np.bitwise_or, planes.values()) > 0)
        own = colors.take(toned)
        parts, *amounts = (plane.ravel().take(toned) for plane in (self.parts, *planes.values()))
        start = np.ones(toned.size, np.bool_)
        start[1:] = own[1:] != own[:-1]
        for values in (parts, *amounts):
            start[1:] |= values[1:] != values[:-1]
        first = np.flatnonzero(start)
        given = {name: amount.take(first) for name, amount in zip(planes, amounts, strict=True)}
        mixed = self._mixed(own.take(first).view(np.uint8).reshape(-1, 4)[:, :3], parts.take(first), given)
        packed = np.asarray(cv2.cvtColor(mixed[None], cv2.COLOR_RGB2RGBA), np.uint8).view(np.uint32).ravel()
        colors[toned] = packed.repeat(np.diff(first, append=toned.size))

    def _mixed(self, colors: Bytes, parts: Bytes, amounts: dict[str, Bytes]) -> Bytes:
        """Colors (n, 3) of parts (n,) mixed with the amounts (n,) that are given, by the names of planes."""
        strength = self.light.strength
        mixed = colors.astype(np.float32)
        for name, depth in (("shadow", strength), ("second", 1.6 * strength)):
            if name in amounts:
                mixed = _toward(mixed, tones.shadow_colors(colors, parts, depth), amounts[name])
        if "blush" in amounts:
            pink = np.minimum(np.array(tones.BLUSH, np.float32), mixed)
            mixed = _toward(mixed, pink, amounts["blush"], min(0.6 * strength, 1))
        if "gloss" in amounts:
            reach = np.minimum(tones.gloss_reach() * strength, 1)[parts, None]
            mixed = _toward(mixed, np.float32(255), amounts["gloss"], reach)
        return np.rint(mixed).astype(np.uint8)


def _toward(
    colors: Floats,
    goal: Floats | np.float32,
    amount: Bytes,
    reach: Floats | float = 1.0,
) -> Floats:
    """Colors (n, 3) moved towards a goal; all the way at amount 255 and reach 1."""
    share = amount[:, None].astype(np.float32) * np.float32(1 / 255)
    return np.asarray(colors + (goal - colors) * (share * reach), np.float32)
