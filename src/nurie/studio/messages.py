"""What the API takes and gives, as OpenAPI documents it. The forms are those of nurie's own files."""

from typing import Annotated, Literal, TypeVar

from pydantic import ConfigDict, Field, ValidationError

from nurie.colorize.borders import BorderKind, Borders
from nurie.colorize.character import Character
from nurie.colorize.hints import Hints, HintScope
from nurie.colorize.light.light import STRONGEST
from nurie.colorize.mix import Mix
from nurie.colorize.options import Finish
from nurie.colorize.palette import Palette
from nurie.errors import StudioError
from nurie.studio.material_edits import MaterialEdits
from nurie.studio.project import LARGEST_SEED, MOST_FAVORITES, Favorite, Work, clean_name
from nurie.studio.sessions import Session
from nurie.studio.status import ErrorForm, Form, StatusForm

Share = Annotated[float, Field(ge=0, le=1)]
Point = Annotated[list[Share], Field(min_length=2, max_length=2)]
PointList = Annotated[list[Point], Field(min_length=1, max_length=10_000)]
HexColor = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
VariantNumber = Annotated[int, Field(ge=1, le=9)]
Seed = Annotated[int, Field(ge=0, le=LARGEST_SEED)]
Angle = Annotated[float, Field(ge=0, le=360)]
Strength = Annotated[float, Field(ge=0, le=STRONGEST)]
Material = Annotated[str, Field(max_length=40)]
"""A name in English or Japanese; the studio gives English ones."""


_SomeForm = TypeVar("_SomeForm", bound=Form)


def _fitting(form: type[_SomeForm], text: str, what: str) -> _SomeForm:
    try:
        return form.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = " ".join(str(step) for step in first["loc"])
        raise StudioError(
            f"the {what} holds more than the studio takes: in {place}, {first['msg']}.", code="too-much"
        ) from None


class DotForm(Form):
    """A dot of color."""

    x: Share
    y: Share
    radius: Share
    color: HexColor
    material: Material | None = Field(default=None, description="What its regions are made of.")
    scope: HintScope | None = Field(default=None, description="How far it reaches; without, it flows.")


class StrokeForm(Form):
    """A stroke of color."""

    points: PointList
    radius: Share
    color: HexColor
    material: Material | None = Field(default=None, description="What its regions are made of.")
    scope: HintScope | None = Field(default=None, description="How far it reaches; without, it flows.")


class HintsForm(Form):
    """A hint file."""

    format: Literal["nurie-hints"] = "nurie-hints"
    version: Literal[1] = 1
    hints: list[DotForm | StrokeForm] = Field(max_length=2000)

    def value(self) -> Hints:
        """The hints.

        Raises:
            HintError: one of them is wrong.
        """
        return Hints.loads(self.model_dump_json(exclude_none=True))


class BorderForm(Form):
    """A stroke that splits the regions that it runs through, or joins those that it crosses."""

    points: Annotated[list[Point], Field(min_length=2, max_length=10_000)]
    kind: BorderKind = "split"


class BordersForm(Form):
    """A file of borders; later ones count."""

    format: Literal["nurie-borders"] = "nurie-borders"
    version: Literal[1] = 1
    borders: list[BorderForm] = Field(max_length=1000)

    def value(self) -> Borders:
        """The borders.

        Raises:
            BorderError: one of them is wrong.
        """
        return Borders.loads(self.model_dump_json())


class _ChoiceForm(Form):
    """What is shown instead of the picked coloring: another one, or a color."""

    model_config = ConfigDict(populate_by_name=True)

    source: Annotated[VariantNumber | None, Field(alias="from")] = None
    color: HexColor | None = None
    name: Annotated[str, Field(max_length=120)] = ""
    locked: bool = Field(default=False, description="Whether nothing else changes these regions.")
    material: Material | None = Field(default=None, description="What they were made of when locked.")
    hints: HintsForm | None = Field(default=None, description="What had divided the sketch when locked.")
    borders: BordersForm | None = Field(default=None, description="What had split and joined it then.")


class RegionForm(_ChoiceForm):
    """Regions, each named by a point in it, that take another coloring or a color of their own."""

    points: PointList


