"""Learn one character's colors from a few corrected pages.

Coloring 1 learns the pages; colorings 2 to 9 are held to what they were, on those pages and on drawings of
others, so that the artist finds the tuned colors at one place and keeps eight alternatives.
"""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from lightning.fabric import Fabric
from numpy.typing import NDArray
from torch import Tensor
from torch.optim import Adam

from nurie.data import augment, hints
from nurie.data.drawn import draw
from nurie.data.drawn.difference import ciede2000
from nurie.data.pairs import in_view
from nurie.errors import DataError
from nurie.lineart.regions import hint_planes
from nurie.losses import to_rgb
from nurie.network.sgru import MULTIPLE, SGRU
from nurie.training.engine import channels_last, precision
from nurie.training.state import follow

MOST_PAGES = 20
"""More pages want a recipe of their own."""

_PAPER = 200  # of 255: darker is line, and what lies under lines is not judged
_HINTED = 0.3  # of the samples
_ZOOM = (0.95, 1.5)
_EMA = 0.95
_OTHERS_SEED = 8_000_000  # drawings of others; no recipe and no evaluation draws these


@dataclass(frozen=True, eq=False)
class Page:
    """A sketch and its corrected colors."""

    name: str
    sketch: NDArray[np.uint8]
    """(h, w), ink 0 and paper 255: what the network sees when it colors the page."""
    large: NDArray[np.uint8]
    """(2 h, 2 w): the same at about twice the size, to take views of."""
    rgb: NDArray[np.uint8]
    """(2 h, 2 w, 3), the colors."""


@dataclass(frozen=True)
class TuneConfig:
    """How to tune."""

    steps: int = 400
    """Steps at the most."""
    batch: int = 4
    """Samples a step: half of them of the pages, half drawings of others."""
    rate: float = 4e-4
    """Adam's learning rate."""
    others: int = 24
    """Drawings of others."""
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


Watch = Callable[[int, float, float], None]
"""Called after each step with the step, the loss and the last error on the watched pages."""


def tune(
    network: SGRU,
    pages: Sequence[Page],
    config: TuneConfig = TuneConfig(),
    watch: Watch = lambda *_: None,
) -> Tuned:
    """Tune a network to pages of one character.

    One page in four is held out (none of a single one), and the weights that color those best are returned.
    Coloring 1 starts from the last layer that fits the pages best, if that colors the held-out ones better.

    Args:
        network: where to start; it is left as it is.
        pages: one to MOST_PAGES.
        config: how.
        watch: told of every step.

    Raises:
        DataError: there are no pages, or too many.
    """
    if not 1 <= len(pages) <= MOST_PAGES:
        raise DataError(f"{len(pages)} pages cannot be learned from; give 1 to {MOST_PAGES}.")
    held_out = list(pages[::4]) if len(pages) > 1 else []
    learned, watched = [page for page in pages if page not in held_out], held_out or list(pages)
    fabric = Fabric(accelerator="auto", devices=1, precision=precision("auto", "auto"))
    before = after = _error(network, watched)
    start = _solved(network, learned)
    if (solved := _error(start, watched)) < after:
        after = solved
    else:
        start = network
    student, teacher = copy.deepcopy(start), copy.deepcopy(network).requires_grad_(False)
    best, average = copy.deepcopy(start), copy.deepcopy(start).requires_grad_(False).to(fabric.device)
    learner, optimizer = fabric.setup(
        channels_last(student), Adam(student.parameters(), config.rate, fused=True)
    )
    known = fabric.setup_module(channels_last(teacher))
    samples = _Samples(learned, network.config.inputs, config)

    best_step, looks = 0, 0
    for step in range(1, config.steps + 1):
        x, truth, mask = (fabric.to_device(tensor) for tensor in samples.batch(step))
        for group in optimizer.param_groups:
            group["lr"] = config.rate * min(1.0, step / 20)
        colors = to_rgb(learner(x))
        with torch.no_grad():
            wanted = to_rgb(known(x))
        ours = len(truth)
        learning = ((colors[:ours, 0] - truth).abs().mean(1) * mask[:ours]).mean()
        keeping = ((colors[:, 1:] - wanted[:, 1:]).abs().mean(2) * mask[:, None]).mean()
        loss = learning + config.keep * keeping
        optimizer.zero_grad(set_to_none=True)
        fabric.backward(loss)
        optimizer.step()
        follow(average, student, min(_EMA, step / (step + 10)))
        if step % config.watch_every == 0 or step == config.steps:
            error, looks = _error(average, watched), looks + 1
            if error < after:
                after, best_step, looks = error, step, 0
                best.load_state_dict(average.state_dict())
        watch(step, loss.item(), after)
        if looks >= config.patience:
            break
    return Tuned(best, best_step, tuple(page.name for page in held_out), before, after)


