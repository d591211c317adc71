"""Reading training runs: CSV, Parquet, either of them from gzip, or a folder of MLflow, told by what is in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.evidence.cells import MOST_GROUPS, NumberColumn, energy_unit_of, in_unit, time_unit_of
from reportgen.evidence.choosing import chosen_rows, finished_rows
from reportgen.evidence.joining import numbered, one_row_a_run
from reportgen.evidence.known_columns import KnownColumns
from reportgen.evidence.read_csv import Further, read_csv
from reportgen.evidence.read_mlflow import META, is_mlflow, read_mlflow
from reportgen.evidence.read_parquet import PARQUET_MAGIC, read_parquet
from reportgen.evidence.runs import Columns, Labels, Runs, Table
from reportgen.files.document import NO_SUCH_FILE
from reportgen.files.opening import content_of, opened
from reportgen.files.tool_columns import energy_by_tool, time_by_tool
from reportgen.files.units import SECOND, UnclearUnit, Unit, energy_unit_in, time_unit_in
from reportgen.files.unpacking import GZIP_DAMAGE, GZIP_MAGIC, unpacked
from reportgen.problems import InputError, excerpt, refuse

if TYPE_CHECKING:
    from reportgen.evidence.runs import Floats, Integers


def read_runs(path: Path, columns: Columns, name: str | None = None) -> Runs:
    """The runs of a file or folder; name is for the problems, the path where it is not given.

    Raises: InputError with what is wrong, and its line where there is one.
    """
    name = str(path) if name is None else name
    numbers = _numbers(columns)
    labels = list(dict.fromkeys([*columns.group, *columns.where, *filter(None, (columns.device, columns.run))]))
    known = KnownColumns({*labels, *(column.name for column in numbers.values())}, columns.run)
    table = _read(path, name, list(numbers.values()), labels, known.further, columns)
    if not len(table.rows):
        if table.lost:
            raise InputError(table.lost)
        refuse(name, "there is no run below the header", "a table has a row for each run")
    whole, table = table, finished_rows(chosen_rows(table, columns.where, name), known.state, name)
    aside = _aside(whole, table, columns, known, name)
    table = one_row_a_run(table, columns, known, name)
    keys, group = _keys([table.labels[column] for column in columns.group], columns, name)
    return Runs(
        name,
        columns,
        keys,
        group,
        _measured(table, columns.energy),
        in_unit(numbers["energy"]),
        table.numbers[columns.accuracy],
        _measured(table, columns.per) if columns.per else None,
        _measured(table, columns.duration) if columns.duration else None,
        SECOND if columns.duration is None else in_unit(numbers["duration"]),
        table.labels[columns.device] if columns.device else None,
        table.rows,
        (*_said_otherwise(columns), *table.notes, *_left_out(table, columns, group)),
        table.told_apart_by,
        table.joined,
        table.left_out,
        aside,
        whole.left_out,
    )


def _aside(whole: Table, counted: Table, columns: Columns, known: KnownColumns, name: str) -> Floats | None:
    """The energies of the runs that do not count; None where it cannot be told which of their rows are one run."""
    import numpy as np

    others = whole.taken(np.flatnonzero(~np.isin(whole.rows, counted.rows)))
    if not len(others.rows):
        return np.zeros(0)
    try:
        return _measured(one_row_a_run(others, columns, known, name), columns.energy)
    except InputError:
        return None


def _numbers(columns: Columns) -> dict[str, NumberColumn]:
    """The columns of numbers by their role."""
    in_name = None if columns.energy_unit else energy_unit_of(columns.energy)
    found = {"energy": NumberColumn(columns.energy, "energy", columns.energy_unit or in_name)}
    if columns.duration is not None:
        found["duration"] = NumberColumn(
            columns.duration, "time", columns.duration_unit or time_unit_of(columns.duration)
        )
    if columns.per is not None:
        found["per"] = NumberColumn(columns.per, "count")
    found["accuracy"] = NumberColumn(columns.accuracy, "score")
    named = [*columns.group, *(column.name for column in found.values()), *([columns.device] if columns.device else [])]
    twice = [
        name
        for name in dict.fromkeys(named)
        if named.count(name) > 1 and not (name == columns.device and name in columns.group)
    ]
    if twice:
        message = f'the column "{excerpt(twice[0])}" is named for two things'
        refuse("reportgen training", message, "each of --group, --energy, --accuracy, ... is a column of its own")
    return found


def _read(
    path: Path, name: str, numbers: list[NumberColumn], labels: list[str], further: Further, columns: Columns
) -> Table:
    try:
        if path.is_dir():
            if not is_mlflow(path):
                hint = "name a table of runs (CSV, Parquet), or the folder of MLflow's runs (mlruns)"
                refuse(name, "this is a folder without runs of MLflow", hint)
            return read_mlflow(path, name, numbers, labels, further, columns.decimal)
        if not path.exists():
            refuse(name, NO_SUCH_FILE)
        if not path.is_file():
            refuse(name, "this is no file", "name a file that stays on disk")
        if path.name == META and is_mlflow(path.parent):
            refuse(name, "no run here: this is what MLflow says of a run", f"name its folder: {path.parent}")
        magic = content_of(path, len(PARQUET_MAGIC))
        compressed = magic.startswith(GZIP_MAGIC)
        inner = _first_bytes_inside(path, name) if compressed else magic
    except OSError as error:
        refuse(name, f"cannot be read: {error.strerror or error}")
    said = columns.decimal, columns.otherwise_decimal
    if inner.startswith(PARQUET_MAGIC):
        return read_parquet(path, name, numbers, labels, compressed, further, *said)
    return read_csv(path, name, numbers, labels, further, *said)


def _first_bytes_inside(path: Path, name: str) -> bytes:
    try:
        with unpacked(opened(path)) as file:
            return file.read(len(PARQUET_MAGIC))
    except GZIP_DAMAGE as error:
        refuse(name, f"the gzip file is damaged: {error}", "copy it again")


def _measured(table: Table, name: str) -> Floats:
    """The numbers with zero as missing: no training takes no energy and no time, and nothing is divided by zero."""
    import numpy as np

    numbers = table.numbers[name]
    return np.where(numbers == 0, np.nan, numbers)


def _keys(labels: list[Labels], columns: Columns, name: str) -> tuple[tuple[tuple[str, ...], ...], Integers]:
    """The distinct groups, and each row's place among them."""
    import numpy as np

    code = numbered(labels)
    known = code >= 0
    group = np.full(len(code), -1)
    distinct, first, places = np.unique(code[known], return_index=True, return_inverse=True)
    if len(distinct) > MOST_GROUPS:
        message = f"{len(distinct):,} different groups, and at most {MOST_GROUPS:,} can be compared"
        hint = "group by columns that several runs have in common"
        refuse(f"{name}: {', '.join(columns.group)}", message, hint)
    group[known] = places
    rows = np.flatnonzero(known)[first]
    keys = tuple(tuple(column.values[column.codes[row]] for column in labels) for row in rows)
    return keys, group


