"""What is noted inside the network is what an independent computation finds there."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from reference import sgru as reference
from reference.operations import Array, convolve, layer_norm, sigmoid

from nurie.network.baselines import UNet
from nurie.network.inside import FeatureMaps, watch
from nurie.network.sgru import SGRU, SGRUConfig

CONFIG = SGRUConfig(width=6, inputs=5)


def make() -> SGRU:
    """A network in which no two tensors are equal, in float64."""
    torch.manual_seed(4)
    network = SGRU(CONFIG).double()
    for parameter in network.parameters():
        if parameter.dim() == 1:
            parameter.data += 0.3 * torch.randn(parameter.shape)
    return network


NETWORK = make()
INPUT = np.random.default_rng(2).uniform(0, 255, (1, 5, 64, 96))


def parameters() -> reference.Parameters:
    """The network's weights under the reference's names."""
    state = {name: tensor.numpy() for name, tensor in NETWORK.state_dict().items()}
    places = {"reduce": "reduce", "conv1": "branch.0", "conv2": "branch.1"}
    blocks = {f"down{level}": f"down.{level - 1}" for level in range(1, 6)}
    blocks |= {f"up{level}": f"up.{5 - level}" for level in range(1, 6)}
    ours = {
        f"{block}.{name}": (f"{prefix}.{place}.0", f"{prefix}.{place}.1")
        for block, prefix in blocks.items()
        for name, place in (places | {"deconv": "up_branch", "deconv_input": "up_input"}).items()
    }
    ours |= {
        f"{block}.{name}": (f"{prefix}.{place}.conv", f"{prefix}.{place}.norm")
        for block, prefix in blocks.items()
        for name, place in {"swish": "swish", "skip": "swish_skip"}.items()
    }
    ours |= {
        f"head.{name}": (f"last.{at}.0", f"last.{at}.1")
        for at, name in enumerate(("reduce", "conv1", "conv2"))
    }
    found = {"head.colors.weight": state["head.weight"], "head.colors.bias": state["head.bias"]}
    for name, (conv, norm) in ours.items():
        if f"{conv}.weight" in state:
            found[f"{name}.weight"] = state[f"{conv}.weight"]
            found[f"{name}.scale"], found[f"{name}.shift"] = state[f"{norm}.weight"], state[f"{norm}.bias"]
    return found


@pytest.fixture(scope="module")
def layers() -> dict[str, FeatureMaps]:
    with watch(NETWORK) as noted, torch.no_grad():
        NETWORK(torch.from_numpy(INPUT))
    return noted


@pytest.fixture(scope="module")
def truth() -> dict[str, Array]:
    """Every map that the reference computes on its way, by our names."""
    maps: dict[str, Array] = {}
    paths = {"conv2": "branch", "deconv": "branch", "swish": "input", "skip": "skip"}

    def ours(name: str) -> str:
        block, layer = name.split(".")
        if block == "head":
            return {"head.conv2": "last, features"}.get(name, "")
        if block.startswith("up") and layer == "conv2":
            return ""  # shown after its enlargement
        return f"{block[:-1]} {block[-1]}, {paths[layer]}" if layer in paths else ""

    def noting(operation: Callable[..., Array]) -> Callable[..., Array]:
        def noted(x: Array, p: reference.Parameters, name: str) -> Array:
            result = operation(x, p, name)
            maps[ours(name)] = result
            if operation is plain_swish:
                seen = convolve(x, p[f"{name}.weight"], padding=1)
                gate = layer_norm(seen, p[f"{name}.scale"], p[f"{name}.shift"])
                maps[f"{ours(name)} gate"] = sigmoid(gate)
            return result

        return noted

    plain_swish = reference.swish
    with pytest.MonkeyPatch.context() as patch:
        for name in ("conv", "upconv", "swish"):
            patch.setattr(reference, name, noting(getattr(reference, name)))
        reference.sgru(INPUT[0], parameters())
    maps.pop("")
    return maps


def test_every_level_and_branch_agrees_with_the_reference(
    layers: dict[str, FeatureMaps], truth: dict[str, Array]
) -> None:
    assert set(layers) == set(truth)
    assert len(layers) == 5 * 3 + 5 * 5 + 1
    for name, layer in layers.items():
        np.testing.assert_allclose(layer.maps, truth[name], atol=1e-5, err_msg=name)


def test_layers_come_from_the_input_to_the_output(layers: dict[str, FeatureMaps]) -> None:
    blocks = list(dict.fromkeys(layer.block for layer in layers.values()))
    assert blocks == [*(f"down {k}" for k in range(1, 6)), *(f"up {k}" for k in range(5, 0, -1)), "last"]
    paths = [layer.path for layer in layers.values() if layer.block == "up 2"]
    assert paths == ["branch", "input gate", "input", "skip gate", "skip"]
    assert layers["down 3, branch"].maps.shape == (18, 16, 24)
    assert layers["down 3, input gate"].maps.shape == (18, 8, 12)
    assert layers["up 1, branch"].maps.shape == (12, 64, 96)
    assert {layer.level for layer in layers.values() if layer.block.endswith("4")} == {4}


def test_gates_lie_between_shut_and_open_and_let_through_what_they_say(
    layers: dict[str, FeatureMaps],
) -> None:
    gates = [layer for layer in layers.values() if layer.is_gate]
    assert len(gates) == 15
    for gate in gates:
        assert 0 <= gate.maps.min() < gate.maps.max() <= 1
    skip = layers["down 2, branch"].maps
    np.testing.assert_allclose(
        layers["up 2, skip"].maps, layers["up 2, skip gate"].maps * skip, rtol=1e-5, atol=1e-6
    )


def test_the_most_active_channels_come_first() -> None:
    maps = np.zeros((4, 2, 2), np.float32)
    maps[1], maps[2], maps[3] = -3, 1, 2
    layer = FeatureMaps("down 1", "branch", 1, maps)
    assert layer.order.tolist() == [1, 3, 2, 0]
    assert layer.activity.tolist() == [0, 3, 1, 2]


def test_watching_changes_nothing_and_ends() -> None:
    x = torch.from_numpy(INPUT)
    with torch.no_grad():
        before = NETWORK(x)
        with watch(NETWORK) as noted:
            during = NETWORK(x)
        count = {name: layer.maps.sum() for name, layer in noted.items()}
        after = NETWORK(x / 2)
    torch.testing.assert_close(before, during, rtol=0, atol=0)
    assert not torch.equal(before, after)
    assert {name: layer.maps.sum() for name, layer in noted.items()} == count


def test_a_network_without_gates_has_none() -> None:
    network = UNet(SGRUConfig(width=3, kind="unet"))
    with watch(network) as noted, torch.no_grad():
        network(torch.zeros(1, 1, 32, 32))
    assert [layer.name for layer in noted.values() if layer.is_gate] == []
    assert {"down 1, branch", "up 5, branch", "last, features"} <= set(noted)
