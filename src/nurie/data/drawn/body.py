"""The body below the head: measures, pose of the arms and legs.

Figure coordinates: those of the upright head, so the chin is near y = 1.1 and everything else below it.
"""

from dataclasses import dataclass

import numpy as np

from nurie.data.drawn import curves
from nurie.data.drawn.curves import Points

AT_FACE: dict[str, tuple[float, float]] = {
    "cheek": (0.9, 1.2),
    "peace": (1.25, 0.95),
    "hush": (0.38, 1.75),
    "point": (1.25, 0.8),
    "sip": (0.45, 1.75),
}
"""Poses of an arm that is drawn over the head, and where they bring the right wrist if it reaches so far."""


@dataclass(frozen=True)
class Arm:
    """One posed arm: joints from shoulder to wrist, shape (3, 2)."""

    pose: str
    side: float
    joints: Points

    @property
    def folded(self) -> bool:
        """Whether the forearm lies so near the upper arm that it must be drawn over it."""
        upper, fore = self.joints[1] - self.joints[0], self.joints[2] - self.joints[1]
        reach = float(np.hypot(*upper) * np.hypot(*fore))
        return float(upper @ fore) < -0.35 * reach

    @property
    def axis(self) -> Points:
        """Smooth middle line of the arm, 5 control points."""
        s, e, w = self.joints
        return np.array([s, (s + e) / 2, e, (e + w) / 2, w])


@dataclass(frozen=True)
class Body:
    """Measures in head units (half widths; heights from the middle of the head) and pose."""

    heads: float
    """Height of the figure in heads, 2.5..7.5."""
    neck: float
    shoulder: float
    chest: float
    waist: float
    hip: float
    shoulder_y: float
    waist_y: float
    hip_y: float
    knee_y: float
    ankle_y: float
    limb: float
    """Half width of an upper arm."""
    turn: float
    """Shift of the middle line of the chest, follows the head."""
    sway: float
    """Sideways shift of the hips."""
    bust: float
    """0 flat .. 1 full."""
    stance: float
    """Half distance of the feet."""
    steps: tuple[tuple[float, float, float], tuple[float, float, float]]
    """For the left and the right leg: sideways shift of knee and ankle, lift of the foot."""
    arms: tuple[Arm, Arm]

    @property
    def bottom(self) -> float:
        """Height of the soles."""
        return self.ankle_y + 0.35


def random_body(
    rng: np.random.Generator, heads: float, yaw: float, hands: bool, grip: tuple[str, ...] = ()
) -> Body:
    """A body of a given height in heads.

    `hands` allows poses that bring hands to the chest and face; `grip` limits the poses of the right arm.
    """
    adult = float(np.clip((heads - 2.6) / 4.0, 0.0, 1.0))
    broad = float(rng.choice([0.0, 0.6 + 0.6 * rng.random()], p=[0.72, 0.28]))
    rest = (heads - 1.0) * 2.3
    shoulder = 0.78 + 0.62 * adult + 0.4 * broad * adult + rng.normal(0, 0.04)
    shoulder_y = 1.42 + 0.26 * adult + rng.normal(0, 0.03)
    waist_y = 1.1 + 0.27 * rest
    hip_y = 1.1 + 0.43 * rest
    body = Body(
        heads=heads,
        neck=0.24 + 0.07 * adult + 0.12 * broad * adult,
        shoulder=shoulder,
        chest=shoulder * (0.8 + 0.05 * broad),
        waist=shoulder * (0.68 + 0.12 * broad - 0.04 * adult),
        hip=shoulder * (0.86 - 0.06 * broad),
        shoulder_y=shoulder_y,
        waist_y=waist_y,
        hip_y=hip_y,
        knee_y=1.1 + 0.7 * rest,
        ankle_y=1.1 + 0.94 * rest,
        limb=0.2 + 0.07 * adult + 0.08 * broad * adult,
        turn=float(0.28 * np.sin(yaw) + rng.normal(0, 0.03)),
        sway=float(rng.normal(0, 0.2)),
        bust=0.0 if broad > 0 or adult < 0.5 else float(rng.uniform(0.0, 1.0)),
        stance=float(rng.uniform(0.3, 0.6) * (0.6 + 0.6 * adult)),
        steps=(_step(rng, adult), _step(rng, adult)),
        arms=(_NO_ARM, _NO_ARM),
    )
    names = ["down", "relaxed", "hip", "behind", "out", "wave"] + (
        ["front", "chest", "chin", "hold", "thumb"] if hands else []
    )
    left, right = str(rng.choice(names)), str(rng.choice(names))
    if rng.random() < 0.35:
        right = left if left not in ("chin", "hold", "wave") else "down"
    raised = str(rng.choice([name for name in AT_FACE if name != "sip"]))
    if hands and rng.random() < 0.22:
        right = raised
        if raised == "cheek" and rng.random() < 0.4:
            left = raised
    if grip:
        right = str(rng.choice(grip))
    arms = (_pose(rng, body, -1.0, left), _pose(rng, body, 1.0, right))
    return Body(**{**body.__dict__, "arms": arms})


