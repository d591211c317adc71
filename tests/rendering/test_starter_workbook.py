"""The workbook to fill in with prices: its columns in their order, what they say they take and how they show it."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from reportgen.rendering.starter_workbook import starter_workbook


@cache
def book() -> Workbook:
    """The workbook as another program opens it."""
    return load_workbook(BytesIO(starter_workbook()))


def columns() -> list[str]:
    """The names of the columns to fill in."""
    return [str(cell.value) for cell in book()["Prices"][3]]


def test_what_most_rows_have_comes_first() -> None:
    """Task, unit, price, currency, source and days; three tiers and two parts stand behind all else."""
    found = columns()
    assert ["task", "unit", "price", "currency", "source", "valid_from", "valid_to"] == found[:7]
    items = [name for name in found if name.startswith(("tier_1", "tier_2", "tier_3", "part_"))]
    assert items == found[-len(items) :]
    prices = [name for name in found if name.startswith(("tier_", "part_")) and name.endswith("_price")]
    assert ["tier_1_price", "tier_2_price", "tier_3_price", "part_1_price", "part_2_price"] == prices
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        ("discount", "0.##%"),
        ("price", "General"),
        ("valid_from", "yyyy-mm-dd"),
        ("task", "General"),
        ("low", "General"),
    ],
)
def test_a_column_shows_what_is_put_in(column: str, shown: str) -> None:
    """A share as per cent, a day as a day, all else as the spreadsheet does."""
    page = book()["Prices"]
    letter = get_column_letter(columns().index(column) + 1)
    assert shown == page.column_dimensions[letter].number_format


@pytest.mark.parametrize(
    ("column", "takes"),
    [
        ("task", "up to 200 characters"),
        ("price", "a number from 0"),
        ("units_per_month", "a number above 0"),
        ("discount", "a share, 0 % to 100 %"),
        ("valid_from", "a day from 1990 on"),
        ("confidential", "yes or no"),
        ("currency", "an ISO 4217 code such as EUR"),
        ("basis", "one of contract, stated, list, literature, judgement, estimate"),
        ("annotators", "a whole number from 1"),
    ],
)
def test_what_each_column_takes_is_listed(column: str, takes: str) -> None:
    """On a sheet of its own, a line for each column in their order, with what it means."""
    lines = list(book()["Fields"].iter_rows(values_only=True))
    assert ("column", "takes", "meaning") == lines[0]
    assert columns() == [line[0] for line in lines[1:]]
    (found,) = (line for line in lines if line[0] == column)
    assert takes == found[1]
    note = book()["Prices"].cell(3, columns().index(column) + 1).comment
    assert note is not None
    assert note.text == found[2]


def test_it_says_what_it_is_and_has_200_lines() -> None:
    """The title, one sheet to fill in and one to read, and as many lines with checks."""
    assert ["Prices", "Fields"] == book().sheetnames
    title = "What labelling costs: a row for each task. Notes at the heads say what goes below them."
    page = book()["Prices"]
    assert (title, "Prices") == (page["A1"].value, book().properties.title)
    checked = {str(it.sqref) for it in page.data_validations.dataValidation}
    assert {"A4:A203"} == {it for it in checked if it.startswith("A4")}


@pytest.mark.parametrize(("column", "width"), [("task", 18), ("retrieved", 14), ("unit", 18), ("seconds_per_unit", 21)])
def test_a_column_is_as_wide_as_what_goes_below_it(column: str, width: int) -> None:
    """18 signs of a text, 12 of a day, 10 of all else, or five more than its name where that is longer."""
    found = book()["Prices"].column_dimensions.values()
    place = columns().index(column) + 1
    assert [width] == [int(it.width) for it in found if (it.min or 0) <= place <= (it.max or 0)]


def test_tiers_and_parts_say_that_they_replace_a_price() -> None:
    """In the notes at their heads."""
    notes = {str(cell.value): cell.comment.text for cell in book()["Prices"][3] if cell.comment is not None}
    assert notes["tier_1_price"].endswith("; tiers stand in place of a price")
    assert notes["part_2_unit"].endswith("; parts stand in place of a price")
