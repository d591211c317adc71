"""Runs of one log: long silences, appended files, and clocks that are put forward and back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers.read import read_records
from reportgen.energy.record import Record
from reportgen.problems import InputError
from tests.energy.importers.sources import SAMPLES, joules, only

TURNED = "the clock changed by an hour and the samples went on: taken for summer time, whose hour is in no duration"


def read(folder: Path, times_s: Iterable[float | str], run: int | None = None) -> list[Record]:
    """Return the records of samples at 100 W."""
    path = folder / "own.csv"
    path.write_text("t,p\n" + "".join(f"{seconds},100\n" for seconds in times_s))
    return read_records(path, None, {"time_s": "t", "power_w": "p", "devices": "1"}, run=run)


def read_dates(folder: Path, dates: Iterable[datetime]) -> list[Record]:
    """Return the records of samples at 100 W, at times without zone."""
    path = folder / "own.csv"
    path.write_text("t,p\n" + "".join(f"{date.isoformat()},100\n" for date in dates))
    return read_records(path, None, {"time": "t", "power_w": "p", "devices": "1"})


@pytest.mark.parametrize(
    ("interval_s", "silence_s", "runs"),
    [("1", "60", 1), ("1", "60.1", 2), ("2", "60", 1), ("2", "60.1", 2), ("3", "90", 1), ("3", "90.1", 2)],
)
def test_a_silence_of_more_than_a_minute_and_thirty_intervals_begins_a_run(
    interval_s: str, silence_s: str, runs: int, tmp_path: Path
) -> None:
    """Ten intervals before it and ten after it at 100 W; a shorter silence is in the duration of one run."""
    interval, silence = Decimal(interval_s), Decimal(silence_s)
    first = [interval * tick for tick in range(11)]
    records = read(tmp_path, [*map(str, first), *(str(first[-1] + silence + time) for time in first)])

    assert runs == len(records)
    assert 2 * 10 * interval * 100 == sum(joules(record.energy_kwh) for record in records)
    assert (20 * interval + (silence if runs == 1 else 0)) == sum(record.duration_s or 0 for record in records)


def test_each_run_is_told_and_one_may_be_taken(tmp_path: Path) -> None:
    """6 s and 7 s of work an hour apart are 13 s, not 3,613; each says which it is, and `run` takes the second."""
    times = [*range(7), *(3606.25 + second for second in range(8))]
    first, second = read(tmp_path, times)

    assert (Decimal(6), Decimal(7)) == (first.duration_s, second.duration_s)
    assert ("run 1 of 2 in this file; --run 1, or run: 1 in a manifest, takes it alone",) == first.warnings
    assert second.warnings[0].startswith("run 2 of 2 in this file, after 3,600 s without samples; --run 2")
    assert [second] == read(tmp_path, times, 2)


@pytest.mark.parametrize(("run", "runs"), [(0, "2 runs"), (3, "2 runs")])
def test_a_run_that_is_not_there_is_refused(run: int, runs: str, tmp_path: Path) -> None:
    """The file says how many there are."""
    with pytest.raises(InputError, match=f"there is no run {run} .the file has {runs}, counted from 1"):
        read(tmp_path, [0, 1, 2, 100, 101], run)


def test_a_device_that_falls_silent_beside_others_begins_no_run(tmp_path: Path) -> None:
    """B is silent from 10 s to 100 s while A goes on: one run, with a gap of B's."""
    rows = sorted([*((time, "A") for time in range(111)), *((time, "B") for time in (*range(11), *range(100, 111)))])
    path = tmp_path / "own.csv"
    path.write_text("t,d,p\n" + "".join(f"{time},{device},100\n" for time, device in rows))
    record = only(read_records(path, None, {"time_s": "t", "device": "d", "power_w": "p"}))

    assert [11_000, 2_000] == [joules(device.energy_kwh) for device in record.devices]
    assert [(Decimal(10), Decimal(100))] == [(gap.start_s, gap.end_s) for gap in record.gaps]


def test_devices_one_after_the_other_share_their_runs(tmp_path: Path) -> None:
    """All rows of A, in two runs, stand before all rows of B at the same times: two runs of two devices each."""
    times = [*range(7), *range(1000, 1007)]
    path = tmp_path / "own.csv"
    path.write_text("t,d,p\n" + "".join(f"{time},{device},100\n" for device in "AB" for time in times))
    records = read_records(path, None, {"time_s": "t", "device": "d", "power_w": "p"})

    assert [["A", "B"], ["A", "B"]] == [[device.name for device in record.devices] for record in records]
    assert [1200, 1200] == [joules(record.energy_kwh) for record in records]


