"""CSVs with a column of power for each device, known by content: own loops, Grafana, Weights & Biases, powerjoular."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from reportgen.energy.importers import nvidia_smi, power_gadget
from reportgen.energy.importers.own_columns import say_columns
from reportgen.energy.importers.power_devices import Dialect, Seen, kind_of
from reportgen.energy.importers.power_rows import Layout
from reportgen.energy.importers.power_table import records
from reportgen.energy.importers.times import clock_s
from reportgen.energy.record import Record
from reportgen.files.decimal_sign import COMMA, POINT, number_with
from reportgen.files.source import Source
from reportgen.files.table import DELIMITERS, cells_of
from reportgen.files.units import SECOND, power_unit, power_unit_in, time_unit, words_in

TOOL = "wide-csv"

_HEADER_LINES, _TELLING_LINES = 20, 20
_TIME = re.compile(r"(?:time|date|timestamp|datetime|elapsed|relative)(?:\W|_|$).*", re.I)
_RELATIVE = re.compile(r"relative time \(.*\)", re.I)  # Weights & Biases counts in seconds
# A column of what a device may draw, or of what another column drew at least and at most.
_NO_DRAW = {"limit", "cap", "tdp", "max", "min", "enforced", "default"}
# A table with one of these has a row for each device.
_DEVICE = {
    "index",
    "gpu",
    "gpu_index",
    "gpu_id",
    "gpu_uuid",
    "device",
    "device_id",
    "uuid",
    "host",
    "hostname",
    "node",
    "name",
    "gpu_name",
}
_POWERJOULAR = ("Total Power", "CPU Power")  # in W, as its documentation says; its header says no unit
_CELL_UNIT = re.compile(r"[0-9.,]+\s*(?P<unit>[A-Za-z]+)")


class _Table(NamedTuple):
    """What was found: the header, its time, and each column of power with its unit, None where its cells say it."""

    header: tuple[str, ...]
    delimiter: str
    time: str
    powers: dict[str, Decimal | None]
    first_time: str


def identify(source: Source) -> bool:
    return _table(source) is not None and not any(tool.identify(source) for tool in (nvidia_smi, power_gadget))


def extract(source: Source) -> list[Record]:
    """One record for each run: the columns of power together."""
    table = _table(source)
    if table is None:
        hint = "for one column: --columns time=NAME,power_w=NAME"
        source.refuse(None, "there is no column of time with two or more columns of power that say their unit", hint)
    powers = {name: size for name, size in table.powers.items() if not _NO_DRAW & set(_words(name))}
    if not powers:
        source.refuse(1, "no column says what a device draws: they are limits, least and highest values")
    layout = Layout(table.header, table.delimiter, table.time, _time_size(source, table), powers)
    return records(source, layout, Dialect(TOOL, _names, kind_of, is_wide=True, notes=(_scope(table, powers),)))


def _scope(table: _Table, powers: Iterable[str]) -> str:
    """What the record rests on, and which columns are in no sum."""
    left = [name for name in table.powers if name not in powers]
    said = "each column of power is taken for a device of its own, and what no column has is not in it"
    return f"{said}; left out as limits, least or highest values: {', '.join(left)}" if left else said


def _table(source: Source) -> _Table | None:
    lines = source.head.split("\n")
    for place, line in enumerate(lines[:_HEADER_LINES]):
        for delimiter in DELIMITERS:
            cells = cells_of(line, delimiter)
            time = next((cell for cell in cells if _TIME.fullmatch(cell)), None)
            if time is None or len(cells) < 3:
                continue
            rows = [
                row
                for row in (cells_of(text, delimiter) for text in islice(lines, place + 1, place + 1 + _TELLING_LINES))
                if len(row) == len(cells)
            ]
            powers = _powers(cells, rows)
            # `Device ID` and `device-id` are `device_id`
            by_row = {re.sub(r"[\W_]+", "_", cell.lower()) for cell in cells if cell not in powers} & _DEVICE
            if len(powers) > 1 and rows and not by_row:
                return _Table(tuple(cells), delimiter, time, powers, rows[0][cells.index(time)])
    return None


def _powers(cells: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Decimal | None]:
    """The columns whose names say a unit of power, or whose cells do."""
    if set(_POWERJOULAR) <= set(cells):
        return {cell: Decimal(1) for cell in cells if cell.endswith(" Power")}
    found: dict[str, Decimal | None] = {}
    for place, cell in enumerate(cells):
        units = [match["unit"] for row in rows if (match := _CELL_UNIT.fullmatch(row[place]))]
        if sum(power_unit(unit) is not None for unit in units) * 2 > len(units):  # one may be damaged
            found[cell] = None
        elif unit := power_unit_in(cell):
            found[cell] = unit.size
    return found


def _time_size(source: Source, table: _Table) -> Decimal | None:
    """Seconds in the unit of a time that is a number; None of a date. Raises InputError where nothing says the unit."""
    if _RELATIVE.fullmatch(table.time):
        return SECOND.size
    if clock_s(table.first_time) is not None:
        return None
    units = [unit for unit in map(time_unit, words_in(table.time, time_unit)[1:]) if unit is not None]
    if units:
        return units[0].size
    if any(number_with(table.first_time, sign) is not None for sign in (POINT, COMMA)):
        powers = "+".join(table.powers)
        hint = f"say it: {say_columns({'time_s': table.time, 'power_w': powers})}"
        source.refuse(None, f'nothing says in which unit the times of "{table.time}" are', hint)
    return None


def _words(name: str) -> list[str]:
    return [word.lower() for word in words_in(name, power_unit)]


def _names(devices: Sequence[Seen]) -> list[str]:
    return [device.column for device in devices]
