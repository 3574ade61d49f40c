"""Shards: tar files of training pictures in the form of WebDataset, written atomically, read in any order.

A sample is the files of one key: KEY.webp (or .png) the picture, KEY.EXTRACTOR.png its line art by an
extractor, KEY.line.png the artist's own, KEY.json what is known of it. A manifest lists the shards.
"""

import io
import json
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from nurie.errors import DataError
from nurie.export import files

MANIFEST = "manifest.json"
FORMAT, VERSION = "nurie-shards", 1
PICTURES = (".webp", ".png")
"""How a sample's picture may be stored."""
TWIN = ".line.png"


@dataclass(frozen=True)
class FileSlice:
    """Where a file's bytes are: a whole file, or a part of a tar."""

    path: str
    offset: int = 0
    size: int = -1
    """-1 is all of the file."""

    def read(self) -> bytes:
        """The bytes.

        Raises:
            OSError: the file cannot be read.
        """
        with Path(self.path).open("rb") as file:
            file.seek(self.offset)
            return file.read(self.size)


def members(path: Path) -> tuple[dict[str, FileSlice], str]:
    """The files in a tar by name, and what is wrong with it: an empty string where nothing is."""
    found: dict[str, FileSlice] = {}
    try:
        length = path.stat().st_size
        with tarfile.open(path, "r:") as tar:
            for entry in tar:
                if entry.offset_data + entry.size > length:
                    return found, f"is cut short within {entry.name}"
                if entry.isfile():
                    found[entry.name] = FileSlice(str(path), entry.offset_data, entry.size)
            end = tar.offset
        # tarfile takes a damaged header for the end of the tar; a true end is a block of zeros.
        if FileSlice(str(path), end, tarfile.BLOCKSIZE).read() != bytes(tarfile.BLOCKSIZE):
            return found, f"is cut short or damaged at byte {end}"
    except (OSError, tarfile.TarError) as error:
        return found, f"cannot be read as a plain tar ({error})"
    return found, ""


def samples(path: Path) -> tuple[dict[str, dict[str, FileSlice]], str]:
    """The whole samples of a shard, each the places of its files by their endings, and what is wrong."""
    found, problem = members(path)
    by_key: dict[str, dict[str, FileSlice]] = {}
    for name, place in found.items():
        key, _, ending = PurePosixPath(name).name.partition(".")
        by_key.setdefault(key, {})[f".{ending}"] = place
    # The picture is written last.
    return {key: known for key, known in by_key.items() if any(kind in known for kind in PICTURES)}, problem


def write(path: Path, content: Iterable[tuple[str, Mapping[str, bytes]]]) -> None:
    """Write a shard of keys, each with its files by their endings; the same content makes the same bytes.

    Raises:
        OutputError: it cannot be written; what stood there before is untouched.
    """
    with (
        files.replaced_file(path) as file,
        tarfile.open(fileobj=file, mode="w:", format=tarfile.USTAR_FORMAT) as tar,
    ):
        for key, known in content:
            for ending in sorted(known, key=lambda ending: (ending in PICTURES, ending)):
                entry = tarfile.TarInfo(f"{key}{ending}")
                entry.size = len(known[ending])
                tar.addfile(entry, io.BytesIO(known[ending]))


def load_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder of shards.

    Raises:
        DataError: there is none of this version.
    """
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(
            f"{path} cannot be read ({error}); name a folder that nurie prepare has finished."
        ) from error
    known = isinstance(manifest, dict) and isinstance(manifest.get("shards"), list)
    if not known or (manifest.get("format"), manifest.get("version")) != (FORMAT, VERSION):
        raise DataError(f"{path} is no manifest of this version; run nurie prepare again.")
    return dict(manifest)
