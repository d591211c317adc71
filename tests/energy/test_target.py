"""What a measurement writes into a manifest, and what it refuses before it begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.energy.record import ESTIMATE, MEASURED, Device, Record, RecordedStage
from reportgen.energy.target import check_target, energy_entries, free_target, run_fields, write_measurement
from reportgen.files.writing import WriteError
from reportgen.problems import InputError


def entry(kwh: str | None, basis: str = MEASURED, low: str | None = None, high: str | None = None) -> dict[str, Any]:
    """Return what is written of a device; it must be one entry."""
    energy_kwh, low_kwh, high_kwh = (None if text is None else Decimal(text) for text in (kwh, low, high))
    device = Device("CPU", "cpu", energy_kwh, basis, "a method", low_kwh, high_kwh)
    [written] = energy_entries(Record("reportgen", Decimal(1), devices=(device, Device("GPU", "gpu", None))))
    return written


def test_a_measured_device_has_no_range_of_its_own() -> None:
    """What sampling can have missed is narrower than a meter's +-40 %, which applies where no range is written."""
    assert {
        "kwh": Decimal("0.1"),
        "source": "reportgen, a method",
        "scope": "CPU",
        "basis": "measured",
    } == entry("0.1", MEASURED, "0.099", "0.101")


def test_an_estimate_has_its_range() -> None:
    """Both ends or none."""
    whole, without = entry("0.1", ESTIMATE, "0.05", "0.2"), entry("0.1", ESTIMATE)

    assert (Decimal("0.05"), Decimal("0.2"), "estimate") == (whole["low"], whole["high"], whole["basis"])
    assert {"kwh", "source", "scope", "basis"} == set(without)


def test_an_energy_is_written_to_nine_digits() -> None:
    """More than any meter has, and none lost that a sum would miss."""
    assert Decimal("0.123456789") == entry("0.1234567891234")["kwh"]
    assert Decimal("12345.6789") == entry("12345.678912")["kwh"]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [("2520.12345", "2520.123"), ("0.0015", "0.002"), ("0.0004", "0.0004"), ("0", None), (None, None)],
)
def test_a_duration_is_written_to_the_millisecond_or_finer(seconds: str | None, expected: str | None) -> None:
    """What is shorter than half a millisecond keeps its digits, since a run of no time would be refused."""
    record = Record("reportgen", None, duration_s=None if seconds is None else Decimal(seconds))

    assert (None if expected is None else Decimal(expected)) == run_fields(record)["duration"]


def test_a_start_is_written_to_the_second_and_stages_that_removed_something() -> None:
    """A stage that says nothing of what it removed is none of the manifest's; one of no time has no duration."""
    stages = (
        RecordedStage("read", None, Decimal(5)),
        RecordedStage("near duplicates", None, Decimal("1.5"), removed=Decimal(744)),
        RecordedStage("labels", None, None, removed=Decimal(0)),
    )
    started_at = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)

    assert {
        "duration": Decimal(9),
        "started_at": "2026-03-01T12:00:00+00:00",
        "stages": [
            {"name": "near duplicates", "removed": Decimal(744), "duration": Decimal("1.5")},
            {"name": "labels", "removed": Decimal(0)},
        ],
    } == run_fields(Record("reportgen", None, duration_s=Decimal(9), stages=stages, started_at=started_at))
    assert {"duration": None, "started_at": None, "stages": None} == run_fields(Record("reportgen", None))


def problems(manifest: Path, **flags: str) -> list[str]:
    """Return what keeps a measurement from being written there."""
    try:
        check_target(manifest, flags)
    except InputError as error:
        return [str(it).removeprefix(f"{it.where.rpartition('/')[0]}/") for it in error.problems]
    return []


THERE = "is there already, and measuring would write it (take the line out)"
COUNTS = {"task": "object-detection", "samples_before": "10"}


@pytest.mark.parametrize(
    ("name", "flags", "said"),
    [
        ("run.yaml", {}, []),
        ("run.yml", {}, []),
        ("run.JSON", {}, []),
        ("run.toml", {}, []),
        ("run.txt", {}, ["run.txt: the ending does not say how to write a manifest (.yaml, .json, .toml)"]),
        ("run.yaml", {**COUNTS, "samples_after": "9"}, []),
        ("run.yaml", {**COUNTS, "samples_after": "10"}, []),  # nothing was removed, which may be
        (
            "run.yaml",
            {**COUNTS, "samples_after": "11"},
            ["--samples-after: 11 after filtering is more than the 10 before (are the two swapped?)"],
        ),
        ("run.yaml", {"samples_before": "10"}, []),  # the others may be added later
        ("kept.yaml", {}, []),
        ("timed.yaml", {}, [f"timed.yaml:2: $.duration: {THERE}"]),
        ("begun.yaml", {}, [f"begun.yaml:1: $.started_at: {THERE}"]),
        (
            "seen.yaml",
            {},
            [
                "seen.energy.jsonl: is there already, and a measurement is never overwritten"
                " (name another manifest with -o, or move it away with its manifest)"
            ],
        ),
    ],
)
def test_what_cannot_be_written_is_said_before_the_run(
    name: str, flags: dict[str, str], said: list[str], tmp_path: Path
) -> None:
    """Each by itself; a manifest that lacks only what is measured, or leaves it null, is completed."""
    (tmp_path / "kept.yaml").write_text("task: object-detection\nduration: null\n")
    (tmp_path / "timed.yaml").write_text("task: object-detection\nduration: PT1S\n")
    (tmp_path / "begun.yaml").write_text("started_at: 2026-03-01T12:00:00Z\n")
    (tmp_path / "seen.energy.jsonl").write_text("precious")

    assert said == problems(tmp_path / name, **flags)


