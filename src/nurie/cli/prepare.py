"""`nurie prepare`: pictures to shards of training pairs."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from nurie.cli import streams
from nurie.errors import printable


class FrameName(StrEnum):
    """How a picture is brought to its size."""

    FIT = "fit"
    CROP = "crop"


class EncodingName(StrEnum):
    """How pictures are stored."""

    WEBP = "webp"
    PNG = "png"


def prepare(
    sources: Annotated[
        list[Path], typer.Argument(metavar="SRC", help="Folders, lists of files (.txt), uncompressed tars.")
    ],
    output: Annotated[str, typer.Option("-o", "--output", metavar="PATH", help="The folder of the shards.")],
    size: Annotated[int, typer.Option(min=32, help="Long side in px; smaller pictures stay so.")] = 512,
    frame: Annotated[
        FrameName, typer.Option(help="The whole picture (fit) or its central square (crop).")
    ] = FrameName.FIT,
    minimum: Annotated[int, typer.Option(min=16, help="Short side in px that a picture must have.")] = 128,
    extractors: Annotated[
        list[str] | None,
        typer.Option("--lines", metavar="NAME", help="An extractor; may be given again. Default: all four."),
    ] = None,
    twins: Annotated[bool, typer.Option("--twins/--no-twins", help="Keep NAME.line.png as lines.")] = True,
    duplicates: Annotated[
        int, typer.Option(min=-1, max=64, help="Bits of 192 in which near-duplicates differ; -1 keeps all.")
    ] = 10,
    encoding: Annotated[EncodingName, typer.Option(help="How pictures are stored.")] = EncodingName.WEBP,
    quality: Annotated[int, typer.Option(min=1, max=100, help="Of WebP.")] = 90,
    shard: Annotated[int, typer.Option(min=1, help="Pictures a shard.")] = 1000,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; default: one a processor.")] = None,
    ray: Annotated[bool, typer.Option("--ray", help="Let Ray run the processes.")] = False,
    ray_address: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Use the Ray cluster there, or auto for this one's.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Make earlier shards anew.")] = False,
) -> None:
    """Turn pictures into WebDataset shards: picture, line art, what is known of them.

    Colored pictures are 000000.tar and so on; gray ones and line art are set apart in gray/ and lineart/.
    manifest.json counts everything and names what was rejected and why. The shards are the same for any
    number of workers; after Ctrl-C the same command goes on.

    Examples:

      nurie prepare pictures/ -o shards/

      nurie prepare chapter1.tar more.txt -o shards/ --size 768 --frame crop --lines high_pass --lines pencil

      nurie prepare pictures/ -o shards/ --ray-address auto
    """
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    from nurie.cli.extras import require_train

    require_train("imagehash")
    from nurie.cli.progress import Patience
    from nurie.data import engines
    from nurie.data.passes import PrepareOptions
    from nurie.data.prepare import prepare as run
    from nurie.export import place
    from nurie.lineart.extract import EXTRACTORS

    folder = place.folder(output)
    options = PrepareOptions(
        size=size,
        frame=frame.value,
        minimum=minimum,
        extractors=tuple(extractors or EXTRACTORS),
        twins=twins,
        duplicate_bits=duplicates,
        encoding=encoding.value,
        quality=quality,
        shard=shard,
    )
    if ray or ray_address:
        power = engines.ray(ray_address or engines.LOCAL)
    else:
        power = engines.processes(workers or engines.processors())
    names = {"look": "Looking", "write": "Writing"}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    manifest = None
    try:
        with power as engine, Patience(*columns) as progress:
            tasks = {name: progress.add_task(text, total=None, start=False) for name, text in names.items()}

            def report(stage: str, done: int, total: int) -> None:
                progress.start_task(tasks[stage])
                progress.update(tasks[stage], completed=done, total=total)

            manifest = run(sources, folder, options, engine, overwrite, report)
    except KeyboardInterrupt:
        if manifest is None:
            streams.say("stopped; the same command goes on.")
            raise typer.Exit(130) from None
    for rejection in manifest["rejections"]:
        if rejection["kind"] == "unreadable":
            streams.say(f"skipped {rejection['source']}: {rejection['reason']}")
    kept = ", ".join(f"{count} {name}" for name, count in manifest["pictures"].items())
    lost = ", ".join(f"{count} {kind}" for kind, count in manifest["rejected"].items())
    print(printable(f"{folder}: {kept}; rejected: {lost or 'none'}"))
