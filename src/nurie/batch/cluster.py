"""The engine on a Ray cluster: Ray Data hands pages to workers, each with its own model.

All machines must see the same files at the same paths. Workers ask for a little less than the processors
they use: if workers held every processor of a machine, Ray could not start what feeds them, and would wait
forever.
"""

import logging
import pickle
from collections.abc import Generator, Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

from nurie.batch.work import BatchOptions, Outcome, Task, Worker
from nurie.errors import MissingExtraError, ModelError

LOCAL = "local"
"""The address of a cluster of this computer alone, which ends with the batch."""
_MOST_BLOCKS = 20_000  # pages that are handed out one by one; more are handed out in bundles


def require() -> None:
    """Check that Ray is installed.

    Raises:
        MissingExtraError: it is not.
    """
    if find_spec("ray") is None:
        raise MissingExtraError("Ray is not installed here; in nurie's folder run: pip install '.[cluster]'")


def run(
    tasks: Sequence[Task], options: BatchOptions, address: str, jobs: int, threads: int
) -> Generator[Outcome, None, None]:
    """Color pages; outcomes come as they are ready.

    Args:
        address: of the cluster, "auto" for the one that this computer belongs to, or `LOCAL`.
        jobs: how many workers.
        threads: processors for each.

    Raises:
        ModelError: the cluster cannot be reached, or the model cannot be used there.
    """
    if not tasks:
        return
    if options.model:
        options = replace(options, model=options.model.absolute())
    Worker(options, 1)  # a model that cannot be used is said once, here
    import ray.data
    from ray.exceptions import RayError

    try:
        ray.init(address, log_to_driver=False, logging_level=logging.ERROR, include_dashboard=False)
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        ray.data.DataContext.get_current().enable_progress_bars = False
        rows = [{"task": pickle.dumps(_absolute(task))} for task in tasks]
        pages = ray.data.from_items(rows, override_num_blocks=min(len(rows), _MOST_BLOCKS))
        outcomes = pages.map(
            _RayWorker,  # type: ignore[arg-type]  # a class, which each worker calls once
            fn_constructor_args=(options, threads),
            compute=ray.data.ActorPoolStrategy(size=jobs),
            num_cpus=threads - 1 if threads > 1 else 0.5,  # Ray takes fractions only below one
        )
        for row in outcomes.iter_rows():
            yield pickle.loads(row["outcome"])
    except (RayError, ConnectionError) as error:
        reason = str(error).strip().splitlines()[0].rstrip(".")
        raise ModelError(
            f"the Ray cluster {address} failed ({reason}): check its address and its machines."
        ) from None
    finally:
        ray.shutdown()


def _absolute(task: Task) -> Task:
    """The same task in any folder that a worker may run in."""
    page = replace(task.page, path=task.page.path.absolute())
    return replace(
        task, page=page, target=task.target.absolute(), passed_target=task.passed_target.absolute()
    )


class _RayWorker:
    """A worker that takes and gives what Ray can carry."""

    def __init__(self, options: BatchOptions, threads: int) -> None:
        self._worker = Worker(options, threads)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        outcome: Outcome = self._worker(pickle.loads(row["task"]))
        return {"outcome": pickle.dumps(outcome)}
