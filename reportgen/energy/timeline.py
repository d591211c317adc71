"""Where a recording is in time: microseconds from its start, suspension counted in."""

from __future__ import annotations

from decimal import Decimal

from reportgen.energy.clock import Clock

# The two clocks are read one after the other: less than this between them is no suspension.
_SHORTEST_SUSPENSION_US = 500_000


class Timeline:
    """A recording's time from its making on; `at_us` is its last sample's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._begun_us = self._last_us = clock.boottime_ns() // 1000
        self._last_monotonic_us = clock.monotonic_ns() // 1000

    @property
    def at_us(self) -> int:
        return self._last_us - self._begun_us

    @property
    def at_s(self) -> Decimal:
        return Decimal(self.at_us).scaleb(-6)

    def now_us(self) -> int:
        """What the time is now; the last sample's stays."""
        return self._clock.boottime_ns() // 1000 - self._begun_us

    def go_on(self) -> int:
        """Go on to now, for a sample; microseconds of suspension since the one before."""
        boottime_us, monotonic_us = self._clock.boottime_ns() // 1000, self._clock.monotonic_ns() // 1000
        suspended_us = (boottime_us - self._last_us) - (monotonic_us - self._last_monotonic_us)
        self._last_us, self._last_monotonic_us = max(boottime_us, self._last_us), monotonic_us
        return suspended_us if suspended_us >= _SHORTEST_SUSPENSION_US else 0
