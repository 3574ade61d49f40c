"""The SGRU against what it is compared with: equal parameters, equal steps, several seeds.

    python benchmarks/ablation.py
    python benchmarks/ablation.py --pictures data/art/train --held-out data/art/val

A plain U-Net, a residual U-Net, the SGRU whose skips are not gated, and the SGRU learn with the paper's loss
(on pixels; VGG-19 would cost more than the networks) from drawn pictures, each in a palette of its own, and
from the folder of pictures where one is given. Judged is the CIEDE2000 to the true colors of unseen pictures,
where no line lies: of the best of the nine colorings, and of all nine.

Every finished run is kept in --runs, and a run that was stopped goes on: the script may be run in pieces. It
writes results/ablation.json and results/ablation.md from what is finished.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, stdev
from time import perf_counter

import numpy as np
from harness import Limit, Result, table, write
from PIL import Image

VARIANTS: dict[str, dict[str, object]] = {
    "U-Net": {"kind": "unet", "width": 24},
    "residual U-Net": {"kind": "resunet", "width": 25},
    "SGRU, skips not gated": {"width": 20, "swish_skips": False},
    "SGRU": {"width": 19},
}
"""Widths that make the numbers of parameters equal within a hundredth."""

ERRORS = ("best of nine", "mean of nine")
HELD_OUT_SEED = 9_700_000
"""Drawn pictures from here on are for judging; no recipe trains on them."""
JUDGED = 64
"""Unseen pictures of each set."""


@dataclass(frozen=True)
class Plan:
    """What all runs have in common."""

    steps: int
    size: int
    drawn: int
    pictures: Path | None
    held_out: Path | None
    runs: Path

    @property
    def folder(self) -> Path:
        """Where the runs of this plan are kept: runs of other plans are not taken for them."""
        sets = "-pictures" if self.pictures or self.held_out else ""
        return self.runs / f"{self.steps}-steps-{self.size}-px-{self.drawn}-drawn{sets}"


def draw_pictures(folder: Path, first_seed: int, count: int, side: int) -> None:
    """Drawn pictures with their lines, each in a palette of its own, and their exact line art beside them."""
    from nurie.data.drawn import draw, paint, random_scheme

    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(first_seed, first_seed + count):
        drawing = draw(seed, (side, side))
        rgb = paint(drawing, random_scheme(np.random.default_rng(seed)))
        inked = (rgb * (drawing.line[..., None] / 255)).astype(np.uint8)
        Image.fromarray(drawing.line).save(folder / f"{seed}.line.png")
        # Last, so that a picture is never without its lines.
        Image.fromarray(inked).save(folder / f"{seed}.png")


def drawn_folder(plan: Plan, name: str, first_seed: int, count: int) -> Path:
    """The folder of that many drawn pictures, drawn now if they are not there."""
    folder = plan.runs / f"{name}-{count}-{2 * plan.size}"
    if not (folder / f"{first_seed + count - 1}.png").exists():
        draw_pictures(folder, first_seed, count, 2 * plan.size)
    return folder


def recipe(plan: Plan, name: str, seed: int) -> object:
    """The recipe of a run."""
    from nurie.data.config import DataConfig, SourceConfig
    from nurie.network.sgru import SGRUConfig
    from nurie.training.config import LossConfig, OptimizerConfig, Recipe

    folders = [drawn_folder(plan, "drawn", 300_000, plan.drawn)]
    folders += [plan.pictures] if plan.pictures else []
    sources = tuple(SourceConfig("folder", path=str(folder)) for folder in folders)
    return Recipe(
        output=str(plan.folder / f"{name}-{seed}"),
        model=SGRUConfig(**VARIANTS[name]),
        data=DataConfig(sources, batch=4, sizes=((plan.size, plan.size),), seed=seed),
        loss=LossConfig(),
        optimizer=OptimizerConfig(
            steps=plan.steps, rate=1e-3, warmup=50, decay=0.3, ema=0.99, device="cpu", checkpoint_every=100
        ),
        name=name,
        working_size=plan.size,
    )


def judge(plan: Plan, model: Path) -> dict[str, float]:
    """The errors of a model on unseen pictures, by set and kind."""
    import torch

    from nurie.color.difference import ciede2000
    from nurie.data.config import DataConfig, SourceConfig
    from nurie.data.pairs import Pairs
    from nurie.losses import to_rgb
    from nurie.network import checkpoint

    network, _ = checkpoint.load(model)
    sets = {"drawn": drawn_folder(plan, "held-out", HELD_OUT_SEED, JUDGED)}
    sets |= {"pictures": plan.held_out} if plan.held_out else {}
    found = {}
    for name, folder in sets.items():
        sources = (SourceConfig("folder", path=str(folder)),)
        samples = Pairs(DataConfig(sources, sizes=((plan.size, plan.size),), seed=0), JUDGED)
        errors = []
        for index in range(JUDGED):
            sample = samples[index]
            with torch.no_grad():
                colors = to_rgb(network(torch.from_numpy(sample.sketch)[None].float()))[0].clamp(0, 255)
            paper = sample.sketch[0] > 200
            ours = colors.permute(0, 2, 3, 1).numpy()[:, paper]
            truth = sample.targets[0].transpose(1, 2, 0)[paper]
            errors.append(ciede2000(ours, truth[None]).mean(axis=1))
        nine = np.array(errors)
        found[f"{name}, {ERRORS[0]}"] = float(nine.min(axis=1).mean())
        found[f"{name}, {ERRORS[1]}"] = float(nine.mean())
    return found


def run(plan: Plan, name: str, seed: int) -> dict[str, float]:
    """The errors of one run; trained and judged now, or taken from where an earlier call left them."""
    from nurie.training.loop import train

    plans = recipe(plan, name, seed)
    folder = Path(plans.output)
    score = folder / "score.json"
    if score.exists():
        return json.loads(score.read_text("utf-8"))
    started = perf_counter()
    model = train(plans, resume=(folder / "state.pt").exists())
    errors = judge(plan, model)
    score.write_text(json.dumps(errors), "utf-8")
    print(f"{name}, seed {seed}: {errors} in {perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    return errors


def parameters(name: str) -> int:
    """How many numbers a variant learns."""
    from nurie.network.baselines import build
    from nurie.network.sgru import SGRUConfig

    return sum(p.numel() for p in build(SGRUConfig(**VARIANTS[name])).parameters())


def result(plan: Plan, scores: dict[str, list[dict[str, float]]]) -> Result:
    """The finished runs as a benchmark's result."""
    counts = {name: parameters(name) for name in VARIANTS}
    runs = {
        f"{name}, {error}": [score[error] for score in found]
        for name, found in scores.items()
        for error in (found[0] if found else ())
    }
    limit = Limit("parameters, largest / smallest", max(counts.values()) / min(counts.values()), 1.02)
    facts = {"parameters": counts, "steps": plan.steps, "size": plan.size, "batch": 4, "drawn": plan.drawn}
    facts |= {"judged": JUDGED, "pictures": plan.pictures and plan.pictures.name}
    return Result("ablation", runs, "CIEDE2000", [limit], facts)


