"""The discriminator: every layer is spectrally normalized, and its features are those of its levels."""

import pytest

torch = pytest.importorskip("torch")

from nurie.network.discriminator import Discriminator  # noqa: E402


@pytest.fixture(scope="module")
def judge() -> Discriminator:
    torch.manual_seed(0)
    return Discriminator(4)


def test_shapes(judge: Discriminator) -> None:
    maps, score = judge(torch.rand(2, 3, 64, 96) * 255)
    sizes = [(2, 4 * times, 64 >> level, 96 >> level) for level, times in enumerate((1, 2, 4, 8, 8), 1)]
    assert [tuple(found.shape) for found in maps] == sizes
    assert len(judge.names) == len(maps)
    assert score.shape == (2, 1, 2, 3)


def test_the_largest_singular_value_of_every_weight_is_1() -> None:
    """After enough power iterations; one is made each time the network learns."""
    torch.manual_seed(0)
    judge = Discriminator(4).train()
    for _ in range(100):
        judge(torch.rand(1, 3, 32, 32))
    judge.eval()
    convolutions = [module for module in judge.modules() if isinstance(module, torch.nn.Conv2d)]
    assert len(convolutions) == 11
    for convolution in convolutions:
        largest = torch.linalg.matrix_norm(convolution.weight.flatten(1), ord=2)
        assert largest.item() == pytest.approx(1, abs=0.02)


def test_gray_is_0_inside_and_colors_are_scaled(judge: Discriminator) -> None:
    judge.eval()
    x = torch.rand(1, 3, 32, 32) * 255
    first = judge.levels[0](x / 127.5 - 1)
    assert torch.equal(judge(x)[0][0], first)
