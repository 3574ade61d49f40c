"""The HTTP API: what can be asked, and which part of the studio answers."""

import io
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from PIL import Image

from nurie import __version__, artwork
from nurie.arrays import Bytes
from nurie.colorize.character import Character
from nurie.colorize.mix import Mix
from nurie.colorize.palette import Palette
from nurie.errors import StudioError
from nurie.export import png
from nurie.schemes.names import Language
from nurie.studio import exports, messages
from nurie.studio.colored import Colored
from nurie.studio.coloring import Coloring
from nurie.studio.page_materials import page_materials
from nurie.studio.pictures import PREVIEW, region_map
from nurie.studio.project import Work, clean_name, is_project, unpack
from nurie.studio.sessions import Session, Sessions
from nurie.studio.status import ErrorForm, StatusForm, statuses
from nurie.studio.work import WorkQueue

_SUGGESTED = 12  # colors


@dataclass(frozen=True)
class Studio:
    """The parts that answer."""

    sessions: Sessions
    coloring: Coloring
    network: WorkQueue
    rendering: WorkQueue
    max_pixels: int


def _studio(request: Request) -> Studio:
    studio: Studio = request.app.state.studio
    return studio


StudioParts = Annotated[Studio, Depends(_studio)]


async def _session(id: Annotated[str, Path(max_length=64)], studio: StudioParts) -> Session:
    return await studio.sessions.get(id)


Here = Annotated[Session, Depends(_session)]
Author = Annotated[str, Header(alias="X-Nurie-Client", max_length=64, pattern=r"^[\w-]*$")]
KnownRevision = Annotated[
    int | None,
    Header(alias="If-Match", ge=1, description="Refuse with 412 unless this is still the newest revision."),
]
Size = Annotated[int, Query(ge=32, le=8192, description="The long side in px; at most the sketch's own.")]
PictureLayer = Annotated[
    Literal["composed", "colors"], Query(description="With the lines, or the colors without them.")
]
Encoding = Annotated[Literal["png", "webp", "jpeg"], Query(description="PNG is exact.")]

_ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorForm, "description": words}
    for status, words in {
        404: "No such session.",
        412: "Somebody else has decided since.",
        422: "Something is wrong with what was sent.",
        429: "Too much waits; Retry-After says for how long.",
    }.items()
}
_PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {f"image/{kind}": {} for kind in ("png", "webp", "jpeg")}, "description": "The picture."}
}
_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}

router = APIRouter(responses=_ERRORS)


@router.get("/health", tags=["studio"])
async def health(studio: StudioParts) -> messages.HealthForm:
    """Whether the studio is well, and how busy it is."""
    return messages.HealthForm(
        status="ok",
        version=__version__,
        model=studio.coloring.model,
        running=studio.network.running,
        waiting=studio.network.waiting,
        sessions=studio.sessions.in_memory,
    )


@router.post(
    "/sessions",
    status_code=201,
    tags=["session"],
    openapi_extra=_FILE,
    response_model_exclude_none=True,
)
async def create(
    request: Request, studio: StudioParts, name: Annotated[str, Query(max_length=400)] = "sketch"
) -> messages.SessionForm:
    """Open a sketch (a picture file) or a project (a ``.nurie`` file); coloring starts at once."""
    studio.network.check()
    data = await request.body()
    if is_project(data):
        work, sketch = await studio.rendering.run(partial(unpack, data))
        messages.check(work)
        if sketch is None:
            raise StudioError(
                "the project file holds no sketch: save it again.", code="project-without-sketch"
            )
    else:
        work, sketch = Work(clean_name(name)), data
    await studio.rendering.run(partial(_check_sketch, sketch, studio.max_pixels))
    session = studio.sessions.create(work, sketch)
    studio.coloring.start(session)
    return messages.SessionForm.of(session)


def _check_sketch(sketch: bytes, max_pixels: int) -> None:
    artwork.load(sketch, max_pixels)


@router.get("/sessions/{id}", tags=["session"], response_model_exclude_none=True)
async def read(session: Here) -> messages.SessionForm:
    """Everything that was decided, and what the studio is doing."""
    return messages.SessionForm.of(session)


@router.delete("/sessions/{id}", status_code=204, tags=["session"])
async def remove(session: Here, studio: StudioParts) -> None:
    """Forget a session, on disk too."""
    await studio.sessions.remove(session)


@router.get(
    "/sessions/{id}/events",
    tags=["session"],
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}, "description": "Never ends."}},
)
async def events(session: Here, studio: StudioParts) -> StreamingResponse:
    """Server-sent events: the status, now and at every change."""
    told = statuses(studio.sessions, session, session.listen())
    return StreamingResponse(told, media_type="text/event-stream")


