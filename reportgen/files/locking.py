"""One writer of a file at a time: a lock of the system's, which ends with the process that holds it.

The lock of a file stands beside it while it is held, and what is written for it bears the lock's name: a temporary file
whose lock nobody holds is left over from a process that was killed.
"""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

PATIENCE_S = 30
_POLL_S = 0.05
_OURS = re.compile(r"\.reportgen-(?P<lock>[0-9a-f]{16})(?:-[0-9a-f]+)?\.(?:tmp|lock)")


class Busy(Exception):
    """Somebody else has held the lock all the time."""


def lock_of(target: Path) -> Path:
    """The lock file of a file that is to be written."""
    return target.with_name(f".reportgen-{sha256(target.name.encode()).hexdigest()[:16]}.lock")


def temporary_of(target: Path) -> Path:
    """A name beside a file that nobody uses, for what is written before it gets the file's own."""
    return target.with_name(f"{lock_of(target).stem}-{secrets.token_hex(8)}.tmp")


@contextmanager
def locked(lock: Path, patience_s: float = PATIENCE_S) -> Iterator[bool]:
    """Hold a lock; whether it is one: some systems know none, and go without. Raises Busy, and OSError."""
    deadline = time.monotonic() + patience_s
    while (taken := _take(lock)) is None:
        if time.monotonic() >= deadline:
            raise Busy
        time.sleep(_POLL_S)
    descriptor, is_held = taken
    try:
        yield is_held
    finally:
        with suppress(OSError):  # while it is held, so that nobody waits for a file without a name
            lock.unlink()
        os.close(descriptor)


def sweep(folder: Path, held: Collection[Path]) -> None:
    """Remove temporary files and locks that processes left which are gone; held: locks that are our own."""
    with suppress(OSError):
        names = [name for name in os.listdir(folder) if name.startswith(".reportgen-")]
        left: dict[Path, list[Path]] = {}
        for name in names:
            if match := _OURS.fullmatch(name):
                left.setdefault(folder / f".reportgen-{match['lock']}.lock", []).append(folder / name)
        for lock, paths in left.items():
            temporaries = [path for path in paths if path != lock]
            if lock in held:
                _remove(temporaries)
                continue
            with suppress(Busy), locked(lock, patience_s=0) as is_held:
                if is_held:
                    _remove(temporaries)


def _remove(paths: Collection[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink()


def _take(lock: Path) -> tuple[int, bool] | None:
    """The lock file, open, and whether it is held; None where somebody else holds it."""
    descriptor = _opened(lock)
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except (ImportError, OSError):  # a system, or a file system, without such locks
        return descriptor, False
    with suppress(FileNotFoundError):
        if os.path.samestat(os.fstat(descriptor), os.stat(lock)):
            return descriptor, True
    os.close(descriptor)  # whoever held it has removed it since: another file is the lock now
    return None


def _opened(lock: Path) -> int:
    try:
        return os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
    except PermissionError:
        with suppress(OSError):  # somebody else's, in a folder that is shared
            return os.open(lock, os.O_RDONLY)
        raise
