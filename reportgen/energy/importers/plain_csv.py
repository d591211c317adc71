"""A CSV of one's own, whose columns the user names: power over time, or energies of rows or of a counter."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.energy.importers.energy_rows import energy_record
from reportgen.energy.importers.own_columns import POWERS, OwnTable, own_table
from reportgen.energy.importers.power_devices import Dialect, Seen, kind_of
from reportgen.energy.importers.power_rows import Layout
from reportgen.energy.importers.power_table import records
from reportgen.energy.record import Record
from reportgen.files.source import Source

TOOL = "csv"


def identify(source: Source) -> bool:  # noqa: ARG001 (nothing is this importer's by itself)
    return False


def extract(source: Source) -> list[Record]:
    """The energies of all rows as one record, or one for each run of sampled power."""
    table = own_table(source)
    if table.what not in POWERS:
        return [energy_record(source, table, TOOL)]
    return records(source, _layout(table), Dialect(TOOL, _names, kind_of))


def _layout(table: OwnTable) -> Layout:
    assert table.time is not None
    powers = dict.fromkeys(table.values, POWERS[table.what])
    return Layout(table.header, table.delimiter, table.time, table.time_size, powers, table.device)


def _names(devices: Sequence[Seen]) -> list[str]:
    """What the device column says, with the column of power where there are several; else that alone."""
    several = len({device.column for device in devices}) > 1
    return [" ".join([device.device, *([device.column] if several else [])]).strip() or "device" for device in devices]
