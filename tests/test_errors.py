"""What may be shown in a terminal, and what is a letter like any other."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nurie
from nurie.cli.words import IN_OPTIONS, in_options
from nurie.errors import is_printable, printable, wants_memory
from nurie.studio.project import clean_name

LETTERS = ["\u3000", "\u00a0", "\u200d", "\u200c", "\ufe0f", "\u0301", "\U000e0067", "e", " "]
"""Spaces of all scripts and joiners: no orders to a terminal."""


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: f"U+{ord(letter):04X}")
def test_spaces_and_joiners_are_letters(letter: str) -> None:
    assert is_printable(f"a{letter}b")
    assert clean_name(f"第一話{letter}扉.png") == " ".join(f"第一話{letter}扉.png".split())


@pytest.mark.parametrize("letter", ["\x1b", "\n", "\x07", "\x9b", "\u202e", "\u2066", "\u2028", "\udc80"])
def test_orders_to_a_terminal_are_not(letter: str) -> None:
    assert not is_printable(f"a{letter}b")
    assert letter not in clean_name(f"a{letter}b")


@given(st.text(st.characters()))
def test_what_is_shown_gives_no_orders(text: str) -> None:
    shown = printable(text)
    assert is_printable(shown)
    assert not {"Cc", "Cs", "Zl", "Zp"} & {unicodedata.category(letter) for letter in shown}
    shown.encode()


def test_both_ways_to_say_that_memory_is_short() -> None:
    assert wants_memory(MemoryError())
    with pytest.raises(cv2.error) as caught:
        cv2.resize(np.zeros((2, 2), np.uint8), (2**30, 2**30))
    assert wants_memory(caught.value)
    with pytest.raises(cv2.error) as caught:
        cv2.resize(np.zeros((0, 0), np.uint8), (2, 2))
    assert not wants_memory(caught.value)


OPTION = re.compile(r"(?<![\w(-])(--[a-z][a-z-]+(?![\w:-])|-o\b)")


def texts_of_the_library() -> Iterator[tuple[str, str]]:
    """Every text outside the command line that is no docstring, with the file that it is in."""
    source = Path(nurie.__file__).parent
    for path in sorted(source.rglob("*.py")):
        if path.is_relative_to(source / "cli"):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                yield path.name, node.value


def test_the_library_speaks_of_no_options_of_the_command_line() -> None:
    assert OPTION.search("choose another place with -o.")
    assert OPTION.search("lower --pdf-dpi, or")
    assert [(name, text) for name, text in texts_of_the_library() if OPTION.search(text)] == []


def test_the_command_line_says_the_same_with_its_options() -> None:
    library = "\n".join(text for _, text in texts_of_the_library())
    for said, option in IN_OPTIONS.items():
        assert said in library, "the library says this no more"
        assert in_options(f"Now {said}.") == f"Now {option}."
