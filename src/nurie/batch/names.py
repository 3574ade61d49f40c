"""File names in ZIP archives, which are bytes that often do not say in which encoding they are."""

import re
import unicodedata
from collections.abc import Sequence

AUTO = "auto"
"""Find the encoding out."""
_RUN = re.compile(r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")  # kana, kanji
_PROPER = 2  # kana or kanji in a row from which a decoding is taken for right


def decode(names: Sequence[bytes], encoding: str = AUTO) -> list[str]:
    """The names of one archive as text; all are in the same encoding.

    UTF-8 is known by its form. Cp932, of Japanese Windows, is chosen if it gives names that are mostly
    kana and kanji, and else cp437, of the first ZIP programs, in which any bytes are a name.

    Args:
        names: as they stand in the archive.
        encoding: of Python's names of encodings, or `AUTO`. What does not fit it is kept as \\ and a number.
    """
    if encoding == AUTO:
        encoding = next(filter(lambda one: _fits(names, one), ("utf-8", "cp932")), "cp437")
    return [name.decode(encoding, "backslashreplace") for name in names]


def _fits(names: Sequence[bytes], encoding: str) -> bool:
    try:
        text = "\n".join(name.decode(encoding) for name in names)
    except UnicodeDecodeError:
        return False
    return encoding == "utf-8" or _is_japanese(text)


def _is_japanese(text: str) -> bool:
    """Whether most of what is not ASCII is kana and kanji, and these do not stand alone in Latin words."""
    japanese = 0
    for run in _RUN.finditer(text):
        around = text[max(run.start() - 1, 0) : run.start()] + text[run.end() : run.end() + 1]
        in_word = any(letter.isascii() and letter.isalpha() for letter in around)
        if len(run[0]) >= _PROPER or not in_word:
            japanese += len(run[0])
    others = sum(
        not letter.isascii() and unicodedata.category(letter)[0] == "L" and not _RUN.match(letter)
        for letter in unicodedata.normalize("NFKC", text)
    )
    return japanese > others
