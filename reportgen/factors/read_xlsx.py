"""Cost tables as XLSX: the sheet "prices", or else the first one; numbers as they are shown, never as floats."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from reportgen.factors.cells import Cell, Line, table_of
from reportgen.files.nodes import MAX_NODES, Node, Reading
from reportgen.problems import InputError, excerpt

SHEET = "prices"
MAX_UNPACKED = 50_000_000  # bytes, all parts together
MAX_RATIO = 200  # unpacked over packed; tables that people keep stay far below
MAX_LINES = 10_000
MAX_COLUMNS = 300
_CUT = "a table of prices is smaller"


def read_xlsx(content: bytes, name: str, decimal_comma: bool) -> Node:
    """The root node of an XLSX table; name is for the problems. decimal_comma: for numbers that are kept as text.

    Raises: InputError with one problem or several, each with its line.
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
            sheets = [book[SHEET] if SHEET in book.sheetnames else book.worksheets[0] for book in books]
            lines = list(_lines(reading, *sheets))
    except InputError:
        raise
    except Exception as error:
        # a damaged workbook ends in whatever openpyxl or the XML parser meets first
        reading.stop(None, f"no readable workbook: {excerpt(str(error) or type(error).__name__)}", "save it once more")
    return table_of(reading, lines, decimal_comma)


def _refuse_bombs(reading: Reading, content: bytes) -> None:
    """Refuse what is no archive, or would unpack to more than a table can be."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        reading.stop(None, "this is no XLSX file", "save it from the spreadsheet as XLSX, or as CSV")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED:
        reading.stop(None, f"the file unpacks to more than {MAX_UNPACKED // 1_000_000} MB", _CUT)
    if unpacked > MAX_RATIO * len(content):
        reading.stop(None, f"the file unpacks to more than {MAX_RATIO} times its size", _CUT)


def _lines(reading: Reading, values: Any, formulas: Any) -> Iterator[Line]:
    """The lines of the sheet, opened twice: with the values that formulas had when it was saved, and with formulas."""
    for sheet in (values, formulas):
        sheet.reset_dimensions()  # what the file says of its size need not be so
    rows = (sheet.iter_rows(max_col=MAX_COLUMNS + 1) for sheet in (values, formulas))
    filled = 0
    for number, (shown, written) in enumerate(zip(*rows, strict=True), start=1):
        if number > MAX_LINES:
            reading.stop(number, f"the sheet has more than {MAX_LINES:,} lines", _CUT)
        cells = [_cell(reading, number, *pair) for pair in zip(shown, written, strict=True)]
        filled += sum(cell is not None for cell in cells)
        if filled > MAX_NODES:
            reading.stop(number, f"the sheet has more than {MAX_NODES:,} cells", _CUT)
        if len(cells) > MAX_COLUMNS and cells[MAX_COLUMNS] is not None:
            reading.stop(number, f"the sheet has more than {MAX_COLUMNS} columns", _CUT)
        yield number, cells


def _cell(reading: Reading, line: int, shown: Any, written: Any) -> Cell:
    value = shown.value
    if value is None:
        if written.value is not None:
            hint = "open it in the spreadsheet and save it, or put the number in its place"
            reading.note(line, f"the cell {written.coordinate} holds a formula whose value was not saved", hint)
        return None
    if shown.data_type == "e":
        reading.note(line, f"the cell {shown.coordinate} holds the error {excerpt(str(value))}", "put a value there")
        return None
    if isinstance(value, (str, bool)):
        return value
    if isinstance(value, (int, float)):
        return _as_shown(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def _as_shown(value: int | float) -> Decimal:
    """The number that a spreadsheet shows, which has 15 digits: 0.1 a tenth, and 0.1 + 0.2 three of them."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return Decimal(int(value))
    return Decimal(value if isinstance(value, int) else format(value, ".15g"))
