"""`nurie evaluate`: does a model color with sense?"""

from pathlib import Path
from typing import Annotated

import typer


def evaluate(
    models: Annotated[list[Path], typer.Argument(help="Trained models, .safetensors files.")],
    drawn: Annotated[int, typer.Option(min=0, help="How many drawn pictures to judge.")] = 50,
    art: Annotated[Path | None, typer.Option(help="A folder of pictures to judge too; needs --keys.")] = None,
    keys: Annotated[Path | None, typer.Option(help="Key colors by part of those pictures.")] = None,
    size: Annotated[int | None, typer.Option(help="Size in px; default: the model's working size.")] = None,
) -> None:
    """Judge colorings where the parts of a drawing are known.

    Prints, for drawn pictures that no recipe trains on and for annotated art, the share of colorings that
    make sense: skin is a skin tone, hair one color unlike skin, clothes unlike skin, the ground even and
    unlike skin; how much the nine differ; and how well one hint in the hair is followed.

    Examples:

      nurie evaluate runs/default/model.safetensors

      nurie evaluate a.safetensors b.safetensors --art pictures/val --keys recipes/parts.json
    """
    from dataclasses import fields

    from rich.console import Console
    from rich.table import Table

    from nurie.cli.extras import require_train

    require_train()
    from nurie.errors import DataError
    from nurie.evaluation.sense import Report, art_scenes, drawn_scenes
    from nurie.evaluation.sense import evaluate as judge
    from nurie.network import checkpoint
    from nurie.network.memory import keep_memory

    if (art is None) != (keys is None):
        raise DataError("--art and --keys go together; give both or neither.")
    keep_memory()
    table = Table("model", "pictures", *(field.name.replace("_", " ") for field in fields(Report)))
    for path in models:
        model, info = checkpoint.load(path)
        side = size or info.working_size
        sources = {"drawn": drawn_scenes(HELD_OUT_SEED, drawn, side)} if drawn else {}
        if art is not None and keys is not None:
            sources[str(art)] = art_scenes(art, keys, side)
        for name, scenes in sources.items():
            report = judge(model, scenes)
            values = (getattr(report, field.name) for field in fields(report))
            table.add_row(str(path), name, *(f"{value:.3g}" for value in values))
    Console().print(table)


HELD_OUT_SEED = 9_000_000
"""Drawn pictures from here on are for judging; no recipe trains on them."""
