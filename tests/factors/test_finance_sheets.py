"""Cost tables as finance makes them: titles, heads in any case, signs and forms of cells, notes, merged cells, days."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.factors.cell import Cell
from reportgen.factors.column_heads import column_of, head_place, misspelt
from reportgen.factors.cost_table import COSTS
from reportgen.factors.findings import findings
from reportgen.factors.layers import open_table
from reportgen.factors.number_format import said_by
from reportgen.factors.read_table import Told
from reportgen.manifest.cost_row import CostRow
from reportgen.problems import InputError
from tests.factors.tables import write

HEAD = ["task", "price", "currency"]
Change = Callable[[Worksheet], None]


def sheet(folder: Path, lines: list[list[Any]], change: Change | None = None, title: str = "Prices") -> Path:
    """A workbook of one sheet."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = title
    for line in lines:
        page.append(line)
    if change:
        change(page)
    content = BytesIO()
    book.save(content)
    return write(folder, "book.xlsx", content.getvalue())


def rows(path: Path) -> list[CostRow]:
    """The rows of a sound table."""
    opened = open_table(path, COSTS, "company")
    assert () == opened.problems
    return [placed.row for placed in opened.rows]


def wrong(path: Path) -> list[str]:
    """What is wrong with a table, without its folder."""
    try:
        problems = open_table(path, COSTS, "company").problems
    except InputError as error:
        problems = error.problems
    assert problems
    return [str(problem).replace(f"{path.parent}/", "") for problem in problems]


def form(cell: str, number_format: str) -> Change:
    """What gives a cell this number format."""

    def change(page: Worksheet) -> None:
        page[cell].number_format = number_format

    return change


# A whole sheet


def test_a_sheet_as_finance_makes_it(tmp_path: Path) -> None:
    """Merged title, who made it, German heads out of order, € and % by form and in text, notes, merged EUR."""

    def change(page: Worksheet) -> None:
        page.merge_cells("A1:G1")
        page.merge_cells("B4:B5")
        page["D4"].number_format = "0.00 %"
        page["C4"].number_format = '#,##0.00\\ "€"'

    lines: list[list[Any]] = [
        ["Labelling, price list 2026"],
        ["Purchasing", None, "as of 15 January"],
        ["Kostenstelle", "Währung", "Stückpreis", "Rabatt", "AUFGABE", "Gültig ab", "Bemerkung"],
        [4711, "EUR", 0.95, 0.1, "object-detection", datetime(2026, 1, 1), "framework contract"],
        [4712, None, "1.234,50 €", "5 %", "cuboids", 46023, None],
    ]
    first, second = rows(sheet(tmp_path, lines, change))
    assert ("object-detection", Decimal("0.95"), Decimal("0.1"), "EUR") == (
        first.task,
        first.price,
        first.discount,
        first.currency,
    )
    assert "Kostenstelle: 4711; Bemerkung: framework contract" == first.notes
    assert ("cuboids", Decimal("1234.50"), Decimal("0.05"), "EUR") == (
        second.task,
        second.price,
        second.discount,
        second.currency,
    )
    # a spreadsheet's day 46023 is the first of January 2026
    assert (date(2026, 1, 1), date(2026, 1, 1)) == (first.valid_from, second.valid_from)
    assert "Kostenstelle: 4712" == second.notes


def test_the_same_as_csv(tmp_path: Path) -> None:
    """Titles above the head and signs beside numbers are read from text too."""
    text = "Price list 2026;;;\n;;;\nCurrency;Price;Task;Comment\nEUR;1.234,50 €;x;net\n"
    [row] = rows(write(tmp_path, "t.csv", text))
    assert ("x", Decimal("1234.50"), "EUR", "Comment: net") == (row.task, row.price, row.currency, row.notes)


def test_notes_of_a_row_come_before_what_is_kept_as_one(tmp_path: Path) -> None:
    """A column of notes, and one that is no field's, are kept together."""
    [row] = rows(sheet(tmp_path, [[*HEAD, "Comment", "notes"], ["x", 1, "EUR", "net", "by phone"]]))
    assert "by phone; Comment: net" == row.notes