def markdown(plan: Plan, scores: dict[str, list[dict[str, float]]]) -> str:
    """The table: mean and standard deviation over the seeds."""
    kinds = next(iter(score for found in scores.values() for score in found), {})
    lines = [
        f"CIEDE2000 to the true colors of {JUDGED} unseen pictures a set, {plan.size} px, {plan.steps} steps",
        "of 4 pictures; mean and standard deviation over the seeds. Less is better.",
        "",
        "| network | parameters | " + " | ".join(kinds) + " | seeds |",
        "|---|---|" + "---|" * (len(kinds) + 1),
    ]
    for name, found in scores.items():
        cells = []
        for kind in kinds:
            values = [score[kind] for score in found]
            spread = f" ± {stdev(values):.2f}" if len(values) > 1 else ""
            cells.append(f"{mean(values):.2f}{spread}" if values else "")
        lines.append(f"| {name} | {parameters(name):,} | " + " | ".join(cells) + f" | {len(found)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Read the command line, finish what is missing, write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=1500, help="steps of each run (1500)")
    parser.add_argument("--seeds", type=int, default=3, help="runs of each network (3)")
    parser.add_argument("--size", type=int, default=64, help="width and height in px, a multiple of 32 (64)")
    parser.add_argument("--drawn", type=int, default=400, help="drawn pictures to learn from (400)")
    parser.add_argument("--pictures", type=Path, help="a folder of pictures to learn from, too")
    parser.add_argument("--held-out", type=Path, help="a folder of pictures to judge by, too")
    parser.add_argument("--runs", type=Path, default=Path("runs/ablation"), help="where runs are kept")
    parser.add_argument("--results", type=Path, default=Path(__file__).resolve().parent / "results")
    at = parser.parse_args()
    from nurie.memory import keep_memory

    keep_memory()
    plan = Plan(at.steps, at.size, at.drawn, at.pictures, at.held_out, at.runs)
    scores: dict[str, list[dict[str, float]]] = {name: [] for name in VARIANTS}
    # Seed by seed, so that a half-finished table compares like with like.
    for seed in range(1, at.seeds + 1):
        for name in VARIANTS:
            scores[name].append(run(plan, name, seed))
            found = result(plan, scores)
            write(found, at.results)
            (at.results / "ablation.md").write_text(markdown(plan, scores), encoding="utf-8")
    print(table(found))
    print(markdown(plan, scores))


if __name__ == "__main__":
    main()
