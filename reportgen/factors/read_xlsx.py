"""Cost tables as XLSX: the sheet of prices without what is hidden; numbers as they are shown, never as floats."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from io import BytesIO
from typing import Any

from reportgen.factors.cell import Cell, Line
from reportgen.factors.cells import TableCells, table_of, what_to_do
from reportgen.factors.column_heads import column_of, head_place
from reportgen.factors.number_format import said_by
from reportgen.factors.sheet_layout import Layout, layout_of
from reportgen.factors.sheets import Sheet, chosen
from reportgen.files.nodes import MAX_NODES, Reading
from reportgen.problems import InputError, Problem, excerpt, first_line, one_line
from reportgen.words.message import message

MAX_UNPACKED = 50_000_000  # bytes, all parts together
MAX_RATIO = 200  # unpacked over packed; tables that people keep stay far below
MAX_LINES = 10_000
MAX_COLUMNS = 300
MAX_CELLS = 300_000  # with those that have a form and no value
_CUT = "a table of prices is smaller"
_HEAD_WITHIN = 100  # lines in which a sheet's first line of cells is looked for
_LOCKED = 1  # the flag of an entry that a password locks, of APPNOTE.TXT 4.4.4
_UNLOCK = "save it as XLSX without a password, or as CSV"
_OLD = b"\xd0\xcf\x11\xe0"  # how a file of the kind begins that Excel puts locked workbooks into, and had before XLSX
_STRICT = b"http://purl.oclc.org/ooxml/"
_MOST_SHOWN = 8


@dataclass(frozen=True)
class SheetRead:
    """The table that a sheet holds, the sheet's name, and what of the workbook was left out."""

    cells: TableCells
    sheet: str
    remarks: tuple[str, ...]


@dataclass
class _LeftOut:
    """What is hidden and holds something: names of sheets, numbers of rows, and columns with their heads."""

    sheets: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    columns: dict[str, None] = field(default_factory=dict)

    def remarks(self) -> tuple[str, ...]:
        """One line for each kind."""
        found = []
        if self.sheets:
            found.append(message("hidden sheets left out: {names}", names=_listed(self.sheets)))
        if self.rows:
            found.append(message("hidden rows left out: {names}", names=_listed(self.rows)))
        if self.columns:
            found.append(message("hidden columns left out: {names}", names=_listed(list(self.columns))))
        return tuple(found)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_SHOWN]) + (", ..." if len(names) > _MOST_SHOWN else "")


def read_xlsx(content: bytes, name: str, decimal: str | None, sheet: str | None) -> SheetRead:
    """The table of an XLSX workbook; name is for the problems. decimal: the sign of numbers that are kept as text.

    sheet: the name of the one to read, None to find it. Raises: InputError where it is no workbook or has no head, with
    one problem or several, each with its place; what is hidden is among them.
    """
    reading = Reading("", name)
    _refuse_bombs(reading, content)
    try:
        from openpyxl import load_workbook
    except ImportError:
        hint = "pip install 'filtering-savings-report[xlsx]', or save the sheet as CSV"
        reading.stop(None, "reading XLSX needs the package openpyxl, which is not installed", hint)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of extensions of a sheet that it passes over; none of them holds a value
            warnings.simplefilter("ignore")
            books = [load_workbook(BytesIO(content), read_only=True, data_only=values) for values in (True, False)]
            place = _place(reading, books[0], sheet)
            values, formulas = (book.worksheets[place] for book in books)
            layout = _layout(content, values)
            day_zero = books[0].epoch.date()
            left_out = _LeftOut([it.title for it in books[0].worksheets if _is_hidden(it) and it is not values])
            lines = list(_lines(reading, values, formulas, layout, left_out))
    except InputError:
        raise
    except Exception as error:
        # a damaged workbook ends in whatever openpyxl or the XML parser meets first
        reading.stop(None, f"no readable workbook: {_fault(error)}", "save it once more")
    remarks = left_out.remarks()
    try:
        return SheetRead(table_of(reading, lines, decimal, day_zero=day_zero), values.title, remarks)
    except InputError as error:
        raise InputError([*error.problems, *(Problem(one_line(name), it, what_to_do(it)) for it in remarks)]) from None


def _place(reading: Reading, book: Any, asked: str | None) -> int:
    sheets = [Sheet(it.title, _is_hidden(it), partial(_is_table, it)) for it in book.worksheets]
    if not sheets:
        reading.stop(None, "no readable workbook: it holds no sheet of cells", "save it once more")
    return chosen(reading, sheets, asked)


def _is_hidden(sheet: Any) -> bool:
    return bool(sheet.sheet_state != "visible")


def _is_table(sheet: Any) -> bool:
    """Whether its first lines name columns of a cost table."""
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=_HEAD_WITHIN, max_col=MAX_COLUMNS, values_only=True)
    lines = [[Cell(cell if isinstance(cell, str) else None) for cell in row] for row in rows if any(row)]
    return bool(lines) and any(column_of(cell.text).shape for cell in lines[head_place(lines)])


def _layout(content: bytes, sheet: Any) -> Layout:
    # openpyxl alone knows which part of the archive the sheet is
    path = sheet._worksheet_path.removeprefix("/")
    with zipfile.ZipFile(BytesIO(content)) as archive, archive.open(path) as part:
        return layout_of(part, MAX_LINES, MAX_COLUMNS)


