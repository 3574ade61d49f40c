"""Color scenes and measure the colorings: the network's answers, and what the pipeline makes of them."""

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from torch import Tensor

from nurie.arrays import Bytes, Mask
from nurie.colorize.colorization import Colorization
from nurie.colorize.colorizer import Colorizer
from nurie.colorize.compose import compose
from nurie.colorize.hints import Hints
from nurie.colorize.model import OUTPUTS
from nurie.evaluation import metrics
from nurie.evaluation.answers import network_parts, part_map
from nurie.evaluation.camouflage import camouflage
from nurie.evaluation.contestants import Contestant, Watched
from nurie.evaluation.materials import materials
from nurie.evaluation.places import hair_hint, truth_hints
from nurie.evaluation.scenes import NOWHERE, Scene, reduced
from nurie.evaluation.sense import area, judge
from nurie.evaluation.sketches import SIZES, Sketch, fitted, scaled
from nurie.lineart.regions import paper_mask
from nurie.perceptual import FeatureNetwork
from nurie.schemes.parts import Part

HINTS = 8
"""Hints a picture, from the truth."""
_LARGE = 4
"""Scale of the enlarged copy of each drawing that is colored, too."""
_SHIFT = 13, 22
"""Rows and columns, in px of the page, by which a copy of it is shifted."""
_PAD = 64
"""Px of white added to the right and below."""

Measures = dict[str, float]


@dataclass(frozen=True)
class SceneResult:
    """One picture, colored by one contestant. Where a number has no meaning in it, it is missing."""

    scene: str
    network: Measures
    """Of the network's own answers."""
    product: Measures
    """Of what the whole pipeline makes of them."""
    sketch: Bytes
    """(S, S): what the network saw; (h, w) of a sketch whose truth is unknown."""
    plain: Bytes
    """(9, S, S, 3): the pipeline's colorings under the lines, without hints."""
    truth: Bytes | None = None
    """(S, S, 3), under the lines."""
    marked: Bytes | None = None
    """(S, S, 3): the sketch with the hints on it."""
    hinted: Bytes | None = None
    """The same as `plain` with the hints."""


