"""Files that are changed at random: each is read, or refused by an error of nurie's own, and soon.

A minute in the usual run of all tests. ``NURIE_FUZZ_SECONDS=3600`` tries for an hour, and
``NURIE_FUZZ_REPORT=fuzz.json`` writes down how many files were tried and refused, and the most time and
memory.
"""

import io
import json
import os
import random
import re
import time
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import fake_model
import numpy as np
import pytest
from PIL import Image

from nurie import images
from nurie.batch import archive
from nurie.batch.pages import PICTURES
from nurie.colorize.character import Character
from nurie.colorize.hints import Hints
from nurie.colorize.mix import Mix
from nurie.colorize.model import Model
from nurie.colorize.palette import Palette
from nurie.errors import NurieError
from nurie.studio.material_edits import MaterialEdits
from nurie.studio.project import Work, pack, unpack

SECONDS = float(os.environ.get("NURIE_FUZZ_SECONDS", "60"))
LONGEST = 60.0  # seconds of a processor that one file may take
LARGEST = 1500  # MB that the files of one kind may add to what the process takes
PIXELS = 1_000_000
_NUMBERS = [b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\x01", b"\x80\0\0\0"]
_JSON = [
    "NaN", "Infinity", "-1e999", "null", "true", "[]", "{}", '""', "1e309", "9" * 400, '"\\ud800"',
    '"' + "x" * 70_000 + '"', "[" * 3000, "-0.0", '"#zzzzzz"', "0.5", '"\\u0000\\u001b[2J"',
]  # fmt: skip


@dataclass
class Figures:
    """What came of one kind of file."""

    tried: int = 0
    refused: int = 0
    longest: float = 0.0  # seconds of a processor
    memory: int = 0  # MB that the files added at most to what the process took before
    kinds: dict[str, int] = field(default_factory=dict)


def changed(data: bytes, chance: random.Random) -> bytes:
    """Bytes with up to eight changes: bits turned, numbers put in, pieces cut, doubled or moved."""
    bytes_ = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(bytes_) + 1)
        # Heads are what readers trust, so most changes are there.
        at = at if chance.random() < 0.4 else min(at, chance.randrange(200))
        length = chance.choice((1, 2, 4, 16, 300))
        way = chance.randrange(6)
        if way == 0 and at < len(bytes_):
            bytes_[at] ^= 1 << chance.randrange(8)
        elif way == 1:
            bytes_[at : at + 4] = chance.choice(_NUMBERS)
        elif way == 2:
            del bytes_[at : at + length]
        elif way == 3:
            bytes_[at:at] = bytes_[at : at + length] * chance.randint(1, 3)
        elif way == 4:
            bytes_[at : at + length] = chance.randbytes(length)
        elif chance.random() < 0.3:
            del bytes_[at:]
    return bytes(bytes_)


def changed_text(text: str, chance: random.Random) -> str:
    """JSON text in which values become others; sometimes its bytes are changed instead."""
    if chance.random() < 0.4:
        return changed(text.encode(), chance).decode("utf-8", "surrogateescape")
    values = json.loads(text)
    for _ in range(chance.randint(1, 3)):
        place, last = values, None
        while isinstance(place, dict | list) and place and (last is None or chance.random() < 0.8):
            last = place, chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
            place = place[last[1]]
        if last:
            last[0][last[1]] = chance.choice([place, [place], "@", "@", "@"])
    made = json.dumps(values)
    while '"@"' in made:
        made = made.replace('"@"', chance.choice(_JSON), 1)
    return made


def picture_files() -> list[bytes]:
    noise = np.random.default_rng(0).integers(0, 256, (24, 32, 3)).astype(np.uint8)
    made = []
    for kind, mode, more in [
        ("PNG", "RGB", {}), ("PNG", "LA", {}), ("PNG", "P", {}), ("PNG", "I;16", {}), ("JPEG", "RGB", {}),
        ("JPEG", "CMYK", {}), ("GIF", "P", {"save_all": True}), ("WEBP", "RGBA", {}), ("BMP", "RGB", {}),
        ("TIFF", "RGB", {"compression": "tiff_lzw"}), ("TIFF", "L", {"compression": "tiff_deflate"}),
        ("PPM", "RGB", {}), ("TGA", "RGB", {}), ("JPEG2000", "RGB", {}),
    ]:  # fmt: skip
        image = Image.fromarray(noise).convert("L" if mode == "I;16" else mode)
        if mode == "I;16":
            image = Image.fromarray(np.asarray(image).astype(np.uint16) * 257)
        if kind == "GIF":
            more = {**more, "append_images": [image.rotate(90)]}
        file = io.BytesIO()
        image.save(file, kind, **more)
        made.append(file.getvalue())
    return made


def documents() -> list[tuple[Callable[[str], object], str]]:
    hint = {"x": 0.5, "y": 0.2, "radius": 0.01, "color": "#e07a9a"}
    stroke = {"points": [[0.4, 0.9], [0.6, 0.9]], "radius": 0.01, "color": "#2b2d42"}

    def text(kind: str, **content: object) -> str:
        return json.dumps({"format": f"nurie-{kind}", "version": 1, **content})

    return [
        (Hints.loads, text("hints", hints=[hint, stroke])),
        (Mix.loads, text("mix", base=1, regions=[{"x": 0.5, "y": 0.5, "from": 3}])),
        (Palette.loads, text("palette", colors=[{"name": "hair", "color": "#102030"}])),
        (Character.loads, Character.loads(text("character", name="Mio", colors={"hair": "#3f6fc8"})).dumps()),
        (MaterialEdits.loads, text("materials", regions=[{"points": [[0.1, 0.2]], "material": "hair"}])),
    ]


