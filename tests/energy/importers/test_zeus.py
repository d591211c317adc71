"""Zeus's log of windows, held against what the stand-in GPUs drew."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers import zeus
from reportgen.energy.importers.read import read_records
from reportgen.energy.record import Record
from tests.energy.importers.sources import joules, only, problem, sample, written

HEADER = "start_time,window_name,elapsed_time,gpu0_energy,gpu1_energy\n"


def read(folder: Path, *rows: str) -> Record:
    """Return the record of the windows."""
    return only(read_records(written(folder, HEADER + "".join(f"{row}\n" for row in rows), "zeus.csv").path))


def test_nested_windows_are_not_added_up() -> None:
    """'filter' holds the three others: the log's own 750.105 J and 2250.314 J in 7.501 s, which is 400 W."""
    record = only(zeus.extract(sample("zeus", "two_gpus.csv")))

    assert Decimal("3000.419") == joules(record.energy_kwh).quantize(Decimal("0.001"))
    assert Decimal(400) == round(joules(record.energy_kwh) / (record.duration_s or Decimal(1)), 1)
    assert [Decimal("750.105"), Decimal("2250.314")] == [round(joules(it.energy_kwh), 3) for it in record.devices]
    assert ["filter", "load", "dedup", "score"] == [stage.name for stage in record.stages]


def test_time_is_seconds_since_1970() -> None:
    """The log's clock is known: 1795292837.345513 s."""
    record = only(zeus.extract(sample("zeus", "two_gpus.csv")))

    assert datetime(2026, 11, 21, 20, 27, 17, 345513, UTC) == record.started_at
    assert record.zone_known


def test_a_log_without_gpus_measured_nothing() -> None:
    """Windows alone have a duration and no energy."""
    record = only(zeus.extract(sample("zeus", "no_gpu.csv")))

    assert (None, ()) == (record.energy_kwh, record.devices)
    assert Decimal("7.500828504562378") == record.duration_s
    assert ("no energy, or zero, is in the log: it was not measured",) == record.warnings


def test_windows_one_after_the_other_are_added_up(tmp_path: Path) -> None:
    """Each of two windows that touch is counted; what lies between others is not in the duration."""
    record = read(tmp_path, "100.0,a,10.0,1000.0,500.0", "110.0,b,10.0,1000.0,500.0", "200.0,c,5.0,100.0,100.0")

    assert (Decimal(3200), Decimal(25)) == (joules(record.energy_kwh), record.duration_s)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_the_order_of_the_rows_does_not_matter(tmp_path: Path, order: tuple[int, ...]) -> None:
    """A window is written when it ends, the outermost last; two levels inside count for nothing."""
    rows = ("100.0,outer,30.0,3000.0,0.5", "100.0,middle,20.0,2000.0,0.2", "105.0,inner,5.0,500.0,0.1")

    assert Decimal("3000.5") == joules(read(tmp_path, *(rows[index] for index in order)).energy_kwh)


@pytest.mark.parametrize(
    ("start", "energy_j", "left_out"),
    [
        ("109.996", 2002, False),  # 4 ms before the first one's end: one after the other
        ("109.995", 2002, False),  # 5 ms
        ("109.994", 1001, True),  # 6 ms: they cross
        ("109.5", 1001, True),
        ("105.0", 1001, True),
    ],
)
def test_windows_that_touch_within_five_milliseconds_are_two(
    tmp_path: Path, start: str, energy_j: int, left_out: bool
) -> None:
    """A window is begun a moment before or after the other one is ended; of two that overlap by more, without one
    holding the other, the first one counts, and that is said."""
    record = read(tmp_path, "100.0,a,10.0,1000.0,1.0", f"{start},b,10.0,1000.0,1.0")

    assert energy_j == joules(record.energy_kwh)
    assert left_out == any("left out: b" in warning for warning in record.warnings)


@pytest.mark.parametrize(
    ("elapsed", "crossing"), [("4.9", False), ("5.0", False), ("5.005", False), ("5.006", True), ("9", True)]
)
def test_a_window_that_ends_within_five_milliseconds_of_the_outer_one_lies_in_it(
    tmp_path: Path, elapsed: str, crossing: bool
) -> None:
    """From the middle of one of 10 s on: it counts for nothing, and only what crosses is told."""
    record = read(tmp_path, "100.0,a,10.0,1000.0,1.0", f"105.0,b,{elapsed},500.0,1.0")

    assert Decimal(1001) == joules(record.energy_kwh)
    assert crossing == any("left out: b" in warning for warning in record.warnings)


