"""Cost tables as CSV: comma, semicolon or tab between the cells, UTF-8, a decimal comma where its cells prove it."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from reportgen.factors.cells import BEGIN, Line, is_head, table_of
from reportgen.files.csv_cells import unmarked
from reportgen.files.document import checked_text
from reportgen.files.nodes import Node, Reading
from reportgen.files.separator_line import declared_sign, without_declaration
from reportgen.files.table import delimiter_of, records, squared

_QUOTES = 'a cell with a quote in it is written "so ""quoted"" here"'


def read_csv(content: bytes, name: str, decimal: str | None) -> Node:
    """The root node of a CSV table; name is for the problems. decimal: the sign that a user names.

    Raises: InputError with one problem or several, each with its line.
    """
    reading = Reading(checked_text(content, name), name)
    if not reading.text.strip():
        reading.stop(None, "the file is empty", BEGIN)
    declared, head = _first_lines(reading.text)
    delimiter = delimiter_of(head, is_head, declared)
    return table_of(reading, _lines(reading, delimiter), decimal, by_commas=delimiter == ",")


def _first_lines(text: str) -> tuple[str | None, str]:
    """The sign that the first line declares, None where it is none such, and the first line of the table."""
    lines = [line for line in text.split("\n") if line.strip()]
    declared = declared_sign(lines[0])
    return declared, lines[0] if declared is None else next(iter(lines[1:]), "")


def _lines(reading: Reading, delimiter: str) -> Iterator[Line]:
    """Each record with the line on which it begins; all of them have as many cells as the first."""
    lines = without_declaration(StringIO(reading.text, newline="\n"))
    width = 0
    for record in squared(records(lines, delimiter, reading.stop, hint=_QUOTES)):
        width = width or len(record.cells)
        if len(record.cells) != width:
            hint = "put a text that holds the separator between quotes"
            reading.note(record.line, f"the line has {len(record.cells)} cells, the first one {width}", hint)
        else:
            yield record.line, list(map(unmarked, record.cells))
