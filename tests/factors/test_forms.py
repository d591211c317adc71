"""TOML, CSV and XLSX of one table give the same rows; damaged ones say what is wrong with them."""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.factors import read_xlsx as read_xlsx_module
from reportgen.factors.cost_table import COSTS
from reportgen.factors.layers import open_table
from reportgen.factors.read_table import Told, read_table
from reportgen.factors.read_xlsx import read_xlsx
from reportgen.manifest.cost_row import CostRow
from reportgen.problems import InputError
from tests.factors.tables import HEADS, ROWS, TOML, csv_text, write, xlsx, xlsx_rows


def rows_of(path: Path, decimal: str | None = None, sheet: str | None = None) -> list[CostRow]:
    """The rows of a sound table."""
    opened = open_table(path, COSTS, "company", Told(decimal, sheet))
    assert () == opened.problems
    return [placed.row for placed in opened.rows]


def problems_of(path: Path, decimal: str | None = None, sheet: str | None = None) -> list[str]:
    """What is wrong with a table, without its folder."""
    try:
        problems = open_table(path, COSTS, "company", Told(decimal, sheet)).problems
    except InputError as error:
        problems = error.problems
    return [str(problem).replace(f"{path.parent}/", "") for problem in problems]


WITH_BLANKS: list[list[Any]] = [[None], *xlsx_rows(), [None, " "]]


@pytest.mark.parametrize(
    ("name", "content", "decimal"),
    [
        ("commas.csv", csv_text(), None),
        ("semicolons.csv", csv_text(";"), None),
        ("tabs.csv", csv_text("\t"), "."),
        ("decimal commas.csv", csv_text(";", ","), ","),
        ("commas in quotes.csv", csv_text(",", ","), ","),
        ("commas that prove themselves.csv", csv_text(",", ","), None),
        ("said.csv", "sep=;\r\n" + csv_text(";", ","), None),
        ("commented.csv", '# Preise;"Stand 2026\r\n' + csv_text(";", ","), None),
        ("commented and said.csv", "# Preise 2026; Einkauf\r\nsep=;\r\n" + csv_text(";", ","), None),
        ("byte order mark.csv", "\ufeff" + csv_text(), None),
        ("blank lines.csv", "\n" + csv_text().replace("\r\n", "\r\n\r\n"), None),
        ("workbook.xlsx", xlsx(xlsx_rows()), None),
        ("workbook with blank lines.xlsx", xlsx([[None], *xlsx_rows(), [None, " "]]), None),
    ],
)
def test_the_three_forms_give_the_same_rows(
    tmp_path: Path, name: str, content: str | bytes, decimal: str | None
) -> None:
    """Each form gives the rows of the TOML, field by field, every number the same Decimal."""
    expected = rows_of(write(tmp_path, "costs.toml", TOML))
    actual = rows_of(write(tmp_path, name, content), decimal)
    assert expected == actual
    assert Decimal("0.1") == actual[0].price
    assert "0.063" == str(actual[1].tiers[0].price)


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_table_that_pandas_wrote(tmp_path: Path, ending: str) -> None:
    """A data frame saved as it is, with empty cells and floats, is read as the same rows."""
    plain = [{head: float(v) if isinstance(v, Decimal) else v for head, v in row.items()} for row in ROWS]
    frame = pandas.DataFrame(plain, columns=list(HEADS), dtype=object)
    path = tmp_path / f"frame{ending}"
    if ending == ".csv":
        frame.to_csv(path, index=False)
    else:
        frame.to_excel(path, index=False)
    expected = rows_of(write(tmp_path, "costs.toml", TOML))
    # pandas writes True, as Python does
    assert expected == rows_of(path)


