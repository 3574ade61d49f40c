"""Sessions: kept on disk, bounded in memory, apart from each other, newest hints first."""

import asyncio
import errno
import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image

from nurie import Colorization, Colorizer, Hints
from nurie.errors import OutputError
from nurie.export import files
from nurie.studio.pictures import Snapshot
from nurie.studio.project import Work
from nurie.studio.sessions import Sessions
from studio.running import Running, running, until


def hints(*colors: str) -> dict[str, object]:
    return {"hints": [{"x": 0.5, "y": 0.5, "radius": 0.02, "color": color} for color in colors]}


class Slow(Colorizer):
    """Colors when it is let, and counts how often."""

    def __init__(self, model: Path) -> None:
        super().__init__(model, threads=1)
        self.gate = threading.Semaphore(0)
        self.runs = 0

    def color(self, image: Any, hints: Hints | None = None, **more: Any) -> Colorization:
        self.runs += 1
        assert self.gate.acquire(timeout=60)
        return super().color(image, hints, **more)


@pytest.fixture
def slow(model: Path) -> Slow:
    return Slow(model)


@pytest.fixture
def studio(slow: Slow, model: Path, tmp_path: Path) -> Iterator[Running]:
    with running(model, tmp_path, colorizer=lambda: slow, waiting=3) as started:
        yield started
        slow.gate.release(1000)


