"""The one way to open a file that is read: a regular one, never a pipe or a device, and below its folder where one is
given."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO, cast

from reportgen.files.paths import is_below

OUTSIDE = "it leads out of the folder in which it was found"

_SPECIAL_FILES = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
# Non-blocking, so that a pipe put there since the look at it cannot make us wait.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def opened(path: Path, below: Path | None = None) -> BinaryIO:
    """The file's bytes. below: the folder in which its name was found, out of which no link may lead.

    Raises: OSError, whose strerror says what is wrong; ValueError where the path cannot be one.
    """
    if below is not None and not is_below(path, below):
        raise OSError(errno.EXDEV, OUTSIDE, str(path))
    _check(path, os.stat(path))
    descriptor = os.open(path, _FLAGS)
    try:
        _check(path, os.fstat(descriptor))
        return cast(BinaryIO, open(descriptor, "rb"))
    except BaseException:
        os.close(descriptor)
        raise


def content_of(path: Path, most: int, below: Path | None = None) -> bytes:
    """The first bytes of the file, one more than `most` where it has more. Raises as `opened` does."""
    with opened(path, below) as file:
        return file.read(most + 1)


def special_file(mode: int) -> str | None:
    """What a path of this mode is that is no regular file, in words; None for a regular one."""
    if stat.S_ISREG(mode):
        return None
    return next((word for is_kind, word in _SPECIAL_FILES if is_kind(mode)), "no file")


def _check(path: Path, status: os.stat_result) -> None:
    if what := special_file(status.st_mode):
        raise OSError(errno.EINVAL, f"this is {what}, and no file that stays on disk", str(path))
