"""Plain words where an optional dependency is missing."""

from importlib.util import find_spec

from nurie.errors import MissingExtraError


def require_train() -> None:
    """Check that the `train` extra is installed.

    Raises:
        MissingExtraError: it is not.
    """
    missing = [name for name in ("torch", "lightning", "safetensors") if find_spec(name) is None]
    if missing:
        raise MissingExtraError(
            f"This command needs {', '.join(missing)}, which is not installed; run: pip install 'nurie[train]'"
        )
