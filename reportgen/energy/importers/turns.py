"""Rows of devices that no column tells apart: how many there are by the rhythm of their times, and whose turn it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

MOST_DEVICES = 16  # of one machine
_LEAST_PERIODS = 3
# Of the usual step from a period to the next: how long the others are at most, and what is no such step.
_CLOSE, _BREAK = Decimal("0.6"), Decimal("0.8")


@dataclass(frozen=True)
class Rhythm:
    """Rows that stand together, and how many devices they are of: 1 where none do.

    break_s: what lies between the last row of a period and the first of the next is longer; None where the rows are
    evenly spaced, so that they are told apart by counting alone.
    """

    devices: int
    break_s: Decimal | None


def rhythm_of(times_s: Sequence[Decimal], devices: int | None = None) -> Rhythm:
    """The rhythm of rows by their times, in the order of the file. devices: how many, where a person says it."""
    steps = [later - sooner for sooner, later in pairwise(times_s)]
    for count in range(2, MOST_DEVICES + 1) if devices is None else (devices,):
        break_s = _break_s(steps, count)
        if break_s is not None:
            return Rhythm(count, break_s)
    return Rhythm(devices or 1, None)


def _break_s(steps: Sequence[Decimal], count: int) -> Decimal | None:
    """The shortest step between two periods of so many rows; None where the rows do not stand together like that.

    They do where nearly all steps within a period are clearly shorter than those to the next, hardly one period has
    more rows, and at least a third have all of them: the others lost some.
    """
    longest = sorted(steps)[len(steps) - len(steps) // count :]  # one step of each period
    if len(longest) < _LEAST_PERIODS or count == 1:  # one silence is no pattern
        return None
    usual_s = longest[len(longest) // 2]
    break_s = usual_s * _BREAK
    periods: list[tuple[int, bool]] = []  # the rows of each, and whether they stand close together
    rows, close = 1, True
    for step_s in steps:
        if abs(step_s) <= break_s:
            rows, close = rows + 1, close and abs(step_s) <= usual_s * _CLOSE
        else:
            periods.append((rows, close))
            rows, close = 1, True
    full, fuller = sum(rows == count for rows, _ in periods), sum(rows > count for rows, _ in periods)
    odd = sum(not close for _, close in periods) + fuller
    found = odd * 50 <= len(periods) and full * 3 >= len(periods) >= _LEAST_PERIODS
    return break_s if found else None


class Turns:
    """Whose turn it is: the place of each row in its period, counted from 0; rows come in the order of the file."""

    def __init__(self, rhythm: Rhythm) -> None:
        self._rhythm = rhythm
        self._place = -1
        self._last_s: Decimal | None = None

    def place(self, time_s: Decimal) -> str:
        """The place of the row at this time."""
        devices, break_s = self._rhythm.devices, self._rhythm.break_s
        begins = self._last_s is not None and break_s is not None and abs(time_s - self._last_s) > break_s
        self._place = 0 if begins else (self._place + 1) % devices
        self._last_s = time_s
        return str(self._place)

    def pass_over(self) -> None:
        """Count a row that was lost: its turn has gone by."""
        if self._last_s is not None:
            self._place = (self._place + 1) % self._rhythm.devices
