"""CodeCarbon's emissions.csv, of versions 1 to 3, and the file of a run's tasks."""

from __future__ import annotations

from decimal import Decimal

from reportgen.energy.importers.bounded import bounded
from reportgen.energy.importers.cells import later, measured, shown_name, unreadable_time
from reportgen.energy.importers.codecarbon_beside import Beside, is_codecarbons
from reportgen.energy.importers.codecarbon_rows import Run, runs_of, table_of, time_of
from reportgen.energy.record import ESTIMATE, MEASURED, Device, Identity, Record, RecordedStage
from reportgen.files.source import Source
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.words.message import message

TOOL = "codecarbon"

_PARTS = (("cpu", "CPU", "cpu_energy", "cpu_model"), ("gpu", "GPU", "gpu_energy", "gpu_model"))

_CPU_UNSAID = "the file does not say whether the CPU's figure was read from a counter or is a share of its TDP"
_RAM_MODEL = "the memory's figure is a model of its size, {share} % of the energy"
_QUEBEC = (
    "the grid is Quebec's (3.94 g/kWh or so), which CodeCarbon takes without a word where it cannot look up its place: "
    "believe it only if the run was there"
)
_PUE_UNKNOWN = "the file of tasks does not say the PUE, nor does a file of its run beside it: one may be in the figure"
_PUE_LOST = "the row lacks cells, of which one is the PUE: one may be in the figure"
_LAST_TASK = (
    "the duration is too short for the memory's energy: with tasks CodeCarbon writes that of the last one; it is left "
    "out (name the file of the tasks, or lay it beside)"
)


def identify(source: Source) -> bool:
    return is_codecarbons(source)


def extract(source: Source) -> list[Record]:
    """One record per run: rows of one run_id hold the sum so far, rows of tasks each their own."""
    table = table_of(source)
    with working_precision():
        runs = runs_of(table)
        if not runs and not table.lost.count:
            source.refuse(None, "there is no run in the file", "did the tracker end before it wrote?")
        beside = Beside(source)
        return bounded([_record(beside, run) for run in runs], table.lost, table.sound)


def _record(beside: Beside, run: Run) -> Record:
    warnings: list[str] = []
    pue = run.pue
    if pue is None and run.is_tasks:
        other = beside.row_of(run)
        pue = other.pue if other else None
    if pue is None:
        warnings.append(_PUE_UNKNOWN if run.is_tasks else _PUE_LOST)
    energy_kwh = run.energies["energy_consumed"]
    duration_s: Decimal | None = run.duration_s
    stages = run.stages
    if not run.is_tasks and (tasks := beside.tasks_of(run)) is not None:
        duration_s, stages = tasks.duration_s, tasks.stages
    elif not run.is_tasks and _too_short(run):
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
    ended_at = time_of(run.cells)
    return Record(
        TOOL,
        measured(energy_kwh / divisor),
        pue_included=None if pue is None else Decimal(1),
        tool_version=run.cells.get("codecarbon_version", "")[:40] or None,
        duration_s=duration_s or None,
        devices=devices,
        basis=ESTIMATE if any(device.basis == ESTIMATE for device in devices) or not devices else MEASURED,
        # of tasks this is the last row's intensity: each row has its own emissions
        intensity_kg_per_kwh=run.emissions_kg / run.last_kwh if run.emissions_kg and run.last_kwh else None,
        warnings=(*warnings, *unreadable_time(run.line, run.cells.get("timestamp", ""), ended_at), *stages.warnings),
        started_at=None if duration_s is None else later(ended_at, -duration_s),
        ended_at=ended_at,
        stages=tuple(_without_pue(stage, divisor) for stage in stages.kept),
        method=message("power read at intervals, added up by the tool"),
    )


def _without_pue(stage: RecordedStage, pue: Decimal) -> RecordedStage:
    energy_kwh = None if stage.energy_kwh is None else stage.energy_kwh / pue
    return RecordedStage(stage.name, energy_kwh, stage.duration_s, stage.start_s)


def _devices(run: Run, pue: Decimal) -> tuple[Device, ...]:
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


def _too_short(run: Run) -> bool:
    """Whether the memory, whose power is a constant, took longer for its energy than the run is said to have lasted."""
    ram_kwh = run.energies.get("ram_energy")
    if not ram_kwh or not run.ram_w:
        return False
    return ram_kwh * J_PER_KWH / run.ram_w > run.duration_s * Decimal("1.2")
