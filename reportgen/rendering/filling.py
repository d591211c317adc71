"""What filling in a user's templates may take of the process that does it: less than laying out the page may."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def limited_filling(cpu_s: int, memory_bytes: int) -> Iterator[None]:
    """Within it the process has so much time and memory beyond what it has used, where the system knows such limits.

    Too much memory is a MemoryError, too much time the end of the process. Afterwards the limits are as before.
    """
    try:
        import resource
    except ImportError:  # Windows, where the parent says so
        yield
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    wanted = {resource.RLIMIT_CPU: math.ceil(used.ru_utime + used.ru_stime) + cpu_s}
    if (held := _memory_held()) is not None and sys.platform != "darwin":
        wanted[resource.RLIMIT_AS] = held + memory_bytes
    before = {kind: resource.getrlimit(kind) for kind in wanted}
    try:
        for kind, most in wanted.items():
            soft, hard = before[kind]
            resource.setrlimit(kind, (most if soft == resource.RLIM_INFINITY else min(most, soft), hard))
        yield
    finally:
        for kind, limits in before.items():
            resource.setrlimit(kind, limits)


def _memory_held() -> int | None:
    """The bytes of address space that this process has; None where the system does not say it in Linux's way."""
    with suppress(OSError, ValueError):
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return None
