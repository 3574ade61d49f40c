"""`nurie inspect`: what does the network see?"""

from pathlib import Path
from typing import Annotated

import typer


def inspect(
    sketch: Annotated[Path, typer.Argument(help="The sketch.")],
    model: Annotated[
        Path | None,
        typer.Option("-m", "--model", help="A trained model, a .safetensors file; default: the shipped one."),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="PATH", help="The .png picture; default: SKETCH-inside.png."),
    ] = None,
    level: Annotated[
        int | None, typer.Option(min=1, max=5, help="Only this level, with many more channels.")
    ] = None,
    save_arrays: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="Write all maps, unscaled, to this .npz file too."),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace existing files.")] = False,
) -> None:
    """Show what the network sees in a sketch: the maps and gates of every level and branch.

    One labelled picture, a row a layer, the most active channels first. docs/inside.md explains one.

    Examples:

      nurie inspect sketch.png

      nurie inspect sketch.png --level 3 --save-arrays maps.npz
    """
    from importlib import resources

    import numpy as np

    from nurie.cli.extras import require_train

    require_train()
    from nurie.colorize.colorizer import Colorizer
    from nurie.evaluation.activations import sheet
    from nurie.evaluation.contestants import TorchNetwork
    from nurie.export import place, png
    from nurie.export.files import check_free, replaced_file
    from nurie.network import checkpoint
    from nurie.network.inside import watch

    beside = place.beside(sketch, "-inside.png")
    target = place.file(output, (".png",), beside.name) if output else beside
    maps = place.file(save_arrays, (".npz",), f"{sketch.stem}.npz") if save_arrays else None
    targets = [target, *([maps] if maps else [])]
    place.spare([sketch], targets)
    if not overwrite:
        check_free(targets)
    path = model or Path(str(resources.files("nurie"))) / "models" / "default.safetensors"
    network, info = checkpoint.load(path)
    watched = TorchNetwork(network, info, info.working_size)
    colorizer = Colorizer(watched)
    with watch(network) as layers:
        colorizer.color(sketch)
    shown = [layer for layer in layers.values() if level in (None, layer.level)]
    title = f"{sketch.name}\n{info.name}\n{info.steps} steps"
    page = sheet(shown, watched.given[0].astype(np.uint8), title, 1 if level is None else ROWS)
    with replaced_file(target) as file:
        file.write(png.encode(np.asarray(page)))
    print(target)
    if maps:
        arrays = {name.replace(",", "").replace(" ", "_"): layer.maps for name, layer in layers.items()}
        with replaced_file(maps) as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)
        print(maps)


ROWS = 6
"""Rows of channels a layer, where a single level is shown."""
