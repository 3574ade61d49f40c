"""Networks that start from the weights of others."""

from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")

from nurie.errors import RecipeError  # noqa: E402
from nurie.network.sgru import SGRU, SGRUConfig  # noqa: E402
from nurie.training.start import start  # noqa: E402

KNOWN = SGRUConfig(width=4, inputs=5, upsampling="bilinear", normalize=True)


@pytest.fixture
def known() -> SGRU:
    torch.manual_seed(0)
    network = SGRU(KNOWN).double()
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, 0.02, 0.3)
    return network


@torch.no_grad()
def test_a_folded_network_begins_with_what_the_other_answers_at_the_mean(known: SGRU) -> None:
    """Where the pixels that are folded are alike; the first gate's norm, which saw the hints, is left out."""
    network = SGRU(replace(KNOWN, inputs=1, fold=2)).double()
    start(network, known, "known")
    small = torch.rand(1, 1, 64, 32, dtype=torch.float64) * 255
    large = small.repeat_interleave(2, -1).repeat_interleave(2, -2)
    hints = torch.zeros(1, 4, 64, 32, dtype=torch.float64)
    pooled = known.down[0].pool(known.down[0].branch(torch.cat([(255 - small) / 255, hints], 1)))
    folded = torch.nn.functional.pixel_unshuffle((255 - large) / 255, 2)
    torch.testing.assert_close(
        network.down[0].pool(network.down[0].branch(folded)), pooled, rtol=1e-9, atol=1e-9
    )
    assert network(large).shape == known(torch.cat([small, hints], 1)).shape


@torch.no_grad()
def test_without_hints_a_network_of_one_input_begins_with_the_same_convolutions(known: SGRU) -> None:
    network = SGRU(replace(KNOWN, inputs=1, grays=True)).double()
    start(network, known, "known")
    for key, tensor in network.state_dict().items():
        theirs = known.state_dict()[key]
        if tensor.shape == theirs.shape:
            torch.testing.assert_close(tensor, theirs)
    first = known.state_dict()["down.0.branch.0.0.weight"]
    torch.testing.assert_close(network.state_dict()["down.0.branch.0.0.weight"], first[:, :1])


@torch.no_grad()
def test_a_head_that_names_more_parts_keeps_what_it_knew(known: SGRU) -> None:
    few, many = SGRU(replace(KNOWN, parts=3)), SGRU(replace(KNOWN, parts=5))
    fresh = many.state_dict()["part_head.weight"][3:].clone()
    start(many, few, "few")
    weight = many.state_dict()["part_head.weight"]
    torch.testing.assert_close(weight[:3], few.state_dict()["part_head.weight"])
    torch.testing.assert_close(weight[3:], fresh)


def test_another_shape_is_refused(known: SGRU) -> None:
    with pytest.raises(RecipeError, match="known holds a network of another shape"):
        start(SGRU(replace(KNOWN, width=8)), known, "known")
