"""Silences, failed readings and clocks that go back, as samples of power have them; read from a CSV of one's own."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers.curves import Curves
from reportgen.energy.importers.read import read_records
from reportgen.energy.power import Gap
from reportgen.energy.record import Identity, Record
from reportgen.files.source import Source
from reportgen.problems import InputError
from tests.energy.importers.sources import joules, only

BESIDE = "what was drawn beside samples that could not be read is in the range alone, at the highest power"

Row = tuple[str, float | str, str]  # device, seconds, power in W


def read(folder: Path, rows: Iterable[Row]) -> Record:
    """Return the record of samples."""
    path = folder / "own.csv"
    path.write_text("d,t,p\n" + "".join(f"{device},{seconds},{power}\n" for device, seconds, power in rows))
    return only(read_records(path, None, {"device": "d", "time_s": "t", "power_w": "p"}))


def rows(times: Iterable[float | str], power: str = "100", device: str = "rack") -> list[Row]:
    """Return samples of one power."""
    return [(device, time, power) for time in times]


@pytest.mark.parametrize(
    ("interval_s", "silence_s", "gap"),
    [
        ("2", "8", False),  # four intervals
        ("2", "10", False),  # five
        ("2", "10.1", True),
        ("2", "12", True),  # six
        ("1", "5", False),
        ("1", "5.1", True),
        ("0.5", "4.9", False),  # nearly ten intervals, and less than 5 s
        ("0.5", "5", False),
        ("0.5", "5.1", True),
    ],
)
def test_a_silence_of_more_than_five_intervals_and_five_seconds_is_a_gap(
    interval_s: str, silence_s: str, gap: bool, tmp_path: Path
) -> None:
    """Ten intervals at 100 W before it and one after it count; the silence does as long as it is no gap."""
    interval, silence = Decimal(interval_s), Decimal(silence_s)
    times = [interval * tick for tick in range(11)]
    times += [times[-1] + silence, times[-1] + silence + interval]
    record = read(tmp_path, rows(map(str, times)))

    assert 100 * (11 * interval + (0 if gap else silence)) == joules(record.energy_kwh)
    assert ([Gap(times[10], times[11], "no samples")] if gap else []) == list(record.gaps)
    text = f"1 gap, up to {silence.normalize():f} s long, in no sum"
    assert ([text] if gap else []) == list(record.warnings)


def test_the_usual_interval_is_the_middle_one(tmp_path: Path) -> None:
    """One sample that came 0.1 s after another does not make 8 s a silence, where samples are 2 s apart."""
    record = read(tmp_path, rows((0, 2, 4, 4.1, 6, 8, 16, 18)))

    assert (Decimal(2), ()) == (record.interval_s, record.gaps)
    assert 1800 == joules(record.energy_kwh)


def test_each_device_has_its_own_silences(tmp_path: Path) -> None:
    """Rack A was silent from 2 s to 9 s and B was not; the record has both and the longest gap of each is told."""
    record = read(tmp_path, sorted([*rows((0, 1, 2, 9, 10), device="A"), *rows(range(11), device="B")], key=time_of))

    assert [300, 1000] == [joules(device.energy_kwh) for device in record.devices]
    assert (Gap(Decimal(2), Decimal(9), "no samples"),) == record.gaps


@pytest.mark.parametrize(("second", "joules_of_first"), [(5, 5000), (5.1, 3000)])
def test_a_name_that_comes_after_half_an_interval_may_be_a_damaged_one(
    second: float, joules_of_first: int, tmp_path: Path
) -> None:
    """Where C is new that late, a row of A, which has none at 10 s, may have lost its name: 20 s are in no sum.

    A to C are read every 10 s, C just after B; up to half of that they are one period.
    """
    times = [second + step for step in range(0, 50, 10)]
    samples = [*rows((0, 20, 30, 40, 50), device="A"), *rows(times, device="B"), *rows(times, device="C")]
    record = read(tmp_path, sorted(samples, key=time_of))

    assert [joules_of_first, 4000, 4000] == [joules(device.energy_kwh) for device in record.devices]


def time_of(row: Row) -> float:
    return float(row[1])


@pytest.mark.parametrize(("late_s", "gaps"), [(0.1, 1), (0.5, 1), (0.6, 2)])
def test_one_silence_of_two_devices_is_told_once(late_s: float, gaps: int, tmp_path: Path) -> None:
    """B is read some milliseconds after A, at most half an interval of 1 s; both fall silent for 7 s."""
    times = (0, 1, 2, 9, 10)
    samples = [*rows(times, device="A"), *rows([time + late_s for time in times], device="B")]
    record = read(tmp_path, sorted(samples, key=time_of))

    assert gaps == len(record.gaps)
    assert [f"{gaps} gap{'s' if gaps > 1 else ''}, up to 7 s long, in no sum"] == list(record.warnings)


def test_a_device_that_begins_later_has_its_silence_and_its_curve_there(tmp_path: Path) -> None:
    """A is read from 100 s on, B from 120 s with a silence from 122 s to 132 s: counted from the record's start."""
    samples = [*rows(range(100, 141), device="A"), *rows((120, 121, 122, 132, 133), device="B")]
    record = read(tmp_path, sorted(samples, key=time_of))
    first, second = (device.power for device in record.devices)

    assert (Gap(Decimal(22), Decimal(32), "no samples"),) == record.gaps
    assert first is not None
    assert second is not None
    assert (Decimal(0), Decimal(40)) == (first.spans[0].start_s, first.spans[-1].end_s)
    assert ["20-21", "21-22", "32-33"] == [f"{span.start_s}-{span.end_s}" for span in second.spans]


