"""A counter of energy as a log holds it: what it went on by, without resets and without readings that cannot be."""

from __future__ import annotations

from decimal import Decimal


class RisingCounter:
    """The energy of a counter that only rises, fed one reading after another, in whichever unit.

    A reading below the one before is a reset, and what was drawn across it is not known; where the next one stands
    above both, the low one was damaged and counts for nothing. odd: how many were.
    """

    def __init__(self) -> None:
        self.energy = Decimal(0)
        self.readings = 0
        self.odd = 0
        self._resets = 0
        self._last: Decimal | None = None
        self._fell_from: Decimal | None = None

    @property
    def resets(self) -> int:
        """How often it began anew."""
        return self._resets + (self._fell_from is not None)

    def add(self, reading: Decimal) -> None:
        """Take the next reading."""
        self.readings += 1
        if self._fell_from is not None and reading >= self._fell_from:
            self.odd += 1
            self._last = self._fell_from
        elif self._fell_from is not None:
            self._resets += 1
        self._fell_from = None
        if self._last is not None and reading < self._last:
            self._fell_from = self._last
        elif self._last is not None:
            self.energy += reading - self._last
        self._last = reading


def odd_readings(count: int) -> str:
    """What a person must know of so many damaged readings."""
    readings = "1 reading of an energy counter stands" if count == 1 else f"{count:,} readings of energy counters stand"
    return f"{readings} below those before and after: damaged, and left out"
