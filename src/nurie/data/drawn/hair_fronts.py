"""The library of fringes: the hair over the forehead and beside the face."""

from nurie.data.drawn.hair_bangs import BANGS
from nurie.data.drawn.hair_cropped import CROPPED
from nurie.data.drawn.hair_curled import CURLED
from nurie.data.drawn.hair_fringe import HairFront
from nurie.data.drawn.hair_parted import PARTED

HAIR_FRONTS: dict[str, HairFront] = {**BANGS, **PARTED, **CROPPED, **CURLED}
"""Fringes by name."""

BACKS_OF: dict[str, tuple[str, ...]] = {
    "buzz": ("shaved",),
    "undercut": ("shaved", "short", "ponytail", "low side tail"),
    "pompadour": ("shaved", "short"),
    "mohawk": ("shaved",),
    "quiff": ("shaved", "short", "tousled"),
    "dome": ("short", "bob", "shaved"),
    "afro": ("shaved", "curls"),
}
"""The only names in `HAIR_BACKS` that go with a fringe; any goes with the others."""

CLOSE_CROPPED = ("buzz", "undercut", "pompadour", "mohawk", "quiff")
"""Fringes that carry neither hats nor stray locks."""
