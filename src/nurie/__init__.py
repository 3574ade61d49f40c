"""nurie colors anime line art: nine colorings for each sketch, under the artist's own lines.

import nurie

coloring = nurie.Colorizer().color("sketch.png")
coloring.images[0].save("first.png")
"""

from typing import TYPE_CHECKING

from nurie.errors import NurieError

if TYPE_CHECKING:
    from nurie.colorize.borders import Border, Borders
    from nurie.colorize.character import Character
    from nurie.colorize.colorization import Colorization
    from nurie.colorize.colorizer import Colorizer
    from nurie.colorize.hints import Hint, Hints
    from nurie.colorize.light import Light
    from nurie.colorize.mix import Mix
    from nurie.colorize.options import ColorOptions
    from nurie.colorize.palette import Palette
    from nurie.schemes.parts import Part

__version__ = "0.1.0"

__all__ = [
    "Border",
    "Borders",
    "Character",
    "ColorOptions",
    "Colorization",
    "Colorizer",
    "Hint",
    "Hints",
    "Light",
    "Mix",
    "NurieError",
    "Palette",
    "Part",
    "__version__",
]

_HOMES = {
    "Border": "nurie.colorize.borders",
    "Borders": "nurie.colorize.borders",
    "Colorization": "nurie.colorize.colorization",
    "Character": "nurie.colorize.character",
    "ColorOptions": "nurie.colorize.options",
    "Colorizer": "nurie.colorize.colorizer",
    "Hint": "nurie.colorize.hints",
    "Hints": "nurie.colorize.hints",
    "Light": "nurie.colorize.light",
    "Mix": "nurie.colorize.mix",
    "Palette": "nurie.colorize.palette",
    "Part": "nurie.schemes.parts",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that ``import nurie`` stays instant."""
    if name not in _HOMES:
        raise AttributeError(f"module 'nurie' has no attribute {name!r}")
    import importlib

    value: object = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
