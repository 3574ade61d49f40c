"""Names in archives that do not say their encoding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurie.batch.names import decode
from nurie.errors import printable

JAPANESE = [
    "第1話_夏.png",
    "表紙.jpg",
    "ワンピース 第01巻/001.png",
    "ｼﾞｮｼﾞｮ巻01/ひらがな.png",
    "おまけ (1).png",
    "JoJo奇妙な冒険.png",
]
WESTERN = [
    "Café.png",
    "Müller/für.png",
    "naïve.png",
    "désert.png",
    "Æsop ½.png",
    "ñandú_ß.png",
    "Übung 1.png",
]


@pytest.mark.parametrize("name", JAPANESE)
def test_cp932_is_recognized(name: str) -> None:
    assert decode([name.encode("cp932"), b"002.png"]) == [name, "002.png"]


@pytest.mark.parametrize("name", WESTERN)
def test_cp437_is_what_remains(name: str) -> None:
    assert decode([name.encode("cp437")]) == [name]


@given(st.lists(st.text(max_size=12), max_size=4))
def test_utf8_is_always_recognized(names: list[str]) -> None:
    raw = [name.encode("utf-8", "ignore") for name in names]
    assert decode(raw) == [one.decode() for one in raw]


@given(
    st.lists(st.binary(max_size=12), max_size=4),
    st.sampled_from(["auto", "cp932", "utf-8", "cp437", "ascii"]),
)
def test_any_bytes_become_some_name(names: list[bytes], encoding: str) -> None:
    assert len(decode(names, encoding)) == len(names)


@given(st.text())
def test_what_is_printed_holds_no_orders_to_the_terminal(text: str) -> None:
    shown = printable(text)
    assert not any(ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0 for letter in shown)
    shown.encode()  # is text


def test_letters_of_all_scripts_are_printed_as_they_are() -> None:
    name = "色\u3000a\u00a0क्\u200dष é.png"
    assert printable(name) == name
    assert printable("\x1b[2J\n\udcff\u202e") == "\\x1b[2J\\n\\udcff\\u202e"
