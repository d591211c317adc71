"""MLflow's SQLite store (mlflow.db): read-only, as it stands, and within limits, whoever made the file.

The tables are those of MLflow's public schema: metrics (key, value, timestamp in ms, run_uuid, step, is_nan) and runs
(run_uuid, name, status, start_time, end_time, lifecycle_stage).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from reportgen.energy.importers.cells import admit, bounded_instant, number, shown_name
from reportgen.energy.importers.mlflow_run import POWER, Run, Sample, gpu_name, meter, record
from reportgen.energy.record import Record
from reportgen.files.losses import Losses
from reportgen.files.source import Source
from reportgen.precision import working_precision
from reportgen.problems import InputError, excerpt, first_line

MOST_SAMPLES = 2_000_000  # of one GPU of a run
MOST_METERS = 100_000

_MAGIC = "SQLite format 3\0"
_TABLES = {
    "metrics": ("key", "value", "timestamp", "run_uuid", "step", "is_nan"),
    "runs": ("run_uuid", "name", "status", "start_time", "end_time", "lifecycle_stage"),
}
_LONGEST_VALUE = 1_000_000  # bytes of a cell or a row: MLflow's longest text has 8,000
_STEPS = 1_000_000  # of SQLite's machine between two looks at how many there were
_MOST_LOOKS = 20_000  # minutes of work
_NOT_MLFLOW = "this is no store of MLflow, or of another version"
_WAL = "{}: samples that are not yet in the database itself are in no sum (end MLflow's server, then import again)"
_HOT = "a change of the database was broken off: it may hold half of it"

_METERS = """
SELECT DISTINCT metrics.run_uuid, metrics.key FROM main.metrics JOIN main.runs ON runs.run_uuid = metrics.run_uuid
WHERE metrics.key GLOB 'system/*gpu_*_power_usage_watts' AND runs.lifecycle_stage IS NOT 'deleted'
ORDER BY metrics.run_uuid, metrics.key LIMIT ?
"""
_SAMPLES = """
SELECT timestamp, value, is_nan FROM main.metrics WHERE run_uuid = ? AND key = ? ORDER BY timestamp, step LIMIT ?
"""
_RUN = "SELECT name, status, start_time, end_time FROM main.runs WHERE run_uuid = ? LIMIT 1"


def is_sqlite(source: Source) -> bool:
    """Whether the file is a database of SQLite."""
    return source.head.startswith(_MAGIC)


def records_in(source: Source, lost: list[Losses]) -> list[Record]:
    """One record per run that has samples of power; runs that were deleted are left out. Raises InputError.

    What was lost of the samples is added to `lost`.
    """
    if source.is_compressed:
        source.refuse(None, "a packed database is not read", "unpack it first")
    cut = _cut_warning(source)
    try:
        with closing(_opened(source.path)) as database, working_precision():
            _check_schema(source, database)
            return list(_records(source, database, cut, lost))
    except (sqlite3.Error, UnicodeDecodeError) as error:
        source.refuse(None, f"the database cannot be read: {first_line(error)}", "is it damaged, or another tool's?")


def _opened(path: Path) -> sqlite3.Connection:
    """The database, never written to: immutable lets SQLite make no journal, lock or index beside it."""
    database = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1", uri=True)
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    looks = iter(range(_MOST_LOOKS))
    database.set_progress_handler(lambda: next(looks, None) is None, _STEPS)
    # No function that the file's own schema names is run, and what is sorted is not written to disk.
    for pragma in ("trusted_schema = OFF", "query_only = ON", "temp_store = MEMORY", "cell_size_check = ON"):
        database.execute(f"PRAGMA {pragma}")
    return database


def _cut_warning(source: Source) -> str:
    """What is said where the newest samples stand in a log beside the database; empty where there is none."""
    if _has_bytes(source.beside(f"{source.path.name}-journal").path):
        source.refuse(None, _HOT, "open it once with sqlite3, which mends it")
    wal = source.beside(f"{source.path.name}-wal").path
    return _WAL.format(excerpt(wal.name)) if _has_bytes(wal) else ""


def _has_bytes(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def _check_schema(source: Source, database: sqlite3.Connection) -> None:
    """Refuse where a table is missing, a view or virtual, or a column missing or computed."""
    for table, columns in _TABLES.items():
        found = database.execute(
            "SELECT type, sql FROM main.sqlite_schema WHERE lower(name) = ? LIMIT 2", (table,)
        ).fetchall()
        plain = len(found) == 1 and found[0][0] == "table" and not _is_virtual(found[0][1])
        if not plain:
            source.refuse(None, f"it has no plain table {table}: {_NOT_MLFLOW}", "name mlflow.db or mlruns.db")
        names = {name for (name,) in database.execute(f"SELECT name FROM pragma_table_info('{table}')")}
        if missing := [name for name in columns if name not in names]:
            source.refuse(None, f"its table {table} has no column {missing[0]}: {_NOT_MLFLOW}")


def _is_virtual(sql: object) -> bool:
    return not isinstance(sql, str) or sql.upper().split()[:2] != ["CREATE", "TABLE"]


def _records(source: Source, database: sqlite3.Connection, cut: str, lost: list[Losses]) -> Iterator[Record]:
    meters = database.execute(_METERS, (MOST_METERS + 1,)).fetchall()
    if len(meters) > MOST_METERS:
        source.refuse(None, f"more than {MOST_METERS:,} GPUs of runs", "export the runs that you mean")
    read: list[str] = []
    for run_id, rows in groupby(meters, key=lambda row: row[0]):
        keys = [_text(source, key, "a key") for _, key in rows]
        gpus = {key: match for key in keys if (match := POWER.fullmatch(key.rpartition("/")[2]))}
        if not gpus:
            continue
        admit(source, None, read)
        read.append(_text(source, run_id, "run_uuid"))
        nodes = sorted({key.rpartition("/")[0] for key in gpus})
        found = [
            meter(
                gpu_name(match.group(1), key.rpartition("/")[0], nodes),
                partial(_samples, source, database, run_id, key),
            )
            for key, match in gpus.items()
        ]
        lost += [it.lost for it in found if it.lost.count]
        yield record(_run(database, run_id, cut), found)


def _samples(source: Source, database: sqlite3.Connection, run_id: str, key: str, lost: Losses) -> Iterator[Sample]:
    last: Sample | None = None
    known_lost = 0
    for count, row in enumerate(database.execute(_SAMPLES, (run_id, key, MOST_SAMPLES + 1))):
        if count >= MOST_SAMPLES:
            source.refuse(
                None, f"more than {MOST_SAMPLES:,} samples of {excerpt(key)}", "export the runs that you mean"
            )
        try:
            sample = _sample(source, row, count)
        except InputError as error:
            lost.take(error)
            continue
        if last is not None and sample.time_s < last.time_s:
            source.refuse(None, "the index of the table metrics is out of order", "mend it: sqlite3 mlflow.db REINDEX")
        if lost.count > known_lost and last is not None:
            yield Sample(last.time_s, last.line, True, None)
        known_lost, last = lost.count, sample
        yield sample


def _sample(source: Source, row: tuple[Any, Any, Any], count: int) -> Sample:
    time_ms, power_w, is_nan = row
    time_s = bounded_instant(source, None, _number(source, time_ms, "a timestamp") / 1000, "a timestamp")
    return Sample(time_s, count, False, None if is_nan else _number(source, power_w, "a value"))


def _run(database: sqlite3.Connection, run_id: str, cut: str) -> Run:
    name, status, start, end = database.execute(_RUN, (run_id,)).fetchone()  # the samples are of runs that are there
    return Run(
        shown_name(name if isinstance(name, str) else "", excerpt(run_id)),
        running=status == "RUNNING",
        run_s=Decimal(end - start).scaleb(-3) if isinstance(start, int) and isinstance(end, int) else None,
        warnings=(cut,) if cut else (),
        cut=bool(cut),
    )


def _number(source: Source, value: Any, what: str) -> Decimal:
    """The number in a cell: SQLite lets any type stand in any column."""
    if not isinstance(value, int | float):
        source.refuse(None, f"{what} in the table metrics is no number but {_type(value)}", "is the database damaged?")
    return number(source, None, repr(value), f"{what} in the table metrics")


def _text(source: Source, value: Any, what: str) -> str:
    if not isinstance(value, str):
        source.refuse(None, f"{what} in the table metrics is no text but {_type(value)}", "is the database damaged?")
    return value


def _type(value: object) -> str:
    return {bytes: "bytes", str: "a text", type(None): "nothing"}.get(type(value), "a number")
