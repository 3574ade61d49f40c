"""Decides the material of each region, once for all colorings.

The network gives the probability of each part at each pixel. The pixels of a region vote, regions that meet
in open paper influence each other, and regions that hold several things are divided first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

from nurie.arrays import Bytes, Doubles, Floats, Mask, Regions
from nurie.colorize.divide import divide
from nurie.colorize.eyes import alike_eyes
from nurie.colorize.figures import find_figures
from nurie.colorize.streaks import streaked
from nurie.colorize.twins import heard_by_twins, heard_in_figures
from nurie.errors import MaterialError
from nurie.lineart.layout import Layout
from nurie.lineart.regions import paper_mask, reduced, reduced_regions
from nurie.lineart.shaded import cut_by_grays, mean_of_united, united
from nurie.lineart.tails import find_tails, without_tails
from nurie.packed import Held
from nurie.schemes.parts import PART_COUNT, Part
from nurie.threads import at_once
from nurie.tiles import looked_up

# Chosen by hand; `nurie evaluate` measures the result (docs/evaluation.md).
_GRID = 512  # px: long side at which the pixels of a page vote
_CLEARANCE = 1.5  # pixels nearer to ink than this, in pixels of the answer, have less weight
_FAR = np.float32(1e4)  # px: clearance where a page has no ink at all
_UNDER_INK = 0.02  # weight of a pixel beside ink; above zero, so that tiny regions have a vote
_DOUBT = 0.01  # added to every probability, so that none is 0
_TIES = 0.8  # weight of the pairwise term between regions that meet in open paper
_ROUNDS = 6  # of mean-field inference
_CERTAIN = np.full((PART_COUNT, PART_COUNT), 1e-6) + np.eye(PART_COUNT)  # votes for one part alone
_BODY = (Part.SKIN, Part.HAIR, Part.IRIS, Part.MOUTH)
_WORN = (Part.CLOTHES, Part.CLOTHES_2, Part.ACCESSORY)
_BEHIND = (Part.GROUND, Part.SCENERY, Part.PROP)
_MANY = 8  # letters from which lettering is certainly text
_UNLIKELY, _SURELY, _NO_BUBBLE = 0.4, 0.8, 0.87  # probabilities of these, by how sure the letters are
_VAGUE = 0.6  # probability below which what lies behind figures is of one kind with what it meets
_OVAL = 0.965  # least share of its ellipse that an oval covers; garments with buttons cover less
# as a share of the page: the votes of smaller regions are scaled down, so that neighbors decide
_LEAST = 3e-5


@dataclass(frozen=True, eq=False)
class Materials:
    """What the regions of a sketch are.

    Attributes:
        regions: (H, W), the number, from 1, of the region at each pixel: those of the layout, some divided;
            of a strip packed.
        parts: (n + 1,) bytes, the `Part` of each region; 0 is unused.
        confidence: (n + 1,), 0..1, how sure that is.
        figures: (n + 1,), the number, from 1, of the figure that each region belongs to; 0 for the ground.
        votes: (n + 1, 12), how the pixels of each region voted, before any decision.
        named: whether a model named them; otherwise only the regions mean anything.
        joined: regions that an artist joined, which no single hint splits.
    """

    regions: Held[np.int32]
    parts: Bytes
    confidence: Floats
    figures: npt.NDArray[np.int32]
    votes: Floats
    named: bool = True
    joined: frozenset[int] = frozenset()

    @classmethod
    def unnamed(cls, regions: Regions) -> Self:
        """Regions of which no material is known."""
        count = int(regions.max()) + 1
        nothing = np.zeros(count, np.int32)
        votes = np.zeros((count, PART_COUNT), np.float32)
        return cls(regions, nothing.astype(np.uint8), nothing.astype(np.float32), nothing, votes, False)

    def part_map(self) -> Bytes:
        """(H, W) bytes, the `Part` at each pixel."""
        return looked_up(self.parts, np.asarray(self.regions))

    def reduced(self, size: int) -> "Materials":
        """The same at a long side of `size` px."""
        return replace(self, regions=reduced_regions(self.regions, size))

    def having(self, parts: Mapping[int, Part]) -> "Materials":
        """The same regions, some of them of another material.

        Args:
            parts: the new part of each region, by its number.

        Raises:
            MaterialError: there is no such region.
        """
        missing = [region for region in parts if not 0 < region < len(self.parts)]
        if missing:
            raise MaterialError(
                f"there is no region {missing[0]} in this sketch: name one of 1 to {len(self.parts) - 1}."
            )
        changed, confidence = self.parts.copy(), self.confidence.copy()
        for region, part in parts.items():
            changed[region], confidence[region] = part, 1.0
        return replace(self, parts=changed, confidence=confidence)


def decide(lines: Bytes, layout: Layout, likely: Floats, gray: Bytes | None = None) -> Materials:
    """Decide what the regions of a sketch are.

    Args:
        lines: (H, W) bytes, clean line art, ink 0, paper 255.
        layout: its regions and panels.
        likely: (12, h, w), the probability of each part at the size of the network's answer.
        gray: (H, W) bytes, a page that is painted in gray, whose regions are cut where it changes.
    """
    paper = paper_mask(reduced(lines, _GRID))
    clearance = np.asarray(cv2.distanceTransform(paper, cv2.DIST_L2, 5), np.float32)
    size = paper.shape[1], paper.shape[0]
    large = np.stack(at_once(lambda plane: cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR), likely))
    bubbles = _believed(layout, large)
    if bubbles:
        written = np.isin(reduced_regions(layout.regions, _GRID), bubbles)
        large[:, written] = np.eye(PART_COUNT, dtype=np.float32)[:, [Part.BUBBLE]]
    else:
        written = np.zeros(paper.shape, np.bool_)
    regions = divide(layout.regions, _without_paper(large, written), clearance, lines)
    of = np.arange(int(regions.max()) + 1, dtype=np.int32)
    if gray is not None:
        regions, of = cut_by_grays(regions, gray, bubbles)
    small = reduced_regions(regions, _GRID)
    count = len(of)
    pitch = max(paper.shape) / max(likely.shape[1:])
    weight = (np.minimum(clearance, _FAR) / (_CLEARANCE * pitch)).clip(_UNDER_INK, 1) * large.max(
        axis=0
    )  # a confident pixel counts more
    votes = _votes(small.ravel(), large.reshape(PART_COUNT, -1), weight.ravel(), count)
    _hear_the_smallest(votes, small, regions, large)
    if gray is None and layout.panels.any():  # whose frames are symmetric
        votes = heard_in_figures(votes, lines, small, layout.panels)
    elif gray is None:
        votes = heard_by_twins(votes, lines, small)
    votes[_is_outside(small, layout, count, paper > 0)] = _CERTAIN[Part.BUBBLE]
    votes[bubbles] = _CERTAIN[Part.BUBBLE]
    if layout.panels.any():
        bare = streaked(lines, regions) & np.isin(votes.argmax(axis=1), _BEHIND)
        votes[bare] = _CERTAIN[Part.GROUND]
        votes = _even_behind(votes, small, paper > 0)
    if paper.all():  # without a line all is ground
        votes[:] = _CERTAIN[Part.GROUND]
    areas = np.bincount(small.ravel(), minlength=count)
    beliefs = _agreed(votes, areas / small.size, small, paper > 0)
    parts = beliefs.argmax(axis=1).astype(np.uint8)
    if gray is not None:
        number = united(of, parts)
        regions, small = number[regions], number[small]
        votes, beliefs = (mean_of_united(number, one, areas) for one in (votes, beliefs))
        parts = beliefs.argmax(axis=1).astype(np.uint8)
        areas = np.bincount(small.ravel(), minlength=len(parts))
    figures = find_figures(small, parts, layout.panels)
    parts = alike_eyes(parts, votes, figures, areas)
    confidence = beliefs.max(axis=1).astype(np.float32)
    return Materials(regions, parts, confidence, figures, votes.astype(np.float32))


def _without_paper(likely: Floats, written: Mask) -> Floats:
    """Probabilities for dividing regions: paper without lettering counts as ground."""
    result = likely.copy()
    result[Part.GROUND] += np.where(written, np.float32(0), likely[Part.BUBBLE])
    result[Part.BUBBLE][~written] = 0
    return result


def _believed(layout: Layout, likely: Floats) -> list[int]:
    """The regions with lettering that the network, too, takes for bubbles.

    Strokes in an iris and buttons are arranged like letters; but an oval on clothes is a bubble.
    """
    if not layout.bubbles:
        return []
    regions = reduced_regions(layout.regions, _GRID)
    count = int(layout.regions.max()) + 1
    areas = np.maximum(np.bincount(regions.ravel(), minlength=count), 1)
    bodies, worn = (
        np.bincount(regions.ravel(), likely[list(parts)].sum(axis=0).ravel(), count) / areas
        for parts in (_BODY, _WORN)
    )
    written = reduced_regions(layout.regions, max(layout.clearance.shape))
    believed = []
    for region in layout.bubbles:
        oval = _is_oval(regions == region)
        if _count_letters(written == region, layout.clearance) >= _MANY:
            is_bubble = bodies[region] < _SURELY and (oval or worn[region] < _SURELY)
        else:
            is_bubble = bodies[region] + worn[region] < _UNLIKELY or (oval and bodies[region] < _NO_BUBBLE)
        if is_bubble:
            believed.append(region)
    tails = find_tails(written, believed) if believed else []  # a tail goes with its bubble
    return believed + [tail for tail in tails if tail in layout.bubbles]


def _count_letters(region: Mask, clearance: Floats) -> int:
    """The pieces of ink within a region."""
    left, top, width, height = cv2.boundingRect(region.view(np.uint8))
    place = np.s_[top : top + height, left : left + width]
    ink = (region & (clearance == 0))[place].view(np.uint8)
    inner = cv2.erode(region[place].view(np.uint8), np.ones((5, 5), np.uint8), borderValue=0)
    count, pieces = cv2.connectedComponents(ink, connectivity=8)
    return int(count - 1 - np.unique(pieces[(inner == 0) & (ink > 0)]).size)


def _is_oval(region: Mask) -> bool:
    """Whether a region without its tails fills an ellipse."""
    body = without_tails(region.view(np.uint8))
    outlines, _ = cv2.findContours(body, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(outlines, key=len, default=np.empty(0))
    if len(outline) < 5:  # an ellipse needs as many points
        return False
    _, axes, _ = cv2.fitEllipse(outline)
    return bool(cv2.contourArea(outline) > _OVAL * np.pi / 4 * axes[0] * axes[1])


def _votes(regions: Regions, likely: Floats, weight: Floats, count: int) -> Doubles:
    """(count, 12), the weighted mean probabilities of each region, normalized to a sum of 1.

    Args:
        regions: (n,), the region of each pixel.
        likely: (12, n), the probability of each part there.
        weight: (n,), how much each pixel counts.
        count: how many regions there are.
    """
    regions, weight = regions.astype(np.intp), weight.astype(np.float64)  # as bincount adds them up
    heard = np.bincount(regions, weight, count)
    sums = np.stack([np.bincount(regions, plane * weight, count) for plane in likely], axis=1)
    votes = (sums / np.maximum(heard, 1e-9)[:, None] + _DOUBT) / (1 + PART_COUNT * _DOUBT)
    votes[heard == 0] = 1 / PART_COUNT
    return np.asarray(votes)


def _hear_the_smallest(votes: Doubles, small: Regions, regions: Regions, likely: Floats) -> None:
    """Give regions too small for the reduced page the votes of the nearest pixels; in place."""
    missed = np.bincount(small.ravel(), minlength=len(votes)) == 0
    missed[0] = False
    if not missed.any():
        return
    rows, columns = np.nonzero(looked_up(missed, regions))
    down, across = (here / there for here, there in zip(small.shape, regions.shape, strict=True))
    there = likely[:, (rows * down).astype(np.intp), (columns * across).astype(np.intp)]
    found = _votes(regions[rows, columns], there, np.ones(rows.size, np.float32), len(votes))
    votes[missed] = found[missed]


def _is_outside(regions: Regions, layout: Layout, count: int, paper: Mask) -> Mask:
    """(count,), whether each region lies outside the panels; black gutters, which are ink, do not count.

    Args:
        regions: (h, w).
        layout: of the page.
        count: how many regions there are.
        paper: (h, w), true off ink.
    """
    size = regions.shape[1], regions.shape[0]
    outside = cv2.resize(layout.outside.view(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    bare = np.bincount(regions[paper], minlength=count)
    inside = np.bincount(regions[outside & paper], minlength=count)
    whole = np.bincount(regions.ravel(), minlength=count)
    hidden = np.bincount(regions[outside], minlength=count) > 0.5 * np.maximum(whole, 1)
    return np.asarray(np.where(bare > 0, inside > 0.5 * bare, hidden))


def _agreed(
    votes: Doubles,
    shares: Doubles,
    regions: Regions,
    paper: Mask,
) -> Doubles:
    """Mean-field inference: regions that meet in open paper influence each other's probabilities.

    Args:
        votes: (n, 12), of each region by itself.
        shares: (n,), how much of the page each covers.
        regions: (h, w).
        paper: (h, w), true off ink.
    """
    first, second, tie = _ties(regions, paper)
    own = np.log(votes) * np.minimum(shares / _LEAST, 1)[:, None]
    beliefs: Doubles = votes / votes.sum(axis=1, keepdims=True)
    for _ in range(_ROUNDS):
        heard = np.zeros_like(own)
        np.add.at(heard, first, tie[:, :1] * beliefs[second])
        np.add.at(heard, second, tie[:, 1:] * beliefs[first])
        total = own + _TIES * heard
        odds = np.exp(total - total.max(axis=1, keepdims=True))
        beliefs = odds / odds.sum(axis=1, keepdims=True)
    return beliefs


def _even_behind(votes: Doubles, regions: Regions, paper: Mask) -> Doubles:
    """One vote, the mean, for what lies behind figures, is vague and meets in open paper.

    The ground of a panel falls into regions between speed lines, and is to be no patchwork.

    Args:
        votes: (n, 12), of each region by itself.
        regions: (h, w).
        paper: (h, w), true off ink.
    """
    vague = np.isin(votes.argmax(axis=1), _BEHIND) & (votes.max(axis=1) < _VAGUE)
    first, second, _ = _ties(regions, paper)
    met = vague[first] & vague[second]
    group = np.arange(len(votes))
    before = None
    while before is None or (group != before).any():
        before = group.copy()
        np.minimum.at(group, first[met], before[second[met]])
        np.minimum.at(group, second[met], before[first[met]])
    areas = np.bincount(regions.ravel(), minlength=len(votes)) + 1e-9
    sums = np.zeros_like(votes)
    np.add.at(sums, group, votes * areas[:, None])
    mean = sums / np.maximum(np.bincount(group, areas, len(votes)), 1e-9)[:, None]
    return np.where(vague[:, None], mean[group], votes)


def _ties(regions: Regions, paper: Mask) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], Doubles]:
    """Pairs of regions that meet, and how much of each one's border runs through open paper there, 0..1."""
    count = int(regions.max()) + 1
    pairs, lengths = [], []
    whole = np.zeros(count)
    for one, other in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:])):
        border = regions[one] != regions[other]
        a, b = regions[one][border].astype(np.intp), regions[other][border].astype(np.intp)
        whole += np.bincount(a, minlength=count) + np.bincount(b, minlength=count)
        pairs.append(np.minimum(a, b) * count + np.maximum(a, b))
        lengths.append((paper[one] & paper[other])[border])
    codes, place = np.unique(np.concatenate(pairs), return_inverse=True)
    length = np.bincount(place, np.concatenate(lengths), minlength=codes.size)
    codes, length = codes[length > 0], length[length > 0]
    first, second = codes // count, codes % count
    shares = np.stack([length / np.maximum(whole[first], 1), length / np.maximum(whole[second], 1)], axis=1)
    return first, second, shares
