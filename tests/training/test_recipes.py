"""Recipes: what is wrong is told, all of it at once."""

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch")

from nurie.data.config import SourceConfig
from nurie.errors import RecipeError
from nurie.network.sgru import SGRUConfig
from nurie.training.config import LossConfig, Recipe, load_recipe

RECIPES = Path(__file__).parents[2] / "recipes"

LEAST = """
output = "runs/test"
[model]
[data]
[[data.sources]]
kind = "drawn"
[loss]
[optimizer]
steps = 10
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "recipe.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(path: Path, changes: dict[str, str] | None = None) -> list[str]:
    """What the error names, one by one."""
    with pytest.raises(RecipeError) as caught:
        load_recipe(path, changes)
    told = str(caught.value)
    head, _, rest = told.partition(" to correct: ")
    found = rest.removesuffix(".").split("; ")
    assert head == f"{path} has {len(found)} {'problem' if len(found) == 1 else 'problems'}"
    assert told.endswith(".")
    assert "\n" not in told
    return found


def test_the_defaults_are_the_papers(tmp_path: Path) -> None:
    recipe = load_recipe(write(tmp_path, LEAST))
    model, loss, run = recipe.model, recipe.loss, recipe.optimizer
    assert (model.width, model.outputs, model.inputs, model.slope) == (96, 9, 1, 0.2)
    assert (model.norm, model.upsampling, model.normalize) == ("picture", "deconv", False)
    assert (loss.best, loss.pixel, loss.parts, loss.sampled) == (0.999, 0.88, 0.0, False)
    assert (run.rate, run.warmup, run.decay, run.clip, run.ema) == (1e-4, 0, 0.0, 0.0, 0.0)
    assert (recipe.data.batch, recipe.data.sizes, recipe.data.hints) == (1, ((256, 256),), 0.0)
    assert recipe.data.sources == (SourceConfig("drawn"),)


@pytest.mark.parametrize("name", sorted(path.name for path in RECIPES.glob("*.toml")))
def test_the_shipped_recipes_load(name: str) -> None:
    assert isinstance(load_recipe(RECIPES / name), Recipe)


def test_recipes_name_nothing_outside_the_repository_but_below_the_data_folder() -> None:
    for path in RECIPES.glob("*.toml"):
        recipe = load_recipe(path)
        outside = [source.path for source in recipe.data.sources if source.path] + [recipe.loss.weights_file]
        assert all(Path(one).parts[0] in ("data", "pictures") for one in outside if one)
        assert not recipe.init or recipe.init.startswith("runs/")
        assert all(source.keys in ("", "recipes/parts.json") for source in recipe.data.sources)


def test_everything_lies_below_the_root(tmp_path: Path) -> None:
    path = RECIPES / "default.toml"
    recipe = load_recipe(path, {"data.root": str(tmp_path)})
    assert recipe.data.sources[1].path == str(tmp_path / "art" / "train")
    assert recipe.data.sources[0].path == ""
    weights = "squeezenet1_1_features_fp16.safetensors"
    assert recipe.loss.weights_file == str(tmp_path / "weights" / weights)
    elsewhere = tmp_path / "vgg.pth"
    assert load_recipe(path, {"loss.weights_file": str(elsewhere)}).loss.weights_file == str(elsewhere)


def test_without_a_root_paths_are_relative_to_the_working_folder(tmp_path: Path) -> None:
    """So recipes that were written before there was a root go on as they are."""
    text = LEAST.replace('kind = "drawn"', 'kind = "folder"\npath = "../art/train"')
    assert load_recipe(write(tmp_path, text)).data.sources[0].path == "../art/train"


def test_smoke_and_default_are_shipped() -> None:
    assert {"smoke.toml", "default.toml", "drawn.toml", "folder.toml"} <= {
        path.name for path in RECIPES.glob("*.toml")
    }
    assert load_recipe(RECIPES / "default.toml").data.sources[1] == SourceConfig(
        "folder",
        weight=5.0,
        zoom=(0.8, 3.0),
        path="data/art/train",
        include=("**/*.webp",),
        keys="recipes/parts.json",
    )


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = """
speed = 3
working_size = "large"
[model]
width = 0
depth = 4
norm = "batch"
[data]
batch = 0
sizes = [[64, 65]]
hints = 1.5
[[data.sources]]
kind = "drawn"
zoom = [1.0]
count = 2.5
weight = -1
[[data.sources]]
kind = "camera"
[loss]
layers = ["conv1"]
perceptual = "squeezenet"
[optimizer]
rate = true
ema = 1.0
"""
    assert sorted(problems(write(tmp_path, text))) == sorted(
        [
            "speed is unknown",
            "output is missing",
            "working_size is 'large', not of type int",
            "model.width must be at least 1",
            "model.depth is unknown",
            "model.norm is 'batch', not one of picture, position",
            "data.batch must be at least 1",
            "data.sizes must be multiples of 32, at least 32",
            "data.hints must lie in 0..1",
            "data.sources[0].zoom must be a list of 2",
            "data.sources[0].count is 2.5, not of type int",
            "data.sources[0].weight must be above 0",
            "data.sources[1].kind is 'camera', not one of drawn, folder, labels, bubbles, shards",
            "loss.layer_weights must have one weight a layer",
            "loss.weights_file is needed by perceptual",
            "optimizer.steps is missing",
            "optimizer.rate is True, not of type float",
            "optimizer.ema must lie in 0..1, below 1",
        ]
    )


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("output", '""', "output must not be empty"),
        ("model", "3", "model must be a group of keys"),
        ("model.inputs", "4", "model.inputs must be 1 or 5"),
        ("model.outputs", "8", "model.outputs must be 9"),
        ("data.hints", "0.5", "data.hints needs model.inputs = 5"),
        ("model.grays", "true", "data.sources' grays and model.grays need each other"),
        ("loss.best", "nan", "loss.best must lie in 0..1"),
        ("data.sources", "[]", "data.sources must name at least one source"),
        ("data.sources", '[{kind = "folder"}]', "data.sources[0].path is needed by all kinds but drawn"),
        ("data.sources", '[{kind = "shards"}]', "data.sources[0].path is needed by all kinds but drawn"),
        (
            "data.sources",
            '[{kind = "drawn", zoom = [0.0, 1.0]}]',
            "data.sources[0].zoom must rise from above 0",
        ),
        ("data.sources", '[{kind = "drawn", recolor = 2}]', "data.sources[0].recolor must lie in 0..1"),
        (
            "data.sources",
            '[{kind = "drawn", first_seed = -1}]',
            "data.sources[0].first_seed must be at least 0",
        ),
        ("data.seed", "-1", "data.seed must be at least 0"),
        ("data.workers", "-1", "data.workers must be at least 0"),
        ("loss.best", "-0.1", "loss.best must lie in 0..1"),
        ("optimizer.steps", "0", "optimizer.steps must be at least 1"),
        ("optimizer.steps", "many", "optimizer.steps is 'many', not of type int"),
        ("optimizer.rate", "0", "optimizer.rate must be above 0"),
        ("optimizer.decay", "2", "optimizer.decay must lie in 0..1"),
        ("optimizer.checkpoint_every", "0", "optimizer.checkpoint_every must be at least 1"),
        ("optimizer.device", "tpu", "optimizer.device is 'tpu', not one of auto, cpu, cuda, mps"),
        ("optimizer.threads", "-2", "optimizer.threads must be at least 0"),
        ("data.sources.count", "3", "data.sources.count: sources is no group of keys"),
        ("modle.width", "8", "modle is unknown"),
        ("model.kind", "vit", "model.kind is 'vit', not one of sgru, unet, resunet"),
        ("loss.adversarial", "-1", "loss.adversarial must be at least 0"),
        ("discriminator.width", "0", "discriminator.width must be at least 1"),
        ("discriminator.rate", "0", "discriminator.rate must be above 0"),
        ("optimizer.devices", "0", "optimizer.devices must be at least 1"),
        ("optimizer.num_nodes", "0", "optimizer.num_nodes must be at least 1"),
        ("optimizer.accumulate", "0", "optimizer.accumulate must be at least 1"),
        (
            "optimizer.accumulate",
            "2",
            "data.batch must be a multiple of optimizer.devices x num_nodes x accumulate",
        ),
    ],
)
def test_each_impossible_value_is_told(tmp_path: Path, key: str, value: str, problem: str) -> None:
    assert problems(write(tmp_path, LEAST), {key: value}) == [problem]


def test_a_discriminator_that_is_not_trained_has_no_features(tmp_path: Path) -> None:
    changes = {
        "loss.perceptual": "discriminator",
        "loss.layers": '["level1", "conv1"]',
        "loss.layer_weights": "[1, 1]",
    }
    assert problems(write(tmp_path, LEAST), changes) == [
        "loss.adversarial above 0 is needed by perceptual",
        "loss.layers must be among level1, level2, level3, level4, level5",
    ]


PAPER = {
    "model": SGRUConfig(),
    "loss": LossConfig(
        perceptual="vgg19",
        weights_file="data/weights/vgg19.pth",
        layers=("conv1_2", "conv2_2", "conv3_2", "conv4_2", "conv5_2"),
        layer_weights=(0.79, 0.63, 0.51, 0.39, 1.07),
    ),
}


def test_the_paper_is_the_papers() -> None:
    """The defaults are the paper's network and loss: see test_the_defaults_are_the_papers."""
    recipe = load_recipe(RECIPES / "paper.toml")
    assert (recipe.model, recipe.loss) == (PAPER["model"], PAPER["loss"])
    assert (recipe.data.batch, recipe.data.sizes, recipe.data.hints) == (1, ((256, 256),), 0.0)
    run = recipe.optimizer
    assert (run.steps, run.rate, run.warmup, run.decay, run.clip, run.ema) == (
        218_000,
        1e-4,
        0,
        0.0,
        0.0,
        0.0,
    )


