"""The network against a naive one in NumPy that was written from the paper's facts alone."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from reference import sgru as reference

torch = pytest.importorskip("torch")

from nurie.network.sgru import SGRU, SGRUConfig  # noqa: E402

SMALL = SGRUConfig(width=6)


def our_name(name: str) -> str:
    """The name in our state dict of a parameter of the reference."""
    block, layer, kind = name.split(".")
    if layer == "colors":
        return f"head.{kind}"
    if block == "head":
        layer = {"reduce": "last.0", "conv1": "last.1", "conv2": "last.2"}[layer]
    else:
        side, level = re.fullmatch(r"(down|up)(\d)", block).groups()
        number = int(level) - 1 if side == "down" else 5 - int(level)
        ours = {
            "conv1": "branch.0",
            "conv2": "branch.1",
            "deconv": "up_branch",
            "deconv_input": "up_input",
            "skip": "swish_skip",
        }
        layer = f"{side}.{number}.{ours.get(layer, layer)}"
    conv, norm = ("conv", "norm") if layer.endswith(("swish", "swish_skip")) else ("0", "1")
    kinds = {"weight": f"{conv}.weight", "scale": f"{norm}.weight", "shift": f"{norm}.bias"}
    return f"{layer}.{kinds[kind]}"


def transplanted(config: SGRUConfig, parameters: reference.Parameters) -> SGRU:
    """Our network with the reference's parameters, in float64; every parameter must find its place."""
    model = SGRU(config).double()
    model.load_state_dict({our_name(name): torch.from_numpy(array) for name, array in parameters.items()})
    return model


def pictures(inputs: int, height: int, width: int, batch: int = 1) -> np.ndarray:
    """Random pictures in 0..255."""
    return np.random.default_rng(height + width).uniform(0, 255, (batch, inputs, height, width))


def colors(model: SGRU, x: np.ndarray) -> np.ndarray:
    """What the network makes of x."""
    with torch.no_grad():
        return model(torch.from_numpy(x)).numpy()


@pytest.mark.parametrize("inputs", [1, 5])
@pytest.mark.parametrize("size", [(32, 64), (64, 64)])
def test_agrees_with_the_naive_network(inputs: int, size: tuple[int, int]) -> None:
    parameters = reference.random_parameters(seed=inputs, width=6, inputs=inputs)
    x = pictures(inputs, *size)

    ours = colors(transplanted(replace(SMALL, inputs=inputs), parameters), x)
    theirs = reference.sgru(x[0], parameters)

    assert ours.shape == (1, 9, 3, *size)
    assert np.ptp(theirs) > 1, "the reference must have something to say"
    np.testing.assert_allclose(ours[0], theirs, rtol=0, atol=1e-10)


def test_a_norm_over_positions_agrees_with_the_naive_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def position_norm(x: np.ndarray, scale: np.ndarray, shift: np.ndarray) -> np.ndarray:
        normal = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-12)
        return normal * scale[:, None, None] + shift[:, None, None]

    # Five channels: over a single one, as down 1's swish has it with one input, position norm is always 0.
    parameters = reference.random_parameters(seed=3, width=6, inputs=5)
    x = pictures(5, 32, 64)
    monkeypatch.setattr(reference, "layer_norm", position_norm)

    ours = colors(transplanted(replace(SMALL, inputs=5, norm="position"), parameters), x)

    np.testing.assert_allclose(ours[0], reference.sgru(x[0], parameters), rtol=0, atol=1e-10)


def test_the_pictures_of_a_batch_do_not_know_of_each_other() -> None:
    model = transplanted(SMALL, reference.random_parameters(seed=4, width=6))
    x = pictures(1, 32, 32, batch=3)

    one_by_one = np.concatenate([colors(model, x[i : i + 1]) for i in range(3)])

    np.testing.assert_allclose(colors(model, x), one_by_one, rtol=0, atol=1e-12)


@pytest.mark.parametrize("variant", [{}, {"norm": "position", "inputs": 5}, {"upsampling": "bilinear"}])
def test_every_parameter_receives_a_gradient(variant: dict) -> None:
    torch.manual_seed(0)
    model = SGRU(replace(SMALL, **variant)).double()
    x = torch.from_numpy(pictures(model.config.inputs, 64, 64))

    (model(x) ** 2).mean().backward()

    without = [name for name, p in model.named_parameters() if p.grad is None or not p.grad.abs().sum() > 0]
    assert without == []


def test_the_papers_network_has_its_number_of_parameters() -> None:
    with torch.device("meta"):
        model = SGRU(SGRUConfig())

    assert sum(p.numel() for p in model.parameters()) == 47_827_558
    sizes = {our_name(name): shape for name, shape in reference.shapes().items()}
    assert {name: tuple(p.shape) for name, p in model.named_parameters()} == sizes


def test_outputs_are_color_major() -> None:
    torch.manual_seed(0)
    model = SGRU(SMALL).double()
    x = torch.from_numpy(pictures(1, 32, 32, batch=2))

    with torch.no_grad():
        channels = model.head(model.features(x))
        result = model(x)

    assert channels.shape == (2, 27, 32, 32)
    for u in range(9):
        assert torch.equal(result[:, u], channels[:, [u, 9 + u, 18 + u]])
    assert torch.equal(result, channels.view(2, 3, 9, 32, 32).transpose(1, 2))


def test_the_number_of_outputs_is_free() -> None:
    parameters = reference.random_parameters(seed=5, width=6, outputs=4)
    x = pictures(1, 32, 32)

    ours = colors(transplanted(replace(SMALL, outputs=4), parameters), x)

    np.testing.assert_allclose(ours[0], reference.sgru(x[0], parameters), rtol=0, atol=1e-10)


@pytest.mark.parametrize("size", [(32, 48), (48, 32), (1, 1), (64, 65)])
def test_sizes_that_cannot_be_halved_five_times_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="multiples of 32"):
        SGRU(SMALL)(torch.zeros(1, 1, *size))


@pytest.mark.parametrize("variant", [{"upsampling": "bilinear"}, {"norm": "position"}, {"normalize": True}])
def test_variants_run_and_differ_from_the_paper(variant: dict) -> None:
    x = torch.from_numpy(pictures(5, 32, 64)).float()

    def made(config: SGRUConfig) -> torch.Tensor:
        torch.manual_seed(0)
        with torch.no_grad():
            return SGRU(config)(x)

    paper, other = made(replace(SMALL, inputs=5)), made(replace(SMALL, inputs=5, **variant))

    assert other.shape == paper.shape == (1, 9, 3, 32, 64)
    assert other.isfinite().all()
    assert (other - paper).abs().max() > 1e-3


def test_normalize_feeds_ink_and_hints_between_0_and_1() -> None:
    parameters = reference.random_parameters(seed=6, width=6, inputs=5)
    x = pictures(5, 32, 64)
    fed = np.concatenate([255 - x[:, :1], x[:, 1:]], axis=1) / 255

    ours = colors(transplanted(replace(SMALL, inputs=5, normalize=True), parameters), x)

    np.testing.assert_allclose(ours[0], reference.sgru(fed[0], parameters), rtol=0, atol=1e-10)
