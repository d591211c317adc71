"""Sheets as a workbook: how cells look, how high rows are, what a column to fill in says and checks."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell as WrittenCell

from reportgen.rendering.sheet import HEAD, INPUT, LIVE, PLAIN, REMARK, STILL, TITLE, Cell, Check, Head, Sheet
from reportgen.rendering.write_xlsx import xlsx

HEADS = (Head("Figure", 12), Head("Now", 20))


def written(
    rows: Sequence[Sequence[Cell]] = (),
    heads: Sequence[Head] = HEADS,
    above: Sequence[Sequence[Cell]] = (),
    **more: Any,
) -> Workbook:
    """A workbook of one sheet, as another program opens it."""
    return load_workbook(BytesIO(xlsx([Sheet("It's", above, heads, rows, **more)], "A title", None)))


def cell(book: Workbook, place: str) -> WrittenCell:
    """A cell of its sheet."""
    found = book["It's"][place]
    assert isinstance(found, WrittenCell)
    return found


@pytest.mark.parametrize(
    ("style", "font", "fill"),
    [
        (PLAIN, (False, False, 10, None), None),
        (INPUT, (False, False, 10, "FF0000FF"), "FFFFF8D6"),
        (LIVE, (False, False, 10, "FF000000"), None),
        (STILL, (False, True, 10, "FF6B6B6B"), None),
        (HEAD, (True, False, 10, None), "FFECEFF1"),
        (TITLE, (True, False, 14, None), None),
        (REMARK, (False, False, 10, "FF555555"), None),
    ],
)
def test_a_style_is_told_by_its_look(style: int, font: tuple[Any, ...], fill: str | None) -> None:
    """Bold, aslant, size and colour of its letters, and what is behind them."""
    made = cell(written([[Cell("x", style=style)]]), "A2")
    colour = made.font.color.rgb if made.font.color is not None and isinstance(made.font.color.rgb, str) else None
    assert font == (made.font.b, made.font.i, made.font.sz, colour)
    assert fill == (made.fill.fgColor.rgb if made.fill.fill_type else None)
    assert "Arial" == made.font.name


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (Cell("x"), ("left", 1, True, "General")),
        (Cell(value=Decimal(2)), ("right", 1, False, "General")),
        (Cell(value=Decimal(2), number_format="#,##0.0"), ("right", 1, False, "#,##0.0")),
        (Cell("x", style=REMARK), ("left", 1, True, "General")),
        (Cell("x", style=LIVE), ("left", 1, False, "General")),
    ],
)
def test_texts_wrap_and_numbers_do_not(made: Cell, expected: tuple[Any, ...]) -> None:
    """Numbers end on the right and texts begin on the left, each an indent from its line."""
    found = cell(written([[made]]), "A2")
    look = found.alignment
    assert expected == (look.horizontal, look.indent, bool(look.wrap_text), found.number_format)


def test_heads_are_bold_and_stand_over_their_numbers() -> None:
    """On the right over numbers, on the left over texts; the first column and the heads stay in sight."""
    book = written([[Cell("a"), Cell(value=Decimal(1))], [Cell("b")]])
    heads = [cell(book, place) for place in ("A1", "B1")]
    assert [(True, "left", True), (True, "right", True)] == [
        (it.font.b, it.alignment.horizontal, it.alignment.wrap_text) for it in heads
    ]
    page = book["It's"]
    assert ("B2", "A1:B3", "$1:$1") == (page.freeze_panes, page.auto_filter.ref, page.print_title_rows)
    assert ("landscape", "9") == (page.page_setup.orientation, str(page.page_setup.paperSize))
    assert [12, 20] == [int(page.column_dimensions[it].width) for it in "AB"]
    assert "A title" == book.properties.title


@pytest.mark.parametrize(
    ("text", "lines"),
    [("", 1), ("x" * 10, 1), ("x" * 11, 2), ("x" * 20, 2), ("x" * 21, 3), ("x" * 120, 12), ("x" * 900, 12)],
)
def test_a_row_is_as_high_as_its_longest_text(text: str, lines: int) -> None:
    """A column of 12 signs holds ten of a text on a line of 13.5 pt; of more than twelve lines twelve are seen."""
    for rows, heads, row in (([[Cell(text)]], HEADS, 2), ([[Cell("a")]], (Head(text, 12), Head("b", 12)), 1)):
        assert 13.5 * lines == written(rows, heads)["It's"].row_dimensions[row].height


def test_the_narrowest_column_breaks_after_each_sign() -> None:
    """A column of two signs or fewer has room for one, and the longest of all cells counts."""
    assert (
        3 * 13.5 == written([[Cell("abc"), Cell("d")]], (Head("a", 1), Head("b", 12)))["It's"].row_dimensions[2].height
    )


def test_lines_above_run_on_over_the_columns() -> None:
    """The title is higher none wraps, and a free line stands before the heads."""
    book = written(above=[[Cell("T" * 50, style=TITLE)], [Cell("r" * 50, style=REMARK)], [Cell("p"), Cell("q")]])
    page = book["It's"]
    assert [20.25, 13.5, 13.5] == [page.row_dimensions[row].height for row in (1, 2, 3)]
    assert [False] * 4 == [bool(cell(book, place).alignment.wrap_text) for place in ("A1", "A2", "A3", "B3")]
    assert (None, "Figure") == (page["A4"].value, page["A5"].value)


DAY, DECIMAL = date(1990, 1, 1), Decimal(0)


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        (Check("decimal", "a number", "m", least=DECIMAL), ("decimal", "greaterThanOrEqual", "0", None)),
        (Check("decimal", "a number", "m", least=DECIMAL, above=True), ("decimal", "greaterThan", "0", None)),
        (Check("decimal", "a share", "m", least=0, most=1), ("decimal", "between", "0", "1")),
        (Check("integer", "a count", "m", least=2), ("whole", "greaterThanOrEqual", "2", None)),
        (Check("date", "a day", "m", least=DAY), ("date", "greaterThanOrEqual", "32874", None)),
        (Check("length", "a text", "m", most=60), ("textLength", "lessThanOrEqual", "60", None)),
        (Check("list", "yes or no", "m", choices=("yes", "no")), ("list", None, '"yes,no"', None)),
    ],
)
def test_a_column_to_fill_in_takes_what_it_says(check: Check, expected: tuple[Any, ...]) -> None:
    """From the line below the head on, as many as are to be filled in."""
    (made,) = written(heads=[Head("h", 12, check=check)], to_fill=5)["It's"].data_validations.dataValidation
    operator = None if made.type == "list" else made.operator or "between"
    assert expected == (made.type, operator, made.formula1, made.formula2)
    assert ("A2:A6", "h", f"m ({check.takes})") == (str(made.sqref), made.promptTitle, made.prompt)
    assert ("h", f"This takes {check.takes}.") == (made.errorTitle, made.error)


def test_what_a_cell_says_is_cut_where_a_spreadsheet_takes_no_more() -> None:
    """A title has 32 signs at most, a prompt 255."""
    check = Check("length", "a text", "m" * 300, most=60)
    (made,) = written(heads=[Head("h" * 40, 12, check=check)], to_fill=1)["It's"].data_validations.dataValidation
    assert ("h" * 31 + "…", 255, 32) == (made.promptTitle, len(made.prompt), len(made.errorTitle))


def test_values_are_what_they_are() -> None:
    """A formula, an answer, a day, a number, a text and nothing; a name is that of its cell."""
    day = date(2026, 9, 1)
    row = [Cell("", Decimal(3), "1 + 2"), Cell(value=True), Cell(value=day, number_format="yyyy-mm-dd")]
    row += [Cell(value=Decimal("0.5"), name="half"), Cell("=1"), Cell()]
    book = written([row], [Head(it, 12) for it in "abcdef"])
    found = [it.value for it in book["It's"][2]]
    assert ["=1 + 2", True, datetime(2026, 9, 1), 0.5, "=1", None] == found
    assert ["f", "b", "d", "n", "s"] == [it.data_type for it in book["It's"][2]][:5]
    assert "'It''s'!$D$2" == book.defined_names["half"].attr_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("<r>a</r>", " <r>a</r>"), ("a<r>", "a<r>"), ("x" * 32_000, "x" * 32_000), ("x" * 32_001, "x" * 31_999 + "…")],
)
def test_a_text_that_a_cell_cannot_take_is_changed_as_little_as_can_be(text: str, shown: str) -> None:
    """No markup, and at most 32,000 signs."""
    assert shown == cell(written([[Cell(text)]]), "A2").value


def test_nothing_is_written_beside_the_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prices that nobody else may see lie in no temporary folder on the way."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    assert "x" == cell(written([[Cell("x")]]), "A2").value
