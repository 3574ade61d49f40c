"""More of the HTTP API: what a hint would color, and files of several pages."""

import asyncio
import io
import zipfile
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from nurie.colorize.palette import ENDINGS
from nurie.errors import StudioError
from nurie.export import formats
from nurie.export.place import listed
from nurie.schemes.names import Language
from nurie.studio import exports, messages
from nurie.studio.pictures import PREVIEW
from nurie.studio.routes import Here, Size, StudioParts

_MOST = 400  # pages at once

_CBZ = "cbz"

router = APIRouter()


class ReachForm(BaseModel):
    """What a hint would color."""

    regions: list[int] = Field(description="Their numbers in the region map.")


class BookForm(BaseModel):
    """Pages to save, in this order."""

    model_config = ConfigDict(strict=True, extra="forbid")

    ids: Annotated[list[Annotated[str, Field(max_length=64)]], Field(min_length=1, max_length=_MOST)]
    format: Annotated[
        str, Field(max_length=64, description=f"A format of pages, or {_CBZ}: PNG for readers.")
    ]
    language: Language = "en"


class FormatsForm(BaseModel):
    """What pages can be saved as."""

    pictures: list[str] = Field(description="Formats of the picture, as /export/{format} calls them.")
    palettes: list[str] = Field(description="Those of the palette: each is palette.NAME there.")
    books: list[str] = Field(description="Those of several pages, as /book calls them.")


@router.post("/sessions/{id}/reach", tags=["pictures"])
async def reach(
    session: Here, studio: StudioParts, hint: messages.DotForm, size: Size = PREVIEW
) -> ReachForm:
    """Which regions one more dot of color would color; none changes."""
    dot = messages.HintsForm(hints=[hint]).value().hints[0]
    colored = await studio.coloring.wait(session)
    return ReachForm(regions=await studio.rendering.run(lambda: colored.at(size).reach(dot)))


@router.get("/formats", tags=["export"])
async def known_formats() -> FormatsForm:
    """The formats that pages can be saved in."""
    names = formats.names()
    palettes = [ending.removeprefix(".") for ending in ENDINGS]
    return FormatsForm(pictures=names, palettes=palettes, books=[*names, _CBZ])


_BOOK: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/zip": {}, "application/vnd.comicbook+zip": {}}, "description": "The file."}
}


@router.post("/book", tags=["export"], response_class=Response, responses=_BOOK)
async def book(studio: StudioParts, book: BookForm) -> Response:
    """Several pages in one ZIP file, numbered in their order; waits until they are made."""
    is_comic = book.format == _CBZ
    if not is_comic and book.format not in formats.names():
        sentence = f"there is no such format of books: use {listed([*formats.names(), _CBZ])}."
        raise StudioError(sentence, 422, code="malformed")
    kind = exports.exports()["png" if is_comic else book.format]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number, id in enumerate(book.ids, start=1):
            session = await studio.sessions.get(id)
            colored = await studio.coloring.wait(session)
            sketch = await studio.sessions.sketch(session)
            make = kind.make
            data = await studio.rendering.run(lambda: make(colored, sketch, book.language))  # noqa: B023
            name = f"{number:03d} {colored.work.name.rsplit('.', 1)[0]}{kind.ending}"
            await asyncio.to_thread(archive.writestr, zipfile.ZipInfo(name.replace("/", " ")), data)
            if file.tell() > exports.LARGEST_BOOK:
                raise StudioError(
                    "these pages are too much for one file: save fewer at once.", 413, code="book-too-large"
                )
    media = "application/vnd.comicbook+zip" if is_comic else "application/zip"
    name = "pages.cbz" if is_comic else f"pages-{book.format}.zip"
    return Response(
        file.getvalue(), media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