def _refuse_bombs(reading: Reading, content: bytes) -> None:
    """Refuse what is no archive, one whose list of parts is damaged, or would unpack to more than a table can be."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & _LOCKED for part in parts):
                reading.stop(None, "the workbook is locked by a password", _UNLOCK)
            workbook = next((part for part in parts if part.filename == "xl/workbook.xml"), None)
            # what is packed too well is refused below, and not unpacked here
            small = workbook is not None and workbook.file_size < min(MAX_UNPACKED, MAX_RATIO * len(content))
            strict = small and workbook is not None and _STRICT in archive.read(workbook)
            for part in parts:
                # one whose name is damaged in the list of parts would be missing, and another sheet be read for it
                archive.open(part).close()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        if content.startswith(_OLD):
            reading.stop(None, "the workbook is locked by a password, or of the old form XLS", _UNLOCK)
        reading.stop(None, "this is no XLSX file", "save it from the spreadsheet as XLSX, or as CSV")
    except Exception as error:
        reading.stop(None, f"no readable workbook: {_fault(error)}", "save it once more")
    if strict:
        hint = 'save it as "Excel Workbook (*.xlsx)", or as CSV'
        reading.stop(None, "the workbook has the form Strict Open XML, which is not read", hint)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED:
        reading.stop(None, f"the file unpacks to more than {MAX_UNPACKED // 1_000_000} MB", _CUT)
    if unpacked > MAX_RATIO * len(content):
        reading.stop(None, f"the file unpacks to more than {MAX_RATIO} times its size", _CUT)


def _fault(error: Exception) -> str:
    """What a damaged workbook is refused for: what unpacks it, openpyxl or the XML parser says, in words of its own."""
    damaged = isinstance(error, (zlib.error, zipfile.BadZipFile, EOFError))
    return "a part of it is damaged" if damaged else first_line(error)


def _lines(reading: Reading, values: Any, formulas: Any, layout: Layout, left_out: _LeftOut) -> Iterator[Line]:
    """The lines of the sheet, opened twice: with the values that formulas had when it was saved, and with formulas.

    What is hidden is noted where it holds something, and is in no line. A text that is merged over several rows stands
    in each of them.
    """
    heads: dict[int, str] = {}
    merged: dict[str, Cell] = {}  # by the name of the cells that are one
    quoted = _quoted(values.title)
    most = MAX_COLUMNS + 1
    for sheet in (values, formulas):
        sheet.reset_dimensions()  # what the file says of its size need not be so
    # each row ends with its last cell: all of one width would be millions of cells that nobody wrote
    rows = (sheet.iter_rows() for sheet in (values, formulas))
    filled = seen = 0
    for number, (shown, written) in enumerate(zip(*rows, strict=True), start=1):
        if number > MAX_LINES:
            reading.stop(number, f"the sheet has more than {MAX_LINES:,} lines", _CUT)
        seen += len(written)
        if seen > MAX_CELLS:
            reading.stop(number, f"the sheet has more than {MAX_CELLS:,} cells, empty ones among them", _CUT)
        if number in layout.hidden_rows:
            if any(cell.value is not None for cell in written):
                left_out.rows.append(str(number))
            continue
        cells: list[Cell] = []
        for column, pair in enumerate(zip(shown[:most], written[:most], strict=True), start=1):
            if column not in layout.hidden_columns:
                cells.append(_whole(_cell(quoted, *pair), layout, column, number, merged))
                continue
            cells.append(Cell(None))
            if pair[1].value is not None:
                head = heads.setdefault(column, excerpt(str(pair[1].value), 40))
                left_out.columns.setdefault(f'{pair[1].column_letter} "{head}"')
        for column in range(len(cells) + 1, layout.merged_to(number) + 1):
            cells.append(_whole(Cell(None), layout, column, number, merged))
        filled += sum(cell.value is not None for cell in cells)
        if filled > MAX_NODES:
            reading.stop(number, f"the sheet has more than {MAX_NODES:,} cells", _CUT)
        if len(cells) > MAX_COLUMNS and cells[MAX_COLUMNS].value is not None:
            reading.stop(number, f"the sheet has more than {MAX_COLUMNS} columns", _CUT)
        yield number, cells


def _quoted(sheet: str) -> str:
    """The name of a sheet as it stands before a cell: Prices!B7, 'Price list'!B7."""
    return sheet if re.fullmatch("[^\\W0-9][\\w.]*", sheet) else "'" + sheet.replace("'", "''") + "'"


def _whole(cell: Cell, layout: Layout, column: int, row: int, merged: dict[str, Cell]) -> Cell:
    """The cell with what it holds as a part of merged ones, which are noted as they begin."""
    found = layout.merged_at(column, row)
    if found is None:
        return cell
    first, name = found
    if row == first:
        merged[name] = cell
    shown = merged.get(name, cell)
    value = shown.value if isinstance(shown.value, str) or row == first else None
    return replace(cell, value=value, merged=name)


def _cell(sheet: str, shown: Any, written: Any) -> Cell:
    value = shown.value
    if value is None and written.value is None:
        return Cell(None)
    place = f"{sheet}!{written.coordinate}"
    if value is None:
        hint = "open it in the spreadsheet and save it, or put the number in its place"
        return Cell(None, place, fault=("the cell holds a formula whose value was not saved", hint))
    if shown.data_type == "e":
        return Cell(None, place, fault=(f"the cell holds the error {excerpt(str(value))}", "put a value there"))
    if isinstance(value, (str, bool)):
        return Cell(value, place)
    if isinstance(value, (int, float)):
        return Cell(_as_shown(value), place, *said_by(shown.number_format))
    if isinstance(value, datetime) and value.time() == time():
        return Cell(value.date().isoformat(), place, is_day=True)
    return Cell(str(value), place, is_day=isinstance(value, date))


def _as_shown(value: int | float) -> Decimal:
    """The number that a spreadsheet shows, which has 15 digits: 0.1 a tenth, and 0.1 + 0.2 three of them."""
    return Decimal(value if isinstance(value, int) else format(value, ".15g"))
