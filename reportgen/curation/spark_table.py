"""A table of decisions on Spark, as a connection that runs the query of `decisions.py` (extra `spark`).

The session is the one of the environment (SPARK_REMOTE, spark-submit, a notebook), or the one at an address of Spark
Connect. What is set for the query is set in a session of its own beside it, and leaves that one as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from reportgen.problems import excerpt, refuse

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_SETTINGS = {
    "spark.sql.ansi.enabled": "true",  # too large a sum is an error, and no other number
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
}
_PARQUET: tuple[str, dict[str, str]] = ("parquet", {"mergeSchema": "true"})
_CSV = {"header": "true", "inferSchema": "true", "multiLine": "true", "escape": '"', "mode": "FAILFAST"}
_FORMS: dict[str, tuple[str, dict[str, str]]] = {
    **dict.fromkeys((".parquet", ".pq"), _PARQUET),
    ".csv": ("csv", _CSV),
    ".tsv": ("csv", {**_CSV, "sep": "\t"}),
    **dict.fromkeys((".jsonl", ".ndjson"), ("json", {"mode": "FAILFAST"})),
}


class SparkTable:
    """A table in a view of its own, and the queries over it."""

    def __init__(self, session: SparkSession, view: str) -> None:
        self._session, self.view = session, view
        self._rows: list[Any] = []

    def execute(self, query: str, _: Sequence[object] = ()) -> SparkTable:
        """Run a query that names the view."""
        self._rows = self._session.sql(query).collect()
        return self

    def fetchall(self) -> list[tuple[Any, ...]]:
        """The rows of the last query."""
        return [tuple(row) for row in self._rows]


@contextmanager
def spark_table(name: str, files: Sequence[str], remote: str | None) -> Iterator[SparkTable]:
    """The table, as a view of a session. Raises InputError for what Spark cannot read, or has no session for.

    name: a path, pattern or address that Spark knows, or a table of its catalogue. files: those that it names on this
    machine, none where Spark is to find them. remote: an address of Spark Connect, None for the environment's session.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        hint = "pip install 'filtering-savings-report[spark]', and Java 17"
        refuse(name, "--engine spark runs on pyspark, and that is not installed", hint)
    try:
        builder = SparkSession.builder if remote is None else SparkSession.builder.remote(remote)
        session = builder.getOrCreate().newSession()
        for setting, value in _SETTINGS.items():
            session.conf.set(setting, value)
        view = f"reportgen_{uuid4().hex}"
        _frame(session, name, files).createOrReplaceTempView(view)
        try:
            yield SparkTable(session, view)
        finally:
            session.catalog.dropTempView(view)
    except PySparkException as error:
        refuse(name, f"cannot be counted by Spark: {excerpt(str(error).strip().splitlines()[0], 200)}", "")


def _frame(session: SparkSession, name: str, files: Sequence[str]) -> DataFrame:
    form = _form(files[0] if files else name)
    if form is None:
        return session.read.table(name)
    kind, options = form
    reader = session.read.format(kind).options(**options)
    if files:
        return (reader if files == [name] else reader.option("basePath", name)).load(list(files))
    frame = reader.load(name)
    below = session.read.format(kind).options(**options, recursiveFileLookup="true").load(name)
    if len(below.inputFiles()) != len(frame.inputFiles()):
        refuse(name, "has tables in folders below that are no partitions, and Spark leaves them out", "name a pattern")
    return frame


def _form(name: str) -> tuple[str, dict[str, str]] | None:
    """How Spark reads it: by its ending, a folder as Parquet; None for a table of the catalogue."""
    path = PurePosixPath(name.removesuffix(".gz"))
    return _FORMS.get(path.suffix.lower(), _PARQUET if "/" in name else None)