@pytest.mark.parametrize("number", ["0.1", "0.063", "0.3", "1.1", "35.5", "1e-7", "123456.789", "0.123456789012345"])
def test_a_number_is_the_same_decimal_in_all_forms(tmp_path: Path, number: str) -> None:
    """No form lets a float's binary digits through."""
    text = f"task,price,currency\nx,{number},EUR\n"
    cells: list[list[Any]] = [["task", "price", "currency"], ["x", float(number), "EUR"]]
    toml = f'[[prices]]\ntask = "x"\nprice = {number}\ncurrency = "EUR"\n'
    files = (("a.toml", toml), ("a.csv", text), ("a.xlsx", xlsx(cells)))
    found = [rows_of(write(tmp_path, name, content))[0].price for name, content in files]
    assert [Decimal(number)] * 3 == found


@pytest.mark.parametrize(("stored", "shown"), [("1.1000000000000001", "1.1"), ("0.30000000000000004", "0.3")])
def test_digits_that_no_spreadsheet_shows_are_none(tmp_path: Path, stored: str, shown: str) -> None:
    """Spreadsheets store the digits of the float behind a number, and 0.1 + 0.2 with a tail; 15 of them are shown."""
    content = edited(
        sheet("x", 2, "EUR"), "xl/worksheets/sheet1.xml", lambda text: text.replace("<v>2<", f"<v>{stored}<")
    )
    assert shown == str(rows_of(write(tmp_path, "book.xlsx", content))[0].price)


def test_the_sheet_of_prices_is_read_else_the_first(tmp_path: Path) -> None:
    """A workbook may hold other sheets beside the one called prices."""
    frame = pandas.DataFrame([{"task": "x", "price": 1, "currency": "EUR"}])
    path = tmp_path / "book.xlsx"
    with pandas.ExcelWriter(path) as book:
        pandas.DataFrame([["notes"]]).to_excel(book, sheet_name="notes", index=False)
        frame.to_excel(book, sheet_name="prices", index=False)
    assert [("x", Decimal(1))] == [(row.task, row.price) for row in rows_of(path)]


def test_a_formula_counts_with_the_value_that_was_saved(tmp_path: Path) -> None:
    """The number that the spreadsheet showed is read, not computed anew."""
    content = xlsx([["task", "price", "currency"], ["x", "=0.5+0.25", "EUR"]])
    saved = edited(content, "xl/worksheets/sheet1.xml", lambda text: re.sub("<v ?/>|<v></v>", "<v>0.75</v>", text))
    assert [Decimal("0.75")] == [row.price for row in rows_of(write(tmp_path, "book.xlsx", saved))]


def test_without_openpyxl_everything_but_xlsx_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing package is told with what to install, and CSV needs none."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert 3 == len(rows_of(write(tmp_path, "costs.csv", csv_text())))
    [problem] = problems_of(write(tmp_path, "costs.xlsx", xlsx_rows_bytes))
    assert problem == (
        "costs.xlsx: reading XLSX needs the package openpyxl, which is not installed "
        "(pip install 'filtering-savings-report[xlsx]', or save the sheet as CSV)"
    )


def replaced(old: str, new: str, text: str) -> str:
    """The text with one in the place of another, for `edited`."""
    return text.replace(old, new)


def edited(content: bytes, part: str, edit: Callable[[str], str]) -> bytes:
    """The workbook with one of its parts changed."""
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            changed = edit(data.decode()) if name == part else ""
            assert name != part or changed.encode() != data
            new.writestr(name, changed.encode() if name == part else data)
    return result.getvalue()


CELLS = st.one_of(
    st.sampled_from([*HEADS, "x", "1", "0.5", "0,5", '"', '"a', "true", "2026-01-01", "tier_9_price", "EUR", ""]),
    st.text(max_size=5),
)
xlsx_rows_bytes = xlsx(xlsx_rows())
HEAD = ["task", "price", "currency"]


def sheet(*cells: Any, head: list[str] = HEAD) -> bytes:
    """A workbook with a head and one line."""
    return xlsx([head, list(cells)])


