"""`nurie evaluate`: how good is a model?"""

from pathlib import Path
from typing import Annotated

import typer


def evaluate(
    models: Annotated[list[Path], typer.Argument(help="Trained models, .safetensors files.")],
    drawn: Annotated[
        int, typer.Option(min=0, max=24, help="How many of the 24 held-out drawings to color.")
    ] = 24,
    art: Annotated[
        Path | None, typer.Option(help="A folder of pictures, or of prepared shards, to color too.")
    ] = None,
    keys: Annotated[
        Path | None, typer.Option(help="Key colors by part: only the pictures that this file names.")
    ] = None,
    labels: Annotated[
        Path | None, typer.Option(help="A folder of pictures with line art and label maps, to color too.")
    ] = None,
    label_names: Annotated[
        str | None, typer.Option(help="The part of each label, from 0; default: labels.json in that folder.")
    ] = None,
    most: Annotated[
        int | None,
        typer.Option(min=1, help="At most so many of --art and --labels, spread evenly; default: all."),
    ] = None,
    sketches: Annotated[
        Path | None, typer.Option(help="A folder of sketches: do colors melt, do they keep at other sizes?")
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
    beside: Annotated[
        list[Path] | None,
        typer.Option(help="An earlier report.json, to be shown beside; may be repeated."),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="PATH", help="Write report.json and report.html to this folder."
        ),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an existing report.")] = False,
) -> None:
    """Compare models on sketches whose parts and colors are known, beside no color and the mean color.

    The pictures are drawn ones that no recipe trains on, annotated art and label maps; of sketches whose
    truth is unknown, what needs none is measured. Every number is given for the
    network alone and for what nurie color makes of it; docs/evaluation.md defines them all.

    Examples:

      nurie evaluate runs/default/model.safetensors

      nurie evaluate a.safetensors b.safetensors --art pictures/val --keys recipes/parts.json -o report

      nurie evaluate new.safetensors --beside report/report.json
    """
    import os

    from nurie.cli.extras import require_train

    require_train("torchmetrics")
    # Threads that wait must not spin: another program, perhaps a training run, may need the processor.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from rich.console import Console

    from nurie.cli.progress import Patience
    from nurie.evaluation import contestants, judges, report
    from nurie.evaluation.bench import Bench
    from nurie.evaluation.contest import ContestPictures, contest, gather
    from nurie.export import place
    from nurie.export.files import check_free
    from nurie.memory import keep_memory

    wanted = ContestPictures(drawn, art, keys, labels, label_names, most, sketches)
    folder = place.folder(output) if output else None
    if folder and not overwrite:
        check_free([folder / name for name in report.FILES])
    earlier = [column for path in beside or [] for column in report.load(path)]
    keep_memory()
    names = distinct(models)
    trained = [contestants.trained(path, name, size) for path, name in zip(models, names, strict=True)]
    bench = Bench(*judges.load_squeezenet(features)) if features else Bench()
    inception = judges.load_inception(fid) if fid else None
    sets = gather(trained, wanted)
    report.check_same({one.name: one.digest for one in sets}, earlier)
    with Patience(*Patience.get_default_columns()) as progress:
        results = contest(sets, bench, inception, progress)
    groups = report.beside(results, earlier)
    console = Console()
    for table in report.tables(groups, console.width):
        console.print(table)
    if folder:
        report.write(folder, results, groups)
        print(folder / "report.html")


def distinct(models: list[Path]) -> list[str]:
    """Short names that tell the models apart: the file's own, with as many folders as that takes."""
    for parts in range(1, max(len(path.parts) for path in models) + 1):
        names = ["/".join(path.parts[-parts:]) for path in models]
        if len(set(names)) == len(names):
            break
    return names