def test_a_device_goes_on_in_its_own_run(tmp_path: Path) -> None:
    """A has its run from 0 s to 100 s, and B, whose rows stand among A's, another one from 120 s to 130 s."""
    rows = [*((time, "A") for time in range(11)), *((time, "B") for time in range(120, 131))]
    rows += [(time, "A") for time in range(11, 101)]
    path = tmp_path / "own.csv"
    path.write_text("t,d,p\n" + "".join(f"{time},{device},100\n" for time, device in rows))
    records = read_records(path, None, {"time_s": "t", "device": "d", "power_w": "p"})

    assert [["A"], ["B"]] == [[device.name for device in record.devices] for record in records]
    assert [10_000, 1_000] == [joules(record.energy_kwh) for record in records]


def test_spring_is_one_run() -> None:
    """Every 20 s at 300 W from 01:58:00 to 03:02:00 on a clock that was put forward: 240 s, 0.0200 kWh."""
    [record] = read_records(SAMPLES / "nvidia-smi" / "summer_time.csv")

    assert (Decimal(240), Decimal(72_000)) == (record.duration_s, joules(record.energy_kwh))
    assert TURNED in record.warnings


def test_autumn_is_one_run(tmp_path: Path) -> None:
    """Every 20 s from 02:58:00, and after 02:59:40 from 02:00:00 on: 12 steps at 100 W are 240 s."""
    start = datetime(2026, 10, 25, 2, 58)
    before = [start + timedelta(seconds=20 * tick) for tick in range(6)]
    after = [datetime(2026, 10, 25, 2) + timedelta(seconds=20 * tick) for tick in range(7)]
    record = only(read_dates(tmp_path, [*before, *after]))

    assert (Decimal(240), Decimal(24_000)) == (record.duration_s, joules(record.energy_kwh))
    assert (TURNED,) == record.warnings


def jump(interval_s: float, step_s: float, last: datetime) -> list[datetime]:
    """Return samples up to a last one, and more after a step."""
    before = [last - timedelta(seconds=interval_s * tick) for tick in range(10)]
    return [*reversed(before), *(last + timedelta(seconds=step_s + interval_s * tick) for tick in range(10))]


NEAR_TWO = datetime(2026, 3, 29, 1, 59, 55)


@pytest.mark.parametrize(
    ("dates", "runs"),
    [
        (jump(10, 3610, NEAR_TWO), 1),
        (jump(10, 3605, NEAR_TWO), 1),  # half an interval and the hour
        (jump(10, 3604.9, NEAR_TWO), 2),
        (jump(10, 3615, NEAR_TWO), 1),  # one and a half
        (jump(10, 3615.1, NEAR_TWO), 2),
        (jump(10, 3610, NEAR_TWO - timedelta(seconds=5)), 1),  # the step ends at the full hour
        (jump(10, 3610, NEAR_TWO - timedelta(seconds=5.1)), 2),  # no full hour lies in it
        (jump(60, 3660, NEAR_TWO), 1),
        (jump(60.1, 3660.1, NEAR_TWO), 2),  # an hour without samples is likelier the longer they are apart
    ],
)
def test_an_hour_is_the_clocks_where_the_rhythm_says_so(dates: list[datetime], runs: int, tmp_path: Path) -> None:
    """A step as long as the others but for an hour, over a full hour, of samples up to a minute apart."""
    assert runs == len(read_dates(tmp_path, dates))


@pytest.mark.parametrize(("column", "text"), [("time", "2026-03-29T{}+01:00"), ("time_s", "{}")])
def test_an_hour_is_an_hour_on_a_clock_that_no_one_changes(column: str, text: str, tmp_path: Path) -> None:
    """A zone, or a number of seconds, leaves nothing to explain: an hour without samples."""
    times = jump(10, 3610, NEAR_TWO)
    path = tmp_path / "own.csv"
    said = [
        f"{date:%H:%M:%S}" if column == "time" else str((date - NEAR_TWO).total_seconds() + 7_195) for date in times
    ]
    path.write_text("t,p\n" + "".join(f"{text.format(each)},100\n" for each in said))

    assert 2 == len(read_records(path, None, {column: "t", "power_w": "p", "devices": "1"}))
