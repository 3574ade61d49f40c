"""More of the HTTP API: what a hint would color, and files of several pages."""

import asyncio
import io
import zipfile
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from nurie.errors import StudioError
from nurie.schemes.names import Language
from nurie.studio import exports, messages
from nurie.studio.pictures import PREVIEW
from nurie.studio.routes import Here, Parts, Size

_MOST = 400  # pages at once

router = APIRouter()


class ReachForm(BaseModel):
    """What a hint would color."""

    regions: list[int] = Field(description="Their numbers in the region map.")


class BookForm(BaseModel):
    """Pages to save, in this order."""

    model_config = ConfigDict(strict=True, extra="forbid")

    ids: Annotated[list[Annotated[str, Field(max_length=64)]], Field(min_length=1, max_length=_MOST)]
    format: Literal["png", "psd", "cbz"] = Field(description="What the pages are; cbz is PNG for readers.")
    language: Language = "en"


@router.post("/sessions/{id}/reach", tags=["pictures"])
async def reach(session: Here, studio: Parts, hint: messages.DotForm, size: Size = PREVIEW) -> ReachForm:
    """Which regions one more dot of color would color; none changes."""
    dot = messages.HintsForm(hints=[hint]).value().hints[0]
    colored = await studio.coloring.wait(session)
    return ReachForm(regions=await studio.rendering.run(lambda: colored.at(size).reach(dot)))


_BOOK: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/zip": {}, "application/vnd.comicbook+zip": {}}, "description": "The file."}
}


@router.post("/book", tags=["export"], response_class=Response, responses=_BOOK)
async def book(studio: Parts, book: BookForm) -> Response:
    """Several pages in one ZIP file, numbered in their order; waits until they are made."""
    kind = exports.FORMATS["psd" if book.format == "psd" else "png"]
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
    is_comic = book.format == "cbz"
    media = "application/vnd.comicbook+zip" if is_comic else "application/zip"
    name = "pages.cbz" if is_comic else f"pages-{book.format}.zip"
    return Response(
        file.getvalue(), media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
