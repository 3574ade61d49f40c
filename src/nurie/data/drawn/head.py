"""The head: its pose, the contour of the face, ears, nose and cheeks.

Head coordinates: origin at the middle of the skull, the face about 1 to each side, chin near y = 1.1, y down.
"""

from dataclasses import dataclass

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.canvas import Area
from nurie.data.drawn.curves import Points, PointsLike
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part


@dataclass(frozen=True)
class Head:
    """Shape and pose of one head."""

    yaw: float = 0.0
    """Turn in radians, -0.65..0.65; positive looks to the right of the picture."""
    tilt: float = 0.0
    """Lean in radians."""
    cheek: float = 0.95
    """Half width of the face at the cheeks, 0.85..1.02."""
    jaw: float = 0.6
    """Half width of the jaw, 0.45..0.8."""
    chin: float = 1.08
    """Height of the chin, 0.95..1.35."""
    blunt: float = 0.1
    """Half width of the chin's tip, 0.04..0.3."""
    mature: bool = False
    """A grown face: longer, with small eyes and a full nose."""
    pointed: float = 0.0
    """How far pointed ears stand out, 0.25..1; 0 for round ears."""

    def turn(self, values: PointsLike, radius: float = 1.0) -> Points:
        """Bend points of a frontal head, lying on a ball of the given radius, to the pose."""
        array = curves.points(values)
        if self.yaw == 0.0:
            return array
        x, y = array[:, 0], array[:, 1]
        depth = np.sqrt(np.maximum(1.0 - 0.72 * (x / radius) ** 2 - 0.18 * y**2, 0.05)) * 0.85 * radius
        bent = np.stack([x * np.cos(self.yaw) + depth * np.sin(self.yaw) * 0.85, y], axis=1)
        return np.asarray(bent)

    def face_turn(self, values: PointsLike) -> Points:
        """`turn` for the face."""
        return self.turn(values)

    def hair_turn(self, values: PointsLike) -> Points:
        """A weaker `turn` for hair that lies on the skull: the middle moves, the sides stay."""
        array = curves.points(values)
        x, y = array[:, 0], array[:, 1]
        middle = np.clip(1.0 - (x / 1.25) ** 2, 0.0, 1.0)
        return np.stack([x + 0.62 * np.sin(self.yaw) * middle * np.clip(1.3 + y, 0.25, 1.0), y], axis=1)

    def contour(self) -> Points:
        """Outline of face and skull, closed; points 3..-3 run along the face from right temple to left."""
        right = [(0.0, -1.18), (0.6, -1.05), (0.92, -0.62), (0.99 * self.cheek, -0.15), (self.cheek, 0.2)]
        right += [(self.cheek * 0.55 + self.jaw * 0.45 + 0.05, 0.2 + (self.chin - 0.2) * 0.42)]
        right += [(self.jaw * 0.86, 0.2 + (self.chin - 0.2) * 0.74), (self.blunt + 0.14, self.chin - 0.05)]
        right += [(0.0, self.chin)]
        outline = curves.symmetric(right)
        if self.yaw == 0.0:
            return outline
        s = float(np.sin(self.yaw))
        x, y = outline[:, 0].copy(), outline[:, 1]
        low = np.clip((y + 0.4) / 1.5, 0.0, 1.0)
        far = np.sign(s) * x > 0
        dent = np.exp(-(((y - 0.02) / 0.2) ** 2)) * 0.10 * abs(s)
        bulge = np.exp(-(((y - 0.42) / 0.22) ** 2)) * 0.12 * abs(s)
        x += s * 0.62 * low**1.2
        x -= np.where(far, np.sign(s) * (dent - bulge + 0.45 * abs(s) * low), 0.0)
        return np.stack([x, y], axis=1)


def random_head(rng: np.random.Generator, adult: float) -> Head:
    """A head in a random pose; `adult` 0 (child, chibi) to 1 gives longer faces."""
    yaw = 0.0 if rng.random() < 0.3 else float(rng.choice([-1, 1])) * float(rng.uniform(0.12, 0.7))
    if adult > 0.6 and rng.random() < 0.28:
        return Head(
            yaw=yaw,
            tilt=float(rng.normal(0.0, 0.06)),
            cheek=float(rng.uniform(0.84, 0.94)),
            jaw=float(rng.uniform(0.6, 0.82)),
            chin=float(rng.uniform(1.2, 1.38)),
            blunt=float(rng.uniform(0.1, 0.26)),
            mature=True,
        )
    return Head(
        yaw=yaw,
        tilt=float(rng.normal(0.0, 0.08)),
        cheek=float(rng.uniform(0.88, 1.0)),
        jaw=float(rng.uniform(0.5, 0.72) + 0.06 * (1 - adult)),
        chin=float(rng.uniform(1.0, 1.08) + 0.2 * adult * rng.random()),
        blunt=float(rng.uniform(0.03, 0.16)),
    )


