"""Pictures to shards, in two passes: what is there and which to keep, then lines and files.

The shards follow from the sources and the options alone, with any engine and however often it was
interrupted: each sample's place is settled between the passes, and nothing of time or machine is written.
"""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from nurie.data import shards
from nurie.data.engines import PrepareEngine, here
from nurie.data.listing import SourcePicture, list_entries
from nurie.data.passes import Judgment, PrepareOptions, build, look
from nurie.data.screen import GROUPS, HashIndex
from nurie.data.tolerance import BAD_SHARE
from nurie.errors import DataError, OutputError
from nurie.export import files
from nurie.lineart.extract import EXTRACTORS

SCAN = "scan.jsonl"
"""What the first pass found, kept until all is done: an interrupted run goes on from it."""

OnPicture = Callable[[Literal["look", "write"], int, int], None]
"""Told of the pass and how many of how many pictures it has done."""


@dataclass(frozen=True)
class Shard:
    """One shard to be: its file and group, and the samples' keys with the numbers of their pictures."""

    path: Path
    group: str
    samples: dict[str, int]


def prepare(
    sources: Sequence[Path],
    out: Path,
    options: PrepareOptions | None = None,
    engine: PrepareEngine = here,
    overwrite: bool = False,
    report: OnPicture = lambda *_: None,
) -> dict[str, Any]:
    """Write pictures and their line art as shards; an interrupted run goes on where it stopped.

    `out` receives colored pictures as 000000.tar and so on, gray ones below gray/, line art below lineart/,
    and when all are written manifest.json.

    Args:
        sources: folders, lists of files (.txt) and uncompressed tars.
        out: the folder of the shards.
        options: what they hold.
        engine: who does the work; the shards are the same.
        overwrite: begin anew where earlier shards are.
        report: told of every picture.

    Returns:
        The manifest.

    Raises:
        DataError: a source or an extractor is unknown, more than 5 % of the pictures cannot be read, or one
            changed meanwhile.
        OutputError: `out` holds shards of other pictures or options, or cannot be written.
    """
    options = options or PrepareOptions()
    unknown = set(options.extractors) - EXTRACTORS.keys()
    if unknown:
        raise DataError(f"There is no extractor {min(unknown)}; choose among {', '.join(EXTRACTORS)}.")
    entries, damaged = list_entries(sources)
    with files.alone(out):
        return _prepared(entries, damaged, out, options, engine, overwrite, report)


def _prepared(
    entries: Sequence[SourcePicture],
    damaged: dict[str, str],
    out: Path,
    options: PrepareOptions,
    engine: PrepareEngine,
    overwrite: bool,
    report: OnPicture,
) -> dict[str, Any]:
    """Write the shards of all entries; see `prepare`."""
    _make_room(out, overwrite)
    records = _look_at_all(entries, options, out / SCAN, engine, report)
    lost = [Judgment(name, "unreadable", problem) for name, problem in damaged.items()]
    lost += [record for record in records if record.kind == "unreadable"]
    if len(lost) > BAD_SHARE * len(records):
        raise DataError(
            f"{len(lost)} of {len(records)} pictures cannot be read (the first: {lost[0].source}), more than "
            f"{BAD_SHARE:.0%}; remove those that {out / SCAN} calls unreadable, then add overwrite=True."
        )
    records = _without_duplicates(records, options.duplicate_bits)
    planned = _plan(records, out, options.shard)
    _write_all(planned, entries, records, options, engine, report)
    rejected = [record for record in records if record.kind not in (*GROUPS, "unreadable")]
    manifest = _manifest(out, planned, [*lost, *rejected], options)
    files.write_file(
        out / shards.MANIFEST, (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode()
    )
    (out / SCAN).unlink()
    return manifest


def _make_room(out: Path, overwrite: bool) -> None:
    """Refuse a folder with finished or foreign shards in it, or take them out."""
    shapes = ("[0-9]*.tar", "gray/[0-9]*.tar", "lineart/[0-9]*.tar")
    found = [path for shape in shapes for path in out.glob(shape)]
    if overwrite:
        try:
            for path in (out / shards.MANIFEST, out / SCAN, *found):
                path.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"{out} cannot be cleared ({error.strerror}); choose another place.") from error
    elif files.exists(out / shards.MANIFEST) or (found and not files.exists(out / SCAN)):
        raise OutputError(f"{out} holds shards already; add overwrite=True to make them anew.")


