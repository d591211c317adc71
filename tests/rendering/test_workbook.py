"""The workbook: what stands in which cell, what is a formula and what never is one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

import reportgen
from reportgen.figures.expression import Expression, Name, Operation, evaluate, total
from reportgen.figures.spreadsheet import LONGEST, cell_name, in_parts, spreadsheet
from reportgen.locale.catalogue import Catalogue
from reportgen.locale.language import Language, language_of
from reportgen.page.writer import Writer
from reportgen.rendering.report import Report
from reportgen.rendering.sheet import LIVE, PLAIN
from reportgen.rendering.workbook import number_format, sheets
from tests.audit.reports import report
from tests.figures.runs import FOUR, report_of, run
from tests.rendering.runs import four_lines, given, marked_up

HEADS = 3  # the row of heads of Assumptions and Calculation, counted from zero


def opened(made: Report) -> Workbook:
    """The workbook with its formulas."""
    return load_workbook(BytesIO(made.xlsx()))


@cache
def sample_book() -> Workbook:
    """That of the sample, which nobody changes."""
    return opened(report())


def rows_of(book: Workbook, sheet: str) -> dict[str, dict[str, Any]]:
    """The rows of a sheet by the key of their figure, each cell by the head of its column."""
    head, *rows = list(book[sheet].iter_rows(values_only=True))[HEADS:]
    return {str(row["Key"]): row for row in (dict(zip(map(str, head), values, strict=True)) for values in rows)}


def test_every_input_stands_once_and_every_other_figure_is_a_formula() -> None:
    """Of the sample no key is on both sheets, all are on one; of what has a value only procedures are no formula."""
    book, figures = sample_book(), report().figures
    inputs, derived = rows_of(book, "Assumptions"), rows_of(book, "Calculation")
    assert ["Summary", "Assumptions", "Calculation", "Sources", "Stages"] == book.sheetnames
    assert set() == set(inputs) & set(derived)
    assert set(figures) == set(inputs) | set(derived)
    assert (0.95, "EUR/sample", 0.85, 1.1) == tuple(
        inputs["annotation_price"][it] for it in ("Value", "Unit", "Low", "High")
    )
    assert "Framework contract LB-2025-118, annex A (invented)" == inputs["annotation_price"]["Source"]
    assert "=annotation_price * samples_to_label_before" == derived["annotation_cost_before"]["Now"]
    still = {key for key, row in derived.items() if isinstance(row["Now"], (int, float))}
    assert {key for key in derived if figures[key].procedure and figures[key].value is not None} == still
    assert {"ttcapc/1"} == {figures[key].procedure for key in still}


def test_the_colours_of_numbers_are_those_that_the_sheets_explain() -> None:
    """Inputs are blue, what follows is black, what does not is grey and aslant: lines on top, and cells below."""
    book = sample_book()
    looks = {"input": ("FF0000FF", False), "live": ("FF000000", False), "still": ("FF6B6B6B", True)}

    def look(sheet: str, cell: str) -> tuple[str, bool]:
        font = book[sheet][cell].font
        return font.color.rgb, font.i

    assert [looks["input"]] == [look("Assumptions", "A1")]
    assert [looks["live"], looks["still"]] == [look("Calculation", cell) for cell in ("A1", "A2")]
    assert "A formula over the named cells of this sheet and of “Assumptions”." == book["Calculation"]["A1"].value
    assert "A value that follows nothing: as reported." == book["Calculation"]["A2"].value
    for row in range(HEADS + 2, book["Calculation"].max_row + 1):
        now, reported = (book["Calculation"][f"{column}{row}"] for column in "BD")
        if reported.value is not None:
            kind = "live" if str(now.value).startswith("=") else "still"
            assert [looks[kind], looks["still"]] == [look("Calculation", it.coordinate) for it in (now, reported)]
    for row in range(HEADS + 2, book["Assumptions"].max_row + 1):
        if isinstance(book["Assumptions"][f"B{row}"].value, (int, float)):
            assert looks["input"] == look("Assumptions", f"B{row}")


def test_names_are_those_of_cells_that_hold_the_figure() -> None:
    """Each figure that has a value has a named cell, and a cell has one name."""
    book = sample_book()
    known = {cell_name(key) for key, figure in report().figures.items() if figure.value is not None}
    named = {name: defined.attr_text for name, defined in book.defined_names.items()}
    assert known <= set(named)
    assert {f"{cell_name(key)}__reported" for key in report().figures} >= set(named) - known
    assert len(named) == len(set(named.values()))


def test_formulas_hold_what_they_gave() -> None:
    """A preview, or a program that does not reckon, shows the reported value and no zero."""
    book = load_workbook(BytesIO(report().xlsx()), data_only=True)
    derived = rows_of(book, "Calculation")
    assert 35625 == derived["annotation_savings"]["Now"]
    assert float(report().figures.value("roi")) == derived["roi"]["Now"]
    assert [0] == [row[6] for row in book["Summary"].iter_rows(values_only=True) if row[0] == "Samples removed"]


def test_what_is_not_known_is_empty_and_says_why() -> None:
    """An input that nobody gave is no zero, and neither is what rests on it."""
    book = sample_book()
    price = rows_of(book, "Assumptions")["electricity_price"]
    assert (None, "price of electricity not given") == (price["Value"], price["Remark"])
    assert rows_of(book, "Calculation")["apec.faster_r_cnn_r50"]["Now"] is None


def test_what_rests_on_a_procedure_says_so() -> None:
    """Full months are rounded down, which no formula says: the cost by months follows all else and not them."""
    derived = rows_of(opened(report_of("tiers by month at a pace")), "Calculation")
    months, cost = derived["full_months_before"], derived["annotation_cost_before"]
    assert isinstance(months["Now"], (int, float))
    assert "the procedure whole_months/1 gives it" in months["Remark"]
    assert str(cost["Now"]).startswith("=")
    assert "rests on a value that does not follow: full_months_before" == cost["Remark"]
    assert "does not follow" not in str(derived["samples_removed"]["Remark"])


def test_the_summary_says_what_does_not_follow() -> None:
    """Under monthly tiers its avoided cost follows all but the full months, and the break-even nothing: it is grey."""
    book = opened(report_of("tiers by month at a pace"))
    cells = {row[0].value: row for row in book["Summary"].iter_rows()}
    avoided = cells["Avoided annotation cost (estimate)"]
    even = cells["Removed samples that pay for the filtering run"]

    months = "full_months_before and full_months_after"
    assert f"rests on a value that does not follow: {months}" == avoided[-1].value
    assert "FF000000" == avoided[1].font.color.rgb
    by = "the procedure break_even_by_months/1 gives it"
    assert f"a value that does not follow the inputs: {by}" == even[-1].value
    assert "FF6B6B6B" == even[1].font.color.rgb


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "=HYPERLINK(", "<r><t>", "\t=", "{="])
def test_no_text_is_a_formula(tmp_path: Path, sign: str) -> None:
    """Whatever a name begins with, its cell is a text."""
    name = f"{sign}1+1</r>"
    stages = [{"name": name, "removed": 1, "reason": name}]
    made = given(tmp_path, {**FOUR, "name": name, "dataset": name, "stages": stages})
    book = opened(made)
    assert name.strip() == str(book["Summary"]["A1"].value).strip()
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "1+1" in cell.value:
                    assert "s" == cell.data_type
                    assert cell.hyperlink is None
    assert name.strip() == str(book["Stages"]["A2"].value).strip()


def test_markup_stays_text(tmp_path: Path) -> None:
    """Names of the user's with markup and signs that XML forbids make a workbook that opens."""
    manifest, costs = marked_up()
    assert opened(given(tmp_path, manifest, costs))["Stages"]["A2"].value


