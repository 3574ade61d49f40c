"""The artist's hand: draws shapes and lines given in a figure's own coordinates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nurie.arrays import Doubles
from nurie.data.drawn import curves
from nurie.data.drawn.canvas import BLUSH, LIGHT, SCALE, SHADOW, Area, Canvas
from nurie.data.drawn.curves import PointLike, Points, PointsLike
from nurie.data.drawn.styles import LineStyle
from nurie.schemes.parts import Part

_SKETCHY = 0.6
"""From this wobble on, lines are drawn twice."""


@dataclass(frozen=True)
class Frame:
    """A similarity from a figure's coordinates to canvas pixels: turn, scale, shift."""

    scale: float
    angle: float = 0.0
    x: float = 0.0
    y: float = 0.0

    def __call__(self, values: PointsLike) -> Points:
        """Map points, shape (N, 2) to (N, 2)."""
        array = curves.points(values) * self.scale
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        return np.asarray(array @ np.array([[cos, sin], [-sin, cos]]) + (self.x, self.y))

    def child(self, at: PointLike, angle: float = 0.0, scale: float = 1.0) -> "Frame":
        """A frame whose origin is the point `at` of this one, turned (radians) and scaled."""
        place = self([(at[0], at[1])])[0]
        return Frame(self.scale * scale, self.angle + angle, float(place[0]), float(place[1]))