def _said_otherwise(columns: Columns) -> list[str]:
    """Notes where a unit that is said and the column's name do not agree, and where a tool's name alone tells it."""
    found = _unit_note(columns.energy, columns.energy_unit, "--energy-unit", energy_unit_in, energy_by_tool)
    if columns.duration is not None:
        said = columns.duration_unit
        found += _unit_note(columns.duration, said, "--duration-unit", time_unit_in, time_by_tool)
    return found


def _unit_note(
    column: str,
    said: Unit | None,
    option: str,
    in_name: Callable[[str], Unit | None],
    by_tool: Callable[[str], tuple[str, Unit] | None],
) -> list[str]:
    try:
        named = in_name(column)
    except UnclearUnit:  # which is why the unit is said
        return []
    if said is None and named is None and (known := by_tool(column)):
        return [f'"{column}" is read in {known[1].name}, as {known[0]} has it']
    if said is None or named is None or named == said:
        return []
    return [f'"{column}" says {named.name} in its name and {said.name} by {option}: {said.name} is taken']


def _left_out(table: Table, columns: Columns, group: Integers) -> list[str]:
    """What rows lack: without a group, an energy or a denominator they are left out, without the rest they are not."""
    import numpy as np

    lines = []
    if lacking := int((group < 0).sum()):
        lines.append(f"{_rows(lacking)} no group: left out")
    for role, name in (("energy", columns.energy), ("denominator", columns.per)):
        if name is None:
            continue
        numbers = table.numbers[name]
        if lacking := int(np.isnan(numbers).sum()):
            lines.append(f'{_rows(lacking)} no {role} ("{name}"): left out')
        if zero := int((numbers == 0).sum()):
            why = "was not measured" if role == "energy" else "cannot be divided by"
            lines.append(f'{_rows(zero)} a zero in "{name}", which {why}: left out')
    for role, name in (("accuracy", columns.accuracy), ("duration", columns.duration)):
        if name is not None and (lacking := int(np.isnan(table.numbers[name]).sum())):
            lines.append(f'{_rows(lacking)} no {role} ("{name}"): {role} is that of the others')
    return lines


def _rows(count: int) -> str:
    return "1 run has" if count == 1 else f"{count:,} runs have"
