"""Logs of samplers, a line or a block for each sample: from their lines to one record of power over time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import chain, islice

from reportgen.energy.importers.cells import later
from reportgen.energy.importers.intervals import usual_intervals
from reportgen.energy.importers.one_run import OneRun
from reportgen.energy.importers.sampled import NO_ENERGY, total_kwh
from reportgen.energy.record import Record
from reportgen.files.losses import Losses
from reportgen.files.source import Source
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.problems import InputError
from reportgen.words.message import message

EPOCH = datetime(1970, 1, 1)  # of clocks that say no zone
NO_POWER_IN_ROW = "no power that can be read"

_HEAD = 2000  # samples that are looked at for the interval
_DAY_S = Decimal(86_400)


@dataclass(frozen=True)
class Sample:
    """The power of one device at a time on the log's clock; None where the tool says that it has none."""

    line: int
    device: str
    time_s: Decimal
    power_w: Decimal | None


@dataclass
class PowerLog:
    """What became of the samples: the devices' curves, the usual interval, and how many rows there were."""

    curves: OneRun
    interval_s: Decimal | None
    lost: Losses
    rows: int = 0

    def record(
        self,
        tool: str,
        kinds: Mapping[str, str],
        *,
        names: Mapping[str, str] | None = None,
        counted: Iterable[str] | None = None,
        origin: datetime | None = None,
        warnings: Iterable[str] = (),
    ) -> Record:
        """The record of these devices.

        kinds, names: of the devices. counted: those that are added up, the others are left out; None: all. origin: the
        moment at which the log's clock is zero, None where its clock says no day.
        """
        found = self.curves.devices(dict(names or {key: key for key in kinds}), dict(kinds))
        chosen = set(kinds if counted is None else counted)
        devices = tuple(device for key, device in zip(kinds, found, strict=True) if key in chosen)
        energy_kwh, low_kwh, high_kwh = total_kwh(devices)
        span_s = self.curves.span_s
        start = None if span_s is None else later(origin, span_s[0])
        duration_s = None if span_s is None else span_s[1] - span_s[0]
        said = [*self.curves.warnings(), *self.lost.said(self.rows, NO_POWER_IN_ROW)]
        return Record(
            tool,
            energy_kwh,
            duration_s=duration_s or None,
            devices=devices,
            warnings=(*said, *([NO_ENERGY] if energy_kwh is None else []), *warnings),
            low_kwh=low_kwh,
            high_kwh=high_kwh,
            started_at=start,
            ended_at=None if duration_s is None else later(start, duration_s),
            zone_known=start is not None and start.tzinfo is not None,
            interval_s=self.interval_s,
            gaps=self.curves.gaps,
            method=message("sampled power, trapezoid"),
        )


@dataclass
class SoundLines:
    """The lines of a log that are text, each with its number and whether it has its end; the others are lost."""

    source: Source
    lost: Losses = field(default_factory=Losses)

    def __iter__(self) -> Iterator[tuple[int, str, bool]]:
        for line, text in enumerate(self.source.whole_lines(damaged=True), start=1):
            try:
                self.source.check(line, text)
            except InputError as error:
                self.lost.take(error)
                continue
            yield line, text.rstrip("\n"), text.endswith("\n")


def power_log(source: Source, samples: Iterator[Sample], lost: Losses) -> PowerLog:
    """The samples of all devices, integrated. Raises InputError where there is none."""
    with working_precision():
        head = list(islice(samples, _HEAD))
        if not head:
            if lost.count:
                lost.refuse()
            source.refuse(None, "there is no sample of power in the log", "did the tool end before it wrote?")
        interval_s, _ = usual_intervals((sample.device, sample.time_s) for sample in head)
        log = PowerLog(OneRun(interval_s), interval_s, lost)
        last: tuple[int, Decimal] | None = None  # a line may hold several times, and several devices of one
        for sample in chain(head, samples):
            log.rows += last != (sample.line, sample.time_s)
            last = sample.line, sample.time_s
            log.curves.add(source, sample.line, sample.device, sample.time_s, sample.power_w)
        log.rows += lost.count
        return log


def drawn(energy_kwh: Decimal | None) -> str:
    """The energy of a device that is not counted, in words: in J, to the thousandth."""
    with working_precision():
        return "not measured" if energy_kwh is None else f"{round(energy_kwh * J_PER_KWH, 3).normalize():f} J"


class DayClock:
    """Times of day without a date, as seconds since the first midnight: a step back of half a day passed one."""

    def __init__(self) -> None:
        self._days = 0
        self._last_s: Decimal | None = None

    def at(self, of_day_s: Decimal) -> Decimal:
        """The time of day, in the order of the log."""
        if self._last_s is not None and of_day_s < self._last_s - _DAY_S / 2:
            self._days += 1
        self._last_s = of_day_s
        return of_day_s + self._days * _DAY_S
