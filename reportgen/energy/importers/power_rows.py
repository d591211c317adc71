"""Rows of a table of sampled power, read one by one: a time, whose it is, and a power for each column of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from reportgen.energy.importers.cells import is_missing, shown_name
from reportgen.energy.importers.intervals import LEAST_GAP_S, WHOLE_STEP
from reportgen.energy.importers.number_cells import Cells, cells_in
from reportgen.files.losses import Losses
from reportgen.files.sound_rows import sound_rows
from reportgen.files.source import Source
from reportgen.files.table import DELIMITERS, Row, cells_of
from reportgen.files.units import power_unit
from reportgen.problems import InputError, excerpt

_BANNER_LINES = 100  # in which the header is looked for


@dataclass(frozen=True)
class Layout:
    """Where the samples of a table stand.

    header: the cells of its header, by which it is known. time: the column, time_size: seconds in its unit, None of a
    date with a time of day. powers: each column with W in its unit, None where only its cells say one. device: the
    column that tells devices apart, model: the one that names them; index, uuid: those that identify them.
    """

    header: tuple[str, ...]
    delimiter: str
    time: str
    time_size: Decimal | None
    powers: Mapping[str, Decimal | None]
    device: str | None = None
    model: str | None = None
    index: str | None = None
    uuid: str | None = None

    @property
    def columns(self) -> list[str]:
        """Every column that is read."""
        named = (self.time, *self.powers, self.device, self.model, self.index, self.uuid)
        return list(dict.fromkeys(name for name in named if name is not None))


class Reading(NamedTuple):
    """A row: its powers in the order of the layout's columns, None where one could not be read or is blank."""

    line: int
    time_s: Decimal
    zone_known: bool
    device: str
    model: str
    device_index: str
    uuid: str
    powers_w: tuple[Decimal | None, ...]
    blanks: tuple[bool, ...]


@dataclass
class Faults:
    """What was lost of a table of so many rows: those that are damaged, and those whose cells say "no value"."""

    damaged: Losses = field(default_factory=Losses)
    silent: Losses = field(default_factory=Losses)
    rows: int = 0

    @property
    def lost(self) -> int:
        """Rows that are damaged, each of those that ran together."""
        return self.damaged.count + self.damaged.ran_together

    def take(self, source: Source, line: int, message: str) -> None:
        """Count a row that is damaged in its relation to others."""
        self.damaged.take(_problem(source, line, message))

    def warnings(self) -> list[str]:
        """What a person must know of them."""
        return [*self.damaged.said(self.rows, "no power that can be read"), *self.silent.said(self.rows, "no power")]


def header_in(source: Source, wanted: Sequence[str]) -> tuple[tuple[str, ...], str] | None:
    """The first line that has all these columns, as its cells, and the sign between them; None where none has."""
    for line in source.head.split("\n")[:_BANNER_LINES]:
        for delimiter in DELIMITERS:
            cells = cells_of(line, delimiter)
            if cells and set(wanted) <= set(cells):
                return tuple(cells), delimiter
    return None


def readings(source: Source, layout: Layout, faults: Faults) -> Iterator[Reading | None]:
    """Each row that has a time and a device, and None for each that was lost whole, in their order."""
    numbers = (*layout.powers, *([layout.time] if layout.time_size else []))
    cells = cells_in(source, _rows(source, layout, Losses()), numbers, layout.delimiter)
    damaged = faults.damaged
    told = lines = 0
    for row in _rows(source, layout, damaged):
        if damaged.count > lines:
            yield from [None] * (faults.lost - told)
            faults.rows += damaged.count - lines
            told, lines = faults.lost, damaged.count
        try:
            reading = _reading(source, layout, row, cells, faults)
        except InputError as error:
            damaged.take(error)
            continue  # the next turn, or the end, tells of it
        faults.rows += 1
        told, lines = faults.lost, damaged.count  # a power that could not be read has its row
        yield reading
    yield from [None] * (faults.lost - told)
    faults.rows += damaged.count - lines


def _rows(source: Source, layout: Layout, lost: Losses) -> Iterator[Row]:
    header = list(layout.header)
    return sound_rows(
        source,
        layout.delimiter,
        lost,
        lambda _: layout.columns,
        is_header=lambda cells: cells == header,
    )


def _reading(source: Source, layout: Layout, row: Row, values: Cells, faults: Faults) -> Reading:
    """The row. Raises InputError where its time or its device cannot be read."""
    cells = row.cells
    time_s, zone_known = values.time_s(source, row.line, cells[layout.time], layout.time, layout.time_size)
    device = _name(cells[layout.device]) if layout.device else ""
    if layout.device and is_missing(device):
        source.refuse(row.line, f"{layout.device} is '{excerpt(device)}', which names no device")
    powers, blanks = [], []
    fault: InputError | None = None
    for column, size in layout.powers.items():
        text = cells[column]
        blank = not text and len(layout.powers) > 1
        power_w = None
        if is_missing(text):
            if not blank:
                said = f"{column} is '{excerpt(text)}'" if text else f"{column} is blank"
                faults.silent.take(_problem(source, row.line, said))
        else:
            try:
                power_w = values.amount(source, row.line, text, column, power_unit, size)
            except InputError as error:
                fault = fault or error
        powers.append(power_w)
        blanks.append(blank)
    if fault is not None:
        faults.damaged.take(fault)
    return Reading(
        row.line,
        time_s,
        zone_known,
        device,
        _name(cells[layout.model]) if layout.model else "",
        _name(cells[layout.index]) if layout.index else "",
        _name(cells[layout.uuid]) if layout.uuid else "",
        tuple(powers),
        tuple(blanks),
    )


@lru_cache(maxsize=4096)  # the same few names in each row
def _name(text: str) -> str:
    return shown_name(text, "")


def steady(
    source: Source, found: Iterator[Reading | None], interval_s: Decimal | None, faults: Faults
) -> Iterator[Reading | None]:
    """The rows without those whose time is none of the log's: before and after them it goes on as if they were not."""
    if not interval_s:
        yield from found
        return
    own_s: dict[str, Decimal] = {}  # the last time of each device
    before: Reading | None = None
    held: list[Reading | None] = []  # a row that is judged by the next one, and what was lost after it
    for reading in found:
        if reading is not None:
            row = held[0] if held else None
            if row and before and _is_odd(before, row, reading, own_s.get(row.device), interval_s):
                faults.take(source, row.line, "the time is none of those before and after it")
                held[0] = row = None
            yield from held
            if row:
                before, own_s[row.device] = row, row.time_s
            held = []
        held.append(reading)
    yield from held


def _is_odd(before: Reading, row: Reading, after: Reading, own_s: Decimal | None, interval_s: Decimal) -> bool:
    """Whether the row's time is beyond those of its neighbours, which are as close as rows are.

    own_s: the time of its device's last row, to which it is no next one either; where a table has the rows of one
    device after those of another, it is.
    """
    if own_s is None or before.time_s <= row.time_s <= after.time_s:
        return False
    are_close = 0 <= after.time_s - before.time_s <= max(WHOLE_STEP * interval_s, LEAST_GAP_S)
    return are_close and not 0 <= row.time_s - own_s <= WHOLE_STEP * interval_s


def _problem(source: Source, line: int, message: str) -> InputError:
    try:
        source.refuse(line, message)
    except InputError as error:
        return error
