"""Tables as companies have them: locales, workbooks of several sheets, what is hidden, and lists that are read back."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

import reportgen
from reportgen.factors.cost_table import COSTS
from reportgen.factors.layers import open_table
from reportgen.factors.read_table import Told
from reportgen.factors.sheets import is_known
from reportgen.problems import InputError
from tests.factors.tables import write
from tests.rendering.unspanned import unspanned

HANDED = Path(__file__).parent / "as_companies_have_them"
HEAD: list[Any] = ["task", "price", "currency"]
RUN: dict[str, Any] = {
    "task": "object-detection",
    "samples_before": 110000,
    "samples_after": 72500,
    "duration": "PT42M",
    "currency": "EUR",
    "started_at": "2026-06-15",
}


def read(path: Path, **told: str) -> list[tuple[Any, ...]]:
    """Task, price and fee of each row of a sound table."""
    opened = open_table(path, COSTS, "company", Told(**told))
    assert () == opened.problems
    return [(placed.row.task, placed.row.price, placed.row.fixed_fee) for placed in opened.rows]


def wrong(path: Path, **told: str) -> list[str]:
    """What is wrong with a table, without its folder."""
    with pytest.raises(InputError) as raised:
        open_table(path, COSTS, "company", Told(**told))
    return [str(problem).replace(f"{path.parent}/", "") for problem in raised.value.problems]


def book(folder: Path, sheets: dict[str, list[list[Any]]], change: Callable[[Workbook], None] | None = None) -> Path:
    """A workbook of these sheets."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, lines in sheets.items():
        page = made.create_sheet(name)
        for line in lines:
            page.append(line)
    if change:
        change(made)
    content = BytesIO()
    made.save(content)
    return write(folder, "book.xlsx", content.getvalue())


def table(price: float) -> list[list[Any]]:
    """A sheet with one price of object detection."""
    return [HEAD, ["object-detection", price, "EUR"]]


# The handed files


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("de_int.csv", 'fixed_fee: "1.500" is 1500 with a decimal comma and 1.500 with a decimal point'),
        ("de_price.csv", 'price: "1.250" is 1250 with a decimal comma and 1.250 with a decimal point'),
    ],
)
def test_a_number_that_may_be_two(name: str, message: str) -> None:
    """A German table whose cells prove nothing is a problem with both readings, and says what answers it."""
    assert [f"{name}:2: {message} (--decimal comma, or --decimal point, says which)"] == wrong(HANDED / name)


def test_the_answer_to_it() -> None:
    """With a decimal comma the fee is 1,500 and the price 1,250; with a point they are 1.5 and 1.25."""
    assert [("object-detection", 2, 1500)] == read(HANDED / "de_int.csv", decimal=",")
    assert [("object-detection", 1250, None)] == read(HANDED / "de_price.csv", decimal=",")
    assert [("object-detection", 2, Decimal("1.5"))] == read(HANDED / "de_int.csv", decimal=".")


def test_what_a_spreadsheet_adds_and_leaves_out() -> None:
    """The line sep=; is dropped, and a last empty cell may be missing."""
    assert [("object-detection", Decimal("0.95"), 1500)] == read(HANDED / "sep.csv")
    rows = read(HANDED / "drop_delim.csv")
    assert [("object-detection", Decimal("0.95"), 1500), ("segmentation", 4, 1500)] == rows


def test_the_sheet_of_prices_wins() -> None:
    """110,000 at 0.95 from the sheet Prices, not at last year's 1.40 from the first; the report says which."""
    found = reportgen.report(cost_tables=HANDED / "capital_sheet.xlsx", **RUN)
    assert 104500 == found.figures["annotation_cost_before"].value
    assert "sheet Prices" in found.html
    assert () == found.account.remarks
    assert "hidden_cells" not in {caveat.id for caveat in found.caveats}


def test_a_hidden_column_is_left_out_and_said() -> None:
    """110,000 at 1.00 without the hidden discount of 30 %; table, caveat and warning say so."""
    found = reportgen.report(cost_tables=HANDED / "hidden_col.xlsx", **RUN)
    assert 110000 == found.figures["annotation_cost_before"].value
    assert "hidden_cells" in {caveat.id for caveat in found.caveats}
    assert "hidden_col.xlsx: hidden columns left out: F &#34;discount&#34;" in unspanned(found.html)
    assert ('hidden_col.xlsx: hidden columns left out: F "discount"',) == found.account.remarks


