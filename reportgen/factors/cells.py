"""A cost table as cells: a line that names the columns, then a row on each line; tier_1_price, part_1_unit and such."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from reportgen.factors.amount_text import Amount, amount_in
from reportgen.factors.cell import Cell, Line
from reportgen.factors.cell_numbers import DecimalSign
from reportgen.factors.column_heads import LISTS, Column, column_of, head_place, misspelt
from reportgen.factors.money_signs import NO_SIGN, Sign, sign_of
from reportgen.files.nodes import Kind, Node, Reading
from reportgen.files.notes import Path
from reportgen.files.number_shapes import Count, Quantity
from reportgen.files.shapes import Choice, Currency, Flag, Text
from reportgen.files.time_shapes import Day
from reportgen.problems import Problem, excerpt
from reportgen.words.message import message

BEGIN = "`reportgen costs init` writes a table to begin with"
_FIRST_LINE = f"{BEGIN}; the first line names the columns"
_ANSWERS = {  # beside true and false
    **dict.fromkeys(("yes", "ja", "oui", "si", "sí", "wahr", "vrai", "verdadero", "y"), True),
    **dict.fromkeys(("no", "nein", "non", "falsch", "faux", "falso", "n"), False),
}
_KINDS: dict[type, Kind] = {bool: "boolean", Decimal: "number"}
# 0,125 and 1.200,00, by either sign; 1,200 may be a count, and 31.12.2026 and 1.2.3 are no numbers
_WITH_DECIMALS = re.compile(r"-?(?:0[.,][0-9]+|[0-9]{1,3}(?:[.,’' ]?[0-9]{3})*[.,](?![0-9]{3}$)[0-9]+)")
# With dots the day stands first in every country that writes so; 31/12/2026 and 12/31/2026 are not told apart.
_DOTTED_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_DAYS = range(32874, 73051)  # 1990 to 2099 as days since the end of 1899
_UNCOUNTED = "columns of amounts under no field's name"
_MOST_NOTES = 1000  # characters


def what_to_do(remark: str) -> str:
    """What makes the part of a table count that a remark says is left out."""
    if remark.startswith(_UNCOUNTED):
        return "head it as the field that it is, if it should count"
    return "show it in the spreadsheet if it should count"


@dataclass(frozen=True)
class TableCells:
    """The root node of a table, what is wrong with its cells, and the fields that are not in it for that reason alone.

    noted: the heads of the columns whose cells are kept as notes. remarks: what of it counts for nothing, a line each.
    """

    root: Node
    problems: tuple[Problem, ...]
    refused: tuple[Path, ...]
    noted: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass
class _Table:
    """A table being read. day_zero: the day of the number 0 where days are kept as numbers."""

    reading: Reading
    columns: list[Column | None]
    sign: DecimalSign
    day_zero: date | None
    refused: list[Path] = field(default_factory=list)
    uncounted: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True)
class _Money:
    """A cell that says a currency: where, and in which words."""

    place: int | str
    field: str
    said: str
    sign: Sign


def table_of(
    reading: Reading,
    lines: Iterable[Line],
    decimal: str | None,
    *,
    by_commas: bool = False,
    day_zero: date | None = None,
) -> TableCells:
    """The table that the lines hold, each with its number, without titles above its head and lines of empty cells.

    decimal: the decimal sign of numbers that are text, None where the cells are to tell it. by_commas: whether commas
    stand between the cells. day_zero: the day of the number 0 where days may be kept as numbers, and None in a text.
    Raises: InputError where the head is at fault, or with the twentieth problem.
    """
    filled = [(number, cells) for number, cells in lines if any(not cell.is_empty for cell in cells)]
    if not filled:
        reading.stop(None, "the file holds no values", BEGIN)
    place = head_place([cells for _, cells in filled])
    number, head = filled[place]
    below = filled[place + 1 :]
    table = _Table(
        reading, _columns(reading, number, head), DecimalSign(reading, decimal, by_commas=by_commas), day_zero
    )
    for line, cells in below:
        for cell, column in zip(cells, table.columns, strict=False):
            if column is not None and column.is_number and isinstance(cell.value, str):
                is_count = isinstance(column.shape, Count)
                table.sign.watch(cell.place or line, column.head, cell.value, is_count=is_count)
    rows = [_row(table, index, line, cells) for index, (line, cells) in enumerate(below)]
    root = Node("map", {"prices": Node("list", tuple(rows), number)}, number)
    noted = tuple(column.head for column in table.columns if column and not column.shape and not column.passed_over)
    remarks: tuple[str, ...] = ()
    if table.uncounted:
        names = ", ".join(f'"{excerpt(name, 40)}"' for name in table.uncounted)
        remarks = (message("columns of amounts under no field's name, kept as notes: {names}", names=names),)
    return TableCells(root, reading.problems, tuple(table.refused), noted, remarks)


def _columns(reading: Reading, line: int, cells: Sequence[Cell]) -> list[Column | None]:
    """The columns by their heads, None of one without; a head that is a field misspelt is noted and passed over."""
    columns = [None if cell.is_empty else column_of(cell.text) for cell in cells]
    is_table = any(column and column.shape for column in columns)
    seen = set[tuple[str, str, int]]()
    for place, (cell, column) in enumerate(zip(cells, columns, strict=True)):
        if column is None or column.passed_over:
            continue
        where, name = cell.place or line, (column.list, column.field, column.item)
        if column.shape is None:
            meant = misspelt(column.head)
            if meant or not is_table:
                hint = f'did you mean "{meant}"?' if meant else _FIRST_LINE
                reading.note(where, f'the column "{excerpt(column.head)}" is unknown', hint)
                columns[place] = replace(column_of(meant or ""), head=column.head, passed_over=True)
        elif name in seen:
            reading.note(where, f'the column "{excerpt(column.head)}" stands there twice', "keep one")
            columns[place] = Column(column.head, passed_over=True)
        else:
            seen.add(name)
    if not is_table:
        reading.stop(line, "the first line holds no name of a column", _FIRST_LINE)
    if ("", "task", 0) not in seen:
        reading.stop(line, 'there is no column "task"', "each row says for which task it is")
    return columns


def _row(table: _Table, index: int, line: int, cells: Sequence[Cell]) -> Node:
    fields: dict[str, Node] = {}
    items: dict[str, dict[int, dict[str, Node]]] = {word: {} for word in LISTS}
    kept: list[str] = []
    money: list[_Money] = []
    for place, cell in enumerate(cells):
        column = table.columns[place] if place < len(table.columns) else None
        if column is not None and column.passed_over:
            table.refused.append(_path(index, column))
            continue
        if cell.is_empty and not (cell.merged and column is not None and column.is_number):
            continue
        table.reading.admit(line, 3)
        if column is None:
            hint = "name it in the first line"
            table.reading.note(cell.place or line, f'"{excerpt(cell.text)}" stands below no name of a column', hint)
            continue
        if column.shape is None:
            kept.append(f"{column.head}: {cell.text}")
            if _is_amount(cell):
                table.uncounted.setdefault(column.head)
            continue
        into = items[column.list].setdefault(column.item, {}) if column.list else fields
        if cell.fault is not None:
            table.reading.note(cell.place, *cell.fault)
        node = None if cell.fault else _node(table, line, column, cell, money)
        if node is None:
            table.refused.append(_path(index, column))
        else:
            into[column.field] = node
    for word, found in items.items():
        if not found:
            continue
        missing = next((number for number in range(1, max(found)) if number not in found), None)
        if missing is not None:
            hint = f"number the {word}s from 1"
            table.reading.note(line, f"{word} {max(found)} is given, and {word} {missing} is not", hint)
        fields[LISTS[word]] = Node("list", tuple(Node("map", found[number], line) for number in sorted(found)), line)
    _agree(table, index, fields, money)
    if kept:
        own = [str(fields["notes"].value)] if "notes" in fields else []
        fields["notes"] = Node("text", excerpt("; ".join([*own, *kept]), _MOST_NOTES), line)
    return Node("map", fields, line)


def _path(index: int, column: Column) -> Path:
    """Where the value of a column's cell stands in the row."""
    inner = (LISTS[column.list], column.item - 1) if column.list else ()
    return ("prices", index, *inner, column.field)