@pytest.mark.parametrize(
    ("blanks", "said"),
    [
        (0, []),
        (
            1,
            [
                "1 of 5 rows has no power (line 4: p is blank): it is in no sum",
                "1 gap, up to 2 s long, in no sum",
                BESIDE,
            ],
        ),
        (
            2,
            [
                "2 of 6 rows have no power (line 4: p is blank; line 5: p is blank): they are in no sum",
                "1 gap, up to 3 s long, in no sum",
                BESIDE,
            ],
        ),
    ],
)
def test_what_could_not_be_read_is_told(blanks: int, said: list[str], tmp_path: Path) -> None:
    """One blank cell is as little a zero as two are."""
    samples = [*rows((0, 1)), *rows(range(2, 2 + blanks), power=""), *rows((2 + blanks, 3 + blanks))]
    record = read(tmp_path, samples)

    assert said == list(record.warnings)
    assert 100 * (3 if not blanks else 2) == joules(record.energy_kwh)


def test_a_clock_that_goes_back_twice_costs_two_steps(tmp_path: Path) -> None:
    """3 + 2 + 4 s at 100 W on a clock that was set back by 2 s and again by 3 s; what lay between is unknown."""
    record = read(tmp_path, rows((0, 1, 2, 3, 1, 2, 3, 0, 1, 2, 3, 4)))

    assert 900 == joules(record.energy_kwh)
    assert Decimal(9) == record.duration_s
    [warning] = record.warnings
    assert warning.startswith("the clock went back: what lies between the two samples is not counted; ")


def test_a_log_that_stands_twice_in_its_file_is_said_to_count_twice(tmp_path: Path) -> None:
    """2 x 3 s at 100 W on a clock that may have been set back: whether it is a copy, a person has to look."""
    record = read(tmp_path, rows((0, 1, 2, 3, 0, 1, 2, 3)))

    assert 600 == joules(record.energy_kwh)
    assert record.warnings[0].endswith("are a copy of those before, they count twice: take them out")


def test_a_log_that_stands_once_is_not_said_to_count_twice(tmp_path: Path) -> None:
    """Its clock never goes back."""
    assert not any("twice" in warning for warning in read(tmp_path, rows((0, 1, 2, 3))).warnings)


@pytest.mark.parametrize("gaps", [999, 1000, 1001, 1200])
def test_gaps_are_told_however_many_there_are(gaps: int, tmp_path: Path) -> None:
    """At most a thousand are listed; that there are more is told, and how long the longest is, here the last one."""
    times = [8 * turn + second for turn in range(gaps) for second in (0, 1)]
    times += [8 * gaps + 50, 8 * gaps + 51]
    record = read(tmp_path, rows(times))

    assert min(gaps, 1000) == len(record.gaps)
    count = "more than 1,000" if gaps > 1000 else f"{gaps:,}"
    assert [f"{count} gaps, up to 57 s long, in no sum"] == list(record.warnings)
    assert 100 * (gaps + 1) == joules(record.energy_kwh)


