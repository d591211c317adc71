"""Tables of flags, a row for each sample, with a column `is_NAME_issue` for each thing that may be wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from reportgen.energy.importers.tool_table import ToolTable, header_of
from reportgen.files.source import Source
from reportgen.files.table import Row
from reportgen.problems import excerpt

_FLAG = re.compile(r"is_(\w{1,80})_issue")
_YES, _NO = ("true", "1", "1.0"), ("false", "0", "0.0")


class Flagged(NamedTuple):
    """What a sample may be: the names of its flags, and the scores that are asked for, as they stand beside them."""

    flags: frozenset[str]
    scores: tuple[tuple[str, str], ...]


@dataclass
class FlagTable:
    """A table of flags: how many samples are of each kind, so that it may have any number of rows.

    names: every flag that the header has. warnings: what was lost of it.
    """

    names: tuple[str, ...]
    kinds: Counter[Flagged] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)

    @property
    def samples(self) -> int:
        return self.kinds.total()

    @property
    def flagged(self) -> int:
        """Samples with a flag."""
        return sum(count for kind, count in self.kinds.items() if kind.flags)


def flags_of(source: Source) -> set[str]:
    """The names of the flags in the first line of a file; none of another file."""
    if source.is_folder or "is_" not in source.first_line:
        return set()
    return {match[1] for cell in header_of(source, _is_flag) if (match := _FLAG.fullmatch(cell))}


def flag_table(source: Source, scored: Collection[str] = ()) -> FlagTable:
    """The table; a row in which a flag is neither true nor false is lost. Raises InputError.

    scored: the flags whose scores are kept.
    """
    table = ToolTable(source, _is_flag)
    found = FlagTable(tuple(sorted(flags_of(source))))
    columns = [f"is_{name}_issue" for name in found.names]

    def parse(row: Row) -> Flagged:
        flags = frozenset(name for name in found.names if _flag(source, row, f"is_{name}_issue"))
        return Flagged(flags, tuple((name, row.cells.get(f"{name}_score", "")) for name in scored if name in flags))

    found.kinds.update(flagged for _, flagged in table.read(lambda _: columns, parse))
    if not found.kinds and table.lost.count:
        table.lost.refuse()
    if not found.kinds:
        source.refuse(None, "the table has no rows", "did the tool end before it wrote?")
    found.warnings = table.lost.said(found.samples + table.lost.count, "no flags", "they are in no count")
    return found


def counts_of(table: FlagTable) -> Iterator[tuple[str, int]]:
    """How many samples have each flag, those that none has left out."""
    for name in table.names:
        if count := sum(number for kind, number in table.kinds.items() if name in kind.flags):
            yield name, count


def _is_flag(name: str) -> bool:
    return _FLAG.fullmatch(name) is not None


def _flag(source: Source, row: Row, column: str) -> bool:
    text = row.cells[column].strip().lower()
    if text in _YES or text in _NO:
        return text in _YES
    return source.refuse(row.line, f"{column} is '{excerpt(text)}', neither true nor false", "is the line cut off?")
