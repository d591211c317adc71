"""Tables of runs as CSV: as users' files are, and what is said of those that cannot be read."""

from __future__ import annotations

import errno
import gzip
import os
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.evidence.read import read_runs
from reportgen.evidence.runs import Columns
from reportgen.evidence.training import training
from reportgen.problems import InputError
from tests.evidence.making import (
    HEAD,
    INVENTED,
    MEND,
    SIMPLE,
    STUDY,
    WRITE_A_NUMBER,
    energies,
    problems_of,
    runs_of,
    written,
)

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


def test_the_mark_of_a_formula_is_none_of_a_label(tmp_path: Path) -> None:
    """The apostrophe that our own CSV has before = + - @ is taken off names and labels; any other stays."""
    text = "'=g,energy (kWh),acc\n" + "plain,1,0.5\n" * 400 + "'=a,1,0.5\n '-b,1,0.5\n''@c,1,0.5\n'd,1,0.5\n=a,1,0.5\n"
    runs = runs_of(tmp_path, text, Columns(("=g",), "energy (kWh)", "acc"))

    assert [("plain",), ("=a",), ("-b",), ("'@c",), ("'d",)] == list(dict.fromkeys(runs.keys[it] for it in runs.group))
    assert 2 == sum(runs.keys[it] == ("=a",) for it in runs.group)


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


def test_each_way_to_write_that_there_is_no_number(tmp_path: Path) -> None:
    """As spreadsheets, pandas, R and people write it: a run without energy, and no cell that is wrong."""
    words = ["", "NA", "N/A", "n/a", "na", "#N/A", "<NA>", "NaN", "nan", "NAN", "-nan"]
    words += ["None", "none", "null", "NULL", "Null", "-", "--", "?"]
    runs = runs_of(tmp_path, HEAD + "a,2,0.9\n" + "".join(f"a,{word},0.9\n" for word in words))

    assert [Decimal(2)] == energies(runs)
    assert ('19 runs have no energy ("energy (kWh)"): left out',) == runs.notes


def test_a_group_may_be_called_none(tmp_path: Path) -> None:
    """`none` is a fine name for an augmentation; only nothing is no group."""
    runs = runs_of(tmp_path, HEAD + "none,1,1\nNA,2,1\n")

    assert {("none",), ("NA",)} == set(runs.keys)


def test_tables_put_together_keep_their_header_between(tmp_path: Path) -> None:
    """The header in between is no run."""
    runs = runs_of(tmp_path, HEAD + "a,1,1\n" + HEAD + "a,2,1\n")

    assert [Decimal(1), Decimal(2)] == energies(runs)
    assert ("the header stands 2 times in the file: were several tables put together?",) == runs.notes


ONE = HEAD + "a,2,0.9\n"
PUT_IN_QUOTES = "put a text or a number that holds the separator between quotes"
IS_IT_CUT_OFF = "is the line cut off or damaged?"


