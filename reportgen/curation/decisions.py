"""A table with a row for each sample, what was decided on it and why: counted in one query, by DuckDB.

Parquet, CSV or JSON lines of any size (extra `samples`). The columns are named, nothing is guessed; the query reads
those alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from reportgen.curation.plain_tables import plain_table
from reportgen.files.notes import suggestion
from reportgen.problems import InputError, Problem, excerpt, refuse

if TYPE_CHECKING:
    import duckdb

GROUPS, SUMS = ("reason", "label", "source"), ("bytes", "objects", "seconds", "tokens")
ROLES = ("kept", *GROUPS, *SUMS, "id")
_READERS = {
    **dict.fromkeys((".parquet", ".pq"), "read_parquet(?)"),
    **dict.fromkeys((".csv", ".tsv", ".csv.gz", ".tsv.gz"), "read_csv(?, header = true)"),
    **dict.fromkeys((".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"), "read_json(?, format = 'newline_delimited')"),
}
_MOST_VALUES = 100_000  # of a column by which samples are grouped
_SMALL = 1_000_000  # rows, of which ids are always looked at
_PASS_ROWS = 20_000_000  # ids that one pass holds
_WILD = set("*?[]")
_EXACT = "DECIMAL(38, 6)"
_YES_NO = """CASE WHEN lower(CAST({0} AS VARCHAR)) IN ('true', '1', '1.0', 'yes') THEN true
WHEN lower(CAST({0} AS VARCHAR)) IN ('false', '0', '0.0', 'no') THEN false END"""


@dataclass(frozen=True)
class Balance:
    """Samples of each value of a column before and after, "" of those without one."""

    before: Mapping[str, int]
    after: Mapping[str, int]

    @property
    def lost(self) -> tuple[str, ...]:
        """Values of which nothing is left, the largest first."""
        gone = [name for name in self.before if not self.after.get(name)]
        return tuple(sorted(gone, key=lambda name: (-self.before[name], name)))

    @property
    def nearly_lost(self) -> tuple[str, ...]:
        """Values of which something is left, but less than a hundredth, the largest first."""
        few = [name for name, before in self.before.items() if 0 < self.after.get(name, 0) * 100 < before]
        return tuple(sorted(few, key=lambda name: (-self.before[name], name)))

    @property
    def evenness(self) -> tuple[float | None, float | None]:
        """Entropy over that of equal shares of the values that there were before; None of fewer than two."""
        return _evenness(self.before, len(self.before)), _evenness(self.after, len(self.before))


def _evenness(counts: Mapping[str, int], values: int) -> float | None:
    total = sum(counts.values())
    if values < 2 or not total:
        return None
    shares = [many / total for many in counts.values() if many]
    return -math.fsum(share * math.log(share) for share in shares) / math.log(values) + 0.0


@dataclass(frozen=True)
class Decisions:
    """What a table says. removed: samples by reason, "" of those without one. sums: before and after, None unknown."""

    before: int
    after: int
    removed: Mapping[str, int] | None = None
    label: Balance | None = None
    source: Balance | None = None
    sums: Mapping[str, tuple[Decimal, Decimal] | None] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def decisions_of(name: str, columns: Mapping[str, str], check_ids: bool = False) -> Decisions:
    """Count the table: a file, or a folder or pattern of files of one form.

    columns: the table's names by ours, of which `kept` is needed. check_ids: whether ids of a large table are looked at
    too. Raises InputError, with every problem of the columns, for what cannot be counted.
    """
    try:
        import duckdb
    except ImportError:
        hint = "pip install 'filtering-savings-report[samples]'"
        refuse(name, "a table of decisions is read by duckdb, and that is not installed", hint)
    files, reader = _files(name)
    config: dict[str, Any] = {"autoload_known_extensions": "false", "autoinstall_known_extensions": "false"}
    try:
        with TemporaryDirectory() as folder, duckdb.connect(config=config) as connection:
            if reader.startswith("read_csv"):
                files = [plain_table(file, Path(folder)) for file in files]
            allowed = ", ".join(_text(it) for it in files)
            connection.execute(f"SET allowed_paths = [{allowed}]; SET enable_external_access = false")
            return _Query(connection, name, files, reader, columns).run(check_ids)
    except duckdb.Error as error:
        refuse(name, f"cannot be counted: {excerpt(str(error).splitlines()[0], 200)}", "")


def _files(name: str) -> tuple[list[str], str]:
    path = Path(name)
    if path.is_dir():
        found = sorted(it for it in path.rglob("*") if _ending(it) in _READERS and it.is_file())
    elif _WILD & set(path.name) and not path.exists():
        found = sorted(it for it in path.parent.glob(path.name) if it.is_file())
    else:
        found = [path] if path.is_file() else []
    found = [it for it in found if not it.name.startswith((".", "_"))]
    readers = {_READERS.get(_ending(it)) for it in found}
    if not found:
        refuse(name, "holds no table", "Parquet, .csv or .jsonl, also as .gz: a file, folder or pattern in quotes")
    if len(readers) > 1 or None in readers:
        refuse(name, "is no table of one form", "Parquet, .csv or .jsonl")
    if odd := next((it for it in found if _WILD & set(str(it))), None):
        refuse(str(odd), "has a name that a database takes for a pattern", "rename it")
    return [str(it.absolute()) for it in found], str(readers.pop())


def _ending(path: Path) -> str:
    """The last ending, small, with the one before it where that is how it was packed."""
    last = path.suffix.lower()
    return Path(path.stem).suffix.lower() + last if last == ".gz" else last


class _Query:
    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        name: str,
        files: list[str],
        reader: str,
        columns: Mapping[str, str],
    ) -> None:
        self._db, self._name, self._files = connection, name, files
        self._from = f"FROM {reader}"
        self._columns = dict(columns)
        self._kept = ""
        self._whole: dict[str, bool] = {}

    def run(self, check_ids: bool) -> Decisions:
        self._check_columns()
        named = [it for it in GROUPS if it in self._columns]
        rows = self._grouped(named)
        whole = [row for row in rows if row["by"] is None]
        unknown = sum(row["samples"] for row in whole if row["kept"] is None)
        if unknown:
            rows_are = ("row", "is") if unknown == 1 else ("rows", "are")
            column = excerpt(self._columns["kept"])
            message = f'{unknown:,} {rows_are[0]} of "{column}" {rows_are[1]} neither true nor false'
            refuse(self._name, message, "a sample is kept or it is not: true or false, yes or no, 1 or 0")
        before = sum(row["samples"] for row in whole)
        after = sum(row["samples"] for row in whole if row["kept"])
        warnings = self._ids(before, check_ids)
        sums: dict[str, tuple[Decimal, Decimal] | None] = {}
        for role in SUMS:
            if role in self._columns:
                sums[role] = self._sum(role, whole)
                if sums[role] is None:
                    warnings.append(f"{role}: some samples do not know theirs, and the sum is not known")
        balances = {
            by: Balance(*(self._counts(rows, by, after_only=it) for it in (False, True)))
            for by in ("label", "source")
            if by in named
        }
        removed = None
        if "reason" in named:
            everything, left = (self._counts(rows, "reason", after_only=it) for it in (False, True))
            removed = {it: many - left.get(it, 0) for it, many in everything.items() if many > left.get(it, 0)}
        return Decisions(before, after, removed, **balances, sums=sums, warnings=tuple(warnings))

    def _check_columns(self) -> None:
        there = {
            row[0]: row[1] for row in self._db.execute(f"DESCRIBE SELECT * {self._from}", [self._files]).fetchall()
        }
        problems = []
        for role, column in self._columns.items():
            if column not in there:
                hint = suggestion(column, list(there)) or f"there are: {', '.join(map(excerpt, list(there)[:20]))}"
                problems.append(Problem(self._name, f'has no column "{excerpt(column)}" for {role}', hint))
            elif role in SUMS and not _is_number(there[column]):
                message = f'the column "{excerpt(column)}" for {role} holds {there[column]} and no numbers'
                problems.append(Problem(self._name, message, ""))
            elif "[]" in there[column] or there[column].startswith(("STRUCT", "MAP")):
                message = f'the column "{excerpt(column)}" for {role} holds {excerpt(there[column])}'
                problems.append(Problem(self._name, message, "a column of single values"))
        if problems:
            raise InputError(problems)
        kept = _quoted(self._columns["kept"])
        self._whole = {role: there[column].endswith(("INT", "INTEGER")) for role, column in self._columns.items()}
        self._kept = kept if there[self._columns["kept"]] == "BOOLEAN" else _YES_NO.format(kept)

    def _grouped(self, named: list[str]) -> list[dict[str, Any]]:
        """Samples and sums by what was kept, and by that and each column that groups, in one pass over the table."""
        columns = self._columns
        given = [f"{self._kept} AS kept", *(f"CAST({_quoted(columns[it])} AS VARCHAR) AS {it}" for it in named)]
        sums = [it for it in SUMS if it in columns]
        # whole numbers are added up exactly; of others the last digits would be those of the threads
        given += [
            (
                f"{_quoted(columns[it])} AS {it}"
                if self._whole[it]
                else f"TRY_CAST({_quoted(columns[it])} AS {_EXACT}) AS {it}"
            )
            for it in sums
        ]
        sets = ", ".join(["(kept)", *(f"(kept, {it})" for it in named)])
        # of each group, by which column it is one, that column's value, and of the whole alone the sums
        shown = ["kept", *(f"{it}, GROUPING({it})" for it in named), "count(*)"]
        shown += [f"sum({it}), count({it}), min({it})" for it in sums]
        query = (
            f"SELECT {', '.join(shown)} FROM (SELECT {', '.join(given)} {self._from}) GROUP BY GROUPING SETS ({sets})"
        )
        found = self._db.execute(query, [self._files])
        rows = found.fetchmany(_MOST_VALUES + 1)
        if len(rows) > _MOST_VALUES:
            message = f"one of {', '.join(named)} has more than {_MOST_VALUES:,} values"
            refuse(self._name, message, "is it the right column?")
        return [_row(row, named, sums) for row in rows]

    def _sum(self, role: str, whole: list[dict[str, Any]]) -> tuple[Decimal, Decimal] | None:
        if any((row[role][2] or 0) < 0 for row in whole):
            refuse(self._name, f'the column "{excerpt(self._columns[role])}" for {role} holds numbers below zero', "")
        if any(row[role][1] < row["samples"] for row in whole):
            return None
        before = sum((Decimal(row[role][0]) for row in whole), Decimal(0))
        return before, sum((Decimal(row[role][0]) for row in whole if row["kept"]), Decimal(0))

    def _counts(self, rows: list[dict[str, Any]], by: str, after_only: bool) -> dict[str, int]:
        counts: dict[str, int] = {}
        for row in rows:
            if row["by"] == by and (row["kept"] or not after_only):
                counts[row["value"] or ""] = counts.get(row["value"] or "", 0) + row["samples"]
        return counts

    def _ids(self, rows: int, check: bool) -> list[str]:
        """Rows that say an id again: the table then counts a sample twice. In passes, each of bounded memory."""
        if "id" not in self._columns:
            return []
        if rows > _SMALL and not check:
            return [f"whether an id stands in several of its {rows:,} rows was not looked at (--check-ids)"]
        column = _quoted(self._columns["id"])
        passes = -(-rows // _PASS_ROWS) or 1
        again = 0
        for number in range(passes):
            where = f"WHERE hash({column}) % {passes} = {number}" if passes > 1 else ""
            query = f"SELECT count({column}) - count(DISTINCT {column}) {self._from} {where}"
            [(more,)] = self._db.execute(query, [self._files]).fetchall()
            again += more
        if again:
            refuse(self._name, f"{again:,} rows say the id of another row again", "a row for each sample, once")
        return []


def _row(row: tuple[Any, ...], named: list[str], sums: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {"kept": row[0], "by": None, "value": None, "samples": row[1 + 2 * len(named)]}
    for number, it in enumerate(named):
        if row[2 + 2 * number] == 0:
            values |= {"by": it, "value": row[1 + 2 * number]}
    for number, it in enumerate(sums):
        start = 2 + 2 * len(named) + 3 * number
        values[it] = row[start : start + 3]
    return values


def _is_number(kind: str) -> bool:
    return kind.endswith(("INT", "INTEGER")) or kind.startswith(("DECIMAL", "DOUBLE", "FLOAT"))


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
