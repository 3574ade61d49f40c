"""Who colors what: the sets of pictures, and every contestant on each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.progress import Progress
from torch import nn

from nurie.errors import DataError
from nurie.evaluation import judges
from nurie.evaluation.bench import Bench, SceneResult
from nurie.evaluation.contestants import Contestant, baselines
from nurie.evaluation.labelled import held_out_scenes, label_scenes
from nurie.evaluation.numbers import Result
from nurie.evaluation.scenes import Scene, art_scenes
from nurie.evaluation.scenes import digest as scenes_digest
from nurie.evaluation.sketches import Sketch
from nurie.evaluation.sketches import digest as sketches_digest
from nurie.evaluation.sketches import sketches as read_sketches


@dataclass(frozen=True)
class ContestPictures:
    """The pictures that are wanted, as `nurie evaluate` takes them.

    Raises:
        DataError: nothing is wanted, or something is wanted of a folder that is not named.
    """

    drawn: int
    art: Path | None = None
    keys: Path | None = None
    labels: Path | None = None
    names: str | None = None
    most: int | None = None
    sketches: Path | None = None

    def __post_init__(self) -> None:
        if self.keys and self.art is None:
            raise DataError('"keys" chooses among the pictures of "art": name a folder as "art".')
        if self.names and self.labels is None:
            raise DataError('names of labels are for the pictures of "labels": name a folder as "labels".')
        if self.most and self.art is None and self.labels is None:
            raise DataError(
                '"most" chooses among the pictures of "art" or "labels": name a folder as one of them.'
            )
        if not (self.drawn or self.art or self.labels or self.sketches):
            raise DataError(
                'no drawings alone leave nothing to color: name a folder as "art", "labels" or "sketches".'
            )

    def scenes(self, size: int) -> dict[str, list[Scene]]:
        """The pictures whose truth is known, by the name of their set, judged at `size` px."""
        sets = {}
        if self.drawn:
            sets["drawn pictures"] = list(held_out_scenes(self.drawn, size))
        if self.art is not None:
            found = art_scenes(self.art, size, self.keys, self.most)
            sets["annotated art" if self.keys else str(self.art)] = list(found)
        if self.labels is not None:
            names = None if self.names is None else [name.strip() for name in self.names.split(",")]
            sets[f"{self.labels.name} with labels"] = list(label_scenes(self.labels, size, names, self.most))
        return sets


@dataclass(frozen=True)
class PictureSet:
    """Pictures that are judged together, and who colors them."""

    name: str
    digest: str
    """SHA-256 of the pictures, in hexadecimal."""
    scenes: Sequence[Scene]
    sketches: Sequence[Sketch]
    rivals: Sequence[Contestant]

    @property
    def colorings(self) -> int:
        """How many times a picture is to be colored and measured."""
        return len(self.rivals) * (len(self.scenes) + len(self.sketches))


def gather(trained: Sequence[Contestant], wanted: ContestPictures) -> list[PictureSet]:
    """The wanted pictures for the networks of each working size, the plainest answers beside them.

    Raises:
        DataError: pictures that were wanted cannot be had.
    """
    sets = []
    found = list(read_sketches(wanted.sketches)) if wanted.sketches else []
    for size in sorted({contestant.size for contestant in trained}):
        rivals = [rival for rival in trained if rival.size == size]
        for name, scenes in wanted.scenes(size).items():
            everybody = rivals + baselines(scenes, size)
            sets.append(PictureSet(f"{name}, {size} px", scenes_digest(scenes), scenes, (), everybody))
        if found:
            sets.append(PictureSet(f"sketches, {size} px", sketches_digest(found), (), found, rivals))
    return sets


def contest(
    sets: Sequence[PictureSet], bench: Bench, inception: nn.Module | None, screen: Progress
) -> list[Result]:
    """Let every contestant color every picture.

    Args:
        sets: the pictures.
        bench: measures.
        inception: a network for FID; None leaves it out.
        screen: shows how far it is.
    """
    results = []
    task = screen.add_task("", total=sum(one.colorings for one in sets))
    for one in sets:
        for rival in one.rivals:
            records: list[SceneResult] = []
            pictures: list[Scene | Sketch] = [*one.scenes, *one.sketches]
            for picture in pictures:
                screen.update(task, description=f"{rival.name}: {picture.name}")
                if isinstance(picture, Scene):
                    records.append(bench.measure(rival, picture, steady=rival.trained))
                else:
                    records.append(bench.measure_sketch(rival, picture))
                screen.advance(task)
            far = _fid(records, inception) if one.scenes and inception else None
            results.append(Result(rival.name, one.name, one.digest, tuple(records), rival.trained, far))
    return results


def _fid(records: Sequence[SceneResult], inception: nn.Module) -> float:
    truths = [record.truth for record in records if record.truth is not None]
    return judges.frechet_distance([record.plain for record in records], truths, inception)
