"""Cost tables as CSV: comma, semicolon or tab between the cells, a decimal comma where its cells prove it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO

from reportgen.factors.cell import Cell, Line
from reportgen.factors.cells import BEGIN, TableCells, table_of
from reportgen.factors.column_heads import head_place, is_head
from reportgen.files.document import checked_text
from reportgen.files.nodes import Reading
from reportgen.files.separator_line import sign_before, without_declaration
from reportgen.files.source import encoding_of
from reportgen.files.table import CUT_OFF, DELIMITERS, cells_message, cells_of, delimiter_of, records, squared

_QUOTES = 'a cell with a quote in it is written "so ""quoted"" here"'
_HEAD_WITHIN = 50  # lines in which the names of the columns are looked for


def read_csv(content: bytes, name: str, decimal: str | None) -> TableCells:
    """The CSV table; name is for the problems. decimal: the sign that a user names.

    Raises: InputError where its lines or its head cannot be read, with one problem or several, each with its line.
    """
    reading = Reading(checked_text(_decoded(content), name), name)
    if not reading.text.strip():
        reading.stop(None, "the file is empty", BEGIN)
    lines = reading.text.split("\n")
    delimiter = delimiter_of(_head(lines), is_head, sign_before(lines, comments=True))
    return table_of(reading, _lines(reading, delimiter), decimal, by_commas=delimiter == ",")


def _decoded(content: bytes) -> str | bytes:
    """The text of UTF-16; bytes of any other, and of what is none, to be refused where they are looked at."""
    encoding = encoding_of(content)
    if encoding == "utf-8":
        return content
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content


def _head(lines: Sequence[str]) -> str:
    """The line that names the most columns."""
    below = [line for line in without_declaration(lines, comments=True) if line.strip()]
    return max(below[:_HEAD_WITHIN], key=_names_in, default="")


def _names_in(line: str) -> int:
    return max(sum(map(is_head, cells_of(line, sign))) for sign in DELIMITERS)


def _lines(reading: Reading, delimiter: str) -> Iterator[Line]:
    """Each record with the line on which it begins, from the head on; all of them have as many cells as the head."""
    lines = without_declaration(StringIO(reading.text, newline="\n"), comments=True)
    found = list(records(lines, delimiter, reading.stop, hint=_QUOTES))
    if not found:
        return
    titles = head_place([list(map(Cell, record.cells)) for record in found])
    width = len(found[titles].cells)
    for record in squared(found[titles:]):
        if len(record.cells) != width:
            more = len(record.cells) > width
            hint = "put a text that holds the separator between quotes" if more else CUT_OFF
            reading.note(record.line, cells_message(len(record.cells), width), hint)
        else:
            yield record.line, list(map(Cell, record.cells))
