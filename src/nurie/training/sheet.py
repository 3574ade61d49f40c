"""A picture of how a run is doing."""

from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from nurie.losses import to_rgb
from nurie.network.checkpoint import write_atomically
from nurie.network.sgru import SGRU


@torch.no_grad()
def write_sheet(path: Path, network: SGRU, samples: dict[str, Tensor], inputs: int, rows: int = 8) -> None:
    """Write a sheet of a row a sample: the sketch with its hints, the first target, the colorings.

    Args:
        path: where the PNG goes.
        network: the network.
        samples: a batch; its sketches, hints and targets are shown.
        inputs: input channels of the network, 1 or 5.
        rows: how many samples at the most.

    Raises:
        OutputError: the sheet cannot be written.
    """
    sketch, hints = samples["sketch"][:rows].float(), samples["hints"][:rows].float()
    x = sketch if inputs == 1 else torch.cat([sketch, hints], 1)
    device = next(network.parameters()).device
    colors = to_rgb(network(x.to(device))).clamp(0, 255).cpu()
    ink = sketch[:, None] / 255
    marked = torch.where(hints[:, 3:] > 0, hints[:, :3], sketch.expand(-1, 3, -1, -1))[:, None]
    cells = torch.cat([marked, samples["targets"][:rows, :1].float() * ink, colors * ink], 1)
    # (B, 11, 3, H, W) to (B * H, 11 * W, 3)
    sheet = cells.permute(0, 3, 1, 4, 2).flatten(2, 3).flatten(0, 1).numpy().astype(np.uint8)
    _, data = cv2.imencode(".png", cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))
    write_atomically(path, lambda to: to.write_bytes(data.tobytes()))
