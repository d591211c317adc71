"""Tables of runs as CSV: as users' files are, and what is said of those that cannot be read."""

from __future__ import annotations

import gzip
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.evidence.runs import Columns
from reportgen.files.units import ENERGY_UNITS, TIME_UNITS
from reportgen.problems import InputError
from tests.evidence.making import INVENTED, SIMPLE, STUDY, energies, problems_of, runs_of

HEAD = "g,energy (kWh),acc\n"
BEYOND = "what is computed here: 1e-30 to 1e30"


@pytest.mark.parametrize(
    "text",
    [
        "g,energy (kWh),acc\na,0.1,0.9\nb,0.2,0.8\n",
        "g;energy (kWh);acc\r\na;0.1;0.9\r\nb;0.2;0.8",
        "acc\tg\tenergy (kWh)\tnote\n0.9\ta\t0.1\tx\n\n0.8\tb\t0.2\t\n",
        '\ufeffg,"energy (kWh)",acc\n"a", 0.1 ,0.9\nb ,+2e-1,.8\n',
        '\n\n"g",energy (kWh),acc,"a note\nof two lines"\na,0.1,0.9,"x,\ny"\nb,0.2,0.8,\n',
        "g,energy (kWh),acc\na,0.1,0.9,\nb,0.2,0.8,,\n",
        "sep=;\r\ng;energy (kWh);acc\r\na;0,1;0,9\r\nb;0,2;0,8\r\n",
        "sep=:\ng:energy (kWh):acc\na:0.1:0.9\nb:0.2:0.8\n",
    ],
    ids=[
        "comma",
        "semicolon",
        "tab",
        "quoted, with a mark",
        "quoted lines",
        "commas at the end",
        "declared semicolon",
        "declared colon",
    ],
)
@pytest.mark.parametrize("encoded", ["utf-8", "utf-16", "gzip"])
def test_one_table_however_it_is_written(tmp_path: Path, text: str, encoded: str) -> None:
    """Separators, quotes, blanks, blank lines, marks and gzip change nothing."""
    content = gzip.compress(text.encode()) if encoded == "gzip" else text.removeprefix("\ufeff").encode(encoded)
    runs = runs_of(tmp_path, content)

    assert [Decimal("0.1"), Decimal("0.2")] == energies(runs)
    assert [("a",), ("b",)] == [runs.keys[place] for place in runs.group]
    assert [0.9, 0.8] == list(runs.accuracy)
    assert () == runs.notes


def test_missing_values_are_left_out_and_told(tmp_path: Path) -> None:
    """Without group, energy or denominator a run says nothing; without a score it still has an energy."""
    text = (
        "g,energy (kWh),images,acc\n"
        "a,1,10,0.9\na,NA,10,0.9\na,,10,0.9\n,1,10,0.9\na,1,,0.9\na,0,10,0.9\na,1,0,0.9\na,3,10,None\na,5,10,\n"
    )
    runs = runs_of(tmp_path, text, replace(SIMPLE, per="images"))

    assert [Decimal("0.1"), Decimal("0.3"), Decimal("0.5")] == energies(runs)
    assert (
        "1 run has no group: left out",
        '2 runs have no energy ("energy (kWh)"): left out',
        '1 run has a zero in "energy (kWh)", which was not measured: left out',
        '1 run has no denominator ("images"): left out',
        '1 run has a zero in "images", which cannot be divided by: left out',
        '2 runs have no accuracy ("acc"): accuracy is that of the others',
    ) == runs.notes


def test_a_group_may_be_called_none(tmp_path: Path) -> None:
    """`none` is a fine name for an augmentation; only nothing is no group."""
    runs = runs_of(tmp_path, HEAD + "none,1,1\nNA,2,1\n")

    assert {("none",), ("NA",)} == set(runs.keys)


