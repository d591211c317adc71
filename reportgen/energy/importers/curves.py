"""Power samples of several devices on one clock, each integrated as it is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import takewhile

from reportgen.energy.importers.sampled import sampled_device
from reportgen.energy.power import Gap, Integral
from reportgen.energy.record import Device
from reportgen.files.source import Source

MOST_DEVICES = 1024
MOST_GAPS = 1000  # of one record
NO_POWER, CLOCK_BACK = "no power read", "the clock went back"

# A silence of more than five intervals is a gap, and never one of less than this.
_INTERVALS, _LEAST_GAP_S = 5, Decimal(5)


@dataclass
class _Curve:
    integral: Integral
    shift_s: Decimal = Decimal(0)
    unread: int = 0
    longest_unlisted_s: Decimal | None = None
    silent: bool = False


@dataclass
class Curves:
    """The devices by key, in the order in which they appear; interval_s: between two samples of one device."""

    interval_s: Decimal | None
    _curves: dict[str, _Curve] = field(default_factory=dict)

    def add(self, source: Source, line: int, key: str, time_s: Decimal, power_w: Decimal | None) -> None:
        """Take the power of a device at a time; None where it could not be read. Raises InputError at the line."""
        curve = self._curves.get(key)
        if curve is None:
            if len(self._curves) >= MOST_DEVICES:
                source.refuse(line, f"more than {MOST_DEVICES} devices", "is the right column named as the device?")
            longest_s = None if self.interval_s is None else max(_INTERVALS * self.interval_s, _LEAST_GAP_S)
            curve = self._curves[key] = _Curve(Integral(longest_s))
        if power_w is None:
            curve.unread += 1
            curve.silent = True
            return
        integral = curve.integral
        time_s += curve.shift_s
        if integral.last_s is not None and time_s < integral.last_s:
            curve.shift_s += integral.last_s - time_s
            integral.interrupt(CLOCK_BACK, integral.last_s, power_w)
        elif curve.silent:
            integral.interrupt(NO_POWER, time_s, power_w)
        else:
            integral.add(time_s, power_w)
        curve.silent = False
        if len(integral.gaps) > MOST_GAPS:  # a file may be of any size, and all of it may be gaps
            gap = integral.gaps.pop()
            curve.longest_unlisted_s = max(gap.end_s - gap.start_s, curve.longest_unlisted_s or Decimal(0))

    def devices(self, names: dict[str, str], kinds: dict[str, str]) -> tuple[Device, ...]:
        """Each device with its energy, None where fewer than two samples or zero were read, and its curve."""
        return tuple(
            sampled_device(names.get(key, key), kinds.get(key, "other"), curve.integral, self._start_s)
            for key, curve in self._curves.items()
        )

    @property
    def keys(self) -> tuple[str, ...]:
        """The devices, in the order in which they appear."""
        return tuple(self._curves)

    @property
    def span_s(self) -> tuple[Decimal, Decimal] | None:
        """The first and the last sample of all; None without any."""
        integrals = [curve.integral for curve in self._curves.values()]
        firsts = [it.first_s for it in integrals if it.first_s is not None]
        lasts = [it.last_s for it in integrals if it.last_s is not None]
        return (min(firsts), max(lasts)) if firsts and lasts else None

    @property
    def _start_s(self) -> Decimal:
        return self.span_s[0] if self.span_s else Decimal(0)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The spans that are in no sum, each once, in their order; at most `MOST_GAPS`."""
        return tuple(self._gaps()[:MOST_GAPS])

    def _gaps(self) -> list[Gap]:
        """Every listed gap; those of several devices that begin and end within half an interval are one."""
        apart_s = (self.interval_s or Decimal(0)) / 2
        found: list[Gap] = []
        listed = {gap.since(self._start_s) for curve in self._curves.values() for gap in curve.integral.gaps}
        for gap in sorted(listed, key=lambda gap: (gap.start_s, gap.end_s, gap.reason)):
            near = takewhile(lambda other: gap.start_s - other.start_s <= apart_s, reversed(found))  # noqa: B023
            if not any(abs(gap.end_s - other.end_s) <= apart_s and gap.reason == other.reason for other in near):
                found.append(gap)
        return found

    def warnings(self) -> list[str]:
        """What a person should know of these samples."""
        found = []
        if unread := sum(curve.unread for curve in self._curves.values()):
            found.append(f"the power of {unread:,} sample{'s' if unread > 1 else ''} could not be read")
        gaps = self._gaps()
        lengths_s = [gap.end_s - gap.start_s for gap in gaps if gap.end_s > gap.start_s]
        unlisted_s = [it.longest_unlisted_s for it in self._curves.values() if it.longest_unlisted_s is not None]
        if lengths_s:
            count = f"more than {MOST_GAPS:,}" if unlisted_s else f"{len(lengths_s):,}"
            longest_s = max(*lengths_s, *unlisted_s, Decimal(0))
            plural = "" if count == "1" else "s"
            found.append(f"{count} gap{plural}, up to {longest_s.normalize():f} s long, in no sum")
        if any(gap.reason == CLOCK_BACK for gap in gaps):
            found.append("the clock went back: what lies between the two samples is not counted")
        return found


def usual_interval(times: Iterable[tuple[str, Decimal]]) -> Decimal | None:
    """The median of the steps from one sample of a device to its next; times: the device and the time of each."""
    last: dict[str, Decimal] = {}
    steps = []
    for device, time_s in times:
        if device in last:
            steps.append(time_s - last[device])
        last[device] = time_s
    return median(steps)


def median(values: list[Decimal]) -> Decimal | None:
    """The middle one; None of none."""
    return sorted(values)[len(values) // 2] if values else None
