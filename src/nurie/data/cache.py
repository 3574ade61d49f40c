"""What was read or drawn, kept while there is room."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeVar


class Large(Protocol):
    """Something that knows how many bytes it takes."""

    @property
    def nbytes(self) -> int:
        """Bytes."""


CacheKey = TypeVar("CacheKey", bound=Hashable)
Value = TypeVar("Value", bound=Large)


class Cache(Generic[CacheKey, Value]):
    """The values used last, up to a number of bytes.

    Args:
        make: makes the value of a key.
        room: how many bytes are kept at most; a larger value is handed out and not kept.
    """

    def __init__(self, make: Callable[[CacheKey], Value], room: int) -> None:
        self._make, self.room = make, room
        self._values: OrderedDict[CacheKey, Value] = OrderedDict()
        self.nbytes = 0

    def __call__(self, key: CacheKey) -> Value:
        """The value of a key, made where it is not kept."""
        if key in self._values:
            self._values.move_to_end(key)
            return self._values[key]
        value = self._make(key)
        self._values[key] = value
        self.nbytes += value.nbytes
        while self.nbytes > self.room:
            self.nbytes -= self._values.popitem(last=False)[1].nbytes
        return value
