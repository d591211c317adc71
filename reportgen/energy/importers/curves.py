"""Power samples of several devices in one run, each integrated as it is read, and what is lost beside faulty rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.energy.importers.intervals import WHOLE_STEP, merged, silence_after
from reportgen.energy.importers.sampled import sampled_device
from reportgen.energy.power import Gap, Integral
from reportgen.energy.record import UNKNOWN, Device, Identity
from reportgen.files.source import Source
from reportgen.files.units import J_PER_KWH

MOST_DEVICES = 1024
MOST_GAPS = 1000  # of one record
NO_POWER, ROWS_LOST, CLOCK_BACK = "no power read", "rows lost", "the clock went back"

_LOST_STEPS = 2  # of a row that was lost at an end: it may be longer than usual, or two that ran together
_MANY_SAMPLES = 10  # of another device, beside which a single one is a damaged name


@dataclass(slots=True)
class _Curve:
    """What is known of one device.

    hole_s: beside rows that could not be read. rows_s: its first and last row; unread_s: the first and last of those
    that could not be read since a sample, blank_s: of those with a blank cell.
    doubts, lost: of the run when its last sample came; lost_before: rows that were lost before its first one.
    """

    line: int
    integral: Integral
    interval_s: Decimal | None
    silence_s: Decimal | None
    rows_s: tuple[Decimal, Decimal]
    doubts: int
    lost: int
    lost_before: int
    hole_s: Decimal = Decimal(0)
    unread_s: tuple[Decimal, Decimal] | None = None
    blank_s: tuple[Decimal, Decimal] | None = None
    unlisted: int = 0
    longest_unlisted_s: Decimal = Decimal(0)


@dataclass
class Curves:
    """The devices by key, in the order in which they appear.

    interval_s: between two samples of one device; intervals_s: of those that have one of their own. start_s, end_s: the
    first and the last sample of all; rows_s: the first and the last row, with power or without.
    """

    interval_s: Decimal | None
    intervals_s: Mapping[str, Decimal] = field(default_factory=dict)
    start_s: Decimal | None = None
    end_s: Decimal | None = None
    rows_s: tuple[Decimal, Decimal] | None = None
    _curves: dict[str, _Curve] = field(default_factory=dict)
    _lost: int = 0
    _doubts: int = 0
    _strays: int = 0
    _leading: int = field(init=False)  # rows that were lost before any other
    _before_last: int = field(init=False)  # and before the last one

    def add(self, source: Source, line: int, key: str, time_s: Decimal, power_w: Decimal, back: bool = False) -> None:
        """Take the power of a device at a time, back: to which its clock went back. Raises InputError at the line."""
        curve = self._curve(source, line, key, time_s)
        integral = curve.integral
        before_s = integral.last_s
        if before_s is None:
            self._begin(curve, time_s)
        if back:
            integral.interrupt(CLOCK_BACK, time_s, power_w)
        elif before_s is not None and (hole := self._hole(curve, before_s, time_s)):
            end_s, reason = hole
            curve.hole_s += end_s - before_s
            integral.interrupt(reason, end_s, power_w)
            if end_s < time_s:
                integral.interrupt("no samples", time_s, power_w)
        else:
            integral.add(time_s, power_w)
        curve.doubts, curve.lost, curve.unread_s, curve.blank_s = self._doubts, self._lost, None, None
        self._reach(curve, time_s)
        if self.start_s is None or time_s < self.start_s:
            self.start_s = time_s
        if self.end_s is None or time_s > self.end_s:
            self.end_s = time_s
        while len(integral.gaps) > MOST_GAPS:  # a file may be of any size, and all of it may be gaps
            gap = integral.gaps.pop()
            curve.unlisted += 1
            curve.longest_unlisted_s = max(gap.end_s - gap.start_s, curve.longest_unlisted_s)

    def unread(self, source: Source, line: int, key: str, time_s: Decimal, blank: bool = False) -> None:
        """Take a row whose power could not be read; blank: it may have none, as where columns are filled in turn."""
        curve = self._curve(source, line, key, time_s)
        self._reach(curve, time_s)
        if blank:
            curve.blank_s = (curve.blank_s[0] if curve.blank_s else time_s, time_s)
        else:
            curve.unread_s = (curve.unread_s[0] if curve.unread_s else time_s, time_s)

    def _reach(self, curve: _Curve, time_s: Decimal) -> None:
        """Note that there is a row at this time."""
        if self.rows_s is None:
            self._leading = self._lost
        self._before_last = self._lost
        self.rows_s = _reaching(self.rows_s, time_s)
        curve.rows_s = curve.rows_s[0], time_s

    def lose(self) -> None:
        """Take a row that was lost whole: of whichever device, at whichever time."""
        self._lost += 1
        self._doubts += 1

    def _curve(self, source: Source, line: int, key: str, time_s: Decimal) -> _Curve:
        curve = self._curves.get(key)
        if curve is None:
            if len(self._curves) >= MOST_DEVICES:
                source.refuse(line, f"more than {MOST_DEVICES} devices", "is the right column named as the device?")
            interval_s = self.intervals_s.get(key, self.interval_s)
            silence_s = silence_after(interval_s)
            curve = self._curves[key] = _Curve(
                line,
                Integral(silence_s),
                interval_s,
                silence_s,
                rows_s=(time_s, time_s),
                doubts=self._doubts,
                lost=self._lost,
                lost_before=self._lost,
            )
            if (self.duration_s or Decimal(0)) * 2 > (interval_s or Decimal(0)):
                self._doubts += 1  # a name that comes late may be a damaged one, of a row that another device lacks
        return curve

    def _begin(self, curve: _Curve, time_s: Decimal) -> None:
        """Count what a device may have drawn before its first sample: from its first row on."""
        first_s = curve.unread_s[0] if curve.unread_s else self._near(curve, time_s, curve.blank_s and curve.blank_s[0])
        if first_s is not None:
            curve.hole_s += time_s - first_s

    def _near(self, curve: _Curve, time_s: Decimal, blank_s: Decimal | None) -> Decimal | None:
        """The time of the blank cell, where no silence lies between: a device may begin late, and end early."""
        silence_s = curve.silence_s
        return None if blank_s is None or silence_s is None or abs(time_s - blank_s) > silence_s else blank_s

    def _hole(self, curve: _Curve, before_s: Decimal, time_s: Decimal) -> tuple[Decimal, str] | None:
        """Until when a hole lasts that began at the sample before, and why; None where there is none."""
        silence_s, doubts = curve.silence_s, self._doubts - curve.doubts
        if curve.unread_s is not None:
            last_s = curve.unread_s[1]
            return (last_s if silence_s is not None and time_s - last_s > silence_s else time_s), NO_POWER
        if curve.interval_s is None or silence_s is None or not (doubts or curve.blank_s):
            return None
        step_s = time_s - before_s
        explained_s = WHOLE_STEP * curve.interval_s * (doubts + 1)
        if WHOLE_STEP * curve.interval_s < step_s <= max(silence_s, explained_s):
            return time_s, ROWS_LOST if doubts else NO_POWER
        return None

    def strays(self) -> list[int]:
        """The lines of devices with a single sample beside others with many, which are taken for damaged names.

        They are no devices from then on.
        """
        if all(curve.integral.samples < _MANY_SAMPLES for curve in self._curves.values()):
            return []
        stray = [key for key, curve in self._curves.items() if curve.integral.samples == 1]
        self._strays = sum(self._is_at_an_end(self._curves[key].integral.first_s) for key in stray)
        return [self._curves.pop(key).line for key in stray]

    def _is_at_an_end(self, time_s: Decimal | None) -> bool:
        """Whether another device's first or last sample may be missing at this time."""
        if time_s is None or self.start_s is None or self.end_s is None:
            return False
        return min(time_s - self.start_s, self.end_s - time_s) * 2 < self._step_s

    def close(self) -> None:
        """Count what the devices may have drawn after their last samples, in rows that could not be read."""
        for curve in self._curves.values():
            last_s = curve.integral.last_s
            if last_s is None:
                continue
            end_s = curve.unread_s[1] if curve.unread_s else None
            if end_s is None:
                end_s = self._near(curve, last_s, curve.blank_s and curve.blank_s[1])
            if end_s is not None:
                curve.hole_s += end_s - last_s

    @property
    def keys(self) -> tuple[str, ...]:
        """The devices of which it has rows, in the order in which they appear."""
        return tuple(self._curves)

    def devices(
        self, names: Mapping[str, str], kinds: Mapping[str, str], identities: Mapping[str, Identity]
    ) -> dict[str, Device]:
        """Each device by its key, with its curve; without energy where fewer than two samples or zero were read."""
        start_s = self.start_s or Decimal(0)
        return {
            key: sampled_device(
                names.get(key, key),
                kinds.get(key, "other"),
                curve.integral,
                start_s,
                curve.hole_s,
                identities.get(key, UNKNOWN),
            )
            for key, curve in self._curves.items()
        }

    @property
    def energy_kwh(self) -> Decimal:
        """What all of them drew, as far as it was read."""
        return sum((curve.integral.energy_j for curve in self._curves.values()), Decimal(0)) / J_PER_KWH

    def edges_kwh(self, devices: int) -> Decimal:
        """The most that was drawn in rows that were lost whole before a first or after a last sample, if any were.

        devices: of which a row is.
        """
        rows = self._strays + max(map(self._lost_at_start, self._curves.values()))
        rows += max(map(self._lost_at_end, self._curves.values()))
        peaks_w = sorted((it.integral.peak_w for it in self._curves.values()), reverse=True)[:devices]
        return rows * _LOST_STEPS * self._step_s * sum(peaks_w, Decimal(0)) / J_PER_KWH

    def _lost_at_start(self, curve: _Curve) -> int:
        """Rows that the device may have had before its first one."""
        begins = self.rows_s and self._is_soon(self.rows_s[0], curve.rows_s[0])
        return self._leading if begins else curve.lost_before

    def _lost_at_end(self, curve: _Curve) -> int:
        """Rows that the device may have had after its last one."""
        ends = self.rows_s and self._is_soon(curve.rows_s[1], self.rows_s[1])
        return self._lost - (self._before_last if ends else curve.lost)

    def _is_soon(self, time_s: Decimal, later_s: Decimal) -> bool:
        """Whether no row of a device is missing between its own and the first or last of all."""
        return (later_s - time_s) * 2 < self._step_s

    @property
    def _step_s(self) -> Decimal:
        """The interval; zero where no device has two samples."""
        return self.interval_s or Decimal(0)

    @property
    def holes_s(self) -> Decimal:
        """How long the devices together have holes beside rows that could not be read."""
        return sum((curve.hole_s for curve in self._curves.values()), Decimal(0))

    @property
    def duration_s(self) -> Decimal | None:
        """From the first sample of all to the last; None without any, or of one instant."""
        return None if self.start_s is None or self.end_s is None else self.end_s - self.start_s or None

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The spans that are in no sum, each once, in their order; at most `MOST_GAPS`."""
        return tuple(self._gaps()[:MOST_GAPS])

    def _gaps(self) -> list[Gap]:
        """Every listed gap, since the run's start."""
        start_s = self.start_s or Decimal(0)
        listed = {gap.since(start_s) for curve in self._curves.values() for gap in curve.integral.gaps}
        return merged(listed, self._step_s / 2)

    def warnings(self, devices: int) -> list[str]:
        """What a person should know of these samples; devices: of which a row is."""
        found = []
        gaps = self._gaps()
        lengths_s = [gap.end_s - gap.start_s for gap in gaps if gap.end_s > gap.start_s]
        if lengths_s:
            unlisted = any(curve.unlisted for curve in self._curves.values())
            count = f"more than {MOST_GAPS:,}" if unlisted else f"{len(lengths_s):,}"
            longest_s = max(*lengths_s, *(curve.longest_unlisted_s for curve in self._curves.values()))
            plural = "" if count == "1" else "s"
            found.append(f"{count} gap{plural}, up to {longest_s.normalize():f} s long, in no sum")
        if self.holes_s or self.edges_kwh(devices):
            found.append(
                "what was drawn beside samples that could not be read is in the range alone, at the highest power"
            )
        if any(gap.reason == CLOCK_BACK for gap in gaps):
            found.append(
                "the clock went back: what lies between the two samples is not counted; "
                "if the rows from there on are a copy of those before, they count twice: take them out"
            )
        return found


def _reaching(span_s: tuple[Decimal, Decimal] | None, time_s: Decimal) -> tuple[Decimal, Decimal]:
    """The span, reaching to this time too."""
    if span_s is None:
        return time_s, time_s
    first_s, last_s = span_s
    if time_s > last_s:
        return first_s, time_s
    return (time_s, last_s) if time_s < first_s else span_s
