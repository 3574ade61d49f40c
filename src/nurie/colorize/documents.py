"""JSON files with a "format" and a "version": hints, mixes, palettes and character sheets."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nurie.errors import NurieError, shown


@dataclass(frozen=True)
class DocumentKind:
    """One kind of file.

    Attributes:
        format: what the file says under "format".
        version: what it says under "version".
        error: what is raised where a file is wrong.
        file: what messages call the file, such as "hint file".
        content: what they call that which is in it, such as "hints".
        of: what they call the format, such as "hint".
    """

    format: str
    version: int
    error: type[NurieError]
    file: str
    content: str
    of: str

    def read(self, path: Path) -> bytes:
        """The bytes of a file; raises `error` where it cannot be read."""
        try:
            return path.read_bytes()
        except FileNotFoundError:
            raise self.error(f"the {self.file} {path} does not exist: check its name and folder.") from None
        except OSError as error:
            raise self.error(f"the {self.file} {path} cannot be read ({error.strerror}): check it.") from None

    def decode(self, data: bytes) -> str:
        """The text of a file, with or without a byte order mark; raises `error` where it is not UTF-8."""
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise self.error(f"this is not JSON text: save the {self.content} again.") from None

    def parse(self, text: str) -> dict[str, Any]:
        """The JSON object of a file; raises `error` where it is of another kind or version."""
        try:
            document = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise self.error(f"this is not valid JSON ({error}): save the {self.content} again.") from None
        if not isinstance(document, dict) or document.get("format") != self.format:
            raise self.error(f'this is not a {self.file}: it must say "format": "{self.format}".')
        version = document.get("version")
        if version != self.version or isinstance(version, bool):
            raise self.error(
                f"version {shown(version)} of the {self.of} format is unknown: this nurie reads version "
                f"{self.version}, so save the {self.content} again or update nurie."
            )
        return document

    def dump(self, **content: object) -> str:
        """JSON text, the format and version before the content."""
        return json.dumps({"format": self.format, "version": self.version, **content}, indent=2) + "\n"


def rgb_of(color: str) -> tuple[int, int, int]:
    """A color, "#rrggbb", as three numbers, 0..255."""
    red, green, blue = bytes.fromhex(color[1:])
    return red, green, blue


def is_color(value: object) -> bool:
    """Whether a value is a color, "#rrggbb"."""
    return isinstance(value, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", value) is not None
