"""What `sacct` prints as rows, parsable (-p, -P) or in columns: a job or a step of one in each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from reportgen.energy.importers.cells import bounded_s, column, unreadable_time
from reportgen.energy.importers.slurm_cells import AGAIN, Accounted, elapsed_s, energy_kwh, node_count, time_in
from reportgen.files.losses import Losses
from reportgen.files.sound_rows import sound_lines, sound_rows
from reportgen.files.source import Source
from reportgen.files.table import CUT_OFF, Row, refuse_doubled
from reportgen.problems import InputError, excerpt

NO_ID = (
    "without JobID each row is taken for a job: if the list was made without -X, steps are counted beside their jobs"
)

_ID, _NAME, _ENERGY_NAMES = "JobID(Raw)?", "JobName", ("ConsumedEnergyRaw", "ConsumedEnergy")
_TRES = ("TRESUsageInTot", "AllocTRES")
_OTHERS = ("State", "Start", "End", "ElapsedRaw", "Elapsed", "NNodes", "AllocNodes", "NodeList")
_FIRST_ROWS = ("Partition", "User")  # which are blank in the rows of steps
_TEXTS = ("jobname", "comment", "admincomment", "systemcomment", "submitline", "workdir", "reason", "wckey", "extra")
_STEPS = ("batch", "extern", "interactive")
_TRES_ENERGY = re.compile(r"(?:^|,)energy=([^,]*)")
_TRES_NODES = re.compile(r"(?:^|,)node=([0-9]+)(?:,|$)")
_FROM_TIMES = "the duration is that from Start to End: it is an hour off where the clock was changed between them"


def is_list(source: Source) -> bool:
    """Whether the first line is a header of sacct that names energy."""
    names = re.split(r"[^A-Za-z]+", source.first_line)
    energy = any(column(names, name) for name in (*_ENERGY_NAMES, *_TRES))
    return bool(energy and (column(names, _ID) or any(column(names, name) for name in (_NAME, *_OTHERS, *_TRES))))


def accounted_rows(source: Source, lost: Losses) -> Iterator[Accounted]:
    """Each row in its order; those that cannot be read are lost. Raises InputError where a column is missing."""
    delimiter = re.search(r"[^A-Za-z0-9_%\s]|\t", source.first_line)
    texts = [name for name in re.split(r"[^A-Za-z]+", source.first_line) if name.lower() in _TEXTS]
    if delimiter is None:
        rows = _columns(source, lost)
    else:
        rows = sound_rows(
            source, delimiter.group(), lost, lambda names: _needed(source, names), quoted=False, texts=texts
        )
    last: Accounted | None = None
    for row in rows:
        if last is not None and last.step and _may_be_either(row):
            source.refuse(row.line, "without JobID nobody can tell whether this is a job or a step of one", AGAIN)
        try:
            last = _accounted(source, row, last)
        except InputError as error:
            lost.take(error)
            continue
        yield last


def _needed(source: Source, names: list[str]) -> list[str]:
    if not any(column(names, name) for name in (*_ENERGY_NAMES, *_TRES)):
        source.refuse(None, "the columns JobID and ConsumedEnergyRaw are missing", AGAIN)
    asked = (_ID, *_ENERGY_NAMES, *_TRES, *_OTHERS, *_FIRST_ROWS)
    return [found for name in asked if (found := column(names, name)) is not None]


def _columns(source: Source, lost: Losses) -> Iterator[Row]:
    """The rows of sacct's columns, whose widths stand in the line of dashes below the header."""
    names: list[str] = []
    spans: list[tuple[int, int]] = []
    for line, text in sound_lines(source, lost):
        if not text.strip() or text == source.first_line:  # the header, wherever it is repeated
            continue
        if set(text) <= {"-", " "}:
            spans = [match.span() for match in re.finditer("-+", text)]
            names = [source.first_line[start:end].strip() for start, end in spans]
            refuse_doubled(source, line, names, _needed(source, names))
        elif not spans:
            source.refuse(line, "the line of dashes below the header is missing", AGAIN)
        else:
            try:
                row = _row(source, line, text, names, spans)
            except InputError as error:
                lost.take(error)
                continue
            yield row