def bomb() -> bytes:
    """An archive of a few thousand bytes that unpacks to 60 MB."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 60_000_000)
    return content.getvalue()


def small_bomb() -> bytes:
    """One that unpacks to a thousand times its size."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 9_000_000)
    return content.getvalue()


def archive(unpacked: int, packed: int) -> bytes:
    """An archive of so many bytes that unpacks to so many others."""
    content, kept = BytesIO(), packed * 3 // 4
    with zipfile.ZipFile(content, "w") as made:
        made.writestr("kept", bytes(kept))
        made.writestr("packed", bytes(unpacked - kept), zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(content, "a") as made:
        made.comment = b" " * (packed - len(content.getvalue()))
    return content.getvalue()


def locked(content: bytes) -> bytes:
    """The workbook with its parts marked as locked by a password, in the archive's list of them."""
    return content.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")


def with_cell(cell: str) -> bytes:
    """A workbook whose sheet holds one more cell, as XML."""
    return edited(
        sheet("x", 1, "EUR"),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace("</sheetData>", cell + "</sheetData>"),
    )


ROW = '[[prices]]\ntask = "x"\ncurrency = "EUR"\nprice = 1\n'
DAMAGED: dict[str, tuple[str, str | bytes, str]] = {
    # TOML
    "a key without value": ("t.toml", ROW + "low =\n", "t.toml:5: not TOML: Invalid value (a text stands in quotes)"),
    "an open quote": ("t.toml", ROW + 'source = "x\n', "t.toml:5: not TOML: Illegal character '\\n'"),
    "a comma": (
        "t.toml",
        ROW.replace("price = 1", "price = 1,5"),
        (
            "t.toml:4: not TOML: Expected newline or end of document after a statement"
            " (one key a line; a text stands in quotes)"
        ),
    ),
    "a key twice": (
        "t.toml",
        ROW + "price = 2\n",
        "t.toml:5: the key 'price' is given twice, first on line 4 (keep one)",
    ),
    "a field mistyped": (
        "t.toml",
        ROW + "pirce = 2\n",
        't.toml:5: $.prices[0].pirce: is unknown (did you mean "price"?)',
    ),
    "no task": (
        "t.toml",
        "[[prices]]\nprice = 1\n",
        "t.toml:1: $.prices[0].task: is missing (the task that the row prices, such as object-detection)",
    ),
    "no price": (
        "t.toml",
        ROW.replace("price = 1", ""),
        "t.toml:1: $.prices[0]: a row has either a price or tiers (give one of them)",
    ),
    "days swapped": (
        "t.toml",
        ROW + "valid_from = 2026-02-01\nvalid_to = 2026-01-01\n",
        "t.toml:1: $.prices[0]: valid_to 2026-01-01 is before valid_from 2026-02-01 (are the two swapped?)",
    ),
    "an hour without time": (
        "t.toml",
        ROW + 'unit = "hour"\n',
        "t.toml:1: $.prices[0]: a price per hour needs the time of what is labelled "
        "(give seconds_per_unit, how long labelling one sample takes)",
    ),
    "like nothing": (
        "t.toml",
        ROW + 'like = "y"\n',
        (
            't.toml:1: $.prices[0]: like "y" is no task with a training factor'
            " (known: classification, object-detection, segmentation)"
        ),
    ),
    # CSV
    "an empty file": ("t.csv", "", "t.csv: the file is empty (`reportgen costs init` writes a table to begin with)"),
    "no values": (
        "t.csv",
        ",,\n , ,\n",
        "t.csv: the file holds no values (`reportgen costs init` writes a table to begin with)",
    ),
    "no head": (
        "t.csv",
        "x,1,EUR\n",
        (
            't.csv:1: the column "x" is unknown'
            " (`reportgen costs init` writes a table to begin with; the first line names the columns)"
        ),
    ),
    "a head mistyped": ("t.csv", "task,pirce\nx,1\n", 't.csv:1: the column "pirce" is unknown (did you mean "price"?)'),
    "a head twice": ("t.csv", "task,price,price\nx,1,2\n", 't.csv:1: the column "price" stands there twice (keep one)'),
    "no column of tasks": (
        "t.csv",
        "unit,price\nx,1\n",
        't.csv:1: there is no column "task" (each row says for which task it is)',
    ),
    "too many cells": (
        "t.csv",
        "task,price\nx,1,2\n",
        "t.csv:2: the line has 3 cells, the header 2 (put a text that holds the separator between quotes)",
    ),
    "too few cells": (
        "t.csv",
        "task,price,currency\nx,1\n",
        "t.csv:2: the line has 2 cells, the header 3 (is the line cut off or damaged?)",
    ),
    "a cell below no head": (
        "t.csv",
        "task,price,\nx,1,2\n",
        't.csv:2: "2" stands below no name of a column (name it in the first line)',
    ),
    "a comma that may be either": (
        "t.csv",
        'task,price\nx,"1,500"\n',
        (
            't.csv:2: price: "1,500" is 1.500 with a decimal comma and 1500 with a decimal point'
            " (--decimal comma, or --decimal point, says which)"
        ),
    ),
    "no number": (
        "t.csv",
        "task,price,currency\n\nx,cheap,EUR\n",
        't.csv:3: $.prices[0].price: expected a number, found "cheap" (a number in currency per unit, such as 0.5)',
    ),
    "a price below zero in CSV": (
        "t.csv",
        "task,price,currency\n\nx,-1,EUR\n",
        "t.csv:3: $.prices[0].price: -1 is too small: at least 0",
    ),
    "an open quote in CSV": (
        "t.csv",
        'task,price\nx,"1\n',
        't.csv:2: not CSV: unexpected end of data (a cell with a quote in it is written "so ""quoted"" here")',
    ),
    "comments alone": (
        "t.csv",
        "# a list of prices\n\n# without one\n",
        "t.csv: the file holds no values (`reportgen costs init` writes a table to begin with)",
    ),
    "a tier left out": (
        "t.csv",
        "task,tier_1_price,tier_3_price\nx,1,2\n",
        "t.csv:2: tier 3 is given, and tier 2 is not (number the tiers from 1)",
    ),
    "tiers out of order": (
        "t.csv",
        "task,currency,tier_1_price,tier_1_up_to,tier_2_price,tier_2_up_to,tier_3_price\nx,EUR,3,9,2,5,1\n",
        "t.csv:2: $.prices[0]: tiers are out of order (each up_to is above the one before)",
    ),
    "Latin-1": (
        "t.csv",
        "task,source\nx,Größe\n".encode("latin-1"),
        "t.csv:2: byte 16 of the file (0xF6) is not UTF-8 (save it as UTF-8)",
    ),
    "a day in words": (
        "t.csv",
        "task,valid_to\nx,1/2/2026\n",
        't.csv:2: $.prices[0].valid_to: expected a date, found "1/2/2026" (2026-11-12)',
    ),
    # XLSX
    "CSV called XLSX": (
        "t.xlsx",
        "task,price\n",
        "t.xlsx: this is no XLSX file (save it from the spreadsheet as XLSX, or as CSV)",
    ),
    "another archive": (
        "t.xlsx",
        bomb()[:100],
        "t.xlsx: this is no XLSX file (save it from the spreadsheet as XLSX, or as CSV)",
    ),
    "cut short": (
        "t.xlsx",
        xlsx_rows_bytes[: len(xlsx_rows_bytes) // 2],
        "t.xlsx: this is no XLSX file (save it from the spreadsheet as XLSX, or as CSV)",
    ),
    "a bomb": ("t.xlsx", bomb(), "t.xlsx: the file unpacks to more than 50 MB (a table of prices is smaller)"),
    "a small bomb": (
        "t.xlsx",
        small_bomb(),
        "t.xlsx: the file unpacks to more than 200 times its size (a table of prices is smaller)",
    ),
    "a password": (
        "t.xlsx",
        locked(xlsx_rows_bytes),
        "t.xlsx: the workbook is locked by a password (save it as XLSX without a password, or as CSV)",
    ),
    "a password of Excel": (
        "t.xlsx",
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504),
        "t.xlsx: the workbook is locked by a password, or of the old form XLS "
        "(save it as XLSX without a password, or as CSV)",
    ),
    "no workbook": (
        "t.xlsx",
        edited(xlsx_rows_bytes, "xl/workbook.xml", lambda _: "<x/>"),
        "t.xlsx: no readable workbook: it holds no sheet of cells (save it once more)",
    ),
    "XML cut short": (
        "t.xlsx",
        edited(xlsx_rows_bytes, "xl/worksheets/sheet1.xml", lambda text: text[: len(text) // 2]),
        "t.xlsx: no readable workbook: … (save it once more)",
    ),
    "an empty sheet": (
        "t.xlsx",
        xlsx([]),
        "t.xlsx: the file holds no values (`reportgen costs init` writes a table to begin with)",
    ),
    "a formula never saved": (
        "t.xlsx",
        sheet("x", "=1+1", "EUR"),
        (
            "t.xlsx:Sheet1!B2: the cell holds a formula whose value was not saved"
            " (open it in the spreadsheet and save it, or put the number in its place)"
        ),
    ),
    "an error": (
        "t.xlsx",
        sheet("x", "#DIV/0!", "EUR"),
        "t.xlsx:Sheet1!B2: the cell holds the error #DIV/0! (put a value there)",
    ),
    "a head mistyped in XLSX": (
        "t.xlsx",
        sheet("x", 1, head=["task", "prise"]),
        't.xlsx:Sheet1!B1: the column "prise" is unknown (did you mean "price"?)',
    ),
    "a cell of a workbook below no head": (
        "t.xlsx",
        sheet("x", 1, "EUR", 2),
        't.xlsx:Sheet1!D2: "2" stands below no name of a column (name it in the first line)',
    ),
    "a truth for a price": (
        "t.xlsx",
        sheet("x", True, "EUR"),
        (
            "t.xlsx:Sheet1!B2: $.prices[0].price: expected a number, found true"
            " (a number in currency per unit, such as 0.5)"
        ),
    ),
    "a price below zero": (
        "t.xlsx",
        sheet("x", -1, "EUR"),
        "t.xlsx:Sheet1!B2: $.prices[0].price: -1 is too small: at least 0",
    ),
    "a line far below": (
        "t.xlsx",
        with_cell('<row r="999999999"><c r="A999999999"><v>1</v></c></row>'),
        "t.xlsx:10001: the sheet has more than 10,000 lines (a table of prices is smaller)",
    ),
    **{
        f"a sheet with {name}": (
            "t.xlsx",
            edited(
                sheet("x", 1, "EUR"),
                "xl/worksheets/sheet1.xml",
                partial(replaced, old, new),
            ),
            f"t.xlsx: no readable workbook: {lacks} (save it once more)",
        )
        for name, lacks, old, new in (
            ("columns without a first", "min", "<sheetData>", '<cols><col max="1" hidden="1"/></cols><sheetData>'),
            ("merged cells without a name", "ref", "</sheetData>", "</sheetData><mergeCells><mergeCell/></mergeCells>"),
        )
    },
    "a number with a word": (
        "t.xlsx",
        sheet("x", "12 boxes €", "EUR"),
        (
            't.xlsx:Sheet1!B2: $.prices[0].price: expected a number, found "12 boxes €"'
            " (a number in currency per unit, such as 0.5)"
        ),
    ),
    "a tier's field mistyped beyond likeness": (
        "t.csv",
        "task,tier_1_qqqqqqqqqqqqqqqq\nx,1\n",
        't.csv:1: the column "tier_1_qqqqqqqqqqqqqqqq" is unknown (did you mean "tier_1_up_to"?)',
    ),
    "a column far away": (
        "t.xlsx",
        with_cell('<row r="3"><c r="KO3"><v>1</v></c></row>'),
        "t.xlsx:3: the sheet has more than 300 columns (a table of prices is smaller)",
    ),
}


@pytest.mark.parametrize(("name", "content", "expected"), DAMAGED.values(), ids=DAMAGED)
def test_damaged_tables_say_what_is_wrong(tmp_path: Path, name: str, content: str | bytes, expected: str) -> None:
    """The first line names the file, the line and what to do; there is no traceback and never a long wait."""
    first, *more = found = problems_of(write(tmp_path, name, content))
    begin, cut, end = expected.partition("…")  # where a library's words stand
    assert expected == first or (cut and first.startswith(begin) and first.endswith(end)), (first, more)
    assert all(problem.isprintable() and len(problem) < 400 for problem in found)


@pytest.mark.parametrize(
    ("unpacked", "packed", "said"),
    [
        (20_000_000, 100_000, "no readable workbook"),
        (20_000_001, 100_000, "the file unpacks to more than 200 times its size"),
        (50_000_000, 270_000, "no readable workbook"),
        (50_000_001, 270_000, "the file unpacks to more than 50 MB"),
    ],
)
def test_how_much_a_workbook_may_unpack_to(tmp_path: Path, unpacked: int, packed: int, said: str) -> None:
    """50 MB and 200 times its size are looked at, a byte more is not."""
    content = archive(unpacked, packed)
    assert packed == len(content)
    (told,) = problems_of(write(tmp_path, "t.xlsx", content))
    assert said in told


@pytest.mark.parametrize(
    ("bound", "most", "said"),
    [("MAX_NODES", 100_000, "6 cells"), ("MAX_CELLS", 300_000, "6 cells, empty ones among them")],
)
def test_a_sheet_of_more_cells_than_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, most: int, said: str
) -> None:
    """As many as may be are read, and the first line beyond is named; here with a bound of six."""
    assert most == getattr(read_xlsx_module, bound)
    monkeypatch.setattr(read_xlsx_module, bound, 6)
    assert 1 == len(rows_of(write(tmp_path, "t.xlsx", sheet("x", 1, "EUR"))))
    expected = f"t.xlsx:3: the sheet has more than {said} (a table of prices is smaller)"
    assert [expected] == problems_of(write(tmp_path, "t.xlsx", xlsx([HEAD, ["x", 1, "EUR"], ["y", 1, "EUR"]])))


def test_a_point_where_the_comma_is_the_decimal_sign(tmp_path: Path) -> None:
    """Of a number that could be 0.063 or 63 nothing is guessed."""
    path = write(tmp_path, "t.csv", "task;price;currency\nx;0.063;EUR\n")
    message = 't.csv:2: price: "0.063" is no number whose decimal sign is the comma'
    assert [f"{message} (is --decimal right for this table?)"] == problems_of(path, decimal=",")


@pytest.mark.parametrize(("decimal", "price"), [(",", "1.5"), (".", "1500")])
def test_a_number_kept_as_text_in_a_workbook(tmp_path: Path, decimal: str, price: str) -> None:
    """The decimal sign that a user names holds there too."""
    path = write(tmp_path, "t.xlsx", sheet("x", "1,500", "EUR"))
    assert [Decimal(price)] == [row.price for row in rows_of(path, decimal)]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("price €", {"price": Decimal(2), "currency": "EUR"}),
        ("discount (percent)", {"discount": Decimal("0.02"), "currency": "USD"}),
    ],
)
def test_what_a_head_says_of_its_column(tmp_path: Path, head: str, expected: dict[str, Any]) -> None:
    """A sign behind its name, a word in brackets."""
    others = {"price": 1, "currency": "USD"} if "discount" in head else {}
    cells = xlsx([["task", head, *others], ["x", 2, *others.values()]])
    [row] = rows_of(write(tmp_path, "t.xlsx", cells))
    assert expected == {name: getattr(row, name) for name in expected}


