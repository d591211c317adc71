"""Units of energy and time in tables of runs: in cells, in names of columns, as said, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.evidence.cells import NumberColumn, number_text
from reportgen.files.units import ENERGY_UNITS, TIME_UNITS
from tests.evidence.making import HEAD, SIMPLE, energies, problems_of, runs_of

# What is said to do about a column whose unit is not known.
ENERGY_UNIT = "--energy-unit: J, kJ, MJ, GJ, Wh, kWh, MWh, or energy_unit in a manifest"
DURATION_UNIT = "--duration-unit: ns, us, ms, s, min, h, d, wk, or duration_unit in a manifest"
SAY_OF_A_RATE = "name a column of totals; if it is one all the same, say its unit with"


def test_cells_may_say_their_units(tmp_path: Path) -> None:
    """1.2 kWh, 3,600,000 J and 7.2 MJ are 1.2, 1 and 2 kWh; that they are mixed is told."""
    cells = "g,energy,acc\na,1.2 kWh,1\na,3600000 J,1\na,7.2MJ,1\n"
    mixed = runs_of(tmp_path, cells, replace(SIMPLE, energy="energy"))
    one = runs_of(tmp_path, "g,energy,acc\na,1.2 kWh,1\n", replace(SIMPLE, energy="energy"))

    assert [Decimal("1.2"), Decimal(1), Decimal(2)] == energies(mixed)
    told = [f'mixed units: 1 of the cells of "energy" in {unit}, converted to kWh' for unit in ("J", "MJ")]
    assert told == list(mixed.notes)
    assert () == one.notes


@pytest.mark.parametrize(
    ("kind", "text", "number"),
    [
        ("energy", " 1,5 kWh ", "1,5"),
        ("energy", "1.500", "1.500"),
        ("time", "5 min", "5"),
        # no decimal sign is told by these
        ("time", "1:30:00", ""),
        ("energy", "unknown", ""),
        ("energy", "", ""),
    ],
)
def test_the_number_by_which_a_decimal_sign_is_told(kind: str, text: str, number: str) -> None:
    """As it is written, without its unit; nothing of a clock and of what is no number."""
    assert number == number_text(NumberColumn("x", kind), text)


def test_a_zero_is_not_below_zero(tmp_path: Path) -> None:
    """With a unit too: nobody measured it, and it is no mistake of the file."""
    runs = runs_of(tmp_path, "g,energy,acc\na,1.2 kWh,1\na,0 kWh,1\n", replace(SIMPLE, energy="energy"))

    assert [Decimal("1.2")] == energies(runs)
    assert ('1 run has a zero in "energy", which was not measured: left out',) == runs.notes


def test_a_cell_in_another_unit_than_its_column_is_converted_and_told(tmp_path: Path) -> None:
    """3.6 MJ in a column of kWh is 1 kWh."""
    runs = runs_of(tmp_path, HEAD + "a,2,1\na,3.6 MJ,1\n")

    assert [Decimal(2), Decimal(1)] == energies(runs)
    assert ('mixed units: 1 of the cells of "energy (kWh)" in MJ, converted to kWh',) == runs.notes


def test_the_unit_that_is_said_wins_over_the_name_and_is_told(tmp_path: Path) -> None:
    """A column may be named wrongly, which its owner knows."""
    columns = replace(SIMPLE, energy_unit=ENERGY_UNITS["MJ"])
    runs = runs_of(tmp_path, HEAD + "a,3.6,1\n", columns)

    assert [Decimal(1)] == energies(runs)
    assert ('"energy (kWh)" says kWh in its name and MJ by --energy-unit: MJ is taken',) == runs.notes


@pytest.mark.parametrize(
    ("column", "cell", "seconds"),
    [
        ("t (h)", "1.5", "5400"),
        ("t_s", "90", "90"),
        ("duration", "90", "90"),  # as CodeCarbon has it
        ("Runtime", "90", "90"),  # as W&B has it
        ("metrics.train_runtime", "90", "90"),
        ("t", "90 s", "90"),
        ("t (h)", "PT1H30M", "5400"),
        ("t", "P1DT0.5S", "86400.5"),
        ("t", "1h30m", "5400"),
        ("t", "1h 2m 3s", "3723"),
        ("t", "2m 3s", "123"),
        ("t", '"1 day, 0:00:30.5"', "86430.5"),
        ("t", "0 days 00:01:02.500000", "62.5"),
        ("t", "1.2min", "72"),
        ("t (ns)", "1500000000", "1.5"),
        ("time_us", "1500000", "1.5"),
        ("durationMs", "1500", "1.5"),
        ("trainingTimeMin", "1.5", "90"),
        ("Laufzeit (Std)", "1.5", "5400"),
        ("weeks", "0.5", "302400"),
        ("minutes_total", "120", "7200"),
        ("t (h)", "01:30:00", "5400"),
        ("t", "1 day 0:00:30.5", "86430.5"),
        ("t", "2 days 01:02:03", "176523"),
        ("t (h)", "90 min", "5400"),
        ("t (min)", "1.5", "90"),
        ("t (d)", "1.5", "129600"),
        ("t (ms)", "1500", "1.5"),
    ],
)
def test_times_are_numbers_or_clocks(tmp_path: Path, column: str, cell: str, seconds: str) -> None:
    """Hours where the name says so, a clock or several units whatever it says; the tool's unit under its own name."""
    runs = runs_of(tmp_path, f"g,energy (kWh),acc,{column}\na,1,1,{cell}\n", replace(SIMPLE, duration=column))

    assert Decimal(seconds) == runs.duration_s(0)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (
            "90",
            'the duration is 90 in no known unit: neither "t" nor the cell says one'
            f" (name it in the column's name, such as duration (h), or say {DURATION_UNIT})",
        ),
        ("2m", "\"t\" is '2m', and m is no unit of time here (did you mean 2 min?)"),
        ("2 kWh", "\"t\" is '2 kWh', and kWh is no unit of time here (units of time: ns, us, ms, s, min, h, d, wk)"),
        ("datetime.timedelta(seconds=62)", "which is no number (write 0.5 with a decimal point, 1:30:00 or 90 min"),
        ("-1 days +23:59:00", "which is no number"),
        ("30s 1h", "which is no number"),
        ("1h 1h", "which is no number"),
        ("P", "which is no number"),
    ],
)
def test_a_time_without_a_unit_is_refused(tmp_path: Path, cell: str, expected: str) -> None:
    """Seconds are no more guessed than kWh are; what looks like a time is told how to be written."""
    text = f"g,energy (kWh),acc,t\na,1,1,{cell}\n"
    (problem,) = problems_of(tmp_path, text, replace(SIMPLE, duration="t"))

    assert expected in problem


