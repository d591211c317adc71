"""`amd-smi metric` or `monitor` with --watch, as CSV or JSON: the energy counter or the power of each GPU."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from reportgen.energy.counter import Counter
from reportgen.energy.importers.cells import measured, moment, number, shown_value
from reportgen.energy.importers.intervals import usual_intervals
from reportgen.energy.importers.json_stream import number_at, objects_in
from reportgen.energy.importers.one_run import OneRun
from reportgen.energy.importers.power_log import NO_POWER_IN_ROW
from reportgen.energy.importers.sampled import NO_ENERGY, total_kwh
from reportgen.energy.record import Device, Identity, Record
from reportgen.files.losses import Losses
from reportgen.files.sound_rows import sound_rows
from reportgen.files.source import Source
from reportgen.files.table import CUT_OFF, cells_of
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.problems import InputError, excerpt
from reportgen.words.message import message

TOOL = "amd-smi"

_POWERS = ("socket_power", "power_usage")  # of metric and of monitor
_ENERGY = "total_energy_consumption"
_OBJECT = re.compile(r'\{\s*(?:"timestamp"\s*:\s*[0-9]+\s*,\s*)?"gpu"\s*:')
_AGAIN = "write it with: amd-smi metric -p -E --watch 1 --csv --file log.csv"
_NONE = "N/A"
_HEAD = 2000  # rows that are looked at for the interval
# A counter that goes on by more between two rows, whose times are whole seconds, was misread; no board draws as much.
_MOST_W = 2000

_BOARDS_ONLY = "only GPUs are in it: the CPU, the memory and the rest of the machine are not"
_UNIT = "the unit of {} is {}, which is not known here"


@dataclass(frozen=True)
class _Row:
    """What stands in the log of one GPU at one time; None where amd-smi has no value."""

    line: int
    gpu: str
    time_s: Decimal
    power_w: Decimal | None
    energy_j: Decimal | None


@dataclass
class _Total:
    """A GPU's energy counter, by its last reading."""

    counter: Counter
    time_s: Decimal
    reading_j: Decimal


def identify(source: Source) -> bool:
    if _OBJECT.search(source.head):
        return any(f'"{name}"' in source.head for name in (*_POWERS, _ENERGY))
    return _is_header(cells_of(source.first_line, ","))


def extract(source: Source) -> list[Record]:
    """One record: of each GPU the energy counter where it is logged, else its power."""
    lost = Losses()
    with working_precision():
        rows = _of_json(source, lost) if _OBJECT.search(source.head) else _of_csv(source, lost)
        return [_record(source, rows, lost)]


def _record(source: Source, rows: Iterator[_Row], lost: Losses) -> Record:
    head = list(islice(rows, _HEAD))
    if not head:
        if lost.count:
            lost.refuse()
        source.refuse(None, "there is no row of a GPU in the log", _AGAIN)
    interval_s, _ = usual_intervals((row.gpu, row.time_s) for row in head)
    curves, totals, gpus = OneRun(interval_s), dict[str, _Total](), dict[str, None]()
    count, first_s, last_s = 0, head[0].time_s, head[0].time_s
    for row in chain(head, rows):
        count += 1
        first_s, last_s = min(first_s, row.time_s), max(last_s, row.time_s)
        gpus[row.gpu] = None
        try:
            if row.energy_j is not None:
                _count(source, totals, row)
        except InputError as error:
            lost.take(error)
            count -= 1  # it is among the lost ones
            continue
        if row.power_w is not None or row.energy_j is None:
            curves.add(source, row.line, row.gpu, row.time_s, row.power_w)
    names = {gpu: f"GPU {gpu}" for gpu in gpus}
    by_power = {it.name: it for it in curves.devices(names, dict.fromkeys(gpus, "gpu"))}
    devices = tuple(_counted(totals[gpu], name) if gpu in totals else by_power[name] for gpu, name in names.items())
    devices = tuple(replace(it, identity=Identity(index=gpu)) for gpu, it in zip(gpus, devices, strict=True))
    energy_kwh, low_kwh, high_kwh = total_kwh(devices)
    powered = [gpu for gpu in gpus if gpu not in totals]
    warnings = [*(curves.warnings() if powered else []), *lost.said(count + lost.count, NO_POWER_IN_ROW)]
    return Record(
        TOOL,
        energy_kwh,
        duration_s=measured(last_s - first_s),
        devices=devices,
        warnings=(*warnings, *([NO_ENERGY] if energy_kwh is None else []), _BOARDS_ONLY),
        low_kwh=low_kwh,
        high_kwh=high_kwh,
        started_at=moment(first_s),
        ended_at=moment(last_s),
        zone_known=True,
        interval_s=interval_s,
        gaps=curves.gaps if powered else (),
        method=devices[0].method,
        at_least=bool(totals) and bool(lost.count),  # what a counter's last rows would have said is not known
    )


