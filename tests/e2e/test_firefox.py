"""The main path in Firefox: open, pick, hint, save layers, find it again after a reload."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from studio.running import Running

from e2e.conftest import program

ROOT = Path(__file__).parents[2]


def test_the_main_path(studio: Running, sketch_file: Path) -> None:
    firefox = shutil.which("firefox") or program("firefox-esr", "firefox-esr")
    node = program("node", "nodejs")
    if not (ROOT / "node_modules" / "puppeteer-core").exists() and not os.environ.get("CI"):
        pytest.skip("there is no puppeteer-core: npm ci")
    line = [node, str(ROOT / "tests" / "js" / "firefox.js"), studio.url, str(sketch_file), firefox]
    done = subprocess.run(line, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["errors"] == []
    assert (seen["file"], seen["head"]) == ("page one.psd", "8BPS")
    assert seen["picked"] == "4"
    kept = studio.get(f"/api/sessions/{seen['id']}").json()
    assert kept["mix"]["base"] == 4
    assert [hint["color"] for hint in kept["hints"]["hints"]] == ["#d02040"]
