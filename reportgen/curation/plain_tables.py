"""CSV tables as spreadsheets leave them, made plain for a database: comments, `sep=;`, UTF-16, empty last rows."""

from __future__ import annotations

import csv
import os
from dataclasses import replace
from pathlib import Path

from reportgen.files.source import Source
from reportgen.files.table import DELIMITERS, cells_of, records_of, squared

_LONGEST_LINE = 1024 * 1024  # characters
_LOOKED_AT = 64 * 1024  # bytes at the end
_EMPTY = b' \t\r,;|"'


def plain_table(file: str, folder: Path) -> str:
    """The file itself, or a copy below the folder where a database would not read it as it is meant.

    Raises InputError for what is no table.
    """
    source = Source(Path(file), file, longest_line=_LONGEST_LINE, comments=True)
    has_comments = source.head != replace(source, comments=False).head
    if source.encoding == "utf-8" and source.declared_sign is None and not has_comments and not _ends_empty(source):
        return file
    header = source.first_line
    delimiter = source.declared_sign or max(DELIMITERS, key=lambda sign: len(cells_of(header, sign)))
    path = folder / f"{len(os.listdir(folder))}.csv"
    with path.open("w", encoding="utf-8", newline="") as copy:
        writer = csv.writer(copy)
        writer.writerows(record.cells for record in squared(records_of(source, delimiter)))
    return str(path)


def _ends_empty(source: Source) -> bool:
    """Whether the last line that is not blank holds empty cells alone; not looked at in what is from gzip."""
    if source.is_compressed:
        return False
    with source.binary() as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - _LOOKED_AT))
        lines = file.read().splitlines()
    last = next((line for line in reversed(lines) if line.strip()), b"x")
    return not last.strip(_EMPTY)
