"""Large sketches take little memory, and what is freed goes back to the system."""

import io
import re
from pathlib import Path

import httpx
from PIL import Image

from nurie.studio.heap import give_back
from studio.knowing import page_of
from studio.test_command import command

MOST = 1_200_000_000  # bytes; it once was 2.2 GB


def resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def test_freed_memory_is_given_back() -> None:
    blocks = [b"x" * 100_000 for _ in range(1500)]
    pin = b"x" * 100_000  # lies behind, so that the heap cannot shrink by itself
    del blocks
    before = resident()
    give_back()
    assert before - resident() > 100_000_000
    assert len(pin) == 100_000


def test_a_sketch_of_40_megapixels_takes_little(tmp_path: Path) -> None:
    """Of a studio of its own, from the upload to all that the page shows, at the highest."""
    file = io.BytesIO()
    Image.fromarray(page_of(7072)).save(file, "PNG")
    with (
        command(tmp_path) as (process, address),
        httpx.Client(base_url=address, timeout=300, trust_env=False) as http,
    ):
        page = f"/api/sessions/{http.post('/api/sessions', content=file.getvalue()).json()['id']}"
        for picture in ("picture", "lines", "regions", "variants/9"):
            http.get(f"{page}/{picture}").raise_for_status()
        highest = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process.pid}/status").read_text())
    assert highest
    assert 1024 * int(highest[1]) < MOST
