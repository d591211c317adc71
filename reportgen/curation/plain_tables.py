"""CSV tables as spreadsheets leave them, made plain for a database: comments, `sep=;`, UTF-16, empty last rows.

A database that finds out by itself how a table is written takes rows that begin with # for comments, and quotes that
are not closed for letters: it is told the sign between cells, and what it cannot read is copied by our own reader.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from reportgen.files.csv_cells import may_be_marked
from reportgen.files.losses import Losses
from reportgen.files.source import Source
from reportgen.files.table import CUT_OFF, cells_message, delimiter_of, records, records_of, squared
from reportgen.problems import excerpt

_LONGEST_LINE = 1024 * 1024  # characters
_LOOKED_AT = 64 * 1024  # bytes at the end
_EMPTY = b' \t\r,;|"'


def plain_tables(
    files: Sequence[str], folder: Path, columns: Collection[str], lost: Losses, *, copied: bool = False
) -> tuple[list[str], str, list[str]]:
    """The files themselves, or copies below the folder where a database would not read one as it is meant; the sign
    between the cells of them all; and the names of the columns, as the first file has them.

    columns: what is asked for. copied: whether all are, row by row; a row with a NUL is then counted in `lost` instead.
    Raises InputError for what is no table, with its line, and where two columns of one of these names are there.
    """
    sources = [Source(Path(file), file, longest_line=_LONGEST_LINE, comments=True) for file in files]
    signs = [source.declared_sign or delimiter_of(source.first_line, columns.__contains__) for source in sources]
    names = [_names(source, sign, columns) for source, sign in zip(sources, signs, strict=True)]
    found = [
        _copy(source, sign, signs[0], folder, lost) if copied or sign != signs[0] or not _is_plain(source) else file
        for file, source, sign in zip(files, sources, signs, strict=True)
    ]
    return found, signs[0], names[0]


def _names(source: Source, sign: str, columns: Collection[str]) -> list[str]:
    for header in islice(records_of(source, sign), 1):
        for column in columns:
            if header.cells.count(column) > 1:
                source.refuse(header.line, f'two columns are called "{excerpt(column)}"', "rename one of them")
        return header.cells
    return []


def _is_plain(source: Source) -> bool:
    has_comments = source.head != replace(source, comments=False).head
    has_marks = may_be_marked(source.first_line)
    is_text = source.encoding == "utf-8" and source.declared_sign is None
    return is_text and not has_comments and not has_marks and not _ends_empty(source)


def _copy(source: Source, sign: str, new_sign: str, folder: Path, lost: Losses) -> str:
    # a column may stand in the names of folders: source=web/a.csv
    partitions = [part for part in source.path.parent.parts if "=" in part]
    path = folder.joinpath(str(len(os.listdir(folder))), *partitions, "copy.csv")
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8", newline="") as copy:
        csv.writer(copy, delimiter=new_sign, lineterminator="\n").writerows(_rows(source, sign, lost))
    return str(path)


def _rows(source: Source, sign: str, lost: Losses) -> Iterator[list[str]]:
    """The header, and rows of as many cells; one with a NUL is lost."""
    width = 0
    for record in squared(records(_lines(source), sign, source.refuse)):
        width = width or len(record.cells)
        if any("\0" in cell for cell in record.cells):
            lost.add(source.place(record.line), "the row holds a NUL")
            continue
        if len(record.cells) != width:
            source.refuse(record.line, cells_message(len(record.cells), width), CUT_OFF)
        yield record.cells


def _lines(source: Source) -> Iterator[str]:
    """Each line that is text; a NUL, of which a database knows nothing wrong, is none's end."""
    for number, line in enumerate(source.whole_lines(damaged=True), start=1):
        source.check_bytes(number, line)
        yield line


def _ends_empty(source: Source) -> bool:
    """Whether the last line that is not blank holds empty cells alone; not looked at in what is packed."""
    if source.is_compressed:
        return False
    with source.binary() as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - _LOOKED_AT))
        lines = file.read().splitlines()
    last = next((line for line in reversed(lines) if line.strip()), b"x")
    return not last.strip(_EMPTY)
