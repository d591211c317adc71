"""A record of a filter or a training as plain values for JSON: what `import --json` prints."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from reportgen.curation.record import Curation, Stage, Training


def curation_values(record: Curation, file: str) -> dict[str, Any]:
    """Every field that may leave the machine, None where it is unknown; file: its plain name."""
    values: dict[str, Any] = {
        "kind": "curation",
        "file": file,
        "tool": record.tool,
        "tool_version": record.tool_version,
        "unit": record.unit,
        "samples_before": record.before,
        "samples_after": record.after,
        "unexplained": record.unexplained,
        "bytes_before": record.bytes_before,
        "bytes_after": record.bytes_after,
        "duration_s": record.duration_s,
        "started_at": _moment(record.started_at, record.zone_known),
        "ended_at": _moment(record.ended_at, record.zone_known),
        "stages": [_stage(stage) for stage in record.stages],
        "faults": [{"reason": it.name, "samples": it.samples} for it in record.faults],
        "unsettled": record.unsettled or None,
        "warnings": list(record.warnings),
    }
    if record.samples is not None:
        values["samples"] = record.samples
    if record.parts:
        values["splits"] = [{"name": it.name, "samples": it.samples} for it in record.parts]
    if record.removed is not None:
        values["removed"] = record.removed
    if record.criteria:
        values["criteria"] = [{"name": it.name, "samples": it.samples} for it in record.criteria]
    if record.choices:
        values["choices"] = [
            {"name": it.name, "samples_after": it.after, "stages": [_stage(stage) for stage in it.stages]}
            for it in record.choices
        ]
    return values


def training_values(record: Training, file: str) -> dict[str, Any]:
    """Every field, None where it is unknown; file: its plain name."""
    return {
        "kind": "training",
        "file": file,
        "tool": record.tool,
        "flop": record.flop,
        "tokens": record.tokens,
        "samples": record.samples,
        "epochs": record.epochs,
        "steps": record.steps,
        "duration_s": record.duration_s,
        "warnings": list(record.warnings),
    }


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "name": stage.name,
        "removed": stage.removed,
        "duration_s": stage.duration_s,
        "reason": stage.reason,
    }


def _moment(moment: datetime | None, zone_known: bool) -> str | None:
    if moment is None:
        return None
    return moment.isoformat() if zone_known else moment.replace(tzinfo=None).isoformat()
