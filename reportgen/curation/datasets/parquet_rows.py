"""Rows of a Parquet file, by the footer alone: Thrift's compact protocol, of which only the count is taken.

The file ends with the footer, its length (4 bytes, little end first) and PAR1; of FileMetaData field 3 is num_rows.
"""

from __future__ import annotations

import struct

from reportgen.files.number_shapes import LARGEST_COUNT
from reportgen.files.opening import opened
from reportgen.files.source import Source

_MAGIC, _SEALED = b"PAR1", b"PARE"
_LARGEST_FOOTER = 512 << 20  # bytes
_NUM_ROWS = 3
_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(1, 13)
_DEEPEST = 32
_DAMAGED = "the Parquet file is cut off or damaged"


def parquet_rows(source: Source) -> int:
    """How many rows the file holds. Raises InputError where it cannot be read, is damaged, or its footer is sealed."""
    try:
        with opened(source.path, source.below) as file:
            size = file.seek(0, 2)
            if size < 12:
                source.refuse(None, _DAMAGED, "copy it again")
            file.seek(size - 8)
            length, magic = struct.unpack("<I4s", file.read(8))
            if magic == _SEALED:
                source.refuse(None, "the footer of the Parquet file is encrypted", "write it without encryption")
            if magic != _MAGIC or length > min(size - 12, _LARGEST_FOOTER):
                source.refuse(None, _DAMAGED, "copy it again")
            file.seek(size - 8 - length)
            rows = _Footer(file.read(length)).rows()
    except OSError as error:
        source.refuse(None, f"cannot be read: {error.strerror or error}")
    except (IndexError, ValueError):
        source.refuse(None, _DAMAGED, "copy it again")
    if not 0 <= rows <= LARGEST_COUNT:
        source.refuse(None, _DAMAGED, "copy it again")
    return rows


class _Footer:
    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def rows(self) -> int:
        """Field 3 of the outermost struct. Raises IndexError and ValueError."""
        number = 0
        while kind := self._byte():
            number = number + (kind >> 4) if kind >> 4 else self._number()
            if number == _NUM_ROWS and kind & 15 == _I64:
                return self._number()
            self._skip(kind & 15, _DEEPEST)
        raise ValueError

    def _byte(self) -> int:
        self._at += 1
        return self._content[self._at - 1]

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7
            if shift > 63:
                raise ValueError

    def _number(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)

    def _skip(self, kind: int, depth: int, in_list: bool = False) -> None:
        if not depth:
            raise ValueError
        if kind in (_TRUE, _FALSE):
            self._at += in_list
        elif kind == _BYTE:
            self._at += 1
        elif kind in (_I16, _I32, _I64):
            self._varint()
        elif kind == _DOUBLE:
            self._at += 8
        elif kind == _BINARY:
            length = self._varint()  # which moves the place
            self._at += length
        elif kind in (_LIST, _SET):
            head = self._byte()
            for _ in range(self._varint() if head >> 4 == 15 else head >> 4):
                self._skip(head & 15, depth - 1, in_list=True)
        elif kind == _MAP:
            if many := self._varint():
                kinds = self._byte()
                for _ in range(many):
                    self._skip(kinds >> 4, depth - 1, in_list=True)
                    self._skip(kinds & 15, depth - 1, in_list=True)
        elif kind == _STRUCT:
            while inner := self._byte():
                if not inner >> 4:
                    self._number()
                self._skip(inner & 15, depth - 1)
        else:
            raise ValueError