def test_cells_may_say_their_units(tmp_path: Path) -> None:
    """1.2 kWh, 3,600,000 J and 7.2 MJ are 1.2, 1 and 2 kWh; that they are mixed is told."""
    cells = "g,energy,acc\na,1.2 kWh,1\na,3600000 J,1\na,7.2MJ,1\n"
    mixed = runs_of(tmp_path, cells, replace(SIMPLE, energy="energy"))
    one = runs_of(tmp_path, "g,energy,acc\na,1.2 kWh,1\n", replace(SIMPLE, energy="energy"))

    assert [Decimal("1.2"), Decimal(1), Decimal(2)] == energies(mixed)
    told = [f'mixed units: 1 of the cells of "energy" in {unit}, converted to kWh' for unit in ("J", "MJ")]
    assert told == list(mixed.notes)
    assert () == one.notes


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
        ("90", 'the duration is 90 in no known unit: neither "t" nor the cell says one'),
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

    assert (
        ": a rate, and no total of a run (name a column of totals; if it is one all the same, say its unit" in problem
    )
    assert [Decimal(2)] == energies(runs_of(tmp_path, text, replace(columns, energy_unit=ENERGY_UNITS["kWh"])))


def test_tables_put_together_keep_their_header_between(tmp_path: Path) -> None:
    """The header in between is no run."""
    runs = runs_of(tmp_path, HEAD + "a,1,1\n" + HEAD + "a,2,1\n")

    assert [Decimal(1), Decimal(2)] == energies(runs)
    assert ("the header stands 2 times in the file: were several tables put together?",) == runs.notes


ONE = HEAD + "a,2,0.9\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "runs.csv: the file is empty"),
        (HEAD, "runs.csv: there is no run below the header"),
        (ONE + "a,2,5,0.9\n", "runs.csv:3: the line has 4 cells, the header 3"),
        (ONE + "a,2,0.9,,x\n", "runs.csv:3: the line has 5 cells, the header 3"),
        (ONE + 'a,2,0.9\n"b"c,2,0.8\n', "runs.csv:4: not CSV: ',' expected after '\"'"),
        (ONE + "a,0x10,0.9\n", "runs.csv:3: \"energy (kWh)\" is '0x10', which is no number"),
        (ONE + "a,１,0.9\n", "runs.csv:3: \"energy (kWh)\" is '１', which is no number"),
        (ONE + 'a,"2\n3",0.9\n', "runs.csv:3: \"energy (kWh)\" is '2\\n3', which is no number"),
        (ONE + "a,0,5,0.9\n", "runs.csv:3: the line has 4 cells, the header 3"),
        (ONE + "\na,x,0.9\n", "runs.csv:4: \"energy (kWh)\" is 'x', which is no number"),
        (ONE + "a,-1,0.9\n", 'runs.csv:3: "energy (kWh)" is -1, below zero'),
        (ONE + "a,-1e-9,0.9\n", 'runs.csv:3: "energy (kWh)" is -1e-9, below zero'),
        (ONE + "a,1_0,0.9\n", "runs.csv:3: \"energy (kWh)\" is '1_0', which is no number"),
        (HEAD + "a,True,0.9\n", "runs.csv:2: \"energy (kWh)\" is 'True', which is no number"),
        (HEAD + "a,2,False\n", "runs.csv:2: \"acc\" is 'False', which is no number"),
        (ONE + "a,2 kW,0.9\n", "runs.csv:3: \"energy (kWh)\" is '2 kW', and kW is no unit of energy here"),
        (ONE + "a,2,0.9 J\n", "runs.csv:3: \"acc\" is '0.9 J', and J is no unit expected here"),
        (ONE + 'a,2,"0.9\n', "runs.csv:3: not CSV: unexpected end of data"),
        (ONE + 'a,2,"0.9\nb,2,0.8', "runs.csv:3: not CSV: unexpected end of data"),
        (HEAD.encode() + b"\xff,2,0.9\n", "runs.csv:2: the byte 0xFF here is not UTF-8"),
        (b"\x00" * 50, "runs.csv:1: the file holds a NUL; this looks like a binary file"),
        (gzip.compress(HEAD.encode())[:20], "runs.csv: the gzip file is damaged"),
        ("g,energy (kWh),acc,acc\na,2,0.9,0.9\n", 'runs.csv:1: two columns are called "acc"'),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(tmp_path: Path, text: str | bytes, expected: str) -> None:
    """One line, with what to do about it."""
    (problem,) = problems_of(tmp_path, text)

    assert problem.startswith(expected)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,inf,0.9\n", 'line 4: "energy (kWh)" is inf, which is no finite number'),
        ("a,2,-Infinity\n", 'line 4: "acc" is -Infinity, which is no finite number'),
        ("a,1.1e30,0.9\n", 'line 4: "energy (kWh)" is 1.1e30, which is beyond what is computed here: 1e-30 to 1e30'),
        ("a,9e-31,0.9\n", 'line 4: "energy (kWh)" is 9e-31, which is beyond what is computed here: 1e-30 to 1e30'),
        (
            f"a,{'9' * 101},0.9\n",
            f'line 4: "energy (kWh)" is {"9" * 29}…, which is beyond what is computed here: 1e-30 to 1e30',
        ),
        ("a\0,2,0.9\n", "line 4: the file holds a NUL; this looks like a binary file"),
        ("a,3\n", "line 4: the line has 2 cells, the header 3"),
        ('a,3,"0.9', "line 4: not CSV: unexpected end of data"),
    ],
)
def test_an_odd_row_costs_itself_and_is_said(tmp_path: Path, row: str, said: str) -> None:
    """Infinity, a number out of bounds, a NUL, a row cut off: the others are read as if it were not there."""
    for place, text in enumerate((ONE + "b,4,0.8\n" + row, ONE + "b,4,0.8\n" + row + "b,5,0.7\n")):
        if '"0.9' in row and place:
            continue  # a quote that is not closed swallows what follows
        runs = runs_of(tmp_path, text)
        assert [2, 4, 5][: 2 + place] == energies(runs)
        assert [1, 2, 4][: 2 + place] == list(runs.rows)
        assert (f"1 of {3 + place} rows has a damaged or odd cell ({said}): left out",) == runs.notes


