"""Cells of a table of runs that are texts: what is missing, what is a number, and a number with its own unit."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.evidence.decimals import SAY_DECIMAL, Decimals, both_readings
from reportgen.files.decimal_sign import COMMA, POINT, is_unclear, number_with, proof
from reportgen.files.number import LARGEST, OUT_OF_BOUNDS, is_number
from reportgen.files.times import LONGEST_S, seconds_in
from reportgen.files.tool_columns import energy_by_tool, time_by_tool
from reportgen.files.units import (
    ENERGY_UNITS,
    KWH,
    SECOND,
    TIME_UNITS,
    RateUnit,
    UnclearUnit,
    Unit,
    energy_unit,
    energy_unit_in,
    time_unit,
    time_unit_in,
)
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
TOO_LONG = "is more than ten years"
MOST_GROUPS = 1000
LONGEST_LABEL = 200  # characters

_MISSING = frozenset(MISSING)
_QUANTITY = re.compile(
    r"(?P<number>[+-]?(?:[0-9.,'’ \u00a0\u202f\u2009]*[0-9]\.?)(?:[eE][+-]?[0-9]+)?)(?:\s*(?P<word>[^\W\d_]+))?"
)
_SIGN_WORDS = {POINT: "point", COMMA: "comma"}
_INFINITE = re.compile(r"[+-]?inf(?:inity)?", re.IGNORECASE)


@dataclass(frozen=True)
class NumberColumn:
    """A column of numbers: its name, what it is of (energy, time, count, score), and its unit where it has one."""

    name: str
    kind: str
    unit: Unit | None = None

    @property
    def unit_is_known(self) -> bool:
        """Whether a plain number in it needs no unit of its own."""
        return self.unit is not None or self.kind not in ("energy", "time")

    @property
    def most(self) -> float:
        """The largest number that it may hold, in its unit: a time of ten years, and the bound of every number."""
        if self.kind == "time":
            return float(LONGEST_S / (self.unit or SECOND).size)
        return float(LARGEST)


# By the kind of a column: how it is called, the unit in an example, the units, and the options that say one.
_SAID_BY = {
    "energy": ("energy", "energy (MJ)", ENERGY_UNITS, "--energy-unit: {}, or energy_unit in a manifest"),
    "time": ("duration", "duration (h)", TIME_UNITS, "--duration-unit: {}, or duration_unit in a manifest"),
}


def no_unit_hint(kind: str) -> str:
    """What to do where a number of this kind, energy or time, has no unit."""
    _, example, units, option = _SAID_BY[kind]
    return f"name it in the column's name, such as {example}, or say {option.format(', '.join(units))}"


def _clear_hint(kind: str, error: UnclearUnit) -> str:
    """What to do where the name of a column of this kind says a rate, or a unit that is not clear."""
    _, _, units, option = _SAID_BY[kind]
    said = option.format(", ".join(units))
    if isinstance(error, RateUnit):
        return f"name a column of totals; if it is one all the same, say its unit with {said}"
    return f"say which with {said}"


def energy_unit_of(column: str, also_per: Collection[str] = ()) -> Unit | None:
    """The unit that the column's name says, or the tool that calls it so has; None where neither does.

    also_per: what a row is besides a run. Raises InputError where it is not clear.
    """
    try:
        unit = energy_unit_in(column, also_per)
    except UnclearUnit as error:
        refuse(f'--energy "{column}"', str(error), _clear_hint("energy", error))
    by_tool = energy_by_tool(column)
    return unit or (by_tool[1] if by_tool else None)


def time_unit_of(column: str) -> Unit | None:
    """The unit that the column's name says, or the tool that calls it so has; None where neither does.

    Raises InputError where it is not clear.
    """
    try:
        unit = time_unit_in(column)
    except UnclearUnit as error:
        refuse(f'--duration "{column}"', str(error), _clear_hint("time", error))
    by_tool = time_by_tool(column)
    return unit or (by_tool[1] if by_tool else None)


def in_unit(column: NumberColumn) -> Unit:
    """The unit in which the column's numbers are kept: its own, else kWh or s."""
    return column.unit or (KWH if column.kind == "energy" else SECOND)