def draw_face(pen: Pen, head: Head) -> Area:
    """Ears, then the skull and face; returns the skin of the face."""
    for side in (-1.0, 1.0):
        if side * head.yaw <= 0.25 and not head.pointed:
            _ear(pen, head, side)
    return pen.shape(head.contour(), Part.SKIN, weight=1.1, shade=0.07)


def _ear(pen: Pen, head: Head, side: float) -> None:
    shift = 0.35 * np.sin(head.yaw)
    x = side * head.cheek * 0.97 + shift * (1.0 if side * head.yaw <= 0 else 0.3)
    ear = curves.points(
        [(0.0, -0.05), (0.1, -0.14), (0.2, -0.05), (0.17, 0.2), (0.08, 0.42), (0.0, 0.42), (-0.1, 0.2)]
    )
    place = ear * (side, 1.0) + (x, 0.08)
    area = pen.shape(place, Part.SKIN, weight=0.9, shade=0.04)
    inner = curves.points([(0.05, 0.0), (0.13, 0.03), (0.09, 0.18), (0.05, 0.25)]) * (side, 1.0) + (x, 0.08)
    pen.path(inner, 0.5, within=[area])


def draw_pointed_ears(pen: Pen, head: Head, volume: float) -> None:
    """Ears like an elf's, which come out through hair of that volume."""
    up, long = float(pen.rng.uniform(-0.1, 0.8)), head.pointed
    for side in (-1.0, 1.0):
        if side * head.yaw > 0.35:
            continue
        x, y = side * head.cheek * 0.98 * volume**0.5 + 0.2 * np.sin(head.yaw), 0.12
        tip = (0.2 + 0.9 * long, -0.12 - up * (0.3 + 0.7 * long))
        ear = [
            (-0.02, -0.16),
            (0.1 + 0.3 * long, -0.2 - 0.3 * up),
            tip,
            (0.14 + 0.4 * long, 0.12),
            (0.1, 0.3),
            (-0.02, 0.38),
        ]
        place = curves.points(ear) * (side, 1.0) + (x, y)
        area = pen.shape(place, Part.SKIN, corners=(0, 2, 5), weight=0.95, shade=0.05, open_at=(2,))
        inner = [
            (0.06, 0.2),
            (0.12, 0.02),
            (0.5 * tip[0], 0.5 * tip[1] + 0.02),
            (0.75 * tip[0], 0.75 * tip[1]),
        ]
        pen.path(curves.points(inner) * (side, 1.0) + (x, y), 0.5, within=[area])


def draw_nose(pen: Pen, head: Head) -> None:
    """A hint of a nose: a dot, a tick, a corner or a small shadow."""
    kind = int(pen.rng.integers(4))
    y = 0.56 + 0.25 * (head.chin - 1.0)
    side = 1.0 if head.yaw >= 0 else -1.0
    face = pen.bent(head.face_turn)
    if head.mature:
        _full_nose(face, y, side)
    elif kind == 0:
        face.path([(0.0, y - 0.02), (0.02 * side, y), (0.01 * side, y + 0.03)], 0.7)
    elif kind == 1:
        face.path([(0.02 * side, y - 0.14), (0.09 * side, y), (-0.01, y + 0.04)], 0.6, (0.05, 0.3))
    elif kind == 2:
        face.path([(-0.05, y), (0.0, y + 0.03), (0.06, y - 0.005)], 0.6)
    else:
        face.path([(0.05 * side, y - 0.02), (0.0, y + 0.03), (-0.05 * side, y + 0.01)], 0.5, (0.3, 0.1))


def _full_nose(face: Pen, y: float, side: float) -> None:
    """Bridge, tip and wings, with the shadow beside them."""
    x = 0.1 * side
    if face.rng.random() < 0.7:
        face.path([(0.05 * side, 0.0), (0.06 * side, 0.2), (x, y - 0.1)], 0.55, (0.02, 0.5))
    face.path([(x, y - 0.1), (x + 0.05 * side, y), (0.02 * side, y + 0.05), (-0.08 * side, y + 0.02)], 0.8)
    face.path([(-0.1 * side, y - 0.07), (-0.14 * side, y - 0.01), (-0.09 * side, y + 0.03)], 0.6)


def draw_cheeks(pen: Pen, head: Head, face: Area) -> None:
    """Blush, with or without little strokes."""
    if pen.rng.random() < (0.9 if head.mature else 0.45):
        return
    bent = pen.bent(head.face_turn)
    y, amount = 0.55, int(pen.rng.integers(70, 200))
    strokes = int(pen.rng.choice([0, 0, 2, 3]))
    for side in (-1.0, 1.0):
        bent.blush(curves.ellipse((side * 0.55, y), (0.2, 0.1)), [face], amount)
        for k in range(strokes):
            x = side * 0.55 + 0.07 * (k - 1)
            bent.path([(x + 0.025, y - 0.05), (x, y), (x - 0.025, y + 0.05)], 0.45, within=[face])
