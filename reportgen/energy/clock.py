"""The clocks that a recorder reads: time since the machine's start with and without suspension, and the day."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Nanoseconds from any origin; boottime_ns goes on while the machine is suspended, monotonic_ns stands still."""

    def monotonic_ns(self) -> int: ...

    def boottime_ns(self) -> int: ...

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clocks. Where it has no BOOTTIME, suspension cannot be told."""

    def monotonic_ns(self) -> int:
        return time.monotonic_ns()

    def boottime_ns(self) -> int:
        boottime = getattr(time, "CLOCK_BOOTTIME", None)
        return time.monotonic_ns() if boottime is None else time.clock_gettime_ns(boottime)

    def now(self) -> datetime:
        return datetime.now(UTC)
