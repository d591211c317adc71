"""Slurm's accounting, held against joules and seconds worked by hand."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers import slurm
from tests.energy.importers.sources import joules, only, problem, sample, written

HEADER = "JobID|State|Elapsed|ElapsedRaw|ConsumedEnergy|ConsumedEnergyRaw\n"


def test_a_job_is_its_own_row_and_not_the_sum_of_its_steps() -> None:
    """The job drew 1,080,000 J = 0.3 kWh in 42 minutes; .batch, .extern and step 0 are parts of that."""
    source = sample("slurm", "sacct_parsable.psv")

    record = slurm.extract(source)[0]

    assert slurm.identify(source)
    assert Decimal("0.3") == record.energy_kwh
    assert 2520 == record.duration_s
    assert [("machine", Decimal("0.3"))] == [(device.kind, device.energy_kwh) for device in record.devices]
    assert ["batch", "extern", "0"] == [stage.name for stage in record.stages]
    assert [1_071_234, 1_080_000, 810_000] == [joules(stage.energy_kwh) for stage in record.stages]
    assert datetime(2026, 3, 2, 9, 15) == record.started_at
    assert not record.zone_known
    assert any("whole nodes" in warning for warning in record.warnings)


def test_several_jobs_are_several_records_and_zero_is_not_measured() -> None:
    """The second job has 0 J: no sensor, so no energy."""
    records = slurm.extract(sample("slurm", "sacct_parsable.psv"))

    assert [Decimal("0.3"), None] == [record.energy_kwh for record in records]
    assert any("not measured" in warning for warning in records[1].warnings)


def test_sacct_in_columns() -> None:
    """1.08M is 1,080,000 J, and a day, two hours, three minutes and four seconds are 93,784 s."""
    source = sample("slurm", "sacct_columns.txt")

    record = only(slurm.extract(source))

    assert slurm.identify(source)
    assert Decimal("0.3") == record.energy_kwh
    assert 93_784 == record.duration_s
    assert ["batch", "extern"] == [stage.name for stage in record.stages]


@pytest.mark.parametrize(
    ("text", "expected_j"),
    [
        ("2442", "2442"),
        ("2.44K", "2440"),
        ("1.5M", "1500000"),
        ("3G", "3000000000"),
        ("2T", "2000000000000"),
        ("0.003P", "3000000000000"),
    ],
)
def test_letters_are_thousands(tmp_path: Path, text: str, expected_j: str) -> None:
    """sacct divides by 1,000 for each letter, not by 1,024."""
    record = only(slurm.extract(written(tmp_path, f"JobID|ConsumedEnergy|Elapsed\n7|{text}|00:01:00\n")))

    assert Decimal(expected_j) == joules(record.energy_kwh)
    assert 60 == record.duration_s


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("00:33", "33"), ("01:00", "60"), ("01:01:01", "3661"), ("2-00:00:01", "172801"), ("00:01.250", "1.25")],
)
def test_elapsed_has_days_hours_minutes_and_seconds(tmp_path: Path, text: str, seconds: str) -> None:
    """As far as they are needed, from the right."""
    record = only(slurm.extract(written(tmp_path, f"JobID|ConsumedEnergy|Elapsed\n7|5|{text}\n")))

    assert Decimal(seconds) == record.duration_s


def test_the_raw_column_is_preferred(tmp_path: Path) -> None:
    """2442 J are 2442 J where the other column has rounded them to 2.44K."""
    record = only(slurm.extract(written(tmp_path, HEADER + "7|COMPLETED|00:00:33|33|2.44K|2442\n")))

    assert 2442 == joules(record.energy_kwh)


@pytest.mark.parametrize("text", ["", "0", "16?", "18.45?", *map(str, (2**64 - 1, 2**64 - 2, 2**32 - 1, 2**32 - 2))])
def test_no_value_is_not_measured(tmp_path: Path, text: str) -> None:
    """Nothing, zero and Slurm's ways to write "no value" are no energy."""
    record = only(slurm.extract(written(tmp_path, f"JobID|ElapsedRaw|ConsumedEnergyRaw|\n7|33|{text}|\n")))

    assert record.energy_kwh is None
    assert any("not measured" in warning for warning in record.warnings)


