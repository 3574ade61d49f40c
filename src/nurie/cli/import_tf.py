"""`nurie import-tf`: the reference's TensorFlow checkpoint to a model of ours."""

from pathlib import Path
from typing import Annotated

import typer


def import_tf(
    checkpoint: Annotated[
        Path, typer.Argument(help="What the reference saved to, for instance model.ckpt (no .index).")
    ],
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="PATH", help="The .safetensors model; default: beside it."),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an existing file.")] = False,
) -> None:
    """Turn a TensorFlow checkpoint of the reference SGRU into a model.

    The weights stay as they are, the paper's network reads and paints the reference's value ranges, and
    what an optimizer left in the checkpoint is ignored.

    Examples:

      nurie import-tf model.ckpt -o model.safetensors

      nurie export model.safetensors

      nurie color sketch.png --model model.onnx
    """
    from nurie.cli.extras import require_train

    require_train()
    from nurie.errors import OutputError, printable
    from nurie.export import files, place
    from nurie.network.checkpoint import ModelInfo, save
    from nurie.network.tf_checkpoint import load_tf

    beside = place.beside(checkpoint, ".safetensors")
    target = place.file(output, (".safetensors",), beside.name) if output else beside
    if files.exists(target) and not overwrite:
        raise OutputError(f"{target} exists already; add --overwrite to replace it.")
    model = load_tf(checkpoint)
    # The reference saves neither its size nor its steps; 256 px is what it was trained at.
    save(model, target, ModelInfo(target.stem, working_size=256, steps=0))
    count = sum(parameter.numel() for parameter in model.parameters())
    print(f"{printable(str(target))} (width {model.config.width}, {count:,} parameters)")