def _is_amount(cell: Cell) -> bool:
    """Whether the cell is money, a percentage or a number with decimals: more than a name or a count."""
    if isinstance(cell.value, str):
        amount = amount_in(cell.value)
        decimals = _WITH_DECIMALS.fullmatch(amount.number) is not None
        return decimals or amount.percent or amount.sign is not NO_SIGN
    return isinstance(cell.value, Decimal) and (
        cell.percent or cell.sign is not NO_SIGN or cell.value != cell.value.to_integral_value()
    )


def _node(table: _Table, line: int, column: Column, cell: Cell, money: list[_Money]) -> Node | None:
    """The cell as a node, whose line is that of its row; None where it is noted why it is none.

    money: where the currency that it says goes.
    """
    if column.is_number:
        return _number(table, line, column, cell, money)
    text, shape = cell.text, column.shape
    table.reading.check_characters(text, line)
    value: str | bool | Decimal | None = text
    if isinstance(shape, Flag) and text.casefold() in _ANSWERS:
        value = _ANSWERS[text.casefold()]
    elif isinstance(shape, Currency) and len(meant := sign_of(text).meant) == 1:
        value = meant[0]
    elif isinstance(shape, Choice) and text.casefold() in shape.words:
        value = text.casefold()
    elif isinstance(shape, Day) and isinstance(cell.value, Decimal):
        value = _day(table, cell.value) or text
    elif isinstance(shape, Day) and (dotted := _DOTTED_DAY.fullmatch(text)):
        value = f"{dotted[3]}-{dotted[2]:0>2}-{dotted[1]:0>2}"
    elif not isinstance(shape, (Text, Choice, Currency)) and not isinstance(cell.value, str):
        value = cell.value
    return Node(_KINDS.get(type(value), "text"), value, None, cell.place)


