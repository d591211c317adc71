"""A cost table as cells: a header of field names, then a row on each line; tier_1_price, tier_1_up_to and so on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.factors.cell_numbers import DecimalSign
from reportgen.files.nodes import Node, Reading
from reportgen.files.notes import suggestion
from reportgen.files.shapes import Choice, Count, Currency, Quantity, Shape, Text, fields_of
from reportgen.manifest.cost_row import CostRow, PriceTier
from reportgen.problems import excerpt

# A cell: text as somebody wrote it, or what a spreadsheet knows to be a number or a truth value.
Cell = str | Decimal | bool | None
Line = tuple[int, Sequence[Cell]]

BEGIN = "`reportgen costs init` writes a table to begin with"
_FIELDS = {name: shape for name, shape, _, _ in fields_of(CostRow) if name != "tiers"}
_TIER_FIELDS = {name: shape for name, shape, _, _ in fields_of(PriceTier)}
_TIER = re.compile(r"tier_([1-9][0-9]?)_(price|up_to)")
# What a list of prices says of its rows (`costs show`), and a table does not: passed over.
_OF_LISTS = ("layer", "table", "replaces")
_HEADS = (*_FIELDS, "tier_1_price", "tier_1_up_to")


@dataclass(frozen=True)
class _Column:
    """A field of a row, or of its tier with that number, counted from 1."""

    head: str
    field: str
    shape: Shape
    tier: int | None = None

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers."""
        return isinstance(self.shape, (Quantity, Count))


_PASSED_OVER = _Column("", "", Shape())


def is_head(text: str) -> bool:
    """Whether the text names a field of a row or of a tier."""
    return text in _FIELDS or _TIER.fullmatch(text) is not None


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
        tier = _TIER.fullmatch(head)
        if head and head in heads:
            reading.note(line, f'the column "{excerpt(head)}" stands there twice', "keep one")
        elif head and not is_head(head) and head not in _OF_LISTS:
            reading.note(line, f'the column "{excerpt(head)}" is unknown', suggestion(head, _HEADS))
        heads.append(head)
        if tier:
            columns.append(_Column(head, tier[2], _TIER_FIELDS[tier[2]], int(tier[1])))
        else:
            other = _PASSED_OVER if head in _OF_LISTS else None
            columns.append(_Column(head, head, _FIELDS[head]) if head in _FIELDS else other)
    if not any(is_head(head) for head in heads):
        reading.stop(line, "the first line holds no name of a column", f"{BEGIN}; the first line names the columns")
    if "task" not in heads:
        reading.note(line, 'there is no column "task"', "each row says for which task it is")
    reading.finish()
    return columns


def _row(reading: Reading, line: int, cells: Sequence[Cell], columns: list[_Column | None], sign: DecimalSign) -> Node:
    fields: dict[str, Node] = {}
    tiers: dict[int, dict[str, Node]] = {}
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
        if column.tier is None:
            fields[column.field] = node
        else:
            tiers.setdefault(column.tier, {})[column.field] = node
    if tiers:
        missing = next((number for number in range(1, max(tiers)) if number not in tiers), None)
        if missing is not None:
            reading.note(line, f"tier {max(tiers)} is given, and tier {missing} is not", "number the tiers from 1")
        fields["tiers"] = Node("list", tuple(Node("map", tiers[number], line) for number in sorted(tiers)), line)
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
