"""A picture of how a run is doing."""

from pathlib import Path

import cv2
import numpy as np
import torch
from torch.nn import functional as F  # noqa: N812

from nurie.arrays import Bytes
from nurie.export import files
from nurie.losses import to_rgb
from nurie.network.sgru import SGRU
from nurie.training.batches import TensorBatch
from nurie.training.objective import network_input


@torch.no_grad()
def draw_sheet(network: SGRU, samples: TensorBatch) -> Bytes:
    """A row a sample: the sketch with its hints, the first target, the nine colorings under the lines.

    Args:
        network: the network.
        samples: a batch of B samples of H x W px.

    Returns:
        (B * H, 11 * W, 3), RGB.
    """
    sketch, hints = samples["sketch"].float(), samples["hints"].float()
    sketch = F.avg_pool2d(sketch, sketch.shape[-1] // hints.shape[-1])
    x = network_input(samples, network.config.inputs)
    device = next(network.parameters()).device
    colors = to_rgb(network(x.to(device))).clamp(0, 255).cpu()
    ink = sketch[:, None] / 255
    marked = torch.where(hints[:, 3:] > 0, hints[:, :3], sketch.expand(-1, 3, -1, -1))[:, None]
    cells = torch.cat([marked, samples["targets"][:, :1].float() * ink, colors * ink], 1)
    # (B, 11, 3, H, W) to (B * H, 11 * W, 3)
    return cells.permute(0, 3, 1, 4, 2).flatten(2, 3).flatten(0, 1).numpy().astype(np.uint8)


def write_png(path: Path, rgb: Bytes) -> None:
    """Write a picture (H, W, 3) atomically.

    Raises:
        OutputError: it cannot be written.
    """
    _, data = cv2.imencode(".png", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
    files.write_file(path, data.tobytes())