@pytest.mark.parametrize("kind", ["unet", "resunet"])
def test_the_comparisons_differ_from_the_paper_in_their_network_alone(kind: str) -> None:
    paper, other = load_recipe(RECIPES / "paper.toml"), load_recipe(RECIPES / f"{kind}.toml")
    assert other == replace(paper, name=kind, output=f"runs/{kind}", model=replace(paper.model, kind=kind))


def test_the_small_paper_is_the_papers_loss_at_another_size() -> None:
    paper, small = load_recipe(RECIPES / "paper.toml"), load_recipe(RECIPES / "paper-small.toml")
    assert small.model == replace(paper.model, width=32)
    blocks = {"layers": paper.loss.layers[:3], "layer_weights": paper.loss.layer_weights[:3]}
    assert small.loss == replace(paper.loss, **blocks)
    assert (small.optimizer.rate, small.data.batch) == (paper.optimizer.rate, paper.data.batch)
    assert [(one.kind, one.path, one.keys) for one in small.data.sources] == [
        ("folder", "data/art/train", "")
    ]


def test_set_changes_values_of_every_type(tmp_path: Path) -> None:
    changes = {
        "output": "runs/other",
        "optimizer.steps": "7",
        "optimizer.rate": "1",
        "model.normalize": "true",
        "model.inputs": "5",
        "data.sizes": "[[64, 96]]",
        "name": '"quoted"',
    }
    recipe = load_recipe(write(tmp_path, LEAST), changes)
    assert recipe.output == "runs/other"
    assert recipe.optimizer.steps == 7
    assert type(recipe.optimizer.rate) is float
    assert recipe.model.normalize is True
    assert recipe.model.inputs == 5
    assert recipe.data.sizes == ((64, 96),)
    assert recipe.name == "quoted"


def test_a_file_that_is_missing_or_no_toml(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.toml", tmp_path, write(tmp_path, "output = [")):
        with pytest.raises(RecipeError, match="cannot be read as a TOML recipe") as caught:
            load_recipe(path)
        assert str(caught.value).startswith(str(path))
    (tmp_path / "recipe.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RecipeError, match="cannot be read"):
        load_recipe(tmp_path / "recipe.toml")
