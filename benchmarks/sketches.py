"""A sketch to measure with, drawn by a few strokes of ink."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw


def draw_sketch(path: str | Path, size: int = 1000) -> None:
    """Draw the head and shoulders of a figure on a square sheet of paper of `size` px."""
    scale = 3
    paper = Image.new("L", (size * scale, size * scale), 255)
    pen = ImageDraw.Draw(paper)
    ink = max(2, round(0.004 * size)) * scale

    def points(*places: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x * size * scale, y * size * scale) for x, y in places]

    pen.ellipse(points((0.28, 0.12), (0.72, 0.66)), outline=0, width=ink)
    pen.arc(points((0.22, 0.05), (0.78, 0.7)), 165, 15, fill=0, width=ink)
    for left in (0.3, 0.38, 0.46, 0.54, 0.62):
        pen.arc(points((left - 0.1, 0.06), (left + 0.1, 0.4)), 330, 100, fill=0, width=ink)
    for eye in (0.4, 0.6):
        pen.ellipse(points((eye - 0.04, 0.37), (eye + 0.04, 0.48)), outline=0, width=ink)
        pen.ellipse(points((eye - 0.018, 0.4), (eye + 0.018, 0.46)), fill=0)
        pen.arc(points((eye - 0.06, 0.31), (eye + 0.06, 0.4)), 200, 340, fill=0, width=ink)
    pen.arc(points((0.46, 0.53), (0.54, 0.59)), 20, 160, fill=0, width=ink)
    pen.line(points((0.45, 0.65), (0.45, 0.74), (0.2, 0.82), (0.12, 1.0)), fill=0, width=ink)
    pen.line(points((0.55, 0.65), (0.55, 0.74), (0.8, 0.82), (0.88, 1.0)), fill=0, width=ink)
    pen.line(points((0.35, 0.78), (0.5, 0.9), (0.65, 0.78)), fill=0, width=ink)
    paper.resize((size, size), Image.Resampling.LANCZOS).save(path)
