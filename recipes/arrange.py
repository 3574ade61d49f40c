"""Lay out the art of one source for training: python recipes/arrange.py SOURCE CLONE DATA

SOURCE is a name of docs/data.md, CLONE a clone of its repository or a folder of it, DATA the folder that
recipes call data.root. Each picture of the clone goes to DATA/art/train/SOURCE/NAME.webp, on white, no larger
than the source's side; NAME.line.webp is made of NAME.line.png. Pictures that are there already stay.
"""

import sys
from pathlib import Path

from PIL import Image

from nurie import NurieError, images
from nurie.data.listing import SUFFIXES

SIDES = {
    "peppercarrot": 576,
    "peppercarrot_book": 512,
    "taisei": 640,
    "renpy": 640,
    "dicebear": 320,
    "gophers": 288,
    "duelyst": 360,
    "diasporic_crypt": 480,
    "godette": 480,
    "tysontan_mascots": 512,
    "polaris_suika": 640,
    "ankitan": 480,
    "codel": 640,
    "rhedak_chibi": 400,
    "openmoji": 288,
    "morevna_hands": 288,
    "snowy": 640,
}
"""The long side of each source's pictures, px."""
QUALITY = 92


def arrange(source: str, clone: Path, data: Path) -> tuple[int, list[str]]:
    """Write the pictures of a clone; returns how many there are now, and what could not be read."""
    folder = data / "art" / "train" / source
    folder.mkdir(parents=True, exist_ok=True)
    failures = []
    for path in sorted(path for path in clone.rglob("*") if path.suffix.lower() in SUFFIXES):
        target = folder / f"{path.stem}.webp"
        if target.exists() or ".git" in path.parts:
            continue
        try:
            picture = Image.fromarray(images.load(path).rgb)
        except NurieError as error:
            failures.append(str(error))
            continue
        picture.thumbnail((SIDES[source], SIDES[source]), Image.Resampling.LANCZOS)
        picture.save(target, quality=QUALITY)
    return len(list(folder.glob("*.webp"))), failures


def main() -> None:
    """Read the command line."""
    if len(sys.argv) != 4 or sys.argv[1] not in SIDES or not Path(sys.argv[2]).is_dir():
        sys.exit(f"{__doc__}\nSOURCE is one of {', '.join(SIDES)}.")
    source, clone, data = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    count, failures = arrange(source, clone, data)
    for failure in failures:
        print(f"left out: {failure}", file=sys.stderr)
    print(f"{data / 'art' / 'train' / source}: {count} pictures")


if __name__ == "__main__":
    main()