class OddCell(InputError):
    """A cell that costs its row: a number that a tool wrote, and that nothing can be reckoned with."""


def number_of(column: NumberColumn, text: str, decimals: Decimals, where: str) -> tuple[Decimal, Unit | None] | None:
    """The number of a cell, trimmed, and its unit where the cell says one; None where it is missing.

    Raises: OddCell for infinity and for numbers out of bounds, InputError for what is no number, is below zero or in a
    unit that is not known.
    """
    if text in _MISSING:
        return None
    value, unit = _read(column, text, decimals, where)
    if value < 0 and column.kind != "score":
        message = f'"{column.name}" is {excerpt(text)}, below zero'
        refuse(where, message, "mend the row, or leave the cell empty")
    known = unit or column.unit
    if column.kind == "time" and known is not None and value * known.size > LONGEST_S:
        raise OddCell([Problem(where, one_line(f'"{column.name}" is {excerpt(text, 30)}, which {TOO_LONG}'))])
    if unit is None and not column.unit_is_known:
        what = _SAID_BY[column.kind][0]
        message = f'the {what} is {excerpt(text)} in no known unit: neither "{column.name}" nor the cell says one'
        refuse(where, message, no_unit_hint(column.kind))
    return value, unit


def _read(column: NumberColumn, text: str, decimals: Decimals, where: str) -> tuple[Decimal, Unit | None]:
    if column.kind == "time" and (seconds := seconds_in(text)) is not None:
        return seconds, SECOND
    match, sign = _QUANTITY.fullmatch(text), decimals.sign
    value = number_with(match["number"], sign) if match else None
    if match is None or value is None:
        if match is not None and (other := proof(match["number"])) is not None and other != sign:
            message = f'"{column.name}" is {excerpt(text)}, with a decimal {_SIGN_WORDS[other]}, and others have a '
            refuse(where, message + _SIGN_WORDS[sign], "write them all with the same sign")
        if _INFINITE.fullmatch(text) or is_number(text):
            what = "is no finite number" if _INFINITE.fullmatch(text) else OUT_OF_BOUNDS
            raise OddCell([Problem(where, one_line(f'"{column.name}" is {excerpt(text, 30)}, which {what}'))])
        example = "0.5 with a decimal point" if sign == POINT else "0,5 with a decimal comma"
        if column.kind == "time":
            example += ", 1:30:00 or 90 min"
        hint = f"write {example}, and nothing where the number is not known"
        refuse(where, f"\"{column.name}\" is '{excerpt(text)}', which is no number", hint)
    if column.kind == "count" and decimals.doubtful and value % 1 and is_unclear(match["number"]):
        refuse(where, both_readings(match["number"], column.name), SAY_DECIMAL)
    word = match["word"] or ""
    if not word:
        return value, None
    unit = {"energy": energy_unit, "time": time_unit}.get(column.kind, _no_unit)(word)
    if unit is None:
        kind = "of energy" if column.kind == "energy" else "of time" if column.kind == "time" else "expected"
        message = f"\"{column.name}\" is '{excerpt(text)}', and {excerpt(word)} is no unit {kind} here"
        refuse(where, message, _unit_hint(column.kind, match["number"], word))
    return value, unit


def number_text(column: NumberColumn, text: str) -> str:
    """The number that a cell begins with, as it is written, to tell its decimal sign by; empty where there is none."""
    text = text.strip()
    if column.kind == "time" and seconds_in(text) is not None:
        return ""
    match = _QUANTITY.fullmatch(text)
    return match["number"] if match else ""


def _unit_hint(kind: str, number: str, word: str) -> str:
    if kind == "time":
        return f"did you mean {number} min?" if word == "m" else f"units of time: {', '.join(TIME_UNITS)}"
    return f"units of energy: {', '.join(ENERGY_UNITS)}" if kind == "energy" else "a number alone"


def _no_unit(word: str) -> None:
    """Counts and scores have no unit: a text after the number is not understood."""
    del word


def bad_column(name: str, known: Sequence[str], where: str) -> Problem:
    """The problem of a column that is not there."""
    from reportgen.files.notes import suggestion

    shown = [excerpt(column) for column in known if column]
    return Problem(where, f'there is no column "{excerpt(name)}"', suggestion(name, shown))