def _look_at_all(
    entries: Sequence[SourcePicture],
    options: PrepareOptions,
    scan: Path,
    engine: PrepareEngine,
    report: OnPicture,
) -> list[Judgment]:
    """The first pass, written down line by line; what an interrupted run has written is taken over."""
    fingerprint = _fingerprint(entries, options)
    records = _resumed(scan, fingerprint)
    rows = [{"inputs": fingerprint}, *map(dataclasses.asdict, records)]
    files.write_file(scan, b"".join(map(_line, rows)))
    report("look", len(records), len(entries))
    try:
        with (
            scan.open("ab") as file,
            closing(engine(partial(look, options), entries[len(records) :])) as results,
        ):
            for record in results:
                records.append(record)
                file.write(_line(dataclasses.asdict(record)))
                file.flush()
                report("look", len(records), len(entries))
    except OSError as error:
        raise OutputError(
            f"{scan} cannot be written ({error.strerror}); free space, then run again."
        ) from error
    return records


def _fingerprint(entries: Sequence[SourcePicture], options: PrepareOptions) -> str:
    """Changes with the options, the pictures, and their sizes and dates."""

    def state(path: str) -> tuple[int, int]:
        try:
            found = Path(path).stat()
        except OSError:
            return 0, 0
        return found.st_size, found.st_mtime_ns

    rows = [(dataclasses.asdict(entry), state(entry.picture.path)) for entry in entries]
    return hashlib.sha256(_line({"options": dataclasses.asdict(options), "rows": rows})).hexdigest()


def _resumed(scan: Path, fingerprint: str) -> list[Judgment]:
    """What an interrupted run found.

    Raises:
        OutputError: it was a run over other pictures, or with other options.
    """
    try:
        lines = scan.read_bytes().split(b"\n")[:-1]  # the last one is empty or was cut short
    except OSError:
        return []
    try:
        if json.loads(lines[0])["inputs"] == fingerprint:
            return [Judgment(**json.loads(line)) for line in lines[1:]]
    except (LookupError, TypeError, ValueError):  # something else has that name
        pass
    raise OutputError(
        f"{scan.parent} holds an unfinished run over other pictures or with other options; "
        "add overwrite=True to begin anew."
    )


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row).encode() + b"\n"


def _without_duplicates(records: Sequence[Judgment], bits: int) -> list[Judgment]:
    """The records, those of pictures that were there before turned into rejections."""
    seen, result = HashIndex(bits), []
    for record in records:
        if record.kind in GROUPS:
            first = seen.find_or_add(int(record.hash, 16), record.source)
            if first is not None:
                record = Judgment(record.source, "duplicate", f"nearly the same as {first}")
        result.append(record)
    return result


def _plan(records: Sequence[Judgment], out: Path, size: int) -> list[Shard]:
    planned = []
    for name in GROUPS:
        numbers = [number for number, record in enumerate(records) if record.kind == name]
        folder = out if name == "color" else out / name
        for index, start in enumerate(range(0, len(numbers), size)):
            chunk = enumerate(numbers[start : start + size], start)
            samples = {f"{key:09d}": number for key, number in chunk}
            planned.append(Shard(folder / f"{index:06d}.tar", name, samples))
    return planned


def _write_all(
    planned: Sequence[Shard],
    entries: Sequence[SourcePicture],
    records: Sequence[Judgment],
    options: PrepareOptions,
    engine: PrepareEngine,
    report: OnPicture,
) -> None:
    """The second pass, shard by shard, without those that are there already."""
    missing = [shard for shard in planned if not _is_finished(shard)]
    total = sum(len(shard.samples) for shard in planned)
    done = total - sum(len(shard.samples) for shard in missing)
    report("write", done, total)
    jobs = [(entries[number], records[number]) for shard in missing for number in shard.samples.values()]
    with closing(engine(partial(build, options), jobs)) as results:

        def told() -> Iterator[dict[str, bytes]]:
            for number, files in enumerate(results, done + 1):
                report("write", number, total)
                yield files

        built = told()
        for shard in missing:
            shards.write(shard.path, zip(shard.samples, built, strict=False))


def _is_finished(shard: Shard) -> bool:
    found, problem = shards.samples(shard.path)
    return not problem and found.keys() == shard.samples.keys()


def _manifest(
    out: Path, planned: Sequence[Shard], rejected: Sequence[Judgment], options: PrepareOptions
) -> dict[str, Any]:
    rows = []
    for shard in planned:
        with shard.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        rows.append(
            {
                "path": shard.path.relative_to(out).as_posix(),
                "group": shard.group,
                "pictures": len(shard.samples),
                "bytes": shard.path.stat().st_size,
                "sha256": digest,
            }
        )
    pictures = {name: sum(len(s.samples) for s in planned if s.group == name) for name in GROUPS}
    kinds = [record.kind for record in rejected]
    return {
        "format": shards.FORMAT,
        "version": shards.VERSION,
        "options": dataclasses.asdict(options),
        "pictures": pictures,
        "rejected": {kind: kinds.count(kind) for kind in sorted(set(kinds))},
        "shards": rows,
        "rejections": [{"source": r.source, "kind": r.kind, "reason": r.reason} for r in rejected],
    }
