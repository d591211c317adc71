"""What is hidden in a sheet and which cells are one, from its XML: openpyxl tells it only of a sheet held whole."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import iterparse

_YES = ("1", "true")
_RANGE = re.compile("([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})")


@dataclass(frozen=True)
class Layout:
    """Numbers of rows and of columns, from 1.

    merged: by column the cells that are one over several rows, `B3:B5`, each with its first and last row, in order.
    """

    hidden_rows: Collection[int]
    hidden_columns: Collection[int]
    merged: Mapping[int, Sequence[tuple[int, int, str]]]

    def merged_at(self, column: int, row: int) -> tuple[int, str] | None:
        """The first row and the name of the merged cells that the cell belongs to; None of a cell of its own."""
        ranges = self.merged.get(column, ())
        place = bisect_right(ranges, row, key=lambda it: it[0]) - 1
        if place < 0 or ranges[place][1] < row:
            return None
        return ranges[place][0], ranges[place][2]

    def merged_to(self, row: int) -> int:
        """The last column in which the row has a part of such cells, 0 without one."""
        return max((column for column in self.merged if self.merged_at(column, row)), default=0)


def layout_of(sheet: IO[bytes], most_rows: int, most_columns: int) -> Layout:
    """What is hidden of the first rows and columns of a sheet's XML, by hand, by a filter or in a folded group.

    Raises, where it is damaged, what the XML parser raises, and ValueError.
    """
    rows: set[int] = set()
    columns: set[int] = set()
    merged: dict[int, list[tuple[int, int, str]]] = {}
    row = 0
    for event, element in iterparse(sheet, ("start", "end")):
        name = element.tag.rpartition("}")[2]
        if event == "end":
            if name in ("row", "mergeCells"):
                element.clear()  # a sheet of any length is held row by row
            continue
        if name == "row":
            row = int(element.get("r", row + 1))
            if row > most_rows:
                break
            if element.get("hidden") in _YES:
                rows.add(row)
        elif name == "col" and element.get("hidden") in _YES:
            last = min(int(element.get("max", 0)), most_columns)
            columns.update(range(int(element.attrib["min"]), last + 1))
        elif name == "mergeCell" and (match := _RANGE.fullmatch(element.attrib["ref"])):
            first, last = int(match[2]), int(match[3])
            column = sum((ord(letter) - 64) * 26**place for place, letter in enumerate(reversed(match[1])))
            if first < last and column <= most_columns:
                merged.setdefault(column, []).append((first, last, match[0]))
    return Layout(rows, columns, {column: sorted(ranges) for column, ranges in merged.items()})
