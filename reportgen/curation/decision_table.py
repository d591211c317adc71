"""A table with a row for each sample, what was decided on it and why: counted in one query, by DuckDB or by Spark.

Parquet, Arrow, CSV or JSON lines of any size (extra `samples`). The columns are named, nothing is guessed; the query
reads those alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reportgen.curation.decision_files import CSV, Kinds, cell_of, files_of, form_of, is_here, readable, text_of
from reportgen.curation.decision_query import SPARK, Doubtful, Kept, Query
from reportgen.curation.decisions import Decisions
from reportgen.files.losses import Losses
from reportgen.problems import excerpt, refuse

# behind it a database tells columns that fit, and its options
_OPTIONS = re.compile(r"Column |\s(?:Try|Possible Solution)\b")


def decisions_on_spark(
    name: str,
    columns: Mapping[str, str],
    check_ids: bool = False,
    remote: str | None = None,
    after: str | None = None,
) -> Decisions:
    """Count as decisions_of does, in the session of Spark that the environment gives, or at an address of its Connect.

    name, after: what Spark knows of files on this machine or its own, or a table of its catalogue.
    """
    from reportgen.curation.spark_table import spark_tables

    names = [name] if after is None else [name, after]
    tables = [(it, files_of(it)[0] if remote is None and is_here(it) else []) for it in names]
    with spark_tables(tables, remote, set(columns.values())) as (connection, views):
        read, *others = (partial(_view, view) for view in views)
        cell = cell_of(form_of(tables[0][1][0] if tables[0][1] else name))
        query = Query(connection, name, [], read, columns, cell, SPARK)
        return query.run(check_ids, *(Kept(it, [], of_it) for it, of_it in zip(names[1:], others, strict=True)))


def _view(views: tuple[str, str], kinds: Kinds) -> str:
    found, as_texts = views
    return found if kinds is None else as_texts


def decisions_of(name: str, columns: Mapping[str, str], check_ids: bool = False, after: str | None = None) -> Decisions:
    """Count the table: a file, or a folder or pattern of files of one form.

    columns: the table's names by ours; without `kept`, or `id` with a table of the samples kept, every sample is.
    check_ids: whether ids of a large table are looked at too. after: the table of the samples kept, by the same id.
    Raises InputError, with every problem of the columns, for what cannot be counted.
    """
    try:
        import duckdb
    except ImportError:
        hint = "pip install 'filtering-savings-report[samples]'"
        refuse(name, "a table of decisions is read by duckdb, and that is not installed", hint)
    tables = [(name, *files_of(name)), *([] if after is None else [(after, *files_of(after))])]
    try:
        try:
            return _counted(tables, columns, check_ids)
        except (duckdb.Error, Doubtful):  # what a database takes for a row may be blank cells, or damaged
            if not any(form == CSV for _, _, form in tables):
                raise
            return _counted(tables, columns, check_ids, copied=True)
    except duckdb.Error as error:
        said = " ".join(_OPTIONS.split(str(error))[0].split())
        refuse(name, f"cannot be counted: {excerpt(said, 300)}", "every file has the same columns, and each one kind")


def _counted(
    tables: Sequence[tuple[str, list[str], str]], columns: Mapping[str, str], check_ids: bool, *, copied: bool = False
) -> Decisions:
    """What one table says, or two; each is a name, its files and their form. copied: whether CSVs are."""
    import duckdb

    lost = Losses()
    config: dict[str, Any] = {"autoload_known_extensions": "false", "autoinstall_known_extensions": "false"}
    with TemporaryDirectory() as folder, duckdb.connect(config=config) as connection:
        # in a notebook or `python -c` a long query would print how far it is, on standard output
        connection.execute("SET enable_progress_bar = false")
        found = [
            (name, *readable(files, form, Path(folder), set(columns.values()), lost, copied=copied))
            for name, files, form in tables
        ]
        allowed = ", ".join(text_of(file) for _, files, _ in found for file in files)
        connection.execute(f"SET allowed_paths = [{allowed}]; SET enable_external_access = false")
        (name, files, read), *others = found
        query = Query(connection, name, files, read, columns, cell_of(tables[0][2]))
        counted = query.run(check_ids, *(Kept(*other) for other in others))
        return replace(counted, rows_lost=lost.count, warnings=(*_said(lost), *counted.warnings))


def _said(lost: Losses) -> list[str]:
    if not lost.count:
        return []
    rows_are = "row holds a NUL and is" if lost.count == 1 else "rows hold a NUL and are"
    places = ", ".join(problem.where for problem in lost.first)
    return [f"{lost.count:,} {rows_are} in no count ({places}{', ...' if lost.count > len(lost.first) else ''})"]
