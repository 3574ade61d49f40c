"""`nurie train`: train a network as a recipe says."""

from pathlib import Path
from typing import Annotated

import typer

from nurie.cli import streams


def train(
    recipe: Annotated[Path, typer.Argument(help="The recipe, a TOML file; see recipes/.")],
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Change a key of the recipe; may be given again."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on from the output folder's state.")] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Start anew where an earlier run left its state.")
    ] = False,
) -> None:
    """Train a network as a recipe says.

    The recipe's output folder receives model.safetensors, state.pt (for --resume), sheet.png and log.jsonl.
    Ctrl-C saves the state and stops. The same recipe runs in several processes with optimizer.devices, or on
    several machines under torchrun.

    Examples:

      nurie train recipes/smoke.toml

      nurie train recipes/start.toml --set optimizer.steps=2000 --set output=runs/short

      nurie train recipes/start.toml --resume
    """
    import os
    import shlex

    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    from nurie.cli.extras import require_train

    require_train()
    from nurie.cli.progress import Patience
    from nurie.errors import OutputError, RecipeError
    from nurie.export import files
    from nurie.memory import keep_memory
    from nurie.training.config import load_recipe
    from nurie.training.loop import train as run

    pairs = [change.partition("=") for change in changes or []]
    wrong = [key for key, sign, _ in pairs if not sign]
    if wrong:
        raise RecipeError(f"--set {wrong[0]} has no value; write --set {wrong[0]}=VALUE.")
    plan = load_recipe(recipe, {key: value for key, _, value in pairs})
    if not (resume or overwrite) and files.exists(Path(plan.output) / "state.pt"):
        raise OutputError(
            f"{plan.output} holds an earlier run; add --resume to go on with it or --overwrite to start anew."
        )
    keep_memory()
    columns = (
        TextColumn("step"),
        MofNCompleteColumn(),
        BarColumn(),
        TextColumn("loss {task.fields[loss]:.2f}  {task.fields[speed]:.1f} pictures/s"),
        TimeRemainingColumn(),
    )
    # Of several processes only that of rank 0 prints.
    first = not any(int(os.environ.get(name, "0")) for name in ("RANK", "LOCAL_RANK", "NODE_RANK"))
    with Patience(*columns, disable=not first) as progress:
        task = progress.add_task("", total=plan.optimizer.steps, loss=0.0, speed=0.0)
        smooth: list[float] = []

        def report(step: int, loss: float, speed: float) -> None:
            smooth.append(loss)
            del smooth[:-50]
            progress.update(task, completed=step, loss=sum(smooth) / len(smooth), speed=speed)

        try:
            model = run(plan, resume, report)
        except KeyboardInterrupt:
            progress.stop()
            settings = [f"--set={change}" for change in changes or []]
            again = ["nurie", "train", str(recipe), *settings, "--resume"]
            if first and files.exists(Path(plan.output) / "state.pt"):
                streams.say(f"stopped; go on with: {shlex.join(again)}")
            elif first:
                streams.say("stopped before anything was saved.")
            raise typer.Exit(130) from None
    if first:
        streams.say(f"the model is {model}")