def test_stale_hints_are_never_colored(
    studio: Running, slow: Slow, png: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the network runs and while hints flow, only the newest of those that wait are taken."""
    flowing = threading.Semaphore(0)
    seen: list[list[str]] = []

    def slow_page(base: Colorization, work: Work, before: Snapshot | None) -> Snapshot:
        seen.append([hint.color for hint in work.hints])
        assert flowing.acquire(timeout=60)
        return Snapshot(base, work, before)

    monkeypatch.setattr("nurie.studio.coloring.Snapshot", slow_page)
    page = studio.open(png)
    until(lambda: slow.runs == 1)
    slow.gate.release()
    until(lambda: seen == [[]])
    for color in ("#000001", "#000002", "#000003"):
        studio.put(f"{page}/hints", hints(color))
    flowing.release(2)
    until(lambda: studio.get(page).json()["status"]["state"] == "ready")
    assert seen == [[], ["#000003"]]
    assert slow.runs == 1


def test_hints_need_no_network(studio: Running, slow: Slow, png: bytes) -> None:
    page = studio.open(png)
    slow.gate.release()
    first = studio.get(f"{page}/picture").content
    studio.put(f"{page}/hints", hints("#d02040"))
    hinted = np.asarray(Image.open(io.BytesIO(studio.get(f"{page}/picture").content)))
    assert hinted[100, 80].tolist() == [0xD0, 0x20, 0x40]
    studio.put(f"{page}/hints", hints())
    assert studio.get(f"{page}/picture").content == first
    assert slow.runs == 1


def test_mixing_needs_no_network(studio: Running, slow: Slow, png: bytes) -> None:
    page = studio.open(png)
    slow.gate.release(1)
    first = studio.get(f"{page}/picture").content
    studio.put(f"{page}/mix", {"base": 2, "regions": [{"x": 0.5, "y": 0.5, "color": "#123456"}]})
    assert studio.get(f"{page}/picture").content != first
    assert slow.runs == 1


def test_a_full_queue_refuses_and_changes_nothing(studio: Running, slow: Slow, png: bytes) -> None:
    pages = [studio.open(png) for _ in range(4)]  # one is colored, three wait
    until(lambda: studio.get("/api/health").json()["waiting"] == 3)
    refused = studio.client.post("/api/sessions", content=png)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert [studio.get(page).json()["status"]["position"] for page in pages[1:]] == [1, 2, 3]
    studio.put(f"{pages[3]}/hints", hints("#000001"))  # it has its place already
    slow.gate.release(1000)
    pictures = [np.asarray(Image.open(io.BytesIO(studio.get(f"{page}/picture").content))) for page in pages]
    assert [picture[100, 80].tolist() == [0, 0, 1] for picture in pictures] == [False, False, False, True]
    assert slow.runs == 4


def test_work_beside_a_full_queue(studio: Running, slow: Slow, png: bytes) -> None:
    """What needs the network is refused; hints and mixes of a colored page go on."""
    page, asleep = studio.open(png), studio.open(png)
    slow.gate.release(2)
    studio.get(f"{page}/picture")
    studio.get(f"{asleep}/picture")
    studio.app.state.studio.sessions._alive[asleep.rsplit("/")[-1]].sleep()
    others = [studio.open(png) for _ in range(4)]
    until(lambda: studio.get("/api/health").json()["waiting"] == 3)
    answer = studio.client.put(f"{asleep}/hints", json=hints("#000001"))
    assert answer.status_code == 429
    assert studio.get(asleep).json()["hints"]["hints"] == []
    studio.put(f"{page}/hints", hints("#000001"))
    studio.put(f"{page}/mix", {"base": 5})
    assert len(studio.get(f"{page}/picture").content) > 100
    slow.gate.release(1000)
    for other in others:
        studio.get(f"{other}/picture")


def test_many_pages_in_little_memory(model: Path, png: bytes, tmp_path: Path) -> None:
    """With room for one page only, all are kept, and each is colored again when it is asked for."""
    with running(model, tmp_path, memory=1) as studio:
        pages = [studio.open(png, f"{number}.png") for number in range(5)]
        for number, page in enumerate(pages, start=1):
            studio.put(f"{page}/mix", {"base": number})
        pictures = [studio.get(f"{page}/picture").content for page in pages]
        assert len(set(pictures)) == 5
        states = [studio.get(page).json()["status"]["state"] for page in pages]
        assert states.count("asleep") >= 4
        assert [studio.get(f"{page}/picture").content for page in pages] == pictures


def test_more_sessions_than_fit_into_memory(
    model: Path, png: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nurie.studio.sessions._KEPT_SESSIONS", 2)
    with running(model, tmp_path) as studio:
        pages = [studio.open(png, f"{number}.png") for number in range(6)]
        for page in pages:
            studio.get(f"{page}/picture?size=32")
        until(lambda: studio.get("/api/health").json()["sessions"] <= 3)
        names = [studio.get(page).json()["name"] for page in pages]
        assert names == [f"{number}.png" for number in range(6)]


def test_a_full_disk_is_told_and_the_work_goes_on(
    model: Path, png: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nurie.studio.sessions._TRY_AGAIN", 0.02)
    write, full = files.write_file, threading.Event()

    def limited(path: Path, data: bytes) -> None:
        if full.is_set():
            raise OutputError(f"{path} cannot be written because the disk is full: free some space.")
        write(path, data)

    monkeypatch.setattr("nurie.studio.sessions.files.write_file", limited)
    full.set()
    with running(model, tmp_path) as studio:
        page = studio.open(png)
        studio.put(f"{page}/hints", hints("#d02040"))
        assert len(studio.get(f"{page}/picture").content) > 100
        status = studio.get(page).json()["status"]
        until(lambda: studio.get(page).json()["status"].get("save_problem", {}).get("code") == "unsaved")
        assert status["saved"] is False
        full.clear()
        until(lambda: studio.get(page).json()["status"]["saved"])
        assert "save_problem" not in studio.get(page).json()["status"]
    with running(model, tmp_path) as studio:
        assert studio.get(page).json()["hints"]["hints"][0]["color"] == "#d02040"


def test_what_the_disk_does_not_take_is_bounded(
    model: Path, png: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, data: bytes) -> None:
        raise OutputError(f"{path} cannot be written ({os.strerror(errno.ENOSPC)}): free some space.")

    monkeypatch.setattr("nurie.studio.sessions.files.write_file", refuse)
    monkeypatch.setattr("nurie.studio.sessions._UNSAVED_LIMIT", 2 * len(png))
    with running(model, tmp_path) as studio:
        studio.open(png)
        studio.open(png)
        answer = studio.client.post("/api/sessions", content=png)
        assert answer.status_code == 507
        assert "disk" in answer.json()["error"]


def test_what_is_removed_while_it_is_saved_stays_removed(
    model: Path, png: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, began, go_on = files.write_file, threading.Event(), threading.Event()

    def slow_write(path: Path, data: bytes) -> None:
        began.set()
        assert go_on.wait(60)
        write(path, data)

    with running(model, tmp_path) as studio:
        page = studio.open(png)
        until(lambda: studio.get(page).json()["status"]["saved"])
        monkeypatch.setattr("nurie.studio.sessions.files.write_file", slow_write)
        studio.put(f"{page}/hints", hints("#d02040"))
        assert began.wait(60)
        removing = threading.Thread(target=lambda: studio.client.delete(page))
        removing.start()
        until(lambda: studio.get("/api/health").json()["sessions"] == 0)
        assert httpx.get(studio.url + page, trust_env=False, timeout=60).status_code == 404
        go_on.set()
        removing.join()
        assert list(tmp_path.iterdir()) == []
    assert list(tmp_path.iterdir()) == []


def test_a_step_that_was_on_its_way_does_not_bring_a_removed_page_back(
    model: Path, png: bytes, tmp_path: Path
) -> None:
    """The request had found its page before that was removed."""

    async def play() -> None:
        sessions = Sessions(tmp_path, 1)
        session = sessions.create(Work(), png)
        assert session.saving
        await session.saving
        await sessions.remove(session)
        sessions.change(session, "late", Work(name="late"))
        await sessions.close()

    asyncio.run(play())
    assert list(tmp_path.iterdir()) == []


def test_decisions_about_an_older_work_are_refused(model: Path, png: bytes, tmp_path: Path) -> None:
    """So that two windows cannot overwrite one another's hints unseen."""
    with running(model, tmp_path) as studio:
        page = studio.open(png)
        revision = str(studio.get(page).json()["status"]["revision"])
        first = studio.client.patch(page, json={"hints": hints("#d02040")}, headers={"If-Match": revision})
        assert first.status_code == 200
        second = studio.client.patch(page, json={"hints": hints("#2040d0")}, headers={"If-Match": revision})
        assert (second.status_code, second.json()["code"]) == (412, "changed")
        assert studio.get(page).json()["hints"]["hints"][0]["color"] == "#d02040"
        revision = str(first.json()["revision"])
        again = studio.client.patch(page, json={"hints": hints("#2040d0")}, headers={"If-Match": revision})
        assert again.status_code == 200
        assert studio.client.patch(page, json={"snap": True}).status_code == 200  # scripts need not say


def test_sessions_do_not_share(model: Path, png: bytes, tmp_path: Path) -> None:
    with running(model, tmp_path) as studio:
        one, two = studio.open(png), studio.open(png)
        assert one != two
        studio.put(f"{one}/hints", hints("#d02040"))
        assert studio.get(two).json()["hints"]["hints"] == []
        assert studio.get("/api/health").json().keys() == {
            "status", "version", "model", "running", "waiting", "sessions",
        }  # fmt: skip
        assert studio.client.get("/api/sessions").status_code == 404  # there is no list
        names = {path.name for path in tmp_path.iterdir()}
        assert not any(one.rsplit("/")[-1] in name for name in names)


def test_the_page_is_there_before_the_model(model: Path, png: bytes, tmp_path: Path) -> None:
    gate = threading.Event()

    def load() -> Colorizer:
        assert gate.wait(60)
        return Colorizer(model, threads=1)

    with running(model, tmp_path, colorizer=load) as studio:
        assert "<title>nurie</title>" in studio.get("/").text
        assert studio.get("/api/health").json()["model"] is None
        page = studio.open(png)
        assert studio.get(page).json()["status"]["state"] == "waiting"
        gate.set()
        studio.get(f"{page}/picture")
        assert studio.get("/api/health").json()["model"] == "fake"


def test_a_model_that_cannot_be_read_is_told(png: bytes, tmp_path: Path, model: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"no model")
    with running(model, tmp_path / "s", colorizer=lambda: Colorizer(broken)) as studio:
        page = studio.open(png)
        answer = studio.client.get(f"{page}/variants")
        assert answer.status_code == 422
        assert "broken.onnx cannot be read as an ONNX model" in answer.json()["error"]


def test_a_page_for_print_opens(tmp_path: Path) -> None:
    """B4 at 600 dpi, as manga is drawn."""
    file = io.BytesIO()
    Image.new("1", (6071, 8598), 1).save(file, "PNG")
    with running(tmp_path, tmp_path / "s", colorizer=lambda: Colorizer(tmp_path / "none.onnx")) as studio:
        studio.open(file.getvalue())


def test_a_damaged_copy_on_disk_is_told(model: Path, png: bytes, tmp_path: Path) -> None:
    with running(model, tmp_path) as studio:
        page = studio.open(png)
        until(lambda: studio.get(page).json()["status"]["saved"])
    for path in tmp_path.glob("*.work"):
        path.write_bytes(b"PK\x03\x04")
    with running(model, tmp_path) as studio:
        answer = studio.client.get(page)
        assert answer.status_code == 422
        assert "damaged" in answer.json()["error"]


@pytest.mark.parametrize("memory", [1_000_000_000, 1])
def test_many_clients_at_once_lose_nothing(model: Path, png: bytes, tmp_path: Path, memory: int) -> None:
    """Only 429 is an error that they may see, however little memory there is."""
    results: list[tuple[str, np.ndarray]] = []

    def work(url: str, number: int) -> None:
        color = f"#{number:02x}4080"
        with httpx.Client(base_url=url, timeout=120, trust_env=False) as client:

            def patiently(method: str, path: str, **options: Any) -> httpx.Response:
                while (answer := client.request(method, path, **options)).status_code == 429:
                    threading.Event().wait(0.05)
                assert answer.status_code < 300, answer.text
                return answer

            page = f"/api/sessions/{patiently('POST', '/api/sessions', content=png).json()['id']}"
            for step in range(3):
                patiently("PUT", f"{page}/hints", json=hints(f"#{step:02x}4080", color))
            picture = patiently("GET", f"{page}/export/png").content
            results.append((color, np.asarray(Image.open(io.BytesIO(picture)))))

    with running(model, tmp_path, waiting=2, memory=memory) as studio:
        clients = [threading.Thread(target=work, args=(studio.url, number)) for number in range(8)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
    assert sorted(color for color, _ in results) == sorted(f"#{number:02x}4080" for number in range(8))
    for color, picture in results:
        wanted = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
        assert picture[100, 80].tolist() == wanted
