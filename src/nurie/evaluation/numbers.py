"""The numbers of a report: what each is called, which way is better, and how scenes become one number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from nurie.evaluation.bench import Measures, SceneResult


@dataclass(frozen=True)
class Number:
    """One row of the report."""

    key: str
    label: str
    better: Literal["higher", "lower", ""]
    """Which way is better; empty where neither is."""
    form: str
    """How it is written, a format specification."""

    def text(self, values: Measures) -> str:
        """The number as written; empty where it was not measured."""
        return format(values[self.key], self.form) if self.key in values else ""


NUMBERS = (
    Number("right", "materials right, by area", "higher", ".1%"),
    Number("right_worn", "the same, all that is worn alike", "higher", ".1%"),
    Number("right_strict", "the same, nothing alike", "higher", ".1%"),
    Number("right_figure", "the same, ground left out", "higher", ".1%"),
    Number("right_regions", "materials right, by region", "higher", ".1%"),
    Number("right_skin", "skin right", "higher", ".1%"),
    Number("right_hair", "hair right", "higher", ".1%"),
    Number("right_eyes", "eyes right", "higher", ".1%"),
    Number("right_mouth", "mouths right", "higher", ".1%"),
    Number("right_clothes", "clothes right", "higher", ".1%"),
    Number("right_accessories", "accessories right", "higher", ".1%"),
    Number("right_props", "props right", "higher", ".1%"),
    Number("right_ground", "ground right", "higher", ".1%"),
    Number("right_bubbles", "bubbles right", "higher", ".1%"),
    Number("right_hands", "hands right", "higher", ".1%"),
    Number("right_limbs", "arms and legs right", "higher", ".1%"),
    Number("right_loose_hair", "loose hair right", "higher", ".1%"),
    Number("skin_as_cloth", "skin taken for what is worn", "lower", ".1%"),
    Number("cloth_as_skin", "clothes taken for skin", "lower", ".1%"),
    Number("camouflage", "camouflage", "lower", ".2%"),
    Number("sense", "sense", "higher", ".1%"),
    Number("skin", "skin is a skin tone", "higher", ".1%"),
    Number("hair", "hair is one color unlike skin", "higher", ".1%"),
    Number("clothes", "clothes are unlike skin", "higher", ".1%"),
    Number("ground", "ground is even and unlike skin", "higher", ".1%"),
    Number("ciede_best", "CIEDE2000, best of nine", "lower", ".2f"),
    Number("ciede_mean", "CIEDE2000, mean of nine", "lower", ".2f"),
    Number("perceptual_best", "perceptual distance, best of nine", "lower", ".4f"),
    Number("perceptual_mean", "perceptual distance, mean of nine", "lower", ".4f"),
    Number("lpips_best", "LPIPS, best of nine", "lower", ".4f"),
    Number("lpips_mean", "LPIPS, mean of nine", "lower", ".4f"),
    Number("fid", "FID", "lower", ".1f"),
    Number("psnr_best", "PSNR in dB, best of nine", "higher", ".2f"),
    Number("psnr_mean", "PSNR in dB, mean of nine", "higher", ".2f"),
    Number("ssim_best", "SSIM, best of nine", "higher", ".4f"),
    Number("ssim_mean", "SSIM, mean of nine", "higher", ".4f"),
    Number("variety", "variety in hair and clothes", "higher", ".2f"),
    Number("skin_variety", "variety in skin", "", ".2f"),
    Number("colorfulness", "colorfulness", "", ".1f"),
    Number("colorfulness_truth", "colorfulness of the truth", "", ".1f"),
    Number("hints_ciede_best", "CIEDE2000 with 8 hints, best of nine", "lower", ".2f"),
    Number("hints_ciede_mean", "CIEDE2000 with 8 hints, mean of nine", "lower", ".2f"),
    Number("fall_best", "fall by 8 hints, best of nine", "higher", ".1%"),
    Number("fall_mean", "fall by 8 hints, mean of nine", "higher", ".1%"),
    Number("hint_error", "error at one hint in the hair", "lower", ".2f"),
    Number("hair_follows", "hair that follows it", "higher", ".1%"),
    Number("leak", "leak outside the hair", "lower", ".2%"),
    Number("leak_reach", "reach of the leak, % of the long side", "lower", ".2f"),
    Number("roughness", "roughness against the truth's", "", ".2f"),
    Number("grid", "grid of period 2 px, gray levels", "lower", ".3f"),
    Number("size_1024", "1024 px against 512 px", "lower", ".2f"),
    Number("size_2048", "2048 px against 512 px", "lower", ".2f"),
    Number("size_4096", "4096 px against 512 px", "lower", ".2f"),
    Number("shift", "moved", "lower", ".2f"),
    Number("pad", "padded", "lower", ".2f"),
    Number("mirror", "mirrored", "lower", ".2f"),
)


def summary(scenes: Sequence[Measures]) -> Measures:
    """The mean of each number over the scenes in which it has a meaning, and what follows from the means.

    Falls and roughness compare means, not the scenes one by one.
    """
    keys = dict.fromkeys(key for values in scenes for key in values)
    means = {key: float(np.mean([values[key] for values in scenes if key in values])) for key in keys}
    for which in ("best", "mean"):
        if f"hints_ciede_{which}" in means:
            before, after = means[f"ciede_{which}"], means[f"hints_ciede_{which}"]
            means[f"fall_{which}"] = 1 - after / before if before else 0.0
    texture, truth = (means.pop(key, 0.0) for key in ("laplacian", "laplacian_truth"))
    if truth:
        means["roughness"] = float(np.sqrt(texture / truth))
    return means


@dataclass(frozen=True)
class Column:
    """What a table shows of one contestant on one set."""

    contestant: str
    scenes: str
    """What the set is called."""
    digest: str
    """SHA-256 of the set, in hexadecimal."""
    count: int
    """How many pictures it holds."""
    network: Measures
    """Of the network's own answers."""
    product: Measures
    """Of what the whole pipeline makes of them."""


@dataclass(frozen=True)
class Result:
    """All pictures of one set, colored by one contestant."""

    contestant: str
    scenes: str
    """What the set is called."""
    digest: str
    """SHA-256 of the set, in hexadecimal."""
    records: tuple[SceneResult, ...]
    trained: bool = True
    """Whether the contestant learned anything: the plainest answers need no sheets."""
    fid: float | None = None
    """Frechet distance between all of the pipeline's colorings and the truths, where it was measured."""

    @property
    def network(self) -> Measures:
        """Of the network's own answers."""
        return summary([record.network for record in self.records])

    @property
    def product(self) -> Measures:
        """Of what the whole pipeline makes of them."""
        values = summary([record.product for record in self.records])
        return values if self.fid is None else values | {"fid": self.fid}

    @property
    def column(self) -> Column:
        """What a table shows."""
        return Column(
            self.contestant, self.scenes, self.digest, len(self.records), self.network, self.product
        )
