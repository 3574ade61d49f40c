"""Learn one character's colors from a few corrected pages.

Coloring 1 learns the pages, and drawings of others that the procedural artist paints in the character's
colors: three pages show too few poses. Colorings 2 to 9 are held to what they were, so that the artist
finds the tuned colors at one place and keeps eight alternatives.
"""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from lightning_fabric import Fabric
from torch import Tensor
from torch.nn import functional as F  # noqa: N812
from torch.optim import Adam

from nurie.arrays import Bytes, Floats
from nurie.color.difference import ciede2000
from nurie.data import augment
from nurie.data.drawn import Scheme, draw, paint
from nurie.errors import DataError
from nurie.losses import to_rgb
from nurie.network.sgru import MULTIPLE, SGRU, SGRUConfig
from nurie.schemes.parts import Part
from nurie.training.engine import channels_last, precision
from nurie.training.state import follow

MOST_PAGES = 20
"""More pages want a recipe of their own."""

_PAPER = 200  # of 255: darker is line, and what lies under lines is not judged
_SEEN = 0.001  # of the pages: a part that covers less shows no color to be trusted
_ZOOM = (0.95, 1.5)
_EMA = 0.95
_DRAWINGS = 4  # of others that are watched and not learned
_OTHERS_SEED = 8_000_000  # drawings of others; no recipe and no evaluation draws these


@dataclass(frozen=True, eq=False)
class CorrectedPage:
    """A sketch and its corrected colors."""

    name: str
    sketch: Bytes
    """(h, w), ink 0 and paper 255: what the network sees when it colors the page."""
    large: Bytes
    """(2 h, 2 w): the same at about twice the size, to take views of."""
    rgb: Bytes
    """(2 h, 2 w, 3), the colors."""


@dataclass(frozen=True)
class TuneConfig:
    """How to tune."""

    steps: int = 300
    """Steps at the most."""
    batch: int = 4
    """Samples a step: half of them of the pages, half drawings of others."""
    rate: float = 2e-4
    """Adam's learning rate."""
    others: int = 32
    """Drawings of others, more than the four that are watched."""
    keep: float = 1.0
    """Weight of what must stay as it was."""
    watch_every: int = 20
    """Steps between looks at the held-out pages."""
    patience: int = 5
    """Looks without a gain after which to stop."""
    seed: int = 1


@dataclass(frozen=True)
class Tuned:
    """What tuning gave."""

    network: SGRU
    steps: int
    """Steps behind these weights: those at which the held-out pages looked best."""
    held_out: tuple[str, ...]
    """The pages that were watched and not learned; empty where there was but one page."""
    before: float
    after: float
    """Mean CIEDE2000 between coloring 1 and the truth on the held-out pages, or on the only one."""


OnTuneStep = Callable[[int, float, float], None]
"""Called after each step with the step, the loss and the last error on the watched pages."""


def tune(
    network: SGRU,
    pages: Sequence[CorrectedPage],
    config: TuneConfig = TuneConfig(),
    watch: OnTuneStep = lambda *_: None,
) -> Tuned:
    """Tune a network to pages of one character.

    One page in four and some drawings of others are held out; the weights that color those best are returned.
    Training starts from a last layer fitted by least squares, if that colors the held-out ones better.

    Args:
        network: where to start; it is left as it is.
        pages: one to MOST_PAGES.
        config: how.
        watch: told of every step.

    Raises:
        DataError: there are no pages, or too many.
    """
    held_out = _held_out(pages)
    learned, watched = [page for page in pages if page not in held_out], held_out or list(pages)
    fabric = Fabric(accelerator="auto", devices=1, precision=precision("auto", "auto"))
    others = _others(network, learned, config.others)
    drawings, watched_drawings = others[_DRAWINGS:], others[:_DRAWINGS]

    def look(network: SGRU) -> tuple[float, float]:
        """How far a network is from the watched pages, and from those and the watched drawings."""
        error = _error(network, watched)
        return error, (error + _error(network, watched_drawings)) / 2

    start, before, after, score = _start(network, _solved(network, [*learned, *drawings]), look)
    student, teacher = copy.deepcopy(start), copy.deepcopy(network).requires_grad_(False)
    best, average = copy.deepcopy(start), copy.deepcopy(start).requires_grad_(False).to(fabric.device)
    adam = Adam(student.parameters(), config.rate, fused=True)
    learner, optimizer = fabric.setup(channels_last(student), adam)
    known = fabric.setup_module(channels_last(teacher))
    samples = _PageSamples(learned, drawings, network.config, config)
    best_step, looks = 0, 0
    for step in range(1, config.steps + 1):
        x, truth, mask = (fabric.to_device(tensor) for tensor in samples.batch(step))
        for group in optimizer.param_groups:
            group["lr"] = config.rate * min(1.0, step / 20)
        colors = to_rgb(_at_size_of(x, learner(x)))
        with torch.no_grad():
            wanted = to_rgb(_at_size_of(x, known(x)))
        loss = _loss(colors, truth, wanted, mask, config.keep)
        optimizer.zero_grad(set_to_none=True)
        fabric.backward(loss)
        optimizer.step()
        follow(average, student, min(_EMA, step / (step + 10)))
        if step % config.watch_every == 0 or step == config.steps:
            (error, overall), looks = look(average), looks + 1
            if overall < score:
                after, score, best_step, looks = error, overall, step, 0
                best.load_state_dict(average.state_dict())
        watch(step, loss.item(), after)
        if looks >= config.patience:
            break
    return Tuned(best, best_step, tuple(page.name for page in held_out), before, after)


