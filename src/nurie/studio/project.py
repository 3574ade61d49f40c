"""What an artist has decided about one sketch, and the ``.nurie`` file that keeps it.

The file is a zip: ``sketch`` as it was given; ``hints.json``, ``borders.json``, ``mix.json``,
``palette.json`` and ``character.json``, which the command line reads too; ``materials.json``;
``project.json`` with the rest.
"""

import io
import json
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any, get_args

from nurie.artwork import is_document
from nurie.colorize.borders import Borders
from nurie.colorize.character import Character
from nurie.colorize.hints import Hints
from nurie.colorize.light import Light
from nurie.colorize.light.light import STRONGEST
from nurie.colorize.mix import Choice, Mix
from nurie.colorize.options import Finish
from nurie.colorize.palette import Palette
from nurie.errors import (
    BorderError,
    CharacterError,
    HintError,
    MaterialError,
    MixError,
    PaletteError,
    ProjectError,
    is_printable,
    shown,
)
from nurie.studio.material_edits import MaterialEdits

FORMAT = "nurie-project"
VERSION = 1
USUAL = Light()
"""The light where nobody says otherwise."""
LARGEST_SEED = 2**31 - 1
"""Of schemes, for the browser counts no farther than it can."""
_LARGEST = {"sketch": 64_000_000}  # bytes; a zip may claim to hold much more than it weighs
_LARGEST_TEXT = 8_000_000
_LONGEST_NAME = 120
MOST_FAVORITES = 200


@dataclass(frozen=True)
class Favorite:
    """A coloring to find again, whichever nine are shown.

    Attributes:
        number: of the coloring, 1..9.
        schemes: the seed of its nine; None for the built-in ones.
    """

    number: int
    schemes: int | None = None


Shape = tuple[Hints, Borders, MaterialEdits, tuple[Choice, ...]]


@dataclass(frozen=True)
class Work:
    """Decisions about one sketch.

    Attributes:
        name: of the page, for people.
        hints: colors at places.
        mix: the picked coloring, and regions that take another one or a color.
        palette: named colors; None while there are none.
        snap: whether the colorings keep to the palette.
        character: whose colors the materials have; None while there is none.
        schemes: the seed of the nine schemes; None for the built-in ones.
        materials: what regions are, where somebody knows better.
        finish: how colors are laid on; None for what fits the model.
        light_from: where the light comes from, 0..360 degrees clockwise from the top.
        light_strength: how deep shadows and how bright lights are, 0..2.
        favorites: colorings to find again.
        borders: strokes that split and join regions.
    """

    name: str = "sketch"
    hints: Hints = field(default_factory=Hints)
    mix: Mix = field(default_factory=Mix)
    palette: Palette | None = None
    snap: bool = False
    character: Character | None = None
    schemes: int | None = None
    materials: MaterialEdits = field(default_factory=MaterialEdits)
    finish: Finish | None = None
    light_from: float = USUAL.angle
    light_strength: float = USUAL.strength
    favorites: tuple[Favorite, ...] = ()
    borders: Borders = field(default_factory=Borders)

    @property
    def shape(self) -> Shape:
        """What decides the regions; all else only paints them."""
        locked = tuple(choice for choice in self.mix.choices if choice.locked)
        return self.hints, self.borders, self.materials, locked


def clean_name(name: str) -> str:
    """A name for people, made of what a client sent: one line, no path, not too long."""
    name = re.split(r"[\\/]", name)[-1]
    printable = "".join(letter if is_printable(letter) else " " for letter in name)
    return " ".join(printable.split())[:_LONGEST_NAME] or "sketch"


def pack(work: Work, sketch: bytes | None) -> bytes:
    """A ``.nurie`` file; without a sketch, only the decisions."""
    file = io.BytesIO()
    head: dict[str, Any] = {"format": FORMAT, "version": VERSION, "name": work.name, "snap": work.snap}
    head |= {} if work.schemes is None else {"schemes": work.schemes}
    head |= {} if work.finish is None else {"finish": work.finish}
    lit = {"light_from": work.light_from, "light_strength": work.light_strength}
    head |= {} if lit == {"light_from": USUAL.angle, "light_strength": USUAL.strength} else lit
    if work.favorites:
        head["favorites"] = [{"number": kept.number, "schemes": kept.schemes} for kept in work.favorites]
    texts = {
        "project.json": json.dumps(head, indent=2, ensure_ascii=False) + "\n",
        "hints.json": work.hints.dumps(),
        "mix.json": work.mix.dumps(),
    }
    if work.palette is not None:
        texts["palette.json"] = work.palette.dumps()
    if work.character is not None:
        texts["character.json"] = work.character.dumps()
    if work.materials:
        texts["materials.json"] = work.materials.dumps()
    if work.borders:
        texts["borders.json"] = work.borders.dumps()
    with zipfile.ZipFile(file, "w") as archive:  # without the time, so that the same work is the same file
        for name, text in texts.items():
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
        if sketch is not None:
            archive.writestr(zipfile.ZipInfo("sketch"), sketch)
    return file.getvalue()


