"""Runs as CSV: comma, semicolon or tab between the cells, UTF-8 or UTF-16 with its mark, plain or from gzip.

pandas reads what is plain, which is most files, a million rows in about a second. What it cannot read (a cell with a
unit, a header in between, damage) is read again cell by cell, so that it is understood, or refused with its line.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from reportgen.evidence.cells import LONGEST_LABEL, MISSING, Builder, NumberColumn, bad_column
from reportgen.evidence.runs import Labels, Table
from reportgen.problems import InputError, Problem, one_line, refuse

DELIMITERS = (",", ";", "\t")
GZIP_MAGIC = b"\x1f\x8b"

_LONGEST_HEADER = 1024 * 1024  # characters
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# from this release on pandas reads every number exactly, and warns who asks for it
_EXACT_SINCE = (3, 1)


@dataclass(frozen=True)
class _Header:
    """The names of the columns, the sign between cells, and how many lines they take."""

    names: list[str]
    delimiter: str
    lines: int


def read_csv(path: Path, name: str, numbers: Sequence[NumberColumn], labels: Sequence[str]) -> Table:
    """The named columns. Raises: InputError with the line of what is wrong."""
    wanted = [*labels, *(column.name for column in numbers)]
    try:
        header = _header(path, name, wanted)
        table = _quickly(path, header, numbers, labels)
        return _cell_by_cell(path, name, header, numbers, labels) if table is None else table
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        refuse(name, f"the gzip file is damaged: {error}", "copy it again")
    except OSError as error:
        refuse(name, f"cannot be read: {error.strerror or error}")


def _opened(path: Path) -> IO[bytes]:
    with open(path, "rb") as file:
        compressed = file.read(2) == GZIP_MAGIC
    return cast(IO[bytes], gzip.open(path, "rb")) if compressed else open(path, "rb")


def _text(path: Path) -> io.TextIOWrapper:
    with _opened(path) as file:
        encoding = "utf-16" if file.read(2) in _UTF16 else "utf-8-sig"
    return io.TextIOWrapper(_opened(path), encoding=encoding, newline="")


def _header(path: Path, name: str, wanted: Sequence[str]) -> _Header:
    """The first record that is not blank, with the sign that makes the most of the wanted names of it."""
    found: list[_Header] = []
    for delimiter in DELIMITERS:
        for _, line, cells in _records(path, name, delimiter, 1):
            found.append(_Header(cells, delimiter, line))
    if not found:
        refuse(name, "the file is empty", "a table of runs has a header and a row for each run")
    header = max(found, key=lambda it: (len(set(wanted) & set(it.names)), len(it.names)))
    problems = [
        bad_column(column, header.names, f"{one_line(name)}:{header.lines}")
        for column in wanted
        if column not in header.names
    ]
    problems += [
        Problem(f"{one_line(name)}:{header.lines}", f'two columns are called "{column}"', "rename one of them")
        for column in dict.fromkeys(wanted)
        if header.names.count(column) > 1
    ]
    if problems:
        raise InputError(problems)
    return header


def _records(path: Path, name: str, delimiter: str, most: int | None = None) -> Iterator[tuple[int, int, list[str]]]:
    """Each record that is not blank: the line on which it begins, that on which it ends, and its cells, trimmed.

    most: how many; where it is said the delimiter is being tried, and quotes beside another one are no fault.
    """
    with _text(path) as file:
        records = csv.reader(_lines(file, name), delimiter=delimiter, strict=most is None)
        given = 0
        while given != most:
            begin = records.line_num + 1
            try:
                cells = next(records, None)
            except csv.Error as error:
                refuse(f"{name}:{begin}", f"not CSV: {error}", "is the line cut off or damaged?")
            except UnicodeDecodeError as error:
                byte = error.object[error.start]
                refuse(
                    f"{name}:{records.line_num + 1}",
                    f"the byte 0x{byte:02X} here or soon after is not text",
                    "save the file as UTF-8",
                )
            if cells is None:
                return
            cells = [cell.strip() for cell in cells]
            if any(cells):
                given += 1
                yield begin, records.line_num, cells


def _lines(file: io.TextIOWrapper, name: str) -> Iterator[str]:
    number = 0
    while line := file.readline(_LONGEST_HEADER):
        number += 1
        if len(line) >= _LONGEST_HEADER:
            refuse(f"{name}:{number}", "the line is longer than a million characters", "is it a table of runs?")
        if "\0" in line:
            refuse(f"{name}:{number}", "the file holds a NUL; this looks like a binary file", "name a table of runs")
        yield line


class _Renamed:
    """The rows of a file below a header of ours, with one column more than the file has, for cells too many."""

    def __init__(self, file: io.TextIOWrapper, header: str) -> None:
        self._file = file
        self._header = header

    def read(self, size: int = -1) -> str:
        header, self._header = self._header, ""
        return header or self._file.read(size)

    def __iter__(self) -> Iterator[str]:
        return iter(self._file)


def _quickly(path: Path, header: _Header, numbers: Sequence[NumberColumn], labels: Sequence[str]) -> Table | None:
    """The table as pandas reads it; None where it cannot, or where a cell is not what it should be."""
    import numpy as np
    import pandas as pd

    if any(column.kind == "energy" and column.unit is None for column in numbers):
        return None  # the cells must say their units
    places = {name: str(header.names.index(name)) for name in (*labels, *(column.name for column in numbers))}
    surplus = str(len(header.names))
    number_places = {places[column.name] for column in numbers}
    options: dict[str, Any] = {} if _version(pd.__version__) >= _EXACT_SINCE else {"float_precision": "round_trip"}
    with _text(path) as file:
        for _ in range(header.lines):
            file.readline()
        head = header.delimiter.join(map(str, range(len(header.names) + 1))) + "\n"
        try:
            frame = pd.read_csv(
                _Renamed(file, head),
                sep=header.delimiter,
                index_col=False,
                usecols=[*dict.fromkeys(places.values()), surplus],
                dtype={
                    **{place: np.float64 if place in number_places else "category" for place in places.values()},
                    surplus: "category",
                },
                keep_default_na=False,
                na_values={
                    place: MISSING if place in number_places else ("",) for place in (*places.values(), surplus)
                },
                skipinitialspace=True,
                engine="c",
                low_memory=True,
                **options,
            )
        except (ValueError, pd.errors.ParserError, pd.errors.EmptyDataError, OverflowError):
            return None
    if frame[surplus].notna().any():
        return None
    floats = {column.name: frame[places[column.name]].to_numpy(dtype=np.float64) for column in numbers}
    for column in numbers:
        values = floats[column.name]
        if np.isinf(values).any() or (column.kind != "score" and (values < 0).any()):
            return None
        # pandas reads a column of True and False as 1 and 0, which is for the thorough way to tell
        if np.isin(values[~np.isnan(values)], (0, 1)).all():
            return None
    return Table(floats, {name: _labels(frame[places[name]]) for name in labels})


def _labels(series: Any) -> Labels:
    """A column of texts, trimmed; values that differ by blanks alone are one."""
    import numpy as np

    values: dict[str, int] = {}
    categories = [one_line(str(text).strip()[:LONGEST_LABEL]) for text in series.cat.categories]
    places = [values.setdefault(text, len(values)) if text else -1 for text in categories]
    codes = np.append(np.array(places, dtype=np.int64), -1)[series.cat.codes.to_numpy()]
    return Labels(codes, tuple(values))


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:2])


def _cell_by_cell(
    path: Path, name: str, header: _Header, numbers: Sequence[NumberColumn], labels: Sequence[str]
) -> Table:
    builder = Builder(numbers, labels)
    repeated, shown = 0, one_line(name)
    for line, _, cells in _records(path, name, header.delimiter):
        if cells == header.names:
            repeated += 1
            continue
        if len(cells) > len(header.names) and any(cells[len(header.names) :]):
            message = f"the line has {len(cells)} cells, the header {len(header.names)}"
            hint = "put a text or a number that holds the separator between quotes"
            refuse(f"{name}:{line}", message, hint)
        builder.add(dict(zip(header.names, cells, strict=False)), f"{shown}:{line}")
    several = f"the header stands {repeated:,} times in the file: were several tables put together?"
    return builder.table([several] if repeated > 1 else [])
