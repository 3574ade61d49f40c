"""A few pictures that cannot be read cost a line each, not the run."""

import logging
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

pytest.importorskip("torch")

from nurie.data.config import SourceConfig
from nurie.data.pairs import FolderSource
from nurie.data.tolerance import Losses
from nurie.errors import DataError


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)), max_size=20), st.integers(1, 300))
def test_up_to_five_percent_are_borne_and_each_name_counts_once(
    losses: list[tuple[int, int]], total: int
) -> None:
    found, lost = Losses("art", total), dict[int, int]()
    for name, count in losses:
        before = sum(lost.values())
        lost.setdefault(name, count)
        if sum(lost.values()) > before and 20 * sum(lost.values()) > total:
            with pytest.raises(
                DataError, match=rf"^It is bad \({sum(lost.values())} of the {total} pictures"
            ):
                found.add(str(name), "It is bad.", count)
            return
        found.add(str(name), "It is bad.", count)


@pytest.mark.parametrize(("good", "enough"), [(19, True), (18, False)])
def test_a_broken_picture_of_a_folder_is_passed_over_and_named_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, good: int, enough: bool
) -> None:
    for number in range(good):
        Image.new("RGB", (64, 64), (10 * number, 90, 180)).save(tmp_path / f"{number}.png")
    (tmp_path / "broken.png").write_bytes(b"no picture")
    source = FolderSource(SourceConfig("folder", path=str(tmp_path)))

    def reds() -> set[int]:
        samples = (source.sample(np.random.default_rng(seed), (32, 32), False) for seed in range(200))
        return {int(sample.targets[0, 0, 16, 16]) for sample in samples}

    if not enough:
        with pytest.raises(DataError, match=r"broken.png cannot be read .* \(1 of the 19 pictures"):
            reds()
        return
    with caplog.at_level(logging.WARNING):
        assert reds() == {10 * number for number in range(good)}
    (message,) = caplog.messages
    assert message.startswith(f"skipped: {tmp_path / 'broken.png'} cannot be read as a picture")
