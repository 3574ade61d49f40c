"""How much of the bubbles of comic pages stays white, and of the rest is right; docs/pages.md says more.

    python benchmarks/bubbles.py FOLDER

The folder holds NAME.page.webp in color, NAME.art.webp without bubbles and text, and NAME.mask.png: 255 in
bubbles and light letters, 128 on dark letters, 0 in art. "gray" is the page without its colors, as it would
be printed, "extracted" the line art of the page as it is, "inked" that of the art with bubbles and letters
drawn over it as a pen outlines them. What is right is counted at the places named in painted_pages.json.
"""

import sys
from pathlib import Path

import cv2
import numpy as np

from nurie.arrays import Bytes, Mask
from nurie.color.difference import ciede2000
from nurie.colorize.colorizer import Colorizer
from nurie.colorize.options import ColorOptions
from nurie.data.sample import BEHIND, WORN, read_rgb
from nurie.data.seeded import grown, load_seeds
from nurie.evaluation.answers import part_map
from nurie.lineart.extract import high_pass
from nurie.lineart.levels import to_gray
from nurie.schemes.parts import Part

PEN = 1.4
"""Px: the width of the lines of art."""
OUTLINE = 2
"""Px: how wide the outlines of bubbles and of light letters are."""
NEAR = 3.0
"""CIEDE2000 up to which a color is white."""
LETTER = 25
"""Px: what is narrower is a light letter and no bubble."""
SEEDS = Path(__file__).parent / "painted_pages.json"
"""Places whose parts somebody named, by page."""
MEANT = {
    "skin": (Part.SKIN, [Part.SKIN]),
    "hair": (Part.HAIR, [Part.HAIR]),
    "worn": (WORN, [Part.CLOTHES, Part.CLOTHES_2, Part.ACCESSORY]),
    "behind": (BEHIND, [Part.GROUND, Part.SCENERY]),
    "props": (Part.PROP, [Part.PROP]),
}
"""The label of the places of each kind, and the parts that are right there."""


def inked(art: Bytes, mask: Bytes) -> Bytes:
    """The line art (H, W) of art (H, W, 3) with what a mask (H, W) says drawn over it."""
    white, dark = mask == 255, mask == 128
    side = 2 * OUTLINE + 1
    around = cv2.dilate(white.view(np.uint8), np.ones((side, side), np.uint8)) > 0
    lines = np.where(white, np.uint8(255), high_pass(art, PEN))
    return np.asarray(np.where(dark | (around & ~white), np.uint8(0), lines))


def shares(
    lines: Bytes, art: Bytes, mask: Bytes, known: Bytes, colorizer: Colorizer
) -> dict[str, tuple[int, int]]:
    """Pixels that are white, or taken for paper, or right, and of how many.

    In bubbles, in light letters, in art, and where the label of a pixel is `known`, (H, W).
    """
    coloring = colorizer.color(lines, options=ColorOptions(finish="flat"))
    parts = part_map(coloring)
    assert parts is not None
    white = ciede2000(np.asarray(coloring.colors(0)), [255, 255, 255]) <= NEAR
    filled = cv2.morphologyEx((mask > 0).view(np.uint8), cv2.MORPH_OPEN, np.ones((LETTER, LETTER), np.uint8))
    bubble = cv2.dilate(filled, np.ones((5, 5), np.uint8)) > 0

    drawn = (mask == 0) & (ciede2000(art, [255, 255, 255]) > 2 * NEAR)  # no gutter

    def counted(held: Mask, where: Mask) -> tuple[int, int]:
        return int((held & where).sum()), int(where.sum())

    return {
        "bubbles": counted(white, (mask == 255) & bubble),
        "light letters": counted(white, (mask == 255) & ~bubble),
        "art taken for paper": counted(np.asarray(parts == Part.BUBBLE), drawn),
    } | {
        f"{kind} right": counted(np.isin(parts, right), (known == label) & (mask == 0))
        for kind, (label, right) in MEANT.items()
    }


def main() -> None:
    """Color every page in all three ways."""
    folder, colorizer, seeds = Path(sys.argv[1]), Colorizer(), load_seeds(SEEDS)
    for way in ("gray", "extracted", "inked"):
        sums: dict[str, list[int]] = {}
        for path in sorted(folder.glob("*.mask.png")):
            mask, stem = read_rgb(path)[..., 0], path.name.removesuffix(".mask.png")
            page, art = (read_rgb(path.with_name(f"{stem}.{kind}.webp")) for kind in ("page", "art"))
            if way == "inked":
                lines = inked(art, mask)
            else:
                lines = to_gray(page) if way == "gray" else high_pass(page, PEN)
            found = shares(lines, art, mask, grown(art, seeds.get(stem, ())), colorizer)
            told = ", ".join(f"{name} {held / max(all_, 1):.1%}" for name, (held, all_) in found.items())
            print(f"{way}, {stem}: {told}", flush=True)
            for name, pair in found.items():
                sums[name] = [one + other for one, other in zip(sums.get(name, [0, 0]), pair, strict=True)]
        print(f"{way}, all: " + ", ".join(f"{name} {held / all_:.1%}" for name, (held, all_) in sums.items()))


if __name__ == "__main__":
    main()
