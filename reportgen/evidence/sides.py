"""Training runs before filtering, after it and on a random subset: what each side's runs measured."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.evidence.choosing import nearest
from reportgen.evidence.runs import Runs, exact
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.problems import Problem, excerpt

ROLES = ("before", "after", "random")
MOST_RUNS = 5000  # of a side; no page shows more, and comparing more says nothing new
_SMALLEST, _LARGEST = 1e-18, 1e18
_PERCENT = re.compile(r"%|(?<![^\W_])(?:percent|pct)(?![^\W_])", re.IGNORECASE)


@dataclass(frozen=True)
class Side:
    """The runs of one side in the order of the file; of each list, those that have such a value.

    runs: how many there are. accuracies: fractions from 0 to 1. energies_kwh: per run. samples: that each run was
    trained on.
    """

    runs: int
    accuracies: tuple[Decimal, ...]
    energies_kwh: tuple[Decimal, ...]
    samples: tuple[Decimal, ...]


def within(side: Side, other: Side) -> int:
    """How many runs of a side lie within the range of the other's accuracies, its ends included."""
    low, high = min(other.accuracies), max(other.accuracies)
    return sum(low <= value <= high for value in side.accuracies)


@dataclass(frozen=True)
class Sides:
    """sides: by role. others: runs of the file that belong to none. percent: whether accuracies were divided by 100.

    told_apart_by: the column that tells runs apart; None where each row is taken for one. joined: how many rows, epochs
    or steps, were brought together to the runs; 0 where each is a row. left_out: rows that are damaged or of a run that
    did not finish.
    """

    sides: Mapping[str, Side]
    others: int
    percent: bool
    told_apart_by: str | None = None
    joined: int = 0
    left_out: int = 0


def sides_of(runs: Runs, chosen: Mapping[str, Mapping[str, str]]) -> tuple[Sides, list[tuple[str, Problem]]]:
    """The sides that `chosen` gives, by role the text of group columns, and what is wrong with each role.

    runs: read with the group columns, and with samples as `per` where there is such a column.
    """
    problems: list[tuple[str, Problem]] = []
    rows: dict[str, list[int]] = {}
    percent = _PERCENT.search(runs.columns.accuracy) is not None
    for role, cells in chosen.items():
        found, problem = _rows_of(runs, cells)
        if problem is None and len(found) > MOST_RUNS:
            problem = Problem("", f"chooses {len(found):,} runs", f"at most {MOST_RUNS:,} a side")
        twin = next((other for other, taken in rows.items() if set(taken) & set(found)), None)
        if problem is None and twin is not None:
            problem = Problem("", f"chooses runs that {twin} chooses too", "a run belongs to one side")
        problem = problem or _no_fraction(runs, found, percent) or _out_of_reach(runs, found)
        if problem is not None:
            problems.append((role, problem))
        else:
            rows[role] = found
    with working_precision():
        sides = {role: _side(runs, found, percent) for role, found in rows.items()}
    taken = sum(map(len, rows.values()))
    return Sides(sides, len(runs.group) - taken, percent, runs.told_apart_by, runs.joined, runs.left_out), problems


def _rows_of(runs: Runs, cells: Mapping[str, str]) -> tuple[list[int], Problem | None]:
    """The rows whose group has the texts: `1` and `1.0` are two."""
    import numpy as np

    columns = runs.columns.group
    for column in cells:
        if column not in columns:
            return [], Problem("", f'"{excerpt(column)}" is no column of group', f"group: {', '.join(columns)}")
    places = [
        place
        for place, key in enumerate(runs.keys)
        if all(key[columns.index(column)] == text.strip() for column, text in cells.items())
    ]
    found = [int(row) for row in np.flatnonzero(np.isin(runs.group, places))]
    if found:
        return found, None
    hint = ""
    for column, text in cells.items():
        known = {key[columns.index(column)] for key in runs.keys}
        if text.strip() not in known:
            hint = nearest(text.strip(), known)
            break
    wanted = ", ".join(f"{column}: {text}" for column, text in cells.items())
    return [], Problem("", f"no run has {excerpt(wanted)}", hint)


def _no_fraction(runs: Runs, rows: list[int], percent: bool) -> Problem | None:
    most = 100 if percent else 1
    for row in rows:
        value = float(runs.accuracy[row])
        if value > most or value < 0:
            shown = f'"{excerpt(runs.columns.accuracy)}" is {exact(value)} in row {runs.rows[row]}'
            if not percent and 1 < value <= 100:
                hint = f"did you mean {exact(value) / 100}? a column called accuracy (%) is divided by 100"
            else:
                hint = f"from 0 to {most}"
            return Problem("", f"{shown}, which is no accuracy", hint)
    return None


def _out_of_reach(runs: Runs, rows: list[int]) -> Problem | None:
    """A number that no training has, such as a slip of the pen or one that means missing."""
    for column, values in ((runs.columns.energy, runs.energy), (runs.columns.per, runs.per)):
        for row in rows if values is not None else ():
            value = float(values[row])  # type: ignore[index]
            if math.isfinite(value) and value and not _SMALLEST <= abs(value) <= _LARGEST:
                shown = f'"{excerpt(column or "")}" is {value} in row {runs.rows[row]}, which no training has'
                return Problem("", shown, "leave the cell empty where it was not measured")
    return None


def _count(value: float) -> Decimal:
    return Decimal(int(value)) if value == int(value) else exact(value)


def _side(runs: Runs, rows: list[int], percent: bool) -> Side:
    def known(values: object, row: int) -> bool:
        return math.isfinite(values[row])  # type: ignore[index]

    accuracies = [runs.accuracy_of(row) for row in rows if known(runs.accuracy, row)]
    energies = [exact(runs.energy[row]) for row in rows if known(runs.energy, row)]
    samples = [] if runs.per is None else [_count(runs.per[row]) for row in rows if known(runs.per, row)]
    return Side(
        len(rows),
        tuple(value / 100 if percent else value for value in accuracies),
        tuple(energy * runs.energy_unit.size / J_PER_KWH for energy in energies),
        tuple(samples),
    )