# Heads


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("Unit price", "price"),
        ("PRIX UNITAIRE", "price"),
        ("Fixed fee", "fixed_fee"),
        ("Rabatt (%)", "discount"),
        ("Price [EUR]", "price"),
        ("Price in €", "price"),
        ("Valid-from", "valid_from"),
        ("Válido hasta", "valid_to"),
        ("Inkl. MwSt.", "tax_included"),
        ("Tier 1 price", "tier_1_price"),
    ],
)
def test_heads_in_the_words_of_finance(head: str, field: str) -> None:
    """In any case, with blanks for `_`, in the languages of the page, a currency or % in brackets."""
    column = column_of(head)
    assert field == (f"{column.list}_{column.item}_{column.field}" if column.list else column.field)


@pytest.mark.parametrize(
    ("titles", "sign"),
    [
        ("Our prices\n", ","),
        ("Prices 2026,,\n", ","),
        ("Prices of 2026,valid,from,January,to,May\n", ","),
        ("Ours\n\nAnnotation\n", ";"),
        ("Title\n" * 49, ";"),
    ],
)
def test_titles_above_the_head_of_a_text(titles: str, sign: str, tmp_path: Path) -> None:
    """Lines of another width before the one that names the columns cost nothing."""
    table = "task,price,currency\nx,1,EUR\n".replace(",", sign)
    [row] = rows(write(tmp_path, "prices.csv", titles + table))
    assert ("x", Decimal(1), "EUR") == (row.task, row.price, row.currency)


# In English, German, French and Spanish, as companies write them.
HEADS = {
    "task": "Tasks, Aufgabe, Tâche, Tarea",
    "unit": "Units, Einheit, Unité, Unidad, UoM",
    "price": "Prices, Price per unit, Preis, Einzelpreis, Stückpreis, Preis pro Einheit, Preis je Einheit, Prix, "
    "Precio, Precio unitario",
    "currency": "Currencies, CCY, Währung, Devise, Monnaie, Moneda, Divisa",
    "discount": "Discounts, Rebate, Rabatt, Nachlass, Remise, Rabais, Descuento",
    "review_share": "Review rate, Prüfanteil, Prüfquote, Taux de révision, Cuota de revisión",
    "review_price": "Price per review, Prüfpreis, Prix de révision, Precio de revisión",
    "fixed_fee": "Flat fee, Setup fee, Pauschale, Grundgebühr, Frais fixes, Tarifa fija",
    "minimum": "Minimum amount, Mindestbetrag, Montant minimum, Importe mínimo",
    "source": "Sources, Quelle, Fuente",
    "valid_from": "Gültig ab, Gültig von, Valable du, Valable à partir du, Válido desde",
    "valid_to": "Valid until, Valid till, Gültig bis, Valable jusqu'au, Valable au, Válido hasta",
    "tax_included": "VAT included, incl. VAT, inkl. MwSt., TVA incluse, TVA comprise, IVA incluido",
    "approved_by": "Freigegeben von, Genehmigt von, Approuvé par, Aprobado por",
    "confidential": "Vertraulich, Confidentiel, Confidencial",
}


@pytest.mark.parametrize("field", HEADS)
def test_each_head_of_a_field(field: str) -> None:
    """Every word for a field names it, and it alone."""
    heads = HEADS[field].split(", ")
    assert dict.fromkeys(heads, field) == {head: column_of(head).field for head in heads}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["task price currency", "task price"], 0),
        (["price currency", "task price"], 1),
        (["task", "price currency", "task price"], 2),
        (["task", "price currency"], 1),
        (["Annotation", "task", "ours"], 1),
        (["task task", "task price"], 1),
        (["Annotation", "2026"], 0),
    ],
)
def test_which_line_is_the_head(lines: list[str], expected: int) -> None:
    """The first with the task and another field, else with two fields, else with the task, else the first of all."""
    assert expected == head_place([[Cell(word) for word in line.split()] for line in lines])


@pytest.mark.parametrize("head", ["Price (per hour)", "Price 2025", "Total", "Task (%)", "Annotators (EUR)", "Comment"])
def test_heads_that_mean_no_field(head: str) -> None:
    """What more a head says makes it another one: a price per hour is no price per sample."""
    assert column_of(head).shape is None


