"""The workbook to fill in: it reads back as the rows that were put in, and its cells say and check what they take."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.factors.cost_table import COSTS
from reportgen.factors.layers import OpenedTable, open_table
from reportgen.manifest.cost_row import CostRow
from tests.cli.running import Run
from tests.factors.tables import ROWS, TOML, write

FIRST = 4  # the line of the first price, below the title and the heads


def filled(path: Path, lines: list[dict[str, object]]) -> OpenedTable:
    """The workbook with these cells below its heads, as it is read."""
    book = openpyxl.load_workbook(path)
    page = book["Prices"]
    places = heads(page)
    for number, line in enumerate(lines, start=FIRST):
        for head, value in line.items():
            page.cell(number, places[head]).value = value  # type: ignore[assignment]
    content = BytesIO()
    book.save(content)
    return open_table(write(path.parent, "filled.xlsx", content.getvalue()), COSTS, "company")


def heads(page: Worksheet) -> dict[str, int]:
    """The columns by their heads."""
    return {str(cell.value): column for column, cell in enumerate(page[FIRST - 1], start=1)}


def test_what_is_filled_in_reads_back(run: Run, tmp_path: Path) -> None:
    """The rows of a TOML put into its cells are the same rows, and nothing is found in them; empty, none is."""
    done = run("costs", "init", "-o", "prices.xlsx")
    assert (0, "prices.xlsx\n", "") == (done.code, done.out, done.err)
    assert (0, "nothing found in 0 rows\n") == ((done := run("costs", "check", "prices.xlsx")).code, done.out)
    expected = open_table(write(tmp_path, "t.toml", TOML), COSTS, "company")
    opened = filled(tmp_path / "prices.xlsx", [dict(row) for row in ROWS])
    assert ((), ()) == (opened.problems, opened.document.remarks)
    assert [placed.row for placed in expected.rows] == [placed.row for placed in opened.rows]
    done = run("costs", "show", "--costs", "filled.xlsx", "--task", "object-detection")
    assert (0, True) == (done.code, "0.1 EUR/sample" in done.out)


def test_answers_and_shares_as_its_cells_offer_them(run: Run, tmp_path: Path) -> None:
    """`no` from the list is false, a share of 10 % is a tenth, and parts and tiers have columns."""
    run("costs", "init", "-o", "prices.xlsx")
    line = {
        "task": "x",
        "currency": "EUR",
        "discount": 0.1,
        "confidential": "no",
        "tax_included": "yes",
        "basis": "list",
    }
    parts = {"part_1_price": 5, "part_1_unit": "1M tokens", "part_2_price": 0.5, "part_2_share": 0.1}
    opened = filled(tmp_path / "prices.xlsx", [{**line, **parts}])
    assert () == opened.problems
    [placed] = opened.rows
    found = placed.row
    assert ("0.1", False, True, "list", 2) == (
        str(found.discount),
        found.confidential,
        found.tax_included,
        found.basis,
        len(found.parts),
    )


def test_each_column_says_and_checks_what_it_takes(run: Run, tmp_path: Path) -> None:
    """Every field has a column, a note at its head and a check of its cells; the choices are those of the field."""
    run("costs", "init", "-o", "prices.xlsx")
    page = openpyxl.load_workbook(tmp_path / "prices.xlsx")["Prices"]
    places = heads(page)
    assert set(CostRow.__dataclass_fields__) - {"tiers", "parts"} <= set(places)
    assert [] == [cell.coordinate for cell in page[FIRST - 1] if cell.comment is None]
    checks = {str(check.sqref).split(":")[0]: check for check in page.data_validations.dataValidation}
    by_head = {head: checks[page.cell(FIRST, column).coordinate] for head, column in places.items()}
    assert '"contract,stated,list,literature,judgement,estimate"' == by_head["basis"].formula1
    assert ("decimal", "between", "0", "1") == (
        by_head["discount"].type,
        by_head["discount"].operator or "between",  # where the file says none, it is this
        by_head["discount"].formula1,
        by_head["discount"].formula2,
    )
    kinds = {
        "price": "decimal",
        "annotators": "whole",
        "valid_to": "date",
        "confidential": "list",
        "task": "textLength",
    }
    assert kinds == {head: by_head[head].type for head in kinds}
    assert [] == [head for head, check in by_head.items() if len(check.prompt) > 255 or len(check.error) > 255]


@pytest.mark.parametrize("name", ["prices.csv", "prices"])
def test_another_form_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    """What is written is TOML or XLSX, and its name says which."""
    done = run("costs", "init", "-o", name)
    hint = "-o: the file is TOML or XLSX, and its name must say so (such as -o costs.toml or -o prices.xlsx)\n"
    assert (2, hint) == (done.code, done.err)
    assert not (tmp_path / name).exists()


def test_without_the_package_no_workbook_is_written(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line with the way to get it, and what is written without it."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    said = "no workbook, as the package xlsxwriter is not installed (pip install 'filtering-savings-report[xlsx]')"
    done = run("costs", "init", "-o", "prices.xlsx")
    assert (2, f"-o: {said} (or -o costs.toml)\n") == (done.code, done.err)
    done = run("costs", "show", "--format", "xlsx", "-o", "list.xlsx")
    assert (2, f"--format xlsx: {said} (or --format csv)\n") == (done.code, done.err)
    assert [] == list(tmp_path.iterdir())