def test_three_names_of_windows_that_cross_are_told(tmp_path: Path) -> None:
    """Of four, one of which came twice."""
    rows = [f"10{place + 1}.0,{name},20.0,1.0,1.0" for place, name in enumerate("dcbab")]
    record = read(tmp_path, "100.0,first,10.0,1000.0,1.0", *rows)

    assert "windows that overlap without one holding the other are counted once; left out: a, b, c" in record.warnings


@pytest.mark.parametrize(
    ("first", "second", "energy_j"),
    [
        ("100.0,outer,10.0,1000.0,1.0", "100.004,inner,10.0,999.0,1.0", 1001),  # as long: the first
        ("100.0,inner,10.0,1000.0,1.0", "100.004,outer,10.005,1010.0,1.0", 1011),  # the longer one holds the other
        ("100.0,inner,10.0,1000.0,1.0", "100.005,outer,10.005,1010.0,1.0", 1011),
        ("100.0,outer,10.0,1000.0,1.0", "100.004,inner,9.992,999.0,1.0", 1001),
        ("100.0,inner,5.0,1000.0,1.0", "100.0,outer,10.0,1010.0,1.0", 1011),
        ("100.0,outer,10.0,1010.0,1.0", "100.0,inner,5.0,1000.0,1.0", 1011),
    ],
)
def test_of_two_windows_over_one_time_the_longer_one_counts(
    tmp_path: Path, first: str, second: str, energy_j: int
) -> None:
    """Begun and ended within 5 ms of each other: the outer one, whichever began first."""
    record = read(tmp_path, first, second)

    assert energy_j == joules(record.energy_kwh)
    assert not any("left out" in warning for warning in record.warnings)


@pytest.mark.parametrize("name", ["near, far", 'say "near, far', '"'])
def test_a_name_may_hold_commas_and_quotes(name: str, tmp_path: Path) -> None:
    """The tool writes it without quotes of its own."""
    record = read(tmp_path, f"100.0,{name},10.0,1.0,2.0", "120.0,x,10.0,1.0,2.0")

    assert (name, 2) == (record.stages[0].name, len(record.stages))


