"""Energies of a CSV of one's own: those of its rows, added up, or a counter's, the last less the first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.energy.counter import RESET, Counter
from reportgen.energy.importers.cells import is_missing, shown_name, times
from reportgen.energy.importers.curves import CLOCK_BACK, MOST_DEVICES
from reportgen.energy.importers.number_cells import cells_in
from reportgen.energy.importers.own_columns import COUNTERS_J, ENERGIES_J, OwnTable
from reportgen.energy.importers.power_devices import identity_of, kind_of
from reportgen.energy.importers.times import date_at
from reportgen.energy.record import Device, Record
from reportgen.files.losses import Losses
from reportgen.files.sound_rows import sound_rows
from reportgen.files.source import Source
from reportgen.files.table import Row
from reportgen.files.units import J_PER_KWH, energy_unit, time_unit
from reportgen.precision import working_precision
from reportgen.problems import InputError, excerpt
from reportgen.words.message import message

_LEAST_ROWS = 3  # that never fall before they are taken for a counter's
_UJ = Decimal(1_000_000)


@dataclass(frozen=True)
class _Energy:
    """A row: its energy in J, its duration, and its time with whether that has a zone, where the table has them."""

    line: int
    device: str
    energy_j: Decimal
    duration_s: Decimal | None
    time: tuple[Decimal, bool] | None


@dataclass
class _Readings:
    """One device's energies: their sum, their counter, and whether they ever fall and rise."""

    sum_j: Decimal = Decimal(0)
    rows: int = 0
    last_j: Decimal | None = None
    falls: bool = False
    rises: bool = False
    counter: Counter = field(default_factory=Counter)


class _Rows:
    """The table's rows that have an energy; `lost` holds the others. count: of all."""

    def __init__(self, source: Source, table: OwnTable) -> None:
        self.lost = Losses()
        self.count = 0
        self.lost_ends = False  # rows before the first or after the last that has an energy
        self._source, self._table = source, table
        numbers = [*table.values, *([table.duration] if table.duration else [])]
        self._cells = cells_in(source, self._sound(Losses()), numbers, table.delimiter)

    def _sound(self, lost: Losses) -> Iterator[Row]:
        table = self._table
        named = (*table.values, table.time, table.device, table.duration)
        needed = [name for name in named if name is not None]
        header = list(table.header)
        return sound_rows(
            self._source, table.delimiter, lost, lambda _: needed, is_header=lambda cells: cells == header
        )

    def __iter__(self) -> Iterator[_Energy]:
        lost = 0
        for row in self._sound(self.lost):
            try:
                found = self._energy(row)
            except InputError as error:
                self.lost.take(error)
                continue
            self.lost_ends |= self.count == 0 and self.lost.count > 0
            self.count += 1
            lost = self.lost.count
            yield found
        self.lost_ends |= self.lost.count > lost
        self.count += self.lost.count

    def _energy(self, row: Row) -> _Energy:
        source, table, cells, line = self._source, self._table, row.cells, row.line
        device = shown_name(cells[table.device], "") if table.device else "device"
        if not device:
            source.refuse(line, f"{table.device} is blank, which names no device")
        size_j = {**ENERGIES_J, **COUNTERS_J}[table.what]
        energy_j = Decimal(0)
        for column in table.values:
            text = cells[column]
            if is_missing(text):
                source.refuse(line, f"{column} is '{excerpt(text)}'" if text else f"{column} is blank")
            energy_j += self._cells.amount(source, line, text, column, energy_unit, size_j)
        return _Energy(
            line,
            device,
            energy_j,
            self._cells.amount(source, line, cells[table.duration], table.duration, time_unit, Decimal(1))
            if table.duration
            else None,
            self._cells.time_s(source, line, cells[table.time], table.time, table.time_size) if table.time else None,
        )


