"""`nurie evaluate`: how good is a model?"""

from pathlib import Path
from typing import Annotated

import typer


def evaluate(
    models: Annotated[list[Path], typer.Argument(help="Trained models, .safetensors files.")],
    drawn: Annotated[int, typer.Option(min=0, help="How many drawn pictures to color.")] = 24,
    art: Annotated[
        Path | None, typer.Option(help="A folder of pictures, or of prepared shards, to color too.")
    ] = None,
    keys: Annotated[
        Path | None, typer.Option(help="Key colors by part: only the pictures that this file names.")
    ] = None,
    most: Annotated[
        int | None, typer.Option(min=1, help="At most so many of them, spread evenly; default: all.")
    ] = None,
    size: Annotated[
        int | None, typer.Option(min=32, help="Long side the networks see; default: each model's own.")
    ] = None,
    features: Annotated[
        Path | None, typer.Option(help="Weights of SqueezeNet 1.1, for the perceptual distance.")
    ] = None,
    fid: Annotated[
        Path | None, typer.Option(help="Weights of Inception for torch-fidelity, for FID.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write report.json and report.html to this folder.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an existing report.")] = False,
) -> None:
    """Compare models on sketches whose parts and colors are known, beside no color and the mean color.

    The pictures are drawn ones that no recipe trains on, and annotated art. Every number is given for the
    network alone and for what nurie color makes of it; docs/evaluation.md defines them all.

    Examples:

      nurie evaluate runs/default/model.safetensors

      nurie evaluate a.safetensors b.safetensors --art pictures/val --keys recipes/parts.json -o report
    """
    import os

    from nurie.cli.extras import require_train

    require_train("torchmetrics")
    # Threads that wait must not spin: another program, perhaps a training run, may need the processor.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from rich.console import Console
    from rich.progress import Progress

    from nurie.errors import DataError
    from nurie.evaluation import contestants, judges, scenes
    from nurie.evaluation.bench import Bench
    from nurie.evaluation.numbers import Result
    from nurie.evaluation.report import FILES, tables, write
    from nurie.export.files import check_free
    from nurie.network.memory import keep_memory

    if art is None and (keys or most):
        raise DataError("--keys and --most choose among the pictures of --art; name a folder with --art.")
    if not drawn and art is None:
        raise DataError("--drawn 0 without --art leaves nothing to color; give one of them.")
    if output and not overwrite:
        check_free([output / name for name in FILES])
    keep_memory()
    names = distinct(models)
    trained = [contestants.trained(path, name, size) for path, name in zip(models, names, strict=True)]
    bench = Bench(*judges.load_squeezenet(features)) if features else Bench()
    inception = judges.load_inception(fid) if fid else None
    results: list[Result] = []
    screen = Console(stderr=True)
    for side in sorted({contestant.size for contestant in trained}):
        sets = {}
        if drawn:
            sets["drawn pictures"] = list(scenes.drawn_scenes(scenes.HELD_OUT_SEED, drawn, side))
        if art is not None:
            found = scenes.art_scenes(art, side, keys, most)
            sets["annotated art" if keys else str(art)] = list(found)
        rivals = [rival for rival in trained if rival.size == side]
        with Progress(console=screen) as progress:
            task = progress.add_task("", total=(len(rivals) + 3) * sum(map(len, sets.values())))
            for name, pictures in sets.items():
                for rival in rivals + contestants.baselines(pictures, side):
                    records = []
                    for scene in pictures:
                        progress.update(task, description=f"{rival.name}: {scene.name}")
                        records.append(bench.measure(rival, scene, steady=rival.trained))
                        progress.advance(task)
                    far = None
                    if inception:
                        plain, truth = ([getattr(r, which) for r in records] for which in ("plain", "truth"))
                        far = judges.frechet_distance(plain, truth, inception)
                    result = Result(rival.name, f"{name}, {side} px", tuple(records), rival.trained, far)
                    results.append(result)
                    screen.print(f"{rival.name}, {result.scenes}: done")
    console = Console()
    for table in tables(results):
        console.print(table)
    if output:
        write(output, results)
        print(output / "report.html")


def distinct(models: list[Path]) -> list[str]:
    """Short names that tell the models apart: the file's own, with as many folders as that takes."""
    for parts in range(1, max(len(path.parts) for path in models) + 1):
        names = ["/".join(path.parts[-parts:]) for path in models]
        if len(set(names)) == len(names):
            break
    return names
