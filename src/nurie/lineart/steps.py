"""The names of what is done to a sketch before it is colored."""

from enum import StrEnum


class Step(StrEnum):
    """One step of cleaning; they are taken in this order."""

    ALPHA = "alpha"
    """Light lines on a transparent ground are made dark on white."""
    TURN = "turn"
    """Light lines on dark paper are turned round."""
    LIGHT = "light"
    """The uneven light of a photograph is evened out."""
    PAPER = "paper"
    """Tinted or gray paper is made white."""
    BLUE = "blue"
    """Blue pencil under the ink is dropped; only on request."""
    COLOR = "color"
    """Colored ink counts as dark as it is strong, for the network; it keeps its color in the result."""
    TONE = "tone"
    """Screentone is smoothed away, for the network."""
    FAINT = "faint"
    """Faint pencil is made dark, for the network."""


AUTO = frozenset(Step) - {Step.BLUE}
"""What is done where nothing else is asked for."""