def test_the_same_inputs_give_the_same_bytes() -> None:
    """Nothing in it comes from a clock: made twice it is the same, and each file in it has one fixed date."""
    assert report().xlsx() == report().xlsx()
    with ZipFile(BytesIO(report().xlsx())) as files:
        assert {(1980, 1, 1, 0, 0, 0)} == {it.date_time for it in files.infolist()}
        assert b"2026-11-12T" in files.read("docProps/core.xml")
    with ZipFile(BytesIO(four_lines().xlsx())) as files:
        assert b"2000-01-01T00:00:00Z" in files.read("docProps/core.xml")


def test_a_number_keeps_away_from_the_text_beside_it() -> None:
    """Numbers end and texts begin an indent from the line between them; a head of two lines has room for both."""
    page = opened(replace(report(), language=language_of("de_DE")))["Übersicht"]
    head = next(row for row in range(1, 20) if page.cell(row, 2).value == "Jetzt")
    number, unit = page.cell(head + 1, 2), page.cell(head + 1, 3)
    assert [("right", 1), ("left", 1)] == [(it.alignment.horizontal, it.alignment.indent) for it in (number, unit)]
    assert (13.5, 27) == (page.row_dimensions[head + 1].height, page.row_dimensions[head].height)


def test_heads_are_in_the_language_of_the_page() -> None:
    """Sheets and units too, and what is ours of sources; names of cells are the same in every language."""
    book = opened(replace(report(), language=language_of("de_DE")))
    assert ["Übersicht", "Annahmen", "Berechnung", "Quellen", "Stufen"] == book.sheetnames
    assert ["Größe", "Jetzt", "Einheit", "Wie berichtet"] == [cell.value for cell in book["Berechnung"][4][:4]]
    assert "=annotation_price * samples_to_label_before" in [cell.value for cell in book["Berechnung"]["B"]]
    assert "'Annahmen'!" in book.defined_names["annotation_price"].value
    assert {"EUR/Datenpunkt", "Wh/h", "kg CO₂e"} <= {cell.value for cell in book["Annahmen"]["C"]}
    assert "eine gespeicherte Kopie der Seite" in [cell.value for cell in book["Quellen"]["I"]]