def test_a_price_under_another_head_is_told(tmp_path: Path) -> None:
    """The row lacks a price, and the problem names the column that is kept as a note."""
    found = wrong(sheet(tmp_path, [["task", "Price (per hour)", "currency"], ["x", 18, "EUR"]]))
    assert "book.xlsx:2: $.prices[0]: a row has either a price or tiers (give one of them)" == found[0]
    would = "a head that names a field would count: `reportgen schema costs`"
    assert f'book.xlsx: columns kept as notes: "Price (per hour)" ({would})' == found[1]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_head_is_looked_for_in_fifty_lines(tmp_path: Path, ending: str) -> None:
    """Below forty-nine titles it is found, whatever stands between its cells; below fifty the first line is taken."""
    for titles, found in ((49, True), (50, False)):
        lines = [*([f"Title {number}"] for number in range(titles)), HEAD, ["x", "1", "EUR"]]
        text = "".join(f"{';'.join(line)}\n" for line in lines)
        path = write(tmp_path, "t.csv", text) if ending == "csv" else sheet(tmp_path, lines)
        if found:
            assert ["x"] == [row.task for row in rows(path)]
        else:
            assert 'the column "Title 0" is unknown' in wrong(path)[0]


@pytest.mark.parametrize(("count", "more"), [(8, ""), (9, ", ...")])
def test_of_many_columns_kept_as_notes_eight_are_named(tmp_path: Path, count: int, more: str) -> None:
    """In the table of a row that lacks a price; dots say that there are more."""
    heads = [f"Remark {number}" for number in range(count)]
    found = wrong(sheet(tmp_path, [["task", "currency", *heads], ["x", "EUR", *heads]]))
    names = ", ".join(f'"{head}"' for head in heads[:8])
    would = "a head that names a field would count: `reportgen schema costs`"
    assert f"book.xlsx: columns kept as notes: {names}{more} ({would})" == found[1]


@pytest.mark.parametrize(("length", "shown"), [(992, "x" * 992), (993, "x" * 991 + "…")])
def test_a_note_has_a_thousand_characters(tmp_path: Path, length: int, shown: str) -> None:
    """With the head of its column, which has eight here with its colon."""
    path = sheet(tmp_path, [[*HEAD, "Remark"], ["x", 1, "EUR", "x" * length]])
    assert [f"Remark: {shown}"] == [row.notes for row in rows(path)]


def test_a_table_without_a_head_says_so_last(tmp_path: Path) -> None:
    """Behind what it holds in place of names of columns."""
    *cells, last = wrong(sheet(tmp_path, [["x", "18", "EUR"]]))
    begin = "`reportgen costs init` writes a table to begin with; the first line names the columns"
    assert 3 == len(cells)
    assert f"book.xlsx:1: the first line holds no name of a column ({begin})" == last


@pytest.mark.parametrize(
    ("head", "meant"),
    [
        ("pric", "price"),
        ("Curren.", "currency"),
        ("Anotator", "annotators"),
        ("discout", "discount"),
        ("Tier 1 pric", "tier_1_price"),
        # a word of a company's own is no slip
        *((head, None) for head in ("cost centre", "tax", "layer", "item no", "remark")),
    ],
)
def test_what_a_head_was_meant_to_name(head: str, meant: str | None) -> None:
    """A field that a letter or two are missing of; a tier's or a part's in any case."""
    assert meant == misspelt(head)


def test_a_column_of_amounts_that_counts_for_nothing_is_said(tmp_path: Path) -> None:
    """A percentage under an unknown head may be a discount: it is a remark; a cost centre or a comment is none."""
    lines: list[list[Any]] = [[*HEAD, "Skonto", "Cost centre", "Comment"], ["x", 1, "EUR", 0.02, 4711, "net"]]
    opened = open_table(sheet(tmp_path, lines, form("D2", "0%")), COSTS, "company")
    assert ('columns of amounts under no field\'s name, kept as notes: "Skonto"',) == opened.document.remarks
    assert "Skonto: 2 %; Cost centre: 4711; Comment: net" == opened.rows[0].row.notes
    assert "(head it as the field that it is, if it should count)" in str(findings(opened, date(2026, 1, 1), 60)[0])
    lines[1][3] = None
    assert () == open_table(sheet(tmp_path, lines), COSTS, "company").document.remarks


@pytest.mark.parametrize(("length", "shown"), [(40, "S" * 40), (41, "S" * 39 + "…")])
def test_a_long_head_is_cut_where_it_is_told(tmp_path: Path, length: int, shown: str) -> None:
    """A remark names each column by up to forty characters, so that it stays one line."""
    path = sheet(tmp_path, [[*HEAD, "S" * length], ["x", 1, "EUR", "5 %"]])
    [remark] = open_table(path, COSTS, "company").document.remarks
    assert f'kept as notes: "{shown}"' in remark


