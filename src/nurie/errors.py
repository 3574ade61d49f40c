"""What can go wrong. Every message is one sentence that names the thing, the cause and the fix."""

import unicodedata
from reprlib import Repr
from typing import Self

_ORDERS = ("Cc", "Cs", "Zl", "Zp")
"""Unicode categories that a terminal takes for orders or cannot show: control characters, bytes that are no
text, line breaks."""
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of what follows."""


def printable(text: str) -> str:
    """A text that is safe to print: what orders a terminal about is written as its code, such as \\x1b."""
    return "".join(
        ascii(letter)[1:-1] if unicodedata.category(letter) in _ORDERS or letter in _TURNING else letter
        for letter in text
    )


def is_printable(text: str) -> bool:
    """Whether a text may be shown as it is; spaces of all scripts may, orders to a terminal may not."""
    return printable(text) == text


def shown(value: object) -> str:
    """A value as Python writes it, cut where it is long: a message names what is wrong and echoes no file."""
    return _BRIEF.repr(value)


def wants_memory(error: BaseException) -> bool:
    """Whether an error says that memory is short: Python's own does, and OpenCV's with its code for that."""
    return isinstance(error, MemoryError) or getattr(error, "code", None) == _NO_MEMORY


_BRIEF = Repr()
_BRIEF.maxstring = _BRIEF.maxother = _BRIEF.maxlong = 80  # characters
_NO_MEMORY = -4  # cv2.Error.StsNoMem


class NurieError(Exception):
    """The root of every error that nurie raises on purpose.

    Attributes:
        code: by which a program knows the sentence, to say it in a language of its own; that of the class
            where the sentence has none.
        values: what the sentence names, for the same purpose.
    """

    code = ""

    def __init__(self, message: str, *, code: str = "", **values: str | float) -> None:
        super().__init__(message)
        self.code = code or self.code
        self.values = values

    @property
    def notice(self) -> "Notice":
        """What the error says, to be kept without what the error holds on to."""
        return Notice(str(self), self.code, **self.values)


class Notice(str):
    """A sentence that the user should read.

    Attributes:
        code: as for `NurieError`.
        values: as for `NurieError`.
    """

    code: str
    values: dict[str, str | float]

    def __new__(cls, sentence: str = "", code: str = "", **values: str | float) -> Self:
        """A sentence with its code."""
        notice = super().__new__(cls, sentence)
        notice.code = code
        notice.values = values
        return notice


class ImageError(NurieError):
    """A picture cannot be read or has an impossible size."""

    code = "picture-unreadable"


class HintError(NurieError):
    """A hint file is malformed or a hint lies outside the picture."""

    code = "hints-wrong"


class BorderError(NurieError):
    """A file of borders is malformed or a stroke lies outside the picture."""

    code = "borders-wrong"


class LightError(NurieError):
    """A light has an unknown finish, or its direction or strength is out of range."""

    code = "light-wrong"


class ModelError(NurieError):
    """A model file cannot be read or is not a nurie model."""

    code = "model-failed"


class OutputError(NurieError):
    """A result cannot be written."""

    code = "not-written"


class DiskFullError(OutputError):
    """The disk is full, so that whatever comes next cannot be written either."""

    code = "disk-full"


class RecipeError(NurieError):
    """A training recipe has unknown keys or impossible values."""


class DataError(NurieError):
    """A folder of training pictures is missing or holds nothing to train on."""


class MissingExtraError(NurieError):
    """A command needs an optional dependency that is not installed."""

    code = "extra-missing"


class PaletteError(NurieError):
    """A palette file cannot be read, holds no colors, or one of its colors is wrong."""

    code = "palette-wrong"


class CharacterError(NurieError):
    """A character sheet is malformed, names unknown things, or cannot be read off a picture."""

    code = "sheet-wrong"


class SchemeError(NurieError):
    """A number that names no color schemes."""

    code = "schemes-wrong"


class MixError(NurieError):
    """A mix of colorings is malformed or names a place outside the picture."""

    code = "mix-wrong"


class OptionError(NurieError):
    """An option has a value that it cannot have."""

    code = "option-wrong"


class MaterialError(NurieError):
    """A region or material that a sketch has not, or a network that names none."""

    code = "material-wrong"


class StudioError(NurieError):
    """The studio refuses a request.

    Attributes:
        status: the HTTP status of the answer.
        retry_after: in how many seconds to ask again; None where that would not help.
    """

    def __init__(
        self,
        message: str,
        status: int = 422,
        retry_after: int | None = None,
        *,
        code: str = "",
        **values: str | float,
    ) -> None:
        super().__init__(message, code=code, **values)
        self.status = status
        self.retry_after = retry_after


class ProjectError(StudioError):
    """A project file is damaged, or holds something that no project does."""

    code = "project-wrong"


class TrainingError(NurieError):
    """A training run cannot go on."""


class AccessError(NurieError):
    """A place may not be read, or its name is no valid file name."""