def test_bounds_are_within(tmp_path: Path) -> None:
    """1e-30 and 1e30 themselves are numbers."""
    assert [Decimal("1e-30"), Decimal("1e30")] == energies(runs_of(tmp_path, HEAD + "a,1e-30,1\na,1e30,1\n"))


def test_a_table_of_odd_rows_alone_is_refused(tmp_path: Path) -> None:
    """Each of the first rows is named."""
    assert [
        'runs.csv:2: "energy (kWh)" is inf, which is no finite number',
        "runs.csv:3: the line has 1 cell, the header 3 (is the line cut off or damaged?)",
    ] == sorted(problems_of(tmp_path, HEAD + "a,inf,1\nb\n"))


@pytest.mark.parametrize(
    ("last", "whole"),
    [("a,2,0.94,x", True), ("a,2,0.9,x", True), ("a,2,0.94", False), ("a,2,0.94\n", True), ("a,2,0.94,\n", True)],
)
def test_a_last_line_without_its_end_that_is_short_is_cut(tmp_path: Path, last: str, whole: bool) -> None:
    """A cell that nobody needs may be missing, but not where the file ends in the middle of a line."""
    runs = runs_of(tmp_path, "g,energy (kWh),acc,note\na,1,0.91,x\n" + last)
    short = "line 3: fewer cells than the header; only the first ones are read"
    cut = "1 of 2 rows has a damaged or odd cell (line 3: the last line has no end: it is cut off): left out"

    assert ([1, 2] if whole else [1]) == energies(runs)
    assert ([cut] if not whole else []) == [note for note in runs.notes if "cut off" in note]
    assert (last.count(",") < 3) == (short in runs.notes)