def test_extern_stands_in_for_a_job_without_energy(tmp_path: Path) -> None:
    """.extern lasts as long as the job; .batch beside it is not added."""
    text = HEADER + "7|COMPLETED||33||\n7.batch|COMPLETED||33||2416\n7.extern|COMPLETED||33||2442\n"

    record = only(slurm.extract(written(tmp_path, text)))

    assert 2442 == joules(record.energy_kwh)
    assert 33 == record.duration_s
    assert any(".extern" in warning for warning in record.warnings)


def test_steps_alone_are_no_sum(tmp_path: Path) -> None:
    """Without the job's row and .extern nothing says what the job drew."""
    record = only(slurm.extract(written(tmp_path, HEADER + "7.batch|COMPLETED||33||2416\n7.0|COMPLETED||30||2000\n")))

    assert record.energy_kwh is None
    assert [2416, 2000] == [joules(stage.energy_kwh) for stage in record.stages]


def test_array_tasks_and_requeued_jobs_are_jobs_of_their_own(tmp_path: Path) -> None:
    """7_1 and 7_2 are two jobs, and 8, which ran twice, counts twice."""
    text = HEADER + "7_1|COMPLETED||9||10\n7_2|COMPLETED||9||20\n8|REQUEUED||9||30\n8|COMPLETED||9||40\n"

    records = slurm.extract(written(tmp_path, text))

    assert [10, 20, 30, 40] == [joules(record.energy_kwh) for record in records]


def test_a_running_job_says_so(tmp_path: Path) -> None:
    """Its figure still grows."""
    record = only(slurm.extract(written(tmp_path, HEADER + "7|RUNNING|00:00:33|33||100\n")))

    assert any("still running" in warning for warning in record.warnings)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "record: there is no job in the file"),
        (HEADER, "record: there is no job in the file"),
        (HEADER + "7|COMPLETED|00:0", "record:2: the line has 3 cells, the header 6"),
        (HEADER + "7|COMPLETED||33||24x2\n", "record:2: ConsumedEnergy is '24x2', which is no number of joules"),
        (HEADER + "7|COMPLETED||33||-5\n", "record:2: ConsumedEnergy is '-5'"),
        (HEADER + "7|COMPLETED||33||nan\n", "record:2: ConsumedEnergy is 'nan'"),
        (HEADER + "7|COMPLETED|1 day||5|5\n", "record:2: Elapsed is '1 day', not [D-]HH:MM:SS"),
        ("JobID|Elapsed\n7|00:00:33\n", "record: the columns JobID and ConsumedEnergyRaw are missing"),
        (HEADER.encode() + b"7|\xff||33||5\n", "record:2: the byte 0xFF here is not UTF-8"),
        ("JobID ConsumedEnergyRaw\n7 5\n", "record:2: the line of dashes below the header is missing"),
    ],
)
def test_damage_is_said_in_one_line(tmp_path: Path, content: str | bytes, expected: str) -> None:
    """What is wrong, with its line."""
    assert problem(slurm.extract, written(tmp_path, content)).startswith(expected)


def test_utf_16_is_read(tmp_path: Path) -> None:
    """A shell on Windows writes UTF-16 with its mark."""
    content = ("\ufeff" + HEADER + "7|COMPLETED||33||2442\n").encode("utf-16-le")

    assert 2442 == joules(only(slurm.extract(written(tmp_path, content))).energy_kwh)


@pytest.mark.parametrize("text", ["JobID|State\n1|COMPLETED\n", "timestamp,power_w\n1,2\n", ""])
def test_other_files_are_not_slurms(tmp_path: Path, text: str) -> None:
    """Without job and energy a table is somebody else's."""
    assert not slurm.identify(written(tmp_path, text))
