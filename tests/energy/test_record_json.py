"""A record as plain values: every key that a reader of the JSON goes by."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from reportgen.energy.power import Envelope, Gap
from reportgen.energy.record import Device, Identity, Predicted, Record, RecordedStage
from reportgen.energy.record_json import record_values

NOON, LATER = datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 3, 1, 12, 0, 9, 500_000, tzinfo=UTC)
SECRET = Identity("node-a", "0", "GPU-1", "gpu_watts", "4711", "12")
WHOLE = Record(
    tool="a tool",
    energy_kwh=Decimal("1.5"),
    pue_included=Decimal("1.58"),
    tool_version="2.0",
    duration_s=Decimal("9.5"),
    devices=(
        Device("A100", "gpu", Decimal("1.5"), "measured", "sampled power", power=Envelope((), 3), identity=SECRET),
        Device("CPU", "cpu", None, "estimate"),
    ),
    basis="estimate",
    intensity_kg_per_kwh=Decimal("0.4"),
    warnings=("a doubt", "too much power"),
    implausible=("too much power",),
    unsettled=("two readings",),
    corrected_kwh=Decimal("1.4"),
    low_kwh=Decimal("1.3"),
    high_kwh=Decimal("1.7"),
    started_at=NOON,
    ended_at=LATER,
    zone_known=True,
    interval_s=Decimal(1),
    gaps=(Gap(Decimal(2), Decimal(4), "suspended"),),
    stages=(
        RecordedStage("near duplicates", Decimal("0.5"), Decimal(3), Decimal(1), Decimal(744)),
        RecordedStage("labels", None, None),
    ),
    method="sampled power",
    at_least=True,
    nodes=2,
    predicted=Predicted(100, Decimal(900), Decimal(50), Decimal(20)),
)
VALUES = {
    "file": "run.csv",
    "tool": "a tool",
    "tool_version": "2.0",
    "energy_kwh": Decimal("1.5"),
    "corrected_kwh": Decimal("1.4"),
    "low_kwh": Decimal("1.3"),
    "high_kwh": Decimal("1.7"),
    "at_least": True,
    "pue_included": Decimal("1.58"),
    "duration_s": Decimal("9.5"),
    "started_at": "2026-03-01T12:00:00+00:00",
    "ended_at": "2026-03-01T12:00:09.500000+00:00",
    "interval_s": Decimal(1),
    "devices": [
        {"name": "A100", "kind": "gpu", "energy_kwh": Decimal("1.5"), "basis": "measured", "method": "sampled power"},
        {"name": "CPU", "kind": "cpu", "energy_kwh": None, "basis": "estimate", "method": None},
    ],
    "basis": "estimate",
    "method": "sampled power",
    "intensity_kg_per_kwh": Decimal("0.4"),
    "gaps": [{"start_s": Decimal(2), "end_s": Decimal(4), "reason": "suspended"}],
    "stages": [
        {
            "name": "near duplicates",
            "energy_kwh": Decimal("0.5"),
            "duration_s": Decimal(3),
            "start_s": Decimal(1),
            "removed": Decimal(744),
        },
        {"name": "labels", "energy_kwh": None, "duration_s": None, "start_s": None},
    ],
    "predicted": {"epochs": 100, "duration_s": Decimal(900), "energy_kwh": Decimal(50), "co2_kg": Decimal(20)},
    "warnings": ["a doubt", "too much power"],
    "implausible": ["too much power"],
}


def test_a_record_is_all_that_may_leave_the_machine() -> None:
    """Neither host nor serial number, process or job, nor its curve of power."""
    assert VALUES == record_values(WHOLE, "run.csv")
    assert list(VALUES) == list(record_values(WHOLE, "run.csv"))


def test_for_eyes_of_the_company_each_device_is_identified() -> None:
    """By what its name does not say."""
    assert [["node-a", "GPU-1", "4711", "12"], []] == [
        device["identified_by"] for device in record_values(WHOLE, identified=True)["devices"]
    ]


def test_what_is_not_known_is_null_or_left_out() -> None:
    """Whoever reads it finds the keys that every record has."""
    values = record_values(Record("a tool", None))

    assert set(VALUES) - {"file", "corrected_kwh", "predicted"} == set(values)
    assert {"tool": "a tool", "at_least": False, "pue_included": Decimal(1), "basis": "measured"} == {
        name: value for name, value in values.items() if value is not None and value != []
    }


@pytest.mark.parametrize("moment", [NOON, NOON.replace(tzinfo=None)])
def test_a_time_whose_zone_is_not_known_has_none(moment: datetime) -> None:
    """Whatever the record holds it in."""
    values = record_values(replace(WHOLE, started_at=moment, ended_at=None, zone_known=False))

    assert ("2026-03-01T12:00:00", None) == (values["started_at"], values["ended_at"])