def energy_record(source: Source, table: OwnTable, tool: str) -> Record:
    """One record of all rows. Raises InputError, also where they are a counter's and are named as energies of rows."""
    with working_precision():
        rows = _Rows(source, table)
        devices: dict[str, _Readings] = {}
        duration_s = Decimal(0)
        lasting = _Readings()
        first: tuple[Decimal, bool] | None = None
        last: tuple[Decimal, bool] | None = None
        for row in rows:
            if row.device not in devices and len(devices) >= MOST_DEVICES:
                source.refuse(row.line, f"more than {MOST_DEVICES} devices", "is the right column named as the device?")
            _take(devices.setdefault(row.device, _Readings()), row)
            if row.duration_s is not None:
                duration_s += row.duration_s
                _follow(lasting, row.duration_s)
            last = row.time or last
            first = first or last
        if not devices:
            if rows.lost.count:
                rows.lost.refuse()
            source.refuse(None, "there is no row below the header")
        is_counter = table.what in COUNTERS_J
        if not is_counter and _is_counter(devices, lasting if table.duration else None):
            name = table.what.replace("energy_", "energy_counter_")
            hint = f"{name}= takes the last less the first; energies that are of each row alone have a duration_s"
            source.refuse(None, f"{' + '.join(table.values)} never falls: a counter, which is not added up", hint)
        return _record(table, tool, rows, devices, duration_s if table.duration else None, first, last)


def _take(readings: _Readings, row: _Energy) -> None:
    _follow(readings, row.energy_j)
    time_s = row.time[0] if row.time else Decimal(readings.rows)
    counted_uj = int(row.energy_j * _UJ)
    if readings.counter.last_s is not None and time_s < readings.counter.last_s:
        readings.counter.interrupt(CLOCK_BACK, time_s, counted_uj)
    else:
        readings.counter.add(time_s, counted_uj)


def _follow(readings: _Readings, value: Decimal) -> None:
    if readings.last_j is not None:
        readings.falls |= value < readings.last_j
        readings.rises |= value > readings.last_j
    readings.sum_j += value
    readings.last_j = value
    readings.rows += 1


def _is_counter(devices: dict[str, _Readings], lasting: _Readings | None) -> bool:
    """Whether no device's energies ever fall and some rise; equal ones are no counter's.

    lasting: the rows' durations, which make each an energy of its own unless they are a running total too.
    """
    if lasting is not None and (lasting.falls or not lasting.rises):
        return False
    falls = any(it.falls for it in devices.values())
    return not falls and any(it.rises and it.rows >= _LEAST_ROWS for it in devices.values())


def _record(
    table: OwnTable,
    tool: str,
    rows: _Rows,
    devices: dict[str, _Readings],
    duration_s: Decimal | None,
    first: tuple[Decimal, bool] | None,
    last: tuple[Decimal, bool] | None,
) -> Record:
    is_counter = table.what in COUNTERS_J
    has_date = table.time is not None and table.time_size is None
    energies_j = {name: it.counter.energy_j if is_counter else it.sum_j for name, it in devices.items()}
    energy_kwh = sum(energies_j.values(), Decimal(0)) / J_PER_KWH
    span_s = last[0] - first[0] if first and last and last[0] > first[0] else None
    if is_counter:
        duration_s = span_s
    is_lost = rows.lost_ends if is_counter else rows.lost.count > 0
    fell_back = is_counter and any(it.counter.gaps for it in devices.values())
    at_least = bool(energy_kwh) and (is_lost or fell_back)
    method = message("energy counter") if is_counter else message("as the file says")
    return Record(
        tool,
        energy_kwh or None,
        pue_included=None,
        duration_s=duration_s or None,
        devices=tuple(
            Device(
                name,
                kind_of(name),
                energy_j / J_PER_KWH or None,
                method=method,
                identity=identity_of(name, "+".join(table.values), table.device),
            )
            for name, energy_j in energies_j.items()
        ),
        warnings=tuple(_warnings(rows, devices, energy_kwh, is_lost=is_lost, is_counter=is_counter)),
        low_kwh=energy_kwh if at_least else None,
        started_at=date_at(*first) if has_date and first else None,
        ended_at=date_at(*last) if has_date and last and last != first else None,
        zone_known=bool(has_date and first and first[1]),
        method=message("energy counter") if is_counter else message("energies of the rows, added up"),
        at_least=at_least,
    )


def _warnings(
    rows: _Rows, devices: dict[str, _Readings], energy_kwh: Decimal, *, is_lost: bool, is_counter: bool
) -> Iterator[str]:
    yield from rows.lost.said(rows.count, "no energy")
    if is_lost and energy_kwh:
        yield "the energy is at least this: what the other rows hold is not known"
    if not energy_kwh:
        yield "the energies are zero: they were not measured"
    if is_counter:
        back = [gap.reason for it in devices.values() for gap in it.counter.gaps]
        for what, reason in (("counter", RESET), ("clock", CLOCK_BACK)):
            if count := back.count(reason):
                yield f"the {what} went back {times(count)}: what was drawn across it is in no sum"
