"""The lines of `reportgen import` about records of filters and of trainings, for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.curation.chain import choices_said, joined
from reportgen.curation.record import Curation, Stage, Training
from reportgen.problems import Problem
from reportgen.words.counted import so_many
from reportgen.words.numbers import HOUSE

if TYPE_CHECKING:
    from reportgen.curation.chain import Run

_MOST_STAGES = 16  # all of them stand in the JSON
_NOT_SAID = "not known"


def curation_lines(placed: Sequence[tuple[str, Curation]]) -> list[str]:
    """What was understood of records of filters, each beside its file, and of several the run that they join to."""
    lines = []
    for file, record in placed:
        lines.append(f"{file}: {record.tool}{f' {record.tool_version}' if record.tool_version else ''}")
        lines += [f"  {name:<11} {text}" for name, text in _lines(record)]
    if len(placed) < 2:
        return lines
    run = joined(placed)
    if isinstance(run, Problem):
        return [*lines, f"they do not join to one run: {run}"]
    return [*lines, f"one run: {_from_to(run.before, run.after, run.unit)}", *_run_lines(run)]


def training_lines(placed: Sequence[tuple[str, Training]]) -> list[str]:
    """What was understood of records of trainings, each beside its file."""
    lines = []
    for file, record in placed:
        lines.append(f"{file}: {record.tool}")
        values = (
            ("compute", None if record.flop is None else f"{HOUSE.significant(record.flop, 4)} FLOP"),
            ("tokens", None if record.tokens is None else f"{record.tokens:,}, padding too"),
            ("samples", None if record.samples is None else f"{record.samples:,}"),
            ("epochs", None if record.epochs is None else f"{record.epochs:f}"),
            ("steps", None if record.steps is None else f"{record.steps:,}"),
            ("duration", _seconds(record.duration_s)),
        )
        lines += [f"  {name:<11} {_NOT_SAID if text is None else text}" for name, text in values]
    return lines


def _lines(record: Curation) -> Iterator[tuple[str, str]]:
    if record.samples is not None:
        yield "data set", _counted(record.samples, record.unit)
        if record.parts:
            yield "splits", ", ".join(f"{it.name} {it.samples:,}" for it in record.parts[:_MOST_STAGES])
    elif record.removed is not None and record.before is None:
        yield "removed", f"{_counted(record.removed, record.unit)} of a number that the list does not say"
    elif record.choices and record.after is None and record.before is not None:
        yield "samples", f"{_counted(record.before, record.unit)} looked at, none removed"
        yield "tagged" if record.tagged else "flagged", choices_said(record)
    elif record.before is None and record.after is None:
        yield "samples", "not counted"
    else:
        yield "samples", _from_to(record.before, record.after, record.unit)
    for stage in record.stages[:_MOST_STAGES]:
        yield "stage", _stage(stage)
    if len(record.stages) > _MOST_STAGES:
        yield (
            "",
            so_many(len(record.stages) - _MOST_STAGES, "# more stage", "# more stages") + " (--json has all of them)",
        )
    for it in record.criteria[:_MOST_STAGES]:
        yield "criterion", f"{it.name}: {it.samples:,}, counted on its own"
    for it in record.faults[:_MOST_STAGES]:
        yield "fault", f"{it.name}: {it.samples:,}"
    if record.unexplained:
        yield "unexplained", f"{record.unexplained:,}"
    if record.bytes_before is not None or record.bytes_after is not None:
        yield "size", " -> ".join(_bytes(it) for it in (record.bytes_before, record.bytes_after))
    if record.samples is None:
        yield "duration", _seconds(record.duration_s) or _NOT_SAID
    if record.started_at is not None:
        zone = "" if record.zone_known else " (no zone)"
        yield "started", f"{record.started_at.isoformat(sep=' ', timespec='seconds')}{zone}"


def _run_lines(run: Run) -> Iterator[str]:
    for stage in run.stages[:_MOST_STAGES]:
        yield f"  {'stage':<11} {_stage(stage)}"
    if run.unexplained:
        yield f"  {'unexplained':<11} {run.unexplained:,}"
    yield f"  {'duration':<11} {_seconds(run.duration_s) or _NOT_SAID}"


def _stage(stage: Stage) -> str:
    removed = "an unknown number" if stage.removed is None else f"{stage.removed:,}"
    took = "" if stage.duration_s is None else f", {_seconds(stage.duration_s)}"
    return f"{stage.name}: removed {removed}{took}"


def _from_to(before: int | None, after: int | None, unit: str) -> str:
    text = " -> ".join(_NOT_SAID if it is None else f"{it:,}" for it in (before, after)) + f" {unit}s"
    return text if before is None or after is None else f"{text} ({before - after:,} removed)"


def _counted(samples: int, unit: str) -> str:
    return f"{samples:,} {unit}{'' if samples == 1 else 's'}"


def _bytes(size: int | None) -> str:
    return _NOT_SAID if size is None else f"{size:,} bytes"


def _seconds(duration_s: Decimal | None) -> str | None:
    if duration_s is None:
        return None
    return f"{HOUSE.significant(duration_s, 4)} s"
