"""`nurie export`: a trained model to ONNX."""

from pathlib import Path
from typing import Annotated

import typer


def export(
    model: Annotated[Path, typer.Argument(help="The trained model, a .safetensors file.")],
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="PATH", help="The .onnx file; default: beside the model."),
    ] = None,
    half: Annotated[
        bool, typer.Option("--half", help="Store the weights as float16: half the size.")
    ] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an existing file.")] = False,
) -> None:
    """Write a trained model as ONNX, the form that nurie color uses.

    Nothing is written if ONNX Runtime and PyTorch disagree by more than 0.001.

    Examples:

      nurie export runs/default/model.safetensors

      nurie export runs/default/model.safetensors --half -o mine.onnx
    """
    from nurie.cli.extras import require_train

    require_train("onnx", "onnxscript")
    from nurie.data.drawn import draw
    from nurie.errors import OutputError, printable
    from nurie.export import files, place
    from nurie.network import checkpoint
    from nurie.network.to_onnx import export_onnx

    beside = place.beside(model, ".onnx")
    target = place.file(output, (".onnx",), beside.name) if output else beside
    place.spare([model], [target])
    if files.exists(target) and not overwrite:
        raise OutputError(f"{target} exists already; add --overwrite to replace it.")
    network, info = checkpoint.load(model)
    sketches = [draw(seed, size).line for seed, size in ((1, (192, 128)), (2, (128, 192)))]
    worst = export_onnx(network, target, info, half, sketches)
    print(f"{printable(str(target))} (ONNX Runtime and PyTorch differ by {worst:.1e} at the most)")