def test_a_unit_of_time_may_be_said(tmp_path: Path) -> None:
    """--duration-unit in place of a name's, which is told where the two differ; --energy-unit for a rate's name."""
    columns = replace(SIMPLE, duration="t", duration_unit=TIME_UNITS["min"])
    named = replace(SIMPLE, duration="t (h)", duration_unit=TIME_UNITS["min"])
    plain, other = (runs_of(tmp_path, f"g,energy (kWh),acc,{it.duration}\na,1,1,2\n", it) for it in (columns, named))

    assert [120, 120] == [runs.duration_s(0) for runs in (plain, other)]
    assert () == plain.notes
    assert ('"t (h)" says h in its name and min by --duration-unit: min is taken',) == other.notes


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("energy_consumed", '"energy_consumed" is read in kWh, as CodeCarbon has it'),
        ("metrics.energy_consumed", '"metrics.energy_consumed" is read in kWh, as CodeCarbon has it'),
        ("Energy_consumed", ""),
        ("energy", ""),
    ],
)
def test_a_tools_own_column_has_its_unit_and_it_is_said(tmp_path: Path, column: str, said: str) -> None:
    """Under just the name that it writes; under any other the unit is asked for."""
    columns, text = replace(SIMPLE, energy=column), f"g,{column},acc\na,2,1\n"
    if said:
        runs = runs_of(tmp_path, text, columns)
        assert ([Decimal(2)], (said,)) == (energies(runs), runs.notes)
    else:
        assert "in no known unit" in problems_of(tmp_path, text, columns)[0]