@pytest.mark.parametrize(
    ("text", "expected", "hint"),
    [
        ("", "runs.csv: the file is empty", "a table of runs has a header and a row for each run"),
        (HEAD, "runs.csv: there is no run below the header", "a table has a row for each run"),
        (ONE + "a,2,5,0.9\n", "runs.csv:3: the line has 4 cells, the header 3", PUT_IN_QUOTES),
        (ONE + "a,2,0.9,,x\n", "runs.csv:3: the line has 5 cells, the header 3", PUT_IN_QUOTES),
        (ONE + 'a,2,0.9\n"b"c,2,0.8\n', "runs.csv:4: not CSV: ',' expected after '\"'", IS_IT_CUT_OFF),
        (ONE + "a,0x10,0.9\n", "runs.csv:3: \"energy (kWh)\" is '0x10', which is no number", WRITE_A_NUMBER),
        (ONE + "a,１,0.9\n", "runs.csv:3: \"energy (kWh)\" is '１', which is no number", WRITE_A_NUMBER),
        (ONE + 'a,"2\n3",0.9\n', "runs.csv:3: \"energy (kWh)\" is '2\\n3', which is no number", WRITE_A_NUMBER),
        (ONE + "a,0,5,0.9\n", "runs.csv:3: the line has 4 cells, the header 3", PUT_IN_QUOTES),
        (ONE + "\na,x,0.9\n", "runs.csv:4: \"energy (kWh)\" is 'x', which is no number", WRITE_A_NUMBER),
        (ONE + "a,-1,0.9\n", 'runs.csv:3: "energy (kWh)" is -1, below zero', MEND),
        (ONE + "a,-1e-9,0.9\n", 'runs.csv:3: "energy (kWh)" is -1e-9, below zero', MEND),
        (ONE + "a,1_0,0.9\n", "runs.csv:3: \"energy (kWh)\" is '1_0', which is no number", WRITE_A_NUMBER),
        (HEAD + "a,True,0.9\n", "runs.csv:2: \"energy (kWh)\" is 'True', which is no number", WRITE_A_NUMBER),
        (HEAD + "a,2,False\n", "runs.csv:2: \"acc\" is 'False', which is no number", WRITE_A_NUMBER),
        (
            ONE + "a,2 kW,0.9\n",
            "runs.csv:3: \"energy (kWh)\" is '2 kW', and kW is no unit of energy here",
            "units of energy: J, kJ, MJ, GJ, Wh, kWh, MWh",
        ),
        (ONE + "a,2,0.9 J\n", "runs.csv:3: \"acc\" is '0.9 J', and J is no unit expected here", "a number alone"),
        (ONE + 'a,2,"0.9\n', "runs.csv:3: not CSV: unexpected end of data", IS_IT_CUT_OFF),
        (ONE + 'a,2,"0.9\nb,2,0.8', "runs.csv:3: not CSV: unexpected end of data", IS_IT_CUT_OFF),
        (HEAD.encode() + b"\xff,2,0.9\n", "runs.csv:2: the byte 0xFF here is not UTF-8", "save the file as UTF-8"),
        (b"\x00" * 50, "runs.csv:1: the file holds a NUL; this looks like a binary file", ""),
        (
            gzip.compress(HEAD.encode(), mtime=0)[:20],
            "runs.csv: the gzip file is damaged: Compressed file ended before the end-of-stream marker was reached",
            "copy it again",
        ),
        ("g,energy (kWh),acc,acc\na,2,0.9,0.9\n", 'runs.csv:1: two columns are called "acc"', "rename one of them"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(tmp_path: Path, text: str | bytes, expected: str, hint: str) -> None:
    """One line, with what to do about it."""
    assert [f"{expected} ({hint})" if hint else expected] == problems_of(tmp_path, text)


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


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "a\0,3,0.9\n",
            "1 of 341 rows has a damaged or odd cell"
            " (line 322: the file holds a NUL; this looks like a binary file): left out",
        ),
        (HEAD, "the header stands 2 times in the file: were several tables put together?"),
        (" ,,\n", None),
    ],
)
def test_an_odd_row_far_below_is_no_run(tmp_path: Path, row: str, said: str | None) -> None:
    """Among hundreds of plain rows, before it and after it, as in the first ones."""
    plain = [f"a,{place},0.9\n" for place in range(1, 341)]
    runs = runs_of(tmp_path, HEAD + "".join(plain[:320]) + row + "".join(plain[320:]))

    assert list(range(1, 341)) == energies(runs)
    assert ((("a",),), (said,) if said else ()) == (runs.keys, runs.notes)


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


@pytest.mark.parametrize(("last", "count"), [("0.9", 299), ("0.951", 300)])
def test_a_last_line_is_judged_by_many_before_it(tmp_path: Path, last: str, count: int) -> None:
    """Also where it is the first of its block of rows: with fewer decimals than all of them have it is cut."""
    text = HEAD + "".join(f"a,1,0.{number}\n" for number in range(101, 400)) + f"a,1,{last}"
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
        ("-5,3,0.9", '"images" is -5'),
        ("5,-3,0.9", '"t (s)" is -3'),
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
    assert [f"runs.csv:3: {expected}, below zero ({MEND})"] == problems_of(tmp_path, text, columns)


def test_every_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    """At once, with the nearest name."""
    columns = replace(SIMPLE, group=("group",), accuracy="accuracy", energy="energy (kwh)")

    assert [
        'runs.csv:1: there is no column "group" (known: acc, energy (kWh), g)',
        'runs.csv:1: there is no column "energy (kwh)" (did you mean "energy (kWh)"?)',
        'runs.csv:1: there is no column "accuracy" (known: acc, energy (kWh), g)',
    ] == problems_of(tmp_path, HEAD + "a,1,1\n", columns)


def test_the_nearest_of_many_columns_is_found(tmp_path: Path) -> None:
    """Behind sixty others, as a tool exports them."""
    head = ",".join(["g", "energy (kWh)", "acc", *(f"system {number}" for number in range(60)), "total images"])
    said = 'runs.csv:1: there is no column "total image" (did you mean "total images"?)'
    assert [said] == problems_of(tmp_path, f"{head}\n", replace(SIMPLE, per="total image"))


