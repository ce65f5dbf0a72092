"""Looks at a packed file (an Office document is one) without unpacking it."""

import struct
import zipfile
from collections.abc import Iterable
from typing import BinaryIO

PACKED = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_LONGEST_INDEX = 2 * 2**20  # of a package's parts; that of a real document has some kilobytes
_LARGE = 10 * 2**20
_MAX_RATIO = 200  # real documents pack to a tenth or so; a bomb to a thousandth


class Damaged(Exception):
    """A packed file whose list of parts cannot be read, or is longer than any document's."""


def parts_of(file: BinaryIO) -> list[zipfile.ZipInfo]:
    """What is in a packed file. Raises Damaged."""
    if not _has_short_index(file):
        raise Damaged
    try:
        return zipfile.ZipFile(file).infolist()
    # Beside BadZipFile, a hostile list of parts makes zipfile stumble in other ways.
    except Exception as error:
        raise Damaged from error


def _has_short_index(file: BinaryIO) -> bool:
    """Whether the list of a package's parts, which is read as a whole, is as short as it should."""
    start = max(0, file.seek(0, 2) - 2**16)
    file.seek(start)
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 16:
        return False
    return struct.unpack_from("<L", tail, end + 12)[0] <= _LONGEST_INDEX


def unpacked_size(parts: Iterable[zipfile.ZipInfo]) -> int:
    """How many bytes the parts unpack to, by the list that unpacking keeps to."""
    return sum(part.file_size for part in parts)


def is_bomb(parts: list[zipfile.ZipInfo]) -> bool:
    """Whether the parts unpack to what no document does for the size that it has."""
    size = unpacked_size(parts)
    return size > _LARGE and size > _MAX_RATIO * sum(part.compress_size for part in parts)


def has_macros(names: Iterable[str]) -> bool:
    """Whether the parts of an Office or OpenDocument file have a program among them."""
    return any(name.endswith("vbaProject.bin") or name.startswith("Basic/") for name in names)
