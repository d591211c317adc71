"""Tables of text: the records of a file, each with its line, and the sign that stands between their cells.

Every table that is not a workbook, Parquet or fixed columns is read here. Quotes are those of RFC 4180, a line end in
them belongs to the cell; blank records are passed over; a byte that is no text, a line too long and a NUL are refused
at their line by the source that gives the lines (`files/source.py`), which leaves a first line `sep=;` blank.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, NoReturn

from reportgen.files.csv_cells import unmarked
from reportgen.files.source import Source
from reportgen.problems import InputError, Problem, excerpt

DELIMITERS = (",", ";", "\t", "|")
_ONE_OF_THEM = "leave one of them out"
CUT_OFF = "is the line cut off or damaged?"

# How a problem of a line is raised: line, message, hint.
Refuse = Callable[[int, str, str], NoReturn]


class Record(NamedTuple):
    """A record with a cell that is not blank: the lines on which it begins and ends, from 1, and its `read_cells`."""

    line: int
    end: int
    cells: list[str]


class Row(NamedTuple):
    """A record below the header: its line, and its cells by the name of their column."""

    line: int
    cells: dict[str, str]


class NamedOnce(dict[str, str]):
    """Cells by the names of their columns; whoever reads one of a name that several columns have gets its fault.

    What a reader never reads may stand there as often as it likes.
    """

    def __init__(self, cells: dict[str, str], doubled: Mapping[str, InputError]) -> None:
        super().__init__((name, cell) for name, cell in cells.items() if name not in doubled)
        self._doubled = doubled

    def __missing__(self, name: str) -> str:
        raise self._doubled.get(name, KeyError(name))

    def get(self, name: str, default: Any = None) -> Any:
        """The cell, or the default where there is no such column."""
        return self[name] if name in self or name in self._doubled else default


def doubled_in(source: Source, line: int, names: Sequence[str]) -> dict[str, InputError]:
    """The names in a header that several columns have, each with what to say of it; blank ones are no names."""
    doubled = [name for name, count in Counter(names).items() if name and count > 1]
    return {
        name: InputError([Problem(source.place(line), f'two columns are called "{excerpt(name)}"', _ONE_OF_THEM)])
        for name in doubled
    }


def refuse_doubled(source: Source, line: int, names: Sequence[str], asked: Iterable[str]) -> None:
    """Raise InputError where a name that is asked for is that of several columns of the header."""
    doubled = doubled_in(source, line, names)
    for name in asked:
        if name in doubled:
            raise doubled[name]


def records(
    lines: Iterable[str], delimiter: str, refuse: Refuse, *, quoted: bool = True, hint: str = CUT_OFF
) -> Iterator[Record]:
    """The records of lines that end with their line ends, one at a time.

    quoted: whether a cell may stand in double quotes. hint: to what is no CSV, such as a quote that is not closed.
    """
    reader = csv.reader(
        lines,
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        strict=True,
    )
    while True:
        begin = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            refuse(begin, f"not CSV: {error}", hint)
        if cells is None:
            return
        cells = read_cells(cells)
        if any(cells):
            yield Record(begin, reader.line_num, cells)


def read_cells(cells: Iterable[str]) -> list[str]:
    """The cells of a line, trimmed, without the mark that keeps a spreadsheet from running one."""
    return [unmarked(cell.strip()) for cell in cells]


def records_of(source: Source, delimiter: str, *, quoted: bool = True) -> Iterator[Record]:
    """The records of a file, of any size."""
    return records(source.whole_lines(), delimiter, source.refuse, quoted=quoted)


def squared(found: Iterable[Record]) -> Iterator[Record]:
    """The records, the header first, with the cells that spreadsheets leave out at the end of a line.

    A record that lacks its last cells has them blank where they are blank in the header or in a whole record before it;
    blank cells beyond the header are cut. Any other record of another length than the header is given as it is.
    """
    width = least = 0
    for record in found:
        cells = record.cells
        width = width or len(cells)
        if len(cells) > width and not any(cells[width:]):
            cells = cells[:width]
        if len(cells) == width:
            least = min(least or width, filled(cells))
        elif least <= len(cells) < width:
            cells = cells + [""] * (width - len(cells))
        yield record._replace(cells=cells)


def filled(cells: Sequence[str]) -> int:
    """How many cells a record has up to the last that is not blank."""
    place = len(cells)
    while place and not cells[place - 1].strip():
        place -= 1
    return place


def cells_message(count: int, header: int) -> str:
    """What is wrong with a record of so many cells."""
    return f"the line has {count} {'cell' if count == 1 else 'cells'}, the header {header}"


def cells_of(line: str, delimiter: str) -> list[str]:
    """The cells of one line, trimmed; none where its quotes are damaged."""
    try:
        return read_cells(next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error:
        return []


def delimiter_of(header: str, is_name: Callable[[str], bool], declared: str | None = None) -> str:
    """The sign that makes the most names that are looked for of a header; of equal ones the most cells, then the first.

    header: the first line that is not blank. declared: the sign that a line `sep=;` before it says. Nothing else is
    guessed from: a comma in a text or a number tells nothing of what stands between cells.
    """
    if declared is not None:
        return declared

    def found(sign: str) -> tuple[int, int]:
        cells = cells_of(header, sign)
        return sum(map(is_name, cells)), len(cells)

    return max(DELIMITERS, key=found)
