"""LightlyStudio's DuckDB file: the images or videos of each collection, and how many of them have a tag.

A tag may mean kept, to be looked at or anything else: which one means kept a person says. The file is read as it
stands, with nothing outside of it and no extension, by duckdb (the extra `samples`).
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from reportgen.curation.record import Choice, Curation
from reportgen.curation.records.counts import name_of
from reportgen.files.opening import opened
from reportgen.files.source import Source
from reportgen.problems import first_line

if TYPE_CHECKING:
    import duckdb

TOOL = "lightly-studio"

_MAGIC, _MAGIC_AT = b"DUCK", 8
_TABLES = {
    "collection": {"collection_id", "name", "sample_type"},
    "sample": {"sample_id", "collection_id"},
    "tag": {"tag_id", "collection_id", "name", "kind"},
    "sampletaglinktable": {"sample_id", "tag_id"},
}
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "lock_configuration": "true",
    "memory_limit": "1GB",
    "threads": "1",
}
_MOST_TAGS = 10_000
_COLUMNS = """
SELECT t.table_name, c.column_name FROM information_schema.tables t
JOIN information_schema.columns c USING (table_catalog, table_schema, table_name)
WHERE t.table_type = 'BASE TABLE' AND t.table_schema = 'main'
"""
_COLLECTIONS = """
SELECT c.collection_id, any_value(c.name), any_value(lower(CAST(c.sample_type AS VARCHAR))), count(s.sample_id)
FROM main.collection c JOIN main.sample s ON s.collection_id = c.collection_id
WHERE lower(CAST(c.sample_type AS VARCHAR)) IN ('image', 'video') GROUP BY c.collection_id ORDER BY 2, 1
"""
_TAGS = """
SELECT t.name, count(DISTINCT s.sample_id) FROM main.tag t
LEFT JOIN main.sampletaglinktable l ON l.tag_id = t.tag_id
LEFT JOIN main.sample s ON s.sample_id = l.sample_id AND s.collection_id = t.collection_id
WHERE t.collection_id = ? AND t.kind = 'sample' GROUP BY t.tag_id, t.name ORDER BY 1 LIMIT ?
"""

_MISSING = "this is a database of DuckDB, which is read by duckdb, and that is not installed"
_INSTALL = "pip install 'filtering-savings-report[samples]'"
_OTHER = "this is no store of LightlyStudio, or of another version: it has no {what}"
_NO_TAGS = "the collection {name} has no tags: what was kept is not known"
_NO_IMAGES = "it has no collection with images or videos in it"


def identify(source: Source) -> bool:
    if source.is_folder:
        return False
    try:
        with opened(source.path, source.below) as file:
            return file.read(_MAGIC_AT + len(_MAGIC))[_MAGIC_AT:] == _MAGIC
    except OSError:
        return False


def extract(source: Source) -> list[Curation]:
    """One record for each collection of images or videos; its tags are the choices."""
    try:
        import duckdb
    except ImportError:
        source.refuse(None, _MISSING, _INSTALL)
    try:
        with closing(duckdb.connect(str(source.path), read_only=True, config=_CONFIG)) as database:
            return _records(source, database)
    except duckdb.Error as error:
        said = f"the database cannot be read: {first_line(error)}"
        source.refuse(None, said, "is it open in LightlyStudio, or damaged?")


def _records(source: Source, database: duckdb.DuckDBPyConnection) -> list[Curation]:
    _check_schema(source, database)
    records = []
    for collection, name, kind, samples in database.execute(_COLLECTIONS).fetchall():
        tags = database.execute(_TAGS, [collection, _MOST_TAGS]).fetchall()
        shown = name_of(name, "?")
        records.append(
            Curation(
                TOOL,
                str(kind),
                before=int(samples),
                choices=tuple(Choice(name_of(tag, "?"), int(count)) for tag, count in tags),
                tagged=True,
                filters=False,
                warnings=() if tags else (_NO_TAGS.format(name=shown),),
            )
        )
    if not records:
        source.refuse(None, _NO_IMAGES)
    return records


def _check_schema(source: Source, database: duckdb.DuckDBPyConnection) -> None:
    """Raise InputError where a table or a column is lacking."""
    there: dict[str, set[str]] = {}
    for table, column in database.execute(_COLUMNS).fetchall():
        there.setdefault(str(table).lower(), set()).add(str(column).lower())
    for table, columns in _TABLES.items():
        if table not in there:
            source.refuse(None, _OTHER.format(what=f"table {table}"))
        if lacking := sorted(columns - there[table]):
            source.refuse(None, _OTHER.format(what=f"column {table}.{lacking[0]}"))
