"""What a workbook is made of, before any file: sheets, their columns, their cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

# How a cell looks: an input to change, a formula, a value that follows nothing, a head, a title, a remark.
INPUT, LIVE, STILL, HEAD, TITLE, REMARK, PLAIN = range(7)

DAY = "yyyy-mm-dd"  # the number format of a day


@dataclass(frozen=True)
class Cell:
    """A cell: a text, or a value, or a formula with the number that it gives. name: by which formulas call it."""

    text: str = ""
    value: Decimal | date | bool | None = None
    formula: str = ""
    name: str = ""
    style: int = PLAIN
    number_format: str = ""


@dataclass(frozen=True)
class Check:
    """What a spreadsheet lets in below a head, and what it says where a cell is entered; takes: the same in words.

    least, most: bounds of a number, of a day, or of a text's length. choices: the only ones. meaning: of the field.
    """

    kind: Literal["decimal", "integer", "date", "length", "list"]
    takes: str
    meaning: str
    least: Decimal | int | date | None = None
    most: Decimal | int | None = None
    above: bool = False  # the least itself is refused
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Head:
    """A column's head. width: in characters. note: shown over it. number_format, check: of cells to fill in below."""

    text: str
    width: int
    note: str = ""
    number_format: str = ""
    check: Check | None = None


@dataclass(frozen=True)
class Sheet:
    """above: lines over the table, each of its cells. to_fill: lines below the head that have its checks."""

    name: str
    above: Sequence[Sequence[Cell]]
    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]
    to_fill: int = 0
