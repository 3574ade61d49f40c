"""Reports: means over scenes, tables, JSON, and a page that stands alone."""

import base64
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import nurie
from nurie.evaluation.bench import Record
from nurie.evaluation.numbers import NUMBERS, Result, summary
from nurie.evaluation.page import page
from nurie.evaluation.plots import bars, dots
from nurie.evaluation.report import FILES, as_json, sets, tables, write

BASE = {
    "ciede_best": 10.0, "ciede_mean": 20.0, "hints_ciede_best": 6.0, "hints_ciede_mean": 15.0,
    "laplacian": 4.0, "laplacian_truth": 16.0,
}  # fmt: skip


def record(name: str, **values: float) -> Record:
    pictures = np.random.default_rng(0).integers(0, 256, (9, 32, 32, 3), np.uint8)
    both = BASE | values
    return Record(
        name,
        both,
        both | {"ciede_best": both["ciede_best"] / 2},
        sketch=pictures[0, ..., 0],
        marked=pictures[0],
        truth=pictures[1],
        plain=pictures,
        hinted=pictures,
    )


RESULTS = [
    Result("a<b>.safetensors", "drawn pictures", (record("one", sense=0.5), record("two", sense=1.0))),
    Result("other", "drawn pictures", (record("one", sense=0.25), record("two", ciede_best=30.0))),
    Result("no color", "drawn pictures", (record("one"), record("two")), trained=False),
    Result("other", "annotated art", (record("three", sense=0.75),)),
]


def test_means_are_taken_where_a_number_has_a_meaning() -> None:
    means = RESULTS[1].network
    assert means["sense"] == 0.25
    assert means["ciede_best"] == 20


def test_falls_and_roughness_compare_the_means() -> None:
    means = RESULTS[1].network
    assert means["fall_best"] == pytest.approx(1 - 6 / 20)
    assert means["fall_mean"] == pytest.approx(1 - 15 / 20)
    assert means["roughness"] == pytest.approx(0.5)
    assert "laplacian" not in means


def test_a_truth_without_texture_has_no_roughness_beside_it() -> None:
    assert "roughness" not in summary([BASE | {"laplacian_truth": 0.0}])


def test_every_number_of_a_summary_has_a_name() -> None:
    assert set(RESULTS[0].network) <= {number.key for number in NUMBERS}


def test_one_table_a_set() -> None:
    assert [[result.contestant for result in group] for group in sets(RESULTS)] == [
        ["a<b>.safetensors", "other", "no color"],
        ["other"],
    ]
    first, second = tables(RESULTS)
    assert first.title == "drawn pictures (2 pictures): network / product"
    rows = dict(zip(first.columns[0].cells, first.columns[2].cells, strict=True))
    assert rows["sense"] == "25.0% / 25.0%"
    assert rows["CIEDE2000, best of nine"] == "20.00 / 10.00"
    assert "moved" not in rows
    assert len(second.columns) == 2


def test_the_json_holds_every_scene() -> None:
    document = json.loads(json.dumps(as_json(RESULTS)))
    assert document["format"] == "nurie-report"
    assert document["nurie"] == nurie.__version__
    assert [scene["name"] for scene in document["results"][0]["scenes"]] == ["one", "two"]
    assert document["results"][0]["scenes"][0]["network"]["sense"] == 0.5
    assert document["results"][0]["product"]["ciede_best"] == 5


def test_the_page_stands_alone_and_shows_all_sheets() -> None:
    text = page(sets(RESULTS))
    assert not re.search(r"(src|href)=\"(?!data:)", text)
    assert "a&lt;b&gt;.safetensors" in text
    assert "a<b>" not in text
    pictures = re.findall(r'src="data:image/webp;base64,([^"]+)"', text)
    assert len(pictures) == 2 * 2 + 1  # none of what learned nothing
    sheet = Image.open(io.BytesIO(base64.b64decode(pictures[0])))
    assert sheet.width / sheet.height == pytest.approx(11 / 2)


def test_the_best_of_a_row_is_bold() -> None:
    text = page(sets(RESULTS)[:1])
    row = re.search("<tr><td>CIEDE2000, best of nine</td>(.*?)</tr>", text)
    assert row
    cells = re.findall("<td>(.*?)</td>", row[1])
    assert ["best" in cell for cell in cells] == [True, False, False]
    row = re.search("<tr><td>sense</td>(.*?)</tr>", text)
    assert row
    assert re.findall('class="best">([^<]+)', row[1]) == ["75.0%", "75.0%"]


def widths(svg: str) -> list[float]:
    root = ElementTree.fromstring(svg)
    return [float(bar.attrib["width"]) for bar in root.iter("rect")]


def test_bars_are_as_long_as_their_values() -> None:
    first, second, third = widths(bars("title", ["a", "b", "c"], [1.0, 2.0, -1.0], ".1f"))
    assert second == pytest.approx(2 * first, abs=0.2)
    assert third == pytest.approx(first, abs=0.2)
    assert widths(bars("all are nothing", ["a"], [0.0], ".1f")) == [0]


def test_dots_lie_at_their_values_and_names_are_escaped() -> None:
    root = ElementTree.fromstring(dots("a & b", ["<x>", "y"], [[0.0, 5.0, 10.0], [10.0]], ".1f"))
    places = [float(dot.attrib["cx"]) for dot in root.iter("circle")]
    assert places[1] == pytest.approx((places[0] + places[2]) / 2, abs=0.1)
    assert places[3] == places[2]
    texts = [text.text for text in root.iter("text")]
    assert {"a & b", "<x>", "5.0", "10.0"} <= set(texts)


def test_both_files_are_written(tmp_path: Path) -> None:
    write(tmp_path / "report", RESULTS)
    assert sorted(path.name for path in (tmp_path / "report").iterdir()) == sorted(FILES)
    assert json.loads((tmp_path / "report" / "report.json").read_text())["version"] == 1


def test_the_docs_define_every_number() -> None:
    text = (Path(__file__).parents[2] / "docs" / "evaluation.md").read_text(encoding="utf-8")
    assert [number.label for number in NUMBERS if f"| {number.label} |" not in text] == []