# Signs


@pytest.mark.parametrize(
    ("currency", "number_format", "expected"),
    [
        ("EUR", '_("$"* #,##0.00_)', "book.xlsx:Prices!B2: price: 1200 is shown in $, and the row in EUR"),
        ("EUR", "[$$-409]#,##0.00", "book.xlsx:Prices!B2: price: 1200 is shown in $, and the row in EUR"),
        ("USD", "#,##0.00 [$€-407]", "book.xlsx:Prices!B2: price: 1200 is shown in €, and the row in USD"),
        ("EUR", "$#,##0", "book.xlsx:Prices!B2: price: 1200 is shown in $, and the row in EUR"),
        ("EUR", "#,##0 XAF", "book.xlsx:Prices!B2: price: 1200 is shown in XAF, and the row in EUR"),
        ("USD", "0,00€", "book.xlsx:Prices!B2: price: 1200 is shown in €, and the row in USD"),
        ("USD", '_("$"* #,##0.00_)', None),
        ("CAD", "$#,##0", None),
        ("EUR", '#,##0.00\\ "€"', None),
        ("EUR", "#,##0.00", None),
    ],
)
def test_a_currency_format_that_disagrees(
    tmp_path: Path, currency: str, number_format: str, expected: str | None
) -> None:
    """A number that is shown with a `$` under a row in EUR is a problem with its cell; under USD or CAD it is none."""
    path = sheet(tmp_path, [HEAD, ["x", 1200, currency]], form("B2", number_format))
    if expected is None:
        assert [(Decimal(1200), currency)] == [(row.price, row.currency) for row in rows(path)]
    else:
        assert [f"{expected} (which of them is right?)"] == wrong(path)


@pytest.mark.parametrize(
    ("number_format", "sign", "percent"),
    [
        ('0.00 "EUR";[Red]-0.00 "USD"', "EUR", False),
        ('0.00;-0.00 "USD"', "", False),  # it is the form of what is below zero
        ("0;0%", "", False),
        ("0%;0", "", True),
        ('0.0% "off"', "", True),
        ("+€0.00", "€", False),
    ],
)
def test_a_format_says_what_stands_beside_a_number_above_zero(number_format: str, sign: str, percent: bool) -> None:
    """Its first part; those behind semicolons are of other numbers."""
    found, is_percent = said_by(number_format)
    assert (sign, percent) == (found.text, is_percent)


def test_a_currency_that_is_none_is_told_alone(tmp_path: Path) -> None:
    """A sign beside it does not make it a second problem."""
    [problem] = wrong(sheet(tmp_path, [HEAD, ["x", "5 €", "zorkmids"]]))
    assert problem.startswith('book.xlsx:Prices!C2: $.prices[0].currency: "zorkmids" is no currency (')


def test_a_sign_says_the_currency_of_a_row_without_one(tmp_path: Path) -> None:
    """€ is EUR; a $ alone may be several; two that disagree are a problem; a head says it for its column."""
    lines: list[list[Any]] = [["task", "price", "fixed_fee"], ["x", "0,95 €", "100 EUR"]]
    assert ["EUR"] == [row.currency for row in rows(sheet(tmp_path, lines))]
    lines[1][1] = "US$ 0.95"
    lines[1][2] = 100
    assert ["USD"] == [row.currency for row in rows(sheet(tmp_path, lines))]
    lines[1][1] = "$0.95"
    assert (
        'book.xlsx:Prices!B2: price: "$0.95" is in $, which may be USD, AUD, CAD, HKD (add a column "currency")'
        in wrong(sheet(tmp_path, lines))
    )
    lines[1][2] = "100 €"
    assert [
        'book.xlsx:Prices!C2: fixed_fee: "100 €" is in €, and price: "$0.95" is in $ (which of them is right?)'
    ] == wrong(sheet(tmp_path, lines))
    head: list[list[Any]] = [["task", "Price (CHF)"], ["x", 2]]
    assert ["CHF"] == [row.currency for row in rows(sheet(tmp_path, head))]
    mixed: list[list[Any]] = [["task", "Price (CHF)", "currency"], ["x", 2, "eur"]]
    assert [
        'book.xlsx:Prices!B2: Price (CHF): "Price (CHF)" is in CHF, and the row in EUR (which of them is right?)'
    ] == wrong(sheet(tmp_path, mixed))


