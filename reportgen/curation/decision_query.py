"""The query that counts a table of decisions, one text that DuckDB and Spark read alike.

Where they would write a value or add up otherwise, it says how.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from reportgen.curation.decision_files import STRING, WRITTEN, Read, parquet, quoted, text_of
from reportgen.curation.decisions import GROUPS, SUMS, Balance, Decisions
from reportgen.files.notes import suggestion
from reportgen.precision import working_precision
from reportgen.problems import InputError, Problem, excerpt, refuse
from reportgen.words.counted import so_many

if TYPE_CHECKING:
    import duckdb

    from reportgen.curation.spark_table import SparkConnection

_NAMES = (*GROUPS, "id", "component")
_NUMBERS_ALONE = "numbers alone, with a decimal point"
_MOST_VALUES = 100_000  # of a column by which samples are grouped
_AGAIN = ("# row says the id of another row again", "# rows say the id of another row again")
_SMALL = 1_000_000  # rows, of which ids are always looked at
_PASS_ROWS = 20_000_000  # ids that one pass holds
_EXACT = "TRY_CAST({0} AS DECIMAL(38, 6))"
_PARTS = 1_000_000  # of one, in which numbers with a floating point are added up
# A Parquet file's least and greatest value leave NaN out: where these are equal, DuckDB takes the column for that value
# throughout, and forgets the NaN, unless the query asks for it; where they differ it says that none is NaN.
_NO_NAN = "CASE WHEN isnan({0}) THEN NULL ELSE {1} END"
_NAMED = "CASE WHEN isnan({0}) OR lower(CAST({0} AS STRING)) = 'nan' THEN NULL ELSE {0} END"
# whole millionths, which each engine rounds alike
_FLOATING = _NO_NAN.format("{0}", f"TRY_CAST(round(CAST({{0}} AS DOUBLE) * {_PARTS}) AS BIGINT)")
_ONE_ZERO = "CASE WHEN {0} = 1 THEN true WHEN {0} = 0 THEN false END"
_YES_NO = """CASE WHEN lower(CAST({0} AS STRING)) IN ('true', '1', '1.0', 'yes', 't') THEN true
WHEN lower(CAST({0} AS STRING)) IN ('false', '0', '0.0', 'no', 'f') THEN false
WHEN TRY_CAST(CAST({0} AS STRING) AS DOUBLE) = 1 THEN true
WHEN TRY_CAST(CAST({0} AS STRING) AS DOUBLE) = 0 THEN false END"""
# what a column holds in each file of Parquet: where one has other kinds, a database would round or cast what is there
_KINDS_OF_FILES = """SELECT file_name, name, list(kind ORDER BY kind) FROM (
SELECT file_name, name, CASE WHEN logical_type LIKE '%NullType%' THEN 'nothing'
WHEN type IN ('INT32', 'INT64') AND coalesce(converted_type, 'INT_64') LIKE '%INT%' THEN 'whole numbers'
WHEN converted_type = 'DECIMAL' THEN logical_type ELSE coalesce(converted_type, type) END AS kind
FROM parquet_schema(?) WHERE name IN ({0})) GROUP BY ALL ORDER BY name, file_name"""


class Doubtful(InputError):
    """Of a CSV, what our own reader may read otherwise: cells that are no decision, no number or no text."""


@dataclass(frozen=True)
class _Engine:
    """What the engines do otherwise. whole: a whole number, so that its sum has room. passes: ids need bounded ones."""

    whole: str
    passes: bool


_DUCKDB = _Engine("{0}", passes=True)
SPARK = _Engine("CAST({0} AS DECIMAL(20, 0))", passes=False)


@dataclass(frozen=True)
class Kept:
    """The table of the samples kept: its name, its files, and how a query reads them."""

    name: str
    files: list[str]
    read: Read


class Query:
    """What is asked of one table, in a database that holds it. columns: its names by ours. cell: what a value says."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection | SparkConnection,
        name: str,
        files: list[str],
        read: Read,
        columns: Mapping[str, str],
        cell: Callable[[str], str] = str,
        engine: _Engine = _DUCKDB,
    ) -> None:
        self._engine, self._cell = engine, cell
        self._db, self._name, self._files = connection, name, files
        self._read, self._from = read, f"FROM {read(None)}"
        self._columns = dict(columns)
        self._kept = "true"
        self._kept_files: list[list[str]] = []  # what the expression of what was kept reads
        self._types: dict[str, str] = {}

    def run(self, check_ids: bool, kept: Kept | None = None) -> Decisions:
        """Count it. kept: another table, of the samples kept. Raises InputError for what cannot be counted."""
        self._check_columns()
        if kept is not None:
            self._by_table(kept)
        named = [it for it in GROUPS if it in self._columns]
        rows = self._grouped(named)
        whole = [row for row in rows if row["by"] is None]
        unknown = sum(row["samples"] for row in whole if row["kept"] is None)
        if unknown:
            rows_are = ("row", "is") if unknown == 1 else ("rows", "are")
            column = excerpt(self._columns["kept"])
            message = f'{unknown:,} {rows_are[0]} of "{column}" {rows_are[1]} neither true nor false'
            hint = "a sample is kept or it is not: true or false, yes or no, 1 or 0"
            raise Doubtful([Problem(self._name, message, hint)])
        before = sum(row["samples"] for row in whole)
        after = sum(row["samples"] for row in whole if row["kept"])
        warnings = self._ids(before, check_ids)
        sums: dict[str, tuple[Decimal, Decimal] | None] = {}
        lacking: dict[str, int] = {}
        for role in SUMS:
            if role in self._columns:
                sums[role] = self._sum(role, whole)
                if sums[role] is None:
                    lacking[role] = sum(row["samples"] - row[role][1] for row in whole)
                    samples = "1 sample does" if lacking[role] == 1 else f"{lacking[role]:,} samples do"
                    warnings.append(f"{role}: {samples} not say theirs, and the sum is not known")
        label, source = (
            Balance(*(self._counts(rows, by, after_only=it) for it in (False, True))) if by in named else None
            for by in ("label", "source")
        )
        removed = None
        if "reason" in named:
            everything, left = (self._counts(rows, "reason", after_only=it) for it in (False, True))
            removed = {it: many - left.get(it, 0) for it, many in everything.items() if many > left.get(it, 0)}
        return Decisions(
            *(before, after, removed, label, source),
            sums=sums,
            unknown=lacking,
            largest_component=self._largest_component(),
            unlabelled=self._unlabelled(whole, label),
            warnings=tuple(warnings),
        )

    def _check_columns(self) -> None:
        there = self._described(self._from, self._files)
        problems = [
            Problem(self._name, f'two columns are called "{excerpt(column)}"', "rename one of them")
            for column in dict.fromkeys(self._columns.values())
            if f"{column}_1" in there and self._is_twice(column)
        ]
        for role, column in self._columns.items():
            if column not in there:
                hint = suggestion(column, list(there)) or f"there are: {', '.join(map(excerpt, list(there)[:20]))}"
                problems.append(Problem(self._name, f'has no column "{excerpt(column)}" for {role}', hint))
            elif role in SUMS and not _is_number(there[column]):
                message = f'the column "{excerpt(column)}" for {role} holds {there[column]} and no numbers'
                problems.append(Problem(self._name, message, _NUMBERS_ALONE))
            elif "[]" in there[column] or there[column].startswith(("STRUCT", "MAP", "ARRAY")):
                message = f'the column "{excerpt(column)}" for {role} holds {excerpt(there[column])}'
                problems.append(Problem(self._name, message, "a column of single values"))
        problems = problems or self._mixed()
        if problems:
            raise (Doubtful if self._is_missing_nothing(there) else InputError)(problems)
        there = self._as_texts(there)
        self._types = {role: there[column] for role, column in self._columns.items()}
        if "kept" in self._columns:
            kept, kind = quoted(self._columns["kept"]), there[self._columns["kept"]]
            said = kept if kind == "BOOLEAN" else (_ONE_ZERO if _is_whole(kind) else _YES_NO).format(kept)
            self._kept = _NO_NAN.format(kept, said) if _is_floating(kind) else said

    def _is_missing_nothing(self, there: Collection[str]) -> bool:
        return all(column in there for column in self._columns.values())

    def _is_twice(self, column: str) -> bool:
        """Whether a database has made a second name of one that stands twice in a Parquet file."""
        if self._read is not parquet:
            return False
        rows = self._db.execute("SELECT name FROM parquet_schema(?)", [self._files]).fetchall()
        names = [row[0] for row in rows]
        return column in names and f"{column}_1" not in names

    def _mixed(self) -> list[Problem]:
        """Columns of Parquet that hold other kinds in another file, or are in some files alone."""
        if self._read is not parquet or len(self._files) < 2:
            return []
        roles = {column: role for role, column in self._columns.items()}
        asked = _KINDS_OF_FILES.format(", ".join(map(text_of, roles)))
        first: dict[str, tuple[list[str], str]] = {}
        having: dict[str, set[str]] = {}
        problems = []
        for file, column, kinds in self._db.execute(asked, [self._files]).fetchall():
            having.setdefault(column, set()).add(file)
            known, other = (kinds, file) if "nothing" in kinds else first.setdefault(column, (kinds, file))
            if known != kinds and column in roles:
                said = f"holds {', '.join(known)} in {_base(other)} and {', '.join(kinds)} in {_base(file)}"
                message = f'the column "{excerpt(column)}" for {roles.pop(column)} {said}'
                problems.append(Problem(self._name, message, "write it as one kind in every file"))
        for column, files in having.items():
            if column in roles and (lacking := [it for it in self._files if it not in files]):
                message = f'{_base(lacking[0])} has no column "{excerpt(column)}" for {roles[column]}'
                problems.append(Problem(self._name, message, "every file has the same columns"))
        return problems

    def _as_texts(self, there: dict[str, str]) -> dict[str, str]:
        """The kinds of the columns, those that a database had guessed from the first rows being texts.

        A whole number there says nothing of a half that comes later, which would be rounded.
        """
        names = {column for role, column in self._columns.items() if role in _NAMES}
        read = self._read({it: STRING if it in names else WRITTEN for it in self._columns.values()})
        if self._from == f"FROM {read}":
            return there
        self._from = f"FROM {read}"
        return self._described(self._from, self._files)

    def _described(self, from_: str, files: list[str]) -> dict[str, str]:
        """The kinds of the columns, by name."""
        return {row[0]: row[1].upper() for row in self._db.execute(f"DESCRIBE SELECT * {from_}", [files]).fetchall()}

    def _by_table(self, kept: Kept) -> None:
        """Take as kept what the other table holds, after looking that each id there is one of ours, once."""
        column = self._columns["id"]
        there = self._described(f"FROM {kept.read(None)}", kept.files)
        if column not in there:
            hint = suggestion(column, list(there)) or f"there are: {', '.join(map(excerpt, list(there)[:20]))}"
            refuse(kept.name, f'has no column "{excerpt(column)}" for id', hint)
        from_kept = f"FROM {kept.read({column: STRING})}"
        # one of the two may have read numbers where the other has words
        kinds = self._types["id"], self._described(from_kept, kept.files)[column]
        ident, ident_kept = (f"CAST({_known(column, kind)} AS STRING)" for kind in kinds)
        both = ((self._name, self._from, self._files, ident), (kept.name, from_kept, kept.files, ident_kept))
        for name, from_, files, of_row in both:
            query = f"SELECT count(*) - count({of_row}) {from_}"
            if nameless := self._one(query, files):
                message = "1 row has no id" if nameless == 1 else f"{nameless:,} rows have no id"
                refuse(name, f'{message} in "{excerpt(column)}"', "an id for each sample")
        again = f"SELECT count({ident_kept}) - count(DISTINCT {ident_kept}) {from_kept}"
        if many := self._one(again, kept.files):
            refuse(kept.name, so_many(many, *_AGAIN), "a row for each sample, once")
        others = (
            f"SELECT count(*) FROM (SELECT {ident_kept} AS id {from_kept}) "
            f"ANTI JOIN (SELECT {ident} AS id {self._from}) USING (id)"
        )
        if many := self._one(others, kept.files, self._files):
            lacks = "1 of its samples is" if many == 1 else f"{many:,} of its samples are"
            refuse(kept.name, f"{lacks} not in {self._name}", "filtering adds no samples: are the two swapped?")
        self._kept, self._kept_files = f"{ident} IN (SELECT {ident_kept} {from_kept})", [kept.files]

    def _unlabelled(self, whole: list[dict[str, Any]], label: Balance | None) -> tuple[int, int] | None:
        """Samples without an object; of a table that does not count objects, those without a label."""
        if "objects" in self._columns:
            if any(row["objects"][1] < row["samples"] for row in whole):
                return None
            return sum(row["bare"] for row in whole), sum(row["bare"] for row in whole if row["kept"])
        return None if label is None else (label.before.get("", 0), label.after.get("", 0))

    def _one(self, query: str, *files: list[str]) -> int:
        [(number,)] = self._db.execute(query, list(files)).fetchall()
        return int(number)

    def _largest_component(self) -> int | None:
        """The samples of the largest set; one that no set names is alone."""
        if "component" not in self._columns:
            return None
        given = f"SELECT {self._known('component')} AS component {self._from}"
        sizes = f"SELECT count(*) AS many FROM ({given}) WHERE component IS NOT NULL GROUP BY component"
        return self._one(f"SELECT coalesce(max(many), 0) FROM ({sizes})", self._files)

    def _grouped(self, named: list[str]) -> list[dict[str, Any]]:
        """Samples and sums by what was kept, and by that and each column that groups, in one pass over the table."""
        columns = self._columns
        sums = [it for it in SUMS if it in columns]
        given = [f"{self._kept} AS kept", *(f"{self._as_group(it)} AS {it}" for it in named)]
        given += [f"{self._as_number(it)} AS {it}" for it in sums]
        sets = ", ".join(["(kept)", *(f"(kept, {it})" for it in named)])
        # of each group, by which column it is one, that column's value, and of the whole alone the sums
        shown = ["kept", *(f"{it}, GROUPING({it})" for it in named), "count(*)"]
        shown += [f"sum({it}), count({it}), min({it})" for it in sums]
        shown += ["count(CASE WHEN objects = 0 THEN 1 END)"] if "objects" in sums else []
        most = 3 * (1 + len(named) * _MOST_VALUES)  # each value kept, removed and neither; more is of too many values
        query = (
            f"SELECT {', '.join(shown)} FROM (SELECT {', '.join(given)} {self._from}) GROUP BY GROUPING SETS ({sets}) "
            f"LIMIT {most + 1}"
        )
        found = self._db.execute(query, [*self._kept_files, self._files]).fetchall()
        rows = [_row(row, named, sums) for row in found]
        for by in named:
            if any("\0" in str(row["value"]) for row in rows if row["by"] == by):
                message = f'the column "{excerpt(columns[by])}" for {by} holds a NUL'
                raise Doubtful([Problem(self._name, message, "is the file damaged?")])
            if len({row["value"] for row in rows if row["by"] == by}) > _MOST_VALUES:
                message = f'the column "{excerpt(columns[by])}" for {by} has more than {_MOST_VALUES:,} values'
                refuse(self._name, message, "is it the right column?")
        return rows

    def _as_group(self, role: str) -> str:
        """Numbers are told apart as such: whole ones are faster so, and as text the others are the engine's own."""
        column = quoted(self._columns[role])
        if _is_whole(self._types[role]):
            return column
        if _is_floating(self._types[role]):
            return _NO_NAN.format(column, f"CAST({column} AS DOUBLE)")
        return f"CAST({column} AS STRING)"

    def _known(self, role: str) -> str:
        return _known(self._columns[role], self._types[role])

    def _as_number(self, role: str) -> str:
        """In a form that is added up exactly: of a floating point the last digits would be those of the threads."""
        kind = self._types[role]
        form = self._engine.whole if _is_whole(kind) else _FLOATING if _is_floating(kind) else _EXACT
        return form.format(quoted(self._columns[role]))

    def _sum(self, role: str, whole: list[dict[str, Any]]) -> tuple[Decimal, Decimal] | None:
        if any((row[role][2] or 0) < 0 for row in whole):
            refuse(self._name, f'the column "{excerpt(self._columns[role])}" for {role} holds numbers below zero', "")
        if any(row[role][1] < row["samples"] for row in whole):
            self._refuse_words(role)
            return None
        with working_precision():
            parts = _PARTS if _is_floating(self._types[role]) else 1
            before = sum((Decimal(row[role][0]) / parts for row in whole), Decimal(0))
            after = sum((Decimal(row[role][0]) / parts for row in whole if row["kept"]), Decimal(0))
            return _short(before), _short(after)

    def _refuse_words(self, role: str) -> None:
        """Of a text file, where the first rows alone say that a column holds numbers."""
        if self._types[role] not in ("VARCHAR", "STRING"):
            return
        column = quoted(self._columns[role])
        odd = f"{self._as_number(role)} IS NULL AND lower(trim({column})) NOT IN ('', 'nan')"
        query = f"SELECT count(*), min({column}) {self._from} WHERE {odd}"
        [(many, word)] = self._db.execute(query, [self._files]).fetchall()
        if many:
            rows_hold = "1 row" if many == 1 else f"{many:,} rows"
            message = f'"{excerpt(self._columns[role])}" for {role} holds no number in {rows_hold}: "{excerpt(word)}"'
            raise Doubtful([Problem(self._name, message, _NUMBERS_ALONE)])

    def _counts(self, rows: list[dict[str, Any]], by: str, after_only: bool) -> dict[str, int]:
        counts: dict[str, int] = {}
        for row in rows:
            if row["by"] == by and (row["kept"] or not after_only):
                name = self._cell(_name(row["value"], self._types[by]))
                counts[name] = counts.get(name, 0) + row["samples"]
        return dict(sorted(counts.items()))  # the engine's threads give an order of their own each time

    def _ids(self, rows: int, check: bool) -> list[str]:
        """Rows that say an id again: the table then counts a sample twice. In passes, each of bounded memory."""
        if "id" not in self._columns:
            return []
        if rows > _SMALL and not check:
            return [f"whether an id stands in several of its {rows:,} rows was not looked at (--check-ids)"]
        column = self._known("id")
        passes = -(-rows // _PASS_ROWS) or 1 if self._engine.passes else 1
        again = 0
        for number in range(passes):
            where = f"WHERE hash({column}) % {passes} = {number}" if passes > 1 else ""
            query = f"SELECT count({column}) - count(DISTINCT {column}) {self._from} {where}"
            [(more,)] = self._db.execute(query, [self._files]).fetchall()
            again += more
        if again:
            refuse(self._name, so_many(again, *_AGAIN), "a row for each sample, once")
        return []


def _short(value: Decimal) -> Decimal:
    """Without the zeros that a column of decimals has behind its digits."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def _base(file: str) -> str:
    return excerpt(PurePath(file).name)


def _row(row: tuple[Any, ...], named: list[str], sums: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {"kept": row[0], "by": None, "value": None, "samples": row[1 + 2 * len(named)]}
    for number, it in enumerate(named):
        if row[2 + 2 * number] == 0:
            values |= {"by": it, "value": row[1 + 2 * number]}
    for number, it in enumerate(sums):
        start = 2 + 2 * len(named) + 3 * number
        values[it] = row[start : start + 3]
    return values | {"bare": row[-1]}


def _name(value: str | int | float | None, kind: str) -> str:
    """A value by which samples are grouped, "" for none, which Spark gives as NaN; -0.0 is 0.0."""
    if value is None or value != value:
        return ""
    if not isinstance(value, float):
        return str(value)
    if kind == "FLOAT":
        import numpy

        return str(numpy.float32(value + 0.0))
    return str(value + 0.0)


def _known(column: str, kind: str) -> str:
    """The column, of which NaN names nothing: a frame writes it where a number is missing."""
    return _NAMED.format(quoted(column)) if _is_floating(kind) else quoted(column)


def _is_number(kind: str) -> bool:
    return _is_whole(kind) or _is_floating(kind) or kind.startswith("DECIMAL")


def _is_whole(kind: str) -> bool:
    return kind.endswith(("INT", "INTEGER"))


def _is_floating(kind: str) -> bool:
    return kind.startswith(("DOUBLE", "FLOAT"))
