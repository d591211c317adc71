"""pyJoules' CSV as the tool wrote it, held against sums of its counters worked by hand."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers import pyjoules
from tests.energy.importers.sources import joules, only, problem, sample, written

HEADER = "timestamp;tag;duration;package_0\n"


def row(start_s: float, duration_s: float, microjoules: float, tag: str = "x") -> str:
    """Return a row as the tool writes it."""
    return f"{start_s};{tag};{duration_s};{microjoules}\n"


def test_the_rows_of_a_run_are_added_once() -> None:
    """60, 10 and 200 W for 4 s: 240.07759 J (µJ), 40.008683 J (µJ) and 800.168 J (mJ); the cores are in the package."""
    source = sample("pyjoules", "result.csv")

    record = only(pyjoules.extract(source))

    assert pyjoules.identify(source)
    assert Decimal("1080.254273") == joules(record.energy_kwh)
    assert ["package_0", "dram_0", "nvidia_gpu_0"] == [device.name for device in record.devices]
    assert [Decimal("240.07759"), Decimal("40.008683"), Decimal("800.168")] == [
        joules(device.energy_kwh) for device in record.devices
    ]
    assert Decimal("4.0007") == round(record.duration_s or Decimal(0), 4)
    assert datetime(2026, 11, 25, 21, 58, 4, tzinfo=UTC) == (record.started_at or datetime.min).replace(microsecond=0)
    assert any("core_0" in warning for warning in record.warnings)
    assert record.zone_known


def test_a_tag_at_the_very_end_is_a_stage_of_its_run(tmp_path: Path) -> None:
    """It took no time."""
    record = only(pyjoules.extract(written(tmp_path, HEADER + row(100, 5, 2_000_000) + row(105, 0, 0, "y"))))

    assert ["x", "y"] == [stage.name for stage in record.stages]
    assert [0, 5] == [stage.start_s for stage in record.stages]


def test_the_tags_are_stages() -> None:
    """The row of 2 s: 120.005049 + 20.002021 + 400.062 J, from the second second on."""
    stage = only(pyjoules.extract(sample("pyjoules", "result.csv"))).stages[1]

    assert "near duplicates" == stage.name
    assert Decimal("540.06907") == joules(stage.energy_kwh)
    assert Decimal("1.00") == round(stage.start_s or Decimal(0), 2)


def test_a_function_within_a_context_is_not_added() -> None:
    """The function of 1 s was written first, the context of 3 s around it later: 180.454301 + 30.009682 + 600.237 J."""
    record = only(pyjoules.extract(sample("pyjoules", "nested.csv")))

    assert Decimal("810.700983") == joules(record.energy_kwh)
    assert Decimal("3.0011") == round(record.duration_s or Decimal(0), 4)
    assert ["inner", "load", "filter"] == [stage.name for stage in record.stages]
    assert any("1 row lies within another" in warning for warning in record.warnings)


def test_a_row_within_an_earlier_one_is_not_added(tmp_path: Path) -> None:
    """Whichever of the two comes first."""
    text = HEADER + row(100, 10, 5_000_000) + row(102, 2, 1_000_000)

    assert 5 == joules(only(pyjoules.extract(written(tmp_path, text))).energy_kwh)


def test_rows_that_overlap_in_part_are_not_added(tmp_path: Path) -> None:
    """Two meters side by side counted the same package twice for 5 s: the second is in no sum, and that is said."""
    record = only(pyjoules.extract(written(tmp_path, HEADER + row(100, 10, 5_000_000) + row(105, 10, 5_000_000))))

    assert 5 == joules(record.energy_kwh)
    assert any("1 row overlaps" in warning for warning in record.warnings)


@pytest.mark.parametrize(
    ("first", "second", "is_across"),
    [
        ("100;x;5", "104.999998;x;5", False),
        ("100;x;5", "104.999997;x;5", True),
        ("105;x;5", "100;x;5.000002", False),
        ("105;x;5", "100;x;5.000003", True),
    ],
)
def test_spans_meet_where_they_overlap_by_two_microseconds(
    tmp_path: Path, first: str, second: str, is_across: bool
) -> None:
    """So much two floats of one moment can lie apart: 2 J + 3 J."""
    record = only(pyjoules.extract(written(tmp_path, f"{HEADER}{first};2000000\n{second};3000000\n")))

    assert (2 if is_across else 5) == joules(record.energy_kwh)
    assert () == record.gaps
    assert is_across == any("overlaps" in warning for warning in record.warnings)


HEADER_2 = "timestamp;tag;duration;package_0;package_1\n"
NEGATIVE = "below zero (a counter that wrapped round, or idle energy taken off): in no sum"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEADER + row(1, 1, 5) + row(2, 1, -5), f"1 value is {NEGATIVE}"),
        (HEADER + row(1, 1, 5) + row(2, 1, -5) + row(3, 1, -5), f"2 values are {NEGATIVE}"),
        # A pause of two microseconds, before which another domain was read, is none.
        (HEADER_2 + "100;x;5;5;5\n105.000002;x;5;5;N/A\n", "1 cell holds no value and is in no sum"),
        (HEADER_2 + "1;x;1;5;N/A\n", "1 cell holds no value and is in no sum"),
        (HEADER_2 + "1;x;1;5;N/A\n2;x;1;5;\n", "2 cells hold no value and are in no sum"),
        (HEADER + row(100, 10, 5) + row(102, 2, 1), "1 row lies within another one and is not added to it"),
        (
            HEADER + row(100, 10, 5) + row(102, 2, 1) + row(105, 1, 1),
            "2 rows lie within another one and are not added to it",
        ),
        (
            HEADER + row(102, 2, 1) + row(103, 0.5, 1) + row(106, 1, 1) + row(100, 10, 5),
            "3 rows lie within another one and are not added to it",
        ),
        (HEADER + row(100, 10, 5) + row(105, 10, 5), "1 row overlaps with others without lying within them: in no sum"),
        (
            HEADER + row(100, 10, 5) + row(105, 10, 5) + row(106, 10, 5),
            "2 rows overlap with others without lying within them: in no sum",
        ),
        (HEADER + row(1, 1, 5) + row(4, 1, 5), "1 span between rows was not measured, 2.000 s in all"),
        (
            HEADER + row(1, 1, 5) + row(4, 1, 5) + row(6, 1, 5),
            "2 spans between rows were not measured, 3.000 s in all",
        ),
        (
            "timestamp;tag;duration;package_0;core_0;uncore_0\n1;x;1;5;3;2\n",
            "not added, since the package contains it: core_0, uncore_0",
        ),
    ],
)
def test_what_is_in_no_sum_is_counted(tmp_path: Path, text: str, said: str) -> None:
    """One thing and several, each in its words, and nothing beside it."""
    assert (said,) == only(pyjoules.extract(written(tmp_path, text))).warnings


def test_what_was_not_measured_between_rows_is_a_gap(tmp_path: Path) -> None:
    """A function called twice: 2 J + 3 J in 25 s, of which 10 s were not measured."""
    record = only(pyjoules.extract(written(tmp_path, HEADER + row(100, 5, 2_000_000) + row(115, 10, 3_000_000))))

    assert 5 == joules(record.energy_kwh)
    assert 25 == record.duration_s
    gaps = [(int(gap.start_s), int(gap.end_s), gap.reason) for gap in record.gaps]
    assert [(5, 15, "not measured")] == gaps
    assert ("energy counters read at each tag", {"energy counter"}) == (
        record.method,
        {device.method for device in record.devices},
    )


def test_a_run_appended_the_next_day_is_a_record_of_its_own(tmp_path: Path) -> None:
    """The tool appends to the file that is there; an hour of silence parts two runs."""
    records = pyjoules.extract(written(tmp_path, HEADER + row(100, 5, 2_000_000) + row(90_000, 5, 3_000_000, "y")))

    assert [2, 3] == [joules(record.energy_kwh) for record in records]
    assert [["x"], ["y"]] == [[stage.name for stage in record.stages] for record in records]


@pytest.mark.parametrize(("start_s", "runs"), [(3705, 1), (3706, 2)])
def test_a_silence_of_more_than_an_hour_parts_two_runs(tmp_path: Path, start_s: int, runs: int) -> None:
    """The first run ends at 105 s."""
    text = HEADER + row(100, 5, 2_000_000) + row(start_s, 5, 3_000_000)

    assert runs == len(pyjoules.extract(written(tmp_path, text)))


def test_cores_count_where_their_package_is_missing(tmp_path: Path) -> None:
    """Socket 0 has its package, socket 1 its cores alone."""
    text = "timestamp;tag;duration;package_0;core_0;core_1\n1;x;1;5000000;4000000;3000000\n"

    assert 8 == joules(only(pyjoules.extract(written(tmp_path, text))).energy_kwh)


@pytest.mark.parametrize(
    ("domain", "joule", "kind"),
    [
        ("package", "0.000001", "cpu"),
        ("dram", "0.000001", "ram"),
        ("core", "0.000001", "cpu"),
        ("uncore", "0.000001", "cpu"),
        ("nvidia_gpu", "0.001", "gpu"),
    ],
)
def test_each_domain_in_its_unit(tmp_path: Path, domain: str, joule: str, kind: str) -> None:
    """powercap counts in millionths of a joule, NVML in thousandths."""
    record = only(pyjoules.extract(written(tmp_path, f"timestamp;tag;duration;{domain}_0\n1;x;1;5000000\n")))

    assert 5000000 * Decimal(joule) == joules(record.energy_kwh)
    assert [kind] == [device.kind for device in record.devices]


def test_a_counter_that_wrapped_is_in_no_sum(tmp_path: Path) -> None:
    """pyJoules writes the negative difference as it is."""
    text = HEADER + row(1, 1, 5_000_000) + row(2, 1, -262_000_000_000) + row(3, 1, 4_000_000)

    record = only(pyjoules.extract(written(tmp_path, text)))

    assert 9 == joules(record.energy_kwh)
    assert (True, record.energy_kwh, None) == (record.at_least, record.low_kwh, record.high_kwh)
    assert any("below zero" in warning for warning in record.warnings)


def test_zero_is_not_measured(tmp_path: Path) -> None:
    """No package draws nothing."""
    record = only(pyjoules.extract(written(tmp_path, HEADER + row(1, 1, 0))))

    assert (None, 1) == (record.energy_kwh, len(record.warnings))
    assert "not measured" in record.warnings[0]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "record: there is no row in the file"),
        (HEADER, "record: there is no row in the file"),
        (HEADER + "100;x;1", "record:2: the line has 3 cells, the header 4"),
        (HEADER + "100;x;1;many\n", "record:2: package_0 is 'many', which is no number"),
        (HEADER + "100;x;-1;5\n", "record:2: duration is -1, below zero"),
        (HEADER + "1e12;x;1;5\n", "record:2: timestamp is 1000000000000 s, of no year from 1 to 9999"),
        (HEADER + "100;x;315360001;5\n", "record:2: duration is 315360001 s, longer than ten years"),
        (HEADER + "nan;x;1;5\n", "record:2: timestamp is 'nan', which is no number"),
        (
            HEADER + "100;x;1;1e999999\n",
            "record:2: package_0 is '1e999999', which is beyond what is computed here: 1e-30 to 1e30",
        ),
        ("timestamp;tag;duration;\n1;x;1;\n", "record:1: the header is not timestamp;tag;duration;package_0"),
        (HEADER.encode() + b"100;\xff;1;5\n", "record:2: the byte 0xFF here is not UTF-8"),
    ],
)
def test_damage_is_said_in_one_line(tmp_path: Path, content: str | bytes, expected: str) -> None:
    """What is wrong, with its line."""
    assert problem(pyjoules.extract, written(tmp_path, content)).startswith(expected)


@pytest.mark.parametrize("text", ["", "timestamp,tag,duration\n", "JobID;ConsumedEnergy\n"])
def test_other_files_are_not_pyjoules(tmp_path: Path, text: str) -> None:
    """Only its own header counts."""
    assert not pyjoules.identify(written(tmp_path, text))


@pytest.mark.parametrize("odd", ["2;x;1;many\n", "2;x;1\n", "2;x;-1;5\n", "\0\n", "1e12;x;1;5\n"])
def test_one_odd_row_costs_itself(tmp_path: Path, odd: str) -> None:
    """5 J before it and 4 J after it; what lay between was not measured."""
    text = HEADER + row(1, 1, 5_000_000) + odd + row(3, 1, 4_000_000)
    record = only(pyjoules.extract(written(tmp_path, text)))

    assert (Decimal(9), True) == (joules(record.energy_kwh), record.at_least)
    assert any("1 of 3 rows has no energy (line 3: " in warning for warning in record.warnings)
    assert any("1 span between rows was not measured, 1.000 s" in warning for warning in record.warnings)


@pytest.mark.parametrize(("tag", "shown"), [("load; then filter", "load; then filter"), ('"load', '"load'), (" ", "?")])
def test_a_tag_may_hold_any_sign(tmp_path: Path, tag: str, shown: str) -> None:
    """The sign between cells, and a quote, which pyJoules never writes about a cell; one that is blank is unknown."""
    text = HEADER + row(1, 1, 5_000_000, tag) + row(2, 1, 5_000_000)
    record = only(pyjoules.extract(written(tmp_path, text)))

    assert (Decimal(10), False) == (joules(record.energy_kwh), record.at_least)
    assert [shown, "x"] == [stage.name for stage in record.stages]


def test_a_domain_without_value_is_in_no_sum(tmp_path: Path) -> None:
    """5 J of the first package; what the second drew is not known."""
    text = "timestamp;tag;duration;package_0;package_1\n1;x;1;5000000;N/A\n"
    record = only(pyjoules.extract(written(tmp_path, text)))

    assert (Decimal(5), True) == (joules(record.energy_kwh), record.at_least)
    assert "1 cell holds no value and is in no sum" in record.warnings


def test_a_table_that_a_spreadsheet_saved(tmp_path: Path) -> None:
    """A decimal comma, which 0,5 proves, and padded names."""
    text = "timestamp ; tag ; duration ; package_0\n1;x;0,5;5000000,0\n"
    source = written(tmp_path, text)
    record = only(pyjoules.extract(source))

    assert pyjoules.identify(source)
    assert (Decimal(5), Decimal("0.5")) == (joules(record.energy_kwh), record.duration_s)