def test_gaps_of_several_devices_are_counted_where_they_are_others(tmp_path: Path) -> None:
    """A and B have 600 gaps each, none at the time of another's: 1,200 in all."""
    samples = [*rows((8 * turn + second for turn in range(601) for second in (0, 1)), device="A")]
    samples += rows((8 * turn + second + 2 for turn in range(601) for second in (0, 1)), device="B")
    record = read(tmp_path, sorted(samples, key=time_of))

    assert 1000 == len(record.gaps)
    assert ["1,200 gaps, up to 7 s long, in no sum"] == list(record.warnings)


@pytest.mark.parametrize("columns", [{"time_s": "t", "power_w": "p"}, {"energy_j": "p"}])
def test_a_thousand_devices_are_read_and_not_many_more(columns: dict[str, str], tmp_path: Path) -> None:
    """Of 1,024 each has its figure; one more is taken for a wrong column, at its line."""
    path, text = tmp_path / "own.csv", "d,t,p\n"
    for number in range(1024):
        text += f"rack {number},0,36\nrack {number},1,36\n"
    path.write_text(text)
    record = only(read_records(path, None, {"device": "d", **columns}))
    path.write_text(f"{text}rack 1024,0,36\n")

    assert 1024 == len([device for device in record.devices if device.energy_kwh])
    with pytest.raises(
        InputError, match=r":2050: more than 1024 devices \(is the right column named as the device\?\)$"
    ):
        read_records(path, None, {"device": "d", **columns})


@pytest.mark.parametrize("power", ["", "0"])
def test_a_silent_device_beside_a_good_one_is_told(power: str, tmp_path: Path) -> None:
    """The sum holds the other one's energy alone; whoever reads it must know that."""
    record = read(tmp_path, sorted([*rows((0, 1, 2), device="A"), *rows((0, 1, 2), power, "B")], key=time_of))

    assert [True, False] == [device.energy_kwh is not None for device in record.devices]
    assert "B: no energy, or zero, which was not measured" in record.warnings


Event = tuple[str, float, int | str]  # device, seconds, and the power in W or what became of it
UNREAD, BLANK = "unread", "blank"
LOST: Event = ("", 0, "lost")  # a row, of whichever device
SOURCE = Source(Path("own.csv"), "own.csv", {})


def fed(*events: Event, interval_s: str | None = "1") -> Curves:
    """Return the curves of these rows, each on a line of its own."""
    curves = Curves(None if interval_s is None else Decimal(interval_s))
    for line, (device, seconds, power) in enumerate(events, start=1):
        time_s = Decimal(str(seconds))
        if isinstance(power, int):
            curves.add(SOURCE, line, device, time_s, Decimal(power))
        elif power in (UNREAD, BLANK):
            curves.unread(SOURCE, line, device, time_s, blank=power == BLANK)
        else:
            curves.lose()
    curves.close()
    return curves


def at(*seconds: float, device: str = "A", power: int | str = 100) -> list[Event]:
    return [(device, second, power) for second in seconds]


