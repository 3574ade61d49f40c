"""The whole way from a sketch to nine colorings; read it from top to bottom."""

from pathlib import Path

import numpy as np

from nurie import artwork, images
from nurie.colorize.checks import check_type, is_whole
from nurie.colorize.colorization import Colorization
from nurie.colorize.hints import Hints
from nurie.colorize.light import Light
from nurie.colorize.model import Model, Network, default_model, default_threads, for_painted
from nurie.colorize.options import DEFAULT, ColorOptions
from nurie.colorize.reading import Reading, read
from nurie.colorize.strip import StripReading, read_strip
from nurie.errors import OptionError
from nurie.lineart.clean import clean
from nurie.lineart.regions import PAPER
from nurie.lineart.strips import pieces_of
from nurie.schemes.parts import Part
from nurie.tiles import bands


class Colorizer:
    """Colors sketches with one model, and painted pages with the one beside it, if there is one.

    Args:
        model: an ONNX file made by ``nurie export``, or an object that answers as one does
            (:class:`nurie.colorize.model.Network`); None for the shipped model.
        threads: how many processors to use; None for all.

    It can be pickled, for instance to other processes, which read the model's file anew.

    Raises:
        ModelError: the model is missing, broken or of another kind.
        OptionError: the number of threads is below 1, or the model is neither a path nor a network.
    """

    def __init__(self, model: str | Path | Network | None = None, threads: int | None = None) -> None:
        if threads is not None and not (is_whole(threads) and threads >= 1):
            raise OptionError(f"threads is {threads!r}: give a whole number of processors, at least 1.")
        self.threads = threads or default_threads()
        if model is None or isinstance(model, str | Path):
            model = Model(Path(model) if model else default_model(), self.threads)
        elif not callable(model):
            check_type("model", model, (str, Path), "the path of an ONNX file")
        self.model: Network = model

    def __repr__(self) -> str:
        return f"<Colorizer {self.model.name}, {self.model.working_size} px, threads {self.threads}>"

    def color(
        self, image: images.Source, hints: Hints | None = None, options: ColorOptions = DEFAULT
    ) -> Colorization:
        """Color one sketch in nine ways.

        Args:
            image: a path, a file's bytes, an open file, a PIL image, or an array as for
                :func:`nurie.images.load`; of a document with layers (PSD, PSB, ORA, KRA) the line layers are
                colored.
            hints: colors that must appear at their places.
            options: how.

        Raises:
            HintError: the hints were painted for a picture of another shape.
            ImageError: the picture cannot be read, or its size is outside the limits.
            MaterialError: a light was asked for, and the model names no materials.
            ModelError: the network failed, for instance for want of memory.
            OptionError: the hints or options are something else.
        """
        hints = Hints() if hints is None else hints
        check_type("hints", hints, Hints, "Hints, such as Hints.load(PATH)")
        check_type("options", options, ColorOptions, "ColorOptions(...)")
        picture = artwork.load(image, options.max_pixels, options.layer)
        hints.check_shape(picture.pixels.shape[1], picture.pixels.shape[0])
        cleaned = clean(picture, options.steps, options.tones == "keep")
        pieces = pieces_of(cleaned.lines)
        painted = cleaned.drawing if cleaned.painted else None
        network = for_painted(self.model) if cleaned.painted else self.model
        reading: Reading | StripReading
        if len(pieces) > 1:
            reading = read_strip(network, cleaned.lines, options.size, pieces, painted)
        else:
            reading = read(
                network,
                np.asarray(cleaned.lines),
                options.size,
                None if painted is None else np.asarray(painted),
            )
        materials = reading.materials
        if all((cleaned.lines[rows] > PAPER).all() for rows in bands(cleaned.lines.shape)):  # stays blank
            materials = materials.having(dict.fromkeys(range(1, len(materials.parts)), Part.BUBBLE))
        light = Light("flat" if cleaned.painted else "cel", options.light_from, options.light_strength)
        bare = Colorization(
            picture, cleaned.drawing, cleaned.lines, reading.layout, reading.seen, materials,
            (*picture.notices, *cleaned.notices), self.threads,
            light=light, shade=cleaned.shade,
        )  # fmt: skip
        if options.finish is not None:
            bare = bare.with_finish(options.finish)
        return bare.with_hints(hints, options.hint_scope)
