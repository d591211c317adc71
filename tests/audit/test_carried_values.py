"""What a report carries in place of files is read back as it was written; what is none of it is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from reportgen.audit.carried_values import checkpoints_of, evidence_of, record_of
from reportgen.audit.report_data import json_values
from reportgen.energy.power import Gap
from reportgen.energy.record import Device, Record, RecordedStage
from reportgen.energy.record_json import record_values
from reportgen.files.json_text import dumps
from reportgen.manifest.model import CheckpointPoint
from reportgen.problems import InputError

D = Decimal
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
RECORD = Record(
    "a tool",
    D("0.5"),
    tool_version="7",
    duration_s=D(3600),
    devices=(Device("GPU 0", "gpu", D("0.4"), method="a counter"), Device("RAM", "ram", None, basis="estimate")),
    basis="estimate",
    intensity_kg_per_kwh=D("0.4"),
    warnings=("one",),
    implausible=("two",),
    low_kwh=D("0.4"),
    high_kwh=D("0.6"),
    started_at=NOON,
    ended_at=NOON,
    zone_known=True,
    interval_s=D(2),
    gaps=(Gap(D(10), D(25), "no samples"),),
    stages=(RecordedStage("load", D("0.2"), D(60)),),
    method="a meter",
)


def test_a_record_is_read_back_as_it_was_written() -> None:
    """Devices with how each was measured, stages, gaps and times among it."""
    written = json_values(dumps(record_values(RECORD, "a.csv")).encode(), "a.record.json")
    found = record_of(written, "a.record.json")

    assert RECORD.devices == found.devices
    assert RECORD == Record(**{**vars(found), "zone_known": True})


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("60,0.5,12.4,0.35", CheckpointPoint(D(60), D("0.5"), D("12.4"), D("0.35"))),
        ("1e2,5E-1,12,", CheckpointPoint(D(100), D("0.5"), D(12), None)),
    ],
)
def test_checkpoints_are_read_back(cells: str, expected: CheckpointPoint) -> None:
    """A small number may be written with a power of ten, in a small letter or a large one."""
    assert (expected,) == checkpoints_of(f"time_s,accuracy,consumption,cost\n{cells}\n".encode(), "a.csv")


def test_runs_that_are_none_are_refused() -> None:
    """In a line that says what should be there."""
    with pytest.raises(InputError) as refused:
        evidence_of({"sides": {}}, None, "mAP")

    assert ["what was read of training runs: is no list of them (was it changed?)"] == [
        str(it) for it in refused.value.problems
    ]