@pytest.mark.parametrize(
    ("events", "hole_s", "energy_j"),
    [
        (at(0, 1, 2), 0, 200),
        # after the last sample and before the first
        ([*at(0, 1, 2), *at(3, 4, power=UNREAD)], 2, 200),
        ([*at(0, 1, 2), *at(3, 4, power=BLANK)], 2, 200),
        ([*at(0, 1, 2), *at(3, 7, power=BLANK)], 5, 200),
        ([*at(0, 1, 2), *at(3, 7.1, power=BLANK)], 0, 200),  # a silence: the device ended early
        ([*at(0, 1, 2), *at(3, 7.1, power=UNREAD)], 5.1, 200),
        ([*at(0, 1, 2), *at(3, power=UNREAD), *at(4, power=BLANK)], 1, 200),
        ([*at(0, 1, power=UNREAD), *at(2, 3)], 2, 100),
        ([*at(0, 1, power=BLANK), *at(2, 3)], 2, 100),
        ([*at(0, 1, power=BLANK), *at(5, 6)], 5, 100),
        ([*at(0, 1, power=BLANK), *at(5.1, 6.1)], 0, 100),
        ([*at(0, 1, power=UNREAD), *at(5.1, 6.1)], 5.1, 100),
        # between two samples
        ([*at(0), *at(1, power=UNREAD), *at(2)], 2, 0),
        ([*at(0), *at(1, power=UNREAD), *at(6)], 6, 0),
        ([*at(0), *at(1, power=UNREAD), *at(6.1)], 1, 0),
        ([*at(0), *at(1, 2, power=UNREAD), *at(7.1)], 2, 0),
        ([*at(0), *at(1, power=BLANK), *at(2)], 2, 0),
        ([*at(0), *at(1, power=BLANK), *at(1.5)], 0, 150),  # columns that are filled in turn
        ([*at(0), *at(1, power=BLANK), *at(1.6)], 1.6, 0),
        ([*at(0), *at(1, power=BLANK), *at(5)], 5, 0),
        ([*at(0), *at(1, power=BLANK), *at(5.1)], 0, 0),
        ([*at(0), LOST, *at(1.5)], 0, 150),
        ([*at(0), LOST, *at(1.6)], 1.6, 0),
        ([*at(0), LOST, *at(5)], 5, 0),
        ([*at(0), LOST, *at(5.1)], 0, 0),
        ([*at(0), LOST, LOST, LOST, *at(6)], 6, 0),  # three rows explain four times a step and a half
        ([*at(0), LOST, LOST, LOST, *at(6.1)], 0, 0),
        ([*at(0), LOST, *at(1), *at(3)], 0, 300),  # what was lost before a sample explains nothing after it
        ([*at(0), *at(1, power=BLANK), *at(1.5), *at(3.5)], 0, 350),
        ([*at(0), *at(1, power=UNREAD), *at(2), *at(4)], 2, 200),
    ],
)
def test_what_is_beside_rows_that_could_not_be_read(events: list[Event], hole_s: float, energy_j: int) -> None:
    """Samples are 1 s apart and a silence begins after 5 s; a hole is in the upper end of the range alone, at 100 W."""
    curves = fed(*events)
    device = curves.devices({}, {}, {})["A"]

    assert Decimal(str(hole_s)) == curves.holes_s
    if energy_j:
        assert energy_j == joules(device.energy_kwh)
        assert energy_j + Decimal(str(hole_s)) * 100 == joules(device.high_kwh)
    assert bool(hole_s) == (BESIDE in curves.warnings(1))


@pytest.mark.parametrize(
    ("between", "last_s", "gaps"),
    [
        (at(1, power=UNREAD), 2, [(0, 2, "no power read")]),
        (at(1, power=UNREAD), 7, [(0, 1, "no power read"), (1, 7, "no samples")]),
        (at(1, power=BLANK), 2, [(0, 2, "no power read")]),
        ([LOST], 2, [(0, 2, "rows lost")]),
        ([LOST, *at(1, power=BLANK)], 2, [(0, 2, "rows lost")]),
        ([LOST], 6, [(0, 6, "no samples")]),
    ],
)
def test_a_gap_says_why_it_is_one(between: list[Event], last_s: int, gaps: list[tuple[int, int, str]]) -> None:
    """A power that is not there, rows that are lost, or a silence."""
    curves = fed(*at(0), *between, *at(last_s))

    assert gaps == [(int(gap.start_s), int(gap.end_s), gap.reason) for gap in curves.gaps]


def test_a_clock_that_went_back_is_a_gap_that_says_so() -> None:
    """It has no length."""
    curves = Curves(Decimal(1))
    for time_s, back in ((0, False), (1, False), (1, True), (2, False)):
        curves.add(SOURCE, 1, "A", Decimal(time_s), Decimal(100), back)

    assert [Gap(Decimal(1), Decimal(1), "the clock went back")] == list(curves.gaps)
    assert 200 == joules(curves.energy_kwh)


def second(*seconds: float) -> list[Event]:
    return at(*seconds, device="B", power=300)


