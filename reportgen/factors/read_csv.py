"""Cost tables as CSV: comma, semicolon or tab between the cells, UTF-8, a decimal comma only on request."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from reportgen.factors.cells import BEGIN, Line, is_head, table_of
from reportgen.files.document import checked_text
from reportgen.files.nodes import Node, Reading

DELIMITERS = (",", ";", "\t")


def read_csv(content: bytes, name: str, decimal_comma: bool) -> Node:
    """The root node of a CSV table; name is for the problems.

    Raises: InputError with one problem or several, each with its line.
    """
    reading = Reading(checked_text(content, name), name)
    if not reading.text.strip():
        reading.stop(None, "the file is empty", BEGIN)
    return table_of(reading, _lines(reading), decimal_comma)


def _lines(reading: Reading) -> Iterator[Line]:
    """Each record with the line on which it begins; all of them have as many cells as the first."""
    records = csv.reader(StringIO(reading.text, newline="\n"), delimiter=_delimiter(reading.text), strict=True)
    line, width = 1, 0
    while True:
        try:
            cells = next(records, None)
        except csv.Error as error:
            reading.stop(line, f"not CSV: {error}", 'a cell with a quote in it is written "so ""quoted"" here"')
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            width = width or len(cells)
            if len(cells) != width:
                hint = "put a text that holds the separator between quotes"
                reading.note(line, f"the line has {len(cells)} cells, the first one {width}", hint)
            else:
                yield line, cells
        line = records.line_num + 1


def _delimiter(text: str) -> str:
    """The separator that makes the most names of fields of the first line."""
    head = next(line for line in text.split("\n") if line.strip())

    def names(delimiter: str) -> int:
        return sum(is_head(cell.strip().strip('"')) for cell in head.split(delimiter))

    return max(DELIMITERS, key=names)
