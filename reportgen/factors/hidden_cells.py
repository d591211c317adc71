"""The hidden rows and columns of a sheet, from its XML: openpyxl tells them only where it holds all cells at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import iterparse

_YES = ("1", "true")


@dataclass(frozen=True)
class Hidden:
    """Numbers of rows and of columns, from 1."""

    rows: Collection[int]
    columns: Collection[int]


def hidden_cells(sheet: IO[bytes], most_rows: int, most_columns: int) -> Hidden:
    """What is hidden of the first rows and columns of a sheet's XML, by hand, by a filter or in a folded group.

    Raises, where it is damaged, what the XML parser raises, and ValueError.
    """
    rows: set[int] = set()
    columns: set[int] = set()
    row = 0
    for event, element in iterparse(sheet, ("start", "end")):
        name = element.tag.rpartition("}")[2]
        if event == "end":
            if name == "row":
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
            columns.update(range(int(element.get("min", 1)), last + 1))
    return Hidden(rows, columns)
