"""One network in one engine in a process of its own, which runs it once for every line it is told.

    python benchmarks/engines.py pytorch|onnx|tensorflow FILE INPUT.npy --threads N

FILE holds our PyTorch network's weights as .npz (pytorch, tensorflow) or an .onnx file. The first run only
warms up; then each "run" on standard input is answered with its seconds, and "save PATH" writes the output.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Network = Callable[[np.ndarray], np.ndarray]


class Engine:
    """The parent's side: a child process that holds a network and runs it on demand."""

    def __init__(
        self, kind: str, file: Path, picture: Path, threads: int = 0, python: str = sys.executable
    ) -> None:
        command = [python, __file__, kind, str(file), str(picture), "--threads", str(threads)]
        quiet = {"TF_CPP_MIN_LOG_LEVEL": "2", **os.environ}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=quiet
        )
        if self.process.stdout.readline().strip() != "ready":
            self.process.wait()
            raise SystemExit(f"The engine {kind} did not start in {python}; what it said stands above.")

    def ask(self, line: str) -> str:
        """Tell the child a line and return its answer."""
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"The engine stopped: {' '.join(self.process.args)}")
        return answer.strip()

    def run(self) -> float:
        """The seconds of one run."""
        return float(self.ask("run"))

    def save(self, path: Path) -> None:
        """Write the output of the last run as .npy."""
        self.ask(f"save {path}")

    def close(self) -> None:
        """End the child."""
        self.process.stdin.close()
        self.process.wait()


def onnx(file: Path, threads: int) -> Network:
    """A network in ONNX Runtime; 0 threads leaves the number to it."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda x: session.run(None, {name: x})[0]


def pytorch(file: Path, threads: int) -> Network:
    """Our network in PyTorch, with as many threads."""
    import numpy as np
    import torch

    from nurie.memory import keep_memory
    from nurie.network.sgru import SGRU, SGRUConfig

    keep_memory()  # as nurie's own commands do
    torch.set_num_threads(threads)
    weights = np.load(file)
    model = SGRU(SGRUConfig(width=len(weights["last.0.0.weight"]))).eval()
    model = model.to(torch.from_numpy(weights["head.weight"]).dtype)
    model.load_state_dict({name: torch.from_numpy(weights[name]) for name in weights.files})
    model = model.to(memory_format=torch.channels_last)

    def run(x: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            return model(torch.from_numpy(x).contiguous(memory_format=torch.channels_last)).numpy()

    return run


def tensorflow(file: Path, threads: int) -> Network:
    """The reference's graph in TensorFlow, with as many threads."""
    import numpy as np

    try:
        import tensorflow as tf
    except ImportError:
        raise SystemExit(
            f"{sys.executable} has no TensorFlow: install nurie[tf], or name another Python by --tf-python."
        ) from None
    from tf_sgru import build

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    return build(dict(np.load(file)))


def main() -> None:
    """Hold one network and obey standard input."""
    import numpy as np

    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=["onnx", "pytorch", "tensorflow"])
    parser.add_argument("file", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--threads", type=int, default=0)
    arguments = parser.parse_args()

    network = globals()[arguments.kind](arguments.file, arguments.threads)
    picture = np.load(arguments.picture)
    output = network(picture)
    print("ready", flush=True)
    for line in sys.stdin:
        verb, _, path = line.strip().partition(" ")
        if verb == "save":
            np.save(path, output)
            print("saved", flush=True)
        else:
            start = time.perf_counter()
            output = network(picture)
            print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