def _held_out(pages: Sequence[CorrectedPage]) -> list[CorrectedPage]:
    """One page in four, none of a single one; `DataError` if there are no pages, or too many."""
    if not 1 <= len(pages) <= MOST_PAGES:
        raise DataError(f"{len(pages)} pages cannot be learned from; give 1 to {MOST_PAGES}.")
    return list(pages[::4]) if len(pages) > 1 else []


def _start(
    network: SGRU, solved: SGRU, look: Callable[[SGRU], tuple[float, float]]
) -> tuple[SGRU, float, float, float]:
    """The better of two networks by the second of what `look` says of each.

    Returns:
        That network; what `look` says first of `network`; both that it says of the better one.
    """
    (before, overall), found = look(network), look(solved)
    return (solved, before, *found) if found[1] < overall else (network, before, before, overall)


@torch.no_grad()
def _solved(network: SGRU, pages: Sequence[CorrectedPage]) -> SGRU:
    """The network whose head gives, as coloring 1, what fits the pages best by least squares."""
    network = copy.deepcopy(network)
    outputs, channels = network.config.outputs, network.feature_channels + 1
    normal, right = torch.zeros(channels, channels).double(), torch.zeros(channels, 3).double()
    for page in pages:
        height, width = page.sketch.shape
        x = _planes(page.sketch, network.config)
        features = _at_size_of(x, network.features(x))[0, :, :height, :width]
        truth = _truth(page)
        paper = torch.from_numpy(page.sketch > _PAPER)
        known = torch.cat([features[:, paper], torch.ones(1, int(paper.sum()))]).double()
        normal += known @ known.T
        right += known @ (torch.from_numpy(truth)[paper].double() / 127.5 - 1)
    ridge = 1e-5 * normal[-1, -1] * torch.eye(channels).double()
    solution = torch.linalg.solve(normal + ridge, right).float()
    network.head.weight[::outputs, :, 0, 0] = solution[:-1].T
    assert network.head.bias is not None
    network.head.bias[::outputs] = solution[-1]
    return network


def _loss(colors: Tensor, truth: Tensor, wanted: Tensor, mask: Tensor, keep: float) -> Tensor:
    """The error of coloring 1 on the pages, and, weighted by `keep`, of the others from what they were.

    Args:
        colors: (B, outputs, 3, H, W), the colorings.
        truth: (B, 3, H, W), the corrected pages.
        wanted: as `colors`, from the network as it was.
        mask: (B, H, W), 1 where the sketch counts.
        keep: the weight.
    """
    learning = ((colors[:, 0] - truth).abs().mean(1) * mask).mean()
    keeping = ((colors[:, 1:] - wanted[:, 1:]).abs().mean(2) * mask[:, None]).mean()
    return learning + keep * keeping


def _at_size_of(x: Tensor, answer: Tensor) -> Tensor:
    """An answer (B, ..., h, w) at the size of the sketch (B, inputs, H, W), which may be larger."""
    if answer.shape[-2:] == x.shape[-2:]:
        return answer
    flat = answer.reshape(len(answer), -1, *answer.shape[-2:])
    large = F.interpolate(flat, x.shape[-2:], mode="bilinear", align_corners=False)
    return large.reshape(*answer.shape[:-2], *x.shape[-2:])


def _planes(sketch: Bytes, config: SGRUConfig) -> Tensor:
    """The network's input for a whole page without hints, padded with paper: (1, inputs, H, W)."""
    height, width = sketch.shape
    x = torch.zeros(1, config.inputs, *padded((height, width), config.fold))
    x[0, 0] = 255
    x[0, 0, :height, :width] = torch.from_numpy(sketch)
    return x


