"""Cleaning: from a scan or photograph to lines for the network and a drawing to lay over the colors."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import cv2
import numpy as np

from nurie.arrays import Bytes, Mask
from nurie.errors import Notice
from nurie.images import Picture
from nurie.lineart import inks, levels
from nurie.lineart.grays import find_grays, without_grays
from nurie.lineart.light import even_out, uneven_light
from nurie.lineart.screentone import ToneMap, find_tones, without_screentone
from nurie.lineart.steps import AUTO, Step
from nurie.lineart.untoned import untoned
from nurie.packed import Held, held, mapped

_LIGHT_INK = 216  # ink lighter than this cannot be seen on white paper

Treatment = tuple[Held[np.uint8] | None, str]
"""The changed page, or None if it needs no change, and one sentence that says why."""


@dataclass(frozen=True, eq=False)
class Finding:
    """What one step found and did.

    Attributes:
        step: its name.
        applied: whether it changed the page.
        why: one sentence.
        page: (H, W, 3) or, for the network alone, (H, W) bytes: the page after it; of a strip packed.
    """

    step: Step
    applied: bool
    why: str
    page: Held[np.uint8] = field(repr=False)


@dataclass(frozen=True, eq=False)
class Cleaned:
    """A sketch made ready; the planes of a strip are packed.

    Attributes:
        lines: (H, W) bytes, for the network: paper 255, the darkest ink 0, softer pencil in between.
        drawing: (H, W, 3) bytes, to lay over the colors: the artist's own ink on white paper.
        shade: (H, W) bytes, the gray of the screentone that was removed, which multiplies the colors; None
            where none was removed.
        painted: whether all of the page is painted in grays, with light and shade of its own.
        colored: whether the page is colored already.
        findings: what each step found, in order.
        notices: sentences that the user should read.
    """

    lines: Held[np.uint8] = field(repr=False)
    drawing: Held[np.uint8] = field(repr=False)
    shade: Held[np.uint8] | None = field(repr=False)
    painted: bool
    colored: bool
    findings: tuple[Finding, ...]
    notices: tuple[str, ...]


def clean(picture: Picture, steps: Collection[Step] = AUTO, keep_tones: bool = True) -> Cleaned:
    """Make a sketch ready: dark lines on white paper.

    What would tint or darken the colors (the paper, uneven light) is removed from the drawing. What only the
    network needs (dark ink for colored, lines alone for grays, smooth grays for screentone, dark lines for
    faint) changes the lines alone. A clean page stays exactly as it is.

    Args:
        picture: the sketch.
        steps: the steps that may be taken.
        keep_tones: whether screentone stays in the drawing.
    """
    findings: list[Finding] = []

    def take(step: Step, page: Held[np.uint8], treat: Callable[[], Treatment]) -> Held[np.uint8]:
        changed, why = treat() if step in steps else (None, "not asked for.")
        findings.append(Finding(step, changed is not None, why, page if changed is None else held(changed)))
        return findings[-1].page

    drawing = take(Step.ALPHA, picture.pixels, lambda: _alpha(picture))
    drawing = take(Step.TURN, drawing, lambda: _turn(drawing))
    drawing = take(Step.LIGHT, drawing, lambda: _light(drawing))
    drawing = take(Step.PAPER, drawing, lambda: _paper(drawing))
    found = inks.look(drawing)
    drawing = take(Step.BLUE, drawing, lambda: _blue(drawing, found))
    lines = take(Step.COLOR, held(levels.to_gray(drawing)), lambda: _color(drawing, found))
    grays = find_grays(np.asarray(lines)) if Step.GRAY in steps else None
    lines = take(Step.GRAY, lines, lambda: _gray(lines, grays))
    tones = find_tones(np.asarray(lines)) if Step.TONE in steps else None
    lines = take(Step.TONE, lines, lambda: _tone(lines, tones))
    lines = take(Step.FAINT, lines, lambda: _faint(lines))

    colored = not found.gray and inks.is_colored(picture.rgb)
    said = (_NOTICES[finding.step] for finding in findings if finding.applied and finding.step in _NOTICES)
    notices = tuple(Notice(notice.format(name=picture.name), code=notice.code) for notice in said)
    counts = levels.histogram(lines)
    if levels.is_blank(counts):
        shade = "white" if not counts[:192].any() else "black" if not counts[64:].any() else "gray"
        sentence = f"{picture.name} is {shade} all over: the colors follow no lines."
        notices += (Notice(sentence, code="blank-page"),)
    if colored:
        sentence = f"{picture.name} is colored already: its colors are taken for gray tones of the lines."
        notices += (Notice(sentence, code="colored-already"),)
    # White balance of yellowed paper turns gray bluish: the picture before it must have blue pencil, too.
    if found.blue_pencil and Step.BLUE not in steps and inks.look(picture.pixels).blue_pencil:
        sentence = f'{picture.name} has blue pencil beside the ink: the step "blue" takes it out.'
        notices += (Notice(sentence, code="blue-pencil"),)
    bare = None if keep_tones or tones is None else untoned(np.asarray(drawing), tones)
    painted = grays is not None and bool(grays.all())
    if bare is None:
        return Cleaned(lines, drawing, None, painted, colored, tuple(findings), notices)
    planes = lines, held(bare.drawing), held(bare.shade)
    return Cleaned(*planes, painted, colored, tuple(findings), notices)


_NOTICES = {
    Step.ALPHA: Notice(
        "{name} has light lines on a transparent ground: they were made dark on white.", code="light-lines"
    ),
    Step.TURN: Notice(
        "{name} shows light lines on dark paper: it was turned round, dark on light.", code="dark-paper"
    ),
    Step.LIGHT: Notice(
        "{name} is lit unevenly, like a photograph: the light was evened out.", code="uneven-light"
    ),
}


def _alpha(picture: Picture) -> Treatment:
    if picture.alpha is None:
        return None, "the picture is opaque."
    drawn = picture.alpha > picture.alpha.max() // 2
    if not drawn.any() or drawn.mean() > 0.5 or np.median(levels.to_gray(picture.rgb)[drawn]) < _LIGHT_INK:
        return None, "the lines on the transparent ground are dark."
    return np.dstack([cv2.bitwise_not(picture.alpha)] * 3), "light lines on a transparent ground: made dark."


def _turn(page: Held[np.uint8]) -> Treatment:
    if not levels.is_inverted(levels.to_gray(page)):
        return None, "the lines are darker than the paper."
    if inks.is_colored(np.asarray(page)):
        return None, "the page is colored: its darkness may be night."
    return mapped(page, np.invert), "light lines on dark paper: turned round."


def _light(page: Held[np.uint8]) -> Treatment:
    light = uneven_light(page)
    if light is None:
        return None, "the paper is evenly lit."
    if inks.is_colored(np.asarray(page)):
        return None, "the page is colored: what looks like uneven light may be color."
    evened = even_out(np.asarray(page), light)
    return evened, f"the darkest corner gets {light.min():.0%} of the light: evened out."


def _paper(page: Held[np.uint8]) -> Treatment:
    counts = [levels.histogram(page, channel) for channel in range(3)]
    whites = [levels.white_point(channel) for channel in counts]
    if whites == [255, 255, 255]:
        return None, "the paper is white."
    table = np.stack([levels.ramp(0, white) for white in whites], axis=-1)
    tint = bytes(levels.paper_level(channel) for channel in counts).hex()
    return _toned(page, table[None]), f"the paper is #{tint}: made white."


def _blue(page: Held[np.uint8], found: inks.Inks) -> Treatment:
    if not found.blue_pencil:
        return None, "there is no blue pencil beside other ink."
    return inks.without_blue(np.asarray(page)), "blue pencil beside the ink: dropped."


def _color(page: Held[np.uint8], found: inks.Inks) -> Treatment:
    if not found.colored:
        return None, "the ink is black or gray."
    why = f"ink of {found.color}: dark for the network, in its own color in the result."
    return mapped(page, inks.strongest), why


def _gray(lines: Held[np.uint8], grays: Mask | None) -> Treatment:
    if grays is None:
        return None, "no smooth grays."
    share = "the page is painted in gray" if grays.all() else f"{grays.mean():.0%} of the page is gray"
    return without_grays(np.asarray(lines), grays), f"{share}: its lines and edges for the network."


def _tone(lines: Held[np.uint8], tones: ToneMap | None) -> Treatment:
    if tones is None:
        return None, "no screentone."
    return without_screentone(np.asarray(lines), tones), "screentone: smoothed for the network."


def _faint(lines: Held[np.uint8]) -> Treatment:
    counts = levels.histogram(lines)
    black, white = levels.black_point(counts), levels.white_point(counts)
    if (black, white) == (0, 255):
        return None, "the darkest ink is black."
    stretched = _toned(lines, levels.ramp(black, white))
    return stretched, f"grays from {black} to {white}: stretched from black to white for the network only."


def _toned(page: Held[np.uint8], table: Bytes) -> Held[np.uint8]:
    """A page whose values are those of a table of 256."""
    return mapped(page, lambda rows: np.asarray(cv2.LUT(rows, table), np.uint8))
