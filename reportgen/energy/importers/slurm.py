"""Slurm's accounting, as `sacct` prints it: parsable (-p, -P), in columns, or as JSON; one record per job."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from reportgen.energy.importers.bounded import bounded
from reportgen.energy.importers.cells import MOST_RECORDS, Stages
from reportgen.energy.importers.slurm_cells import AGAIN, Accounted
from reportgen.energy.importers.slurm_json import accounted_json, is_json
from reportgen.energy.importers.slurm_rows import NO_ID, accounted_rows, is_list
from reportgen.energy.record import Device, Identity, Record, RecordedStage
from reportgen.files.losses import Losses
from reportgen.files.source import Source
from reportgen.precision import working_precision
from reportgen.problems import excerpt
from reportgen.words.message import message

TOOL = "slurm"

_NODE_LEVEL = "Slurm measures whole nodes: where the job shared its nodes, the figure holds what others drew there"
_OF_EXTERN = "the job's own row has no energy; the figure is that of .extern, which lasts as long as the job"
_OF_BATCH = "the job's own row has no energy; the figure is that of .batch, which holds the first node alone"
_NONE = "no energy, or zero, for the job: it was not measured (is acct_gather_energy configured?)"


@dataclass
class _Job:
    id: str
    row: Accounted | None = None
    extern: Accounted | None = None
    batch: Accounted | None = None
    stages: Stages = field(default_factory=Stages)


def identify(source: Source) -> bool:
    return is_json(source) or is_list(source)


def extract(source: Source) -> list[Record]:
    """One record per job, from its own row: .batch, .extern and the steps overlap with it and with each other."""
    jobs: list[_Job] = []
    latest: dict[str, _Job] = {}
    lost, sound = Losses(), 0
    with working_precision():
        for row in accounted_json(source, lost) if is_json(source) else accounted_rows(source, lost):
            sound += 1
            job = latest.get(row.job_id)
            if job is None or (not row.step and job.row is not None):
                if len(jobs) >= MOST_RECORDS:
                    source.refuse(row.line, f"more than {MOST_RECORDS:,} jobs", "name those you mean: sacct -j JOBID")
                job = latest[row.job_id] = _Job(row.job_id)
                jobs.append(job)
            _take(job, row)
        if not jobs and not lost.count:
            source.refuse(None, "there is no job in the file", AGAIN)
        return bounded([_record(job) for job in jobs], lost, sound)


def _take(job: _Job, row: Accounted) -> None:
    if not row.step:
        job.row = row
        return
    # In columns sacct cuts what is too long and ends it with "+".
    full = (it for it in ("batch", "extern") if row.step.endswith("+") and it.startswith(row.step[:-1]))
    step = next(full, row.step)
    job.extern = row if step == "extern" else job.extern
    job.batch = row if step == "batch" else job.batch
    job.stages.add(RecordedStage(excerpt(step), row.energy_kwh, row.duration_s))


def _record(job: _Job) -> Record:
    row = job.row or job.extern
    energy_kwh = None if job.row is None else job.row.energy_kwh
    warnings = [_NODE_LEVEL]
    of_batch = False
    if energy_kwh is None and job.extern is not None and job.extern.energy_kwh is not None:
        energy_kwh = job.extern.energy_kwh
        warnings.append(_OF_EXTERN)
    elif energy_kwh is None and job.row is not None and job.batch is not None and job.batch.energy_kwh is not None:
        energy_kwh, of_batch = job.batch.energy_kwh, True
        warnings.append(_OF_BATCH)
    if energy_kwh is None:
        warnings.append(_NONE)
    if row is not None and row.state.upper().startswith("RUNNING"):
        warnings.append("the job was still running: the figure is what it had drawn so far")
    if job.id.startswith("of line "):
        warnings.append(NO_ID)
    record = Record(
        TOOL,
        energy_kwh,
        duration_s=None if row is None else row.duration_s,
        devices=(_nodes(job.id, energy_kwh),),
        warnings=(*warnings, *(() if row is None else row.warnings), *job.stages.warnings),
        started_at=None if row is None else row.started_at,
        ended_at=None if row is None else row.ended_at,
        zone_known=row is not None and row.started_at is not None and row.started_at.tzinfo is not None,
        stages=tuple(job.stages.kept),
        method=message("sacct's row of the job"),
        nodes=None if row is None else row.nodes,
    )
    if of_batch and record.nodes != 1 and record.nodes is not None:
        return replace(record, at_least=True, low_kwh=energy_kwh)
    return record


def _nodes(job_id: str, energy_kwh: Decimal | None) -> Device:
    """The nodes of the job as one device; a row without JobID has a place in the file, and no number of a job."""
    shown = excerpt(job_id)
    identity = Identity(job=None if job_id.startswith("of line ") else shown)
    return Device(f"nodes of job {shown}", "machine", energy_kwh, method=message("node sensor"), identity=identity)