def test_a_line_that_says_the_sign_keeps_the_lines_numbers(tmp_path: Path) -> None:
    """A fault below `sep=;` is told at its own line of the file."""
    text = "sep=;\ng;energy (kWh);acc\na;0.5;0.9\na;x;0.9\n"

    assert ["runs.csv:4"] == [problem.split(": ")[0] for problem in problems_of(tmp_path, text)]


@pytest.mark.parametrize(
    ("before", "rows", "lost"),
    [
        ("a,1,0.9,\n", 2, False),  # a whole row has no hours: the next one leaves the cell out
        ("a,1,0.9,2\n", 1, True),  # every row before has hours: the cell may be cut off
        ("a,1,0.9,2\nb,1,0.9,\nb,1,0.9,2\n", 4, False),
        ("a,1,0.9,2\n" * 299 + "a,1,0.9,\n", 301, False),  # of another block of rows
        ("a,1,0.9,2\n" * 301, 301, True),
    ],
)
def test_a_last_cell_that_others_leave_blank_may_be_left_out(
    tmp_path: Path, before: str, rows: int, lost: bool
) -> None:
    """A spreadsheet drops it at the end of a line; what no row before left blank may be cut off, and costs its row."""
    columns = Columns(("g",), "energy (kWh)", "acc", duration="hours (h)")
    runs = runs_of(tmp_path, f"g,energy (kWh),acc,hours (h)\n{before}c,5,0.7\n", columns)

    assert rows == len(energies(runs))
    assert lost == any("the line has 3 cells, the header 4" in note for note in runs.notes)


@pytest.mark.parametrize(("last", "count"), [("0.9", 3), ("0.95", 4), ("0.951", 4)])
def test_a_last_line_without_its_end_that_lacks_digits_is_cut(tmp_path: Path, last: str, count: int) -> None:
    """Where every accuracy above it has two decimals or more."""
    text = HEAD + "a,1,0.91\na,1,0.921\na,1,0.93\n" + f"a,1,{last}"
    assert count == len(energies(runs_of(tmp_path, text)))


def test_a_row_that_is_cut_off_gives_no_denominator(tmp_path: Path) -> None:
    """400000 images cut to 4: one run is left, 0.031 kWh over 400,000 images."""
    text = "model,energy (kWh),images,accuracy\nsmall,0.031,400000,0.94\nsmall,0.033,4"
    runs = runs_of(tmp_path, text, Columns(("model",), "energy (kWh)", "accuracy", per="images"))

    assert [Decimal("7.75e-8")] == energies(runs)
    assert "line 3: the line has 3 cells, the header 4" in runs.notes[0]


@pytest.mark.parametrize("rows", [299, 300, 301])
def test_lines_are_counted_through_cells_of_several_lines_and_blank_ones(tmp_path: Path, rows: int) -> None:
    """However many rows stand before: each takes two lines and a blank one, the odd one is where an editor shows it."""
    text = "g,note,energy (kWh),acc\n" + 'a,"x\ny",2,0.9\n\n' * rows + "a,,x,0.9\n"
    (problem,) = problems_of(tmp_path, text)

    assert problem.startswith(f"runs.csv:{2 + 3 * rows}: ")


