"""Hands from near, joint by joint, as a library by name.

Coordinates: the wrist is the origin, x runs to the finger tips; the palm is about 1 long and 0.9 wide, a
straight finger as long again. The first finger and the thumb lie at y < 0; a pen's `warp` mirrors the hand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.canvas import Area
from nurie.data.drawn.curves import PointLike, Points, PointsLike
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part

NearHand = Callable[[Pen], None]

ROOTS = ((1.0, -0.33), (1.06, -0.1), (1.02, 0.13), (0.92, 0.34))
"""Knuckles of the four fingers."""
LENGTHS = (0.84, 0.95, 0.88, 0.7)
"""Lengths of the four fingers."""
WIDTHS = (0.125, 0.13, 0.125, 0.105)
"""Half widths of the four fingers."""


@dataclass(frozen=True)
class Side:
    """Which side of a hand is seen, and what is on it."""

    back: bool
    """The back, with nails, or the palm, with its lines."""
    nails: Part
    """What the nails are: skin, or painted."""


def random_side(pen: Pen, back: bool | None = None) -> Side:
    """A side of a hand."""
    seen = bool(pen.rng.random() < 0.5) if back is None else back
    return Side(seen, Part.ACCESSORY if pen.rng.random() < 0.15 else Part.SKIN)


def chain(root: PointLike, angle: float, bend: float, length: float) -> Points:
    """Joints of a finger from its root to its tip, shape (4, 2); each joint turns by `bend` radians."""
    joints = [np.asarray(root, np.float64)]
    for k, share in enumerate((0.42, 0.32, 0.26)):
        a = angle + bend * k
        joints.append(joints[-1] + length * share * np.array([np.cos(a), np.sin(a)]))
    return np.array(joints)


def finger(pen: Pen, joints: PointsLike, width: float, side: Side, rooted: float = 0.35) -> Area:
    """A finger along its joints, its half width at the root; `rooted` is how far it goes on into the palm."""
    line = curves.points(joints)
    first, last = line[1] - line[0], line[-1] - line[-2]
    inner = line[0] - rooted * first
    tip = last / max(float(np.hypot(*last)), 1e-6)
    axis = np.concatenate([[inner], line])
    half = width * np.array([1.0, 1.04, 0.98, 0.92, 0.72])
    edge = curves.limb(axis, half.tolist())
    n = len(axis)
    outline = np.concatenate([edge[:n], [line[-1] + tip * width * 0.85], edge[n:]])
    area = pen.shape(outline, Part.SKIN, corners=(0, len(outline) - 1), shade=0.06, open_at=(1,))
    normals = curves.normals(axis)
    for k in (2, 3):
        if pen.rng.random() < 0.75:
            _crease(pen, axis[k], normals[k] * width, area, side.back)
    if side.back:
        _nail(pen, line[-1], tip, width, side.nails, area)
    return area


def _crease(pen: Pen, at: Points, across: Points, area: Area, back: bool) -> None:
    """The lines of a joint."""
    along = np.array([across[1], -across[0]])
    for shift in (-0.25, 0.25) if back and pen.rng.random() < 0.6 else (0.0,):
        reach = float(pen.rng.uniform(0.3, 0.65))
        middle = at + along * shift
        pen.path(
            [middle - across * reach, middle + along * 0.2, middle + across * reach], 0.45, within=[area]
        )


def _nail(pen: Pen, at: Points, tip: Points, width: float, part: Part, area: Area) -> None:
    side = np.array([-tip[1], tip[0]]) * width * 0.52
    long = tip * width
    root, end = at - long * 0.75, at + long * 0.5
    outline = [root - side * 0.85, end - side, end + long * 0.25, end + side, root + side * 0.85]
    pen.shape(np.array(outline), part, corners=(0, 4), weight=0.5, within=[area])


def palm(pen: Pen, side: Side, open_knuckles: bool = True, long: float = 1.0) -> Area:
    """The palm or the back of the hand from the wrist to the knuckles."""
    outline = curves.points(
        [
            *[(-0.12, -0.3), (0.15, -0.36), (0.55, -0.5), (0.98, -0.47), (1.06, -0.22), (1.1, 0.02)],
            *[(1.04, 0.25), (0.92, 0.47), (0.5, 0.48), (0.15, 0.36), (-0.12, 0.3)],
        ]
    ) * (long, 1.0)
    bare = (1, 3) if open_knuckles else (3,)
    area = pen.shape(outline, Part.SKIN, corners=(0, 3, 7, 10), shade=0.1, open_at=bare)
    if side.back:
        for x, y in ROOTS[:3]:
            if pen.rng.random() < 0.6:
                pen.path(
                    [(x * long - 0.1, y), (x * long * 0.7, y * 0.8), (0.35, y * 0.55)],
                    0.5,
                    (0.4, 0.03),
                    [area],
                )
    else:
        pen.path([(0.72, -0.46), (0.62, -0.15), (0.4, 0.02), (0.08, 0.06)], 0.6, (0.6, 0.05), [area])
        pen.path([(0.72, -0.44), (0.66, -0.05), (0.5, 0.3)], 0.55, (0.5, 0.05), [area])
        pen.path([(0.86, 0.46), (0.8, 0.15), (0.88, -0.12)], 0.55, (0.5, 0.05), [area])
    if pen.rng.random() < 0.5:
        pen.path([(0.0, -0.28), (0.03, -0.05), (0.0, 0.1)], 0.45, within=[area])
    return area


def thumb(pen: Pen, angle: float, bend: float, side: Side, over: bool = False, length: float = 0.85) -> Area:
    """The thumb, out of the ball at its root, beside the palm or `over` it."""
    start = np.array([0.38, -0.25] if over else [0.34, -0.36])
    joints = [start]
    for k, share in enumerate((0.55, 0.45)):
        a = angle + bend * k
        joints.append(joints[-1] + length * share * np.array([np.cos(a), np.sin(a)]))
    line = np.array(joints)
    first, last = line[1] - line[0], line[-1] - line[-2]
    tip = last / float(np.hypot(*last))
    axis = np.concatenate([[start - (0.3 if over else 0.45) * first], line])
    edge = curves.limb(axis, [0.09 if over else 0.2, 0.18, 0.145, 0.11])
    outline = np.concatenate([edge[:4], [line[-1] + tip * 0.11], edge[4:]])
    area = pen.shape(outline, Part.SKIN, corners=(0, 8), shade=0.06, open_at=(1,))
    if side.back:
        _nail(pen, line[-1], tip, 0.13, side.nails, area)
    _crease(pen, line[1], curves.normals(axis)[2] * 0.14, area, side.back)
    return area


def _folded(pen: Pen, first: int, side: Side, last: int = 4) -> None:
    """Fingers that are folded over the palm, from number `first` on; their second joints show."""
    for k in reversed(range(first, last)):
        x, y = ROOTS[k]
        w, reach = WIDTHS[k] * 1.08, 0.45 * LENGTHS[k] + float(pen.rng.normal(0, 0.02))
        outline = [(x + 0.05, y - w), (x + 0.14, y), (x + 0.05, y + w)]
        outline += [
            (x - 0.6 * reach, y + 0.95 * w),
            (x - reach, y + 0.4 * w),
            (x - reach, y - 0.5 * w),
            (x - 0.6 * reach, y - w),
        ]
        area = pen.shape(np.array(outline), Part.SKIN, shade=0.05)
        pen.path([(x - 0.02, y - 0.6 * w), (x + 0.02, y), (x - 0.02, y + 0.6 * w)], 0.45, within=[area])
        if not side.back and pen.rng.random() < 0.7:
            _nail(pen, np.array([x - 0.78 * reach, y]), np.array([-1.0, 0.0]), 0.1, side.nails, area)


def _spread(pen: Pen, angles: Sequence[float], bend: float, side: Side, shorten: float = 1.0) -> None:
    """Four straight or bent fingers; the little one first."""
    for k in reversed(range(4)):
        turn = angles[k] + float(pen.rng.normal(0, 0.04))
        length = LENGTHS[k] * shorten * float(pen.rng.uniform(0.94, 1.04))
        finger(pen, chain(ROOTS[k], turn, bend + float(pen.rng.normal(0, 0.05)), length), WIDTHS[k], side)


def open_hand(pen: Pen) -> None:
    """Fingers spread or together."""
    side, wide = random_side(pen), float(pen.rng.uniform(0.02, 0.22))
    angles = [wide * (k - 1.4) for k in range(4)]
    thumb(pen, float(pen.rng.uniform(-1.1, -0.45)), 0.25, side)
    _spread(pen, angles, float(pen.rng.normal(0, 0.05)), side, float(pen.rng.uniform(0.8, 1.0)))
    palm(pen, side)


def relaxed(pen: Pen) -> None:
    """Fingers that hang, bent at each joint."""
    side, bend = random_side(pen, True), float(pen.rng.uniform(0.15, 0.5))
    start = float(pen.rng.uniform(0.0, 0.35))
    _spread(pen, [start + 0.08 * k for k in range(4)], bend, side, float(pen.rng.uniform(0.75, 0.95)))
    palm(pen, side)
    thumb(pen, float(pen.rng.uniform(-0.35, 0.15)), 0.3, side, True)


def fist(pen: Pen) -> None:
    """All fingers folded, the thumb over them."""
    side = random_side(pen, False)
    palm(pen, side, open_knuckles=False)
    _folded(pen, 0, side)
    thumb(pen, float(pen.rng.uniform(0.3, 0.6)), 0.5, side, True, 0.8)


def pointing(pen: Pen) -> None:
    """The first finger out, the others folded."""
    side = random_side(pen, False)
    palm(pen, side, open_knuckles=False)
    finger(pen, chain(ROOTS[0], float(pen.rng.normal(-0.05, 0.06)), 0.0, LENGTHS[0]), WIDTHS[0], side, 0.2)
    _folded(pen, 1, side)
    thumb(pen, float(pen.rng.uniform(0.2, 0.5)), 0.5, side, True, 0.8)


def peace(pen: Pen) -> None:
    """Two fingers spread."""
    side, wide = random_side(pen, False), float(pen.rng.uniform(0.1, 0.25))
    palm(pen, side, open_knuckles=False)
    for k, turn in ((1, wide), (0, -wide)):
        finger(pen, chain(ROOTS[k], turn, 0.02, LENGTHS[k]), WIDTHS[k], side, 0.2)
    _folded(pen, 2, side)
    thumb(pen, float(pen.rng.uniform(0.35, 0.6)), 0.5, side, True, 0.82)


def gripping(pen: Pen) -> None:
    """A hand around a stick, a cup or a handle."""
    side = random_side(pen, False)
    palm(pen, side, open_knuckles=False)
    thick, x = float(pen.rng.uniform(0.1, 0.3)), 0.74
    lean = float(pen.rng.normal(0.0, 0.08))
    up, down = float(pen.rng.uniform(0.8, 2.6)), float(pen.rng.uniform(0.7, 2.2))
    rod = [
        (x - thick - lean, -up),
        (x + thick - lean, -up),
        (x + thick + lean, down),
        (x - thick + lean, down),
    ]
    area = pen.shape(np.array(rod), Part.PROP, corners=(0, 1, 2, 3), shade=0.08)
    if pen.rng.random() < 0.5:
        pen.path(
            [(x - 0.3 * thick - lean, -up), (x - 0.3 * thick, 0.0), (x - 0.3 * thick + lean, down)],
            0.5,
            (0.5, 0.5),
            [area],
        )
    _folded(pen, 0, side)
    thumb(pen, float(pen.rng.uniform(0.1, 0.35)), 0.3, side, True, 0.8)


def pinching(pen: Pen) -> None:
    """Thumb and first finger at a pen, the others bent below."""
    side = random_side(pen, True)
    bend = float(pen.rng.uniform(0.45, 0.65))
    for k in (3, 2, 1):
        finger(pen, chain(ROOTS[k], 0.25 + 0.1 * k, bend, 0.9 * LENGTHS[k]), WIDTHS[k], side)
    tip = chain(ROOTS[0], 0.1, bend * 0.7, LENGTHS[0])
    if pen.rng.random() < 0.7:
        step = np.array([0.5, 0.75])
        end, top = tip[-1] + 0.5 * step, tip[-1] - float(pen.rng.uniform(1.8, 2.6)) * step
        pen.shape(
            curves.limb([top, 0.5 * (top + end), end], [0.08, 0.08, 0.03]), Part.PROP, corners=(0, 2, 3, 5)
        )
    palm(pen, side)
    finger(pen, tip, WIDTHS[0], side)
    thumb(pen, 0.12, 0.35, side, True, 1.0)


NEAR_HANDS: dict[str, NearHand] = {
    "open": open_hand,
    "relaxed": relaxed,
    "fist": fist,
    "pointing": pointing,
    "peace": peace,
    "gripping": gripping,
    "pinching": pinching,
}
"""Hands from near by name."""
