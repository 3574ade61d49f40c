"""Plain words where an optional dependency is missing."""

from importlib.util import find_spec

from nurie.errors import MissingExtraError


def require_train(*more: str) -> None:
    """Check that the `train` extra is installed: what training needs, and `more` of its packages.

    Raises:
        MissingExtraError: it is not.
    """
    missing = [
        name for name in ("torch", "lightning_fabric", "safetensors", *more) if find_spec(name) is None
    ]
    if missing:
        raise MissingExtraError(
            f"This command needs {', '.join(missing)}, not installed here; "
            "in nurie's folder run: pip install '.[train]'"
        )
