"""A record as plain values for JSON: what `import --json` prints and what a report attaches in place of the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from reportgen.energy.record import Predicted, Record, identifying


def record_values(record: Record, file: str | None = None, *, identified: bool = False) -> dict[str, Any]:
    """Every field that may leave the machine, None where it is unknown.

    A log may also hold names of machines and users, places and paths: nothing passes that is not named here.
    file: its plain name. identified: with host, serial number, process and job of each device. The curve of power over
    time stays out.
    """
    values: dict[str, Any] = {} if file is None else {"file": file}
    values |= {
        "tool": record.tool,
        "tool_version": record.tool_version,
        "energy_kwh": record.energy_kwh,
    }
    if record.corrected_kwh is not None:
        values["corrected_kwh"] = record.corrected_kwh
    return values | {
        "low_kwh": record.low_kwh,
        "high_kwh": record.high_kwh,
        "at_least": record.at_least,
        "pue_included": record.pue_included,
        "duration_s": record.duration_s,
        "started_at": _moment(record.started_at, record.zone_known),
        "ended_at": _moment(record.ended_at, record.zone_known),
        "interval_s": record.interval_s,
        "devices": [
            {
                "name": device.name,
                "kind": device.kind,
                "energy_kwh": device.energy_kwh,
                "basis": device.basis,
                "method": device.method or None,
                **({"identified_by": list(identifying(device))} if identified else {}),
            }
            for device in record.devices
        ],
        "basis": record.basis,
        "method": record.method or None,
        "intensity_kg_per_kwh": record.intensity_kg_per_kwh,
        "gaps": [{"start_s": gap.start_s, "end_s": gap.end_s, "reason": gap.reason} for gap in record.gaps],
        "stages": [
            {
                "name": stage.name,
                "energy_kwh": stage.energy_kwh,
                "duration_s": stage.duration_s,
                "start_s": stage.start_s,
                **({} if stage.removed is None else {"removed": stage.removed}),
            }
            for stage in record.stages
        ],
        **({} if record.predicted is None else {"predicted": _predicted(record.predicted)}),
        "warnings": list(record.warnings),
        "implausible": list(record.implausible),
    }


def _predicted(told: Predicted) -> dict[str, Any]:
    """What a tool foretold: no part of any energy above."""
    return {
        "epochs": told.epochs,
        "duration_s": told.duration_s,
        "energy_kwh": told.energy_kwh,
        "co2_kg": told.co2_kg,
    }


def _moment(moment: datetime | None, zone_known: bool) -> str | None:
    if moment is None:
        return None
    return moment.isoformat() if zone_known else moment.replace(tzinfo=None).isoformat()
