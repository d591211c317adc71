"""A cost table as cells: a header of field names, then a row on each line; tier_1_price, part_1_unit and so on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.factors.cell_numbers import DecimalSign
from reportgen.files.nodes import Node, Reading
from reportgen.files.notes import suggestion
from reportgen.files.shapes import Choice, Count, Currency, Quantity, Shape, Text, fields_of
from reportgen.manifest.cost_row import CostRow, PricePart, PriceTier
from reportgen.problems import excerpt

# A cell: text as somebody wrote it, or what a spreadsheet knows to be a number or a truth value.
Cell = str | Decimal | bool | None
Line = tuple[int, Sequence[Cell]]

BEGIN = "`reportgen costs init` writes a table to begin with"
# Fields of a row that are lists, by the word that their columns begin with.
LISTS = {"tier": "tiers", "part": "parts"}
_FIELDS = {name: shape for name, shape, _, _ in fields_of(CostRow) if name not in LISTS.values()}
_OF_ITEMS = {
    word: {name: shape for name, shape, _, _ in fields_of(kind)}
    for word, kind in (("tier", PriceTier), ("part", PricePart))
}
_ITEM = re.compile(r"(tier|part)_([1-9][0-9]?)_([a-z_]+)")
# What a list of prices says of its rows (`costs show`), and a table does not: passed over.
_OF_LISTS = ("layer", "table", "replaces")
_HEADS = (*_FIELDS, "tier_1_price", "tier_1_up_to")


@dataclass(frozen=True)
class _Column:
    """A field of a row, or of the item with that number, counted from 1, of one of its lists."""

    head: str
    field: str
    shape: Shape
    list: str = ""
    item: int = 0

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers."""
        return isinstance(self.shape, (Quantity, Count))


_PASSED_OVER = _Column("", "", Shape())


def is_head(text: str) -> bool:
    """Whether the text names a field of a row or of a tier."""
    return text in _FIELDS or _item(text) is not None


def _item(head: str) -> _Column | None:
    """The column of an item of a list, `tier_1_price`; None for another."""
    match = _ITEM.fullmatch(head)
    if match is None or match[3] not in _OF_ITEMS[match[1]]:
        return None
    return _Column(head, match[3], _OF_ITEMS[match[1]][match[3]], match[1], int(match[2]))


def table_of(reading: Reading, lines: Iterable[Line], decimal: str | None, *, by_commas: bool = False) -> Node:
    """The root node of the table that the lines hold, each with its number; lines of empty cells are passed over.

    decimal: the decimal sign of numbers that are text, None where the cells are to tell it. by_commas: whether commas
    stand between the cells. Raises: InputError with everything that is wrong between the cells.
    """
    filled = ((number, cells) for number, cells in lines if any(not _is_empty(cell) for cell in cells))
    number, head = next(filled, (None, ()))
    if number is None:
        reading.stop(None, "the file holds no values", BEGIN)
    columns = _columns(reading, number, head)
    below = list(filled)
    sign = DecimalSign(reading, decimal, by_commas=by_commas)
    for line, cells in below:
        for cell, column in zip(cells, columns, strict=False):
            if column is not None and column.is_number and isinstance(cell, str):
                sign.watch(line, column.head, cell, is_count=isinstance(column.shape, Count))
    rows = [_row(reading, line, cells, columns, sign) for line, cells in below]
    reading.finish()
    return Node("map", {"prices": Node("list", tuple(rows), number)}, number)


def _is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _columns(reading: Reading, line: int, cells: Sequence[Cell]) -> list[_Column | None]:
    columns: list[_Column | None] = []
    heads: list[str] = []
    for cell in cells:
        head = "" if _is_empty(cell) else str(cell).strip()
        if head and head in heads:
            reading.note(line, f'the column "{excerpt(head)}" stands there twice', "keep one")
        elif head and not is_head(head) and head not in _OF_LISTS:
            close = suggestion(head, _HEADS)
            hint = close if close.startswith("did you mean") else f"{BEGIN}; the first line names the columns"
            reading.note(line, f'the column "{excerpt(head)}" is unknown', hint)
        heads.append(head)
        other = _PASSED_OVER if head in _OF_LISTS else _item(head)
        columns.append(_Column(head, head, _FIELDS[head]) if head in _FIELDS else other)
    if not any(is_head(head) for head in heads):
        reading.stop(line, "the first line holds no name of a column", f"{BEGIN}; the first line names the columns")
    if "task" not in heads:
        reading.note(line, 'there is no column "task"', "each row says for which task it is")
    reading.finish()
    return columns


def _row(reading: Reading, line: int, cells: Sequence[Cell], columns: list[_Column | None], sign: DecimalSign) -> Node:
    fields: dict[str, Node] = {}
    items: dict[str, dict[int, dict[str, Node]]] = {word: {} for word in LISTS}
    for index, cell in enumerate(cells):
        if _is_empty(cell):
            continue
        reading.admit(line, 3)
        column = columns[index] if index < len(columns) else None
        if column is _PASSED_OVER:
            continue
        if column is None:
            reading.note(line, f'"{excerpt(str(cell))}" stands below no name of a column', "name it in the first line")
            continue
        node = _node(reading, line, column, cell, sign)
        if column.list:
            items[column.list].setdefault(column.item, {})[column.field] = node
        else:
            fields[column.field] = node
    for word, found in items.items():
        if not found:
            continue
        missing = next((number for number in range(1, max(found)) if number not in found), None)
        if missing is not None:
            hint = f"number the {word}s from 1"
            reading.note(line, f"{word} {max(found)} is given, and {word} {missing} is not", hint)
        fields[LISTS[word]] = Node("list", tuple(Node("map", found[number], line) for number in sorted(found)), line)
    return Node("map", fields, line)


def _node(reading: Reading, line: int, column: _Column, cell: Cell, sign: DecimalSign) -> Node:
    if isinstance(cell, str):
        text = cell.strip()
        reading.check_characters(text, line)
        if column.is_number:
            text = sign.number_text(line, column.head, text)
        return Node("text", text, line)
    if isinstance(column.shape, (Text, Choice, Currency)):
        return Node("text", str(cell), line)
    return Node("boolean", cell, line) if isinstance(cell, bool) else Node("number", cell, line)