@pytest.mark.parametrize(
    ("words", "expected"),
    [("Annahmen: [alle] / Werte?", "Annahmen alle  Werte"), ("W" * 40, "W" * 31), ("[?]", "Assumptions")],
)
def test_a_sheet_is_named_as_spreadsheets_take_it(words: str, expected: str) -> None:
    """None of [ ] : * ? / \\, at most 31 characters; where that leaves none, English."""
    report_ = replace(report(), language=Language(catalogues=(Catalogue({"Assumptions": (words,)}, lambda _: 0),)))

    assert expected == opened(report_).sheetnames[1]


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("35524.01988636364", "EUR", "#,##0.00"),
        ("0.95", "EUR/sample", "#,##0.00"),
        ("0.00269280303030303", "EUR", "#,##0.0000000"),
        ("1", "EUR", "#,##0.00"),
        ("0.999", "EUR", "#,##0.000"),
        ("110000", "sample", "#,##0"),
        ("1977.6666666666667", "h", "#,##0.0"),
        ("0.34206", "kgCO2e/kWh", "#,##0.00000"),
        ("0", "EUR", "#,##0"),
        ("-12.5", "kWh", "#,##0.0"),
        ("999999999999999", "token", "#,##0"),
        ("1e15", "token", "0.0000E+00"),
        ("1e-10", "kWh", "#,##0.0000000000"),
        ("1e-11", "kWh", "0.0000E+00"),
    ],
)
def test_numbers_are_shown_as_people_read_them(value: str, unit: str, expected: str) -> None:
    """Money has its minor unit, what was given all its digits, what was reckoned five."""
    assert expected == number_format(Decimal(value), unit, "EUR", 2)


@pytest.mark.parametrize(
    ("key", "name"),
    [("co2", "co2_"), ("r", "r_"), ("c", "c_"), ("r1c1", "r1c1_"), ("abc123", "abc123_")]
    + [(key, key) for key in ("pue", "rc_2", "co2_savings", "apc.v5", "abcd1", "energy.gpu_power")],
)
def test_no_name_is_a_cell(key: str, name: str) -> None:
    """A spreadsheet would take co2 for the second row of column CO."""
    assert name == cell_name(key)


def test_a_formula_as_a_spreadsheet_writes_it() -> None:
    """Functions are in capitals, all else is as in the report."""
    expression = Name("a") - Operation("min", (Name("co2"), -Name("b.c") * 2))
    assert "a - MIN(co2_, -b.c * 2)" == spreadsheet(expression)


@pytest.mark.parametrize("operator", ["+", "-", "*", "/", "min", "max"])
def test_a_long_formula_is_cut_into_parts_that_give_the_same(operator: str) -> None:
    """Excel takes no more than 8,192 characters: of a thousand operands each part is short, and none is lost."""
    values = {f"{'x' * 40}.{number}": Decimal(number % 3 + 1) for number in range(1000)}
    whole = Operation(operator, tuple(map(Name, values)))
    parts: dict[str, Any] = {}

    def take(expression: Any) -> Name:
        parts[f"part_{len(parts)}"] = expression
        return Name(f"part_{len(parts) - 1}")

    rest = in_parts(whole, take)
    assert len(spreadsheet(whole)) > LONGEST > 8 * max(len(spreadsheet(it)) for it in (rest, *parts.values()))
    reckoned = dict(values)
    for name, expression in parts.items():
        reckoned[name] = evaluate(expression, reckoned)
    assert evaluate(whole, values) == evaluate(rest, reckoned)


