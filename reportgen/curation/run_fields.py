"""A run of filters, or a training, under the manifest's names, to be written into one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reportgen.curation.chain import Run
from reportgen.curation.record import Count, Stage, Training
from reportgen.precision import working_precision

_MOST_STAGES = 1_000  # of a manifest
_LONGEST_NAME = 400
_LONGEST_TOOL = 200
_LOST = "an error and no decision of the filter"


def run_fields(run: Run, samples_before: Decimal | None = None) -> dict[str, Any]:
    """Samples, duration, start, tool and stages, as far as they are known.

    samples_before: what a person says in place of the record. Samples that were lost to faults would not have been
    labelled either, so that the run begins without them; where that person counts them, which takes all that the record
    has or more, faults are stages of their own, so that the stages add up. Stages that say more than was removed are
    left out.
    """
    sound = None if run.before is None else run.before - run.lost
    counts_faults = samples_before is not None and run.before is not None and samples_before >= run.before
    before = samples_before if samples_before is not None else sound
    fields: dict[str, Any] = {
        "samples_before": run.before if counts_faults else sound,
        "samples_after": run.after,
        "duration": _seconds(run.duration_s),
        "started_at": None if run.started_at is None else run.started_at.isoformat(timespec="seconds"),
        "tool": _tool(run),
        "stages": _stages(run, counts_faults, before) or None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def training_fields(training: Training) -> dict[str, Any]:
    """Samples and hours of a training, where they are known."""
    with working_precision():
        hours = None if training.duration_s is None else round(training.duration_s / 3600, 6)
    fields = {"samples": training.samples or None, "hours": hours or None}
    return {name: value for name, value in fields.items() if value is not None}


def _tool(run: Run) -> dict[str, Any] | None:
    if not run.tools:
        return None
    name = ", ".join(run.tools)[:_LONGEST_TOOL]
    return {"name": name} if run.tool_version is None else {"name": name, "version": run.tool_version}


def _stages(run: Run, with_faults: bool, before: Decimal | int | None) -> list[dict[str, Any]]:
    if run.unexplained is not None and run.unexplained < 0:
        return []
    stages = [_stage(stage) for stage in run.stages if stage.removed is not None]
    if with_faults:
        stages += [_fault(it) for it in run.faults]
    if before is not None and run.after is not None and sum(it["removed"] for it in stages) > before - run.after:
        return []
    return stages[:_MOST_STAGES]


def _stage(stage: Stage) -> dict[str, Any]:
    values: dict[str, Any] = {"name": stage.name[:_LONGEST_NAME], "removed": stage.removed}
    seconds = _seconds(stage.duration_s)
    return (
        values | ({} if seconds is None else {"duration": seconds}) | ({"reason": stage.reason} if stage.reason else {})
    )


def _fault(fault: Count) -> dict[str, Any]:
    return {"name": fault.name[:_LONGEST_NAME], "removed": fault.samples, "reason": _LOST}


def _seconds(duration_s: Decimal | None) -> Decimal | None:
    """To the millisecond, or finer for what is shorter; None where nothing went by."""
    return None if duration_s is None else round(duration_s, 3) or duration_s or None
