"""A colorizer whose model is opened while the command imports the rest and reads its options."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nurie.colorize.colorizer import Colorizer


@contextmanager
def opening(path: Path | None, threads: int | None) -> "Iterator[Callable[[], Colorizer]]":
    """Begin to open a model, the shipped one if none is named; what this gives waits for it.

    The call raises `ModelError` if the model is missing, broken or of another kind.
    """
    # Imported in this thread: two threads importing from one package may see modules only half initialized.
    from nurie.colorize.model import Model, default_model, default_threads
    from nurie.memory import keep_bands

    keep_bands()  # before there are threads, which else get heaps of their own
    with ThreadPoolExecutor(1) as beside:
        opened = beside.submit(lambda: Model(path or default_model(), threads or default_threads()))

        def colorizer() -> "Colorizer":
            from nurie.colorize.colorizer import Colorizer

            return Colorizer(opened.result(), threads)

        yield colorizer