@dataclass(frozen=True)
class Pen:
    """Draws on a canvas through a frame, in one style; `warp` bends the coordinates first."""

    canvas: Canvas
    style: LineStyle
    rng: np.random.Generator
    frame: Frame
    sun: tuple[float, float] = (-0.6, -0.8)
    """Unit vector to the light."""
    warp: Callable[[Points], Points] | None = None
    weight: float = 1.0
    """Factor on all line widths."""

    def at(self, at: PointLike, angle: float = 0.0, scale: float = 1.0) -> "Pen":
        """The same pen in a child frame."""
        return replace(self, frame=self.frame.child(at, angle, scale), warp=None)

    def bent(self, warp: Callable[[Points], Points]) -> "Pen":
        """The same pen with coordinates bent by `warp` before the frame."""
        return replace(self, warp=warp)

    def map(self, values: PointsLike) -> Points:
        """Figure coordinates to canvas pixels."""
        array = curves.points(values)
        return self.frame(array if self.warp is None else self.warp(array))

    @property
    def line(self) -> float:
        """Width of a line of weight 1 in canvas pixels."""
        longest = max(self.canvas.height, self.canvas.width)
        smaller = min(1.0, (self.frame.scale / (0.13 * longest)) ** 0.5)
        return float(self.style.width * longest * self.weight * (0.35 + 0.65 * smaller))

    def shape(
        self,
        outline: PointsLike,
        part: Part,
        corners: Sequence[int] = (),
        weight: float = 1.0,
        shade: float = 0.0,
        within: Sequence[Area] = (),
        open_at: Sequence[int] = (),
        thin_at: Sequence[int] = (),
    ) -> Area:
        """Draw a closed shape through its control points.

        corners: indices of control points where the outline has a corner; without any it is smooth.
        weight: line width factor, 0 for no line. shade: depth of the shadow on the side away from the light,
        in figure units. within: earlier shapes that the new one stays inside. open_at: pieces (counted from
        the first corner) drawn without a line; thin_at: pieces drawn with a thin one.
        """
        parts = curves.pieces(self._steady(outline), corners, self._steps)
        mapped = [self.map(piece) for piece in parts]
        whole = np.concatenate([piece[:-1] for piece in mapped] if corners else mapped)
        numbers = tuple(area.number for area in within)
        area = self.canvas.fill(whole, part, numbers)
        if shade > 0.0:
            shift = np.asarray(self.sun) * shade * self.frame.scale
            self.canvas.tone_except(area, whole + shift, SHADOW, 255)
        if numbers:
            numbers = (*numbers, area.number)
        if weight > 0.0:
            if not corners:
                half = len(whole) // 2
                mapped = [whole[: half + 1], np.concatenate([whole[half:], whole[:1]])]
            for index, piece in enumerate(mapped):
                if index not in open_at:
                    self._ink(piece, weight * (0.55 if index in thin_at else 1.0), (0.55, 0.55), numbers)
        return area

    def path(
        self,
        control: PointsLike,
        weight: float = 0.7,
        taper: tuple[float, float] = (0.15, 0.15),
        within: Sequence[Area] = (),
    ) -> None:
        """Draw an open line through control points; `taper` is the width left at its two ends, 0..1."""
        curve = self.map(curves.spline(self._steady(control), steps=self._steps))
        self._ink(curve, weight, taper, tuple(area.number for area in within))

    def black(self, outline: PointsLike, corners: Sequence[int] = (), within: Sequence[Area] = ()) -> None:
        """Fill a shape with solid ink."""
        whole = self._outline(outline, corners)
        self.canvas.blacken([whole], self.style.tone, tuple(area.number for area in within))

    def white(self, outline: PointsLike, within: Sequence[Area], corners: Sequence[int] = ()) -> None:
        """A highlight: no ink, full light."""
        whole = self._outline(outline, corners)
        numbers = tuple(area.number for area in within)
        self.canvas.whiten(whole, numbers)
        self.canvas.tone(whole, LIGHT, 255, numbers)

    def shadow(
        self, outline: PointsLike, within: Sequence[Area], corners: Sequence[int] = (), amount: int = 255
    ) -> None:
        """Cel shadow on a polygon, inside the given areas."""
        self._tone(outline, within, corners, SHADOW, amount)

    def gloss(
        self, outline: PointsLike, within: Sequence[Area], corners: Sequence[int] = (), amount: int = 255
    ) -> None:
        """Highlight on a polygon, inside the given areas."""
        self._tone(outline, within, corners, LIGHT, amount)

    def blush(self, outline: PointsLike, within: Sequence[Area], amount: int = 160) -> None:
        """Blush on a polygon, inside the given areas."""
        self._tone(outline, within, (), BLUSH, amount)

    def cast(self, caster: Area, shift: Sequence[float], onto: Sequence[Area]) -> None:
        """The shadow that one shape throws on others, shifted by figure units."""
        moved = caster.outline + np.asarray(shift) * self.frame.scale
        self.canvas.tone(moved, SHADOW, 255, tuple(area.number for area in onto))

    @property
    def _steps(self) -> int:
        return 5 if max(self.canvas.height, self.canvas.width) <= 512 * SCALE else 9

    def _outline(self, outline: PointsLike, corners: Sequence[int]) -> Points:
        parts = curves.pieces(outline, corners, self._steps)
        return self.map(np.concatenate([p[:-1] for p in parts] if corners else parts))

    def _tone(
        self, outline: PointsLike, within: Sequence[Area], corners: Sequence[int], channel: int, amount: int
    ) -> None:
        numbers = tuple(area.number for area in within)
        self.canvas.tone(self._outline(outline, corners), channel, amount, numbers)

    def _steady(self, control: PointsLike) -> Points:
        """Control points with the tremble of the hand."""
        array = curves.points(control)
        extent = np.ptp(array, axis=0).max()
        amount = self.style.wobble * min(0.012, 0.03 * float(extent))
        return array + amount * self.rng.standard_normal(array.shape)

    def _ink(
        self, curve: Points, weight: float, taper: tuple[float, float], within: tuple[int, ...] = ()
    ) -> None:
        chance = self.rng.random(3)
        swell = self.rng.random(2)
        if len(curve) < 2 or not self.canvas.touches(curve):
            return
        half = self._half_widths(len(curve), weight, taper, swell)
        runs = [(0, len(curve))]
        if chance[0] < self.style.gaps and len(curve) > 8:
            middle = int((0.15 + 0.7 * chance[1]) * len(curve))
            wide = max(1, int((0.01 + 0.03 * chance[2]) * len(curve)))
            runs = [(0, middle - wide), (middle + wide, len(curve))]
        if self.style.wobble > _SKETCHY:
            self._second_line(curve, half, chance, within)
        ribbons = [curves.ribbon(curve[a:b], half[a:b]) for a, b in runs if b - a >= 2]
        self.canvas.blacken(ribbons, self.style.tone, within)

    def _second_line(
        self,
        curve: Points,
        half: Doubles,
        chance: Doubles,
        within: tuple[int, ...],
    ) -> None:
        """A sketcher's second try: a thinner line beside the first, off by up to a line's width."""
        t = np.linspace(-0.5, 0.5, len(curve))[:, None]
        away = (chance[1:] - 0.5) * 2.2 * self.line
        other = curve + away + t * (chance[:1] - 0.5) * 3.0 * self.line
        self.canvas.blacken([curves.ribbon(other, np.maximum(0.6 * half, 0.4))], self.style.tone, within)

    def _half_widths(self, count: int, weight: float, taper: tuple[float, float], swell: Doubles) -> Doubles:
        """Half widths along a line in canvas pixels: tapered ends, a swelling middle, never invisible."""
        t = np.linspace(0.0, 1.0, count)
        rise = np.minimum(t / 0.35, 1.0)
        fall = np.minimum((1 - t) / 0.35, 1.0)
        shape = (taper[0] + (1 - taper[0]) * rise) * (taper[1] + (1 - taper[1]) * fall)
        wave = 1.0 + 0.35 * np.sin(2 * np.pi * (t * (0.4 + 0.8 * swell[0]) + swell[1]))
        profile = 1.0 - self.style.pressure * (1.0 - shape * wave)
        return np.asarray(np.maximum(0.5 * self.line * weight * profile, 0.42))
