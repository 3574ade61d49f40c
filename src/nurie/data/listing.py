"""What there is to prepare: the pictures of folders, list files and tar files, in one fixed order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from nurie.data import shards
from nurie.data.shards import FileSlice
from nurie.errors import DataError
from nurie.export import files

SUFFIXES = {".webp", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".avif"}
"""Files of a folder or a tar that are taken for pictures."""


@dataclass(frozen=True)
class SourcePicture:
    """A picture to prepare."""

    source: str
    """Its name in manifests and shards, the same wherever the source lies."""
    picture: FileSlice
    twin: FileSlice | None
    """Its line art (NAME.line.png), where there is some."""


def list_entries(sources: Sequence[Path]) -> tuple[list[SourcePicture], dict[str, str]]:
    """All pictures of the sources, and the tars that are damaged, each with what is wrong.

    Raises:
        AccessError: a folder of a source cannot be read.
        DataError: a source is missing or of no known kind, or there is no picture at all.
    """
    entries: list[SourcePicture] = []
    damaged: dict[str, str] = {}
    for source in sources:
        if files.is_dir(source):
            found = [path for path in files.below(source) if _is_picture(path) and files.is_file(path)]
            named = ((f"{source.name}/{path.relative_to(source).as_posix()}", path) for path in found)
            entries += _entries((name, FileSlice(str(path))) for name, path in named)
        elif source.suffix == ".txt":
            entries += _entries(_listed(source))
        elif source.suffix == ".tar":
            within, problem = shards.members(source)
            named_places = ((f"{source.name}/{name}", place) for name, place in within.items())
            entries += _entries(pair for pair in named_places if _is_picture(PurePath(pair[0])))
            if problem:
                damaged[source.name] = problem
        else:
            raise DataError(
                f"{source} is no folder, list of files (.txt) or uncompressed tar; check the name."
            )
    if not entries:
        raise DataError(f"{', '.join(map(str, sources))} holds no picture; name other sources.")
    return entries, damaged


def _is_picture(path: PurePath) -> bool:
    return path.suffix.lower() in SUFFIXES


def _entries(named: Iterable[tuple[str, FileSlice]]) -> Iterator[SourcePicture]:
    """Pictures with their twins beside them."""
    pictures, twins = [], {}
    for name, place in named:
        path = PurePath(name)
        if path.with_suffix("").suffix == ".line":
            twins[path.with_suffix("").with_suffix("")] = place
        else:
            pictures.append((name, place))
    return (SourcePicture(name, place, twins.get(PurePath(name).with_suffix(""))) for name, place in pictures)


def _listed(file: Path) -> Iterator[tuple[str, FileSlice]]:
    """The lines of a list, paths relative to its folder; twins that are not listed are found beside them."""
    try:
        lines = [line.strip() for line in file.read_text("utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(
            f"{file} cannot be read as a list of files ({error}); write a path a line, in UTF-8."
        ) from error
    names = dict.fromkeys(line for line in lines if line)
    for name in names:
        yield name, FileSlice(str(file.parent / name))
        path = PurePath(name)
        twin = path.with_name(f"{path.stem}.line{path.suffix}")
        if str(twin) not in names and files.is_file(file.parent / twin):
            yield str(twin), FileSlice(str(file.parent / twin))