def is_project(data: bytes) -> bool:
    """Whether a file is meant to be a project, whatever its state: a ZIP archive that is no document."""
    return data.startswith(b"PK\x03\x04") and not is_document(data)


def unpack(data: bytes) -> tuple[Work, bytes | None]:
    """The decisions, and the sketch if the file has it.

    Raises:
        ProjectError: the file is damaged, of another kind, or of a version that this nurie does not know.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: _read(archive, name) for name in _members(archive)}
    except ProjectError:
        raise
    except Exception:  # the zip reader raises a dozen things on damaged files
        raise ProjectError(
            "the project file is damaged or cut short: save it again.", code="project-damaged"
        ) from None
    head = _head(parts)
    try:
        work = Work(
            name=clean_name(head["name"]),
            hints=Hints.loads(_text(parts, "hints.json")),
            mix=Mix.loads(_text(parts, "mix.json")),
            palette=Palette.loads(_text(parts, "palette.json")) if "palette.json" in parts else None,
            snap=head["snap"],
            character=Character.loads(_text(parts, "character.json")) if "character.json" in parts else None,
            schemes=head.get("schemes"),
            materials=MaterialEdits.loads(_text(parts, "materials.json"))
            if "materials.json" in parts
            else MaterialEdits(),
            finish=head.get("finish"),
            light_from=head.get("light_from", USUAL.angle),
            light_strength=head.get("light_strength", USUAL.strength),
            favorites=tuple(Favorite(**kept) for kept in head.get("favorites", [])),
            borders=Borders.loads(_text(parts, "borders.json")) if "borders.json" in parts else Borders(),
        )
    except (HintError, BorderError, MixError, PaletteError, CharacterError, MaterialError) as error:
        raise ProjectError(f"the project file holds something wrong: {error}") from None
    return work, parts.get("sketch")


_MEMBERS = {
    "project.json",
    "hints.json",
    "mix.json",
    "palette.json",
    "character.json",
    "materials.json",
    "borders.json",
    "sketch",
}


def _members(archive: zipfile.ZipFile) -> set[str]:
    return _MEMBERS & set(archive.namelist())


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    limit = _LARGEST.get(name, _LARGEST_TEXT)
    with archive.open(name) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise ProjectError(
            f"{name} in the project file is larger than {limit // 1_000_000} MB: make it smaller.",
            code="project-too-large",
            megabytes=limit // 1_000_000,
        )
    return data


def _head(parts: dict[str, bytes]) -> dict[str, Any]:
    """The name, and decisions that are no files of their own."""
    try:
        head = json.loads(_text(parts, "project.json"))
    except (ValueError, RecursionError):
        raise ProjectError("the project file is damaged: save it again.", code="project-damaged") from None
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise ProjectError(
            f'this zip is no project: its project.json must say "format": "{FORMAT}".', code="project-damaged"
        )
    if head.get("version") != VERSION or isinstance(head["version"], bool):
        raise ProjectError(
            f"version {shown(head.get('version'))} of the project format is unknown: this nurie reads "
            f"version {VERSION}, so save the project again or update nurie.",
            code="project-version",
        )
    if not isinstance(head.get("name"), str) or not isinstance(head.get("snap"), bool):
        raise ProjectError("the project's name or snap is missing or wrong: save the project again.")
    finish = head.get("finish")
    if not _is_seed(head.get("schemes")) or not (finish is None or finish in get_args(Finish)):
        raise ProjectError("the project's schemes or finish are wrong: save the project again.")
    for name, most in (("light_from", 360), ("light_strength", STRONGEST)):
        value = head.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
            raise ProjectError(f"the project's {name} is wrong: save the project again.")
    kept = head.get("favorites", [])
    if not isinstance(kept, list) or len(kept) > MOST_FAVORITES or not all(map(_is_kept, kept)):
        raise ProjectError("the project's favorites are wrong: save the project again.")
    return head


def _is_seed(value: object) -> bool:
    """Of schemes; None is that of the built-in ones."""
    return value is None or (type(value) is int and 0 <= value <= LARGEST_SEED)


def _is_kept(value: object) -> bool:
    if not isinstance(value, dict) or value.keys() != {"number", "schemes"}:
        return False
    return type(value["number"]) is int and 1 <= value["number"] <= 9 and _is_seed(value["schemes"])


def _text(parts: dict[str, bytes], name: str) -> str:
    if name not in parts:
        raise ProjectError(f"{name} is missing in the project file: save the project again.")
    try:
        return parts[name].decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ProjectError(f"{name} in the project file is no text: save the project again.") from None