def _truth(page: CorrectedPage) -> Bytes:
    """A page's colors, of the size of its sketch: (h, w, 3)."""
    size = page.sketch.shape[::-1]
    return np.asarray(cv2.resize(page.rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def _others(network: SGRU, pages: Sequence[CorrectedPage], count: int) -> list[CorrectedPage]:
    """Drawings of others, as large as the pages, in the character's colors."""
    side = max(max(page.large.shape) for page in pages)
    drawings = [draw(seed, (side, side)) for seed in range(_OTHERS_SEED, _OTHERS_SEED + count)]
    half = (side // 2, side // 2)
    sketches = [
        np.asarray(cv2.resize(drawing.line, half, interpolation=cv2.INTER_AREA), np.uint8)
        for drawing in drawings
    ]
    labels = [cv2.resize(drawing.parts, half, interpolation=cv2.INTER_NEAREST) for drawing in drawings]
    scheme = _palette(network, pages, sketches, np.concatenate([label.ravel() for label in labels]))
    return [
        CorrectedPage("", sketch, drawing.line, paint(drawing, scheme))
        for sketch, drawing in zip(sketches, drawings, strict=True)
    ]


def _palette(
    network: SGRU, pages: Sequence[CorrectedPage], sketches: Sequence[Bytes], labels: Bytes
) -> Scheme:
    """The character's color of each part as the pages show it; where they do not, what coloring 1 has there.

    What the network paints a part in, in all colorings at once, tells which part it takes a pixel for: known
    from drawings, whose parts are given.
    """
    mark = _marks(network, sketches)
    parts = np.unique(labels)
    typical = np.stack([np.median(mark[labels == part], 0) for part in parts])
    color = np.concatenate([_truth(page).reshape(-1, 3) for page in pages])
    mark = _marks(network, [page.sketch for page in pages])
    nearest = np.stack([np.square(mark - each).sum(-1) for each in typical]).argmin(0)
    nearest[np.concatenate([page.sketch.ravel() for page in pages]) <= _PAPER] = -1
    table = np.zeros((len(Part), 3))  # a part that no drawing has needs no color
    for number, part in enumerate(parts):
        taken = nearest == number
        table[part] = np.median(color[taken], 0) if taken.mean() > _SEEN else typical[number, :3].clip(0, 255)
    return Scheme(*((float(red), float(green), float(blue)) for red, green, blue in table))


def _marks(network: SGRU, sketches: Sequence[Bytes]) -> Floats:
    """The colors of every pixel in all colorings, side by side: (pixels, 3 x colorings)."""
    nines = [_colorings(network, sketch) for sketch in sketches]
    return np.concatenate([nine.transpose(2, 3, 0, 1).reshape(-1, nine[:, :, 0, 0].size) for nine in nines])


@torch.no_grad()
def _colorings(network: SGRU, sketch: Bytes) -> Floats:
    """What a network makes of a whole page without hints: (colorings, 3, h, w), not clipped to 0..255."""
    height, width = sketch.shape
    x = _planes(sketch, network.config).to(next(network.parameters()).device)
    colors: Floats = to_rgb(_at_size_of(x, network(x)))[0, :, :, :height, :width].cpu().numpy()
    return colors


class _PageSamples:
    """Views of the pages, and of drawings of others in the character's colors."""

    def __init__(
        self,
        pages: Sequence[CorrectedPage],
        others: Sequence[CorrectedPage],
        network: SGRUConfig,
        config: TuneConfig,
    ) -> None:
        self.pages, self.others, self.network, self.config = pages, others, network, config

    def batch(self, step: int) -> tuple[Tensor, Tensor, Tensor]:
        """The samples of a step: half of them, or one more, of the pages.

        Returns:
            The network's input (B, inputs, H, W), the true colors (B, 3, H, W), and where they count
            (B, H, W), 0 to 1.
        """
        rng = np.random.default_rng((self.config.seed, step))
        ours = -(-self.config.batch // 2)
        chosen = [self.pages[int(rng.integers(len(self.pages)))] for _ in range(ours)]
        frame = padded(chosen[0].sketch.shape, self.network.fold)
        chosen += [self.others[int(rng.integers(len(self.others)))] for _ in range(self.config.batch - ours)]
        x = np.zeros((self.config.batch, self.network.inputs, *frame), np.float32)
        truths, masks = [], []
        for planes, page in zip(x, chosen, strict=True):
            view = augment.random_view(rng, page.large.shape, frame, _ZOOM)
            planes[0] = augment.vary_ink(rng, view.warp(page.large, 255))
            truths.append(view.warp(page.rgb, 255).transpose(2, 0, 1))
            # What the view shows beyond the page has no true color.
            masks.append(planes[0] / 255 * (view.warp(np.full_like(page.large, 255), 0) == 255))
        return (
            torch.from_numpy(x).contiguous(memory_format=torch.channels_last),
            torch.from_numpy(np.stack(truths)).float(),
            torch.from_numpy(np.stack(masks)).float(),
        )


def padded(shape: tuple[int, ...], fold: int = 1) -> tuple[int, int]:
    """Height and width that a network takes, at least those of a page (h, w)."""
    multiple = MULTIPLE * fold
    height, width = (-(-side // multiple) * multiple for side in shape)
    return height, width


def _error(network: SGRU, pages: Sequence[CorrectedPage]) -> float:
    """Mean CIEDE2000 between coloring 1 and the truth, over the paper of all pages."""
    errors = []
    for page in pages:
        colors = _colorings(network, page.sketch)[0].clip(0, 255).transpose(1, 2, 0)
        paper = page.sketch > _PAPER
        errors.append(float(ciede2000(colors[paper], _truth(page)[paper]).mean()))
    return float(np.mean(errors))
