"""Processes of limited time and memory, for what came from outside: how one is started, and limits itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CPU_S = 60
WALL_S = 120
MEMORY_BYTES = 2 * 1024**3

_PACKAGES = Path(__file__).resolve().parents[2]


def limit(cpu_s: int, memory_bytes: int) -> None:
    """Take from this process what a hostile input must not use up, where the system knows such limits."""
    try:
        import resource
    except ImportError:  # Windows, where the parent says so
        return
    limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_CPU: cpu_s}
    if sys.platform != "darwin":  # which refuses this one
        limits[resource.RLIMIT_AS] = memory_bytes
    for kind, wanted in limits.items():
        most = resource.getrlimit(kind)[1]
        # a limit that is stricter already stays: it cannot be raised
        kept = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(kind, (kept, kept))


def printed_by_child(module: str, *arguments: str, told: bytes, doing: str) -> bytes | None:
    """What the module, run by a process of this Python that sets itself `limit`, prints for what it is told.

    None where a limit ended it. Raises TimeoutError where it takes more than WALL_S seconds, RuntimeError for a fault
    of ours; doing: what the process does, in that fault's words.
    """
    # -P: a module in the folder that somebody works in must not be taken for one of Python's own
    command = [sys.executable, "-P", "-m", module, *arguments]
    packages = os.pathsep.join(filter(None, (str(_PACKAGES), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": packages}
    try:
        child = subprocess.run(command, input=told, capture_output=True, env=environment, timeout=WALL_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise TimeoutError from error
    last = child.stderr.decode(errors="replace").strip().rpartition("\n")[2]
    if child.returncode > 0 and not last.startswith("MemoryError"):
        raise RuntimeError(f"the {doing} process failed: {last}")
    return child.stdout if child.returncode == 0 else None