def _day(table: _Table, number: Decimal) -> str | None:
    """The day that a spreadsheet keeps as this number; None of a number that is none, or of a text."""
    if table.day_zero is None or number not in _DAYS:
        return None
    return (table.day_zero + timedelta(days=int(number))).isoformat()


def _number(table: _Table, line: int, column: Column, cell: Cell, money: list[_Money]) -> Node | None:
    where, name = cell.place or line, column.head

    def refuse(message: str, hint: str) -> None:
        table.reading.note(where, f"{name}: {message}", hint)

    if cell.merged:
        if not cell.is_empty:
            refuse(f'{cell.merged} is one cell, "{excerpt(cell.text)}": of each row, or of all of them?', "unmerge it")
        return None
    if cell.is_day:
        refuse(f"the cell is shown as the day {cell.text}", "a spreadsheet made a day of it: write the number again")
        return None
    if isinstance(cell.value, bool):
        return Node("boolean", cell.value, None, cell.place)
    if isinstance(cell.value, Decimal):
        amount, number = Amount("", cell.sign, cell.percent), cell.value
        shown = f"{excerpt(cell.text)} is shown in"
    else:
        text = cell.text
        table.reading.check_characters(text, line)
        amount, shown = amount_in(text), f'"{excerpt(text)}" is in'
        found = table.sign.number_in(where, name, text)
        if found is None:
            return None
        if isinstance(found, str):
            return Node("text", found, None, cell.place)
        number = found.scaleb(-2) if amount.percent else found
    if amount.percent and not column.is_share:
        refuse(f'"{excerpt(cell.text)}" is a percentage', f"{column.field} is no share")
        return None
    if amount.sign is not NO_SIGN and not column.is_money:
        refuse(f"{shown} {amount.sign.text}", f"{column.field} is no amount of money")
        return None
    if column.percent and not amount.percent:
        if 0 < number <= 1:
            refuse(f'"{excerpt(cell.text)}" is {number:f} %, or as a share {number.scaleb(2):f} %', "write the % to it")
            return None
        number = number.scaleb(-2)
    for sign, said in ((amount.sign, shown), (column.sign, f'"{excerpt(name)}" is in')):
        if sign is not NO_SIGN:
            money.append(_Money(where, name, f"{said} {sign.text}", sign))
    fault = column.shape.fault(number) if isinstance(column.shape, Quantity) else ""
    if fault and isinstance(cell.value, str) and amount.number != cell.text:
        refuse(f'"{excerpt(cell.text)}": {fault}', "")
        return None
    # a whole number is told by its digits
    return Node("text", f"{number:f}", None, cell.place)


def _agree(table: _Table, index: int, fields: dict[str, Node], money: list[_Money]) -> None:
    """Hold the currency signs of a row against its currency, which they say where it does not itself."""
    if not money:
        return
    path: Path = ("prices", index, "currency")
    own = fields.get("currency")
    if own is not None:
        codes = sign_of(str(own.value)).meant
        for said in money:
            if codes and not set(codes) & set(said.sign.meant):
                message = f"{said.field}: {said.said}, and the row in {own.value}"
                table.reading.note(said.place, message, "which of them is right?")
        return
    first, *others = money
    meant = list(first.sign.meant)
    for said in others:
        meant = [code for code in meant if code in said.sign.meant]
        if not meant:
            message = f"{said.field}: {said.said}, and {first.field}: {first.said}"
            table.reading.note(said.place, message, "which of them is right?")
            table.refused.append(path)
            return
    if len(meant) > 1:
        message = f"{first.field}: {first.said}, which may be {', '.join(meant[:4])}"
        table.reading.note(first.place, message, 'add a column "currency"')
        table.refused.append(path)
        return
    fields["currency"] = Node("text", meant[0], None, first.place if isinstance(first.place, str) else "")
