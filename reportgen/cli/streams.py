"""The standard streams: a reader who leaves is no failure, an output that is full or closed is one."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_LAST_STREAM = 2  # standard error, the last of the three that every process begins with


class _Output(io.FileIO):
    """A stream of the system's that fails at most once, and not at all for what is forgiven; then it takes all."""

    def __init__(self, descriptor: int, forgiven: type[OSError]) -> None:
        super().__init__(descriptor, "wb", closefd=False)
        self._forgiven = forgiven
        self._is_over = False

    def write(self, content: ReadableBuffer, /) -> int:
        if self._is_over:
            return memoryview(content).nbytes
        try:
            return super().write(content)
        except OSError as error:
            self._is_over = True
            if isinstance(error, self._forgiven):
                return memoryview(content).nbytes
            raise


class _Closed(io.RawIOBase):
    """Standard output where there is none: the first result finds that out."""

    _is_over = False

    def writable(self) -> bool:
        return True

    def write(self, content: ReadableBuffer, /) -> int:
        if not self._is_over:
            self._is_over = True
            raise OSError(errno.EBADF, "standard output is closed")
        return memoryview(content).nbytes


def prepare() -> None:
    """Let the standard streams behave so; what a terminal without UTF-8 cannot show is shown as `\\u2192`.

    Of those that are closed, input is empty and what goes to standard error is lost.
    """
    _take_free_places()
    if sys.stdin is None:
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    if sys.stderr is None:
        sys.stderr = os.fdopen(_LAST_STREAM, "w", encoding="utf-8", closefd=False)
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(_Closed()), encoding="utf-8")
    else:
        sys.stdout = _wrapped(sys.stdout, BrokenPipeError)
    sys.stderr = _wrapped(sys.stderr, OSError)  # what it cannot take can be said nowhere


def _take_free_places() -> None:
    """Open nothing in the place of each standard stream that is closed: the next file opened would take that place.

    Libraries that print to the place and not to the stream would then write into that file.
    """
    while (place := os.open(os.devnull, os.O_RDWR)) <= _LAST_STREAM:
        pass
    os.close(place)


def _wrapped(stream: TextIO, forgiven: type[OSError]) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    if stream.errors == "strict":
        stream.reconfigure(errors="backslashreplace")
    try:
        descriptor = stream.fileno()
    except OSError:  # a stand-in in memory
        return stream
    stream.flush()
    raw = _Output(descriptor, forgiven)
    return io.TextIOWrapper(
        io.BufferedWriter(raw), stream.encoding, stream.errors, line_buffering=stream.line_buffering
    )
