"""The secret that lets other devices in. It stays the same, so that a tablet's page outlives a restart."""

import os
import re
import secrets
from pathlib import Path

from nurie.errors import OutputError
from nurie.export import files

_TOKEN = re.compile(r"[\w-]{22,}", re.ASCII)


def kept_token(path: Path) -> str:
    """The token in a file that only its owner can read; a new one where there is none.

    Raises:
        OutputError, AccessError: the file can neither be read nor written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if files.exists(path) and _TOKEN.fullmatch(token := path.read_text("ascii", "replace").strip()):
            return token
        token = secrets.token_urlsafe(16)
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(token + "\n")
    except OSError as error:
        raise OutputError(
            f"the token {path} cannot be kept ({error.strerror}): name another folder."
        ) from None
    return token
