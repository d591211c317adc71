"""Rows of one training as one: energies added up, or the last of a running total, and the last or best accuracy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from reportgen.evidence.known_columns import EPOCHS, plain
from reportgen.evidence.moments import Moments
from reportgen.evidence.runs import Columns, Table, exact
from reportgen.precision import working_precision
from reportgen.problems import InputError, Problem, refuse

if TYPE_CHECKING:
    from reportgen.evidence.runs import Integers

_SURE_OF_TOTALS = 4  # rows by which a running total is told, where a run has so many
MOST_SHOWN = 5  # rows that a note names


@dataclass(frozen=True)
class Joining:
    """How the rows of a run become one."""

    table: Table
    columns: Columns
    moments: Moments
    name: str
    told_by: str

    def joined(self, runs: Sequence[Integers]) -> Table:
        """The table with one row for each of these runs, in the order of their first rows."""
        import numpy as np

        runs = sorted(runs, key=lambda rows: int(rows.min()))
        first = np.array([rows[0] for rows in runs])
        found = self.table.taken(first)
        numbers, how = dict(found.numbers), []
        several = [rows for rows in runs if len(rows) > 1]
        for column in filter(None, (self.columns.energy, self.columns.duration, self.columns.per)):
            if column == self.columns.per and self.columns.per_is_size:
                numbers[column] = np.array([self._last(column, rows) for rows in runs])
                continue
            total = self._is_total(column, several)
            how.append(f'"{column}" is {"the last, as of a running total" if total else "their sum"}')
            if not total and self.table.lost:
                problem = self.table.lost[0]
                hint = "mend the row: the rows of a run are added up"
                raise InputError([Problem(problem.where, problem.message, hint)])
            numbers[column] = np.array([(self._last if total else self._sum)(column, rows) for rows in runs])
        score = self.columns.accuracy
        which = self._best if self.columns.best else self._last
        numbers[score] = np.array([which(score, rows) for rows in runs])
        how.append(f'"{score}" the {"best" if self.columns.best else "last"}')
        count = f"{len(self.table.rows):,} rows are {len(runs):,} run{'' if len(runs) == 1 else 's'}"
        notes = [f'{count}, by "{self.told_by}": {", ".join(how)}', *self._gaps(several)]
        found = replace(found, numbers=numbers, alike=None, joined=len(self.table.rows), told_apart_by=self.told_by)
        return found.noted(*notes)

    def _last(self, column: str, rows: Integers) -> float:
        import numpy as np

        values = self.table.numbers[column][rows]
        known = values[np.isfinite(values)]
        return float(known[-1]) if len(known) else float("nan")

    def _best(self, column: str, rows: Integers) -> float:
        import numpy as np

        values = self.table.numbers[column][rows]
        known = values[np.isfinite(values)]
        return float(known.max()) if len(known) else float("nan")

    def _sum(self, column: str, rows: Integers) -> float:
        """The sum of the values, exact; NaN where an epoch has none, or where one is missing."""
        import numpy as np

        values = self.table.numbers[column][rows]
        measured = np.isfinite(values) & (values != 0)
        if len(rows) == 1:
            return float(values[0])
        at = [self.moments.at(int(row)) if self.moments.values else (row,) for row in rows]
        if set(at) != {moment for moment, known in zip(at, measured, strict=True) if known} or self._has_gap(rows):
            return float("nan")
        with working_precision():
            return float(sum((exact(value) for value in values[measured]), Decimal(0)))

    def _has_gap(self, rows: Integers) -> bool:
        """Whether an epoch is missing between two others."""
        column = next(iter(self.moments.values), None)
        if column is None or plain(column.split("/")[-1]) not in EPOCHS:
            return False
        epochs = sorted(set(map(float, self.moments.values[column][rows])))
        return any(after - before > 1 for before, after in pairwise(epochs))

    def _gaps(self, runs: Sequence[Integers]) -> Iterator[str]:
        rows = [int(self.table.rows[it[0]]) for it in runs if self._has_gap(it)]
        if rows:
            shown = ", ".join(f"row {row}" for row in rows[:MOST_SHOWN]) + (", ..." if len(rows) > MOST_SHOWN else "")
            yield f"epochs are missing in the run that begins in {shown}: what is added up is not known of it"

    def _is_total(self, column: str, runs: Sequence[Integers]) -> bool:
        """Whether the column adds up from row to row. Raises: InputError where it does in some runs alone."""
        import numpy as np

        values = [self.table.numbers[column][rows] for rows in runs]
        courses = [[exact(value) for value in it[np.isfinite(it)]] for it in values]
        long = [course for course in courses if len(course) >= _SURE_OF_TOTALS]
        found = {is_running_total(course) for course in long or courses if len(course) > 1}
        if len(found) > 1:
            message = f'"{column}" grows like a running total in some runs and not in others'
            refuse(self.name, message, "give what each epoch or step took by itself")
        return found == {True}


def is_running_total(values: Sequence[Decimal]) -> bool:
    """Whether the values climb as sums of about equal parts do: always, and to at least half of n times the first.

    Two or three values tell less: each step is then as large as the first value, by a quarter more or less.
    """
    steps = [after - before for before, after in pairwise(values)]
    if not all(step > 0 for step in steps):
        return False
    if len(values) >= _SURE_OF_TOTALS or not values[0]:
        return values[-1] >= values[0] * len(values) / 2
    return all(abs(step - values[0]) <= values[0] / 4 for step in steps)
