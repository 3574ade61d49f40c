"""What can go wrong. Every message is one sentence that names the thing, the cause and the fix."""


class NurieError(Exception):
    """The root of every error that nurie raises on purpose."""


class ImageError(NurieError):
    """A picture cannot be read or has an impossible size."""


class HintError(NurieError):
    """A hint file is malformed or a hint lies outside the picture."""


class ModelError(NurieError):
    """A model file cannot be read or is not a nurie model."""


class OutputError(NurieError):
    """A result cannot be written."""


class RecipeError(NurieError):
    """A training recipe has unknown keys or impossible values."""


class DataError(NurieError):
    """A folder of training pictures is missing or holds nothing to train on."""


class MissingExtraError(NurieError):
    """A command needs an optional dependency that is not installed."""
