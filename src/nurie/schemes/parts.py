"""The parts of a drawing that a colorist keeps apart."""

from enum import IntEnum


class Part(IntEnum):
    """What a pixel shows; the value is the label stored in a label map."""

    GROUND = 0
    """What lies behind the figure: paper, sky, wall."""
    SKIN = 1
    HAIR = 2
    EYE_WHITE = 3
    """The white of the eyes, teeth, and small white things."""
    IRIS = 4
    CLOTHES = 5
    """The main garment."""
    CLOTHES_2 = 6
    """A second garment, or the trim, collar and cuffs of the main one."""
    ACCESSORY = 7
    """Ribbons, hats, glasses, headphones, jewelry."""
    MOUTH = 8
    """The inside of an open mouth."""
    PROP = 9
    """What is held or stands beside the figure."""
    SCENERY = 10
    """Things of the ground: hills, leaves, clouds, windows, furniture."""
    BUBBLE = 11
    """What stays paper: speech bubbles, captions, sound effects, gutters and margins."""


PART_COUNT = len(Part)
