"""Make docs/images/sheet.webp, the picture on the README: the examples and their nine colorings.

python docs/make_sheet.py
"""

from pathlib import Path

import numpy as np
from PIL import Image

from nurie import Colorizer

WIDTH, GAP = 175, 4
"""Px of a cell and between cells."""


def main() -> None:
    """Color the examples and lay them out, a row each."""
    root = Path(__file__).parents[1]
    colorizer = Colorizer()
    rows = []
    for name in ("ink", "pencil", "brush", "figure"):
        coloring = colorizer.color(root / "examples" / f"{name}.png")
        cells = [coloring.sketch, *coloring.images]
        height = round(WIDTH * cells[0].height / cells[0].width)
        reduced = [np.asarray(cell.resize((WIDTH, height), Image.Resampling.LANCZOS)) for cell in cells]
        rows.append(
            np.hstack([np.pad(cell, ((0, GAP), (0, GAP), (0, 0)), constant_values=255) for cell in reduced])
        )
    Image.fromarray(np.vstack(rows)[:-GAP, :-GAP]).save(root / "docs" / "images" / "sheet.webp", quality=86)


if __name__ == "__main__":
    main()