def test_a_currency_may_be_given_by_its_sign(tmp_path: Path) -> None:
    """Where it is one currency's alone."""
    assert ["EUR"] == [row.currency for row in rows_of(write(tmp_path, "t.xlsx", sheet("x", 1, "€")))]


def test_of_sheets_that_are_no_tables_the_first_is_read(tmp_path: Path) -> None:
    """And what is wrong is told of that one."""
    book = openpyxl.load_workbook(BytesIO(xlsx([["wages"], ["x"]], "first")))
    book.create_sheet("second").append(["wages"])
    content = BytesIO()
    book.save(content)
    found = problems_of(write(tmp_path, "t.xlsx", content.getvalue()))
    assert found[0].startswith("t.xlsx:first!A1: "), found


def test_all_faults_of_cells_come_at_once(tmp_path: Path) -> None:
    """Each bad cell is told with its line."""
    path = write(tmp_path, "t.csv", "task;price;discount;currency\nx;1.500;1;EUR\ny;1;1,000;EUR\n")
    assert ["t.csv:2: price", "t.csv:3: discount"] == [": ".join(p.split(": ")[:2]) for p in problems_of(path)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(CELLS, max_size=6), max_size=5),
    st.sampled_from([",", ";", "\t", "\n"]),
    st.sampled_from([None, ",", "."]),
)
def test_whatever_a_csv_holds(tmp_path: Path, lines: list[list[str]], delimiter: str, decimal: str | None) -> None:
    """Rows or problems of one line each come of it, never a traceback."""
    text = "\n".join(delimiter.join(line) for line in lines)
    path = write(tmp_path, "any.csv", text.encode("utf-8", "surrogatepass"))
    assert all(problem.isprintable() for problem in problems_of(path, decimal))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(xlsx_rows_bytes) - 1), st.binary(min_size=1, max_size=4))
