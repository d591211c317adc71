"""Runs as CSV: comma, semicolon or tab between the cells, UTF-8 or UTF-16 with its mark, plain or from gzip.

What is plain, which is most files, is read quickly (`evidence/quick_csv.py`). The rest (a cell with a unit, a header in
between, damage) is read cell by cell, so that it is understood, or refused with its line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from reportgen.evidence.cells import Builder, NumberColumn, bad_column
from reportgen.evidence.runs import Table
from reportgen.files.source import Source
from reportgen.files.table import cells_message, delimiter_of, records_of
from reportgen.problems import InputError, Problem

_LONGEST_LINE = 1024 * 1024  # characters


@dataclass(frozen=True)
class Header:
    """The names of the columns, the sign between cells, and how many lines they and blank ones before them take."""

    names: list[str]
    delimiter: str
    lines: int


def read_csv(path: Path, name: str, numbers: Sequence[NumberColumn], labels: Sequence[str]) -> Table:
    """The named columns. Raises: InputError with the line of what is wrong."""
    from reportgen.evidence.quick_csv import read_quickly

    source = Source(path, name, longest_line=_LONGEST_LINE)
    header = _header(source, [*labels, *(column.name for column in numbers)])
    table = read_quickly(source, header, numbers, labels)
    return read_carefully(source, header, numbers, labels) if table is None else table


def _header(source: Source, wanted: Sequence[str]) -> Header:
    """The first record that is not blank, with the sign that makes the most of the wanted names of it."""
    delimiter = delimiter_of(source.first_line, set(wanted).__contains__)
    first = next(islice(records_of(source, delimiter), 1), None)
    if first is None:
        source.refuse(None, "the file is empty", "a table of runs has a header and a row for each run")
    where = source.place(first.end)
    problems = [bad_column(column, first.cells, where) for column in wanted if column not in first.cells]
    problems += [
        Problem(where, f'two columns are called "{column}"', "rename one of them")
        for column in dict.fromkeys(wanted)
        if first.cells.count(column) > 1
    ]
    if problems:
        raise InputError(problems)
    return Header(first.cells, delimiter, first.end)


def read_carefully(source: Source, header: Header, numbers: Sequence[NumberColumn], labels: Sequence[str]) -> Table:
    """The table, cell by cell. Raises: InputError with the line of what is wrong."""
    builder = Builder(numbers, labels)
    repeated = 0
    for record in records_of(source, header.delimiter):
        cells = record.cells
        if cells == header.names:
            repeated += 1
            continue
        if len(cells) > len(header.names) and any(cells[len(header.names) :]):
            hint = "put a text or a number that holds the separator between quotes"
            source.refuse(record.line, cells_message(len(cells), len(header.names)), hint)
        builder.add(dict(zip(header.names, cells, strict=False)), source.place(record.line))
    several = f"the header stands {repeated:,} times in the file: were several tables put together?"
    return builder.table([several] if repeated > 1 else [])
