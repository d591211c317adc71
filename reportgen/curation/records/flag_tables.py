"""Tables of flags, a row for each sample, with a column `is_NAME_issue` for each thing that may be wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reportgen.energy.importers.tool_table import ToolTable, header_of
from reportgen.files.source import Source
from reportgen.files.table import Row
from reportgen.problems import excerpt

_FLAG = re.compile(r"is_(\w{1,80})_issue")
_YES, _NO = ("true", "1", "1.0"), ("false", "0", "0.0")


@dataclass(frozen=True)
class Flagged:
    """A sample: the names of its flags, and its scores as they stand, by the name of the flag."""

    flags: frozenset[str]
    scores: dict[str, str]


@dataclass
class FlagTable:
    """The rows of a table of flags; warnings: what was lost of it. names: every flag that the header has."""

    names: tuple[str, ...]
    rows: list[Flagged] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def flags_of(source: Source) -> set[str]:
    """The names of the flags in the first line of a file; none of another file."""
    if source.is_folder or "is_" not in source.first_line:
        return set()
    return {match[1] for cell in header_of(source, _is_flag) if (match := _FLAG.fullmatch(cell))}


def flag_table(source: Source) -> FlagTable:
    """The table; a row in which a flag is neither true nor false is lost. Raises InputError."""
    table = ToolTable(source, _is_flag)
    found = FlagTable(tuple(sorted(flags_of(source))))
    columns = [f"is_{name}_issue" for name in found.names]

    def parse(row: Row) -> Flagged:
        flags = frozenset(name for name in found.names if _flag(source, row, f"is_{name}_issue"))
        return Flagged(flags, {name: row.cells.get(f"{name}_score", "") for name in flags})

    found.rows = [flagged for _, flagged in table.read(lambda _: columns, parse)]
    if not found.rows and table.lost.count:
        table.lost.refuse()
    if not found.rows:
        source.refuse(None, "the table has no rows", "did the tool end before it wrote?")
    found.warnings = table.lost.said(len(found.rows) + table.lost.count, "no flags", "they are in no count")
    return found


def counts_of(table: FlagTable) -> Iterator[tuple[str, int]]:
    """How many samples have each flag, those that none has left out."""
    for name in table.names:
        if count := sum(name in row.flags for row in table.rows):
            yield name, count


def _is_flag(name: str) -> bool:
    return _FLAG.fullmatch(name) is not None


def _flag(source: Source, row: Row, column: str) -> bool:
    text = row.cells.get(column, "").strip().lower()
    if text in _YES or text in _NO:
        return text in _YES
    return source.refuse(row.line, f"{column} is '{excerpt(text)}', neither true nor false", "is the line cut off?")
