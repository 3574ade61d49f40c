"""The state of a run on disk: whole or as it was, and wary of strangers."""

import pickle
import resource
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from tiny_run import assert_equal, state_of, tiny  # noqa: E402

from nurie.data.pairs import Pairs  # noqa: E402
from nurie.data.sample import Sample  # noqa: E402
from nurie.errors import OutputError, RecipeError  # noqa: E402
from nurie.network import checkpoint  # noqa: E402
from nurie.network.sgru import SGRU  # noqa: E402
from nurie.training import loop  # noqa: E402
from nurie.training.state import FORMAT, State  # noqa: E402

CHANCE = [torch.get_rng_state()]


def test_resume_without_a_state_or_with_a_broken_one(tmp_path: Path) -> None:
    recipe = tiny(tmp_path)
    with pytest.raises(RecipeError, match="does not exist; start the run without resume=True"):
        loop.train(recipe, resume=True)
    for content in (b"", b"no state at all", b"PK\x03\x04 half a file"):
        (tmp_path / "state.pt").write_bytes(content)
        with pytest.raises(RecipeError, match="start without resume=True") as caught:
            loop.train(recipe, resume=True)
        assert "\n" not in str(caught.value)
    for content in ({"step": 3}, {"format": FORMAT}, [1, 2]):
        torch.save(content, tmp_path / "state.pt")
        with pytest.raises(RecipeError, match="does not fit the recipe's model"):
            loop.train(recipe, resume=True)


class Trap:
    """Touches a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


@pytest.mark.parametrize("form", ["pickle", "torch"])
def test_a_pickle_is_refused_unread(tmp_path: Path, form: str) -> None:
    """A bare one, and one in the form that PyTorch saves."""
    path, sprung = tmp_path / "state.pt", tmp_path / "sprung"
    if form == "pickle":
        path.write_bytes(pickle.dumps(Trap(sprung)))
    else:
        torch.save({"format": FORMAT, "trainee": Trap(sprung)}, path)
    with pytest.raises(RecipeError, match="cannot be read as a run's state; start without resume=True"):
        State.fresh(tiny(tmp_path)).load(path)
    assert not sprung.exists()
    pickle.loads(pickle.dumps(Trap(sprung)))
    assert sprung.exists(), "the trap works"


def test_a_state_of_another_version_is_refused(tmp_path: Path) -> None:
    state, path = State.fresh(tiny(tmp_path)), tmp_path / "state.pt"
    state.save(path, CHANCE)
    torch.save(torch.load(path, weights_only=True) | {"format": FORMAT + 1}, path)
    with pytest.raises(RecipeError, match=f"has state format {FORMAT + 1} but this nurie reads {FORMAT};"):
        state.load(path)


def test_a_state_knows_how_many_samples_it_has_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the batch changes: 4 steps of 3 samples, then steps of 4 from sample 12 on."""
    seen: list[int] = []
    honest = Pairs.__getitem__

    def note(self: Pairs, index: int) -> Sample:
        seen.append(index)
        return honest(self, index)

    loop.train(tiny(tmp_path, batch=3, steps=4))
    monkeypatch.setattr(Pairs, "__getitem__", note)
    loop.train(tiny(tmp_path, batch=4, steps=5), resume=True)
    assert seen[:4] == [12, 13, 14, 15]
    assert state_of(tmp_path)["seen"] == 16


@pytest.mark.parametrize("change", [{"width": 3}, {"kind": "unet"}, {"slope": 0.1}])
def test_a_state_of_another_model_does_not_fit(tmp_path: Path, change: dict[str, Any]) -> None:
    recipe = tiny(tmp_path)
    State.fresh(recipe).save(tmp_path / "state.pt", CHANCE)
    with pytest.raises(RecipeError, match="does not fit the recipe's model"):
        State.fresh(replace(recipe, model=replace(recipe.model, **change))).load(tmp_path / "state.pt")


def test_a_full_disk_keeps_the_old_state(tmp_path: Path) -> None:
    """The system's limit for a file stands for the disk; PyTorch raises errors of its own there."""
    state = State.fresh(tiny(tmp_path))
    state.save(tmp_path / "state.pt", CHANCE)
    before = (tmp_path / "state.pt").read_bytes()
    limits, ignored = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, limits[1]))
    try:
        with pytest.raises(OutputError, match=r"state.pt cannot be written \(File too large\)"):
            state.save(tmp_path / "state.pt", CHANCE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, ignored)
    assert (tmp_path / "state.pt").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["state.pt"]


def test_a_run_starts_from_the_weights_of_init(tmp_path: Path) -> None:
    recipe = tiny(tmp_path / "run")
    torch.manual_seed(5)
    model = SGRU(recipe.model)
    checkpoint.save(model, tmp_path / "init.safetensors", checkpoint.ModelInfo("init", 64, 1))
    begun = State.fresh(replace(recipe, init=str(tmp_path / "init.safetensors")))
    assert_equal(dict(begun.trainee.network.state_dict()), dict(model.state_dict()))
    wider = replace(recipe, init=str(tmp_path / "init.safetensors"), model=replace(recipe.model, width=3))
    with pytest.raises(RecipeError, match="another shape"):
        State.fresh(wider)
