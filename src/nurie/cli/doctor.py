"""``nurie doctor``: what is installed, which model colors, what is missing; or what ails a sketch."""

import platform
import re
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from nurie import __version__
from nurie.cli import streams
from nurie.cli.options import LineLayer
from nurie.errors import ModelError, printable

_REQUIREMENT = re.compile(r"""(?P<name>[\w.-]+).*?(;.*extra\s*==\s*['"](?P<extra>[\w-]+)['"])?$""")


def doctor(
    sketch: Annotated[
        Path | None, typer.Argument(metavar="SKETCH", help="A sketch to examine instead of the installation.")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="A folder for a picture of the sketch after each step, and of its panels and bubbles.",
        ),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace files that exist.")] = False,
    layer: LineLayer = None,
) -> None:
    """Show what is installed and what is missing for which extra; or what is found on a sketch.

    Of a document with layers (PSD, ORA, KRA), tell the layers and which of them is taken for the lines.

    The exit code is 1 when sketches cannot be colored.

    [bold]Examples[/bold]

      nurie doctor                       versions, extras, the model

      nurie doctor sketch.png            what each step of cleaning finds and does

      nurie doctor sketch.png -o steps   and a picture after each of them

      nurie doctor page.psd              its layers, and which holds the lines
    """
    if sketch is not None:
        _examine(sketch, output, overwrite, layer)
    elif output is not None:
        raise typer.BadParameter("-o is for pictures of a sketch: name one.")
    else:
        _report()


def _examine(sketch: Path, output: str | None, overwrite: bool, layer: str | None) -> None:
    """Tell the layers, and what each step of cleaning finds; with ``output``, show it, too."""
    import numpy as np

    from nurie import artwork
    from nurie.export import files, place, png
    from nurie.lineart.clean import clean
    from nurie.lineart.show import show_layout

    folder = None if output is None else place.folder(output)
    picture = artwork.load(sketch, layer=layer)
    _tell_layers(sketch, layer)
    height, width = picture.pixels.shape[:2]
    cleaned = clean(picture)
    _row(picture.name, f"{width} x {height} px, {'colored already' if cleaned.colored else 'line art'}")
    for finding in cleaned.findings:
        _row(finding.step, f"{'yes' if finding.applied else 'no':<5}{finding.why}")
    shown = show_layout(cleaned.lines)
    found = f"{shown.panels} panels, {shown.bubbles} bubbles and captions"
    _row("layout", f"{found}, {shown.pieces} pieces of a strip" if shown.pieces > 1 else found)
    for notice in (*picture.notices, *cleaned.notices):
        print(printable(notice))
    if folder is None:
        return
    steps = [*((str(finding.step), finding.page) for finding in cleaned.findings), ("layout", shown.page)]
    names = [f"{number:02}-{step}.png" for number, (step, _) in enumerate(steps, start=1)]
    place.spare([sketch], [folder / name for name in names])
    if not overwrite:
        files.check_free([folder / name for name in names])
    with files.staged_folder(folder) as stage:
        for name, (_, page) in zip(names, steps, strict=True):
            (stage / name).write_bytes(png.encode(np.asarray(page), picture.dpi))
    streams.say(f"wrote {folder}")


def _tell_layers(sketch: Path, layer: str | None) -> None:
    """The layers of a document from the top, the chosen ones marked."""
    from nurie import artwork
    from nurie.artwork import line_layer

    document = artwork.open_document(sketch)
    if document is None or not document.layers:
        return
    choice = line_layer.choose(document, layer)
    chosen = {place.index for place in choice.places}
    for place in document.places():
        node = place.node
        left, top, right, bottom = node.bounds
        extent = "" if node.is_empty else f"{right - left} x {bottom - top} at {left}, {top}"
        told = (
            f"{node.kind}, {'visible' if place.shown else 'hidden'}",
            extent,
            "lines" if place.index in chosen else "",
        )
        label = printable("  " * len(place.index) + node.name)
        _row(label, ", ".join(part for part in told if part))
    _row("lines", choice.why)


def _report() -> None:
    from nurie.colorize.model import Model, default_model, default_threads

    _row("nurie", __version__)
    _row("python", f"{platform.python_version()}, {platform.system()} {platform.machine()}")
    _row("threads", str(default_threads()))
    needed = _requirements()
    for name in needed.pop("", []):
        _row(name, _version(name) or "missing: install nurie again")
    for extra, packages in needed.items():
        missing = [name for name in packages if _version(name) is None]
        state = (
            f"needs {', '.join(missing)}: pip install '.[{extra}]' in nurie's folder" if missing else "ready"
        )
        _row(f"[{extra}]", state)
    try:
        model = Model(default_model(), threads=1)
    except ModelError as error:
        _row("model", str(error))
        raise typer.Exit(1) from None
    hints = "takes hints" if model.inputs == 5 else "takes no hints"
    _row("model", f"{model.name}, width {model.width}, works at {model.working_size} px, {hints}")


def _requirements() -> dict[str, list[str]]:
    """The packages that nurie needs itself, under the empty name, and for each of its extras."""
    groups: dict[str, list[str]] = {"": []}
    try:
        lines = metadata.requires("nurie") or []
    except metadata.PackageNotFoundError:  # run from a source folder
        lines = []
    for line in lines:
        found = _REQUIREMENT.match(line)
        if found and found["name"] != "nurie":
            groups.setdefault(found["extra"] or "", []).append(found["name"])
    return groups


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _row(label: str, value: str) -> None:
    print(printable(f"{label:<24}{value}"))