@router.patch("/sessions/{id}", tags=["decisions"])
async def decide(
    session: Here,
    studio: StudioParts,
    decisions: messages.DecisionsForm,
    author: Author = "",
    seen: KnownRevision = None,
) -> StatusForm:
    """Change several decisions at once, all or none; what is not named stays."""
    session.check(seen)
    return _decide(studio, session, author, decisions.applied(session.work))


@router.put("/sessions/{id}/hints", tags=["decisions"])
async def set_hints(
    session: Here, studio: StudioParts, hints: messages.HintsForm, author: Author = ""
) -> StatusForm:
    """Set all hints; of all that wait, only the newest are put into the colorings."""
    return _decide(studio, session, author, replace(session.work, hints=hints.value()))


@router.put("/sessions/{id}/borders", tags=["decisions"])
async def set_borders(
    session: Here, studio: StudioParts, borders: messages.BordersForm, author: Author = ""
) -> StatusForm:
    """Set the strokes that split and join regions."""
    return _decide(studio, session, author, replace(session.work, borders=borders.value()))


@router.put("/sessions/{id}/mix", tags=["decisions"])
async def set_mix(
    session: Here, studio: StudioParts, mix: messages.MixForm, author: Author = ""
) -> StatusForm:
    """Set which coloring is picked and what is mixed into it."""
    return _decide(studio, session, author, replace(session.work, mix=mix.value()))


@router.put("/sessions/{id}/palette", tags=["decisions"])
async def set_palette(
    session: Here, studio: StudioParts, palette: messages.PaletteForm, author: Author = ""
) -> StatusForm:
    """Set the palette."""
    return _decide(studio, session, author, replace(session.work, palette=palette.value()))


@router.put("/sessions/{id}/character", tags=["decisions"])
async def set_character(
    session: Here, studio: StudioParts, character: messages.CharacterForm, author: Author = ""
) -> StatusForm:
    """Set the character whose colors the materials have; it waits where the model names no materials."""
    return _decide(studio, session, author, replace(session.work, character=character.value()))


@router.put("/sessions/{id}/materials", tags=["decisions"])
async def set_materials(
    session: Here, studio: StudioParts, materials: messages.MaterialsForm, author: Author = ""
) -> StatusForm:
    """Set what regions are; it waits where the model names no materials."""
    return _decide(studio, session, author, replace(session.work, materials=materials.value()))


def _decide(studio: Studio, session: Session, author: str, work: Work) -> StatusForm:
    """Take decisions: all of them, or none when too much waits already."""
    if work.shape not in session.pages:
        studio.coloring.check(session)
    studio.sessions.change(session, author, work)
    studio.coloring.start(session)
    return StatusForm.of(session)


@router.get("/sessions/{id}/variants", tags=["pictures"])
async def variants(session: Here, studio: StudioParts) -> messages.PageForm:
    """The nine colorings and where their pictures are; waits until they are made."""
    colored = await studio.coloring.wait(session)
    base = f"/api/sessions/{session.id}/variants"
    return messages.PageForm(
        width=colored.page.width,
        height=colored.page.height,
        colored_ink=colored.page.has_colored_ink,
        variants=[
            messages.VariantForm(
                number=number,
                picked=number == colored.work.mix.base,
                thumbnail=f"{base}/{number}?size=320&encoding=webp",
                preview=f"{base}/{number}?size={PREVIEW}&encoding=webp",
            )
            for number in range(1, 10)
        ],
    )


@router.get(
    "/sessions/{id}/variants/{number}", tags=["pictures"], responses=_PICTURE, response_class=Response
)
async def variant(
    session: Here,
    studio: StudioParts,
    number: messages.VariantNumber,
    size: Size = PREVIEW,
    layer: PictureLayer = "composed",
    encoding: Encoding = "png",
) -> Response:
    """One of the nine colorings; waits until it is made."""
    colored = await studio.coloring.wait(session)
    return await _drawn(studio, colored, number - 1, size, layer, encoding)


@router.get("/sessions/{id}/picture", tags=["pictures"], responses=_PICTURE, response_class=Response)
async def picture(
    session: Here,
    studio: StudioParts,
    size: Size = PREVIEW,
    layer: PictureLayer = "composed",
    encoding: Encoding = "png",
) -> Response:
    """The picked coloring with everything that was mixed into it; waits until it is made."""
    colored = await studio.coloring.wait(session)
    return await _drawn(studio, colored, colored.work.mix, size, layer, encoding)


async def _drawn(
    studio: Studio, colored: Colored, which: int | Mix, size: int, layer: str, encoding: str
) -> Response:
    def draw() -> bytes:
        view = colored.at(size)
        return _encoded(view.composed(which) if layer == "composed" else view.colors(which), encoding)

    return Response(await studio.rendering.run(draw), media_type=f"image/{encoding}")


