"""The notebook runs from top to bottom."""

import json
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_the_notebook_runs_in_a_fresh_process(tmp_path: Path) -> None:
    notebook = json.loads((EXAMPLES / "nurie.ipynb").read_text("utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    script = tmp_path / "nurie_notebook.py"
    script.write_text("\n".join(cells), "utf-8")
    done = subprocess.run([sys.executable, script], cwd=EXAMPLES, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "hair" in done.stdout


def test_what_the_notebook_printed_is_not_kept() -> None:
    notebook = json.loads((EXAMPLES / "nurie.ipynb").read_text("utf-8"))
    assert not any(cell.get("outputs") for cell in notebook["cells"])