def _row(source: Source, line: int, text: str, names: list[str], spans: list[tuple[int, int]]) -> Row:
    if outside := _outside(text, spans):
        source.refuse(line, f"'{excerpt(outside)}' stands outside the columns", CUT_OFF)
    return Row(line, {name: text[start:end].strip() for name, (start, end) in zip(names, spans, strict=True)})


def _outside(text: str, spans: list[tuple[int, int]]) -> str:
    """What stands between the columns, or beyond them."""
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    return " ".join(filter(None, (text[end:start].strip() for end, start in zip(ends, starts, strict=True))))


def _accounted(source: Source, row: Row, last: Accounted | None) -> Accounted:
    """What the row says; last: of the row above it."""
    job_id, step = _place(source, row, last)
    start, end = _cell(row, "Start"), _cell(row, "End")
    started_at, ended_at = time_in(start), time_in(end)
    duration_s = elapsed_s(source, row.line, _cell(row, "ElapsedRaw"), _cell(row, "Elapsed"))
    warnings = _unreadable(row.line, start, started_at) or _unreadable(row.line, end, ended_at)
    if duration_s is None and started_at is not None and ended_at is not None and started_at < ended_at:
        duration_s = bounded_s(
            source, row.line, Decimal(int((ended_at - started_at).total_seconds())), "End less Start"
        )
        warnings = (_FROM_TIMES,)  # both times can be read
    return Accounted(
        row.line,
        job_id,
        step,
        _energy_kwh(source, row),
        duration_s,
        _cell(row, "State"),
        started_at,
        ended_at,
        _nodes(row),
        warnings,
    )


def _unreadable(line: int, text: str, time: datetime | None) -> tuple[str, ...]:
    return () if text == "Unknown" else unreadable_time(line, text, time)  # a job that has not begun, or not ended


def _nodes(row: Row) -> int | None:
    for text in (_cell(row, "NNodes"), _cell(row, "AllocNodes"), *_TRES_NODES.findall(_cell(row, "AllocTRES"))):
        if re.fullmatch("[1-9][0-9]{0,8}", text):
            return int(text)
    return node_count(_cell(row, "NodeList"))


def _cell(row: Row, pattern: str) -> str:
    name = column(row.cells, pattern)
    return "" if name is None else row.cells[name]


def _place(source: Source, row: Row, last: Accounted | None) -> tuple[str, str]:
    """The job and the step of the row; without JobID a step belongs to the job above it."""
    if column(row.cells, _ID) is not None:
        job_id, _, step = _cell(row, _ID).partition(".")
        if not job_id:
            source.refuse(row.line, "the job has no JobID", AGAIN)
        return job_id, step
    if last is not None and _is_step(row):
        return last.job_id, _cell(row, _NAME) or "?"
    return f"of line {row.line}", ""


def _is_step(row: Row) -> bool:
    """Whether a row without JobID is that of a step, as far as it says so."""
    return _cell(row, _NAME) in _STEPS or any(
        column(row.cells, name) is not None and not _cell(row, name) for name in _FIRST_ROWS
    )


def _may_be_either(row: Row) -> bool:
    """Whether nothing in the row tells a job from a step."""
    told = any(column(row.cells, name) is not None for name in (_ID, *_FIRST_ROWS))
    return not told and not _is_step(row)


def _energy_kwh(source: Source, row: Row) -> Decimal | None:
    for name in _ENERGY_NAMES:
        if (kwh := energy_kwh(source, row.line, _cell(row, name), "ConsumedEnergy")) is not None:
            return kwh
    for name in _TRES:
        match = _TRES_ENERGY.search(_cell(row, name))
        if match and (kwh := energy_kwh(source, row.line, match.group(1), f"the energy in {name}")) is not None:
            return kwh
    return None
