"""CodeCarbon's emissions.csv, of versions 2 and 3, and the file of a run's tasks."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import islice

from reportgen.energy.importers.cells import Stages, admit, later, measured, number, shown_name
from reportgen.energy.record import ESTIMATE, MEASURED, Device, Identity, Record, RecordedStage
from reportgen.files.source import Source
from reportgen.files.table import Row, rows
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.problems import InputError
from reportgen.words.message import message

TOOL = "codecarbon"

_NEEDED = ("energy_consumed", "emissions", "duration")
_MOST_NEIGHBOURS = 1000  # names beside the file that are looked at for the run's other file
_SAME_START_S = Decimal(3)  # the timestamp is cut to whole seconds, and written a moment after the duration
_PARTS = (("cpu", "CPU", "cpu_energy", "cpu_model"), ("gpu", "GPU", "gpu_energy", "gpu_model"))

_CPU_UNSAID = "the file does not say whether the CPU's figure was read from a counter or is a share of its TDP"
_RAM_MODEL = "the memory's figure is a model of its size, {share} % of the energy"
_QUEBEC = (
    "the grid is Quebec's (3.94 g/kWh or so), which CodeCarbon takes without a word where it cannot look up its place: "
    "believe it only if the run was there"
)
_PUE_UNKNOWN = "the file of tasks does not say the PUE, nor does a file of its run beside it: one may be in the figure"
_LAST_TASK = (
    "the duration is too short for the memory's energy: with tasks CodeCarbon writes that of the last one; it is left "
    "out (name the file of the tasks, or lay it beside)"
)


@dataclass
class _Run:
    """A run as its last row says it, or the sum of its tasks."""

    line: int
    cells: dict[str, str]
    energies: dict[str, Decimal]
    duration_s: Decimal
    is_tasks: bool
    stages: Stages = field(default_factory=Stages)
    stage_total: int = 0


def identify(source: Source) -> bool:
    names = {name.strip() for name in source.first_line.split(",")}
    return names.issuperset(_NEEDED)


def extract(source: Source) -> list[Record]:
    """One record per run: rows of one run_id hold the sum so far, rows of tasks each their own."""
    with working_precision():
        runs = _runs(source)
        if not runs:
            source.refuse(None, "there is no run in the file", "did the tracker end before it wrote?")
        return [_record(source, run) for run in runs]


def _runs(source: Source) -> list[_Run]:
    runs: list[_Run] = []
    latest: dict[str, _Run] = {}
    for row in rows(source, ","):
        if missing := [name for name in _NEEDED if name not in row.cells]:
            source.refuse(1, f"the column {missing[0]} is missing", "is this CodeCarbon's file?")
        fresh = _read(source, row)
        key = row.cells.get("run_id") or f"without id: {row.cells.get('project_name', '')}"
        run = latest.get(key)
        if run is None or not _goes_on(run, fresh):
            admit(source, row.line, runs)
            latest[key] = fresh
            runs.append(fresh)
        elif fresh.is_tasks:
            _add_task(run, fresh)
        else:
            _replace(run, fresh)
    return runs


def _read(source: Source, row: Row) -> _Run:
    energies = {}
    for name in ("energy_consumed", "cpu_energy", "gpu_energy", "ram_energy"):
        if row.cells.get(name, ""):
            energies[name] = number(source, row.line, row.cells[name], name)
    if "energy_consumed" not in energies:
        source.refuse(row.line, "energy_consumed is empty", "is the line cut off or damaged?")
    duration_s = number(source, row.line, row.cells["duration"], "duration")
    run = _Run(row.line, row.cells, energies, duration_s, "task_name" in row.cells)
    if run.is_tasks:
        name = shown_name(row.cells["task_name"], "task")
        run.stages.add(RecordedStage(name, measured(energies["energy_consumed"]), duration_s, Decimal(0)))
    return run


def _goes_on(run: _Run, fresh: _Run) -> bool:
    """Whether the row belongs to the run before it; with a blank run_id its start must be the same."""
    if fresh.is_tasks:
        return True
    if any(fresh.energies.get(name, Decimal(0)) < energy for name, energy in run.energies.items()):
        return False
    if fresh.cells.get("run_id"):
        return True
    ends = (_time(run.cells), _time(fresh.cells))
    if ends[0] is None or ends[1] is None:
        return False
    passed_s = Decimal(str((ends[1] - ends[0]).total_seconds()))
    return abs(passed_s - (fresh.duration_s - run.duration_s)) <= _SAME_START_S


def _add_task(run: _Run, task: _Run) -> None:
    [stage] = task.stages.kept
    run.stages.add(RecordedStage(stage.name, stage.energy_kwh, stage.duration_s, run.duration_s))
    for name, energy in task.energies.items():
        run.energies[name] = run.energies.get(name, Decimal(0)) + energy
    run.duration_s += task.duration_s
    run.cells, run.line = task.cells, task.line


def _replace(run: _Run, fresh: _Run) -> None:
    """Take the later row, and what it adds to the one before as a stage."""
    if not run.stage_total:
        run.stages.add(RecordedStage("flush 1", measured(run.energies["energy_consumed"]), run.duration_s, Decimal(0)))
        run.stage_total = 1
    run.stage_total += 1
    more_kwh = fresh.energies["energy_consumed"] - run.energies["energy_consumed"]
    more_s = max(Decimal(0), fresh.duration_s - run.duration_s)
    if more_kwh:  # at its end the tracker writes the last row once more
        run.stages.add(RecordedStage(f"flush {run.stage_total}", more_kwh, more_s, run.duration_s))
    run.cells, run.line, run.energies, run.duration_s = fresh.cells, fresh.line, fresh.energies, fresh.duration_s


def _record(source: Source, run: _Run) -> Record:
    warnings: list[str] = []
    pue: Decimal | None = _pue(source, run)
    if run.is_tasks and pue is None:
        warnings.append(_PUE_UNKNOWN)
    energy_kwh = run.energies["energy_consumed"]
    duration_s: Decimal | None = run.duration_s
    stages = run.stages
    if not run.is_tasks and (tasks := _tasks_beside(source, run)) is not None:
        duration_s, stages = tasks.duration_s, tasks.stages
    elif not run.is_tasks and _too_short(source, run):
        duration_s = None
        warnings.append(_LAST_TASK)
    divisor = pue or Decimal(1)
    devices = _devices(run, divisor)
    if any(device.kind == "cpu" for device in devices):
        warnings.append(_CPU_UNSAID)
    ram_kwh = run.energies.get("ram_energy", Decimal(0))
    if ram_kwh and energy_kwh:
        warnings.append(_RAM_MODEL.format(share=(ram_kwh / energy_kwh * 100).quantize(Decimal(1))))
    if not energy_kwh:
        warnings.append("the tool reports zero energy: it was not measured")
    if run.cells.get("region", "").lower() == "quebec" and run.cells.get("country_iso_code") == "CAN":
        warnings.append(_QUEBEC)
    emissions = number(source, run.line, run.cells["emissions"], "emissions") if run.cells["emissions"] else None
    # of tasks this is the last row's intensity: each row has its own emissions
    last_kwh = number(source, run.line, run.cells["energy_consumed"], "energy_consumed")
    ended_at = _time(run.cells)
    return Record(
        TOOL,
        measured(energy_kwh / divisor),
        pue_included=None if pue is None else Decimal(1),
        tool_version=run.cells.get("codecarbon_version", "")[:40] or None,
        duration_s=duration_s or None,
        devices=devices,
        basis=ESTIMATE if any(device.basis == ESTIMATE for device in devices) or not devices else MEASURED,
        intensity_kg_per_kwh=emissions / last_kwh if emissions and last_kwh else None,
        warnings=(*warnings, *stages.warnings),
        started_at=None if duration_s is None else later(ended_at, -duration_s),
        ended_at=ended_at,
        stages=tuple(_without_pue(stage, divisor) for stage in stages.kept),
        method=message("power read at intervals, added up by the tool"),
    )


def _without_pue(stage: RecordedStage, pue: Decimal) -> RecordedStage:
    energy_kwh = None if stage.energy_kwh is None else stage.energy_kwh / pue
    return RecordedStage(stage.name, energy_kwh, stage.duration_s, stage.start_s)


def _devices(run: _Run, pue: Decimal) -> tuple[Device, ...]:
    found = []
    # in process mode CPU and memory are the process's share; a GPU is read whole all the same
    share = run.cells.get("run_id") or str(run.line) if run.cells.get("tracking_mode") == "process" else None
    for kind, otherwise, energy, model in _PARTS:
        energy_kwh = run.energies.get(energy, Decimal(0)) / pue
        name = run.cells.get(model, "").strip()
        # gpu_count is 0, 0.0 or blank where there is none
        if kind == "gpu" and not energy_kwh and (not name or not run.cells.get("gpu_count", "").strip("0.")):
            continue
        if energy in run.energies:
            gpu = kind == "gpu"
            method = message("energy counter") if gpu else message("counter or share of TDP")
            basis = MEASURED if gpu else ESTIMATE
            identity = Identity(process=None if gpu else share)
            found.append(
                Device(shown_name(name, otherwise), kind, measured(energy_kwh), basis, method, identity=identity)
            )
    if ram_kwh := run.energies.get("ram_energy", Decimal(0)) / pue:
        found.append(
            Device("RAM", "ram", ram_kwh, ESTIMATE, message("model by size"), identity=Identity(process=share))
        )
    return tuple(found)


def _pue(source: Source, run: _Run) -> Decimal | None:
    """The PUE that is in the energies; 1 in versions that know none, None for tasks whose run is not beside them."""
    text = run.cells.get("pue", "")
    if text:
        pue = number(source, run.line, text, "pue")
        if not Decimal(1) <= pue <= Decimal(10):
            source.refuse(run.line, f"pue is {pue}, which no building has", "is the line damaged?")
        return pue
    if not run.is_tasks:
        return Decimal(1)
    other = _beside(source, run, is_tasks=False)
    return _pue(source, other) if other else None


def _tasks_beside(source: Source, run: _Run) -> _Run | None:
    return _beside(source, run, is_tasks=True)


def _beside(source: Source, run: _Run, is_tasks: bool) -> _Run | None:
    """The same run in a file beside this one: its tasks, or its row."""
    run_id = run.cells.get("run_id", "")
    if not run_id:
        return None
    with os.scandir(source.path.parent) as entries:
        names = sorted(entry.name for entry in islice(entries, _MOST_NEIGHBOURS) if entry.name.endswith(".csv"))
    for name in names:
        # the file of tasks has the run's id in its name
        if name == source.path.name or is_tasks != (run_id in name):
            continue
        other = source.beside(name)
        try:
            if identify(other) and is_tasks == ("task_name" in other.first_line.split(",")):
                found = [it for it in _runs(other) if it.cells.get("run_id") == run_id]
                if found:
                    return found[-1]
        except InputError:
            continue  # what is wrong with a file that nobody named is not ours to say
    return None


def _too_short(source: Source, run: _Run) -> bool:
    """Whether the memory, whose power is a constant, took longer for its energy than the run is said to have lasted."""
    ram_kwh, text = run.energies.get("ram_energy"), run.cells.get("ram_power", "")
    ram_w = number(source, run.line, text, "ram_power") if text else Decimal(0)
    return bool(ram_kwh and ram_w) and (ram_kwh or 0) * J_PER_KWH / ram_w > run.duration_s * Decimal("1.2")


def _time(cells: dict[str, str]) -> datetime | None:
    """When the row was written: local time, without zone."""
    try:
        return datetime.fromisoformat(cells.get("timestamp", "")).replace(tzinfo=None)
    except ValueError:
        return None