@pytest.mark.parametrize(
    ("head", "value", "number_format", "expected"),
    [
        ("discount", "10 %", "General", Decimal("0.1")),
        ("discount", 0.1, "0%", Decimal("0.1")),
        ("discount", 0.1, "General", Decimal("0.1")),
        ("Discount (%)", 10, "General", Decimal("0.1")),
        ("Discount (%)", 1.5, "General", Decimal("0.015")),
        ("Discount (%)", 0.1, "0%", Decimal("0.1")),
        ("Discount (%)", "12,5 %", "General", Decimal("0.125")),
        ("Discount (%)", 0, "General", Decimal(0)),
        ("Discount (%)", 0.1, "General", 'Discount (%): "0.1" is 0.1 %, or as a share 10 % (write the % to it)'),
        ("Discount (%)", 1, "General", 'Discount (%): "1" is 1 %, or as a share 100 % (write the % to it)'),
        ("Discount (%)", 1.01, "General", Decimal("0.0101")),
        ("discount", 10, "General", "$.prices[0].discount: 10 is too large: at most 1 (did you mean 0.1?)"),
        ("discount", "120 %", "General", 'discount: "120 %": 1.20 is too large: at most 1'),
        ("fixed_fee", "10 %", "General", 'fixed_fee: "10 %" is a percentage (fixed_fee is no share)'),
        ("fixed_fee", 0.1, "0.0%", 'fixed_fee: "10 %" is a percentage (fixed_fee is no share)'),
        ("seats", "5 €", "General", 'seats: "5 €" is in € (seats is no amount of money)'),
        ("seats", "(3)", "General", "$.prices[0].seats: -3 is out of bounds (from 1 to 10^18)"),
        ("discount", 0.1, "0.00 €", "discount: 0.1 is shown in € (discount is no amount of money)"),
    ],
)
def test_percentages(tmp_path: Path, head: str, value: Any, number_format: str, expected: Decimal | str) -> None:
    """A % in the cell, its form or its head is a hundredth, of a share alone; what may be either is a problem."""
    more: list[list[Any]] = [["per_month", "months"], [1, 1]] if head == "seats" else [[], []]
    path = sheet(tmp_path, [[*HEAD, head, *more[0]], ["x", 1, "EUR", value, *more[1]]], form("D2", number_format))
    if isinstance(expected, Decimal):
        assert [expected] == [row.discount for row in rows(path)]
    else:
        assert [f"book.xlsx:Prices!D2: {expected}"] == wrong(path)


@pytest.mark.parametrize(
    "text", ["(1,200.50)", "1,200.50-", "-1,200.50", "$ (1,200.50)", "−1,200.50", "-$1,200.50", "- 1,200.50"]
)
def test_negatives_of_accounting(tmp_path: Path, text: str) -> None:
    """Brackets and a minus behind are a minus, and no price is below zero; the cell is quoted as it stands."""
    [found] = wrong(sheet(tmp_path, [HEAD, ["x", text, "USD"]]))
    assert "-1200.50 is too small: at least 0" in found
    assert f'price: "{text}"' in found or text == "-1,200.50"


# Cells


def test_every_problem_of_a_sheet_at_once(tmp_path: Path) -> None:
    """Heads, cells, days, shapes and rows: all of it in one list, each with its cell as it stands."""
    lines: list[list[Any]] = [
        ["Prices for 2026"],
        ["task", "price", "currency", "discout", "valid_from", "annotators"],
        ["x", "cheap", "EUR", 0.1, "1/2/2026", 1],
        ["y", "=1+1", "EURO?", None, 7, "two"],
        ["z", -1, "EUR", None, None, None],
        ["z", "#N/A", "EUR", None, None, None],
    ]
    found = wrong(sheet(tmp_path, lines, title="Price list"))
    assert [
        "book.xlsx:'Price list'!D2: the column \"discout\" is unknown",
        "book.xlsx:'Price list'!B4: the cell holds a formula whose value was not saved",
        "book.xlsx:'Price list'!B6: the cell holds the error #N/A",
        "book.xlsx:'Price list'!B3: $.prices[0].price: expected a number, found \"cheap\"",
        "book.xlsx:'Price list'!E3: $.prices[0].valid_from: expected a date, found \"1/2/2026\"",
        "book.xlsx:'Price list'!C4: $.prices[1].currency: \"EURO?\" is no currency",
        "book.xlsx:'Price list'!E4: $.prices[1].valid_from: expected a date, found \"7\"",
        "book.xlsx:'Price list'!F4: $.prices[1].annotators: expected a number, found \"two\"",
        "book.xlsx:'Price list'!B5: $.prices[2].price: -1 is too small: at least 0",
        "book.xlsx:6: $.prices[3]: a second row for z",
    ] == [line.partition(" (")[0] for line in found]