def _encoded(rgb: Bytes, encoding: str) -> bytes:
    if encoding == "png":
        return png.encode(rgb)
    file = io.BytesIO()
    if encoding == "webp":
        Image.fromarray(rgb).save(file, "WEBP", quality=85, method=0)
    else:
        Image.fromarray(rgb).save(file, "JPEG", quality=90, subsampling=0)
    return file.getvalue()


@router.get("/sessions/{id}/lines", tags=["pictures"], responses=_PICTURE, response_class=Response)
async def lines(
    session: Here,
    studio: StudioParts,
    layer: Annotated[
        Literal["paper", "ink"],
        Query(description="paper: how much color shines through, gray. ink: what is added to that."),
    ] = "paper",
) -> Response:
    """The drawing at full size, in two parts: picture = paper x colors + ink."""
    page = (await studio.coloring.wait(session)).page
    data = await studio.rendering.run(page.paper if layer == "paper" else page.ink)
    return Response(data, media_type="image/png")


@router.get("/sessions/{id}/regions", tags=["pictures"], responses=_PICTURE, response_class=Response)
async def regions(session: Here, studio: StudioParts, size: Size = PREVIEW) -> Response:
    """The region's number at each pixel as a PNG file: red + 256 green + 65536 blue."""
    colored = await studio.coloring.wait(session)
    data = await studio.rendering.run(lambda: region_map(colored.at(size).regions))
    return Response(data, media_type="image/png")


@router.get("/sessions/{id}/materials", tags=["pictures"])
async def materials(session: Here, studio: StudioParts, size: Size = PREVIEW) -> messages.PageMaterialsForm:
    """What the page shows, material by material, in the picked coloring, and what each region is."""
    colored = await studio.coloring.wait(session)
    return await studio.rendering.run(lambda: page_materials(colored.at(size), colored.work.mix))


@router.get("/sessions/{id}/palette/suggestion", tags=["pictures"])
async def suggest(
    session: Here, studio: StudioParts, count: Annotated[int, Query(ge=1, le=64)] = _SUGGESTED
) -> messages.PaletteForm:
    """The main colors of the picture, named as people who draw would name them."""
    colored = await studio.coloring.wait(session)

    def look() -> Palette:
        return Palette.from_image(colored.at(PREVIEW).colors(colored.work.mix), count)

    return messages.PaletteForm.of(await studio.rendering.run(look))


@router.post("/palette", tags=["studio"], openapi_extra=_FILE)
async def read_palette(request: Request, studio: StudioParts) -> messages.PaletteForm:
    """What a palette file holds: .json, .gpl, .ase, .aco, .kpl, .cls or .swatches."""
    data = await request.body()
    return messages.PaletteForm.of(await studio.rendering.run(partial(Palette.from_bytes, data)))


@router.post("/character", tags=["studio"], openapi_extra=_FILE)
async def read_character(
    request: Request, studio: StudioParts, name: Annotated[str, Query(max_length=400)] = ""
) -> messages.CharacterForm:
    """A character sheet: one from a .json file, or one read off a colored picture of the character."""
    data = await request.body()
    if data.lstrip()[:1] in (b"{", b"\xef"):
        return messages.CharacterForm.of(Character.loads(data.decode("utf-8-sig", "replace")))
    await studio.rendering.run(partial(_check_sketch, data, studio.max_pixels))
    name = clean_name(name).rsplit(".", 1)[0] if name else ""
    return messages.CharacterForm.of(await studio.coloring.read_character(data, name))


@router.get(
    "/sessions/{id}/export/{format}",
    tags=["export"],
    response_class=Response,
    responses={
        200: {
            "content": {kind.media_type: {} for kind in exports.exports().values()},
            "description": "The file.",
        }
    },
)
async def export(
    session: Here,
    studio: StudioParts,
    format: Annotated[str, Path(json_schema_extra={"enum": sorted(exports.exports())})],
    language: Annotated[
        Language, Query(description="Of names that nurie gives, such as those of layers.")
    ] = "en",
) -> Response:
    """A file to take home, of full size; waits until the picture is made."""
    known = exports.exports()
    kind = known.get(format)
    if kind is None:
        sentence = f"there is no such export: use one of {', '.join(sorted(known))}."
        raise StudioError(sentence, 404, code="malformed")
    colored = await studio.coloring.wait(session)
    sketch = await studio.sessions.sketch(session)
    data = await studio.rendering.run(partial(kind.make, colored, sketch, language))
    name = quote(colored.work.name.rsplit(".", 1)[0] + kind.ending)
    return Response(
        data,
        media_type=kind.media_type,
        headers={"content-disposition": f"attachment; filename*=UTF-8''{name}"},
    )
