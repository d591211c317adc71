"""Limits that a process sets itself before it handles what came from outside."""

from __future__ import annotations

import sys


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
