"""One page at a time: what every worker does, whichever engine runs it."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

from nurie import artwork, images
from nurie.batch.pages import Page
from nurie.colorize import results
from nurie.colorize.character import Character
from nurie.colorize.colorizer import Colorizer
from nurie.colorize.hints import Hints, HintScope
from nurie.colorize.options import ColorOptions, Finish, Tones
from nurie.colorize.palette import Palette
from nurie.colorize.results import Manner
from nurie.colorize.shown import Ground, Shown
from nurie.errors import DiskFullError, NurieError, OutputError, wants_memory
from nurie.export import files, formats
from nurie.export.formats import QUALITY
from nurie.export.layers import LayeredImage
from nurie.lineart.kind import PageKind, kind_of_page
from nurie.lineart.steps import AUTO, Step
from nurie.memory import keep_bands
from nurie.schemes.invent import schemes_of
from nurie.schemes.names import Language
from nurie.threads import share

UNWANTED = "not asked for"
"""Why a page is passed on that is not among `Options.numbers`."""
Ranges = tuple[tuple[int, int | None], ...]
"""Pages by their numbers, first and last, from 1; None for the end of the book."""


@dataclass(frozen=True)
class BatchOptions:
    """What all pages share.

    Attributes:
        model: an ONNX file; None for the shipped model.
        pick: which of the nine colorings, 0..8.
        kind: the name of the format that pages become; None for that of a page in an archive, and else PNG.
        quality: of JPEG and WebP files, 1..100.
        numbers: of the pages to color, the others being passed on; none for all.
        hints: colors that must appear at their places on every page.
        hint_scope: how far hints reach; see `nurie.colorize.options.ColorOptions`.
        palette: the colors that every page keeps to.
        steps: of cleaning that may be taken, in alphabetical order.
        size: the long side, in px, that the network sees; None for what the model was trained for.
        max_pixels: refuse larger pages.
        pdf_dpi: at which pages of PDF files are drawn.
        skip_colored: pass pages on unchanged that are colored already.
        finish: how colors are laid on; None for what fits the model.
        light_from: where the light comes from, in degrees clockwise from the top.
        light_strength: how strong it is, 0..2.
        character: colors by material that every page keeps to.
        schemes: the number of nine other schemes; None for the built-in nine.
        language: of the names of layers.
        layer: the name or path of the layer of documents that holds the lines; None to find it.
        shown: colors under lines, or one of the two.
        ground: what is where the material is ground.
        tones: whether screentone stays in the lines or becomes a shade of the colors.
    """

    model: Path | None = None
    pick: int = 0
    kind: str | None = None
    quality: int = QUALITY
    numbers: Ranges = ()
    hints: Hints | None = None
    hint_scope: HintScope = "flow"
    palette: Palette | None = None
    steps: tuple[Step, ...] = tuple(sorted(AUTO))
    size: int | None = None
    max_pixels: int = images.MAX_PIXELS
    pdf_dpi: int = 300
    skip_colored: bool = False
    finish: Finish | None = None
    light_from: float = 315.0
    light_strength: float = 1.0
    character: Character | None = None
    schemes: int | None = None
    language: Language = "en"
    layer: str | None = None
    shown: Shown = "all"
    ground: Ground = "scheme"
    tones: Tones = "color"

    @property
    def coloring(self) -> ColorOptions:
        """How each page is colored."""
        return ColorOptions(
            self.size, self.max_pixels, frozenset(self.steps), self.hint_scope,
            self.finish, self.light_from, self.light_strength, self.layer, self.tones,
        )  # fmt: skip


@dataclass(frozen=True)
class Task:
    """A page, the file to make of it, and the file that it is if it is passed on as it is."""

    number: int
    page: Page
    target: Path
    passed_target: Path


@dataclass(frozen=True)
class Outcome:
    """What became of a task.

    Attributes:
        number: the task's.
        written: the file that holds the page now; None if it failed.
        passed: why it was passed on as it was, such as "blank"; None if it was not.
        failure: the sentence that says why it failed.
        fatal: whether the next pages will fail for the same reason, such as a full disk.
        notices: sentences that the user should read.
    """

    number: int
    written: Path | None = None
    passed: str | None = None
    failure: str | None = None
    fatal: bool = False
    notices: tuple[str, ...] = ()


class Worker:
    """Colors pages with one model.

    Args:
        options: what all pages share.
        threads: how many processors to use.

    Raises:
        ModelError: the model is missing, broken or of another kind.
    """

    def __init__(self, options: BatchOptions, threads: int) -> None:
        share(threads)
        keep_bands()
        self._options = options
        self._colorizer = Colorizer(options.model, threads)

    def __call__(self, task: Task) -> Outcome:
        """Color one page; a page that cannot be colored is an outcome, not an exception."""
        label = task.page.label
        try:
            return self._color(task)
        except DiskFullError as error:
            return Outcome(task.number, failure=str(error), fatal=True)
        except NurieError as error:
            return Outcome(task.number, failure=_named(task.page, str(error)))
        except Exception as error:  # one page must not end a batch of thousands
            if wants_memory(error):
                sentence = f"{label} needs more memory than there is: use fewer jobs."
                return Outcome(task.number, failure=sentence)
            reason = f"{type(error).__name__}: {error}"
            return Outcome(task.number, failure=f"{label} failed unexpectedly ({reason}): please report it.")

    def _color(self, task: Task) -> Outcome:
        options = self._options
        source = task.page.read(options.pdf_dpi, options.max_pixels)
        if not _is_wanted(task.page.number, options.numbers):
            return self._pass_on(task, source, UNWANTED)
        picture = artwork.load(source, options.max_pixels, options.layer)
        kind = kind_of_page(picture)
        if kind is not PageKind.LINE_ART and (kind is not PageKind.COLORED or options.skip_colored):
            return self._pass_on(task, source, kind.value)
        if formats.of(task.target) is None:
            ending = task.target.suffix
            raise OutputError(
                f"the page cannot be written as {ending}, its kind in the book: convert that to CBZ."
            )
        home = artwork.find_home(source, task.target, options.layer, options.max_pixels)
        # The lines of a document that takes the colors keep their tones.
        wanted = replace(options.coloring, tones="keep") if home else options.coloring
        coloring = self._colorizer.color(picture, options.hints, wanted)
        coloring = coloring.with_palette(options.palette).with_character(options.character)
        coloring = coloring.with_schemes(schemes_of(options.schemes))
        manner = Manner(options.quality, False, options.language, options.shown, options.ground)
        results.write(coloring, options.pick, task.target, manner, home)
        said = (*(home.losses if home else ()), *coloring.notices)
        notices = tuple(_named(task.page, notice) for notice in said)
        return Outcome(task.number, task.target, notices=notices)

    def _pass_on(self, task: Task, source: images.Source, why: str) -> Outcome:
        """Copy a page as it is; one of a PDF file is no file and becomes one."""
        if isinstance(source, Image.Image):
            kind = formats.of(task.target)
            if kind is None or kind.layered:
                kind = formats.named("png")
            written = task.target.with_suffix(kind.endings[0])
            flat = LayeredImage((), np.asarray(source), source.info["dpi"])
            data = kind.encoded(flat, self._options.quality)
        else:
            written = task.passed_target
            data = source if isinstance(source, bytes) else images.read(task.page.path)
        files.write_file(written, data)
        return Outcome(task.number, written, why)


def _is_wanted(number: int, ranges: Ranges) -> bool:
    return not ranges or any(first <= number and (last is None or number <= last) for first, last in ranges)


def _named(page: Page, sentence: str) -> str:
    """A sentence on a page with the page's name in it, whatever it called the page."""
    for name in ("the picture", "the page", page.path.name):
        if sentence.startswith((f"{name} ", f"{name}: ")):
            return page.label + sentence.removeprefix(name)
    return f"{page.label}: {sentence}"
