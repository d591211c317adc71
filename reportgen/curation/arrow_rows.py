"""Rows of an Arrow stream or file, counted by the heads of its record batches; no column is read.

The format is Arrow's columnar IPC: messages, each a size, a flatbuffer and a body of the length that it says. Only
what counts rows is taken from the flatbuffer: the kind of a message, the length of its body, the rows of its batch.
"""

from __future__ import annotations

import struct
from typing import BinaryIO, NoReturn

from reportgen.files.number_shapes import LARGEST_COUNT
from reportgen.files.opening import opened
from reportgen.files.source import Source

_CONTINUED = 0xFFFFFFFF  # before the size of a message, since version 0.15 of the format
_FILE_MAGIC = b"ARROW1"
_LARGEST_HEAD = 100_000_000  # bytes
_KINDS, _BATCH = range(1, 6), 3
_CUT = "the Arrow file is cut off or damaged"


def is_arrow(source: Source) -> bool:
    """Whether the file begins as an Arrow stream or file does."""
    try:
        with opened(source.path, source.below) as file:
            begin = file.read(len(_FILE_MAGIC))
    except OSError:
        return False
    return begin.startswith((_FILE_MAGIC, b"\xff\xff\xff\xff"))


def arrow_rows(source: Source) -> int:
    """How many rows the file holds. Raises InputError where it cannot be read, or is cut off or damaged."""
    try:
        with opened(source.path, source.below) as file:
            size = file.seek(0, 2)
            file.seek(0)
            if file.read(len(_FILE_MAGIC)) == _FILE_MAGIC:
                file.seek(8)
            else:
                file.seek(0)
            return _rows(source, file, size)
    except OSError as error:
        source.refuse(None, f"cannot be read: {error.strerror or error}")
    except (struct.error, IndexError):
        _refuse(source)


def _rows(source: Source, file: BinaryIO, size: int) -> int:
    rows = 0
    while length := _head_length(source, file):
        head = file.read(length)
        if len(head) < length:
            _refuse(source)
        kind, body, batch_rows = _message(source, head)
        if file.tell() + body > size:
            _refuse(source)
        file.seek(body, 1)
        if kind == _BATCH:
            rows += batch_rows
    if rows > LARGEST_COUNT:
        _refuse(source)
    return rows


def _head_length(source: Source, file: BinaryIO) -> int:
    """The length of the next head; 0 at the end of the stream."""
    prefix = file.read(4)
    if not prefix:
        return 0
    (length,) = struct.unpack("<I", prefix)
    if length == _CONTINUED:
        (length,) = struct.unpack("<I", file.read(4))
    if length > _LARGEST_HEAD:
        _refuse(source)
    return int(length)


def _message(source: Source, head: bytes) -> tuple[int, int, int]:
    """Kind, length of the body, and rows of a batch (0 of what is none)."""
    (root,) = struct.unpack_from("<I", head, 0)
    kind_at, header_at, body_at = (_field(head, root, number) for number in (1, 2, 3))
    kind = head[kind_at] if kind_at else 0
    body = struct.unpack_from("<q", head, body_at)[0] if body_at else 0
    if kind not in _KINDS or body < 0:
        _refuse(source)
    if kind != _BATCH or not header_at:
        return kind, body, 0
    batch = header_at + struct.unpack_from("<I", head, header_at)[0]
    rows_at = _field(head, batch, 0)
    rows = struct.unpack_from("<q", head, rows_at)[0] if rows_at else 0
    if not 0 <= rows <= LARGEST_COUNT:
        _refuse(source)
    return kind, body, rows


def _field(head: bytes, table: int, number: int) -> int:
    """Where a field of a flatbuffer's table stands; 0 where it is left out."""
    names = table - struct.unpack_from("<i", head, table)[0]
    if names < 0:
        raise IndexError
    (width,) = struct.unpack_from("<H", head, names)
    place = 4 + 2 * number
    offset = struct.unpack_from("<H", head, names + place)[0] if place < width else 0
    return table + offset if offset else 0


def _refuse(source: Source) -> NoReturn:
    source.refuse(None, _CUT, "copy it again")
