"""One figure: chosen from the generator's numbers, then drawn from the back to the front."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nurie.data.drawn.accessories import BACK_ITEMS, NECK_ITEMS, draw_earrings
from nurie.data.drawn.beards import BEARDS
from nurie.data.drawn.body import AT_FACE, Arm, Body, random_body
from nurie.data.drawn.cloaks import WRAPS
from nurie.data.drawn.eyes import Eyes, draw_brows, draw_eyes, draw_lashes_over, random_eyes
from nurie.data.drawn.face_items import FACE_ITEMS
from nurie.data.drawn.hair import Hair, ahoge, random_hair, spikes
from nurie.data.drawn.hair_backs import HAIR_BACKS
from nurie.data.drawn.hair_fronts import BACKS_OF, CLOSE_CROPPED, HAIR_FRONTS
from nurie.data.drawn.head import Head, draw_cheeks, draw_face, draw_nose, draw_pointed_ears, random_head
from nurie.data.drawn.headwear import EARS, HEADWEAR
from nurie.data.drawn.hoods import Hood, draw_fallen, draw_hood, draw_lining, random_hood
from nurie.data.drawn.legwear import APRONS, LEGWEAR
from nurie.data.drawn.limbs import draw_arm, draw_legs, draw_neck, draw_trunk
from nurie.data.drawn.mouths import draw_mouth
from nurie.data.drawn.outfits import OUTFITS
from nurie.data.drawn.pen import Pen
from nurie.data.drawn.profile import PROFILE_BACKS, draw_profile, draw_profile_back
from nurie.data.drawn.props import PROPS, grip
from nurie.schemes.parts import Part

_BEARDED_FRONTS = (
    *("short", "back swept", "upright", "spiky", "messy", "seven three", "curtain"),
    *("widow's peak", "buzz", "undercut", "quiff", "dreadlocks", "pompadour"),
)
_BEARDED_BACKS = ("short", "short", "wolf", "spiky", "tousled", "mane", "medium", "long")
_BEARDED_OUTFITS = (
    "suit",
    "coat",
    "cloak",
    "armor",
    "shirt",
    "turtleneck",
    "hoodie",
    "parade",
    "kimono",
    "tee",
)


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
    ears: str
    """A name in `EARS`, or empty."""
    headwear: str
    """A name in `HEADWEAR`, or empty."""
    face_item: str
    """A name in `FACE_ITEMS`, or empty."""
    beard: str
    """A name in `BEARDS`, or empty."""
    neck_item: str
    """A name in `NECK_ITEMS`, or empty."""
    back_item: str
    """A name in `BACK_ITEMS`, or empty."""
    earrings: bool
    profile: float
    """The side that a head in profile looks to, -1 or 1; 0 for a face that is seen."""
    prop: str
    """A name in `PROPS`, or empty."""
    wrap: str = ""
    """A name in `WRAPS`, or empty."""
    wrap_part: Part = Part.CLOTHES_2
    """What the wrap is."""
    hood: Hood | None = None
    """The hood that is up, if any."""
    legwear: str = ""
    """A name in `LEGWEAR`, or empty."""
    apron: str = ""
    """A name in `APRONS`, or empty."""


def random_figure(rng: np.random.Generator, heads: float, hands: bool) -> Figure:
    """A character `heads` heads tall; `hands` allows hands before the body."""
    adult = float(np.clip((heads - 2.6) / 4.0, 0.0, 1.0))
    head = random_head(rng, adult)
    side = float(rng.choice([-1.0, 1.0]))
    profile = side if rng.random() < 0.07 else 0.0
    if profile:
        head = replace(head, yaw=0.0)
    headwear = _maybe(rng, HEADWEAR, 0.42)
    prop = _maybe(rng, PROPS, 0.22) if hands else ""
    beard = _maybe(rng, BEARDS, 0.55) if head.mature else ""
    front = _choose(rng, HAIR_FRONTS, _BEARDED_FRONTS if beard else ())
    backs = () if profile else BACKS_OF.get(front, _BEARDED_BACKS if beard else ())
    if profile:
        backs = PROFILE_BACKS
    elif headwear == "headscarf":
        backs = ("short",)
    hair = random_hair(rng)
    if front in CLOSE_CROPPED and not profile:
        hair, headwear = replace(hair, flyaways=0, ahoge=0), ""
    figure = Figure(
        head=head,
        eyes=random_eyes(rng, adult, head.mature),
        hair=hair,
        front=front,
        back=_choose(rng, HAIR_BACKS, backs),
        body=random_body(rng, heads, head.yaw + 0.7 * profile, hands, grip(prop)),
        outfit=_choose(rng, OUTFITS, _BEARDED_OUTFITS if beard else ()),
        ears=_maybe(rng, EARS, 0.13),
        headwear=headwear,
        face_item=_maybe(rng, FACE_ITEMS, 0.2),
        beard=beard,
        neck_item=_maybe(rng, NECK_ITEMS, 0.18),
        back_item=_maybe(rng, BACK_ITEMS, 0.1),
        earrings=bool(rng.random() < 0.15),
        profile=profile,
        prop=prop,
    )
    return _dressed_further(rng.spawn(1)[0], figure)


def _dressed_further(rng: np.random.Generator, figure: Figure) -> Figure:
    """The figure, at times with pointed ears, stockings or an apron, in a cape or a hood.

    rng: of its own, so that all others stay as they were.
    """
    ears = float(rng.uniform(0.25, 1.0)) if rng.random() < 0.08 and not figure.ears else 0.0
    figure = replace(
        figure,
        head=replace(figure.head, pointed=ears),
        beard="" if figure.face_item == "mask" else figure.beard,
        legwear=_maybe(rng, LEGWEAR, 0.25),
        apron=_maybe(rng, APRONS, 0.08),
    )
    return _wrapped(rng, figure)


def _wrapped(rng: np.random.Generator, figure: Figure) -> Figure:
    """The figure, at times in a cape, a shawl or a hood."""
    wrap = _maybe(rng, WRAPS, 0.26)
    if any(arm.pose in AT_FACE for arm in figure.body.arms):
        wrap = ""
    part, other = (Part.CLOTHES_2, Part.CLOTHES) if rng.random() < 0.6 else (Part.CLOTHES, Part.CLOTHES_2)
    hooded = WRAPS[wrap].hooded if wrap else rng.random() < 0.06
    if hooded and not figure.profile and figure.front not in BACKS_OF:
        hood = random_hood(rng, part if wrap else Part.CLOTHES, other if wrap else Part.CLOTHES_2)
        hair = replace(figure.hair, flyaways=0, ahoge=0)
        figure = replace(figure, hood=hood, hair=hair, back="shaved", headwear="", ears="", earrings=False)
    if wrap:
        figure = replace(figure, neck_item="", back_item="", wrap=wrap, wrap_part=part)
    return figure


def _maybe(rng: np.random.Generator, library: Mapping[str, object], chance: float) -> str:
    """A name of the library, or an empty one."""
    name, hit = str(rng.choice(list(library))), rng.random() < chance
    return name if hit else ""


def _choose(rng: np.random.Generator, library: Mapping[str, object], only: Sequence[str]) -> str:
    """A name of the library, or one of `only` if that is not empty."""
    anything, limited = str(rng.choice(list(library))), rng.random()
    return only[int(limited * len(only))] if only else anything


def draw_figure(pen: Pen, figure: Figure) -> None:
    """Draw a figure whose upright head has the pen's coordinates."""
    head, body, outfit = figure.head, figure.body, OUTFITS[figure.outfit]
    back = HAIR_BACKS[figure.back]
    pivot = (0.0, 0.9)
    skull = pen.at(pivot, head.tilt).at((-pivot[0], -pivot[1]))
    if figure.back_item:
        BACK_ITEMS[figure.back_item](pen, body)
    wrap = WRAPS[figure.wrap] if figure.wrap else None
    if wrap and wrap.behind:
        wrap.behind(pen, body, figure.wrap_part)
    if figure.hood:
        draw_lining(skull, head, figure.hair, figure.hood)
    if figure.profile:
        draw_profile_back(skull, head, figure.hair, figure.back, figure.profile)
    else:
        back.behind(skull, head, figure.hair)
    _draw_arms(pen, figure, [arm for arm in body.arms if arm.pose == "behind"])
    draw_legs(pen, body)
    draw_trunk(pen, body)
    draw_neck(pen, body, head.chin)
    before = [arm for arm in body.arms if arm.pose in ("chin", "hold", "chest", "front", "thumb")]
    over = [arm for arm in body.arms if arm.pose in AT_FACE]
    beside = [arm for arm in body.arms if arm.pose != "behind" and arm not in (*before, *over)]
    if outfit.tucked:
        outfit.trunk(pen, body)
    if figure.legwear:
        LEGWEAR[figure.legwear](pen, body)
    outfit.legs(pen, body)
    if outfit.bare:
        _draw_arms(pen, figure, beside)
    if not outfit.tucked:
        outfit.trunk(pen, body)
    if figure.apron:
        APRONS[figure.apron](pen, body)
    if not outfit.bare:
        _draw_arms(pen, figure, beside)
    outfit.collar(pen, body)
    if figure.neck_item:
        NECK_ITEMS[figure.neck_item](pen, body)
    _draw_arms(pen, figure, before)
    if wrap:
        wrap.over(pen, body, figure.wrap_part)
    if figure.profile:
        draw_profile(skull, head, figure.eyes, figure.hair, figure.profile)
    else:
        _draw_head(skull, figure)
        if back.over is not None:
            back.over(skull, head, figure.hair)
    _draw_arms(pen, figure, over)


