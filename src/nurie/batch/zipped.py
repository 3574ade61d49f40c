"""ZIP archives, read with care for what others put into them."""

import io
import struct
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from nurie.batch.entries import ListedMember, check_size, damaged
from nurie.batch.names import decode
from nurie.errors import ImageError

_ENCRYPTED, _UTF8 = 1, 0x800  # bits of a member's flags
_CENTRAL, _LOCAL = b"PK\x01\x02", b"PK\x03\x04"
_LOCAL_SIZE, _CENTRAL_SIZE = 30, 46  # bytes, without names
_PIECE = 4096


def entries(path: Path, encoding: str) -> list[ListedMember]:
    """The members of an archive in its own order.

    Args:
        encoding: of names that do not say; see `nurie.batch.names.decode`.

    Raises:
        ImageError: the archive cannot be read.
    """
    try:
        with _opened(path) as file:
            infos = file.infolist()
    except OSError as error:
        raise ImageError(f"{path} cannot be read ({error.strerror or error}): check the file.") from None
    except Exception as error:  # a damaged archive raises errors of many kinds
        raise ImageError(f"{path} cannot be read as a ZIP archive ({error}): pack it again as CBZ.") from None
    raw = [info for info in infos if not info.flag_bits & _UTF8]
    decoded = dict(zip(map(id, raw), decode([_raw(info) for info in raw], encoding), strict=True))
    return [
        ListedMember(
            index,
            decoded.get(id(info), info.filename),
            info.file_size,
            info.filename.endswith(("/", "\\")),
            bool(info.flag_bits & _ENCRYPTED),
        )
        for index, info in enumerate(infos)
    ]


def read(path: Path, index: int) -> bytes:
    """Unpack one member.

    Raises:
        ImageError: it is damaged or too large.
    """
    try:
        with _opened(path) as file:
            info = file.infolist()[index]
            check_size(info.file_size)
            return file.read(info)
    except ImageError:
        raise
    except OSError as error:
        raise ImageError(f"{path} cannot be read ({error.strerror or error}): check the file.") from None
    except Exception:  # a damaged archive raises errors of many kinds
        raise damaged() from None


def salvage(path: Path, index: int) -> bytes:
    """What is left of a damaged member: it is unpacked as far as it goes, right or wrong."""
    pieces: list[bytes] = []
    try:
        with _opened(path) as file:
            info = file.infolist()[index]
            check_size(info.file_size)
            info.CRC = None  # type: ignore[assignment]  # so that it is not checked
            with file.open(info) as entry:
                while piece := entry.read(_PIECE):
                    pieces.append(piece)
    except Exception:  # a damaged archive raises errors of many kinds
        pass
    return b"".join(pieces)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    with ExitStack() as stack:
        try:
            archive = zipfile.ZipFile(path)
        except UnicodeDecodeError:  # names are said to be UTF-8 and are not
            archive = zipfile.ZipFile(stack.enter_context(_NoUtf8(path)))
        yield stack.enter_context(archive)


def _raw(info: zipfile.ZipInfo) -> bytes:
    """The name as it stands in the archive, which Python has taken for cp437."""
    return info.orig_filename.encode("cp437")


class _NoUtf8(io.FileIO):
    """An archive as it would be if no name were said to be UTF-8."""

    def read(self, size: int | None = -1) -> bytes:  # a file gives all that it is asked for
        data = bytearray(super().read(-1 if size is None else size) or b"")
        if data[:4] == _LOCAL and len(data) == _LOCAL_SIZE:
            data[7] &= 0xFF ^ _UTF8 >> 8
        place = 0
        while data[place : place + 4] == _CENTRAL and place + _CENTRAL_SIZE <= len(data):
            data[place + 9] &= 0xFF ^ _UTF8 >> 8
            place += _CENTRAL_SIZE + sum(struct.unpack("<3H", data[place + 28 : place + 34]))
        return bytes(data)