@pytest.mark.parametrize(
    ("events", "devices", "edges_j"),
    [
        (at(0, 1, 2), 1, 0),
        ([LOST, *at(0, 1, 2)], 1, 200),
        ([*at(0, 1, 2), LOST], 1, 200),
        ([LOST, LOST, *at(0, 1, 2), LOST], 1, 600),
        ([*at(0, 1), LOST, *at(2)], 1, 0),
        ([*at(0, 1), LOST, *at(2), *at(3, power=UNREAD)], 1, 0),
        ([*at(0), *second(0), *at(1), *second(1), LOST], 1, 600),  # the row may have been of either
        ([*at(0), *second(0), *at(1), *second(1), LOST], 2, 800),
        ([*at(0), *second(0), *at(1), LOST, *second(1)], 1, 0),
        # a device that begins late, and one that ends early
        ([*at(0), LOST, *at(1), *second(1), *at(2), *second(2)], 1, 600),
        ([*at(0), LOST, *second(0.4), *at(1), *second(1.4)], 1, 0),
        ([*at(0), LOST, *second(0.5), *at(1), *second(1.5)], 1, 600),
        ([*at(0), *second(0), *at(1), *second(1), LOST, *at(2)], 1, 600),
        ([*at(0), *second(0), *second(1), LOST, *at(1.4)], 1, 0),
        ([*at(0), *second(0), *second(1), LOST, *at(1.5)], 1, 600),
        ([*at(0), *second(0), *second(1), LOST, *at(2), LOST], 1, 1200),
    ],
)
def test_rows_that_are_lost_at_an_end_may_have_been_two_steps_long(
    events: list[Event], devices: int, edges_j: int
) -> None:
    """Of whichever devices they were, at their highest power: 2 s at 100 W, at 300 W, or at both."""
    curves = fed(*events)

    assert edges_j == joules(curves.edges_kwh(devices))
    assert bool(edges_j or curves.holes_s) == (BESIDE in curves.warnings(devices))


def test_without_two_samples_a_lost_row_has_no_length() -> None:
    """No interval is known, and nothing is said of a range."""
    curves = fed(*at(0), LOST, interval_s=None)

    assert 0 == curves.edges_kwh(1)
    assert [] == curves.warnings(1)


@pytest.mark.parametrize(
    ("samples", "stray_s", "strays", "edges_j"),
    [
        (9, 4, [], 0),  # too few to tell a damaged name by
        (10, 4, [11], 0),
        (10, 0.4, [11], 200),  # where A's own first sample may be missing
        (10, 0.5, [11], 0),
        (10, 8.6, [11], 200),
        (10, 8.5, [11], 0),
    ],
)
def test_a_single_sample_beside_many_is_of_a_damaged_name(
    samples: int, stray_s: float, strays: list[int], edges_j: int
) -> None:
    """It is no device, and at an end of the log a row of the other device's."""
    curves = fed(*at(*range(samples)), *at(stray_s, device="X", power=500))

    assert strays == curves.strays()
    assert ["A"] + ([] if strays else ["X"]) == list(curves.keys)
    assert edges_j == joules(curves.edges_kwh(1))


@pytest.mark.parametrize(
    ("between", "last_s", "hole_s"),
    [
        (at(15, device="B"), 30, 20),
        (at(15, device="B"), 25, 0),
        ([*at(15, device="B"), LOST], 30, 20),
        ([*at(15, device="B"), *at(15, device="C"), *at(15, device="D")], 70, 60),
        ([*at(15, device="B"), *at(15, device="C"), *at(15, device="D")], 71, 0),
    ],
)
def test_a_name_that_comes_late_explains_a_missing_row_of_another(
    between: list[Event], last_s: int, hole_s: int
) -> None:
    """Samples are 10 s apart: it may be a damaged one, as a lost row is."""
    curves = fed(*at(0, 10), *between, *at(last_s), interval_s="10")

    assert hole_s == curves.holes_s


def test_a_damaged_name_is_said_where_it_first_stands() -> None:
    """Its first row had no power that could be read."""
    curves = fed(*at(*range(10)), *at(4, device="X", power=UNREAD), *at(4, device="X"))

    assert [11] == curves.strays()


def test_devices_have_their_names_kinds_and_what_tells_them_apart() -> None:
    """What is not known of one is its key, another kind, and nothing."""
    curves = fed(*at(0, 1), *second(0, 1))
    devices = curves.devices({"A": "NVIDIA L4"}, {"A": "gpu"}, {"A": Identity(index="0")})

    assert [("NVIDIA L4", "gpu", Identity(index="0")), ("B", "other", Identity())] == [
        (device.name, device.kind, device.identity) for device in devices.values()
    ]
