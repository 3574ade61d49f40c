"""Options that cannot be meant are refused where they are made, with a sentence that names them."""

from typing import Any

import pytest

from nurie import ColorOptions
from nurie.errors import HintError, LightError, NurieError, OptionError


@pytest.mark.parametrize(
    ("values", "error", "names"),
    [
        ({"size": -512}, OptionError, "size is -512"),
        ({"size": 0}, OptionError, "size is 0"),
        ({"size": 512.5}, OptionError, "size is 512.5"),
        ({"size": True}, OptionError, "size is True"),
        ({"size": 2049}, OptionError, "size is 2049: give a whole number of px, 32 to 2048"),
        ({"max_pixels": 0}, OptionError, "max_pixels is 0"),
        ({"steps": frozenset({"polish"})}, OptionError, "'polish' is no step"),
        ({"finish": "oil"}, OptionError, "finish is 'oil'"),
        ({"tones": "drop"}, OptionError, "tones is 'drop': choose from keep, color"),
        ({"hint_scope": "page"}, HintError, "scope 'page' is unknown"),
        ({"light_strength": -1.0}, LightError, "strength"),
        ({"light_from": float("nan")}, LightError, "nan"),
    ],
)
def test_what_cannot_be_meant_is_refused(values: dict[str, Any], error: type[NurieError], names: str) -> None:
    with pytest.raises(error, match=names):
        ColorOptions(**values)


def test_options_cannot_be_changed_once_made() -> None:
    with pytest.raises(AttributeError):
        ColorOptions().size = 3  # type: ignore[misc]
