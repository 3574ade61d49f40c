"""Reports: means over scenes, tables, JSON, and a page that stands alone."""

import base64
import dataclasses
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from rich.console import Console

import nurie
from nurie.errors import DataError
from nurie.evaluation.bench import SceneResult
from nurie.evaluation.numbers import NUMBERS, Result, summary
from nurie.evaluation.page import page
from nurie.evaluation.plots import bars, dots
from nurie.evaluation.report import FILES, as_json, beside, check_same, load, sets, tables, write

NINE = np.random.default_rng(1).integers(0, 256, (9, 24, 32, 3), np.uint8)
GRAY = NINE[0, ..., 0]
BASE = {
    "ciede_best": 10.0, "ciede_mean": 20.0, "hints_ciede_best": 6.0, "hints_ciede_mean": 15.0,
    "laplacian": 4.0, "laplacian_truth": 16.0,
}  # fmt: skip


def record(name: str, **values: float) -> SceneResult:
    pictures = np.random.default_rng(0).integers(0, 256, (9, 32, 32, 3), np.uint8)
    both = BASE | values
    return SceneResult(
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
    Result("a<b>.safetensors", "drawn pictures", "d0", (record("one", sense=0.5), record("two", sense=1.0))),
    Result("other", "drawn pictures", "d0", (record("one", sense=0.25), record("two", ciede_best=30.0))),
    Result("no color", "drawn pictures", "d0", (record("one"), record("two")), trained=False),
    Result("other", "annotated art", "a0", (record("three", sense=0.75),)),
    Result("other", "sketches", "s0", (SceneResult("four", {}, {"camouflage": 0.02}, GRAY, NINE),)),
]
GROUPS = beside(RESULTS, [])


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
        ["other"],
    ]
    first, second, third = tables(GROUPS, 200)
    assert first.title == "drawn pictures (2 pictures): network / product"
    rows = dict(zip(first.columns[0].cells, first.columns[2].cells, strict=True))
    assert rows["sense"] == "25.0% / 25.0%"
    assert rows["CIEDE2000, best of nine"] == "20.00 / 10.00"
    assert "moved" not in rows
    assert first.columns[1].header == "a<b>"
    assert len(second.columns) == len(third.columns) == 2
    assert list(third.columns[1].cells) == ["- / 2.00%"]


def test_tables_are_no_wider_than_the_screen() -> None:
    console = Console(width=80, file=io.StringIO())
    found = tables(GROUPS, 80)
    assert [len(table.columns) for table in found] == [3, 2, 2, 2]
    for table in found:
        console.print(table)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert max(len(line) for line in text.splitlines()) <= 80
    rows = [line.split("│")[1].strip() for line in text.splitlines() if line.startswith("│")]
    assert set(rows) <= {number.label for number in NUMBERS}  # none is cut or broken in two
    assert len(tables(GROUPS, 20)) == 5


def test_the_json_holds_every_scene() -> None:
    document = json.loads(json.dumps(as_json(RESULTS)))
    assert document["format"] == "nurie-report"
    assert document["nurie"] == nurie.__version__
    assert [scene["name"] for scene in document["results"][0]["scenes"]] == ["one", "two"]
    assert document["results"][0]["scenes"][0]["network"]["sense"] == 0.5
    assert document["results"][0]["product"]["ciede_best"] == 5
    assert [entry["digest"] for entry in document["results"]] == ["d0", "d0", "d0", "a0", "s0"]


def test_the_page_stands_alone_and_shows_all_sheets() -> None:
    text = page(sets(RESULTS), GROUPS)
    assert not re.search(r"(src|href)=\"(?!data:)", text)
    assert "a&lt;b&gt;.safetensors" in text
    assert "a<b>" not in text
    pictures = re.findall(r'src="data:image/webp;base64,([^"]+)"', text)
    assert len(pictures) == 2 * 2 + 1 + 1  # none of what learned nothing
    first, last = (Image.open(io.BytesIO(base64.b64decode(pictures[at]))) for at in (0, -1))
    assert first.width / first.height == pytest.approx(11 / 2)
    assert last.width / last.height == pytest.approx(10 / 0.75, rel=0.05)  # the sketch and the nine, 32 x 24
    assert "The sketch and the nine." in text
    assert "<code>d0</code>" in text


def test_the_best_of_a_row_is_bold() -> None:
    text = page(sets(RESULTS)[:1], GROUPS[:1])
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
    write(tmp_path / "report", RESULTS, GROUPS)
    assert sorted(path.name for path in (tmp_path / "report").iterdir()) == sorted(FILES)
    assert json.loads((tmp_path / "report" / "report.json").read_text())["version"] == 2


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    write(tmp_path / "old", RESULTS, GROUPS)
    return tmp_path / "old" / "report.json"


def test_an_earlier_report_stands_beside(earlier: Path) -> None:
    columns = load(earlier)
    assert [column.contestant for column in columns] == [
        "a<b>.safetensors (old)", "other (old)", "other (old)", "other (old)",
    ]  # fmt: skip
    drawn, sketches = beside([RESULTS[1], RESULTS[4]], columns)
    assert [column.contestant for column in drawn] == ["other", "a<b>.safetensors (old)", "other (old)"]
    assert drawn[0].network == drawn[2].network
    assert drawn[2].count == 2
    assert len(sketches) == 2
    text = page(sets([RESULTS[1]]), [drawn])
    assert "<th>other (old)</th>" in text


def test_reports_of_other_pictures_are_refused(earlier: Path) -> None:
    changed = dataclasses.replace(RESULTS[1], digest="d1")
    with pytest.raises(DataError, match=r"was measured on other pictures .*d0, now d1.*measure that model"):
        beside([changed], load(earlier))
    with pytest.raises(DataError, match='"sketches" of other'):
        check_same({"sketches": "s1", "drawn pictures": "d0"}, load(earlier))
    check_same({"another set": "x"}, load(earlier))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "is no report of nurie evaluate"),
        ("{", "is no report of nurie evaluate"),
        ("[]", "is no report of nurie evaluate"),
        ('{"format": "nurie-report", "version": 2, "results": [{}]}', "is no report of nurie evaluate"),
        ('{"format": "nurie-report", "version": 1}', "of another version"),
    ],
)
def test_what_is_no_report_is_told(tmp_path: Path, content: str | None, message: str) -> None:
    if content is not None:
        (tmp_path / "report.json").write_text(content)
    with pytest.raises(DataError, match=message):
        load(tmp_path / "report.json")


def test_the_docs_define_every_number() -> None:
    text = (Path(__file__).parents[2] / "docs" / "evaluation.md").read_text(encoding="utf-8")
    assert [number.label for number in NUMBERS if f"| {number.label} |" not in text] == []
