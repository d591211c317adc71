"""How the cells of a table become numbers: under its decimal sign, which they prove or a person says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from string import ascii_letters
from typing import NoReturn

from reportgen.energy.importers.cells import amount
from reportgen.energy.importers.times import clock_s
from reportgen.files.decimal_sign import COMMA, POINT, SIGNS, is_unclear, number_with, proof
from reportgen.files.source import Source
from reportgen.files.table import Row
from reportgen.files.units import Unit, time_unit
from reportgen.problems import excerpt

_TELLING_ROWS = 1000  # by whose cells the decimal sign is told
_FEW = 20  # of so many cells, one that proves the other sign is a damaged one
_SAY = "say which: --decimal point or comma, or decimal=point in --columns"
# Seconds since 1970 in the year 5138: milliseconds since 1973 are beyond it.
_LAST_S = Decimal(10) ** 11
_BEYOND = "after the year 5000, by seconds since 1970"
_TIMES = "write it such as 2026-11-21 20:17:41 or 21.11.2026 20:17:41; for a number say time_s or time_ms instead"


@dataclass(frozen=True)
class Cells:
    """The decimal sign of a table's numbers; proven: whether its cells or a person say so."""

    decimal: str
    proven: bool = True

    def amount(
        self,
        source: Source,
        line: int,
        text: str,
        column: str,
        unit_of: Callable[[str], Unit | None],
        size: Decimal | None,
    ) -> Decimal:
        """What a cell holds in the unit that it says, else in that of its column. Raises InputError at the line."""
        if not self.proven and is_unclear(_digits(text)):
            _refuse_unclear(source, line, _digits(text))
        return amount(source, line, text, column, unit_of, size, self.decimal)

    def time_s(self, source: Source, line: int, text: str, column: str, size: Decimal | None) -> tuple[Decimal, bool]:
        """Seconds since 1970, or since any start where the time is a number of this size; whether a zone is known."""
        if size is not None:
            seconds = self.amount(source, line, text, column, time_unit, size)
            if abs(seconds) > _LAST_S:
                hint = "say time_ms where these are milliseconds" if size == 1 else "is the unit another one?"
                source.refuse(line, f"'{excerpt(text)}' is a time {_BEYOND}", hint)
            return seconds, False
        found = clock_s(text)
        if found is None:
            source.refuse(line, f"'{excerpt(text)}' is no time that is read here", _TIMES)
        return found


def cells_in(source: Source, rows: Iterable[Row], columns: Sequence[str], delimiter: str) -> Cells:
    """The decimal sign by the first rows, from their cells in these columns.

    Raises InputError where cells prove either sign, or are other numbers under either, and nobody says which it is.
    """
    if (given := source.columns.get("decimal")) is not None:
        if given not in SIGNS:
            source.refuse(None, f'"{excerpt(given)}" is no decimal sign', "decimal=point or decimal=comma")
        return Cells(SIGNS[given])
    found: Counter[str] = Counter()
    unclear: tuple[int, str] | None = None
    for row in islice(rows, _TELLING_ROWS):
        for text in (_digits(row.cells[column]) for column in columns):
            if sign := proof(text):
                found[sign] += 1
            elif is_unclear(text):
                unclear = unclear or (row.line, text)
    ranked = found.most_common()
    if len(ranked) > 1 and ranked[1][1] * _FEW > ranked[0][1]:
        if source.decimal is not None:
            return Cells(SIGNS[source.decimal])
        source.refuse(None, "some numbers have a decimal point, and others a decimal comma", _SAY)
    if ranked:
        return Cells(ranked[0][0])
    if source.decimal is not None and (delimiter != "," or (unclear is not None and COMMA in unclear[1])):
        return Cells(SIGNS[source.decimal])
    if unclear is not None and delimiter != ",":
        _refuse_unclear(source, *unclear)
    return Cells(POINT, proven=delimiter == ",")


def _refuse_unclear(source: Source, line: int, text: str) -> NoReturn:
    readings = f"{number_with(text, POINT)} or {number_with(text, COMMA)}"
    source.refuse(line, f"'{excerpt(text)}' is {readings}: no cell proves a decimal point or a decimal comma", _SAY)


def _digits(text: str) -> str:
    """The cell without its unit."""
    return text.rstrip(f"{ascii_letters} ")
