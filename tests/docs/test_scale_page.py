"""docs/scale.md computes what its formula says."""

import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "docs" / "make_scale.py"


def test_days_follow_the_formula_and_only_the_table_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = importlib.util.spec_from_file_location("make_scale", SCRIPT)
    assert spec
    assert spec.loader
    make_scale = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_scale)
    monkeypatch.setattr(make_scale, "PAGE", tmp_path / "scale.md")
    monkeypatch.setattr(make_scale, "RESULT", tmp_path / "batch.json")
    (tmp_path / "batch.json").write_text('{"facts": {"pages_a_second": 0.5}}')
    (tmp_path / "scale.md").write_text("before\n<!-- scale -->\nold\n<!-- /scale -->\nafter\n")
    make_scale.main()
    text = (tmp_path / "scale.md").read_text()
    assert text.startswith("before\n<!-- scale -->\n")
    assert text.endswith("<!-- /scale -->\nafter\n")
    assert "old" not in text
    assert "| 1 | 23.1 |" in text  # 1,000,000 / 0.5 / 86,400
    assert "| 10 | 2.31 |" in text
    assert SCRIPT.with_name("scale.md").read_text().count("<!-- scale -->\n") == 1