def _draw_arms(pen: Pen, figure: Figure, arms: Sequence[Arm]) -> None:
    """What the hand holds, the bare arm, the sleeve, for each of the arms."""
    body = figure.body
    for arm in arms:
        if figure.prop and arm is body.arms[1]:
            _, elbow, wrist = arm.joints
            step = (wrist - elbow) / max(float(np.hypot(*(wrist - elbow))), 1e-6)
            at = wrist + step * body.limb * 0.9
            PROPS[figure.prop](pen.at(at.tolist(), 0.0, 0.7 + 1.1 * body.limb), arm.side)
        draw_arm(pen, body, arm)
        OUTFITS[figure.outfit].sleeve(pen, body, arm)


def _draw_head(pen: Pen, figure: Figure) -> None:
    head = figure.head
    face = draw_face(pen, head)
    draw_cheeks(pen, head, face)
    if figure.face_item != "mask":
        draw_nose(pen, head)
        draw_mouth(pen, head, face)
    draw_eyes(pen, head, figure.eyes, face)
    over, lashes_over = pen.rng.random(2) < (0.4, 0.3)
    if not over:
        draw_brows(pen, head, figure.eyes)
    if figure.beard:
        BEARDS[figure.beard](pen, head, figure.eyes, face)
    if figure.face_item:
        FACE_ITEMS[figure.face_item](pen, head, figure.eyes, face)
    if figure.earrings:
        draw_earrings(pen, head)
    if figure.ears:
        EARS[figure.ears](pen, head, figure.hair)
    bent = pen.bent(head.hair_turn)
    spikes(bent, figure.hair)
    shift = (0.05 * np.sign(pen.sun[0]) * -1.0, 0.1)
    for area in HAIR_FRONTS[figure.front](pen, head, figure.hair):
        pen.cast(area, shift, [face])
    ahoge(bent, figure.hair)
    if head.pointed and not figure.hood and figure.headwear != "headscarf":
        draw_pointed_ears(pen, head, figure.hair.volume)
    if lashes_over:
        draw_lashes_over(pen, head, figure.eyes)
    if over:
        draw_brows(pen, head, figure.eyes)
    if figure.headwear:
        HEADWEAR[figure.headwear](pen, head, figure.hair)
    if figure.hood:
        draw_hood(pen, head, figure.hair, figure.hood)
        if pen.rng.random() < 0.4:
            draw_fallen(pen, head, figure.hair, figure.hood)
