"""Runs of one log: where it was silent for long another begins, unless the wall clock alone went forward or back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from reportgen.energy.importers.cells import admit
from reportgen.energy.importers.curves import Curves
from reportgen.files.source import Source

# A silence of more than thirty intervals is the end of a run, and never one of less than this.
_INTERVALS, _LEAST_SILENCE_S = 30, Decimal(60)
_HOUR_S = Decimal(3600)
_LONGEST_RHYTHM_S = Decimal(60)  # between samples that tell a clock's hour from an hour without samples


class _Clock:
    """The times of one device in their order, on a clock that does not go back."""

    def __init__(self, interval_s: Decimal | None) -> None:
        self._interval_s = interval_s
        self._last_s: Decimal | None = None
        self._shift_s = Decimal(0)

    def turn(self, time_s: Decimal, is_wall: bool) -> tuple[Decimal, bool, bool]:
        """The time without what the clock was put forward or back; whether it went back; whether by summer time."""
        last_s, self._last_s = self._last_s, time_s
        if last_s is None:
            return time_s, False, False
        step_s = time_s - last_s
        if 0 <= step_s < _HOUR_S:
            return time_s + self._shift_s, False, False
        hour_s = self._hour(last_s, step_s) if is_wall else Decimal(0)
        went_back = step_s < 0 and not hour_s
        self._shift_s -= hour_s or (step_s if went_back else 0)
        return time_s + self._shift_s, went_back, bool(hour_s)

    def _hour(self, last_s: Decimal, step_s: Decimal) -> Decimal:
        """The hour by which summer time begins or ends in this step, 0 where its rhythm does not say so.

        Without the hour the step is as long as the others, and a full hour lies in it.
        """
        interval_s = self._interval_s
        if interval_s is None or interval_s > _LONGEST_RHYTHM_S:
            return Decimal(0)
        for hour_s in (_HOUR_S, -_HOUR_S):
            rest_s = step_s - hour_s
            if interval_s <= rest_s * 2 <= interval_s * 3 and last_s // _HOUR_S != (last_s + rest_s) // _HOUR_S:
                return hour_s
        return Decimal(0)


class Runs:
    """The runs of a log, fed its rows in their order.

    interval_s, intervals_s: between samples, as `Curves` takes them. is_wall: whether the times are of a wall clock
    without zone. splits: whether a long silence begins another run. turned: how often the clock was put forward or back
    for summer time.
    """

    def __init__(
        self, interval_s: Decimal | None, intervals_s: Mapping[str, Decimal], is_wall: bool, splits: bool = True
    ) -> None:
        self.found: list[Curves] = []
        self.turned = 0
        self.interval_s = interval_s
        self._intervals_s = intervals_s
        self._is_wall = is_wall
        self._silence_s = None if interval_s is None or not splits else max(_INTERVALS * interval_s, _LEAST_SILENCE_S)
        self._clocks: dict[str, _Clock] = {}
        self._run_of: dict[str, Curves] = {}
        self._latest: Curves | None = None
        self._lost = 0  # before the first run
        self._turned_keys: set[str] = set()

    def add(
        self, source: Source, line: int, key: str, time_s: Decimal, power_w: Decimal | None, blank: bool = False
    ) -> None:
        """Take a row of a device; without power it could not be read, blank: or has none. Raises InputError."""
        clock = self._clocks.get(key)
        if clock is None:
            clock = self._clocks[key] = _Clock(self._intervals_s.get(key, self.interval_s))
        time_s, back, turned = clock.turn(time_s, self._is_wall)
        if turned:
            self._turn(key)
        run = self._run(source, line, key, time_s)
        if power_w is None:
            run.unread(source, line, key, time_s, blank)
        else:
            run.add(source, line, key, time_s, power_w, back)

    def lose(self) -> None:
        """Take a row that was lost whole."""
        if self._latest is None:
            self._lost += 1
        else:
            self._latest.lose()

    def _turn(self, key: str) -> None:
        """Count a change of the clock once, however many devices have it."""
        if not self.turned or key in self._turned_keys:
            self.turned += 1
            self._turned_keys.clear()
        self._turned_keys.add(key)

    def _run(self, source: Source, line: int, key: str, time_s: Decimal) -> Curves:
        run = self._run_of.get(key)
        if run is None or not self._reaches(run, time_s):
            run = self._other(time_s)
        if run is None:
            admit(source, line, self.found)
            run = Curves(self.interval_s, self._intervals_s)
            self.found.append(run)
            for _ in range(self._lost):
                run.lose()
            self._lost = 0
        self._run_of[key] = self._latest = run
        return run

    def _other(self, time_s: Decimal) -> Curves | None:
        return next((run for run in reversed(self.found) if self._reaches(run, time_s)), None)

    def _reaches(self, run: Curves, time_s: Decimal) -> bool:
        if self._silence_s is None or run.rows_s is None:
            return True
        return run.rows_s[0] - self._silence_s <= time_s <= run.rows_s[1] + self._silence_s

    def close(self) -> list[int]:
        """End every run, put them into the order of their times, and give the lines of rows with damaged names."""
        stray = [line for run in self.found for line in run.strays()]
        for run in self.found:
            run.close()
        self.found = [run for run in self.found if run.start_s is not None] or self.found[:1]
        self.found.sort(key=lambda run: run.start_s or Decimal(0))
        return sorted(stray)
