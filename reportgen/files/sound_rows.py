"""Rows of a table one by one, each judged for itself: one odd row costs one row, and is said.

For records of machines, which are cut, appended to by other versions and mixed with other output. What people fill in
is read by `files/table.py`, where one odd row refuses the file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Iterator

from reportgen.files.losses import Losses
from reportgen.files.source import Source
from reportgen.files.table import (
    CUT_OFF,
    NamedOnce,
    Row,
    cells_message,
    cells_of,
    doubled_in,
    read_cells,
    refuse_doubled,
)
from reportgen.problems import InputError

_NUMBER = re.compile(r"[+-]?[0-9]*(?:[.,](?P<decimals>[0-9]*))?")
_ROWS_THAT_TELL = 3  # rows of one form before a last line of another is taken for cut


def sound_rows(
    source: Source,
    delimiter: str,
    lost: Losses,
    needed: Callable[[list[str]], Collection[str]],
    *,
    quoted: bool = True,
    is_header: Callable[[list[str]], bool] = any,
    texts: Collection[str] = (),
) -> Iterator[Row]:
    """The rows below the header that can be read; the others are counted in `lost`.

    needed: the columns that are asked for, of those that the header names. A row that ends early but has them all gives
    what stands up to the last of them, and no more, since of its later cells nobody knows which is missing. is_header:
    which record is the header; what stands before it is passed over, and where it is repeated it is no row. texts:
    columns of free text, which may hold the delimiter: a row with too many cells is read from both its ends up to them.
    A cell does not go over a line. A last line without its end is lost where its form says that it was cut. Raises
    InputError where no record is the header, and what `needed` raises; the cells raise it of a name of two columns.
    """
    names: list[str] = []
    asked: Collection[str] = ()
    doubled: dict[str, InputError] = {}
    last = LastCell()
    for line, text in enumerate(source.whole_lines(damaged=True), start=1):
        if not names:
            cells = cells_of(text.rstrip("\n"), delimiter)
            if any(cells) and is_header(cells):
                names, asked = cells, needed(cells)
                refuse_doubled(source, line, names, asked)
                doubled = doubled_in(source, line, names)
            continue
        cells = []
        try:
            cells = _cells(source, line, text, delimiter, quoted=quoted)
            if texts and len(cells) > len(names):
                cells = _joined(source, line, cells, delimiter, names, asked, texts)
            cells = read_cells(cells)
            if not any(cells) or cells == names:
                continue
            row = _row(source, line, cells, names, asked)
            if doubled:
                row = row._replace(cells=NamedOnce(row.cells, doubled))
            if not text.endswith("\n"):
                last.check(source, line, cells, len(names))
        except InputError as error:
            lost.take(error, max(1, -(-len(cells) // len(names))))
            continue
        if len(cells) < len(names):
            lost.trailing.append(line)
        else:
            last.add(cells[-1])
        yield row
    if not names:
        source.refuse(None, "no line is the header of a table that is known here")


def sound_lines(source: Source, lost: Losses) -> Iterator[tuple[int, str]]:
    """Each line that is text, with its number and without its end; the others are counted in `lost`."""
    for line, text in enumerate(source.whole_lines(damaged=True), start=1):
        try:
            source.check(line, text)
        except InputError as error:
            lost.take(error)
            continue
        yield line, text.rstrip("\n")


def _cells(source: Source, line: int, text: str, delimiter: str, *, quoted: bool) -> list[str]:
    source.check(line, text)
    text = text.rstrip("\n")
    if not quoted or '"' not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        source.refuse(line, f"not CSV: {error}", CUT_OFF)


def _row(source: Source, line: int, cells: list[str], names: list[str], asked: Collection[str]) -> Row:
    if len(cells) > len(names) and any(cells[len(names) :]):
        source.refuse(line, cells_message(len(cells), len(names)), CUT_OFF)
    if len(cells) >= len(names):
        return Row(line, dict(zip(names, cells, strict=False)))
    end = max((place for place, name in enumerate(names) if name in asked), default=len(names)) + 1
    if len(cells) < end:
        source.refuse(line, cells_message(len(cells), len(names)), CUT_OFF)
    return Row(line, dict(zip(names[:end], cells, strict=False)))


def _joined(
    source: Source,
    line: int,
    cells: list[str],
    delimiter: str,
    names: list[str],
    asked: Collection[str],
    texts: Collection[str],
) -> list[str]:
    """As many cells as the header has: those too many are part of a text, and of several texts none is known."""
    places = [place for place, name in enumerate(names) if name in texts]
    if not places:
        return cells
    first, last = places[0], places[-1]
    between = names[first : last + 1]
    if set(between) & set(asked) - set(texts):
        source.refuse(line, cells_message(len(cells), len(names)), "several texts may hold the sign between the cells")
    end = len(cells) - (len(names) - last - 1)
    text = [delimiter.join(cells[first:end])] if first == last else [""] * len(between)
    return [*cells[:first], *text, *cells[end:]]


class LastCell:
    """The form of the last cells so far, by which a cut one is known: its unit, and the least number of decimals."""

    def __init__(self) -> None:
        self._rows = 0
        self._units: set[str] = set()
        self._decimals = 0

    def add(self, cell: str) -> None:
        """Take the last cell of a whole row."""
        unit, decimals = _form(cell)
        if decimals < self._decimals or not self._rows:
            self._decimals = decimals
        self._rows += 1
        if len(self._units) < 2:
            self._units.add(unit)

    def check(self, source: Source, line: int, cells: list[str], columns: int) -> None:
        """Refuse a last line without its end that lacks cells, or whose last cell lacks what all before it have."""
        unit, decimals = _form(cells[-1])
        of_one_form = self._rows >= _ROWS_THAT_TELL and len(self._units) == 1
        cut = of_one_form and (unit not in self._units or decimals < self._decimals)
        if cut or len(cells) < columns:
            source.refuse(line, "the last line has no end: it is cut off", CUT_OFF)


def _form(cell: str) -> tuple[str, int]:
    """What stands behind the number of a cell, and how many decimals that has."""
    match = _NUMBER.match(cell)
    assert match is not None  # of no digit too
    return cell[match.end() :], len(match["decimals"] or "")