class PlaceForm(_ChoiceForm):
    """The same for one region."""

    x: Share
    y: Share


class MixForm(Form):
    """A mix file: the picked coloring is its base."""

    format: Literal["nurie-mix"] = "nurie-mix"
    version: Literal[1] = 1
    base: VariantNumber = 1
    regions: list[PlaceForm | RegionForm] = Field(default=[], max_length=5000)

    def value(self) -> Mix:
        """The mix.

        Raises:
            MixError: one of its choices is wrong.
        """
        return Mix.loads(self.model_dump_json(by_alias=True, exclude_none=True))


class PaletteColorForm(Form):
    """A named color."""

    name: Annotated[str, Field(max_length=120)] = ""
    color: HexColor


class PaletteForm(Form):
    """A palette file."""

    format: Literal["nurie-palette"] = "nurie-palette"
    version: Literal[1] = 1
    colors: list[PaletteColorForm] = Field(max_length=256)

    def value(self) -> Palette | None:
        """The palette; None without colors.

        Raises:
            PaletteError: one of its colors is wrong.
        """
        return Palette.loads(self.model_dump_json()) if self.colors else None

    @classmethod
    def of(cls, palette: Palette | None) -> "PaletteForm":
        """The form of a palette.

        Raises:
            StudioError: it has more colors, or longer names, than the studio takes.
        """
        return _fitting(cls, palette.dumps(), "palette") if palette else cls(colors=[])


class CharacterForm(Form):
    """A character sheet: colors by material."""

    format: Literal["nurie-character"] = "nurie-character"
    version: Literal[1] = 1
    name: Annotated[str, Field(max_length=120)] = ""
    colors: dict[Material, HexColor] = Field(max_length=64)

    def value(self) -> Character | None:
        """The character; None without colors.

        Raises:
            CharacterError: a material is unknown or named twice.
        """
        return Character.loads(self.model_dump_json()) if self.colors else None

    @classmethod
    def of(cls, character: Character | None) -> "CharacterForm":
        """The form of a character.

        Raises:
            StudioError: its name is longer than the studio takes.
        """
        return _fitting(cls, character.dumps(), "character sheet") if character else cls(colors={})


class SaidForm(Form):
    """What some regions are, each named by a point in it."""

    points: PointList
    material: Material


class MaterialsForm(Form):
    """What regions are, where somebody knows better; later ones count."""

    format: Literal["nurie-materials"] = "nurie-materials"
    version: Literal[1] = 1
    regions: list[SaidForm] = Field(max_length=5000)

    def value(self) -> MaterialEdits:
        """What was said.

        Raises:
            MaterialError: a material is unknown.
        """
        return MaterialEdits.loads(self.model_dump_json())


class FavoriteForm(Form):
    """A coloring to find again."""

    number: VariantNumber
    schemes: Seed | None = Field(default=None, description="The seed of its nine; none for the first.")


Favorites = Annotated[list[FavoriteForm], Field(max_length=MOST_FAVORITES)]


class DecisionsForm(Form):
    """Any of the decisions about a sketch."""

    name: Annotated[str | None, Field(max_length=400)] = None
    hints: HintsForm | None = None
    mix: MixForm | None = None
    palette: PaletteForm | None = None
    snap: bool | None = Field(default=None, description="Whether all colors come from the palette.")
    character: CharacterForm | None = Field(default=None, description="Without colors: no character.")
    schemes: Seed | None = Field(default=None, description="Of nine others; null for the built-in ones.")
    materials: MaterialsForm | None = None
    finish: Finish | None = Field(default=None, description="Null for what fits the model.")
    light_from: Angle | None = Field(default=None, description="Degrees clockwise from the top.")
    light_strength: Strength | None = None
    favorites: Favorites | None = None
    borders: BordersForm | None = None

    def applied(self, work: Work) -> Work:
        """The work with these decisions."""
        named = self.model_fields_set  # for these two fields null is a value, not "unchanged"
        return Work(
            work.name if self.name is None else clean_name(self.name),
            work.hints if self.hints is None else self.hints.value(),
            work.mix if self.mix is None else self.mix.value(),
            work.palette if self.palette is None else self.palette.value(),
            work.snap if self.snap is None else self.snap,
            work.character if self.character is None else self.character.value(),
            self.schemes if "schemes" in named else work.schemes,
            work.materials if self.materials is None else self.materials.value(),
            self.finish if "finish" in named else work.finish,
            work.light_from if self.light_from is None else self.light_from,
            work.light_strength if self.light_strength is None else self.light_strength,
            work.favorites if self.favorites is None else _kept(self.favorites),
            work.borders if self.borders is None else self.borders.value(),
        )