def test_whatever_befalls_a_workbook(tmp_path: Path, position: int, garbage: bytes) -> None:
    """A workbook with some of its bytes overwritten is read or refused, in printable lines."""
    content = xlsx_rows_bytes[:position] + garbage + xlsx_rows_bytes[position + len(garbage) :]
    assert all(problem.isprintable() for problem in problems_of(write(tmp_path, "any.xlsx", content)))


def test_every_field_has_a_column(tmp_path: Path) -> None:
    """Whatever a row of a TOML may say, a column may say."""
    for name in CostRow.__dataclass_fields__:
        if name not in ("tiers", "parts"):
            read_table(write(tmp_path, "t.csv", f"task,{name}\nx,1\n" if name != "task" else "task\nx\n"))


def test_rows_of_a_sheet_hold_against_those_of_toml_by_name(tmp_path: Path) -> None:
    """The comparison above would see a field that differs."""
    [first, *_] = rows_of(write(tmp_path, "costs.csv", csv_text()))
    assert first != replace(first, approved_by="somebody else")


@pytest.mark.parametrize(("column", "is_read"), [(1, True), (200, False)])
def test_cells_with_a_form_and_no_value_are_bounded(column: int, is_read: bool) -> None:
    """Nearly ten thousand lines with one such cell each are read; two million cells up to it are refused."""
    book = openpyxl.load_workbook(BytesIO(xlsx(xlsx_rows())))
    for line in range(len(xlsx_rows()) + 1, 9_990):
        book.worksheets[0].cell(line, column).number_format = "0.00"
    content = BytesIO()
    book.save(content)

    if is_read:
        assert read_xlsx(content.getvalue(), "t.xlsx", None, None).cells.root.kind == "map"
    else:
        with pytest.raises(InputError, match="the sheet has more than 300,000 cells, empty ones among them"):
            read_xlsx(content.getvalue(), "t.xlsx", None, None)
