"""Cells of a table of runs that are texts: what is missing, what is a number, and a number with its own unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.files.decimal_sign import POINT, number_with
from reportgen.files.number import OUT_OF_BOUNDS, is_number
from reportgen.files.units import (
    ENERGY_UNITS,
    KWH,
    SECOND,
    UnclearUnit,
    Unit,
    energy_unit,
    energy_unit_in,
    time_unit,
    time_unit_in,
)
from reportgen.precision import working_precision
from reportgen.problems import InputError, Problem, excerpt, one_line, refuse

# How spreadsheets, pandas, R and people write that there is no number.
MISSING = (
    *(
        "",
        "NA",
        "N/A",
        "n/a",
        "na",
        "#N/A",
        "<NA>",
        "NaN",
        "nan",
        "NAN",
        "-nan",
        "None",
        "none",
        "null",
        "NULL",
        "Null",
    ),
    *("-", "--", "?"),
)
MOST_GROUPS = 1000
LONGEST_LABEL = 200  # characters

_MISSING = frozenset(MISSING)
_QUANTITY = re.compile(
    r"(?P<number>[+-]?(?:[0-9.,'’ \u00a0\u202f\u2009]*[0-9]\.?)(?:[eE][+-]?[0-9]+)?)(?:\s*(?P<word>[^\W\d_]+))?"
)
_INFINITE = re.compile(r"[+-]?inf(?:inity)?", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?:(?P<days>[0-9]+) days? )?(?P<hours>[0-9]+):(?P<minutes>[0-5][0-9]):(?P<seconds>[0-5][0-9](?:\.[0-9]+)?)"
)


@dataclass(frozen=True)
class NumberColumn:
    """A column of numbers: its name, what it is of (energy, time, count, score), and its unit where it has one."""

    name: str
    kind: str
    unit: Unit | None = None

    @property
    def unit_is_known(self) -> bool:
        """Whether a plain number in it needs no unit of its own."""
        return self.unit is not None or self.kind != "energy"


NO_UNIT = f"name it in the column's name, such as energy (MJ), or say --energy-unit: {', '.join(ENERGY_UNITS)}"


def energy_unit_of(column: str) -> Unit | None:
    """The unit that the column's name says, None where it says none. Raises InputError where it is not clear."""
    try:
        return energy_unit_in(column)
    except UnclearUnit as error:
        refuse(f'--energy "{column}"', str(error), f"say which with --energy-unit: {', '.join(ENERGY_UNITS)}")


def time_unit_of(column: str) -> Unit:
    """The unit that the column's name says, seconds where it says none. Raises InputError where it says several."""
    try:
        return time_unit_in(column)
    except UnclearUnit as error:
        refuse(f'--duration "{column}"', str(error), "rename the column, with its unit alone")


def in_unit(column: NumberColumn) -> Unit:
    """The unit in which the column's numbers are kept: its own, else kWh or s."""
    return column.unit or (KWH if column.kind == "energy" else SECOND)


class OddCell(InputError):
    """A cell that costs its row: a number that a tool wrote, and that nothing can be reckoned with."""


def number_of(column: NumberColumn, text: str, sign: str, where: str) -> tuple[Decimal, Unit | None] | None:
    """The number of a cell, trimmed, and its unit where the cell says one; None where it is missing.

    sign: the decimal sign of the file. Raises: OddCell for infinity and for numbers out of bounds, InputError for what
    is no number, is below zero or in a unit that is not known.
    """
    if text in _MISSING:
        return None
    value, unit = _read(column, text, sign, where)
    if value < 0 and column.kind != "score":
        message = f'"{column.name}" is {excerpt(text)}, below zero'
        refuse(where, message, "mend the row, or leave the cell empty")
    if unit is None and not column.unit_is_known:
        message = f'the energy is {excerpt(text)} in no known unit: neither "{column.name}" nor the cell says one'
        refuse(where, message, NO_UNIT)
    return value, unit


def _read(column: NumberColumn, text: str, sign: str, where: str) -> tuple[Decimal, Unit | None]:
    if column.kind == "time" and (clock := _CLOCK.fullmatch(text)):
        with working_precision():
            days, hours, minutes = (Decimal(clock[name] or 0) for name in ("days", "hours", "minutes"))
            return ((days * 24 + hours) * 60 + minutes) * 60 + Decimal(clock["seconds"]), SECOND
    match = _QUANTITY.fullmatch(text)
    value = number_with(match["number"], sign) if match else None
    if match is None or value is None:
        if _INFINITE.fullmatch(text) or is_number(text):
            what = "is no finite number" if _INFINITE.fullmatch(text) else OUT_OF_BOUNDS
            raise OddCell([Problem(where, one_line(f'"{column.name}" is {excerpt(text, 30)}, which {what}'))])
        example = "0.5 with a decimal point" if sign == POINT else "0,5 with a decimal comma"
        hint = f"write {example}, and nothing where the number is not known"
        refuse(where, f"\"{column.name}\" is '{excerpt(text)}', which is no number", hint)
    word = match["word"] or ""
    if not word:
        return value, None
    unit = {"energy": energy_unit, "time": time_unit}.get(column.kind, _no_unit)(word)
    if unit is None:
        kind = "of energy" if column.kind == "energy" else "of time" if column.kind == "time" else "expected"
        message = f"\"{column.name}\" is '{excerpt(text)}', and {excerpt(word)} is no unit {kind} here"
        refuse(where, message, f"units of energy: {', '.join(ENERGY_UNITS)}")
    return value, unit


def number_text(text: str) -> str:
    """The number that a cell begins with, as it is written, to tell its decimal sign by; empty where there is none."""
    match = _QUANTITY.fullmatch(text.strip())
    return match["number"] if match else ""


def _no_unit(word: str) -> None:
    """Counts and scores have no unit: a text after the number is not understood."""
    del word


def bad_column(name: str, known: Sequence[str], where: str) -> Problem:
    """The problem of a column that is not there."""
    from reportgen.files.notes import suggestion

    shown = [excerpt(column) for column in known if column][:40]
    return Problem(where, f'there is no column "{excerpt(name)}"', suggestion(name, shown))
