"""Runs as CSV: comma, semicolon or tab between the cells, UTF-8 or UTF-16, plain or from gzip.

A row that is cut or holds a NUL costs itself and is said; of what else is no table the first line is refused.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, islice
from pathlib import Path
from typing import NamedTuple

from reportgen.evidence.builder import Builder
from reportgen.evidence.cells import NumberColumn, bad_column, number_text
from reportgen.evidence.decimals import NumberCell, decimals_of
from reportgen.evidence.runs import Table
from reportgen.files.csv_cells import may_be_marked, unmarked
from reportgen.files.losses import Losses
from reportgen.files.sound_rows import LastCell
from reportgen.files.source import Source
from reportgen.files.table import CUT_OFF, cells_message, delimiter_of, filled, records_of
from reportgen.problems import InputError, Problem, excerpt

_LONGEST_LINE = 1024 * 1024  # characters
_BLOCK = 300  # records read at a time: with more of them Python looks for garbage all the time
_NUL = "\0"

# Which other columns are read as texts, of those that the header names.
Further = Callable[[Sequence[str]], Sequence[str]]


@dataclass(frozen=True)
class Header:
    """The names of the columns, the sign between cells, and the line on which the header ends."""

    names: list[str]
    delimiter: str
    line: int


def read_csv(
    path: Path,
    name: str,
    numbers: Sequence[NumberColumn],
    labels: Sequence[str],
    further: Further = lambda _: (),
    decimal: str | None = None,
    otherwise: str | None = None,
) -> Table:
    """The named columns, and those of `further` as texts; decimal, otherwise: comma or point, as in `decimals_of`.

    Raises: InputError with the line of what is wrong.
    """
    source = Source(path, name, longest_line=_LONGEST_LINE, comments=True)
    header = _header(source, [*labels, *(column.name for column in numbers)])
    labels = list(dict.fromkeys([*labels, *further(header.names)]))
    decimals = decimals_of(_number_cells(source, header, numbers), decimal, header.delimiter, otherwise)
    builder = Builder(numbers, labels, decimals)
    asked = [*labels, *(column.name for column in numbers)]
    places = {column: header.names.index(column) for column in asked}
    rows = _Rows(source, header, max(places.values()) + 1, builder.lost)
    for block in rows.blocks():
        columns = list(zip(*block.cells, strict=True))
        of_columns = {column: columns[place] for column, place in places.items()}
        alike = list(map(hash, map(tuple, block.cells)))
        builder.add(of_columns, block.numbers, partial(_place, source, block.lines), alike)
    return builder.table(rows.notes)


def _number_cells(source: Source, header: Header, numbers: Sequence[NumberColumn]) -> Iterator[NumberCell]:
    """The numbers of the named columns, as far as the rows can be read."""
    places = [(header.names.index(column.name), column) for column in numbers]
    for block in _Rows(source, header, 0, Losses()).blocks():
        for line, cells in zip(block.lines, block.cells, strict=True):
            for place, column in places:
                if text := number_text(column, cells[place]):
                    yield NumberCell(text, column.name, partial(source.place, line))


def _place(source: Source, lines: Sequence[int], place: int) -> str:
    return source.place(lines[place])


def _header(source: Source, wanted: Sequence[str]) -> Header:
    """The first record that is not blank, with the sign that makes the most of the wanted names of it."""
    delimiter = delimiter_of(source.first_line, set(wanted).__contains__, source.declared_sign)
    first = next(records_of(source, delimiter), None)
    if first is None:
        source.refuse(None, "the file is empty", "a table of runs has a header and a row for each run")
    where = source.place(first.end)
    problems = [bad_column(column, first.cells, where) for column in wanted if column not in first.cells]
    problems += [
        Problem(where, f'two columns are called "{excerpt(column)}"', "rename one of them")
        for column in dict.fromkeys(wanted)
        if first.cells.count(column) > 1
    ]
    if problems:
        raise InputError(problems)
    return Header(first.cells, delimiter, first.end)


class _Block(NamedTuple):
    """Rows below the header: the number of each from 1, its line, and its cells, as many as the header has."""

    numbers: Sequence[int]
    lines: Sequence[int]
    cells: Sequence[list[str]]


@dataclass
class _Rows:
    """The rows below the header, a block at a time; what they cost and what must be said of them is known at the end.

    needed: how many cells a row has at least, to have all that are asked for.
    """

    source: Source
    header: Header
    needed: int
    lost: Losses
    _least: int = field(init=False)  # cells up to the last that was filled in every whole row, and in the header
    _headers: int = 0
    _count: int = 0
    _has_nul: bool = False
    _has_mark: bool = False
    _last_line: str = field(init=False)  # so far; the header is one

    def __post_init__(self) -> None:
        self._least = filled(self.header.names)

    def blocks(self) -> Iterator[_Block]:
        """The sound rows; the last one is judged once it is known to be the last."""
        held: _Block | None = None
        before: Sequence[list[str]] = ()
        for lines, records in self._records():
            block = self._plain(lines, records) or self._sound(lines, records)
            if block.numbers and held:
                yield held
                before = held.cells
            held = block if block.numbers else held
        if held and not self._last_line.endswith("\n") and not self._has_its_end(held, before):
            held = _Block(held.numbers[:-1], held.lines[:-1], held.cells[:-1])
        if held and held.numbers:
            yield held

    @property
    def notes(self) -> list[str]:
        """What a person must know of rows that are none."""
        several = f"the header stands {self._headers:,} times in the file: were several tables put together?"
        return [several] if self._headers > 1 else []

    def _has_its_end(self, block: _Block, before: Sequence[list[str]]) -> bool:
        """Whether the last row, whose line has no end, is as whole as those before."""
        last = LastCell()
        for other in (*before, *block.cells[:-1]):
            last.add(other[-1].strip())
        line, cells = block.lines[-1], block.cells[-1]
        short = line in self.lost.trailing
        try:
            last.check(self.source, line, [cell.strip() for cell in (cells[:-1] if short else cells)], len(cells))
        except InputError as error:
            self.lost.take(error)
            return False
        return True

    def _plain(self, lines: Sequence[int], records: Sequence[list[str]]) -> _Block | None:
        """The records as rows where all of them are such beyond doubt, which saves looking at each."""
        firsts = {cells[0].strip() for cells in records if cells}
        if self._has_nul or set(map(len, records)) != {len(self.header.names)} or firsts & {"", self.header.names[0]}:
            return None
        self._least = min(self._least, *map(filled, records))
        begin = self._count + 1
        self._count += len(records)
        return _Block(range(begin, self._count + 1), lines, records)

    def _sound(self, lines: Sequence[int], records: Sequence[list[str]]) -> _Block:
        """The records that are rows, each looked at."""
        names, count = self.header.names, len(self.header.names)
        found: list[tuple[int, int, list[str]]] = []
        for line, cells in zip(lines, records, strict=True):
            if not any(map(str.strip, cells)):
                continue
            if [cell.strip() for cell in cells] == names:
                self._headers += 1
                continue
            self._count += 1
            if any(map(str.strip, cells[count:])):
                hint = "put a text or a number that holds the separator between quotes"
                self.source.refuse(line, cells_message(len(cells), count), hint)
            try:
                found.append((self._count, line, self._filled_up(line, cells)))
            except InputError as error:
                self.lost.take(error)
        return _Block(*zip(*found, strict=True)) if found else _Block((), (), ())

    def _filled_up(self, line: int, cells: list[str]) -> list[str]:
        """The cells of a row, as many as the header has. Raises: InputError for a row that is damaged or cut.

        What a row lacks at its end is blank where nobody needs it, or where a whole row before it has it blank too.
        """
        count = len(self.header.names)
        for cell in cells:
            self.source.check(line, cell)
        if len(cells) >= count:
            self._least = min(self._least, filled(cells))
        elif len(cells) < min(self.needed, self._least):
            self.source.refuse(line, cells_message(len(cells), count), CUT_OFF)
        if len(cells) < count:
            self.lost.trailing.append(line)
        return [*cells, *[""] * count][:count]

    def _records(self) -> Iterator[tuple[Sequence[int], list[list[str]]]]:
        """Blocks of records and the line on which each begins; the first record is the header."""
        reader = csv.reader(self._lines(), delimiter=self.header.delimiter, strict=True)
        begin, ended = 1, False
        while not ended:
            records: list[list[str]] = []
            try:
                records.extend(islice(reader, _BLOCK))
                ended = not records
            except csv.Error as error:
                ended = self._cut_off(str(error), begin + sum(map(_lines_of, records)), reader.line_num)
            lines: Sequence[int] = range(begin, begin + len(records))
            if begin + len(records) <= reader.line_num:  # a cell has a line end
                lines = list(accumulate(map(_lines_of, records), initial=begin))[:-1]
            yield lines, list(map(_unmarked, records)) if self._has_mark else records
            begin = reader.line_num + 1

    def _cut_off(self, error: str, line: int, end: int) -> bool:
        """Take the last line for lost, which is cut off in a quoted cell. Raises: InputError of any other line."""
        problem = InputError([Problem(self.source.place(line), f"not CSV: {error}", CUT_OFF)])
        if self._last_line.endswith("\n") or line < end:
            raise problem
        self.lost.take(problem)
        return True

    def _lines(self) -> Iterator[str]:
        for number, line in enumerate(self.source.whole_lines(damaged=True), start=1):
            if _NUL in line:
                self._has_nul = True
            if "'" in line and may_be_marked(line):
                self._has_mark = True
            if not line.isascii():
                self.source.check(number, line.replace(_NUL, ""))
            self._last_line = line
            yield line


def _unmarked(record: list[str]) -> list[str]:
    return [unmarked(cell.strip()) for cell in record]


def _lines_of(record: list[str]) -> int:
    """How many lines of the file a record takes: its own, and one for each line end in its cells."""
    return 1 + "".join(record).count("\n")
