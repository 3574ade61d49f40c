"""The paper's recipe runs, made smaller: three blocks of VGG-19 with random weights, narrow networks."""

from pathlib import Path

import pytest
from reference import features as reference

torch = pytest.importorskip("torch")

from tiny_run import log_of  # noqa: E402

from nurie.errors import ModelError  # noqa: E402
from nurie.network import checkpoint  # noqa: E402
from nurie.training import loop  # noqa: E402
from nurie.training.config import load_recipe  # noqa: E402

RECIPES = Path(__file__).parents[2] / "recipes"


@pytest.fixture(scope="module")
def vgg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Blocks 1 to 3 of VGG-19 with random weights, as a state dict."""
    weights = reference.random_weights(reference.vgg19_shapes(), seed=1)
    path = tmp_path_factory.mktemp("vgg") / "vgg19.pth"
    torch.save({name: torch.from_numpy(array).float() for name, array in weights.items()}, path)
    return path


def smaller(output: Path, pictures: Path) -> dict[str, str]:
    return {
        "output": str(output),
        "model.width": "4",
        "data.sizes": "[[32, 32]]",
        "data.workers": "0",
        "data.sources": f'[{{kind = "folder", path = "{pictures}"}}]',
        "optimizer.steps": "2",
        "optimizer.log_every": "1",
        "optimizer.device": "cpu",
        "optimizer.precision": "float32",
        "optimizer.tensorboard": "false",
    }


@pytest.mark.parametrize("name", ["paper", "unet", "resunet"])
def test_the_recipe_trains(tmp_path: Path, pictures: Path, vgg: Path, name: str) -> None:
    blocks = {
        "loss.weights_file": str(vgg),
        "loss.layers": '["conv1_2", "conv2_2", "conv3_2"]',
        "loss.layer_weights": "[0.79, 0.63, 0.51]",
    }
    path = loop.train(load_recipe(RECIPES / f"{name}.toml", smaller(tmp_path, pictures) | blocks))
    first, second = log_of(tmp_path)
    assert first.keys() == {"step", "pictures_a_second", "waiting", "loss", "color"}
    assert second["color"] > 0
    model, info = checkpoint.load(path)
    assert (info.name, info.working_size, info.steps) == (name, 256, 2)
    assert model.config.kind == {"paper": "sgru"}.get(name, name)


def test_the_whole_loss_needs_the_whole_vgg(tmp_path: Path, pictures: Path, vgg: Path) -> None:
    recipe = load_recipe(
        RECIPES / "paper.toml", smaller(tmp_path, pictures) | {"loss.weights_file": str(vgg)}
    )
    with pytest.raises(ModelError, match=r"vgg19\.pth lacks the layer conv4_1 of VGG19"):
        loop.train(recipe)