def test_a_hidden_row_is_left_out_and_said() -> None:
    """Without the row that a filter hides there is no price in EUR, and the problem says that it is there."""
    with pytest.raises(InputError) as raised:
        reportgen.report(cost_tables=HANDED / "hidden_row.xlsx", **RUN)
    [problem] = raised.value.problems
    assert "the price of object-detection is in USD, the run in EUR, and no rate is given" == problem.message
    assert problem.hint.endswith("; hidden_row.xlsx: hidden rows left out: 3")


def test_a_strict_workbook_says_what_to_do() -> None:
    """The form that openpyxl reads as empty is refused in one line."""
    expected = (
        "strict.xlsx: the workbook has the form Strict Open XML, which is not read "
        '(save it as "Excel Workbook (*.xlsx)", or as CSV)'
    )
    assert [expected] == wrong(HANDED / "strict.xlsx")


# Parts


def test_parts_as_columns(tmp_path: Path) -> None:
    """part_1_unit and the like are the parts of a TOML; a part that is left out is told."""
    toml = (
        'currency = "USD"\n[[prices]]\ntask = "x"\nminimum = 9\n'
        'parts = [{unit = "1M tokens", price = 5, units_per_sample = 7}, {price = 0.5, share = 0.1}]\n'
    )
    head = "task;currency;minimum;part_1_unit;part_1_price;part_1_units_per_sample;part_2_price;part_2_share"
    expected = open_table(write(tmp_path, "t.toml", toml), COSTS, "company")
    found = open_table(write(tmp_path, "t.csv", f"{head}\nx;USD;9;1M tokens;5;7;0,5;0,1\n"), COSTS, "company")
    assert ((), ()) == (expected.problems, found.problems)
    assert [placed.row for placed in expected.rows] == [placed.row for placed in found.rows]
    assert 2 == len(found.rows[0].row.parts)
    path = write(tmp_path, "t.csv", "task;part_2_price;currency\nx;1;EUR\n")
    assert ["t.csv:2: part 2 is given, and part 1 is not (number the parts from 1)"] == wrong(path)
    path = write(tmp_path, "t.csv", "task;part_1_cost;currency\nx;1;EUR\n")
    assert ['t.csv:1: the column "part_1_cost" is unknown'] == [it.partition(" (")[0] for it in wrong(path)]


# Decimal signs


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("x;1.500;\ny;0,95;", ["1500", "0.95"]),
        ("x;1.500;\ny;1.234,50;", ["1500", "1234.50"]),
        ("x;1.500;\ny;0.95;", ["1.500", "0.95"]),
        ("x;1.500;\ny;12.3456;", ["1.500", "12.3456"]),
        ("x;1.500;\ny;2;50.000", ["1500", "2"]),  # a count has no decimals
        ("x;1500;\ny;2;", ["1500", "2"]),
        ("x;1\u00a0500;\ny;2;", ["1500", "2"]),
    ],
)
def test_a_cell_proves_the_sign_for_all(tmp_path: Path, lines: str, expected: list[str]) -> None:
    """One cell that can be read in one way only says how the others are read; whole numbers settle nothing."""
    path = write(tmp_path, "t.csv", f"task;price;fixed_fee;currency\n{lines.replace(chr(10), ';EUR' + chr(10))};EUR\n")
    rows = open_table(path, COSTS, "company").rows if "50.000" not in lines else None
    if rows is None:
        text = path.read_text(encoding="utf-8").replace("fixed_fee", "annotators")
        rows = open_table(write(tmp_path, "t.csv", text), COSTS, "company").rows
    assert expected == [str(placed.row.price) for placed in rows]


def test_cells_that_disagree(tmp_path: Path) -> None:
    """A point in one line and a comma in another is a problem that names both."""
    path = write(tmp_path, "t.csv", "task;price;discount;currency\nx;0.95;0;EUR\ny;1;0,5;EUR\n")
    expected = (
        't.csv:3: discount: "0,5" has a decimal comma, and price on line 2, "0.95", a decimal point '
        "(write all numbers in one way)"
    )
    assert [expected] == wrong(path)


def test_cells_of_a_workbook_that_disagree(tmp_path: Path) -> None:
    """Both are named; beside them what is no number by either sign is told, and what may be two is not told again."""
    prices = ["1,5", "1.5", "cheap", "1.500"]
    path = book(tmp_path, {"Sheet1": [HEAD, *([f"task {price}", price, "EUR"] for price in prices)]})
    assert [
        'book.xlsx:Sheet1!B3: price: "1.5" has a decimal point, and price in Sheet1!B2, "1,5", a decimal comma'
        " (write all numbers in one way)",
        'book.xlsx:Sheet1!B4: $.prices[2].price: expected a number, found "cheap"'
        " (a number in currency per unit, such as 0.5)",
    ] == wrong(path)


