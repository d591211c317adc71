"""eco2AI's emission.csv: a row per run, or per epoch of a training; its unit stands in the column's name."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from string import digits

from reportgen.energy.importers.bounded import bounded
from reportgen.energy.importers.cells import (
    NO_ENERGY,
    Stages,
    admit,
    column,
    is_missing,
    later,
    measured,
    shown_name,
    unreadable_time,
)
from reportgen.energy.importers.tool_table import ToolTable, header_of
from reportgen.energy.record import ESTIMATE, MEASURED, Device, Record, RecordedStage
from reportgen.files.source import Source
from reportgen.files.table import CUT_OFF, Row
from reportgen.precision import working_precision
from reportgen.problems import excerpt
from reportgen.words.message import message

TOOL = "eco2ai"

_KWH = {"kWh": Decimal(1), "kWTh": Decimal(1), "Wh": Decimal("0.001"), "MWh": Decimal(1000)}  # kWTh: old versions
_ENERGY, _CO2, _DURATION = r"power_consumption\((.+)\)", r"CO2_emissions\((.+)\)", r"duration\((.+)\)"
_EPOCH = re.compile(r"epoch: *(\d+)")
_PUE_UNKNOWN = (
    "eco2AI multiplies by the PUE it is given (1 if none) and does not write it down: whether one is in is unknown"
)
_MODEL = "CPU and memory are a model (TDP by load, 0.375 W per GB); only what GPUs there are was read from a sensor"
_ONE_LOOK = "of a training eco2AI looks at the power once an epoch, at its end: what was drawn in between is a guess"


@dataclass
class _Run:
    first: Row
    energy_kwh: Decimal
    co2_kg: Decimal
    duration_s: Decimal
    last: Row
    last_duration_s: Decimal
    epoch: int | None
    stages: Stages = field(default_factory=Stages)


@dataclass(frozen=True)
class _Columns:
    """The columns of numbers as the header names them, and what the unit of the energy is in kWh."""

    energy: str
    duration: str
    co2: str | None
    kwh: Decimal


def identify(source: Source) -> bool:
    names = header_of(source, _is_number)
    return bool(column(names, _ENERGY) and column(names, _CO2))


def extract(source: Source) -> list[Record]:
    """One record per id: an epoch's row holds that epoch alone, any other row the whole run."""
    runs: dict[str, _Run] = {}
    key = ""
    table = ToolTable(source, _is_number)
    columns: list[_Columns] = []

    def needed(names: list[str]) -> list[str]:
        columns.append(_columns(source, names))
        asked = (columns[0].energy, columns[0].duration, columns[0].co2, "id", "epoch", "start_time")
        return [name for name in names if name in asked]

    with working_precision():
        for row, run in table.read(needed, lambda row: _read(table, row, columns[0])):
            key = row.cells.get("id") or _key_without_id(runs.get(key), run, key)
            if key not in runs or run.epoch is None:
                admit(source, row.line, runs)
                runs[key] = run
            else:
                _join(runs[key], run)
        if not runs and not table.lost.count:
            source.refuse(None, "there is no run in the file", "name the emission.csv that eco2AI wrote")
        return bounded([_record(run) for run in runs.values()], table.lost, table.sound)


def _is_number(name: str) -> bool:
    return any(re.fullmatch(pattern, name.strip(), re.IGNORECASE) for pattern in (_ENERGY, _CO2, _DURATION))


def _columns(source: Source, names: list[str]) -> _Columns:
    energy, co2, duration = (column(names, pattern) for pattern in (_ENERGY, _CO2, _DURATION))
    if energy is None or duration is None:
        source.refuse(1, "the columns power_consumption(kWh) and duration(s) are missing", "is this eco2AI's file?")
    _unit(source, duration, ["s"])
    if co2 is not None:
        _unit(source, co2, ["kg"])
    return _Columns(energy, duration, co2, _KWH[_unit(source, energy, _KWH)])