def palettes(folder: Path) -> list[bytes]:
    palette = Palette.loads(
        json.dumps(
            {
                "format": "nurie-palette",
                "version": 1,
                "colors": [{"name": "髪", "color": "#102030"}, {"name": "", "color": "#fedcba"}],
            }
        )
    )
    made = []
    for ending in (".gpl", ".ase", ".aco", ".kpl", ".swatches"):
        palette.save(folder / f"hero{ending}")
        made.append((folder / f"hero{ending}").read_bytes())
    return made


def books() -> list[bytes]:
    made = []
    for packed in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", packed) as book:
            for name in ("1.png", "第一話/2.png", "ComicInfo.xml"):
                book.writestr(zipfile.ZipInfo(name), picture_files()[0])
        made.append(file.getvalue())
    return made


def peak() -> int:
    """The most memory that this process took, in MB."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) // 1000


def tried(name: str, once: Callable[[random.Random], None], share: float) -> None:
    """Try for a share of the time; what is raised must be an error of nurie's own, or the try fails."""
    figures, until = Figures(), time.monotonic() + share * SECONDS
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew: it is not that of earlier tests
    before = peak()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # hostile files make Pillow talk
        while time.monotonic() < until:
            begun = time.process_time()
            kind, said = "read", "read"
            try:
                once(random.Random(figures.tried))
            except NurieError as error:
                kind, said = type(error).__name__, str(error)
                figures.refused += 1
            except BaseException as error:
                error.add_note(f"{name}, try {figures.tried}")
                raise
            assert said.strip(), f"{name} {figures.tried}: an error without words"
            assert len(said) < 2000, f"{name} {figures.tried}: {said[:200]}"
            figures.kinds[kind] = figures.kinds.get(kind, 0) + 1
            figures.longest = max(figures.longest, time.process_time() - begun)
            figures.tried += 1
            assert figures.longest < LONGEST, f"{name} {figures.tried} took {figures.longest:.0f} s"
    figures.memory = peak() - before
    assert figures.memory < LARGEST
    assert figures.tried > 2
    assert 0 < figures.refused < figures.tried, "changes that break everything, or nothing, find nothing"
    note(name, figures)


def note(name: str, figures: Figures) -> None:
    if path := os.environ.get("NURIE_FUZZ_REPORT"):
        file = Path(path)
        known = json.loads(file.read_text()) if file.exists() else {}
        file.write_text(json.dumps(known | {name: asdict(figures)}, indent=1) + "\n")


def test_pictures() -> None:
    seeds = picture_files()

    def once(chance: random.Random) -> None:
        data = changed(chance.choice(seeds), chance)
        rgb = images.load(data, PIXELS).rgb
        assert rgb.dtype == np.uint8
        assert rgb.shape[0] * rgb.shape[1] <= PIXELS
        assert rgb.shape[2] == 3

    tried("pictures", once, 0.35)


def test_documents() -> None:
    seeds = documents()

    def once(chance: random.Random) -> None:
        loads, text = chance.choice(seeds)
        document = loads(changed_text(text, chance))
        assert type(document).loads(document.dumps()) == document  # type: ignore[attr-defined]

    tried("documents", once, 0.2)


def test_palettes(tmp_path: Path) -> None:
    seeds = palettes(tmp_path)

    def once(chance: random.Random) -> None:
        palette = Palette.from_bytes(changed(chance.choice(seeds), chance))
        for ending in (".json", ".gpl", ".ase", ".aco"):
            palette.save(tmp_path / f"again{ending}")
            assert len(Palette.load(tmp_path / f"again{ending}")) == len(palette)

    tried("palettes", once, 0.15)


def test_books(tmp_path: Path) -> None:
    seeds = books()

    def once(chance: random.Random) -> None:
        path = tmp_path / "book.cbz"
        path.write_bytes(changed(chance.choice(seeds), chance))
        for member in archive.contents(path).members:
            assert not member.name.is_absolute()
            assert ".." not in member.name.parts
            if member.name.suffix.lower() in PICTURES:
                archive.original(path, member.index)

    tried("books", once, 0.1)


def test_projects() -> None:
    seed = pack(Work(), picture_files()[0])

    def once(chance: random.Random) -> None:
        unpack(changed(seed, chance))

    tried("projects", once, 0.1)


def test_descriptions_of_models(tmp_path: Path) -> None:
    """What a model says of itself; its network is read by ONNX Runtime, in whose care it is."""
    config = json.dumps({"inputs": 5, "outputs": 9, "width": 1, "fold": 1})
    good = {"nurie.format": "1", "nurie.config": config, "nurie.working_size": "128", "nurie.name": "fake"}

    def once(chance: random.Random) -> None:
        about = dict(good)
        text = changed_text(config, chance)
        about["nurie.config"] = text.encode("utf-8", "replace").decode()
        if chance.random() < 0.3:
            about[chance.choice(list(about))] = chance.choice(_JSON)
        Model(fake_model.make(tmp_path / "changed.onnx", metadata=about), threads=1)

    tried("models", once, 0.05)


def test_heads_of_weights(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    from nurie.network import checkpoint
    from nurie.network.sgru import SGRU, SGRUConfig

    path = tmp_path / "model.safetensors"
    checkpoint.save(SGRU(SGRUConfig(width=2, inputs=5)), path, checkpoint.ModelInfo("x", 64, 1))
    seed = path.read_bytes()

    def once(chance: random.Random) -> None:
        path.write_bytes(changed(seed, chance))
        checkpoint.load(path)

    tried("weights", once, 0.05)
