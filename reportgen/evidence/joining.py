"""Rows that are epochs or steps of one training, brought together: one row a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.evidence.combining import MOST_SHOWN, Joining
from reportgen.evidence.known_columns import KnownColumns
from reportgen.evidence.moments import Moments, is_course
from reportgen.evidence.runs import Columns, Labels, Table
from reportgen.problems import refuse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reportgen.evidence.runs import Integers

_SAY_RUN = "name the column that tells runs apart: --run COL, or run: COL in a manifest"


def one_row_a_run(table: Table, columns: Columns, known: KnownColumns, name: str) -> Table:
    """The table with the rows of each run as one. Raises: InputError where it cannot be told which rows are one run."""
    import numpy as np

    if known.run is None:
        names = [column for column in known.names if (table.labels[column].codes >= 0).all()]
        group = numbered([table.labels[column] for column in (*columns.group, *names)])
        return _by_moments(table, columns, known, group, name)
    table, run = _with_run(table, known.run)
    key = numbered([*(table.labels[column] for column in columns.group), run])
    moments = Moments.of(table, known.moments)
    if any(not np.isfinite(values).all() for values in moments.values.values()):
        moments = Moments({}, moments.count)  # runs are known: their rows are then in the order of the file
    table, key, moments = _without_repeated(table, key, moments)
    order = moments.order(key)
    starts = _starts(key[order])
    if len(starts) == len(order):
        return replace(table, told_apart_by=known.run)
    if columns.run is None:
        _check_known_run(table, known.run, key, moments, order, name)
    return Joining(table, columns, moments, name, known.run).joined(np_split(order, starts))


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


def _with_run(table: Table, column: str) -> tuple[Table, Labels]:
    import numpy as np

    lacking = table.labels[column].codes < 0
    if lacking.any():
        note = f'{_count(int(lacking.sum()))} no run in "{column}": left out'
        table = table.taken(np.flatnonzero(~lacking)).noted(note)
    return table, table.labels[column]


def _without_repeated(table: Table, key: Integers, moments: Moments) -> tuple[Table, Integers, Moments]:
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
    shown = ", ".join(f"row {row}" for row in rows[:MOST_SHOWN]) + (", ..." if len(rows) > MOST_SHOWN else "")
    return f"1 row ({shown}) repeats" if len(rows) == 1 else f"{len(rows):,} rows ({shown}) repeat"


def _check_known_run(table: Table, column: str, key: Integers, moments: Moments, order: Integers, name: str) -> None:
    """Raise InputError where rows that share an identity, which nobody has named as one, do not follow each other."""
    import numpy as np

    together = (key[order][1:] == key[order][:-1]) & (key[order][1:] >= 0)
    odd = np.flatnonzero(together & ~moments.rises(order))
    if len(odd):
        rows = sorted((int(table.rows[order[odd[0]]]), int(table.rows[order[odd[0] + 1]])))
        message = f'rows {rows[0]} and {rows[1]} have the same "{column}" and differ: are they one run?'
        refuse(name, message, f"say --run {column} if they are, else {_SAY_RUN}")


def _by_moments(table: Table, columns: Columns, known: KnownColumns, group: Integers, name: str) -> Table:
    """Runs told by an epoch or step that rises within equal labels, down the table or up, from where all begin."""
    import numpy as np

    moments = Moments.of(table, known.moments)
    has_moment = np.all([np.isfinite(values) for values in moments.values.values()], axis=0)
    order = np.lexsort((np.arange(len(group)), group))
    order = order[has_moment[order]] if moments.values else order
    if moments.values and len(order) > 1:
        joined = _joined(group, moments, order)
        if not joined.any() and is_course(np.unique(next(iter(moments.values.values()))[order]).tolist()):
            order = order[::-1]  # what is newest may stand first
            joined = _joined(group, moments, order)
        if joined.any():
            runs = np_split(order, np.flatnonzero(np.concatenate([[True], ~joined])))
            _check_histories(table, runs, moments, group, name)
            column = next(iter(moments.values))
            if not has_moment.all():
                table = table.noted(f'{_count(int((~has_moment).sum()))} no "{column}": left out')
            return Joining(table, columns, moments, name, column).joined(runs)
    return table.noted(*_repeated(table))


def _joined(group: Integers, moments: Moments, order: Integers) -> NDArray[np.bool_]:
    """Whether each row but the first goes on with the run of the one before it."""
    joined: NDArray[np.bool_] = group[order][1:] == group[order][:-1]
    return joined & (group[order][1:] >= 0) & moments.rises(order)


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


def _check_histories(table: Table, runs: Sequence[Integers], moments: Moments, group: Integers, name: str) -> None:
    """Raise InputError where what rises is not the course of trainings that all begin alike."""
    column, values = next(iter(moments.values.items()))
    begins = {moments.at(int(rows[0])) for rows in runs if group[rows[0]] >= 0}
    for rows in runs:
        course = [
            value for value, before in zip(values[rows], [None, *values[rows][:-1]], strict=True) if value != before
        ]
        if len(begins) > 1 or not is_course(course):
            first, second = (int(table.rows[row]) for row in next(it for it in runs if len(it) > 1)[:2])
            message = f'"{column}" rises from row {first} to row {second} within equal labels: are they one run?'
            refuse(name, message, _SAY_RUN)