def test_between_commas_a_point_is_decimal(tmp_path: Path) -> None:
    """A table with commas between its cells has no decimal comma outside of quotes: 1.500 is one and a half."""
    path = write(tmp_path, "t.csv", "task,price,currency\nx,1.500,EUR\n")
    assert [("x", Decimal("1.5"), None)] == read(path)


@pytest.mark.parametrize(
    ("sign", "annotators", "fault"),
    [
        (";", "3.000", ""),  # no count has decimals: 3,000
        (",", '"3,000"', ""),
        (
            ",",
            "3.000",
            "t.csv:2: $.prices[0].annotators: 3.000 is no whole number"
            " (write 3000, or 3: the sign may be of thousands or of decimals)",
        ),
    ],
)
def test_a_count_with_a_point_between_commas_is_asked_about(
    tmp_path: Path, sign: str, annotators: str, fault: str
) -> None:
    """A program that writes decimals may have written it: it proves no comma, and is no whole number."""
    path = write(
        tmp_path,
        "t.csv",
        sign.join(["task", "price", "currency", "annotators"]) + f"\nx{sign}2{sign}EUR{sign}{annotators}\n",
    )
    opened = open_table(path, COSTS, "company")
    assert ([fault] if fault else []) == [str(it).replace(f"{tmp_path}/", "") for it in opened.problems]
    assert fault or 3000 == opened.rows[0].row.annotators


def test_texts_in_a_workbook(tmp_path: Path) -> None:
    """A number of a workbook is one; a text 1.500 in it may be two, unless another text proves the sign."""
    lines = [HEAD, ["x", "1.500", "EUR"], ["y", 0.95, "EUR"]]
    path = book(tmp_path, {"Sheet1": lines})
    assert ["book.xlsx:Sheet1!B2"] == [problem.partition(": ")[0] for problem in wrong(path)]
    assert [("x", 1500, None), ("y", Decimal("0.95"), None)] == read(path, decimal=",")
    path = book(tmp_path, {"Sheet1": [*lines, ["z", "0,5", "EUR"]]})
    assert [1500, Decimal("0.95"), Decimal("0.5")] == [price for _, price, _ in read(path)]


def test_the_answer_in_python() -> None:
    """110,000 at 2 and a fee of 1,500 or of 1.50: `decimal` says which, in words."""
    for decimal, expected in (("comma", 221500), ("point", Decimal("220001.5"))):
        found = reportgen.report(cost_tables=HANDED / "de_int.csv", decimal=decimal, **RUN)
        assert expected == found.figures["annotation_cost_before"].value


# Sheets


@pytest.mark.parametrize("name", ["PRICES", "Preise", "Liste de prix", "Precios"])
def test_known_names(tmp_path: Path, name: str) -> None:
    """A sheet of prices is known by its name in any case and in the languages of the page."""
    path = book(tmp_path, {"2025": table(9), name: table(1), "Notes": [["x"]]})
    assert [("object-detection", 1, None)] == read(path)


def test_each_name_of_a_sheet_of_prices() -> None:
    """English, German, French and Spanish; accents, blanks and capitals tell nothing apart."""
    names = (
        "price, Prices, Price list, Price-List, cost, Costs, Cost table, rates, Rate card, Preis, Preise, Preisliste, "
        "PREISTABELLE, Kosten, Kostentabelle, Prix, Liste de prix, Tarif, Tarifs, Tarife, Coût, Coûts, cout, "
        "Precio, Precios, Lista de precios, Tarifa, Tarifas, Coste, Costes, Costos"
    )
    assert [] == [name for name in names.split(", ") if not is_known(name)]


@pytest.mark.parametrize("name", ["2025", "Prices 2025", "Sheet1", "old prices", ""])
def test_names_that_say_nothing(name: str) -> None:
    """What more stands in the name may be what tells two of them apart."""
    assert not is_known(name)


def test_two_known_names_are_a_problem(tmp_path: Path) -> None:
    """Which of two is meant is asked, and --sheet answers it, in any case."""
    path = book(tmp_path, {"Notes": [["x"]], "Prices": table(1), "Preise": table(2)})
    expected = (
        'book.xlsx: several sheets could be the table of prices: "Prices", "Preise" (--sheet "Prices" says which)'
    )
    assert [expected] == wrong(path)
    assert [("object-detection", 2, None)] == read(path, sheet="preise")
    assert ['book.xlsx: there is no sheet "Price" (did you mean "Prices"?)'] == wrong(path, sheet="Price")


