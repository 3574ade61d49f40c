"""The names of the cleaning steps."""

from enum import StrEnum


class Step(StrEnum):
    """A step of cleaning; steps run in this order."""

    ALPHA = "alpha"
    """Light lines on a transparent ground are made dark on white."""
    TURN = "turn"
    """Light lines on dark paper are inverted."""
    LIGHT = "light"
    """The uneven light of a photograph is evened out."""
    PAPER = "paper"
    """Tinted or gray paper is made white."""
    BLUE = "blue"
    """Blue pencil under the ink is removed; only on request."""
    COLOR = "color"
    """Colored ink is made dark for the network, by its strength; it keeps its color in the result."""
    GRAY = "gray"
    """Smooth grays are taken out, and their lines and edges stay, for the network."""
    TONE = "tone"
    """Screentone is smoothed away, for the network."""
    FAINT = "faint"
    """Faint pencil is made dark, for the network."""


AUTO = frozenset(Step) - {Step.BLUE}
"""The steps that run by default."""
