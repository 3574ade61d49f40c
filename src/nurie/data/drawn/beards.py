"""Facial hair, as a library by name; for mature faces."""

from nurie.data.drawn.canvas import Area
from nurie.data.drawn.eyes import Eyes
from nurie.data.drawn.face_items import FaceItem
from nurie.data.drawn.head import Head
from nurie.data.drawn.pen import Pen
from nurie.schemes.parts import Part


def _lip(head: Head) -> float:
    """Height of the upper lip."""
    return 0.56 + 0.34 * (head.chin - 0.7)


def _strokes(pen: Pen, area: Area, lines: list[list[tuple[float, float]]]) -> None:
    """Some of the strands along `lines`, inside an area."""
    for line in lines:
        if pen.rng.random() < 0.7:
            pen.path(line, 0.5, (0.5, 0.05), within=[area])


def _moustache(pen: Pen, head: Head, eyes: Eyes, face: Area) -> None:
    bent = pen.bent(head.face_turn)
    y, w = _lip(head), float(pen.rng.uniform(0.25, 0.4))
    half = [(0.0, y - 0.07), (0.5 * w, y - 0.06), (w, y + 0.06), (0.5 * w, y + 0.05), (0.0, y + 0.02)]
    outline = [*half, *((-x, v) for x, v in reversed(half[1:-1]))]
    bent.shape(outline, Part.HAIR, corners=(0, 2, 4, 6), weight=0.8)


def _walrus(pen: Pen, head: Head, eyes: Eyes, face: Area) -> None:
    """Two thick locks that hide the mouth."""
    bent = pen.bent(head.face_turn)
    y, w = _lip(head) - 0.06, float(pen.rng.uniform(0.35, 0.6))
    long = float(pen.rng.uniform(0.18, 0.55))
    for side in (-1.0, 1.0):
        lock = [
            (0.0, y - 0.06),
            (0.5 * w, y - 0.08),
            (w, y + 0.3 * long),
            (w * 0.85, y + long),
            (0.45 * w, y + 0.75 * long),
            (0.0, y + 0.12),
        ]
        area = bent.shape(
            [(side * x, v) for x, v in lock], Part.HAIR, corners=(0, 3, 5), weight=0.9, shade=0.04
        )
        strands = [
            [
                (side * x * w, y + 0.02),
                (side * (x + 0.2) * w, y + 0.4 * long),
                (side * (x + 0.25) * w, y + 0.75 * long),
            ]
            for x in (0.15, 0.35, 0.5)
        ]
        _strokes(bent, area, strands)


def _handlebar(pen: Pen, head: Head, eyes: Eyes, face: Area) -> None:
    """Thin ends that turn up."""
    bent = pen.bent(head.face_turn)
    y, w = _lip(head) - 0.02, float(pen.rng.uniform(0.4, 0.62))
    rise = float(pen.rng.uniform(0.05, 0.25))
    for side in (-1.0, 1.0):
        lock = [
            (0.0, y - 0.06),
            (0.5 * w, y + 0.0),
            (0.85 * w, y),
            (w, y - rise),
            (0.9 * w, y + 0.08),
            (0.5 * w, y + 0.1),
            (0.0, y + 0.04),
        ]
        bent.shape([(side * x, v) for x, v in lock], Part.HAIR, corners=(0, 3, 6), weight=0.8)


def _jaw(pen: Pen, head: Head, reach: float, wide: float) -> Area:
    """A beard from ear to ear around the mouth, down to `reach` below the chin."""
    c, j = head.chin, head.jaw
    y = 0.62 + 0.42 * (c - 0.68)
    low = c + reach
    ends = [(0.5 * j * wide, c + 0.25 * reach), (0.22 * wide, c + 0.75 * reach), (0.0, low)]
    ends += [(-0.22 * wide, c + 0.75 * reach), (-0.5 * j * wide, c + 0.25 * reach)]
    outline = [
        *[(-0.95, 0.25), (-0.8, 0.5), (-0.45, y - 0.1), (-0.3, y + 0.12), (0.0, y + 0.16)],
        *[(0.3, y + 0.12), (0.45, y - 0.1), (0.8, 0.5), (0.95, 0.25)],
        *[(head.cheek * 0.97, 0.45), (j * 1.05, 0.2 + (c - 0.2) * 0.72), *ends],
        *[(-j * 1.05, 0.2 + (c - 0.2) * 0.72), (-head.cheek * 0.97, 0.45)],
    ]
    corners = (0, 4, 8, 11, 12, 13, 14, 15)
    area = pen.shape(outline, Part.HAIR, corners=corners, weight=0.9, shade=0.08)
    for _ in range(6):
        x = float(pen.rng.uniform(-0.5, 0.5))
        pen.path([(x * 1.1, y + 0.2), (x, c - 0.02), (x * 0.7, c + 0.5 * reach)], 0.5, within=[area])
    return area