def cut(expression: Expression) -> tuple[str, list[str]]:
    """The formula that is left of it, and its parts."""
    parts: list[str] = []

    def take(part: Expression) -> Name:
        parts.append(spreadsheet(part))
        return Name(f"p{len(parts)}.")

    return spreadsheet(in_parts(expression, take)), parts


@pytest.mark.parametrize(("size", "parts"), [(8000, 0), (8001, 1)])
def test_a_formula_is_cut_where_it_is_longer_than_8000_signs(size: int, parts: int) -> None:
    """And is left whole up to there; an operand of more than 500 signs is then a part."""
    left, found = cut(Name("y") + Name("x" * (size - len("y + "))))
    assert parts == len(found)
    assert (len("y + p1.") if parts else size) == len(left)


@pytest.mark.parametrize(("size", "left"), [(500, "z"), (501, "p1.")])
def test_an_operand_of_a_long_formula_is_cut_above_500_signs(size: int, left: str) -> None:
    """One of 500 stays where it is."""
    short = Name("z" * size)
    found, _ = cut(Operation("min", (short, Name("x" * 8000))))
    assert found.startswith(f"MIN({left * (size if left == 'z' else 1)}, ")


@pytest.mark.parametrize(
    ("operands", "parts"),
    [(14, []), (15, [14]), (27, [14]), (28, [14, 14])],
)
def test_operands_of_a_long_formula_are_taken_together_by_fourteen(operands: int, parts: list[int]) -> None:
    """Fourteen stay; of more the first fourteen are a part, and so on."""
    long = Name("x" * 8000)
    _, found = cut(Operation("max", (long, *(Name("y") for _ in range(operands - 1)))))
    assert parts == [part.count(",") + 1 for part in found if part.startswith("MAX")]


def test_a_short_formula_is_not_cut() -> None:
    """A sum of a hundred short names is far below what a spreadsheet takes."""
    whole = total(Name(f"x{number}_") for number in range(100))
    assert whole is in_parts(whole, lambda _: pytest.fail("nothing is to be cut"))


def test_a_thousand_stages(tmp_path: Path) -> None:
    """Each stage has its row, and what remains unexplained is a formula over parts of their sum."""
    stages = [{"name": f"{'Stage ' * 8}{number}", "removed": 1} for number in range(1000)]
    book = opened(given(tmp_path, {**FOUR, "stages": stages}))
    formula = next(str(row[1].value) for row in book["Calculation"].iter_rows() if row[8].value == "stages_unexplained")
    assert "stages_unexplained__" in formula
    assert max(len(str(row[1].value)) for row in book["Calculation"].iter_rows()) < LONGEST
    assert 1000 + 2 == book["Stages"].max_row


def test_each_stage_has_its_numbers_and_its_rule() -> None:
    """In the order of the run, each a formula over the figure's own cell; last what no stage reported."""
    head, *rows = sample_book()["Stages"].iter_rows(values_only=True)
    assert ("Stage", "Removed", "Unit", "Share of all", "Left", "Time in s", "Rule") == head
    numbers = [f"={kind}.exact_duplicates" for kind in ("stage_share", "stage_left", "stage_duration")]
    assert ("Exact duplicates", "=stage_removed.exact_duplicates", "sample", *numbers, "same SHA-256") == rows[1]
    assert ("=stages_unexplained", "sample", None) == rows[-1][1:4]


def test_what_a_summary_says_of_each_figure() -> None:
    """Now and its change as formulas, the value as reported with its range in its own format."""
    book = sample_book()
    rows = {str(row[0].value): row for row in book["Summary"].iter_rows()}
    heads = [cell.value for cell in rows["Figure"]]
    assert [
        "Figure",
        "Now",
        "Unit",
        "As reported",
        "Low, as reported",
        "High, as reported",
        "Change",
        "Remark",
    ] == heads
    (net,) = (row for row in rows.values() if row[1].value == "=net_savings")
    assert ("EUR", "=net_savings - net_savings__reported") == (net[2].value, net[6].value)
    assert ["#,##0.00"] * 5 == [net[place].number_format for place in (1, 3, 4, 5, 6)]
    assert (True, False) == (net[3].font.i, net[1].font.i)
    assert 35524.02 == round(float(str(net[3].value)), 2)


