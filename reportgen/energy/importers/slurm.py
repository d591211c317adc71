"""Slurm's accounting, as `sacct` prints it: parsable (-p, -P) or in columns; one record per job."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from reportgen.energy.importers.cells import MOST_RECORDS, Stages, column, measured, number, shown_name
from reportgen.energy.record import Device, Record, RecordedStage
from reportgen.files.source import Source
from reportgen.files.table import Row, rows
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.problems import excerpt
from reportgen.words.message import message

TOOL = "slurm"

_AGAIN = "write it with: sacct -P -j JOBID -o JobID,State,Start,End,ElapsedRaw,ConsumedEnergyRaw"

# sacct divides by 1,000 for each letter.
_SUFFIXES = {"": 0, "K": 3, "M": 6, "G": 9, "T": 12, "P": 15}
# What Slurm writes for "no value" and "infinite", in 32 and 64 bits.
_NO_VALUES = {2**32 - 1, 2**32 - 2, 2**64 - 1, 2**64 - 2}
_ENERGY = re.compile(r"([0-9]+(?:\.[0-9]+)?)([KMGTP]?)J?", re.IGNORECASE)
_ELAPSED = re.compile(r"(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)")
_NODE_LEVEL = "Slurm measures whole nodes: where the job shared its nodes, the figure holds what others drew there"


@dataclass
class _Job:
    id: str
    row: Row | None = None
    extern: Row | None = None
    stages: Stages = field(default_factory=Stages)


def identify(source: Source) -> bool:
    names = re.split(r"[^A-Za-z]+", source.first_line)
    return bool(column(names, "JobID(Raw)?") and column(names, "ConsumedEnergy(Raw)?"))


def extract(source: Source) -> list[Record]:
    """One record per job, from its own row: .batch, .extern and the steps overlap with it and with each other."""
    jobs: list[_Job] = []
    latest: dict[str, _Job] = {}
    for row in _rows(source):
        name = column(row.cells, "JobID(Raw)?")
        if name is None or not column(row.cells, "ConsumedEnergy(Raw)?"):
            source.refuse(None, "the columns JobID and ConsumedEnergyRaw are missing", _AGAIN)
        job_id, _, step = row.cells[name].partition(".")
        if not job_id:
            source.refuse(row.line, "the job has no JobID", _AGAIN)
        job = latest.get(job_id)
        if job is None or (not step and job.row is not None):
            if len(jobs) >= MOST_RECORDS:
                source.refuse(row.line, f"more than {MOST_RECORDS:,} jobs", "name those you mean: sacct -j JOBID")
            job = latest[job_id] = _Job(job_id)
            jobs.append(job)
        if not step:
            job.row = row
            continue
        step = _step_name(step)
        job.extern = row if step == "extern" else job.extern
        with working_precision():
            job.stages.add(RecordedStage(step, _energy_kwh(source, row), _duration_s(source, row)))
    if not jobs:
        source.refuse(None, "there is no job in the file", _AGAIN)
    with working_precision():
        return [_record(source, job) for job in jobs]


def _rows(source: Source) -> Iterator[Row]:
    delimiter = re.search(r"[^A-Za-z0-9_%\s]|\t", source.first_line)
    return _columns(source) if delimiter is None else rows(source, delimiter.group(), quoted=False)


def _columns(source: Source) -> Iterator[Row]:
    """The rows of sacct's columns, whose widths stand in the line of dashes below the header."""
    header = ""
    spans: list[tuple[int, int]] = []
    for line, text in source.lines():
        if not text.strip():
            continue
        if set(text) <= {"-", " "}:
            spans = [match.span() for match in re.finditer("-+", text)]
        elif not header:
            header = text
        elif not spans:
            source.refuse(line, "the line of dashes below the header is missing", _AGAIN)
        elif text != header:
            yield Row(line, {header[start:end].strip(): text[start:end].strip() for start, end in spans})


def _record(source: Source, job: _Job) -> Record:
    row = job.row or job.extern
    energy_kwh = None if job.row is None else _energy_kwh(source, job.row)
    warnings = [_NODE_LEVEL]
    if energy_kwh is None and job.extern is not None and (energy_kwh := _energy_kwh(source, job.extern)) is not None:
        warnings.append(
            "the job's own row has no energy; the figure is that of .extern, which lasts as long as the job"
        )
    if energy_kwh is None:
        warnings.append("no energy, or zero, for the job: it was not measured (is acct_gather_energy configured?)")
    if row is not None and _cell(row, "State").upper().startswith("RUNNING"):
        warnings.append("the job was still running: the figure is what it had drawn so far")
    return Record(
        TOOL,
        energy_kwh,
        duration_s=None if row is None else _duration_s(source, row),
        devices=(
            Device(f"nodes of job {shown_name(job.id, '?')}", "machine", energy_kwh, method=message("node sensor")),
        ),
        warnings=(*warnings, *job.stages.warnings),
        started_at=None if row is None else _time(_cell(row, "Start")),
        ended_at=None if row is None else _time(_cell(row, "End")),
        stages=tuple(job.stages.kept),
        method=message("sacct's row of the job"),
    )


def _step_name(step: str) -> str:
    # In columns sacct cuts what is too long and ends it with "+".
    full = next((word for word in ("batch", "extern") if step.endswith("+") and word.startswith(step[:-1])), step)
    return shown_name(full, "?")


def _cell(row: Row, pattern: str) -> str:
    name = column(row.cells, pattern)
    return "" if name is None else row.cells[name]


def _energy_kwh(source: Source, row: Row) -> Decimal | None:
    text = _cell(row, "ConsumedEnergyRaw") or _cell(row, "ConsumedEnergy")
    if not text or text.endswith("?"):  # "16?": no value, divided until the letters ran out
        return None
    if (match := _ENERGY.fullmatch(text)) is None:
        source.refuse(row.line, f"ConsumedEnergy is '{excerpt(text)}', which is no number of joules", _AGAIN)
    digits, suffix = match.groups()
    joules = number(source, row.line, digits, "ConsumedEnergy").scaleb(_SUFFIXES[suffix.upper()])
    return None if joules in _NO_VALUES else measured(joules / J_PER_KWH)


def _duration_s(source: Source, row: Row) -> Decimal | None:
    if raw := _cell(row, "ElapsedRaw"):
        return number(source, row.line, raw, "ElapsedRaw")
    text = _cell(row, "Elapsed")
    if not text:
        return None
    if (match := _ELAPSED.fullmatch(text)) is None:
        source.refuse(row.line, f"Elapsed is '{excerpt(text)}', not [D-]HH:MM:SS", _AGAIN)
    days, hours, minutes, seconds = (Decimal(part or 0) for part in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


def _time(text: str) -> datetime | None:
    """The time, in the zone of the cluster, which the file does not say."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:  # Unknown, None, or a format of the user's own
        return None
