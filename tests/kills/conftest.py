"""What an undisturbed run leaves, made once for all tests that disturb one."""

import time

import pytest
from runs import COMMANDS, MOMENTS, PATIENCE, Whole, ready, started

TRIED = [name for name in COMMANDS if name != "tune" or MOMENTS > 1]
"""A run of tune takes half a minute of a processor: it is tried where more than one moment is asked for."""


@pytest.fixture(scope="session", params=TRIED)
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """A command, a folder in which it ran undisturbed, and how long that took."""
    command = COMMANDS[request.param]
    if command.trains:
        pytest.importorskip("torch")
    folder = ready(tmp_path_factory.mktemp(request.param) / "whole", command)
    begun = time.monotonic()
    process = started(folder, command.arguments)
    _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, told
    return Whole(command, folder, time.monotonic() - begun)
