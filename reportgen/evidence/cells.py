"""Cells of a table of runs that are texts: what is missing, what is a number, and a number with its own unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite

from reportgen.evidence.runs import Labels, Table
from reportgen.files.number import quantity_in
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
from reportgen.problems import Problem, excerpt, one_line, refuse

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
_PLAIN = re.compile(r"[0-9]{1,17}(?:\.[0-9]{1,17})?")
_CLOCK = re.compile(
    r"(?:(?P<days>[0-9]+) days? )?(?P<hours>[0-9]+):(?P<minutes>[0-5][0-9]):(?P<seconds>[0-5][0-9](?:\.[0-9]+)?)"
)


@dataclass(frozen=True)
class NumberColumn:
    """A column of numbers: its name, what it is of (energy, time, count, score), and its unit where it has one."""

    name: str
    kind: str
    unit: Unit | None = None


@dataclass
class Builder:
    """A table built from rows of texts, one cell at a time."""

    numbers: Sequence[NumberColumn]
    labels: Sequence[str]
    _floats: dict[str, list[float]] = field(default_factory=dict)
    _codes: dict[str, list[int]] = field(default_factory=dict)
    _values: dict[str, dict[str, int]] = field(default_factory=dict)
    _known: dict[str, dict[str, int]] = field(default_factory=dict)  # cells as they are written
    _other_units: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, cells: Mapping[str, str], where: str) -> None:
        """Add a row; a cell that is not in the mapping is missing. Raises: InputError at `where`."""
        for column in self.numbers:
            value = self._number(column, cells.get(column.name, "").strip(), where)
            self._floats.setdefault(column.name, []).append(value)
        for name in self.labels:
            text = cells.get(name, "")
            known = self._known.setdefault(name, {})
            if text not in known:
                known[text] = self._place(name, text)
            self._codes.setdefault(name, []).append(known[text])

    def table(self, notes: Iterable[str] = ()) -> Table:
        """The table of all rows."""
        import numpy as np

        return Table(
            {column.name: np.array(self._floats.get(column.name, []), dtype=np.float64) for column in self.numbers},
            {
                name: Labels(np.array(self._codes.get(name, []), dtype=np.int64), tuple(self._values.get(name, {})))
                for name in self.labels
            },
            (*notes, *self._mixed_units()),
        )

    def _place(self, name: str, text: str) -> int:
        """The place of a label among the values of its column; those that differ by blanks alone are one."""
        shown = one_line(text.strip()[:LONGEST_LABEL])
        values = self._values.setdefault(name, {})
        return values.setdefault(shown, len(values)) if shown else -1

    def _number(self, column: NumberColumn, text: str, where: str) -> float:
        if text in _MISSING:
            return float("nan")
        # most cells are plain, and these need no Decimal on the way
        if _PLAIN.fullmatch(text) and (column.kind != "energy" or column.unit is not None):
            return float(text)
        value, unit = _read(column, text, where)
        if value < 0 and column.kind != "score":
            message = f'"{column.name}" is {excerpt(text)}, below zero'
            refuse(where, message, "mend the row, or leave the cell empty")
        if column.kind not in ("energy", "time"):
            return float(value)
        if unit is None and column.unit is None:
            message = f'the energy is {excerpt(text)} in no known unit: neither "{column.name}" nor the cell says one'
            refuse(where, message, NO_UNIT)
        if unit is None or unit == column.unit:
            return float(value)
        key = (column.name, unit.name)
        self._other_units[key] = self._other_units.get(key, 0) + 1
        with working_precision():
            return float(value * unit.size / in_unit(column).size)

    def _mixed_units(self) -> list[str]:
        """What a person must know of cells in other units than that of their column, or than each other's."""
        counts = self._other_units
        return [
            f'mixed units: {count:,} of the cells of "{name}" in {unit}, converted to {in_unit(column).name}'
            for column in self.numbers
            for (name, unit), count in counts.items()
            if name == column.name and unit != in_unit(column).name
            if column.unit is not None or sum(key[0] == name for key in counts) > 1
        ]


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


def _read(column: NumberColumn, text: str, where: str) -> tuple[Decimal, Unit | None]:
    """The number of a cell, and its unit where the cell says one."""
    if column.kind == "time" and (clock := _CLOCK.fullmatch(text)):
        with working_precision():
            days, hours, minutes = (Decimal(clock[name] or 0) for name in ("days", "hours", "minutes"))
            return ((days * 24 + hours) * 60 + minutes) * 60 + Decimal(clock["seconds"]), SECOND
    found = quantity_in(text)
    if found is None or not isfinite(float(found[0])):
        hint = "write 0.5 with a decimal point, and nothing where the number is not known"
        refuse(where, f"\"{column.name}\" is '{excerpt(text)}', which is no number", hint)
    value, word = found
    if not word:
        return value, None
    unit = {"energy": energy_unit, "time": time_unit}.get(column.kind, _no_unit)(word)
    if unit is None:
        kind = "of energy" if column.kind == "energy" else "of time" if column.kind == "time" else "expected"
        message = f"\"{column.name}\" is '{excerpt(text)}', and {excerpt(word)} is no unit {kind} here"
        refuse(where, message, f"units of energy: {', '.join(ENERGY_UNITS)}")
    return value, unit


def _no_unit(word: str) -> None:
    """Counts and scores have no unit: a text after the number is not understood."""
    del word


def bad_column(name: str, known: Sequence[str], where: str) -> Problem:
    """The problem of a column that is not there."""
    from reportgen.files.notes import suggestion

    shown = [excerpt(column) for column in known if column][:40]
    return Problem(where, f'there is no column "{excerpt(name)}"', suggestion(name, shown))
