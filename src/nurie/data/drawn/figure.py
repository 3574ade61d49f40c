"""One figure: chosen from the generator's numbers, then drawn from the back to the front."""

from dataclasses import dataclass

import numpy as np

from nurie.data.drawn.body import Body, random_body
from nurie.data.drawn.eyes import Eyes, draw_brows, draw_eyes, random_eyes
from nurie.data.drawn.hair import Hair, ahoge, random_hair, spikes
from nurie.data.drawn.hair_backs import HAIR_BACKS
from nurie.data.drawn.hair_fronts import HAIR_FRONTS
from nurie.data.drawn.head import Head, draw_cheeks, draw_face, draw_nose, random_head
from nurie.data.drawn.limbs import draw_legs, draw_neck, draw_trunk
from nurie.data.drawn.mouths import draw_mouth
from nurie.data.drawn.outfits import OUTFITS, draw_arm_dressed
from nurie.data.drawn.pen import Pen


@dataclass(frozen=True)
class Figure:
    """Everything that is decided about one character before the first line."""

    head: Head
    eyes: Eyes
    hair: Hair
    front: str
    """A name in `HAIR_FRONTS`."""
    back: str
    """A name in `HAIR_BACKS`."""
    body: Body
    outfit: str
    """A name in `OUTFITS`."""


def random_figure(rng: np.random.Generator, heads: float, hands: bool) -> Figure:
    """A character `heads` heads tall; `hands` allows hands before the body."""
    adult = float(np.clip((heads - 2.6) / 4.0, 0.0, 1.0))
    head = random_head(rng, adult)
    return Figure(
        head=head,
        eyes=random_eyes(rng, adult),
        hair=random_hair(rng),
        front=str(rng.choice(list(HAIR_FRONTS))),
        back=str(rng.choice(list(HAIR_BACKS))),
        body=random_body(rng, heads, head.yaw, hands),
        outfit=str(rng.choice(list(OUTFITS))),
    )


def draw_figure(pen: Pen, figure: Figure) -> None:
    """Draw a figure whose upright head has the pen's coordinates."""
    head, body, outfit = figure.head, figure.body, OUTFITS[figure.outfit]
    back, front = HAIR_BACKS[figure.back], HAIR_FRONTS[figure.front]
    pivot = (0.0, 0.9)
    skull = pen.at(pivot, head.tilt).at((-pivot[0], -pivot[1]))
    back.behind(skull, head, figure.hair)
    if outfit.back is not None:
        outfit.back(pen, body)
    for arm in body.arms:
        if arm.pose == "behind":
            draw_arm_dressed(pen, body, arm, outfit)
    draw_legs(pen, body)
    draw_trunk(pen, body)
    draw_neck(pen, body, head.chin)
    if outfit.tucked:
        outfit.trunk(pen, body)
        outfit.legs(pen, body)
    else:
        outfit.legs(pen, body)
        outfit.trunk(pen, body)
    late = [arm for arm in body.arms if arm.pose in ("chin", "hold", "chest", "front")]
    for arm in body.arms:
        if arm.pose != "behind" and arm not in late:
            draw_arm_dressed(pen, body, arm, outfit)
    outfit.collar(pen, body)
    for arm in late:
        draw_arm_dressed(pen, body, arm, outfit)
    _draw_head(skull, figure)
    if back.over is not None:
        back.over(skull, head, figure.hair)


def _draw_head(pen: Pen, figure: Figure) -> None:
    head = figure.head
    face = draw_face(pen, head)
    draw_cheeks(pen, head, face)
    draw_nose(pen, head)
    draw_mouth(pen, head, face)
    draw_eyes(pen, head, figure.eyes, face)
    over = pen.rng.random() < 0.4
    if not over:
        draw_brows(pen, head, figure.eyes)
    bent = pen.bent(head.hair_turn)
    spikes(bent, figure.hair)
    shift = (0.05 * np.sign(pen.sun[0]) * -1.0, 0.1)
    for area in HAIR_FRONTS[figure.front](pen, head, figure.hair):
        pen.cast(area, shift, [face])
    ahoge(bent, figure.hair)
    if over:
        draw_brows(pen, head, figure.eyes)
