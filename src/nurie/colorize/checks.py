"""Type checks of arguments from Python: one sentence at the call instead of an error deep inside."""

from collections.abc import Sequence

from nurie.errors import NurieError, OptionError, shown


def check_type(
    name: str,
    value: object,
    kinds: type | tuple[type, ...],
    fix: str,
    error: type[NurieError] = OptionError,
) -> None:
    """Refuse a value of another type.

    Args:
        name: of the value, as the caller writes it.
        value: what was given.
        kinds: the types that it may have.
        fix: what to give instead.
        error: what is raised.

    Raises:
        NurieError: the value has none of these types.
    """
    if not isinstance(value, kinds):
        raise error(f"{name} is {shown(value)}, of type {type(value).__name__}: give {fix}.")


def check_all(name: str, values: object, kind: type, fix: str, error: type[NurieError] = OptionError) -> None:
    """Refuse anything but a list or tuple of one type.

    Raises:
        NurieError: it is something else.
    """
    check_type(name, values, (list, tuple), fix, error)
    assert isinstance(values, Sequence)
    for value in values:
        check_type(f"one of {name}", value, kind, fix, error)


def is_number(value: object) -> bool:
    """Whether a value is a number, and no truth value."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_whole(value: object) -> bool:
    """Whether a value is a whole number, and no truth value."""
    return isinstance(value, int) and not isinstance(value, bool)
