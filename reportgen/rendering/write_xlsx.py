"""Sheets become an XLSX file: the one place that knows XlsxWriter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportgen.problems import excerpt, one_line
from reportgen.rendering.sheet import HEAD, INPUT, LIVE, PLAIN, REMARK, STILL, TITLE, Cell, Check, Head, Sheet
from reportgen.version import VERSION

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

_LONGEST = 32_000  # a cell takes 32,767 characters
# What no XML file may hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_PROMPT, _LONGEST_PROMPT_TITLE = 255, 32  # characters, as spreadsheets have it
_NOTE = {"author": "reportgen", "width": 280, "height": 90}
_EARLIEST = datetime(2000, 1, 1)
_MOST_LINES = 12
_LINE, _TITLE_LINE = 13.5, 20  # pt: the height of a line
_FONT = {"font_name": "Arial", "font_size": 10, "valign": "top"}
# Inputs are blue on yellow, as the models of finance have it, and what follows them is black.
_STYLES: dict[int, dict[str, Any]] = {
    PLAIN: {"text_wrap": True},
    INPUT: {"font_color": "#0000FF", "bg_color": "#FFF8D6", "border": 1, "border_color": "#BFBFBF"},
    LIVE: {"font_color": "#000000"},
    STILL: {"font_color": "#6B6B6B", "italic": True},
    HEAD: {"bold": True, "bottom": 1, "bg_color": "#ECEFF1", "text_wrap": True},
    TITLE: {"bold": True, "font_size": 14},
    REMARK: {"font_color": "#555555", "text_wrap": True},
}


class XlsxUnavailable(Exception):
    """XlsxWriter is not installed."""


def xlsx(sheets: Sequence[Sheet], title: str, issued: datetime | None) -> bytes:
    """The workbook's bytes, the same for the same sheets, title and moment.

    Every formula holds the number that it gives, and is reckoned again when the workbook is opened. Raises
    XlsxUnavailable without XlsxWriter.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError:
        hint = "pip install 'filtering-savings-report[xlsx]'"
        raise XlsxUnavailable(f"no workbook, as the package xlsxwriter is not installed ({hint})") from None
    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    created = _EARLIEST if issued is None else issued.replace(tzinfo=None)
    book.set_properties({"title": excerpt(title, 200), "comments": f"reportgen {VERSION}", "created": created})
    formats = _Formats(book)
    for sheet in sheets:
        _write(book, sheet, formats)
    book.close()
    return content.getvalue()


class _Formats:
    """The formats of cells, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[int, str, bool], Format] = {}

    def of(self, style: int, number_format: str = "", *, numeric: bool = False) -> Format:
        key = (style, number_format, numeric)
        if key not in self._made:
            # an indent keeps a number from the text of the next column; it takes an alignment that is said
            shown: dict[str, Any] = {"align": "right" if numeric else "left", "indent": 1}
            if numeric and style != HEAD:
                shown["text_wrap"] = False  # or LibreOffice forgets the indent
            if number_format:
                shown["num_format"] = number_format
            self._made[key] = self._book.add_format({**_FONT, **_STYLES[style], **shown})
        return self._made[key]


def _write(book: Workbook, sheet: Sheet, formats: _Formats) -> None:
    page = book.add_worksheet(sheet.name)
    head = len(sheet.above) + bool(sheet.above)
    for row, cells in enumerate(sheet.above):
        page.set_row(row, _TITLE_LINE if cells[0].style == TITLE else _LINE)
        for column, cell in enumerate(cells):
            page.write_string(row, column, _text(cell.text), _unwrapped(formats, cell))
    for column, it in enumerate(sheet.heads):
        shown = formats.of(PLAIN, it.number_format, numeric=True) if it.number_format else None
        page.set_column(column, column, it.width, shown)
        numeric = any(cells[column].value is not None for cells in sheet.rows if column < len(cells))
        page.write_string(head, column, it.text, formats.of(HEAD, numeric=numeric))
        if it.note:
            page.write_comment(head, column, it.note, _NOTE)
        if it.check is not None:
            page.data_validation(head + 1, column, head + sheet.to_fill, column, _validation(it, it.check))
    page.set_row(head, _LINE * _lines([Cell(it.text) for it in sheet.heads], sheet))
    for row, cells in enumerate(sheet.rows, start=head + 1):
        page.set_row(row, _LINE * _lines(cells, sheet))
        for column, cell in enumerate(cells):
            format_ = formats.of(cell.style, cell.number_format, numeric=cell.value is not None)
            _write_cell(page, row, column, cell, format_)
            if cell.name:
                book.define_name(cell.name, f"={_quoted(sheet.name)}!${_letter(column)}${row + 1}")
    page.freeze_panes(head + 1, 1)
    if sheet.rows:
        page.autofilter(head, 0, head + len(sheet.rows), len(sheet.heads) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(head)
    page.set_footer("&L&F, &A&R&P / &N")


def _validation(head: Head, check: Check) -> dict[str, Any]:
    """The check as XlsxWriter takes it."""
    title = excerpt(head.text, _LONGEST_PROMPT_TITLE)
    rule: dict[str, Any] = {"validate": check.kind}
    if check.kind == "list":
        rule["source"] = list(check.choices)
    elif check.least is not None and check.most is not None:
        rule |= {"criteria": "between", "minimum": check.least, "maximum": check.most}
    elif check.most is not None:
        rule |= {"criteria": "<=", "value": check.most}
    else:
        rule |= {"criteria": ">" if check.above else ">=", "value": check.least}
    said = f"{check.meaning} ({check.takes})"
    texts = {"input_title": title, "input_message": excerpt(said, _LONGEST_PROMPT)}
    return {**rule, **texts, "error_title": title, "error_message": f"This takes {check.takes}."}


def _quoted(name: str) -> str:
    """A sheet's name as a formula has it, whatever signs it has."""
    return "'" + name.replace("'", "''") + "'"


def _lines(cells: Sequence[Cell], sheet: Sheet) -> int:
    """How many lines the longest text takes, as not every program finds out by itself."""
    taken = (-(-len(cell.text) // max(head.width - 2, 1)) for cell, head in zip(cells, sheet.heads, strict=False))
    return min(max(1, *taken), _MOST_LINES)


def _unwrapped(formats: _Formats, cell: Cell) -> Format:
    """A line over the table runs on over the columns: a style that wraps would break it at its own."""
    return formats.of(LIVE if cell.style in (PLAIN, REMARK) else cell.style)


def _write_cell(page: Any, row: int, column: int, cell: Cell, format_: Format) -> None:
    if cell.formula:
        page.write_formula(row, column, f"={cell.formula}", format_, _float(cell))
    elif isinstance(cell.value, bool):
        page.write_boolean(row, column, cell.value, format_)
    elif isinstance(cell.value, date):
        page.write_datetime(row, column, cell.value, format_)
    elif cell.value is not None:
        page.write_number(row, column, _float(cell), format_)
    elif cell.text:
        # whatever a text begins with, it is no formula and no address
        page.write_string(row, column, _text(cell.text), format_)


def _text(text: str) -> str:
    """The text as a cell takes it: XlsxWriter would take one between <r> and </r> for markup."""
    shown = _FORBIDDEN.sub(lambda sign: one_line(sign[0]), text)
    shown = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
    return f" {shown}" if shown.startswith("<r>") else shown


def _float(cell: Cell) -> float:
    assert isinstance(cell.value, Decimal)
    return float(cell.value)


def _letter(column: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[column]
