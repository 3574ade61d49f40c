"""CBZ files: comic books as ZIP archives of pictures."""

import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from nurie.export import files


def write(path: Path, pages: Mapping[str, Path], comic_info: bytes | None = None) -> None:
    """Pack pictures, unchanged and in their order.

    Args:
        pages: each page's name in the archive, and the file that holds it.
        comic_info: the book's ComicInfo.xml.

    Raises:
        OutputError: the file cannot be written.
    """
    with files.replaced_file(path) as file, zipfile.ZipFile(file, "w") as archive:
        for name, source in pages.items():
            with (
                source.open("rb") as data,
                archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as entry,
            ):
                shutil.copyfileobj(data, entry, 2**20)
        if comic_info is not None:
            archive.writestr(zipfile.ZipInfo("ComicInfo.xml"), comic_info)