@pytest.mark.parametrize(
    ("sheet", "key", "unit"),
    [
        ("Assumptions", "pue", None),
        ("Calculation", "roi", None),
        ("Assumptions", "samples_before", "sample"),
        ("Assumptions", "annotation_price", "EUR/sample"),
        ("Assumptions", "grid_intensity", "kg CO₂e/kWh"),
        ("Calculation", "annotation_savings", "EUR"),
    ],
)
def test_what_has_no_unit_says_none(sheet: str, key: str, unit: str | None) -> None:
    """A ratio is a bare number; a count says what is counted."""
    assert unit == rows_of(sample_book(), sheet)[key]["Unit"]


WIDTHS = {
    "Summary": {"Figure": 44, "Now": 18, "Unit": 16, "As reported": 18, "Change": 18, "Remark": 52}
    | {"Low, as reported": 18, "High, as reported": 18},
    "Assumptions": {"Input": 44, "Value": 18, "Unit": 16, "Low": 14, "High": 14, "Basis": 16, "Layer": 16}
    | {"Source": 44, "Key": 40, "Remark": 52},
    "Calculation": {"Figure": 44, "Now": 18, "Unit": 16, "As reported": 18, "Formula": 60, "Rests on": 16}
    | {"Low, as reported": 18, "High, as reported": 18, "Key": 40, "Remark": 52},
    "Sources": {"Identifier": 28, "Title": 60, "Publisher": 28, "File": 24, "Document": 28, "Address": 48}
    | {"Licence": 20, "Accessed": 14, "Read through": 40, "Derivation": 60},
    "Stages": {"Stage": 44, "Removed": 14, "Unit": 12, "Share of all": 14, "Left": 14, "Time in s": 14, "Rule": 80},
}


def test_a_column_has_room_for_what_stands_in_it() -> None:
    """In signs: a sum of money 18, a key 40, a name 44, a formula 60, the rule of a stage 80."""
    made = sheets(Writer(report().account, 2, report().language))
    assert {sheet: dict(sorted(heads.items())) for sheet, heads in WIDTHS.items()} == {
        it.name: dict(sorted((head.text, head.width) for head in it.heads)) for it in made
    }


def test_a_formula_that_is_cut_has_its_parts_above_it() -> None:
    """Each in a row of its own, which is called like it and has the number that it gives; then the whole."""
    stages = [{"name": f"{'Stage ' * 8}{number}", "removed": 1} for number in range(200)]
    made = run({**FOUR, "stages": stages})
    rows = next(it.rows for it in sheets(Writer(made.account, 2, made.language)) if it.name == "Calculation")
    labels = [row[0].text for row in rows]
    place = labels.index("part 1 of stages_unexplained")
    part, whole = rows[place], next(row for row in rows[place:] if row[1].name == "stages_unexplained")
    assert ("stages_unexplained__1", LIVE, "#,##0") == (part[1].name, part[1].style, part[1].number_format)
    assert ("", PLAIN) == (part[2].text, part[2].style)
    assert "stages_unexplained__1" in whole[1].formula
    parts = [row for row in rows if row[0].text.startswith("part ") and row[0].text.endswith("of stages_unexplained")]
    assert [f"stages_unexplained__{number}" for number in range(1, len(parts) + 1)] == [row[1].name for row in parts]


def test_a_price_below_zero_is_explained() -> None:
    """4 h at 50 EUR are 200 of the run; 400 GB that are not stored for 50 months save 400 and leave -200 for 37,500."""
    storage = {"per_gb_month": Decimal("0.02"), "months": 50, "deleted": True}
    amounts = {"gigabyte": {"before": 1000, "after": 600}}
    made = reportgen.report(
        **{**FOUR, "amounts": amounts, "storage": storage, "costs": {"person_hours": 4, "hourly_rate": 50}}
    )
    label = "Price of a unit at which the net is zero"
    [row] = [row for row in opened(made)["Summary"].iter_rows(values_only=True) if row[0] == label]

    assert "-0.00533333" == f"{made.figures['break_even_price'].value:.8f}"
    assert ("=break_even_price", "below zero: at no price is the net zero") == (row[1], row[-1])


def test_the_task_is_in_the_language_of_the_sheets() -> None:
    """A German workbook says Objekterkennung, as the page does."""
    book = opened(replace(four_lines(), language=language_of("de_DE")))
    sheet = book[book.sheetnames[0]]

    assert ["Objekterkennung"] == [row[1] for row in sheet.iter_rows(values_only=True) if row[0] == "Aufgabe"]