def test_several_tables_without_a_known_name(tmp_path: Path) -> None:
    """Two sheets with heads of prices are a problem; one among others is the table, wherever it stands."""
    path = book(tmp_path, {"Notes": [["x"]], "2025": table(1), "2026": table(2)})
    said = 'book.xlsx: several sheets could be the table of prices: "2025", "2026" (--sheet "2025" says which)'
    assert [said] == wrong(path)
    path = book(tmp_path, {"Notes": [["x"]], "2026": [[None], *table(2)]})
    assert [("object-detection", 2, None)] == read(path)


@pytest.mark.parametrize(("count", "more"), [(6, ""), (7, ", ...")])
def test_of_many_sheets_of_prices_six_are_named(tmp_path: Path, count: int, more: str) -> None:
    """And dots say that there are more."""
    names = [str(2020 + number) for number in range(count)]
    listed = ", ".join(f'"{name}"' for name in names[:6])
    said = f'several sheets could be the table of prices: {listed}{more} (--sheet "2020" says which)'
    assert [f"book.xlsx: {said}"] == wrong(book(tmp_path, {name: table(1) for name in names}))


def test_a_hidden_sheet_is_left_out_unless_it_is_named(tmp_path: Path) -> None:
    """It is no candidate though its name is known, and it is said."""

    def hide(made: Workbook) -> None:
        made["Prices"].sheet_state = "hidden"

    path = book(tmp_path, {"Prices": table(1), "2026": table(2)}, hide)
    opened = open_table(path, COSTS, "company")
    assert ([Decimal(2)], "2026") == ([placed.row.price for placed in opened.rows], opened.rows[0].sheet)
    assert ("hidden sheets left out: Prices",) == opened.document.remarks
    opened = open_table(path, COSTS, "company", Told(sheet="Prices"))
    assert ([Decimal(1)], tuple[str, ...]()) == ([placed.row.price for placed in opened.rows], opened.document.remarks)


def test_hidden_cells_that_hold_nothing_are_not_told(tmp_path: Path) -> None:
    """An empty hidden row or column is nobody's concern; one with a cell is, a formula without a value too."""

    def hide(made: Workbook) -> None:
        made.worksheets[0].row_dimensions[3].hidden = True
        made.worksheets[0].column_dimensions.group("D", "G", hidden=True)

    assert () == open_table(book(tmp_path, {"a": table(1)}, hide), COSTS, "company").document.remarks
    high = "the highest price of a unit as negotiated"  # 41 signs, of which 40 are shown
    lines = [[*HEAD, "discount", None, "low", high], ["x", 1, "EUR", "=1-1"], ["y", "=2", "EUR"]]
    opened = open_table(book(tmp_path, {"a": lines}, hide), COSTS, "company")
    columns = 'D "discount", F "low", G "the highest price of a unit as negotiat…"'
    expected = ("hidden rows left out: 3", f"hidden columns left out: {columns}")
    assert (expected, ()) == (opened.document.remarks, opened.problems)
    assert [("x", Decimal(1), None)] == [
        (placed.row.task, placed.row.price, placed.row.discount) for placed in opened.rows
    ]


@pytest.mark.parametrize(("hidden", "said"), [(8, "2, 3, 4, 5, 6, 7, 8, 9"), (9, "2, 3, 4, 5, 6, 7, 8, 9, ...")])
def test_of_much_that_is_hidden_eight_are_named(tmp_path: Path, hidden: int, said: str) -> None:
    """And where there is more, dots say so."""

    def hide(made: Workbook) -> None:
        for row in range(2, hidden + 2):
            made.worksheets[0].row_dimensions[row].hidden = True

    lines = [HEAD, *([f"task {row}", 1, "EUR"] for row in range(hidden + 1))]
    opened = open_table(book(tmp_path, {"a": lines}, hide), COSTS, "company")
    assert ((f"hidden rows left out: {said}",), 1) == (opened.document.remarks, len(opened.rows))


def test_a_problem_says_what_is_hidden(tmp_path: Path) -> None:
    """Where the head itself is hidden, the problem of the line below it does not stand alone."""

    def hide(made: Workbook) -> None:
        made.worksheets[0].row_dimensions[1].hidden = True

    assert (
        "book.xlsx: hidden rows left out: 1 (show it in the spreadsheet if it should count)"
        == wrong(book(tmp_path, {"a": table(1)}, hide))[-1]
    )