def test_labels_are_texts(tmp_path: Path) -> None:
    """1.1 and 1.10, 01 and 1, 1 and 1.0 and 1e0 are groups of their own; blanks alone make none."""
    cells = ["1.1", "1.10", "01", "1", "1.0", "1e0", "True", "007", " 007 ", "NaN"]
    text = "version,energy (kWh),accuracy\n" + "".join(f"{cell},{place + 1},0.9\n" for place, cell in enumerate(cells))
    runs = runs_of(tmp_path, text, Columns(("version",), "energy (kWh)", "accuracy"))

    assert [(cell.strip(),) for cell in cells] == [runs.keys[place] for place in runs.group]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("-5,3,0.9", '"images" is -5, below zero'),
        ("5,-3,0.9", '"t (s)" is -3, below zero'),
        ("5,3,-0.9", ""),
    ],
)
def test_a_score_alone_may_be_below_zero(tmp_path: Path, cells: str, expected: str) -> None:
    """Counts and times are none below zero; a score such as a coefficient of determination may be."""
    columns = replace(SIMPLE, per="images", duration="t (s)")
    text = f"g,energy (kWh),images,t (s),acc\na,2,5,3,0.9\na,2,{cells}\n"
    if not expected:
        assert Decimal("-0.9") == runs_of(tmp_path, text, columns).accuracy_of(1)
        return
    (problem,) = problems_of(tmp_path, text, columns)

    assert problem.startswith(f"runs.csv:3: {expected}")


def test_every_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    """At once, with the nearest name."""
    columns = replace(SIMPLE, group=("group",), accuracy="accuracy", energy="energy (kwh)")

    assert [
        'runs.csv:1: there is no column "group" (known: acc, energy (kWh), g)',
        'runs.csv:1: there is no column "energy (kwh)" (did you mean "energy (kWh)"?)',
        'runs.csv:1: there is no column "accuracy" (known: acc, energy (kWh), g)',
    ] == problems_of(tmp_path, HEAD + "a,1,1\n", columns)


def test_an_energy_without_a_unit_is_refused(tmp_path: Path) -> None:
    """A unit is never guessed; the problem names the ways to say it."""
    (problem,) = problems_of(tmp_path, "g,energy,acc\na,,1\na,1,1\n", replace(SIMPLE, energy="energy"))

    assert problem.startswith("runs.csv:3: the energy is 1 in no known unit")
    assert "--energy-unit: J, kJ, MJ, GJ, Wh, kWh, MWh, or energy_unit in a manifest" in problem


def test_a_group_for_each_run_is_refused(tmp_path: Path) -> None:
    """Whoever groups by the number of the run meant something else."""
    (problem,) = problems_of(tmp_path, HEAD + "".join(f"r{run},1,1\n" for run in range(1001)))

    assert problem.startswith("runs.csv: g: 1,001 different groups, and at most 1,000 can be compared")


def test_a_column_for_two_things_is_refused(tmp_path: Path) -> None:
    """Energy is no accuracy."""
    (problem,) = problems_of(tmp_path, HEAD + "a,1,1\n", replace(SIMPLE, accuracy="energy (kWh)"))

    assert 'the column "energy (kWh)" is named for two things' in problem


def test_the_device_may_be_the_group(tmp_path: Path) -> None:
    """Boards are compared by their names."""
    columns = replace(SIMPLE, device="g")

    assert ["a"] == list(runs_of(tmp_path, HEAD + "a,1,1\n", columns).device.values)  # type: ignore[union-attr]


@pytest.mark.parametrize("cut", range(0, 400, 23))
def test_a_file_cut_anywhere_is_read_or_refused(tmp_path: Path, cut: int) -> None:
    """Never a traceback: a table up to there, or a problem."""
    content = INVENTED.read_bytes()[:cut]
    with suppress(InputError):
        assert len(runs_of(tmp_path, content, STUDY).energy) > 0


# Handed kind: 72.500 samples and 1.500 kWh of a file whose cells are separated by semicolons.
GERMAN = "g;energy (kWh);acc;images\na;{energy};{acc};72.500\n"
OF_GERMAN = replace(SIMPLE, per="images", per_is_size=True)


