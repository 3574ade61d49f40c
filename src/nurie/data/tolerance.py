"""What a few pictures that cannot be read may cost: a line each, not the run."""

import logging

from nurie.errors import DataError

BAD_SHARE = 0.05
"""Pictures that cannot be read are skipped, up to this share of all."""

_log = logging.getLogger(__name__)


class Losses:
    """The pictures of a source that cannot be read: named once each, too many are an error."""

    def __init__(self, source: str, total: int) -> None:
        """Begin with none lost of `total` pictures of `source`."""
        self._source, self._total = source, total
        self._lost: dict[str, int] = {}

    def add(self, name: str, sentence: str, count: int = 1) -> None:
        """Count `count` lost pictures under a name, once, and say so in a sentence.

        Raises:
            DataError: more than 5 % of the source are lost.
        """
        if name in self._lost:
            return
        self._lost[name] = count
        _log.warning("skipped: %s", sentence)
        lost = sum(self._lost.values())
        if lost > BAD_SHARE * self._total:
            raise DataError(
                f"{sentence.rstrip('.')} ({lost} of the {self._total} pictures of {self._source} "
                f"are lost, more than {BAD_SHARE:.0%})."
            )
