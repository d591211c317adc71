"""Logs of Intel Power Gadget, held against its own running totals and sums worked by hand."""

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers import power_gadget
from reportgen.energy.record import Record
from tests.energy.importers.sources import joules, only, problem, sample, written

HEADER = "System Time,RDTSC,Elapsed Time (sec),Cumulative Processor Energy_0(Joules)\n"
ROWS = ("23:59:59:100,1,1.000,10.000", "00:00:00:100,2,2.000,30.000", "00:00:01:100,3,3.000,60.000")


def read(folder: Path, *rows: str, end: str = "\n") -> Record:
    """Return the record of a log of one package with these rows."""
    return only(power_gadget.extract(written(folder, HEADER + "\n".join(rows) + end)))


@pytest.mark.parametrize("name", ["powerlog_nosummary.csv", "powerlog_summary.csv"])
def test_the_total_begins_with_the_log(name: str) -> None:
    """8.097 J in 0.366 s stand in the last row, whose total began at zero: not 5.071 J, and never 16.5 J."""
    source = sample("power-gadget", name)

    record = only(power_gadget.extract(source))

    assert power_gadget.identify(source)
    assert ("8.097", "0.366") == (f"{joules(record.energy_kwh).normalize():f}", str(record.duration_s))
    assert [("package 0", "cpu")] == [(device.name, device.kind) for device in record.devices]
    envelope = record.devices[0].power
    assert envelope is not None
    assert (Decimal(0), Decimal("0.366")) == (envelope.spans[0].start_s, envelope.spans[-1].end_s)
    assert not record.at_least
    assert not any("summary" in warning for warning in record.warnings)


def test_packages_and_dram_are_added_and_the_cores_are_not() -> None:
    """100 J + 85 J of the packages and 10 J of DRAM; the 60 J of IA are in package 0."""
    record = only(power_gadget.extract(sample("power-gadget", "two_packages.csv")))

    assert [("package 0", 100), ("DRAM 0", 10), ("package 1", 85)] == [
        (device.name, int(joules(device.energy_kwh))) for device in record.devices
    ]
    assert 195 == joules(record.energy_kwh)
    assert 2 == record.duration_s
    assert "not added, since it is part of the package: IA 0" in record.warnings


def test_times_may_pass_midnight(tmp_path: Path) -> None:
    """The elapsed time counts: 60 J in 3 s; the day is unknown, which is said."""
    record = read(tmp_path, *ROWS)

    assert 60 == joules(record.energy_kwh)
    assert 3 == record.duration_s
    assert any("no date" in warning for warning in record.warnings)


def test_the_summary_is_held_against_the_rows(tmp_path: Path) -> None:
    """The last row says 60 J: 60.002 J in the summary is rounding, 60.003 J is another figure."""
    same = read(tmp_path, *ROWS, "", "Cumulative Processor Energy_0 (Joules) = 60.002000")
    other = read(tmp_path, *ROWS, "", "Cumulative Processor Energy_0 (Joules) = 60.003000")

    assert not any("summary" in warning for warning in same.warnings)
    assert "package 0: the summary says 60.003 J, the last row 60.000 J, which counts" in other.warnings
    assert 60 == joules(other.energy_kwh)


TOTAL = "Cumulative Processor Energy_0(Joules)"


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        ("x,2,2.000,?", f"{TOTAL} is '?', which is no number"),
        ("a,2,2.000,-30.000", f"{TOTAL} is -30.000, below zero"),
        ("a,2", "the line has 2 cells, the header 4"),
        ("a,2,0.500,30.000", "Elapsed Time (sec) goes back from 1.000 to 0.500"),
        ("a,2,2.000,3.000", f"{TOTAL} goes from 10.000 to 3.000: no running total"),
        ("a,2,2.000,99999.000", f"{TOTAL} goes from 10.000 to 99999.000: no running total"),
    ],
)
def test_an_odd_row_costs_nothing_where_the_total_goes_on(tmp_path: Path, odd: str, said: str) -> None:
    """The row between says nothing, goes back, or leaps by more than 1,000 W: the later total holds it all."""
    record = read(tmp_path, ROWS[0], odd, ROWS[2])

    assert 60 == joules(record.energy_kwh)
    assert not record.at_least
    assert any(
        it.startswith(f"1 of 3 rows has no running total that can be read (line 3: {said})") for it in record.warnings
    )