@pytest.mark.parametrize(("length", "groups"), [(200, 2), (201, 1)])
def test_a_label_is_told_by_its_first_two_hundred_characters(tmp_path: Path, length: int, groups: int) -> None:
    """Two that differ in the last of them are two; what stands behind them is not looked at."""
    text = HEAD + "".join(f"{'x' * (length - 1)}{end},1,1\n" for end in "yz")
    assert groups == len(runs_of(tmp_path, text).keys)


@pytest.mark.parametrize(("length", "fits"), [(1024 * 1024, True), (1024 * 1024 + 1, False)])
def test_a_line_may_have_a_million_characters(tmp_path: Path, length: int, fits: bool) -> None:
    """With its end; a longer one is no line of a table."""
    filler = "x" * (length - len("a,1,1" + 11 * "," + "\n"))
    notes = [filler[place::11] for place in range(11)]  # a cell has at most 131,072
    text = ",".join(["g", "energy (kWh)", "acc", *(f"note {number}" for number in range(11))]) + "\n"
    text += ",".join(["a", "1", "1", *notes]) + "\n"
    if fits:
        assert [Decimal(1)] == energies(runs_of(tmp_path, text))
        return
    (problem,) = problems_of(tmp_path, text)
    assert problem.startswith("runs.csv:2: the line is longer than 1,048,576 characters (")


def test_a_group_for_each_run_is_refused(tmp_path: Path) -> None:
    """Whoever groups by the number of the run meant something else."""
    text = "g,h,acc,energy (kWh)\n" + "".join(f"r{run},x,1,1\n" for run in range(1001))
    (problem,) = problems_of(tmp_path, text, replace(SIMPLE, group=("g", "h")))

    assert problem == (
        "runs.csv: g, h: 1,001 different groups, and at most 1,000 can be compared"
        " (group by columns that several runs have in common)"
    )


@pytest.mark.parametrize(("blank", "rows"), [(",", 1001), (",1", 1000)])
def test_a_short_row_far_below_is_judged_by_all_above(tmp_path: Path, blank: str, rows: int) -> None:
    """Two cells of three are a row where one of the 1,000 above it leaves the accuracy blank, else a damaged one."""
    runs = runs_of(tmp_path, HEAD + "a,1,1\n" * 500 + f"a,1{blank}\n" + "a,1,1\n" * 499 + "a,1\na,1,1\n")
    assert rows + 1 == len(runs.energy)
    assert (rows == 1000) == any("the line has 2 cells, the header 3" in note for note in runs.notes)


@pytest.mark.parametrize(
    ("named", "column"),
    [
        ({"accuracy": "energy (kWh)"}, "energy (kWh)"),
        ({"duration": "acc"}, "acc"),
        ({"per": "acc"}, "acc"),
        ({"device": "acc"}, "acc"),
        ({"group": ("acc",)}, "acc"),
        ({"group": ("g", "g")}, "g"),
    ],
)
def test_a_column_for_two_things_is_refused(tmp_path: Path, named: dict[str, Any], column: str) -> None:
    """Energy is no accuracy, nor is an accuracy a time, a size, a device or a group."""
    assert [
        f'reportgen training: the column "{column}" is named for two things'
        " (each of --group, --energy, --accuracy, ... is a column of its own)"
    ] == problems_of(tmp_path, HEAD + "a,1,1\n", replace(SIMPLE, **named))


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


def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    """A pipe that nobody writes to, and a name that no file can have."""
    os.mkfifo(tmp_path / "runs.csv")

    for name, expected in (
        ("runs.csv", "this is no file (name a file that stays on disk)"),
        ("runs\0.csv", "there is no such file"),
    ):
        with pytest.raises(InputError) as caught:
            read_runs(tmp_path / name, SIMPLE, "runs")
        assert f"runs: {expected}" == str(caught.value)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fails is the problem of the file, with what the system says."""

    def fail(*_: object) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("reportgen.evidence.read.content_of", fail)
    assert ["runs.csv: cannot be read: Input/output error"] == problems_of(tmp_path, ONE)


def test_a_table_without_an_energy_has_nothing_to_compare(tmp_path: Path) -> None:
    """Why each run is left out stands beside it."""
    said = r"no run has a group, an energy and what it is divided by \(1 run has no "
    with pytest.raises(InputError, match=said):
        training(written(tmp_path, HEAD + "a,,0.9\n"), SIMPLE, name="runs.csv")
    with pytest.raises(InputError, match=r"\(line 3: .* left out; 1 run has no "):
        training(written(tmp_path, HEAD + "a,,0.9\nb,1e999,1\n"), SIMPLE, name="runs.csv")
