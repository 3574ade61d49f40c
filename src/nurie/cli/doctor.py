"""``nurie doctor``: what is installed, which model colors, and what is missing for which extra."""

import platform
import re
from importlib import metadata

import typer

from nurie import __version__
from nurie.errors import ModelError

_REQUIREMENT = re.compile(r"""(?P<name>[\w.-]+).*?(;.*extra\s*==\s*['"](?P<extra>[\w-]+)['"])?$""")


def doctor() -> None:
    """Show what is installed, which model colors, and what is missing for which extra.

    The exit code is 1 when sketches cannot be colored.
    """
    from nurie.colorize.runtime import Model, default_model, default_threads

    _row("nurie", __version__)
    _row("python", f"{platform.python_version()}, {platform.system()} {platform.machine()}")
    _row("threads", str(default_threads()))
    needed = _requirements()
    for name in needed.pop("", []):
        _row(name, _version(name) or "missing: install nurie again")
    for extra, packages in needed.items():
        missing = [name for name in packages if _version(name) is None]
        state = f"needs {', '.join(missing)}: pip install 'nurie[{extra}]'" if missing else "ready"
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
    print(f"{label:<24}{value}")
