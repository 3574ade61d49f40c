"""CBZ files: comic books as ZIP archives of pictures. EPUB files are ZIP archives, too."""

import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path

from nurie.export import files

_TEXT = frozenset((".xml", ".txt", ".json", ".html", ".xhtml", ".htm", ".css", ".opf", ".ncx", ".svg", ".js"))
"""What is worth packing small; pictures are small already."""


def write(path: Path, entries: Iterable[tuple[str, Path | bytes]]) -> None:
    """Pack files, unchanged and in their order; they are read one after the other, as they are needed.

    The same files give the same bytes: no time of writing is noted.

    Args:
        entries: each file's name in the archive, and the file that holds it or its bytes.

    Raises:
        OutputError: the archive cannot be written.
    """
    with files.replaced_file(path) as file, zipfile.ZipFile(file, "w") as archive:
        for name, data in entries:
            info = zipfile.ZipInfo(name)
            if Path(name).suffix.lower() in _TEXT:
                info.compress_type = zipfile.ZIP_DEFLATED
            if isinstance(data, bytes):
                archive.writestr(info, data)
                continue
            with data.open("rb") as source, archive.open(info, "w", force_zip64=True) as entry:
                shutil.copyfileobj(source, entry, 2**20)
