"""Adversarial training: one step teaches both networks, each by its own loss."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from lightning_fabric import Fabric  # noqa: E402
from tiny_run import assert_equal, log_of, state_of, tiny  # noqa: E402

from nurie.network.discriminator import Discriminator  # noqa: E402
from nurie.training import loop  # noqa: E402
from nurie.training.config import DiscriminatorConfig, LossConfig, Recipe, load_recipe  # noqa: E402
from nurie.training.critic import Critic  # noqa: E402
from nurie.training.state import Judge, State  # noqa: E402

SSNGAN = Path(__file__).parents[2] / "recipes" / "ssngan.toml"


def adversarial(output: Path, **run: Any) -> Recipe:
    loss = LossConfig(
        perceptual="discriminator",
        layers=("level1", "level3"),
        layer_weights=(2.0, 3.0),
        sampled=True,
        adversarial=1.0,
    )
    recipe = tiny(output, **run)
    model = replace(recipe.model, parts=0)
    return replace(recipe, model=model, loss=loss, discriminator=DiscriminatorConfig(width=2))


def test_one_step_teaches_both(tmp_path: Path) -> None:
    recipe = adversarial(tmp_path, steps=1, log_every=1, ema=0.0)
    fresh = State.fresh(recipe)
    loop.train(recipe)
    trained = state_of(tmp_path)
    assert fresh.judge is not None
    before = {
        "trainee": dict(fresh.trainee.named_parameters()),
        "judge": dict(fresh.judge.network.named_parameters()),
    }
    for name, parameters in before.items():
        same = [key for key, p in parameters.items() if torch.equal(p.data, trained[name][key])]
        # While all scores lie inside the hinge, its two halves pull the bias of the score alike.
        assert set(same) <= {"score.bias"}, name
    (line,) = log_of(tmp_path)
    assert line["loss"] == pytest.approx(line["color"] + line["features"] + line["adversarial"], abs=2e-4)
    # Before it has learned, the score is near 0 and the hinge loss near 2.
    assert 1 < line["critic"] < 3


def test_the_discriminator_learns_to_tell_colorings_from_pictures() -> None:
    """Noise from gray; then its opinion of noise is low, and the network is told so."""
    torch.manual_seed(0)
    network = Discriminator(4)
    fabric = Fabric(accelerator="cpu", devices=1)
    judge = Judge(network, torch.optim.Adam(network.parameters(), 1e-3, betas=(0.0, 0.9)))
    critic = Critic(fabric, judge, LossConfig(layers=("level1",), layer_weights=(1.0,), adversarial=2.0))
    batch = {
        "sketch": torch.full((2, 1, 32, 32), 255, dtype=torch.uint8),
        "targets": torch.full((2, 9, 3, 32, 32), 200, dtype=torch.uint8),
        "other": torch.tensor([3, 5]),
    }
    colors = torch.randn(2, 9, 3, 32, 32)
    losses = []
    for _ in range(25):
        critic.optimizer.zero_grad()
        losses.append(critic.learn(colors, batch, 1, False).item())
        critic.optimizer.step()
    assert 1.5 < losses[0] < 2.5
    assert losses[-1] < 0.2
    assert critic.opinion(colors, batch).item() > 1
    assert not any(parameter.requires_grad for parameter in network.parameters())


def test_it_goes_on_bit_for_bit_in_pieces_too(tmp_path: Path) -> None:
    loop.train(adversarial(tmp_path / "whole", accumulate=2, decay=0.0))
    loop.train(adversarial(tmp_path / "cut", accumulate=2, decay=0.0, steps=3))
    loop.train(adversarial(tmp_path / "cut", accumulate=2, decay=0.0), resume=True)
    assert_equal(state_of(tmp_path / "cut"), state_of(tmp_path / "whole"))


def test_the_recipe_trains(tmp_path: Path, pictures: Path) -> None:
    """As shipped but for its size: narrow networks, three steps of 64 px on pictures of the test's own."""
    changes = {
        "output": str(tmp_path / "run"),
        "model.width": "4",
        "discriminator.width": "4",
        "data.sizes": "[[64, 64]]",
        "data.workers": "0",
        "data.sources": f'[{{kind = "folder", path = "{pictures}"}}]',
        "optimizer.steps": "3",
        "optimizer.log_every": "1",
        "optimizer.device": "cpu",
        "optimizer.precision": "float32",
        "optimizer.tensorboard": "false",
    }
    loop.train(load_recipe(SSNGAN, changes))
    assert [line["step"] for line in log_of(tmp_path / "run")] == [1, 2, 3]
    assert (tmp_path / "run" / "model.safetensors").exists()
