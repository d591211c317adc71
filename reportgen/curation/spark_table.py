"""A table of decisions on Spark, as a connection that runs the query of `decisions.py` (extra `spark`).

The session is the one of the environment (SPARK_REMOTE, spark-submit, a notebook), or the one at an address of Spark
Connect. What is set for the query is set in a session of its own beside it, and leaves that one as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from reportgen.problems import first_line, refuse

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, DataFrameReader, SparkSession

_SETTINGS = {
    "spark.sql.ansi.enabled": "true",  # too large a sum is an error, and no other number
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # source=01/ is a text
}
_PARQUET: tuple[str, dict[str, str]] = ("parquet", {"mergeSchema": "true"})
_CSV = {
    "header": "true",
    "inferSchema": "true",
    "multiLine": "true",
    "escape": '"',
    "mode": "FAILFAST",
    "ignoreLeadingWhiteSpace": "true",
    "ignoreTrailingWhiteSpace": "true",
}
_FORMS: dict[str, tuple[str, dict[str, str]]] = {
    **dict.fromkeys((".parquet", ".pq"), _PARQUET),
    ".csv": ("csv", _CSV),
    ".tsv": ("csv", {**_CSV, "sep": "\t"}),
    **dict.fromkeys((".jsonl", ".ndjson"), ("json", {"mode": "FAILFAST"})),
}
_ARROW = (".arrow", ".feather")
_PACKINGS = (".gz", ".zst")


class SparkConnection:
    """A session, and the queries over the views in it."""

    def __init__(self, session: SparkSession) -> None:
        self._session = session
        self._rows: list[Any] = []

    def execute(self, query: str, _: Sequence[object] = ()) -> SparkConnection:
        """Run a query that names a view."""
        self._rows = self._session.sql(query).collect()
        return self

    def fetchall(self) -> list[tuple[Any, ...]]:
        """The rows of the last query."""
        return [tuple(row) for row in self._rows]


@contextmanager
def spark_tables(
    tables: Sequence[tuple[str, Sequence[str]]], remote: str | None, texts: Collection[str] = ()
) -> Iterator[tuple[SparkConnection, list[tuple[str, str]]]]:
    """A session with two views of each table: as Spark takes it, and with these columns of text files as they are
    written. Raises InputError for what Spark cannot read, or has no session for.

    tables: each a path, pattern or address that Spark knows, or a table of its catalogue; and the files that it names
    on this machine, none where Spark is to find them. remote: an address of Spark Connect, None for the environment's
    session.
    """
    name = tables[0][0]
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
        views: list[tuple[str, str]] = []
        try:
            for name, files in tables:
                views.append((f"reportgen_{uuid4().hex}", f"reportgen_{uuid4().hex}"))
                for view, frame in zip(views[-1], _frames(session, name, files, texts), strict=True):
                    frame.createOrReplaceTempView(view)
            name = tables[0][0]
            yield SparkConnection(session), views
        finally:
            for view in chain(*views):
                session.catalog.dropTempView(view)
    except PySparkException as error:
        refuse(name, f"cannot be counted by Spark: {first_line(error)}", "")


def _frames(
    session: SparkSession, name: str, files: Sequence[str], texts: Collection[str]
) -> tuple[DataFrame, DataFrame]:
    form = _form(files[0] if files else name)
    if form is None:
        return (session.read.table(name),) * 2
    kind, options = form
    reader = session.read.format(kind).options(**options)
    if files:
        return _load(reader if files == [name] else reader.option("basePath", name), kind, list(files), texts)
    frame, as_texts = _load(reader, kind, name, texts)
    below = session.read.format(kind).options(**options, recursiveFileLookup="true").load(name)
    if len(below.inputFiles()) != len(frame.inputFiles()):
        refuse(name, "has tables in folders below that are no partitions, and Spark leaves them out", "name a pattern")
    return frame, as_texts


def _load(
    reader: DataFrameReader, kind: str, path: str | list[str], texts: Collection[str]
) -> tuple[DataFrame, DataFrame]:
    """The table, and the same with these columns as texts, where it is of text."""
    frame = reader.load(path)
    if kind == "parquet" or not set(texts) & set(frame.columns):
        return frame, frame
    from pyspark.sql.types import StringType, StructField, StructType

    kinds = {it.name: StringType() if it.name in texts else it.dataType for it in frame.schema}
    return frame, reader.schema(StructType([StructField(*it) for it in kinds.items()])).load(path)


def _form(name: str) -> tuple[str, dict[str, str]] | None:
    """How Spark reads it: by its ending, a folder as Parquet; None for a table of the catalogue."""
    path = PurePosixPath(name)
    ending = (PurePosixPath(path.stem) if path.suffix.lower() in _PACKINGS else path).suffix.lower()
    if ending in _ARROW and "/" in name:
        refuse(name, "is of Arrow, which Spark does not read", "save it as Parquet, or leave --engine spark out")
    return _FORMS.get(ending, _PARQUET if "/" in name else None)