def test_a_price_that_a_spreadsheet_took_for_a_day(tmp_path: Path) -> None:
    """1.5 that became the first of May is no number: it is told and never read as 46143."""
    expected = (
        "book.xlsx:Prices!B2: price: the cell is shown as the day 2026-05-01 "
        "(a spreadsheet made a day of it: write the number again)"
    )
    assert [expected] == wrong(sheet(tmp_path, [HEAD, ["x", date(2026, 5, 1), "EUR"]]))


def test_days_with_dots_have_the_day_first(tmp_path: Path) -> None:
    """As German, Swiss and Austrian spreadsheets write them; with slashes the month may be either number."""
    head = [*HEAD, "valid_to"]
    for text, day in (("31.12.2026", date(2026, 12, 31)), ("1.2.2026", date(2026, 2, 1))):
        assert [day] == [row.valid_to for row in rows(sheet(tmp_path, [head, ["x", 1, "EUR", text]]))]
    for text in ("12.31.2026", "31.12.26", "31/12/2026", "1.2", "2026.12.31"):
        [problem] = wrong(sheet(tmp_path, [head, ["x", 1, "EUR", text]]))
        assert "valid_to: expected a date, found " in problem


def test_days_as_numbers_of_either_calendar(tmp_path: Path) -> None:
    """46023 counts from 1900 or, in a workbook of the 1904 calendar, from there: four years and a day later."""
    lines: list[list[Any]] = [[*HEAD, "valid_to"], ["x", 1, "EUR", 46023]]
    assert [date(2026, 1, 1)] == [row.valid_to for row in rows(sheet(tmp_path, lines))]
    for number, day in ((32874, date(1990, 1, 1)), (73050, date(2099, 12, 31))):
        assert [day] == [row.valid_to for row in rows(sheet(tmp_path, [lines[0], ["x", 1, "EUR", number]]))]
    for number in (32873, 73051):  # before 1990 and after 2099 it is likelier to be something else
        [problem] = wrong(sheet(tmp_path, [lines[0], ["x", 1, "EUR", number]]))
        assert f'valid_to: expected a date, found "{number}"' in problem

    def later(page: Worksheet) -> None:
        assert page.parent is not None
        page.parent.epoch = CALENDAR_MAC_1904

    assert [date(2030, 1, 2)] == [row.valid_to for row in rows(sheet(tmp_path, lines, later))]


def test_merged_cells(tmp_path: Path) -> None:
    """A text over several rows stands in each; a number over several may be of each or of all, and is a problem."""

    def merge(page: Worksheet) -> None:
        page.merge_cells("C2:C3")

    lines: list[list[Any]] = [HEAD, ["x", 1, "EUR"], ["y", 2, None]]
    assert ["EUR", "EUR"] == [row.currency for row in rows(sheet(tmp_path, lines, merge))]
    fees: list[list[Any]] = [["task", "price", "fixed_fee", "currency"], ["x", 1, 500, "EUR"], ["y", 2, None, "EUR"]]
    assert [
        'book.xlsx:Prices!C2: fixed_fee: C2:C3 is one cell, "500": of each row, or of all of them? (unmerge it)'
    ] == wrong(sheet(tmp_path, fees, merge))
    # and that the lower row has no price is not told beside it
    prices: list[list[Any]] = [["task", "currency", "price"], ["x", "EUR", 500], ["y", "EUR", None]]
    assert [
        'book.xlsx:Prices!C2: price: C2:C3 is one cell, "500": of each row, or of all of them? (unmerge it)'
    ] == wrong(sheet(tmp_path, prices, merge))


