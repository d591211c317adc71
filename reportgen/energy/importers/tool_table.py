"""A tool's table as it comes back to people: saved by a spreadsheet, appended to, cut off; read row by row.

The sign between cells is told by the header, that before decimals by the cells that prove one. A row that is odd, in
its form or in a cell that is asked for, costs itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from reportgen.energy.importers.cells import bounded_instant, duration, is_missing, number
from reportgen.files.decimal_sign import COMMA, POINT, SIGNS, proof
from reportgen.files.losses import Losses
from reportgen.files.sound_rows import sound_rows
from reportgen.files.source import Source
from reportgen.files.table import Row, cells_of, delimiter_of
from reportgen.problems import InputError

Parsed = TypeVar("Parsed")


def header_of(source: Source, is_name: Callable[[str], bool]) -> list[str]:
    """The cells of the first line, between the sign that makes the most names of it that are looked for."""
    line = source.first_line
    return cells_of(line, delimiter_of(line, is_name, source.declared_sign))


@dataclass
class ToolTable:
    """A table whose first line is its header, with what was lost of it so far.

    is_name: whether a column is one that is looked for. texts: columns of free text, which may hold the delimiter.
    sound: rows that were read.
    """

    source: Source
    is_name: Callable[[str], bool]
    quoted: bool = True
    texts: Collection[str] = ()
    lost: Losses = field(default_factory=Losses)
    sound: int = 0

    def read(
        self, needed: Callable[[list[str]], Collection[str]], parse: Callable[[Row], Parsed]
    ) -> Iterator[tuple[Row, Parsed]]:
        """Each row with what it says; one that cannot be read, or of which `parse` raises InputError, is lost.

        needed: the columns that are asked for, of those that the header names; what it raises refuses the file.
        """
        if not self.source.first_line:
            return
        for row in sound_rows(self.source, self._delimiter, self.lost, needed, quoted=self.quoted, texts=self.texts):
            try:
                parsed = parse(row)
            except InputError as error:
                self.lost.take(error)
                continue
            self.sound += 1
            yield row, parsed

    def lose(self, row: Row, fault: str) -> None:
        """Count a row that was read, and does not go with those before it, as lost."""
        self.lost.add(self.source.place(row.line), fault)
        self.sound -= 1

    def number(self, row: Row, name: str, signed: bool = False) -> Decimal:
        """The number in the column. Raises InputError at the line."""
        return number(self.source, row.line, row.cells.get(name, ""), name, signed, decimal=self._decimal_sign)

    def given(self, row: Row, name: str) -> Decimal | None:
        """The number in the column; None where there is no such cell, or it says that there is no value."""
        return None if is_missing(row.cells.get(name, "")) else self.number(row, name)

    def duration(self, row: Row, name: str) -> Decimal:
        """The seconds in the column, ten years at most. Raises InputError at the line."""
        return duration(self.source, row.line, row.cells.get(name, ""), name, decimal=self._decimal_sign)

    def instant(self, row: Row, name: str) -> Decimal:
        """The seconds since 1970 in the column, of a year from 1 to 9999. Raises InputError at the line."""
        return bounded_instant(self.source, row.line, self.number(row, name), name)

    @cached_property
    def _delimiter(self) -> str:
        return delimiter_of(self.source.first_line, self.is_name, self.source.declared_sign)

    @cached_property
    def _decimal_sign(self) -> str:
        """The sign that most cells of the columns prove; where none does, what the user says, else the tools' point."""
        if self._delimiter == COMMA and '"' not in self.source.head:
            return POINT
        proven: Counter[str] = Counter()
        for row in sound_rows(self.source, self._delimiter, Losses(), lambda _: (), quoted=self.quoted):
            proven.update(sign for name, cell in row.cells.items() if self.is_name(name) and (sign := proof(cell)))
        if not proven:
            return SIGNS[self.source.decimal or "point"]
        return COMMA if proven[COMMA] > proven[POINT] else POINT