def _read(table: ToolTable, row: Row, columns: _Columns) -> _Run:
    energy_kwh = table.number(row, columns.energy) * columns.kwh
    duration_s = table.duration(row, columns.duration)
    co2_kg = (table.given(row, columns.co2) if columns.co2 else None) or Decimal(0)
    text = row.cells.get("epoch", "")
    epoch = _EPOCH.match(text)
    if epoch is None and not is_missing(text):
        table.source.refuse(row.line, f"epoch is '{excerpt(text)}', neither N/A nor that of an epoch", CUT_OFF)
    run = _Run(row, energy_kwh, co2_kg, duration_s, row, duration_s, int(epoch.group(1)[:9]) if epoch else None)
    if run.epoch is not None:
        run.stages.add(RecordedStage(f"epoch {run.epoch}", measured(energy_kwh), duration_s, Decimal(0)))
    return run


def _unit(source: Source, name: str, units: Collection[str]) -> str:
    """The unit in the column's name, which is one of these."""
    unit = name.partition("(")[2].rstrip(")")
    if unit not in units:
        source.refuse(1, f"the unit in '{excerpt(name)}' is not known here", f"known: {', '.join(units)}")
    return unit


def _key_without_id(previous: _Run | None, run: _Run, key: str) -> str:
    """The run that a row of an old version, which wrote no id, belongs to: the one before, if its epoch follows on."""
    if previous is not None and previous.epoch is not None and run.epoch is not None and run.epoch > previous.epoch:
        same = ("project_name", "experiment_description")
        if all(previous.first.cells.get(name) == run.first.cells.get(name) for name in same):
            return key
    return f"line {run.first.line}"


def _join(run: _Run, epoch: _Run) -> None:
    run.stages.add(
        RecordedStage(f"epoch {epoch.epoch}", measured(epoch.energy_kwh), epoch.duration_s, start_s=run.duration_s)
    )
    run.energy_kwh += epoch.energy_kwh
    run.co2_kg += epoch.co2_kg
    run.duration_s += epoch.duration_s
    run.last, run.last_duration_s, run.epoch = epoch.first, epoch.duration_s, epoch.epoch


def _record(run: _Run) -> Record:
    energy_kwh = measured(run.energy_kwh)
    warnings = [_PUE_UNKNOWN, _MODEL]
    if energy_kwh is None:
        warnings.append(NO_ENERGY)
    if run.epoch is not None:
        warnings.append(_ONE_LOOK)
    return Record(
        TOOL,
        energy_kwh,
        pue_included=None,
        duration_s=run.duration_s,
        devices=_devices(run.first),
        basis=ESTIMATE,
        intensity_kg_per_kwh=measured(run.co2_kg / run.energy_kwh) if run.energy_kwh else None,
        warnings=(
            *warnings,
            *unreadable_time(run.first.line, run.first.cells.get("start_time", ""), _time(run.first)),
            *run.stages.warnings,
        ),
        started_at=_time(run.first),
        ended_at=later(_time(run.last), run.last_duration_s),
        stages=tuple(run.stages.kept),
        method=message("power modelled or read at intervals, added up by the tool"),
    )


def _devices(row: Row) -> tuple[Device, ...]:
    """The devices that are in the sum; the file does not say how much each of them drew."""
    cpu, _ = _counted(row.cells.get("CPU_name", ""))
    cpu = cpu[:-1] if cpu.endswith("/") else ""
    devices = [Device(shown_name(cpu, "CPU"), "cpu", None, ESTIMATE, message("TDP by load"))]
    gpu, count = _counted(row.cells.get("GPU_name", ""))
    name = shown_name(gpu, "GPU")
    devices += [Device(f"{name} {index}", "gpu", None, MEASURED, message("sampled power")) for index in range(count)]
    return (*devices, Device("RAM", "ram", None, ESTIMATE, message("{power} W per GB", power=Decimal("0.375"))))


def _counted(text: str) -> tuple[str, int]:
    """The name and the number, of at most two digits, of `NAME 2 device(s)`; none of them in any other text."""
    told, found, _ = text.partition(" device(s)")
    name = told.rstrip(digits)
    return (name.strip(), int(told[len(name) :][:2])) if found and name != told else ("", 0)


def _time(row: Row) -> datetime | None:
    """When the row's span began: local time, without zone."""
    try:
        return datetime.strptime(row.cells.get("start_time", ""), "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return None