@pytest.mark.parametrize("column", ["energy (J/image)", "Wh per 1000 queries", "price_per_kwh", "images/kWh"])
def test_a_rate_is_no_total(tmp_path: Path, column: str) -> None:
    """Whoever has checked that it is one says the unit by the option."""
    columns, text = replace(SIMPLE, energy=column), f"g,{column},acc\na,2,1\n"
    (problem,) = problems_of(tmp_path, text, columns)

    assert problem.startswith(f'--energy "{column}": ')
    assert problem.endswith(f": a rate, and no total of a run ({SAY_OF_A_RATE} {ENERGY_UNIT})")
    assert [Decimal(2)] == energies(runs_of(tmp_path, text, replace(columns, energy_unit=ENERGY_UNITS["kWh"])))


def test_an_energy_without_a_unit_is_refused(tmp_path: Path) -> None:
    """A unit is never guessed; the problem names the ways to say it."""
    for energy in ("1", "0"):
        (problem,) = problems_of(tmp_path, f"g,energy,acc\na,,1\na,{energy},1\n", replace(SIMPLE, energy="energy"))
        assert problem == (
            f'runs.csv:3: the energy is {energy} in no known unit: neither "energy" nor the cell says one'
            f" (name it in the column's name, such as energy (MJ), or say {ENERGY_UNIT})"
        )


@pytest.mark.parametrize(
    ("column", "cell", "beside", "kept"),
    [
        *(("t (h)", "87600", "1 h", True), ("t (h)", "87600.1", "1 h", False), ("t (h)", "1e9", "1 h", False)),
        # of plain numbers alone
        *(("t (h)", "87600", "1", True), ("t (h)", "87600.1", "1", False), ("t (ms)", "315360000000", "1", True)),
        *(("t", "315360000 s", "1 h", True), ("t", "315360001 s", "1 h", False)),
    ],
)
def test_a_time_of_more_than_ten_years_costs_its_row(
    tmp_path: Path, column: str, cell: str, beside: str, kept: bool
) -> None:
    """As long as a duration in a manifest may be, and not longer."""
    text = f"g,energy (kWh),acc,{column}\na,1,1,{cell}\nb,1,1,{beside}\n"
    runs = runs_of(tmp_path, text, replace(SIMPLE, duration=column))

    assert ([1, 2] if kept else [2]) == list(runs.rows)
    assert kept or f'"{column}" is {cell}, which is more than ten years' in runs.notes[0]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (
            "min_duration",
            f"its name begins with min, which is the least, or minutes (say which with {DURATION_UNIT})",
        ),
        (
            "duration std (s)",
            f"its name has std, which is a standard deviation, or Std for hours (say which with {DURATION_UNIT})",
        ),
        ("duration (s/epoch)", f"a rate, and no total of a run ({SAY_OF_A_RATE} {DURATION_UNIT})"),
    ],
)
def test_a_duration_whose_unit_is_not_clear_is_asked_about(tmp_path: Path, column: str, expected: str) -> None:
    """Of a rate the hint asks for another column, else for the unit."""
    (problem,) = problems_of(tmp_path, f"g,energy (kWh),acc,{column}\na,2,1,3\n", replace(SIMPLE, duration=column))

    assert problem.startswith(f'--duration "{column}": ')
    assert problem.endswith(expected)