class Bench:
    """Measures contestants.

    Args:
        features: a network for the perceptual distance; None leaves it out.
        lpips: weights of the features' channels, for LPIPS; none leave it out.

    """

    def __init__(self, features: FeatureNetwork | None = None, lpips: Sequence[Tensor] = ()) -> None:
        self._features, self._lpips = features, lpips

    def measure(self, contestant: Contestant, scene: Scene, steady: bool) -> SceneResult:
        """Color one scene and measure everything; `steady` also colors it larger, moved, padded, mirrored.

        Materials and camouflage are measured of networks only: they say nothing of one color everywhere.
        """
        model = contestant.model(scene.name)
        hints = truth_hints(scene, HINTS)
        seed = zlib.crc32(scene.name.encode())
        red, green, blue = np.random.default_rng(seed).integers(30, 226, 3).tolist()
        hair = hair_hint(scene, (red, green, blue))
        coloring = Colorizer(model).color(scene.page)
        plain = _nine(coloring, scene)
        hinted = _nine(coloring.with_hints(hints), scene)
        network, product = (self._plain(nine, scene) for nine in (_network(coloring, scene), plain))
        product |= _hinted(hinted, scene)
        if hair:
            product |= _one_hint(_nine(coloring.with_hints(hair), scene), plain, hair, scene)
        if contestant.trained:
            network |= materials_of(network_parts(coloring), scene)
            decided = part_map(coloring)
            product |= {} if decided is None else materials_of(decided, scene)
            product["camouflage"] = _camouflage(coloring, scene.labels != NOWHERE)
        if steady:
            product |= self._steadiness(model, scene, plain)
        lines = scene.lines
        marked = lines.copy()
        dots = hints.rasterize(*scene.sketch.shape)
        marked[dots[..., 3] > 0] = dots[dots[..., 3] > 0][:, :3]
        return SceneResult(
            scene.name,
            network,
            product,
            sketch=scene.sketch,
            plain=_under_lines(plain, lines),
            truth=compose(scene.truth, lines),
            marked=marked,
            hinted=_under_lines(hinted, lines),
        )

    def measure_sketch(self, contestant: Contestant, sketch: Sketch) -> SceneResult:
        """Color a sketch whose truth is unknown at several sizes and measure what needs no truth."""
        model = contestant.model(sketch.name)
        first, *others = SIZES
        coloring = Colorizer(model).color(scaled(sketch, first))
        plain = np.stack(list(_flats(coloring)))
        gray = np.asarray(cv2.cvtColor(np.asarray(coloring.drawing), cv2.COLOR_RGB2GRAY), np.uint8)
        paper = np.asarray(paper_mask(gray) > 0)
        values = {}
        for size in others:
            large = Colorizer(model).color(scaled(sketch, size))
            nine = np.stack([fitted(flat, gray.shape) for flat in _flats(large)])
            values[f"size_{size}"] = float(metrics.differences(nine, plain, paper).mean())
            if size == others[0]:
                values["camouflage"] = _camouflage(large)
        return SceneResult(
            sketch.name, {}, values, sketch=gray, plain=_under_lines(plain, np.asarray(coloring.drawing))
        )

    def _plain(self, nine: Bytes, scene: Scene) -> Measures:
        """What is measured without any hint."""
        paper = scene.paper
        lines = scene.lines
        composed, truth = _under_lines(nine, lines), compose(scene.truth, lines)
        color = metrics.differences(nine, scene.truth, paper)
        noise, structure = metrics.psnr(composed, truth), metrics.ssim(composed, truth)
        values = {
            "ciede_best": color.min(), "ciede_mean": color.mean(),
            "psnr_best": noise.max(), "psnr_mean": noise.mean(),
            "ssim_best": structure.max(), "ssim_mean": structure.mean(),
            "colorfulness": np.mean([metrics.colorfulness(rgb) for rgb in composed]),
            "colorfulness_truth": metrics.colorfulness(truth),
            "laplacian": np.mean([metrics.roughness(rgb, paper) for rgb in nine]),
            "laplacian_truth": metrics.roughness(scene.truth, paper),
            "grid": np.mean([metrics.grid(rgb, paper) for rgb in nine]),
        }  # fmt: skip
        if self._features is not None:
            distance = metrics.perceptual_distances(composed, truth, self._features)
            values |= {"perceptual_best": distance.min(), "perceptual_mean": distance.mean()}
        if self._features is not None and self._lpips:
            distance = metrics.perceptual_distances(composed, truth, self._features, self._lpips)
            values |= {"lpips_best": distance.min(), "lpips_mean": distance.mean()}
        verdicts = [judge(rgb, scene) for rgb in nine]
        for name in ("sense", "skin", "hair", "clothes", "ground"):
            held = [getattr(verdict, name) for verdict in verdicts]
            if None not in held:
                values[name] = np.mean(held)
        for name, parts in (("variety", (Part.HAIR, Part.CLOTHES)), ("skin_variety", (Part.SKIN,))):
            areas = [here for part in parts if (here := area(scene, part)) is not None]
            if areas:
                spreads = [metrics.between(np.median(nine[:, here], axis=1)) for here in areas]
                values[name] = np.mean(spreads)
        return {name: float(value) for name, value in values.items()}

    def _steadiness(self, model: Watched, scene: Scene, plain: Bytes) -> Measures:
        """How far the nine change when the page is enlarged, moved, padded or mirrored."""
        page, paper = scene.page, scene.paper
        side, size = len(page), len(scene.sketch)
        down, right = _SHIFT
        large = cv2.resize(page, None, fx=_LARGE, fy=_LARGE, interpolation=cv2.INTER_CUBIC)
        moved = np.full_like(page, 255)
        moved[down:, right:] = page[:-down, :-right]
        kept = paper.copy()
        kept[(side - down) * size // side :] = kept[:, (side - right) * size // side :] = False
        padded = np.pad(page, ((0, _PAD), (0, _PAD)), constant_values=255)
        ways: dict[str, tuple[Bytes, Callable[[Bytes], Bytes], Mask]] = {
            "size_2048": (np.asarray(large, np.uint8), lambda flat: flat, paper),
            "shift": (moved, lambda flat: np.roll(flat, (-down, -right), (0, 1)), kept),
            "pad": (padded, lambda flat: flat[:side, :side], paper),
            "mirror": (page[:, ::-1].copy(), lambda flat: flat[:, ::-1], paper),
        }
        values = {}
        for name, (drawing, back, where) in ways.items():
            nine = np.stack([reduced(back(flat), size) for flat in _flats(Colorizer(model).color(drawing))])
            values[name] = float(metrics.differences(nine, plain, where).mean())
        return values


def _flats(coloring: Colorization) -> Iterator[Bytes]:
    """The nine colorings, without lines, at the page's own size."""
    return (coloring.colors(index) for index in range(OUTPUTS))


def _nine(coloring: Colorization, scene: Scene) -> Bytes:
    """(9, S, S, 3): what the pipeline makes of a scene, without lines."""
    return np.stack([reduced(flat, len(scene.sketch)) for flat in _flats(coloring)])


def _network(coloring: Colorization, scene: Scene) -> Bytes:
    """(9, S, S, 3): the network's own answers."""
    return np.stack([reduced(colors, len(scene.sketch)) for colors in coloring.seen.colors])


def materials_of(parts: Bytes, scene: Scene) -> Measures:
    """What the parts (h, w) that are answered, at any size, say of a scene."""
    shape = scene.page.shape[::-1]
    found = np.asarray(cv2.resize(parts, shape, interpolation=cv2.INTER_NEAREST), np.uint8)
    return materials(found, scene.labels, scene.judged)


def _camouflage(coloring: Colorization, where: Mask | None = None) -> float:
    """The mean over the nine, on the paper of the page or of a part of it; light and shade are no drift."""
    if coloring.materials is not None:
        coloring = coloring.with_finish("flat")
    gray = np.asarray(cv2.cvtColor(np.asarray(coloring.drawing), cv2.COLOR_RGB2GRAY), np.uint8)
    paper = np.asarray(paper_mask(gray) > 0)
    return float(
        np.mean([camouflage(flat, paper if where is None else paper & where) for flat in _flats(coloring)])
    )


def _hinted(nine: Bytes, scene: Scene) -> Measures:
    color = metrics.differences(nine, scene.truth, scene.paper)
    return {"hints_ciede_best": float(color.min()), "hints_ciede_mean": float(color.mean())}


def _one_hint(nine: Bytes, without: Bytes, hint: Hints, scene: Scene) -> Measures:
    """What one hint in the hair does."""
    (dot,) = hint
    at = hint.rasterize(*scene.sketch.shape)[..., 3] > 0
    hair = scene.parts == Part.HAIR
    share, reach = metrics.leak(nine, without, dot.rgb, hair, scene.paper)
    goal = np.broadcast_to(np.array(dot.rgb, np.uint8), scene.truth.shape)
    return {
        "hint_error": float(metrics.differences(nine, goal, at).mean()),
        "hair_follows": float(metrics.follows(nine, dot.rgb, hair & scene.paper).mean()),
        "leak": share,
        "leak_reach": reach,
    }


def _under_lines(nine: Bytes, lines: Bytes) -> Bytes:
    return np.stack([compose(rgb, lines) for rgb in nine])