@pytest.mark.parametrize(
    ("error", "said"),
    [(OSError(28, "No space left on device"), "No space left on device"), (OSError("odd trouble"), "odd trouble")],
)
def test_a_log_that_cannot_be_copied_whole_is_not_there(
    error: OSError, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a log beside the manifest would pass for a run that was cut off; neither of the two is written."""

    def full(_: object, copy: Any) -> None:
        copy.write(b"half")
        raise error

    (tmp_path / "kept.energy.jsonl").write_text("{}")
    monkeypatch.setattr("reportgen.energy.target.shutil.copyfileobj", full)
    with pytest.raises(WriteError, match=rf"run\.energy\.jsonl: {said}$"):
        write_measurement(tmp_path / "run.yaml", Record("reportgen", None), tmp_path / "kept.energy.jsonl", {}, {})

    assert ["kept.energy.jsonl"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("there", "free"),
    [
        ({}, "run.yaml"),
        ({"run.yaml": "task: segmentation\n"}, "run.yaml"),  # which is completed
        ({"run.yaml": "duration: null\n"}, "run.yaml"),
        ({"run.yaml": "duration: PT1S\n"}, "run-2.yaml"),
        ({"run.yaml": "started_at: 2026-03-01T12:00:00Z\n"}, "run-2.yaml"),
        ({"run.energy.jsonl": ""}, "run-2.yaml"),
        ({"run.yaml": "duration: PT1S\n", "run-2.yaml": "task: segmentation\n"}, "run-2.yaml"),
        ({"run.yaml": "duration: PT1S\n", "run-2.energy.jsonl": "", "run-3.yaml": "duration: PT1S\n"}, "run-4.yaml"),
        ({"run.yaml": "{"}, "run.yaml"),  # what cannot be read is told later
        ({"run.yaml": "- duration\n"}, "run.yaml"),
    ],
)
def test_a_measurement_goes_where_none_is(there: dict[str, str], free: str, tmp_path: Path) -> None:
    """Into the manifest that says neither when nor how long, else into the next one with a number."""
    for name, text in there.items():
        (tmp_path / name).write_text(text)

    assert free == free_target(tmp_path / "run.yaml").name


MEASURED_RUN = Record(
    "reportgen",
    Decimal(1),
    duration_s=Decimal(9),
    started_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    devices=(Device("CPU", "cpu", Decimal("0.1"), method="a method"),),
)
BEGUN = 'duration: 9\nstarted_at: "2026-03-01T12:00:00+00:00"\ntask: segmentation\n'


@pytest.mark.parametrize(
    ("log", "energy"),
    [
        ("kept.energy.jsonl", "energy:\n  - file: run.energy.jsonl\n"),  # copied beside the manifest
        ("run.energy.jsonl", "energy:\n  - file: run.energy.jsonl\n"),  # where it is already
        (None, 'energy:\n  - kwh: 0.1\n    source: "reportgen, a method"\n    scope: CPU\n    basis: measured\n'),
    ],
)
def test_a_manifest_says_what_was_measured(log: str | None, energy: str, tmp_path: Path) -> None:
    """How long, when, what the caller says, and the log, or the energy itself where there is none."""
    if log is not None:
        (tmp_path / log).write_text("{}")
    manifest = tmp_path / "run.yaml"
    path = None if log is None else tmp_path / log
    lacking = write_measurement(manifest, MEASURED_RUN, path, {"task": "segmentation"}, {})

    assert ("samples_before", "samples_after") == lacking
    assert BEGUN + energy == manifest.read_text()
    names = {"run.yaml", log, log and "run.energy.jsonl"} - {None}
    assert names == {it.name for it in tmp_path.iterdir()}


def test_a_run_without_energy_says_none(tmp_path: Path) -> None:
    """No list that is empty."""
    write_measurement(tmp_path / "run.yaml", replace(MEASURED_RUN, devices=()), None, {"task": "segmentation"}, {})

    assert BEGUN == (tmp_path / "run.yaml").read_text()


def test_a_manifest_that_cannot_take_it_leaves_no_log(tmp_path: Path) -> None:
    """The copy would be in the way of the next try; a log that stood there stays."""
    for name in ("kept.energy.jsonl", "other.energy.jsonl"):
        (tmp_path / name).write_text("{}")
    for name, log in (("run.yaml", "kept.energy.jsonl"), ("other.yaml", "other.energy.jsonl")):
        manifest, fields = tmp_path / name, {"task": "segmentation"}
        manifest.write_text("task: classification\n")
        with pytest.raises(InputError, match='but --task says "segmentation"'):
            write_measurement(manifest, MEASURED_RUN, tmp_path / log, fields, {"task": "--task"})

    assert ["kept.energy.jsonl", "other.energy.jsonl", "other.yaml", "run.yaml"] == sorted(
        it.name for it in tmp_path.iterdir()
    )


def test_a_log_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    """Somebody made one while the run was measured."""
    for name in ("kept", "run"):
        (tmp_path / f"{name}.energy.jsonl").write_text(name)
    with pytest.raises(InputError) as refused:
        write_measurement(tmp_path / "run.yaml", MEASURED_RUN, tmp_path / "kept.energy.jsonl", {}, {})

    said = "is there already, and a measurement is never overwritten (write to another manifest)"
    assert f"{tmp_path}/run.energy.jsonl: {said}" == str(refused.value)
    assert "run" == (tmp_path / "run.energy.jsonl").read_text()