def _count(source: Source, totals: dict[str, _Total], row: _Row) -> None:
    assert row.energy_j is not None
    total = totals.get(row.gpu)
    if total is None:
        total = totals[row.gpu] = _Total(Counter(), row.time_s, row.energy_j)
    most_j = total.reading_j + _MOST_W * (row.time_s - total.time_s + 1)
    if row.time_s < total.time_s or not total.reading_j <= row.energy_j <= most_j:
        said = f"{_ENERGY} of GPU {row.gpu} goes from {total.reading_j} to {row.energy_j} J: no counter"
        source.refuse(row.line, said)
    total.counter.add(row.time_s, int(row.energy_j.scaleb(6)))
    total.time_s, total.reading_j = row.time_s, row.energy_j


def _counted(total: _Total, name: str) -> Device:
    energy_kwh = measured(total.counter.energy_j / J_PER_KWH)
    return Device(name, "gpu", energy_kwh, method=message("energy counter"), power=total.counter.envelope())


def _is_header(cells: list[str]) -> bool:
    return "gpu" in cells and any(name in cells for name in (*_POWERS, _ENERGY))


def _of_csv(source: Source, lost: Losses) -> Iterator[_Row]:
    def needed(names: list[str]) -> list[str]:
        if "timestamp" not in names:
            source.refuse(1, "the log has no times, which amd-smi writes with --watch alone", _AGAIN)
        return [name for name in ("timestamp", "gpu", *_POWERS, _ENERGY) if name in names]

    for row in sound_rows(source, ",", lost, needed, is_header=_is_header):
        cells = row.cells
        power = next((cells[name] for name in _POWERS if name in cells), _NONE)
        try:
            yield _Row(
                row.line,
                _gpu(source, row.line, cells["gpu"]),
                number(source, row.line, cells["timestamp"], "timestamp"),
                None if power in ("", _NONE) else number(source, row.line, power, "the power"),
                None if cells.get(_ENERGY, _NONE) in ("", _NONE) else number(source, row.line, cells[_ENERGY], _ENERGY),
            )
        except InputError as error:
            lost.take(error)


def _of_json(source: Source, lost: Losses) -> Iterator[_Row]:
    for line, row in objects_in(source, _OBJECT, lost):
        if "timestamp" not in row:
            source.refuse(line, "the log has no times, which amd-smi writes with --watch alone", _AGAIN)
        power, energy = row.get("power"), row.get("energy")
        of_metric = power.get("socket_power") if isinstance(power, dict) else None
        try:
            yield _Row(
                line,
                _gpu(source, line, shown_value(row["gpu"])),
                number_at(source, line, row, "timestamp"),
                _quantity(source, line, row.get("power_usage", of_metric), "the power", "W"),
                _quantity(source, line, energy.get(_ENERGY) if isinstance(energy, dict) else None, _ENERGY, "J"),
            )
        except InputError as error:
            lost.take(error)


def _gpu(source: Source, line: int, text: str) -> str:
    if not re.fullmatch("[0-9]{1,4}", text):
        source.refuse(line, f"gpu is '{excerpt(text)}', no index of a GPU", CUT_OFF)
    return text


def _quantity(source: Source, line: int, value: Any, what: str, unit: str) -> Decimal | None:
    """The number of a value with its unit; None where amd-smi has none."""
    if isinstance(value, dict) and value.get("unit", unit) != unit:
        source.refuse(line, _UNIT.format(what, shown_value(value["unit"])))
    plain = value.get("value") if isinstance(value, dict) else value
    return None if plain in (None, "", _NONE) else number_at(source, line, {what: plain}, what)