def _beard(pen: Pen, head: Head, eyes: Eyes, face: Area) -> None:
    """From ear to ear around the mouth."""
    _jaw(pen.bent(head.face_turn), head, 0.26, 1.0)


def _full(pen: Pen, head: Head, eyes: Eyes, face: Area) -> None:
    """A beard, short or down to the chest, with a moustache over it."""
    _jaw(pen.bent(head.face_turn), head, float(pen.rng.uniform(0.25, 1.5)), float(pen.rng.uniform(1.0, 1.8)))
    (_walrus if pen.rng.random() < 0.6 else _moustache)(pen, head, eyes, face)


def _goatee(pen: Pen, head: Head, eyes: Eyes, face: Area) -> None:
    """A tuft at the chin, often with a moustache."""
    bent = pen.bent(head.face_turn)
    c, w = head.chin, float(pen.rng.uniform(0.14, 0.3))
    long = float(pen.rng.uniform(0.08, 0.6))
    y = _lip(head) + 0.22
    tuft = [
        (-w, y + 0.02),
        (0.0, y - 0.03),
        (w, y + 0.02),
        (w * 0.9, c),
        (0.3 * w, c + 0.7 * long),
        (0.0, c + long),
    ]
    tuft += [(-0.3 * w, c + 0.7 * long), (-w * 0.9, c)]
    area = bent.shape(tuft, Part.HAIR, corners=(0, 2, 5), weight=0.9, shade=0.04)
    _strokes(
        bent,
        area,
        [[(x, y + 0.08), (x * 0.8, c), (0.3 * x, c + 0.6 * long)] for x in (-0.5 * w, 0.0, 0.5 * w)],
    )
    if pen.rng.random() < 0.6:
        (_moustache if pen.rng.random() < 0.5 else _handlebar)(pen, head, eyes, face)


def _sideburns(pen: Pen, head: Head, eyes: Eyes, face: Area) -> None:
    """Whiskers down the cheeks."""
    bent = pen.bent(head.face_turn)
    low = float(pen.rng.uniform(0.5, 0.85))
    for side in (-1.0, 1.0):
        rows = [
            (0.98, -0.2),
            (0.97, 0.25),
            (head.jaw * 0.95 + 0.12, low),
            (0.62, low - 0.08),
            (0.74, 0.3),
            (0.8, -0.2),
        ]
        area = bent.shape(
            [(side * x, y) for x, y in rows], Part.HAIR, corners=(0, 2, 3, 5), weight=0.8, within=[face]
        )
        _strokes(
            bent,
            area,
            [
                [(side * x, 0.0), (side * (x - 0.04), 0.3), (side * (x - 0.1), low - 0.1)]
                for x in (0.84, 0.91)
            ],
        )


def _stubble(pen: Pen, head: Head, eyes: Eyes, face: Area) -> None:
    bent = pen.bent(head.face_turn)
    for _ in range(16):
        x = float(pen.rng.uniform(-0.45, 0.45))
        y = head.chin - 0.08 - float(pen.rng.uniform(0.0, 0.14)) - 0.25 * x * x
        bent.path([(x, y), (x + 0.005, y + 0.035)], 0.45, within=[face])


BEARDS: dict[str, FaceItem] = {
    "moustache": _moustache,
    "walrus": _walrus,
    "handlebar": _handlebar,
    "beard": _beard,
    "full": _full,
    "goatee": _goatee,
    "sideburns": _sideburns,
    "stubble": _stubble,
}
"""Facial hair by name."""
