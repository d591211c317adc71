"""Cost tables as CSV: comma, semicolon or tab between the cells, a decimal comma where its cells prove it."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from reportgen.factors.cell import Cell, Line
from reportgen.factors.cells import BEGIN, TableCells, table_of
from reportgen.factors.column_heads import head_place, is_head
from reportgen.files.csv_cells import unmarked
from reportgen.files.document import checked_text
from reportgen.files.nodes import Reading
from reportgen.files.separator_line import declared_sign, without_declaration
from reportgen.files.table import DELIMITERS, cells_of, delimiter_of, records, squared

_QUOTES = 'a cell with a quote in it is written "so ""quoted"" here"'
_HEAD_WITHIN = 50  # lines in which the names of the columns are looked for


def read_csv(content: bytes, name: str, decimal: str | None) -> TableCells:
    """The CSV table; name is for the problems. decimal: the sign that a user names.

    Raises: InputError where its lines or its head cannot be read, with one problem or several, each with its line.
    """
    reading = Reading(checked_text(content, name), name)
    if not reading.text.strip():
        reading.stop(None, "the file is empty", BEGIN)
    declared, head = _first_lines(reading.text)
    delimiter = delimiter_of(head, is_head, declared)
    return table_of(reading, _lines(reading, delimiter), decimal, by_commas=delimiter == ",")


def _first_lines(text: str) -> tuple[str | None, str]:
    """The sign that the first line declares, None where it is none such, and the line that names the most columns."""
    lines = [line for line in text.split("\n") if line.strip()][: _HEAD_WITHIN + 1]
    declared = declared_sign(lines[0])
    below = lines if declared is None else lines[1:]
    return declared, max(below, key=_names_in, default="")


def _names_in(line: str) -> int:
    return max(sum(map(is_head, cells_of(line, sign))) for sign in DELIMITERS)


def _lines(reading: Reading, delimiter: str) -> Iterator[Line]:
    """Each record with the line on which it begins, from the head on; all of them have as many cells as the head."""
    lines = without_declaration(StringIO(reading.text, newline="\n"))
    found = list(records(lines, delimiter, reading.stop, hint=_QUOTES))
    titles = head_place([list(map(Cell, record.cells)) for record in found]) if found else 0
    width = 0
    for record in squared(found[titles:]):
        width = width or len(record.cells)
        if len(record.cells) != width:
            hint = "put a text that holds the separator between quotes"
            reading.note(record.line, f"the line has {len(record.cells)} cells, the first one {width}", hint)
        else:
            yield record.line, [Cell(unmarked(cell)) for cell in record.cells]
