"""A table of sampled power as records, one for each run, in whichever dialect its columns are named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice, pairwise

from reportgen.energy.importers.curves import Curves
from reportgen.energy.importers.intervals import usual_intervals
from reportgen.energy.importers.power_devices import Devices, Dialect, rhythm_in
from reportgen.energy.importers.power_rows import Faults, Layout, Reading, readings, steady
from reportgen.energy.importers.runs import Runs
from reportgen.energy.importers.same_times import SameTimes
from reportgen.energy.importers.sampled import NO_ENERGY, total_kwh
from reportgen.energy.importers.sums import Sums
from reportgen.energy.importers.times import date_at
from reportgen.energy.importers.turns import Rhythm
from reportgen.energy.record import MEASURED, Device, Record
from reportgen.files.source import Source
from reportgen.precision import working_precision
from reportgen.words.message import message
from reportgen.words.numbers import HOUSE

TAKEN_FOR_ONE = "no column tells devices apart: taken for one device"

_HEAD_ROWS = 2000  # looked at for the interval, and for the rhythm of devices that nothing tells apart
_LEAST_FALLING = 3  # times: a clock that was put back once makes two
_SUMMER_TIME = (
    "the clock changed by an hour and the samples went on: taken for summer time, whose hour is in no duration"
)


@dataclass
class _Table:
    """What is gathered of a table while its rows are read."""

    source: Source
    layout: Layout
    rhythm: Rhythm | None
    devices: Devices
    runs: Runs
    as_one: Runs | None
    sums: Sums
    faults: Faults
    same: SameTimes

    def take(self, reading: Reading) -> None:
        keys = self.devices.keys(reading)
        if self.same.has(reading, keys):
            self.faults.take(self.source, reading.line, "another row of its device has this time and another power")
            self.lose()
            return
        self.sums.add(reading.powers_w)
        for key, power_w, blank in zip(keys, reading.powers_w, reading.blanks, strict=True):
            if power_w is not None and self.as_one is not None:
                self.as_one.add(self.source, reading.line, self.devices.column(key), reading.time_s, power_w)
            self.runs.add(self.source, reading.line, key, reading.time_s, power_w, blank)

    def lose(self) -> None:
        self.runs.lose()
        self.devices.pass_over()


def records(source: Source, layout: Layout, dialect: Dialect) -> list[Record]:
    """One record for each run of the table. Raises InputError, also where nothing certain is left of it."""
    with working_precision():
        faults = Faults()
        found = readings(source, layout, faults)
        head = list(islice(found, _HEAD_ROWS))
        sound = [reading for reading in head if reading is not None]
        if not sound:
            _refuse_empty(source, faults)
        _check_order(source, sound)
        table = _table(source, layout, dialect, sound, faults)
        for reading in steady(source, chain(head, found), table.runs.interval_s, faults):
            if reading is None:
                table.lose()
            else:
                table.take(reading)
        table.same.check()
        for line in table.runs.close():
            faults.take(source, line, "no other row is of this device: its name is damaged")
        made = _records(table, dialect, faults, zone_known=sound[0].zone_known)
        if all(record.energy_kwh is None for record in made) and faults.damaged.count:
            faults.damaged.refuse()
        return made


def _refuse_empty(source: Source, faults: Faults) -> None:
    if faults.damaged.count:
        faults.damaged.refuse()
    source.refuse(None, "there is no sample in the file", "did the tool end before it wrote?")


def _check_order(source: Source, head: Sequence[Reading]) -> None:
    """Raise InputError where the rows run back in time from the first to the last, as of an export newest first."""
    times_s = [reading.time_s for reading in head]
    falls = all(later <= sooner for sooner, later in pairwise(times_s))
    if falls and len(set(times_s)) >= _LEAST_FALLING:
        source.refuse(head[0].line, "the newest row stands first: its times fall from row to row", "sort it by time")


def _table(source: Source, layout: Layout, dialect: Dialect, head: Sequence[Reading], faults: Faults) -> _Table:
    rhythm = rhythm_in(source, layout, dialect, head)
    devices = Devices(layout, rhythm)
    interval_s, intervals_s = usual_intervals(_times(devices, head))
    same = SameTimes(source, layout, rhythm)
    same.check_interval(interval_s, head)
    is_wall = layout.time_size is None and not head[0].zone_known
    unsettled = rhythm is not None and rhythm.devices > 1 and "devices" not in source.columns
    return _Table(
        source,
        layout,
        rhythm,
        Devices(layout, rhythm),
        Runs(interval_s, intervals_s, is_wall),
        Runs(*usual_intervals(("", reading.time_s) for reading in head), is_wall) if unsettled else None,
        Sums(tuple(layout.powers)),
        faults,
        same,
    )


def _times(devices: Devices, head: Sequence[Reading]) -> Iterable[tuple[str, Decimal]]:
    for reading in head:
        for key, power_w, blank in zip(devices.keys(reading), reading.powers_w, reading.blanks, strict=True):
            if power_w is not None or not blank:
                yield key, reading.time_s


def _records(table: _Table, dialect: Dialect, faults: Faults, zone_known: bool) -> list[Record]:
    sums = table.sums.found()
    doubts = _doubts(table)
    notes = list(faults.warnings())
    for total, parts in sums.items():
        notes.append(f"{total} is {' + '.join(parts)} in every row: it is no device, and in no sum")
    if table.rhythm is not None and table.rhythm.devices == 1 and "devices" not in table.source.columns:
        notes.append(TAKEN_FOR_ONE)
    if table.runs.turned:
        notes.append(_SUMMER_TIME)
    runs = table.runs.found
    made = []
    for number, run in enumerate(runs, start=1):
        said = [*([_of_runs(number, runs, run)] if len(runs) > 1 else []), *notes, *doubts]
        made.append(_record(table, run, dialect, sums, said, doubts, zone_known=zone_known))
    return made


def _record(
    table: _Table,
    run: Curves,
    dialect: Dialect,
    sums: Iterable[str],
    notes: Sequence[str],
    doubts: Sequence[str],
    *,
    zone_known: bool,
) -> Record:
    devices = _devices(table, run, dialect, sums)
    energy_kwh, low_kwh, high_kwh = total_kwh(devices)
    at_least = energy_kwh is not None and any(device.energy_kwh is None for device in devices)
    has_date = table.layout.time_size is None and run.start_s is not None
    return Record(
        dialect.tool,
        energy_kwh,
        duration_s=run.duration_s,
        devices=devices,
        basis=MEASURED,
        warnings=(
            *notes,
            *run.warnings(len(table.layout.powers)),
            *([NO_ENERGY] if energy_kwh is None else []),
            *dialect.notes,
        ),
        implausible=tuple(doubts),
        unsettled=tuple(doubts),
        low_kwh=low_kwh,
        high_kwh=None if at_least or high_kwh is None else high_kwh + run.edges_kwh(len(table.layout.powers)),
        started_at=date_at(run.start_s, zone_known) if has_date and run.start_s is not None else None,
        ended_at=date_at(run.end_s, zone_known) if has_date and run.end_s is not None else None,
        zone_known=zone_known and has_date,
        interval_s=run.interval_s,
        gaps=run.gaps,
        method=message("sampled power, trapezoid"),
        at_least=at_least,
    )


def _devices(table: _Table, run: Curves, dialect: Dialect, sums: Iterable[str]) -> tuple[Device, ...]:
    """The devices of the run, named among all of the table; without the columns that are sums of others."""
    kept = {key for each in table.runs.found for key in each.keys}
    seen = {key: it for key, it in table.devices.seen.items() if key in kept}
    names = dict(zip(seen, dialect.names(list(seen.values())), strict=True))
    kinds = {key: dialect.kind(name) for key, name in names.items()}
    found = run.devices(names, kinds, table.devices.identities(dialect))
    return tuple(device for key, device in found.items() if seen[key].column not in sums)


def _of_runs(number: int, runs: Sequence[Curves], run: Curves) -> str:
    """Which of the runs it is, and how long the file was silent before."""
    said = f"run {number} of {len(runs)} in this file"
    if number > 1:
        before_s = max(other.end_s for other in runs[: number - 1] if other.end_s is not None)
        silence_s = (run.start_s or before_s) - before_s
        said += f", after {HOUSE.up_to_significant(silence_s, 4)} s without samples"
    return f"{said}; --run {number}, or run: {number} in a manifest, takes it alone"


def _doubts(table: _Table) -> list[str]:
    """What makes the records hard to believe: rows by the rhythm of several devices, with both readings of them."""
    if table.as_one is None or table.rhythm is None:
        return []
    table.as_one.close()
    number = table.rhythm.devices
    several, one = (_total(runs) for runs in (table.runs, table.as_one))
    said = (
        f"no column tells devices apart: by their times the rows are of {number} devices in turn, {several} kWh in all"
    )
    return [f"{said}; of one device they are {one} kWh: say which among the columns: devices={number}, or devices=1"]


def _total(runs: Runs) -> str:
    return HOUSE.up_to_significant(sum((run.energy_kwh for run in runs.found), Decimal(0)), 3)