@torch.no_grad()
def _solved(network: SGRU, pages: Sequence[Page]) -> SGRU:
    """The network whose head gives, as coloring 1, what fits the pages best by least squares."""
    network = copy.deepcopy(network)
    outputs, channels = network.config.outputs, network.feature_channels + 1
    normal, right = torch.zeros(channels, channels).double(), torch.zeros(channels, 3).double()
    for page in pages:
        height, width = page.sketch.shape
        features = network.features(_planes(page, network.config.inputs))[0, :, :height, :width]
        truth = cv2.resize(page.rgb, (width, height), interpolation=cv2.INTER_AREA)
        paper = torch.from_numpy(page.sketch > _PAPER)
        x = torch.cat([features[:, paper], torch.ones(1, int(paper.sum()))]).double()
        normal += x @ x.T
        right += x @ (torch.from_numpy(truth)[paper].double() / 127.5 - 1)
    ridge = 1e-5 * normal[-1, -1] * torch.eye(channels).double()
    solution = torch.linalg.solve(normal + ridge, right).float()
    network.head.weight[::outputs, :, 0, 0] = solution[:-1].T
    assert network.head.bias is not None
    network.head.bias[::outputs] = solution[-1]
    return network


def _planes(page: Page, inputs: int) -> Tensor:
    """The network's input for a whole page without hints, padded with paper: (1, inputs, H, W)."""
    height, width = page.sketch.shape
    x = torch.zeros(1, inputs, *padded(page.sketch.shape))
    x[0, 0] = 255
    x[0, 0, :height, :width] = torch.from_numpy(page.sketch)
    return x


class _Samples:
    """Views of the pages and of drawings of others."""

    def __init__(self, pages: Sequence[Page], inputs: int, config: TuneConfig) -> None:
        self.pages, self.inputs, self.config = pages, inputs, config
        side = max(max(page.large.shape) for page in pages)
        seeds = range(_OTHERS_SEED, _OTHERS_SEED + config.others)
        self.others = [draw(seed, (side, side)) for seed in seeds]

    def batch(self, step: int) -> tuple[Tensor, Tensor, Tensor]:
        """The samples of a step: half of them, or one more, of the pages, which come first.

        Returns:
            The network's input (B, inputs, H, W), the true colors of those of the pages (P, 3, H, W), and
            where colors count (B, H, W), 0 to 1.
        """
        rng = np.random.default_rng((self.config.seed, step))
        ours = -(-self.config.batch // 2)
        chosen = [self.pages[int(rng.integers(len(self.pages)))] for _ in range(ours)]
        frame = padded(chosen[0].sketch.shape)
        planes, truths, masks = [], [], []
        for page in chosen:
            view = augment.random_view(rng, page.large.shape, frame, _ZOOM)
            sketch = augment.vary_ink(rng, view.warp(page.large, 255))
            rgb = view.warp(page.rgb, 255)
            marks = self._hints(rng, sketch, rgb)
            # A hint fills its region, also of a page whose colors are known: artists change their minds.
            truth = np.where(marks[3] > 0, marks[:3], rgb.transpose(2, 0, 1))
            planes.append(np.concatenate([sketch[None], marks]))
            truths.append(truth)
            # What the view shows beyond the page has no true color.
            masks.append(sketch / 255 * (view.warp(np.full_like(page.large, 255), 0) == 255))
        for _ in range(self.config.batch - ours):
            drawing = self.others[int(rng.integers(len(self.others)))]
            drawing = in_view(drawing, augment.random_view(rng, drawing.line.shape, frame, _ZOOM))
            sketch = augment.vary_ink(rng, drawing.line)
            planes.append(np.concatenate([sketch[None], self._hints(rng, sketch, None)]))
            masks.append(sketch / 255)
        x = torch.from_numpy(np.stack(planes)[:, : self.inputs]).float()
        return (
            x.contiguous(memory_format=torch.channels_last),
            torch.from_numpy(np.stack(truths)).float(),
            torch.from_numpy(np.stack(masks)).float(),
        )

    def _hints(
        self, rng: np.random.Generator, sketch: NDArray[np.uint8], rgb: NDArray[np.uint8] | None
    ) -> NDArray[np.uint8]:
        """Hint planes (4, H, W), mostly empty: colors of any kind, or the true ones, at random places."""
        if rng.random() >= _HINTED:
            return np.zeros((4, *sketch.shape), np.uint8)
        placed = hints.place(rng, sketch)
        colors = rng.integers(0, 256, (len(placed.points), 3)).astype(np.uint8)
        if rgb is not None and rng.random() < 0.5:
            colors = np.array([rgb[point] for point in placed.points], np.uint8).reshape(-1, 3)
        return hint_planes(placed.marks, colors, sketch)


def padded(shape: tuple[int, ...]) -> tuple[int, int]:
    """Height and width that the network takes, at least those of a page (h, w)."""
    height, width = (-(-side // MULTIPLE) * MULTIPLE for side in shape)
    return height, width


@torch.no_grad()
def _error(network: SGRU, pages: Sequence[Page]) -> float:
    """Mean CIEDE2000 between coloring 1 and the truth, over the paper of all pages."""
    device = next(network.parameters()).device
    errors = []
    for page in pages:
        height, width = page.sketch.shape
        x = _planes(page, network.config.inputs)
        first = to_rgb(network(x.to(device)))[0, 0, :, :height, :width]
        colors = first.clamp(0, 255).permute(1, 2, 0).cpu().numpy()
        truth = cv2.resize(page.rgb, (width, height), interpolation=cv2.INTER_AREA)
        paper = page.sketch > _PAPER
        errors.append(float(ciede2000(colors[paper], truth[paper]).mean()))
    return float(np.mean(errors))