def test_a_text_whose_merged_cells_begin_in_a_hidden_row(tmp_path: Path) -> None:
    """What is hidden is in no line, and so not in the shown ones below."""

    def hide(page: Worksheet) -> None:
        page.merge_cells("C2:C3")
        page.row_dimensions[2].hidden = True

    lines: list[list[Any]] = [HEAD, ["x", 1, "EUR"], ["y", 2, None]]
    found = wrong(sheet(tmp_path, lines, hide))
    assert "the row has no currency" in found[0], found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((it, True) for it in ("TRUE", "yes", "Y", "ja", "WAHR", "oui", "vrai", "si", "sí", "verdadero", True)),
        *((it, False) for it in ("FALSE", "no", "N", "Nein", "FALSCH", "non", "faux", "falso", False)),
    ],
)
def test_answers(tmp_path: Path, text: Any, expected: bool) -> None:
    """Yes and no in the languages of the page, as spreadsheets save them."""
    assert [expected] == [
        row.tax_included for row in rows(sheet(tmp_path, [[*HEAD, "VAT included"], ["x", 1, "EUR", text]]))
    ]


@pytest.mark.parametrize(
    ("head", "value", "expected"),
    [
        ("valid_to", True, "expected a date, found true"),
        ("tax_included", 1, "expected true or false, found 1"),
        ("tax_included", "perhaps", 'expected true or false, found "perhaps"'),
    ],
)
def test_a_cell_of_another_kind_is_called_what_it_is(tmp_path: Path, head: str, value: Any, expected: str) -> None:
    """What a workbook has as an answer or a number is not read as a text."""
    [found] = wrong(sheet(tmp_path, [[*HEAD, head], ["x", 1, "EUR", value]]))
    assert expected in found


@pytest.mark.parametrize("hidden", [True, False])
def test_a_workbook_of_which_every_sheet_is_hidden(tmp_path: Path, hidden: bool) -> None:
    """What nobody sees is not read unless it is named; --sheet names it."""
    path = sheet(tmp_path, [HEAD, ["x", 1, "EUR"]])
    with zipfile.ZipFile(path) as book:
        parts = {part.filename: book.read(part) for part in book.infolist()}
    if hidden:
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'state="visible"', b'state="hidden"')
    with zipfile.ZipFile(path, "w") as book:
        for name, part in parts.items():
            book.writestr(name, part)

    said = ["book.xlsx: every sheet is hidden (show the sheet of prices, or name it with --sheet)"]
    assert hidden == (said == wrong(path) if hidden else not rows(path))
    assert ["x"] == [row.row.task for row in open_table(path, COSTS, "company", Told(sheet="Prices")).rows]


@pytest.mark.parametrize(
    ("value", "number_format", "said"),
    [
        *(("5 %", "General", True), ("5 €", "General", True), ("5", "General", False), ("net", "General", False)),
        *((5, "0%", True), (5, '0 "€"', True), (5.5, "General", True), (5, "General", False)),
        (True, "General", False),
        # as a CSV has them, by either sign; a thousand two hundred, a day and a version are none
        *((text, "General", True) for text in ("0,12", "0.125", "-1.5", "1.200,00", "1,200.5", "1 200,50")),
        *((text, "General", False) for text in ("1,200", "1.200", "31.12.2026", "1.2.3", "12", "v1.5")),
    ],
)
def test_what_is_an_amount_under_an_unknown_head(tmp_path: Path, value: Any, number_format: str, said: bool) -> None:
    """A percentage, money and a number with decimals may count for something: each alone is said."""
    path = sheet(tmp_path, [[*HEAD, "Skonto"], ["x", 1, "EUR", value]], form("D2", number_format))
    remark = 'columns of amounts under no field\'s name, kept as notes: "Skonto"'
    assert said == (remark in open_table(path, COSTS, "company").document.remarks)


def test_a_count_is_written_as_people_write_it(tmp_path: Path) -> None:
    """With blanks between thousands, as an amount may be."""
    lines: list[list[Any]] = [[*HEAD, "annotators"], ["x", 1, "EUR", "1 000"]]
    assert [1000] == [row.annotators for row in rows(sheet(tmp_path, lines))]


def test_what_is_hidden_in_a_table_with_faults_is_told_with_them(tmp_path: Path) -> None:
    """Of the whole file, with what to do, below the faults."""

    def hide(page: Worksheet) -> None:
        page.row_dimensions[3].hidden = True

    lines: list[list[Any]] = [HEAD, ["x", "#REF!", "EUR"], ["y", 1, "EUR"]]
    fault, hidden = wrong(sheet(tmp_path, lines, hide))
    assert "book.xlsx:Prices!B2: the cell holds the error #REF! (put a value there)" == fault
    assert hidden.startswith("book.xlsx: hidden rows left out: 3"), hidden
