"""`nurie tune`: the network learns a character's colors from corrected pages."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from nurie.training.tune import CorrectedPage


def tune(
    folder: Annotated[
        Path,
        typer.Argument(help="One to twenty pages: NAME.png, the sketch, and NAME.color.png, its colors."),
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="PATH", help="The new model, a .onnx file.")
    ],
    model: Annotated[
        Path | None, typer.Option(help="Where to start, a .safetensors model; default: the shipped one.")
    ] = None,
    steps: Annotated[int, typer.Option(min=1, help="Steps at the most.")] = 300,
    seed: Annotated[int, typer.Option(min=0, help="Another seed takes other views of the pages.")] = 1,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an existing file.")] = False,
) -> None:
    """Teach the network the colors of one character, from a few pages that you have corrected.

    The tuned colors are coloring 1 of the new model; colorings 2 to 9 stay as they were. nurie draws more
    figures in the colors of your pages and learns from those, too. One page in four is held out: it is not
    learned from, tells how well unseen pages come out, and ends the tuning when they get no better. Sketch
    and colored page of a pair have the same size; sketches without colors are left out.

    Examples:

      nurie tune corrected/ -o hero.onnx

      nurie color page9.png --model hero.onnx --pick 1 -o page9.color.png
    """
    import hashlib
    import sys

    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn

    from nurie.cli.extras import require_train

    require_train("onnx", "onnxscript")
    from nurie.cli.progress import Patience
    from nurie.cli.words import counted
    from nurie.colorize.model import default_model
    from nurie.data.drawn import draw
    from nurie.errors import OutputError, printable
    from nurie.export import files, place
    from nurie.memory import keep_memory
    from nurie.network import checkpoint
    from nurie.network.to_onnx import export_onnx
    from nurie.training.tune import TuneConfig
    from nurie.training.tune import tune as run

    target = place.file(output, (".onnx",), f"{folder.resolve().name}.onnx")
    if files.exists(target) and not overwrite:
        raise OutputError(f"{target} exists already; add --overwrite to replace it.")
    keep_memory()
    start = model or default_model().with_suffix(".safetensors")
    network, info = checkpoint.load(start)
    pages = _read(folder, info.working_size)
    columns = (
        TextColumn("step"),
        MofNCompleteColumn(),
        BarColumn(),
        TextColumn("loss {task.fields[loss]:.2f}  unseen pages {task.fields[error]:.1f}"),
    )
    with Patience(*columns) as progress:
        task = progress.add_task("", total=steps, loss=0.0, error=0.0)

        def watch(step: int, loss: float, error: float) -> None:
            progress.update(task, completed=step, loss=loss, error=error)

        tuned = run(network, pages, TuneConfig(steps=steps, seed=seed), watch)
    digest = hashlib.sha256(start.read_bytes()).hexdigest()[:16]
    learned = len(pages) - len(tuned.held_out)
    parent = (
        f"{info.name} (sha256 {digest}), tuned {tuned.steps} steps on {counted(learned, 'page')}: coloring 1"
    )
    about = checkpoint.ModelInfo(target.stem, info.working_size, info.steps + tuned.steps, parent)
    export_onnx(tuned.network, target, about, half=True, sketches=[draw(1, (192, 128)).line])
    where = "unseen pages" if tuned.held_out else "the page, which was learned from"
    print(
        f"{printable(str(target))} (coloring 1 of {where}: CIEDE2000 {tuned.after:.1f} from yours, "
        f"before {tuned.before:.1f})"
    )
    if tuned.after >= tuned.before:
        print("nurie: tuning made nothing better, the model is the one it started from.", file=sys.stderr)


def _read(folder: Path, size: int) -> "list[CorrectedPage]":
    """The pairs of a folder, at the working size `size`."""
    from nurie.errors import DataError
    from nurie.export import files

    if not files.is_dir(folder):
        raise DataError(f"{folder} is no folder; name one with NAME.png and NAME.color.png of each page.")
    pairs = []
    for colored in sorted(folder.glob("*.color.*")):
        name = colored.name.split(".color.")[0]
        sketches = [path for path in folder.iterdir() if path.suffix and path.stem == name]
        if len(sketches) != 1:
            many = f"{len(sketches)} sketches" if sketches else "no sketch"
            raise DataError(f"{colored} has {many} {name}.* beside it; keep exactly one.")
        pairs.append((sketches[0], colored))
    if not pairs:
        raise DataError(
            f"{folder} holds no NAME.color.png with its sketch NAME.png; save corrected pages so."
        )
    return [_page(sketch, colored, size) for sketch, colored in pairs]


def _page(sketch: Path, colored: Path, size: int) -> "CorrectedPage":
    import cv2
    import numpy as np

    from nurie import images
    from nurie.colorize.look import reduce_lines
    from nurie.errors import DataError
    from nurie.lineart.clean import clean
    from nurie.training.tune import CorrectedPage

    lines = np.asarray(clean(images.load(sketch)).lines)
    rgb = images.load(colored).rgb
    if rgb.shape[:2] != lines.shape:
        (height, width), (tall, wide) = lines.shape, rgb.shape[:2]
        raise DataError(
            f"{colored} is {wide} x {tall} px and its sketch {width} x {height}; save both at one size."
        )
    large = reduce_lines(lines, 2 * size)
    colors = cv2.resize(rgb, large.shape[::-1], interpolation=cv2.INTER_AREA)
    return CorrectedPage(sketch.name, reduce_lines(lines, size), large, np.asarray(colors, np.uint8))
