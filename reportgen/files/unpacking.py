"""What is in a file from gzip or Zstandard: as bytes, no more than a record can hold that was packed into so few."""

from __future__ import annotations

import errno
import gzip
import io
import os
import zlib
from typing import IO, TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from zstandard import ZstdDecompressionObj

GZIP_MAGIC, ZSTD_MAGIC = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
GZIP_DAMAGE = (gzip.BadGzipFile, EOFError, zlib.error)

# Records of samples and tables of runs shrink to a tenth or a thirtieth; zeros, to a thousandth.
FREE_BYTES, MOST_TIMES = 4_000_000, 100
_PACKED_BLOCK = 4096  # bytes, of which Zstandard makes 128 MB at most


def unpacked(packed: BinaryIO) -> BinaryIO:
    """The content of a file from gzip; closing it closes the file.

    Raises, when it is read: GZIP_DAMAGE, and OSError at more than FREE_BYTES and MOST_TIMES what is packed.
    """
    return _bounded(packed, gzip.GzipFile(fileobj=packed, mode="rb"))


def unpacked_zstd(packed: BinaryIO) -> BinaryIO:
    """The same of a file from Zstandard, whose damage is an OSError. Raises ImportError without its library."""
    return _bounded(packed, _Zstandard(packed))


def _bounded(packed: BinaryIO, content: io.RawIOBase | gzip.GzipFile) -> BinaryIO:
    most = FREE_BYTES + MOST_TIMES * os.fstat(packed.fileno()).st_size
    return io.BufferedReader(_Bounded(packed, content, most), 1 << 16)


class _Bounded(io.RawIOBase):
    def __init__(self, packed: BinaryIO, content: io.RawIOBase | gzip.GzipFile, most: int) -> None:
        self._packed = packed
        self._content = content
        self._most = self._left = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        count = self._content.readinto(buffer) or 0
        self._left -= count
        if self._left < 0:
            what = f"it unpacks to more than {self._most:,} bytes, over {MOST_TIMES} times its size: unpack it first"
            raise OSError(errno.EFBIG, what)
        return count

    def close(self) -> None:
        self._content.close()
        self._packed.close()
        super().close()


class _Zstandard(io.RawIOBase):
    """What is packed, frame by frame; one that does not end is damage, which the library's own reader passes over."""

    def __init__(self, packed: IO[bytes]) -> None:
        import zstandard

        self._packed, self._library = packed, zstandard.ZstdDecompressor()
        self._frame: ZstdDecompressionObj | None = None
        self._rest = self._content = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        while not self._content:
            fed = self._rest or self._packed.read(_PACKED_BLOCK)
            if not fed:
                if self._frame is not None:
                    raise OSError("the Zstandard file is cut off: copy it again")
                return 0
            self._feed(fed)
        content, self._content = self._content[: len(view)], self._content[len(view) :]
        view[: len(content)] = content
        return len(content)

    def _feed(self, packed: bytes) -> None:
        import zstandard

        self._frame = self._frame or self._library.decompressobj()
        try:
            self._content = self._frame.decompress(packed)
        except zstandard.ZstdError as error:
            raise OSError(f"the Zstandard file is damaged: {error}: copy it again") from error
        self._rest = b""
        if self._frame.eof:
            self._rest, self._frame = self._frame.unused_data, None