def _step(rng: np.random.Generator, adult: float) -> tuple[float, float, float]:
    """Mostly a straight leg, at times one that swings or lifts its foot."""
    knee, ankle, lift = rng.normal(0.0, (0.12, 0.16, 0.3))
    if rng.random() < 0.5:
        return 0.0, 0.0, 0.0
    return float(knee * (0.4 + adult)), float(ankle * (0.4 + adult)), float(max(0.0, lift) * adult)


_NO_ARM = Arm("behind", 1.0, np.zeros((3, 2)))

_ANGLES: dict[str, tuple[float, float]] = {
    "down": (82, 88),
    "relaxed": (68, 82),
    "hip": (52, 135),
    "wave": (40, -70),
    "behind": (66, 118),
    "front": (78, 128),
    "chest": (70, 195),
    "chin": (74, 245),
    "hold": (72, 215),
    "thumb": (76, 178),
    "out": (45, 40),
}
"""Direction of upper arm and forearm in degrees for the right arm: 0 outward, 90 down."""


def _pose(rng: np.random.Generator, body: Body, side: float, name: str) -> Arm:
    length = 0.5 * (body.hip_y + 0.12 * (body.knee_y - body.hip_y) - body.shoulder_y)
    start = np.array([body.shoulder - 0.75 * body.limb, body.shoulder_y + 0.9 * body.limb])
    if name in AT_FACE:
        elbow = start + length * (np.array([0.3, 0.8]) + rng.normal(0, 0.06, 2))
        way = np.array(AT_FACE[name]) + rng.normal(0, 0.05, 2) - elbow
        wrist = elbow + way * min(1.0, 0.92 * length / float(np.hypot(*way)))
    else:
        upper, fore = (np.deg2rad(a + rng.normal(0, 6)) for a in _ANGLES[name])
        elbow = start + length * np.array([np.cos(upper), np.sin(upper)])
        wrist = elbow + 0.92 * length * np.array([np.cos(fore), np.sin(fore)])
    joints = np.array([start, elbow, wrist]) * (side, 1.0) + (0.25 * body.turn, 0.0)
    return Arm(name, side, joints)


def torso(body: Body, ease: float = 0.0, low: float | None = None, wide: float | None = None) -> Points:
    """Right half first, closed outline of the trunk from the neck to `low`, 14 points, widened by `ease`.

    Points 0 and 13 lie at the neck, 6 and 7 at the hem.
    """
    hem = body.hip_y if low is None else low
    width = body.hip if wide is None else wide
    slope = 0.05 + 0.1 * body.limb
    half = np.array(
        [
            (body.neck + 0.05, body.shoulder_y - 0.24),
            (body.shoulder * 0.72, body.shoulder_y - slope),
            (body.shoulder - 0.02 + ease * 0.5, body.shoulder_y + 0.2),
            (
                body.chest + 0.1 * body.bust + ease,
                body.shoulder_y + 0.42 * (body.waist_y - body.shoulder_y) + 0.1,
            ),
            (body.waist + ease, body.waist_y),
            ((body.waist + width) / 2 + 0.04 + ease, (body.waist_y + hem) / 2),
            (width + ease, hem),
        ]
    )
    outline = np.concatenate([half, curves.mirrored(half)])
    return bend(body, outline)


def bend(body: Body, values: Points) -> Points:
    """Shift points with the sway of the hips and the turn of the chest."""
    y = values[:, 1]
    t = np.clip((y - body.shoulder_y) / (body.hip_y - body.shoulder_y), 0.0, 1.6)
    chest = 0.25 * body.turn * np.clip(1.0 - t, 0.0, 1.0)
    return np.stack([values[:, 0] + body.sway * t + chest, y], axis=1)


def middle(body: Body, y: float) -> float:
    """x of the middle line of the front at a height."""
    t = float(np.clip((y - body.shoulder_y) / (body.hip_y - body.shoulder_y), 0.0, 1.6))
    return body.sway * t + body.turn * (1.0 - 0.4 * t)