def test_an_odd_last_row_makes_the_total_a_lower_bound(tmp_path: Path) -> None:
    """Whatever was drawn after 2 s is not known: at least 30 J."""
    record = read(tmp_path, *ROWS[:2], "00:00:01:100,3,3.000,")

    assert 30 == joules(record.energy_kwh)
    assert record.at_least
    assert "the last rows cannot be read: what was drawn in them is in no sum" in record.warnings


def test_a_last_cell_that_is_cut_is_no_value(tmp_path: Path) -> None:
    """60.00 without its line end has a digit less than the rows above; 60.000 is whole."""
    assert 60 == joules(read(tmp_path, *ROWS, end="").energy_kwh)
    cut = read(tmp_path, *ROWS[:2], ROWS[2][:-1], end="")
    assert 30 == joules(cut.energy_kwh)
    assert any("(line 4: the last line has no end: it is cut off)" in warning for warning in cut.warnings)


def test_a_log_appended_to_another_is_a_record_of_its_own(tmp_path: Path) -> None:
    """Each table begins at zero: 60 J and 10 J."""
    records = power_gadget.extract(written(tmp_path, (HEADER + "\n".join(ROWS) + "\n\nTotal = 1\n" + HEADER + ROWS[0])))

    assert [60, 10] == [joules(record.energy_kwh) for record in records]


def test_a_leap_of_just_1000_w_is_believed(tmp_path: Path) -> None:
    """1,000 J more in a second are possible, 1,000.001 J are not."""
    assert 1010 == joules(read(tmp_path, ROWS[0], "a,2,2.000,1010.000").energy_kwh)
    assert 10 == joules(read(tmp_path, ROWS[0], "a,2,2.000,1010.001").energy_kwh)


def test_a_log_without_a_good_row_is_refused(tmp_path: Path) -> None:
    """Nothing certain is left."""
    source = written(tmp_path, HEADER + "a,b,c,d\n")

    told = "record:2: Elapsed Time (sec) is 'c', which is no number (is the line cut off or damaged?)"
    assert told == problem(power_gadget.extract, source)
    told = problem(power_gadget.extract, written(tmp_path, "a,1,1.000,10.000\n"))
    assert told == "record: no line of the log is a header with an energy in Joules (is it a log of PowerLog?)"
    for row, said in (
        ("a,b\n", "the line has 2 cells, the header 4"),
        ("a,1,1.000,2000.000\n", "Cumulative Processor Energy_0(Joules) goes from 0 to 2000.000: no running total"),
    ):
        told = f"record:2: {said} (is the line cut off or damaged?)"
        assert told == problem(power_gadget.extract, written(tmp_path, HEADER + row))


def test_a_total_of_zero_was_not_measured(tmp_path: Path) -> None:
    """A machine without that counter logs zeros."""
    assert read(tmp_path, "a,1,1.000,0.000", "a,2,2.000,0.000").energy_kwh is None


def test_another_csv_is_not_taken() -> None:
    """A log of nvidia-smi has no elapsed time."""
    assert not power_gadget.identify(sample("nvidia-smi", "two_gpus.csv"))


@pytest.mark.parametrize("column", ["Elapsed Time (sec)", TOTAL])
def test_a_header_has_a_time_and_an_energy(tmp_path: Path, column: str) -> None:
    """Without one of them a table says nothing of power."""
    source = written(tmp_path, f"System Time,{column}\na,1.000\n")

    assert not power_gadget.identify(source)
    told = "record: no line of the log is a header with an energy in Joules (is it a log of PowerLog?)"
    assert told == problem(power_gadget.extract, source)


@pytest.mark.parametrize(
    "columns",
    [
        "Cumulative Processor Energy_0(Joules),Cumulative Processor Energy_0(Joules)",
        "Cumulative IA Energy_0(Joules)",
    ],
)
def test_a_header_that_names_no_one_energy_of_each_package_is_refused(columns: str, tmp_path: Path) -> None:
    """The same package twice, or parts of packages alone."""
    cells = ",".join(["1"] * (columns.count(",") + 1))
    content = f"System Time,RDTSC,Elapsed Time (sec),{columns}\n12:00:00:000,1,1,{cells}\n"
    told = problem(power_gadget.extract, written(tmp_path, content))
    assert "the header does not name one energy of each package (is the line damaged?)" in told
