"""Words of the command line."""

IN_OPTIONS = {
    "overwrite=True": "--overwrite",
    "resume=True": "--resume",
    "layer=NAME": "--layer NAME",
    "lower pdf_dpi": "lower --pdf-dpi",
    "raise max_pixels": "raise it with --max-megapixels",
    'the step "blue" takes it out': "--drop-blue takes it out",
    "try a smaller size": "try a smaller --size",
    "choose the format": "choose --format",
    "name another model": "name another --model",
}
"""What the library tells callers from Python, and how it is done here."""


def in_options(text: str) -> str:
    """A sentence of the library with the options that do what it says."""
    for words, option in IN_OPTIONS.items():
        text = text.replace(words, option)
    return text


def counted(count: int, one: str, more: str = "") -> str:
    """1 page, 2 pages; `more` where adding an s is not enough."""
    return f"{count} {one if count == 1 else more or f'{one}s'}"
