"""Rows that are epochs or steps of one training, brought together: one row a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from reportgen.evidence.known_columns import EPOCHS, KnownColumns, plain
from reportgen.evidence.runs import Columns, Labels, Table, exact
from reportgen.files.number import number_in
from reportgen.precision import working_precision
from reportgen.problems import InputError, Problem, refuse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reportgen.evidence.runs import Floats, Integers

_SURE_OF_TOTALS = 4  # rows by which a running total is told, where a run has so many
_MOST_SHOWN = 5
_SAY_RUN = "name the column that tells runs apart: --run COL, or run: COL in a manifest"


def one_row_a_run(table: Table, columns: Columns, known: KnownColumns, name: str) -> Table:
    """The table with the rows of each run as one. Raises: InputError where it cannot be told which rows are one run."""
    import numpy as np

    group = numbered([table.labels[column] for column in columns.group])
    if known.run is None:
        return _by_moments(table, columns, known, group, name)
    table, run = _with_run(table, known.run)
    key = numbered([*(table.labels[column] for column in columns.group), run])
    moments = _Moments.of(table, known.moments)
    if any(not np.isfinite(values).all() for values in moments.values.values()):
        moments = _Moments({}, moments.count)  # runs are known: their rows are then in the order of the file
    table, key, moments = _without_repeated(table, key, moments)
    order = moments.order(key)
    starts = _starts(key[order])
    if len(starts) == len(order):
        return replace(table, told_apart_by=known.run)
    if columns.run is None:
        _check_known_run(table, known.run, key, moments, order, name)
    return _Joining(table, columns, moments, name, known.run).joined(np_split(order, starts))


def numbered(labels: Sequence[Labels]) -> Integers:
    """For each row a number that is the same where all its texts are; -1 where one is missing."""
    import numpy as np

    code, known = np.zeros(len(labels[0].codes), dtype=np.int64), np.full(len(labels[0].codes), True)
    for column in labels:
        known &= column.codes >= 0
        # numbered anew each time, so that no product of many columns overflows
        code = np.unique(code * (len(column.values) + 1) + column.codes, return_inverse=True)[1]
    return np.where(known, code, -1)


def np_split(order: Integers, starts: Integers) -> list[Integers]:
    """The rows of each run."""
    import numpy as np

    return np.split(order, starts[1:])


def _starts(key: Integers) -> Integers:
    """Where a run begins among rows in order; a row without a group or run is one by itself."""
    import numpy as np

    return np.flatnonzero(np.concatenate([[True], (key[1:] != key[:-1]) | (key[1:] < 0)]))[: len(key)]


@dataclass(frozen=True)
class _Moments:
    """The epochs and steps of rows by the names of their columns, first what counts more.

    Columns that have one in every row; where none has, the first that has some, NaN where one is missing.
    """

    values: Mapping[str, Floats]
    count: int

    @staticmethod
    def of(table: Table, names: Sequence[str]) -> _Moments:
        import numpy as np

        found: dict[str, Floats] = {}
        for name in names:
            labels = table.labels[name]
            numbers = [number_in(text) for text in labels.values]
            floats = np.array([*(float("nan") if it is None else float(it) for it in numbers), float("nan")])
            found[name] = floats[labels.codes]
        whole = {name: values for name, values in found.items() if np.isfinite(values).all()}
        some = {name: values for name, values in found.items() if np.isfinite(values).any()}
        return _Moments(whole or dict(list(some.items())[:1]), len(table.rows))

    def taken(self, rows: NDArray[np.bool_]) -> _Moments:
        return _Moments({name: values[rows] for name, values in self.values.items()}, int(rows.sum()))

    def order(self, key: Integers) -> Integers:
        """The rows by key, then moment, then as in the file."""
        import numpy as np

        return np.lexsort((np.arange(self.count), *reversed(list(self.values.values())), key))

    def at(self, row: int) -> tuple[float, ...]:
        return tuple(float(values[row]) for values in self.values.values())

    def rises(self, order: Integers) -> NDArray[np.bool_]:
        """Whether each row but the first is later than the one before it."""
        import numpy as np

        later, same = np.zeros(len(order) - 1, dtype=bool), np.ones(len(order) - 1, dtype=bool)
        for values in self.values.values():
            before, after = values[order[:-1]], values[order[1:]]
            later |= same & (after > before)
            same &= after == before
        return later


def _with_run(table: Table, column: str) -> tuple[Table, Labels]:
    import numpy as np

    lacking = table.labels[column].codes < 0
    if lacking.any():
        note = f'{_count(int(lacking.sum()))} no run in "{column}": left out'
        table = table.taken(np.flatnonzero(~lacking)).noted(note)
    return table, table.labels[column]


def _without_repeated(table: Table, key: Integers, moments: _Moments) -> tuple[Table, Integers, _Moments]:
    """Without rows that repeat another one of their run in every cell."""
    import numpy as np

    if table.alike is None:
        return table, key, moments
    first = np.zeros(len(key), dtype=bool)
    first[np.unique(np.stack([key, table.alike]), axis=1, return_index=True)[1]] = True
    first |= key < 0
    if first.all():
        return table, key, moments
    note = f"{_rows(table, ~first)} another one of the same run in every cell: counted once"
    return table.taken(np.flatnonzero(first)).noted(note), key[first], moments.taken(first)


def _count(count: int) -> str:
    return "1 row has" if count == 1 else f"{count:,} rows have"


def _rows(table: Table, which: NDArray[np.bool_]) -> str:
    """`3 rows (row 4, row 7, ...) repeat`."""
    rows = table.rows[which]
    shown = ", ".join(f"row {row}" for row in rows[:_MOST_SHOWN]) + (", ..." if len(rows) > _MOST_SHOWN else "")
    return f"1 row ({shown}) repeats" if len(rows) == 1 else f"{len(rows):,} rows ({shown}) repeat"


def _check_known_run(table: Table, column: str, key: Integers, moments: _Moments, order: Integers, name: str) -> None:
    """Raise InputError where rows that share an identity, which nobody has named as one, do not follow each other."""
    import numpy as np

    together = (key[order][1:] == key[order][:-1]) & (key[order][1:] >= 0)
    odd = np.flatnonzero(together & ~moments.rises(order)) if moments.values else np.flatnonzero(together)
    if len(odd):
        rows = sorted((int(table.rows[order[odd[0]]]), int(table.rows[order[odd[0] + 1]])))
        message = f'rows {rows[0]} and {rows[1]} have the same "{column}" and differ: are they one run?'
        refuse(name, message, f"say --run {column} if they are, else {_SAY_RUN}")


def _by_moments(table: Table, columns: Columns, known: KnownColumns, group: Integers, name: str) -> Table:
    """Runs told by an epoch or step that rises within equal labels, from where all of them begin."""
    import numpy as np

    moments = _Moments.of(table, known.moments)
    has_moment = np.all([np.isfinite(values) for values in moments.values.values()], axis=0)
    order = np.lexsort((np.arange(len(group)), group))
    order = order[has_moment[order]] if moments.values else order
    if moments.values and len(order) > 1:
        joined = (group[order][1:] == group[order][:-1]) & (group[order][1:] >= 0) & moments.rises(order)
        if joined.any():
            runs = np_split(order, np.flatnonzero(np.concatenate([[True], ~joined])))
            _check_histories(table, runs, moments, group, name)
            column = next(iter(moments.values))
            if not has_moment.all():
                table = table.noted(f'{_count(int((~has_moment).sum()))} no "{column}": left out')
            return _Joining(table, columns, moments, name, column).joined(runs)
    return table.noted(*_repeated(table))


def _repeated(table: Table) -> list[str]:
    """What must be said of rows that are the same in every cell, where nothing tells runs apart."""
    import numpy as np

    if table.alike is None:
        return []
    again = np.ones(len(table.rows), dtype=bool)
    again[np.unique(table.alike, return_index=True)[1]] = False
    if not again.any():
        return []
    return [f"{_rows(table, again)} another one in every cell, and each counts as a run: {_SAY_RUN}"]


def _check_histories(table: Table, runs: Sequence[Integers], moments: _Moments, group: Integers, name: str) -> None:
    """Raise InputError where what rises is not the course of trainings that all begin alike."""
    column, values = next(iter(moments.values.items()))
    begins = {moments.at(int(rows[0])) for rows in runs if group[rows[0]] >= 0}
    for rows in runs:
        course = [
            value for value, before in zip(values[rows], [None, *values[rows][:-1]], strict=True) if value != before
        ]
        if len(begins) > 1 or not _is_course(course):
            first, second = (int(table.rows[row]) for row in next(it for it in runs if len(it) > 1)[:2])
            message = f'"{column}" rises from row {first} to row {second} within equal labels: are they one run?'
            refuse(name, message, _SAY_RUN)


def _is_course(course: Sequence[float]) -> bool:
    """Whether numbers begin as epochs or steps do: at 0 or 1, or after a step as long as those that follow."""
    if course[0] in (0, 1) or len(course) == 1:
        return True
    steps = [after - before for before, after in pairwise(course)]
    return course[0] == steps[0] and len(set(steps[:-1])) <= 1


@dataclass(frozen=True)
class _Joining:
    """How the rows of a run become one."""

    table: Table
    columns: Columns
    moments: _Moments
    name: str
    told_by: str

    def joined(self, runs: Sequence[Integers]) -> Table:
        """The table with one row for each of these runs, in the order of their first rows."""
        import numpy as np

        runs = sorted(runs, key=lambda rows: int(rows.min()))
        first = np.array([int(rows[0]) for rows in runs], dtype=np.int64)
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
            shown = ", ".join(f"row {row}" for row in rows[:_MOST_SHOWN]) + (", ..." if len(rows) > _MOST_SHOWN else "")
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