@pytest.mark.parametrize(
    ("energy", "acc", "said", "expected"),
    [
        ("1.500", "0,95", None, ("1500", "0.95", "72500")),
        ("1.234,5", "1", None, ("1234.5", "1", "72500")),
        ("1.500", "1", "comma", ("1500", "1", "72500")),
        ("1.500", "1", "point", ("1.5", "1", "72.5")),
        ("1,5 MJ", "1", None, ("0.4166666666666667", "1", "72500")),
    ],
)
def test_a_decimal_comma_is_proven_or_said(
    tmp_path: Path, energy: str, acc: str, said: str | None, expected: tuple[str, str, str]
) -> None:
    """One cell proves it for all, also for a column of whole numbers."""
    runs = runs_of(tmp_path, GERMAN.format(energy=energy, acc=acc), replace(OF_GERMAN, decimal=said))
    assert runs.per is not None
    assert tuple(map(float, expected)) == (runs.energy[0], runs.accuracy[0], runs.per[0])


@pytest.mark.parametrize(
    ("energy", "acc", "expected"),
    [
        ("1.500", "1", 'runs.csv:2: "energy (kWh)" is 1.500, which may be 1.5 or 1500 (say --decimal comma or'),
        ("2", "1", 'runs.csv:2: "images" is 72.500, which may be 72.5 or 72500 (say --decimal comma or'),
        # the point is proven, but nobody trains on 72.5 samples
        ("2", "0.95", 'runs.csv:2: "images" is 72.500, which may be 72.5 or 72500 (say --decimal comma or'),
        ("1,5", "0.95", 'runs.csv:2: "acc" is 0.95, with a decimal point, and others have a comma'),
    ],
)
def test_what_no_cell_proves_is_a_problem_with_both_readings(
    tmp_path: Path, energy: str, acc: str, expected: str
) -> None:
    """What separates the cells proves nothing."""
    (problem,) = problems_of(tmp_path, GERMAN.format(energy=energy, acc=acc), OF_GERMAN)
    assert problem.startswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("g,energy (kWh),acc\na,1.500,1\n", 1.5),  # commas between cells leave the point to decimals
        ('g,energy (kWh),acc\na,"1,5",1\n', 1.5),
        ('g,energy (kWh),acc\na,"1,500",0.5\n', 1500),
        ('g,energy (kWh),acc\na,"1,234.5",1\n', 1234.5),
        ("g;energy (kWh);acc\na;1\u00a0500;0,5\n", 1500),
        ("g;energy (kWh);acc\na;1500;1\n", 1500),
    ],
)
def test_numbers_as_locales_write_them(tmp_path: Path, text: str, expected: float) -> None:
    """Thousands grouped, and a decimal comma in quotes."""
    assert expected == runs_of(tmp_path, text).energy[0]


def test_a_number_in_quotes_that_nothing_proves_is_a_problem(tmp_path: Path) -> None:
    """1,500 between commas may be either."""
    (problem,) = problems_of(tmp_path, 'g,energy (kWh),acc\na,"1,500",1\n')
    assert '"energy (kWh)" is 1,500, which may be 1.5 or 1500' in problem


def test_a_label_proves_no_decimal_sign(tmp_path: Path) -> None:
    """The version 1.10 says nothing of how numbers are written."""
    assert "which may be 1.5 or 1500" in problems_of(tmp_path, "g;energy (kWh);acc\n1.10;1.500;1\n")[0]


@pytest.mark.parametrize(
    ("column", "cell", "kept"),
    [
        *(("t (h)", "87600", True), ("t (h)", "87600.1", False), ("t (h)", "1e9", False)),
        *(("t", "315360000 s", True), ("t", "315360001 s", False), ("t (ms)", "315360000000", True)),
    ],
)
def test_a_time_of_more_than_ten_years_costs_its_row(tmp_path: Path, column: str, cell: str, kept: bool) -> None:
    """As long as a duration in a manifest may be, and not longer."""
    text = f"g,energy (kWh),acc,{column}\na,1,1,{cell}\nb,1,1,1 h\n"
    runs = runs_of(tmp_path, text, replace(SIMPLE, duration=column))

    assert ([1, 2] if kept else [2]) == list(runs.rows)
    assert kept or f'"{column}" is {cell}, which is more than ten years' in runs.notes[0]
