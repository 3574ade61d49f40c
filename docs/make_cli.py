"""Write docs/cli.md from the help of every command: python docs/make_cli.py."""

import inspect
import re
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import typer
from typer.models import ArgumentInfo, OptionInfo

from nurie.cli import app

PAGE = Path(__file__).with_name("cli.md")
_HEAD = """# The command line

Made from the commands' own help by `python docs/make_cli.py`; `nurie COMMAND --help` shows the same.
"""


def render() -> str:
    """The whole page. It reads the commands' signatures, so no terminal's width or color shows in it."""
    return "\n".join([_HEAD, *(_section(name, command) for name, command in _commands(app, "nurie"))])


def _commands(group: typer.Typer, before: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The full name and the function of each command."""
    for command in group.registered_commands:
        if command.callback and not command.hidden:
            yield f"{before} {command.name or _dashed(command.callback.__name__)}", command.callback
    for inner in group.registered_groups:
        if inner.typer_instance:
            yield from _commands(inner.typer_instance, f"{before} {inner.typer_instance.info.name}")


def _section(name: str, command: Callable[..., Any]) -> str:
    hints = get_type_hints(command, include_extras=True)
    usage, arguments = [name, "[OPTIONS]"], []
    panels: dict[str, list[str]] = {}
    for parameter in inspect.signature(command).parameters.values():
        kind, info = get_args(hints[parameter.name])
        if isinstance(info, ArgumentInfo):
            label = info.metavar or parameter.name.upper()
            several = "..." if any(get_origin(one) is list for one in _kinds(kind)) else ""
            needed = parameter.default is parameter.empty
            usage.append(f"{label}{several}" if needed else f"[{label}{several}]")
            arguments.append(f"- `{label}`: {info.help}")
        else:
            entry = _option(parameter, kind, info)
            panels.setdefault(info.rich_help_panel or "Options", []).append(entry)
    lines = [
        f"## {name}",
        "",
        *_help(inspect.getdoc(command) or ""),
        f"    {' '.join(usage)}",
        "",
        *arguments,
    ]
    for panel, entries in panels.items():
        lines += ["", f"{panel}:", "", *entries]
    return "\n".join(lines) + "\n"


def _help(text: str) -> Iterator[str]:
    """Paragraphs as Markdown; what is indented, the examples, as code."""
    for block in re.split(r"\n\n(?=\S)", text):
        if "\n  " in block:
            heading, *examples = (line.strip() for line in block.splitlines() if line.strip())
            yield f"{heading.removeprefix('[bold]').removesuffix('[/bold]').removesuffix(':')}:"
            yield ""
            yield from (f"    {example}" for example in examples)
            yield ""
            yield "Usage:"
        else:
            yield block
        yield ""


def _option(parameter: inspect.Parameter, kind: object, info: OptionInfo) -> str:
    names = [name for name in (info.default, *(info.param_decls or ())) if isinstance(name, str)]
    names = names or [f"--{_dashed(parameter.name)}"]
    value = _value(kind, info)
    told = [f"{str(info.help).rstrip('.')}."]
    default = parameter.default
    if default is parameter.empty:
        told.append("Required.")
    elif default is not None and default is not False:
        told.append(f"Default: {default.value if isinstance(default, Enum) else default}.")
    return f"- {', '.join(f'`{name}{value}`' for name in names)}: {' '.join(told)}"


def _value(kind: object, info: OptionInfo) -> str:
    """What follows an option, such as a range or a choice of words."""
    for one in _kinds(kind):
        item = get_args(one)[0] if get_origin(one) is list else one
        if item is bool:
            return ""
        if isinstance(item, type) and issubclass(item, Enum):
            return " " + "|".join(str(choice.value) for choice in item)
        if info.metavar:
            return f" {info.metavar}"
        if item in (int, float) and info.min is not None:
            return f" {info.min}..{'' if info.max is None else info.max}"
        return {Path: " PATH", int: " NUMBER", float: " NUMBER"}.get(item, " TEXT")
    return ""


def _kinds(kind: object) -> list[Any]:
    """The types that a value may have, None left out."""
    parts = [part for part in get_args(kind) if part is not NoneType]
    return parts if parts and get_origin(kind) is not list else [kind]


def _dashed(name: str) -> str:
    return name.replace("_", "-")


if __name__ == "__main__":
    PAGE.write_text(render(), "utf-8")
