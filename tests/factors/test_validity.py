"""Days on which rows are valid: their ends, what overlaps, and which row of a table applies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.factors.cost_table import COSTS, PlacedRow, Tables
from reportgen.factors.layers import open_table
from reportgen.factors.validity import applying, days_of, overlap, valid_on
from reportgen.manifest.cost_row import CostRow
from tests.factors.tables import write

YEAR = CostRow("x", price=Decimal(1), valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
NEXT = CostRow("x", price=Decimal(2), valid_from=date(2027, 1, 1))
ALWAYS = CostRow("x", price=Decimal(3))


@pytest.mark.parametrize(
    ("day", "valid"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-12-31", True), ("2027-01-01", False)],
)
def test_both_days_are_included(day: str, valid: bool) -> None:
    """A row is valid on its first and its last day, and on no other side of them."""
    assert valid == valid_on(YEAR, date.fromisoformat(day))


def test_rows_that_share_a_day_overlap() -> None:
    """A missing day reaches as far as days go."""
    assert not overlap(YEAR, NEXT)
    assert overlap(YEAR, ALWAYS)
    assert overlap(NEXT, ALWAYS)
    assert overlap(YEAR, CostRow("x", valid_from=date(2026, 12, 31)))


def test_which_row_applies() -> None:
    """The one that is valid on the day, none where none is; without a day the one that starts last."""
    assert YEAR is applying([NEXT, YEAR], date(2026, 6, 1))
    assert NEXT is applying([NEXT, YEAR], date(2030, 1, 1))
    assert None is applying([NEXT, YEAR], date(2025, 1, 1))
    assert NEXT is applying([NEXT, YEAR], None)
    assert YEAR is applying([ALWAYS, YEAR], None)
    assert None is applying([], None)


def test_days_in_words() -> None:
    """As problems and pages print them."""
    assert ["from 2026-01-01 to 2026-12-31", "from 2027-01-01", ""] == [days_of(row) for row in (YEAR, NEXT, ALWAYS)]


def test_rows_of_a_task_in_one_table(tmp_path: Path) -> None:
    """Two rows that follow each other are sound; a third that shares a day with one of them is a problem."""
    row = '[[prices]]\ntask = "x"\ncurrency = "EUR"\nprice = 1\n'
    text = f"{row}valid_to = 2026-12-31\n{row}valid_from = 2027-01-01\nvalid_to = 2027-12-31\n"
    assert () == open_table(write(tmp_path, "costs.toml", text), COSTS, "company").problems
    path = write(tmp_path, "costs.toml", f"{text}{row}valid_from = 2027-12-31\n")
    [problem] = open_table(path, COSTS, "company").problems
    assert "a second row for x that is valid on the same days" == problem.message
    assert f"the first is at {path}:6: $.prices[1]" == problem.hint


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("", "", ""),
        *(("", f"valid_{end} = 2027-01-01\n", " that is valid on the same days") for end in ("from", "to")),
        *((f"valid_{end} = 2027-01-01\n", "", " that is valid on the same days") for end in ("from", "to")),
    ],
)
def test_a_second_row_speaks_of_days_where_one_has_days(tmp_path: Path, first: str, second: str, said: str) -> None:
    """Either of the two; without any there is nothing to mend about days."""
    row = '[[prices]]\ntask = "x"\ncurrency = "EUR"\nprice = 1\n'
    path = write(tmp_path, "costs.toml", f"{row}{first}{row}{second}")
    [problem] = open_table(path, COSTS, "company").problems
    assert f"a second row for x{said}" == problem.message


def placed(row: CostRow, file: str) -> PlacedRow:
    """The row in a company's file."""
    return PlacedRow(row, "company", file, file)


def test_a_row_of_another_day_leaves_the_table_below() -> None:
    """Table by table the valid row counts; those above the one that applies are told as not valid."""
    low, this, other = placed(ALWAYS, "a"), placed(YEAR, "b"), placed(NEXT, "b")
    rows = (low, this, other)
    assert [low, this] == Tables(rows, (), date(2026, 6, 1)).for_task("x")
    assert [] == Tables(rows, (), date(2026, 6, 1)).not_valid("x")
    assert [low, other] == Tables(rows, ()).for_task("x")
    assert [low] == Tables(rows, (), date(2025, 6, 1)).for_task("x")
    assert [this, other] == Tables(rows, (), date(2025, 6, 1)).not_valid("x")
    assert [] == Tables(rows, (), date(2025, 6, 1)).for_task("y")
