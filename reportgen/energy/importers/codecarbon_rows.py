"""The rows of CodeCarbon's files, put together to runs: flushes of one run, tasks of one run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from reportgen.energy.importers.cells import Stages, admit, measured, shown_name
from reportgen.energy.importers.tool_table import ToolTable, header_of
from reportgen.energy.record import RecordedStage
from reportgen.files.source import Source
from reportgen.files.table import CUT_OFF, Row, filled
from reportgen.problems import excerpt

NEEDED = ("energy_consumed", "emissions", "duration")
_ENERGIES = ("energy_consumed", "cpu_energy", "gpu_energy", "ram_energy")
_NUMBERS = (*NEEDED, *_ENERGIES, "ram_power", "pue")
# Versions 3.2.9 to 3.3.1 leave out the empty cells of a row that they append; up to the country there are none.
_LAST_ALIGNED = "country_iso_code"
_SAME_START_S = Decimal(3)  # the timestamp is cut to whole seconds, and written a moment after the duration


@dataclass
class Run:
    """A run as its last row says it, or the sum of its tasks.

    line, last_kwh, emissions_kg: of the last row alone. pue: None where a row has no cell for it, though others have.
    """

    line: int
    cells: dict[str, str]
    energies: dict[str, Decimal]
    duration_s: Decimal
    is_tasks: bool
    last_kwh: Decimal
    emissions_kg: Decimal | None
    ram_w: Decimal | None
    pue: Decimal | None
    stages: Stages = field(default_factory=Stages)
    stage_total: int = 0


def header_in(source: Source) -> list[str]:
    """The names of the columns."""
    return header_of(source, _NUMBERS.__contains__)


def table_of(source: Source) -> ToolTable:
    """The file as a table, of which nothing is read yet."""
    return ToolTable(source, _NUMBERS.__contains__)


def runs_of(table: ToolTable) -> list[Run]:
    """The runs in the order of their first rows; what is odd is lost. Raises InputError where it is another table."""
    runs: list[Run] = []
    latest: dict[str, Run] = {}
    header: list[str] = []

    def needed(names: list[str]) -> list[str]:
        if missing := [name for name in NEEDED if name not in names]:
            table.source.refuse(1, f"the column {missing[0]} is missing", "is this CodeCarbon's file?")
        header.extend(names[: filled(names)])
        return [name for name in names if name in (*NEEDED, *_ENERGIES, "run_id", "task_name", _LAST_ALIGNED)]

    for row, fresh in table.read(needed, lambda row: _read(table, row, header)):
        key = row.cells.get("run_id") or f"without id: {row.cells.get('project_name')}"
        run = latest.get(key)
        if run is None or not _goes_on(run, fresh):
            admit(table.source, row.line, runs)
            latest[key] = fresh
            runs.append(fresh)
        elif fresh.is_tasks:
            _add_task(run, fresh)
        else:
            _replace(run, fresh)
    return runs


def _read(table: ToolTable, row: Row, header: list[str]) -> Run:
    country = row.cells.get(_LAST_ALIGNED, "")
    if len(row.cells) < len(header) and not re.fullmatch("[A-Z]{3}", country):
        found = f"{len(row.cells)} cells of {len(header)} are there, and '{excerpt(country)}' is no {_LAST_ALIGNED}"
        table.source.refuse(row.line, found, CUT_OFF)
    if not row.cells["energy_consumed"]:
        table.source.refuse(row.line, "energy_consumed is empty", CUT_OFF)
    energies = {"energy_consumed": table.number(row, "energy_consumed")}
    energies |= {name: kwh for name in _ENERGIES[1:] if (kwh := table.given(row, name)) is not None}
    duration_s = table.duration(row, "duration")
    run = Run(
        row.line,
        row.cells,
        energies,
        duration_s,
        "task_name" in row.cells,
        energies["energy_consumed"],
        table.given(row, "emissions"),
        table.given(row, "ram_power"),
        _pue(table, row, header),
    )
    if run.is_tasks:
        name = shown_name(row.cells["task_name"], "task")
        run.stages.add(RecordedStage(name, measured(energies["energy_consumed"]), duration_s, Decimal(0)))
    return run


def _pue(table: ToolTable, row: Row, header: list[str]) -> Decimal | None:
    """The PUE that is in the energies; 1 in versions that know none, None of tasks and of a row that lacks the cell."""
    pue = table.given(row, "pue")
    if pue is not None and not Decimal(1) <= pue <= Decimal(10):
        table.source.refuse(row.line, f"pue is {pue}, which no building has", "is the line damaged?")
    known_to_be_one = "task_name" not in header and ("pue" not in header or "pue" in row.cells)
    return Decimal(1) if pue is None and known_to_be_one else pue


def _goes_on(run: Run, fresh: Run) -> bool:
    """Whether the row belongs to the run before it; with a blank run_id its start must be the same."""
    if fresh.is_tasks:
        return True
    if any(name in fresh.energies and fresh.energies[name] < energy for name, energy in run.energies.items()):
        return False
    if fresh.cells.get("run_id"):
        return True
    ends = (time_of(run.cells), time_of(fresh.cells))
    if ends[0] is None or ends[1] is None:
        return False
    passed_s = Decimal(str((ends[1] - ends[0]).total_seconds()))
    return abs(passed_s - (fresh.duration_s - run.duration_s)) <= _SAME_START_S


def _add_task(run: Run, task: Run) -> None:
    [stage] = task.stages.kept
    run.stages.add(RecordedStage(stage.name, stage.energy_kwh, stage.duration_s, run.duration_s))
    for name, energy in task.energies.items():
        run.energies[name] = run.energies.get(name, Decimal(0)) + energy
    run.duration_s += task.duration_s
    run.line, run.cells = task.line, task.cells
    run.last_kwh, run.emissions_kg = task.last_kwh, task.emissions_kg


def _replace(run: Run, fresh: Run) -> None:
    """Take the later row, and what it adds to the one before as a stage."""
    if not run.stage_total:
        run.stages.add(RecordedStage("flush 1", measured(run.energies["energy_consumed"]), run.duration_s, Decimal(0)))
        run.stage_total = 1
    run.stage_total += 1
    more_kwh = fresh.energies["energy_consumed"] - run.energies["energy_consumed"]
    more_s = max(Decimal(0), fresh.duration_s - run.duration_s)
    if more_kwh:  # at its end the tracker writes the last row once more
        run.stages.add(RecordedStage(f"flush {run.stage_total}", more_kwh, more_s, run.duration_s))
    run.line, run.cells = fresh.line, run.cells | fresh.cells  # of a row that lacks cells, those of the one before
    run.energies, run.duration_s, run.last_kwh = fresh.energies, fresh.duration_s, fresh.last_kwh
    run.emissions_kg, run.ram_w, run.pue = fresh.emissions_kg, fresh.ram_w, fresh.pue or run.pue


def time_of(cells: dict[str, str]) -> datetime | None:
    """When the row was written: local time, without zone."""
    try:
        return datetime.fromisoformat(cells.get("timestamp", "")).replace(tzinfo=None)
    except ValueError:
        return None