def test_a_log_of_too_many_windows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the line of the first one too many."""
    monkeypatch.setattr(zeus, "_MOST_WINDOWS", 2)
    rows = [f"{start}.0,a,1.0,1.0,2.0\n" for start in (100, 110, 120)]

    assert 3 == joules(read(tmp_path, *(row.strip() for row in rows[:1])).energy_kwh)
    assert 6 == joules(read(tmp_path, *(row.strip() for row in rows[:2])).energy_kwh)
    assert "zeus.csv:4: more than 2 windows (name a log of the run alone)" == problem(
        zeus.extract, written(tmp_path, HEADER + "".join(rows), "zeus.csv")
    )


def test_a_gpu_of_zero_was_not_measured(tmp_path: Path) -> None:
    """A counter that did not move is no device that drew nothing."""
    record = read(tmp_path, "100.0,a,10.0,1000.0,0.0")

    assert record.devices[1].energy_kwh is None
    assert "GPU 1: no energy, or zero, which was not measured" in record.warnings


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (HEADER, "zeus.csv: there is no window in the file"),
        (HEADER + "100.0,a,10.0,1", "zeus.csv:2: the line has 4 cells"),
        (HEADER + "100.0,a,10.0,1,x", "zeus.csv:2: gpu1_energy is 'x', which is no number"),
        (HEADER + "100.0,a,10.0,1,-2", "zeus.csv:2: gpu1_energy is -2, below zero"),
        (HEADER + "1e12,a,10.0,1,2", "zeus.csv:2: start_time is 1000000000000 s, of no year from 1 to 9999"),
        (HEADER + "100.0,a,315360001,1,2", "zeus.csv:2: elapsed_time is 315360001 s, longer than ten years"),
        (HEADER + "now,a,10.0,1,2", "zeus.csv:2: start_time is 'now', which is no number"),
        (HEADER.replace("gpu1_energy", "power"), "zeus.csv:1: the column power is not known here"),
        ("a,b\n1,2\n", "zeus.csv:1: the header does not begin with start_time"),
    ],
)
def test_damage_is_said_in_one_line(tmp_path: Path, content: str, expected: str) -> None:
    """What is wrong, with its line."""
    assert problem(zeus.extract, written(tmp_path, content, "zeus.csv")).startswith(expected)


@pytest.mark.parametrize("odd", ["120.0,b,10.0,1", "120.0,b,10.0,x,1", "120.0,b,10.0,-1,1", "\0", "1e12,b,10.0,1,1"])
def test_one_odd_window_costs_itself(tmp_path: Path, odd: str) -> None:
    """3 J of the first and 7 J of the third are there."""
    record = read(tmp_path, "100.0,a,10.0,1.0,2.0", odd, "140.0,c,10.0,3.0,4.0")

    assert (Decimal(10), True) == (joules(record.energy_kwh), record.at_least)
    assert any("1 of 3 rows has no energy (line 3: " in warning for warning in record.warnings)


@pytest.mark.parametrize(
    ("row", "energy_j", "duration_s", "start_us"),
    [
        ("100,0;a;10,5;1,25;2,5", "3.75", "10.5", 0),
        ("100,5;a;10;1;2", "3", "10", 500_000),  # one cell proves it
        ("100;a;10,5;1;2", "3", "10.5", 0),
        ("100;a;10;1,25;2", "3.25", "10", 0),
        ("100;a, b;10;1;2", "3", "10", 0),  # and a name proves nothing
    ],
)
def test_a_table_that_a_spreadsheet_saved(
    row: str, energy_j: str, duration_s: str, start_us: int, tmp_path: Path
) -> None:
    """Semicolons, padded names, and a decimal comma in any of its numbers."""
    source = written(tmp_path, HEADER.replace(",", " ; ") + f"{row}\n", "zeus.csv")
    record = only(zeus.extract(source))

    assert zeus.identify(source)
    assert (Decimal(energy_j), Decimal(duration_s)) == (joules(record.energy_kwh), record.duration_s)
    assert datetime(1970, 1, 1, 0, 1, 40, start_us, UTC) == record.started_at


@pytest.mark.parametrize(
    ("columns", "devices", "others"),
    [
        (
            ("gpu0_energy", "cpu0_energy", "dram0_energy"),
            [("GPU 0", "gpu", "0"), ("CPU 0", "cpu", "0"), ("DRAM 0", "ram", "0")],
            True,
        ),
        (("gpu3_energy", "gpu12_energy"), [("GPU 3", "gpu", "3"), ("GPU 12", "gpu", "12")], False),
    ],
)
def test_each_column_of_energy_is_a_device(
    columns: tuple[str, ...], devices: list[tuple[str, str, str]], others: bool, tmp_path: Path
) -> None:
    """With its index, by which two logs at one time are told apart; GPUs alone are not the whole machine."""
    head, row = ",".join((*HEADER.split(",")[:3], *columns)), ",".join(("100.0", " ", "10", *"123"[: len(columns)]))
    record = only(zeus.extract(written(tmp_path, f"{head}\n{row}\n", "zeus.csv")))

    assert devices == [(it.name, it.kind, it.identity.index) for it in record.devices]
    assert [1, 2, 3][: len(columns)] == [joules(it.energy_kwh) for it in record.devices]
    assert {"energy counter"} == {it.method for it in record.devices}
    assert others != ("only GPUs are in it: the CPU, the memory and the rest of the machine are not" in record.warnings)


def test_windows_are_stages_with_their_energy(tmp_path: Path) -> None:
    """In the order of time, from the first one's start; of one window alone the run itself says all."""
    rows = ("120.0,,5.0,1.0,2.0", "100.0,all,30.0,30.0,40.0", "101.5,a,10.0,3.0,0")
    stages = read(tmp_path, *rows).stages

    assert [("all", 70, 30, 0), ("a", 3, 10, 1.5), ("window", 3, 5, 20)] == [
        (it.name, float(joules(it.energy_kwh)), float(it.duration_s or 0), float(it.start_s or 0)) for it in stages
    ]
    assert () == read(tmp_path, rows[0]).stages
