"""What is in a file from gzip: as bytes, and no more of them than a record can hold that was packed into so few."""

from __future__ import annotations

import errno
import gzip
import io
import os
import zlib
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

GZIP_MAGIC = b"\x1f\x8b"
GZIP_DAMAGE = (gzip.BadGzipFile, EOFError, zlib.error)

# Records of samples and tables of runs shrink to a tenth or a thirtieth; zeros, to a thousandth.
FREE_BYTES, MOST_TIMES = 4_000_000, 100


def unpacked(packed: BinaryIO) -> BinaryIO:
    """The content of a file from gzip; closing it closes the file.

    Raises, when it is read: GZIP_DAMAGE, and OSError at more than FREE_BYTES and MOST_TIMES what is packed.
    """
    most = FREE_BYTES + MOST_TIMES * os.fstat(packed.fileno()).st_size
    return io.BufferedReader(_Bounded(packed, most), 1 << 16)


class _Bounded(io.RawIOBase):
    def __init__(self, packed: BinaryIO, most: int) -> None:
        self._packed = packed
        self._content = gzip.GzipFile(fileobj=packed, mode="rb")
        self._most = self._left = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        count = self._content.readinto(buffer)
        self._left -= count
        if self._left < 0:
            what = f"it unpacks to more than {self._most:,} bytes, over {MOST_TIMES} times its size: unpack it first"
            raise OSError(errno.EFBIG, what)
        return count

    def close(self) -> None:
        self._content.close()
        self._packed.close()
        super().close()