def _kept(favorites: Favorites) -> tuple[Favorite, ...]:
    return tuple(Favorite(favorite.number, favorite.schemes) for favorite in favorites)


class SessionForm(Form):
    """One sketch and the work on it."""

    id: str
    name: str
    snap: bool
    hints: HintsForm
    mix: MixForm
    palette: PaletteForm
    character: CharacterForm
    schemes: Seed | None = Field(default=None, description="Absent for the built-in ones.")
    materials: MaterialsForm
    finish: Finish | None = Field(default=None, description="Absent for what fits the model.")
    light_from: Angle
    light_strength: Strength
    favorites: Favorites
    borders: BordersForm
    notices: list[ErrorForm] = Field(description="What should be known about the sketch.")
    status: StatusForm

    @classmethod
    def of(cls, session: Session) -> "SessionForm":
        """The form of a session."""
        work = session.work
        return cls(
            id=session.id,
            name=work.name,
            snap=work.snap,
            hints=HintsForm.model_validate_json(work.hints.dumps()),
            mix=MixForm.model_validate_json(work.mix.dumps()),
            palette=PaletteForm.of(work.palette),
            character=CharacterForm.of(work.character),
            schemes=work.schemes,
            materials=MaterialsForm.model_validate_json(work.materials.dumps()),
            finish=work.finish,
            light_from=work.light_from,
            light_strength=work.light_strength,
            favorites=[FavoriteForm(number=kept.number, schemes=kept.schemes) for kept in work.favorites],
            borders=BordersForm.model_validate_json(work.borders.dumps()),
            notices=[ErrorForm.of(notice) for notice in session.notices],
            status=StatusForm.of(session),
        )


class VariantForm(Form):
    """One of the nine colorings."""

    number: int
    picked: bool
    thumbnail: str
    preview: str


class SwatchForm(Form):
    """A material of the page."""

    material: Material
    color: HexColor = Field(description="That most of it has in the picture.")
    share: Share = Field(description="Of the page.")


class RegionMaterialForm(Form):
    """What a region is."""

    region: int = Field(description="Its number in the region map.")
    material: Material
    figure: int = Field(description="The person or thing that it belongs to; 0 for the ground.")
    piece: bool = Field(description="Whether hints cut it out of a larger one.")
    color: HexColor = Field(description="Flat, in the picked coloring.")
    unsure: bool = Field(description="Whether somebody should look.")


class PageMaterialsForm(Form):
    """What the page shows; empty where the model names no materials."""

    materials: list[SwatchForm]
    regions: list[RegionMaterialForm]


class PageForm(Form):
    """What the colored page looks like from outside."""

    width: int
    height: int
    colored_ink: bool = Field(description="Whether the drawing is more than gray.")
    variants: list[VariantForm]


class HealthForm(Form):
    """Whether the studio is well."""

    status: Literal["ok"]
    version: str
    model: str | None = Field(description="None while it is being loaded.")
    running: int
    waiting: int
    sessions: int = Field(description="In memory.")


def check(work: Work) -> None:
    """Refuse decisions from a file that the API could not have taken itself.

    Raises:
        StudioError: there are too many, or one of them is malformed.
    """
    try:
        HintsForm.model_validate_json(work.hints.dumps())
        BordersForm.model_validate_json(work.borders.dumps())
        MixForm.model_validate_json(work.mix.dumps())
        PaletteForm.of(work.palette)
        CharacterForm.of(work.character)
        MaterialsForm.model_validate_json(work.materials.dumps())
    except ValidationError:
        raise StudioError(
            "the project file holds more, or odder, things than the studio takes.", code="too-much"
        ) from None
