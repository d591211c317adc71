"""Zeus's log of measurement windows: joules per GPU; windows nest, and only the outermost are added up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from reportgen.energy.importers.bounded import bounded
from reportgen.energy.importers.cells import Stages, measured, moment, shown_name
from reportgen.energy.importers.tool_table import ToolTable, header_of
from reportgen.energy.record import Device, Identity, Record, RecordedStage
from reportgen.files.source import Source
from reportgen.files.table import Row
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.words.message import message

TOOL = "zeus"

_HEADER = ["start_time", "window_name", "elapsed_time"]
_ENERGY = re.compile(r"(gpu|cpu|dram)(\d+)_energy")
_KINDS = {"gpu": "gpu", "cpu": "cpu", "dram": "ram"}
_MOST_WINDOWS = 100_000
# Windows begin and end one after the other, some time apart, and their times are floats.
_MARGIN_S = Decimal("0.005")

_GPUS_ONLY = "only GPUs are in it: the CPU, the memory and the rest of the machine are not"


@dataclass(frozen=True)
class _Window:
    name: str
    start_s: Decimal
    elapsed_s: Decimal
    energies_j: tuple[Decimal, ...]

    @property
    def end_s(self) -> Decimal:
        return self.start_s + self.elapsed_s


def identify(source: Source) -> bool:
    return header_of(source, _is_number)[:3] == _HEADER


def extract(source: Source) -> list[Record]:
    """One record: a monitor writes one file."""
    columns = [name for name in header_of(source, _is_number)[3:] if name]
    # without columns of energy the tool ends its rows with a comma, which is no part of a name
    table = ToolTable(source, _is_number, quoted=False, texts=("window_name",) if columns else ())
    windows: list[_Window] = []

    def needed(names: list[str]) -> list[str]:
        if names[:3] != _HEADER:
            source.refuse(1, f"the header does not begin with {','.join(_HEADER)}", "is this Zeus's log?")
        if unknown := [name for name in columns if not _ENERGY.fullmatch(name)]:
            source.refuse(1, f"the column {unknown[0]} is not known here", "known: gpu0_energy and so on, in J")
        return [name for name in names if name]

    with working_precision():
        for row, window in table.read(needed, lambda row: _window(table, row, columns)):
            if len(windows) >= _MOST_WINDOWS:
                source.refuse(row.line, f"more than {_MOST_WINDOWS:,} windows", "name a log of the run alone")
            windows.append(window)
        if not windows and not table.lost.count:
            source.refuse(None, "there is no window in the file", "did the run end before its first window ended?")
        return bounded([_record(columns, windows)] if windows else [], table.lost, table.sound)


def _is_number(name: str) -> bool:
    return name in ("start_time", "elapsed_time") or _ENERGY.fullmatch(name) is not None


def _window(table: ToolTable, row: Row, columns: list[str]) -> _Window:
    energies = tuple(table.number(row, name) for name in columns)
    start_s, elapsed_s = table.instant(row, "start_time"), table.duration(row, "elapsed_time")
    return _Window(shown_name(row.cells["window_name"], "window"), start_s, elapsed_s, energies)


def _record(columns: list[str], windows: list[_Window]) -> Record:
    counted, crossing = _outermost(windows)
    first_s = min(window.start_s for window in windows)
    stages = Stages()
    for window in sorted(windows, key=lambda it: it.start_s):
        if len(windows) > 1:
            stages.add(
                RecordedStage(
                    window.name,
                    measured(sum(window.energies_j, Decimal(0)) / J_PER_KWH),
                    window.elapsed_s,
                    window.start_s - first_s,
                )
            )
    totals_j = [sum((window.energies_j[index] for window in counted), Decimal(0)) for index in range(len(columns))]
    energy_j = sum(totals_j, Decimal(0))
    devices = tuple(_device(name, total) for name, total in zip(columns, totals_j, strict=True))
    warnings = []
    if not energy_j:
        warnings.append("no energy, or zero, is in the log: it was not measured")
    if columns and all(name.startswith("gpu") for name in columns):
        warnings.append(_GPUS_ONLY)
    if crossing:
        names = ", ".join(sorted({window.name for window in crossing})[:3])
        warnings.append(f"windows that overlap without one holding the other are counted once; left out: {names}")
    return Record(
        TOOL,
        measured(energy_j / J_PER_KWH),
        duration_s=sum((window.elapsed_s for window in counted), Decimal(0)) or None,
        devices=devices,
        warnings=(*warnings, *stages.warnings),
        started_at=moment(first_s),
        ended_at=moment(max(window.end_s for window in windows)),
        zone_known=True,
        stages=tuple(stages.kept),
        method=message("outermost windows, added up"),
    )


def _outermost(windows: list[_Window]) -> tuple[list[_Window], list[_Window]]:
    """The windows that lie in no other, and those that reach out of one without holding it."""
    counted: list[_Window] = []
    crossing: list[_Window] = []
    for window in sorted(windows, key=lambda it: it.start_s):
        last = counted[-1] if counted else None
        if last is not None and window.start_s <= last.start_s + _MARGIN_S:
            counted[-1] = max(last, window, key=lambda it: it.elapsed_s)
        elif last is None or window.start_s >= last.end_s - _MARGIN_S:
            counted.append(window)
        elif window.end_s > last.end_s + _MARGIN_S:
            crossing.append(window)
    return counted, crossing


def _device(column: str, total_j: Decimal) -> Device:
    match = _ENERGY.fullmatch(column)
    assert match
    kind, index = match.groups()
    return Device(
        f"{kind.upper()} {index}",
        _KINDS[kind],
        measured(total_j / J_PER_KWH),
        method=message("energy counter"),
        identity=Identity(index=index),
    )
