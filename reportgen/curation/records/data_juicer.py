"""Data-Juicer: the folder of a job, its log (plain or from gzip), what it printed, or its events.

The count before is that of "samples left after filtering empty text"; each operator says how many it left. Traces hold
a few samples and count nothing. A log of a job that was resumed has no count before; in the folder of the job the logs
before it have.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from reportgen.curation.record import Curation, Stage
from reportgen.curation.records.counts import count, count_in, name_of
from reportgen.curation.records.folders import files_in, folders_in
from reportgen.curation.records.json_lines import objects_of
from reportgen.energy.importers.cells import LONGEST_S, moment
from reportgen.files.losses import Losses
from reportgen.files.number import number_in, within_bounds
from reportgen.files.sound_rows import sound_lines
from reportgen.files.source import Source
from reportgen.problems import InputError
from reportgen.words.counted import so_many

TOOL = "data-juicer"

_MODULE = re.compile(r"\| data_juicer\.[a-z_.]+:(?:[a-z_]+:)?\d+ - ")
_EVENT = re.compile(r'\s*\{"event_type": "[a-z_]+", .*"job_id": ')
_LOG = r".*_time_\d{14}\.txt(?:\.gz)?"
_EVENTS = r"events_\d{8}_\d{6}\.jsonl"
_ORIGINAL = re.compile(r"There are (\d+) sample\(s\) in the original dataset")
_BEFORE = re.compile(r"- (\d+) samples left after filtering empty text")
_OPERATOR = re.compile(
    r"\[(\d{1,4})/(\d{1,4})\] (?:OP|Op) \[(.{1,200}?)\] Done in ([\d.]{1,20})(?:\([a-z]*\))?s?\. Left (\d+) samples"
)
_ANY_OPERATOR = re.compile(r"\[\d+/\d+\] (?:OP|Op) \[")
_ALL = re.compile(r"All (?:OPs|Ops) are done in ([\d.]{1,20})")
_EXECUTOR = re.compile(r"Running executor took ([\d.]{1,20}) seconds")

_SAMPLES = ("# sample", "# samples")
_EMPTY = (
    "# sample without a text went before the first operator and is in no count",
    "# samples without a text went before the first operator and are in no count",
)
_RESUMED = "the log begins behind its first operator, as of a job that was resumed: the count before is not known"
_BROKE_OFF = "it broke off behind operator {done} of {all}: what it left is not known"
_GREW = "{name} made {samples} more than there were: what was removed later is of other samples"
_OPERATORS = "{seconds} s of it were its operators, the rest loading and writing"


@dataclass
class _Operator:
    name: str
    left: int
    duration_s: Decimal | None


@dataclass
class _Log:
    """What a log says: counts before, operators by their number, how many there are, durations."""

    original: int | None = None
    before: int | None = None
    operators: dict[int, _Operator] = field(default_factory=dict)
    all: int = 0
    operators_s: Decimal | None = None
    executor_s: Decimal | None = None
    lost: Losses = field(default_factory=Losses)


@dataclass
class _Events:
    """What the events say: when the job began and ended, how long it took, rows of operators by their number."""

    started_at: datetime | None = None
    ended_at: datetime | None = None
    duration_s: Decimal | None = None
    names: dict[int, str] = field(default_factory=dict)
    rows: dict[int, list[int]] = field(default_factory=dict)  # in and out, over all partitions
    lost: Losses = field(default_factory=Losses)


def identify(source: Source) -> bool:
    if source.is_folder:
        return bool(_logs(source)) and any(_MODULE.search(it.head) for it in _logs(source))
    return _MODULE.search(source.head) is not None or _EVENT.match(source.head) is not None


def extract(source: Source) -> list[Curation]:
    """One record for each run: a log that has a count before begins one, one without goes on with it."""
    if not source.is_folder:
        if _EVENT.match(source.head):
            return [_of_events(_events(source))]
        return [_record(_log(source, _Log()))]
    runs: list[_Log] = []
    for log in _logs(source):
        found = _log(log, _Log())
        if runs and found.before is None:
            _log(log, runs[-1])
        else:
            runs.append(found)
    events = [_events(it) for it in files_in(source, _EVENTS)]
    records = [_record(it) for it in runs]
    if len(records) == len(events) == 1:
        records = [_timed(records[0], events[0])]
    return records


def _logs(folder: Source) -> list[Source]:
    """The logs of a job, those of errors and warnings left out, in the order of their times."""
    below = folder.inside("logs")
    # a name with a slash in it makes folders of its own
    found = [it for place in (below, *folders_in(below)) for it in files_in(place, _LOG)]
    return sorted(found, key=lambda it: it.path.name.removesuffix(".gz").removesuffix(".txt")[-14:])


def _log(source: Source, log: _Log) -> _Log:
    """The same log with what the source says added to it."""
    for number, line in sound_lines(source, log.lost):
        if match := _OPERATOR.search(line):
            place, all_, left = int(match[1]), int(match[2]), count_in(match[5])
            if left is None:
                log.lost.add(source.place(number), "the count of an operator is out of bounds")
                continue
            log.all = max(log.all, all_)
            log.operators[place] = _Operator(name_of(match[3], "?"), left, _seconds(match[4]))
        elif _ANY_OPERATOR.search(line):
            log.lost.add(source.place(number), "the line of an operator cannot be read")
        elif match := _ORIGINAL.search(line):
            log.original = count_in(match[1])
        elif match := _BEFORE.search(line):
            log.before = count_in(match[1])
        elif match := _ALL.search(line):
            log.operators_s = _seconds(match[1])
        elif match := _EXECUTOR.search(line):
            log.executor_s = _seconds(match[1])
    return log


def _seconds(text: str) -> Decimal | None:
    seconds = number_in(text)
    return seconds if seconds is not None and seconds <= LONGEST_S else None


def _record(log: _Log) -> Curation:
    warnings = log.lost.listed("line is damaged", "lines are damaged", "what stands there is in no count")
    unsettled = ""
    left, done = log.before, 0
    stages = []
    for place, operator in sorted(log.operators.items()):
        removed = None if left is None or place != done + 1 else left - operator.left
        if removed is not None and removed < 0:
            unsettled = unsettled or _GREW.format(name=operator.name, samples=so_many(-removed, *_SAMPLES))
            removed = None
        stages.append(Stage(operator.name, removed, operator.duration_s))
        left, done = operator.left, place
    before = log.before
    if before is None and log.operators:
        warnings.append(_RESUMED)
    if done < log.all:
        warnings.append(_BROKE_OFF.format(done=done, all=log.all))
    if log.original is not None and log.before is not None and log.original > log.before:
        warnings.append(so_many(log.original - log.before, *_EMPTY))
    if log.executor_s is not None and log.operators_s is not None:
        warnings.append(_OPERATORS.format(seconds=f"{log.operators_s:f}"))
    return Curation(
        TOOL,
        before=before,
        after=left if log.operators and done == log.all else None,
        stages=tuple(stages),
        duration_s=log.operators_s if log.executor_s is None else log.executor_s,
        warnings=tuple(warnings),
        unsettled=unsettled,
    )


def _timed(record: Curation, events: _Events) -> Curation:
    return replace(
        record,
        duration_s=events.duration_s if record.duration_s is None else record.duration_s,
        started_at=events.started_at,
        ended_at=events.ended_at,
        zone_known=events.started_at is not None,
    )


def _events(source: Source) -> _Events:
    events = _Events()
    for line, event in objects_of(source, events.lost):
        try:
            _take(source, line, event, events)
        except InputError as error:
            events.lost.take(error)
    return events


def _take(source: Source, line: int, event: dict[str, Any], events: _Events) -> None:
    """Add what one event says."""
    kind, time = event.get("event_type"), event.get("timestamp")
    if kind == "job_start":
        events.started_at = events.started_at or (moment(time) if isinstance(time, Decimal) else None)
    elif kind == "job_complete":
        seconds = within_bounds(event["duration"]) if isinstance(event.get("duration"), Decimal) else None
        events.duration_s = seconds if seconds is not None and 0 < seconds <= LONGEST_S else None
        events.ended_at = moment(time) if isinstance(time, Decimal) else None
    elif kind == "op_complete":
        metadata = event.get("metadata")
        said = {**(metadata if isinstance(metadata, dict) else {}), **event}
        place = count(source, said.get("operation_idx"), "operation_idx", line)
        rows = [said.get(key) for key in ("input_rows", "output_rows")]
        if None in rows:
            return
        counts = [count(source, it, "rows", line) for it in rows]
        before = events.rows.setdefault(place, [0, 0])
        events.rows[place] = [one + other for one, other in zip(before, counts, strict=True)]
        events.names[place] = name_of(said.get("operation_name"), f"operator {place}")


def _of_events(events: _Events) -> Curation:
    """The record of a file of events, which has rows where the job ran on partitions."""
    stages: list[Stage] = []
    unsettled = ""
    for place, (rows_in, rows_out) in sorted(events.rows.items()):
        if rows_out > rows_in:
            unsettled = unsettled or _GREW.format(
                name=events.names[place], samples=so_many(rows_out - rows_in, *_SAMPLES)
            )
        stages.append(Stage(events.names[place], rows_in - rows_out if rows_out <= rows_in else None))
    rows = [events.rows[place] for place in sorted(events.rows)]
    return Curation(
        TOOL,
        before=rows[0][0] if rows else None,
        after=rows[-1][1] if rows else None,
        stages=tuple(stages),
        duration_s=events.duration_s,
        started_at=events.started_at,
        ended_at=events.ended_at,
        zone_known=events.started_at is not None,
        warnings=tuple(
            events.lost.listed("event is damaged", "events are damaged", "what stands there is in no count")
        ),
        unsettled=unsettled,
    )
