"""The workbook that `costs init -o prices.xlsx` writes: prices to fill in, with checks and notes in its cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from reportgen.files.number_shapes import Count, Quantity
from reportgen.files.shapes import Choice, Currency, Flag, Shape, Text, fields_of
from reportgen.files.time_shapes import Day
from reportgen.manifest.cost_row import CostRow, PricePart, PriceTier
from reportgen.problems import refuse
from reportgen.rendering.sheet import DAY, REMARK, Cell, Check, Head, Sheet
from reportgen.rendering.write_xlsx import XlsxUnavailable, xlsx

_TITLE = "What labelling costs: a row for each task. Notes at the heads say what goes below them."
_LINES = 200  # below the head that have checks
# The fields that most rows have, before all others.
_FIRST = ("task", "unit", "price", "currency", "source", "valid_from", "valid_to")
_TIERS, _PARTS = 3, 2
_WIDTHS = {Day: 12, Text: 18}


@dataclass(frozen=True)
class _Field:
    name: str
    shape: Shape
    help: str


def _fields_to_fill() -> list[_Field]:
    own = [_Field(name, shape, help_) for name, shape, _, help_ in fields_of(CostRow) if name not in ("tiers", "parts")]
    own.sort(key=lambda head: _FIRST.index(head.name) if head.name in _FIRST else len(_FIRST))
    items: list[tuple[str, type[Any], int]] = [("tier", PriceTier, number) for number in range(1, _TIERS + 1)]
    items += [("part", PricePart, number) for number in range(1, _PARTS + 1)]
    return own + [
        _Field(f"{word}_{number}_{name}", shape, f"{help_}; {word}s stand in place of a price")
        for word, kind, number in items
        for name, shape, _, help_ in fields_of(kind)
    ]


def starter_workbook() -> bytes:
    """The workbook's bytes. Raises InputError where XlsxWriter is not installed."""
    fields = _fields_to_fill()
    columns = [
        Head(it.name, max(len(it.name) + 5, _WIDTHS.get(type(it.shape), 10)), it.help, _form(it.shape), _check(it))
        for it in fields
    ]
    prices = Sheet("Prices", [[Cell(_TITLE, style=REMARK)]], columns, (), _LINES)
    # what each column takes and means, to be read beside the prices
    meanings = [[Cell(it.name), Cell(_check(it).takes), Cell(it.help)] for it in fields]
    told = Sheet("Fields", (), [Head("column", 28), Head("takes", 40), Head("meaning", 110)], meanings)
    try:
        return xlsx([prices, told], "Prices", None)
    except XlsxUnavailable as error:
        refuse("-o", str(error), "or -o costs.toml")


def _form(shape: Shape) -> str:
    """The number format of a column's cells, empty where a spreadsheet's own is right."""
    if isinstance(shape, Day):
        return DAY
    return "0.##%" if isinstance(shape, Quantity) and shape.high == 1 else ""


def _check(field: _Field) -> Check:
    """What the cells of a field take, so that the spreadsheet refuses what would be a problem."""
    shape, says = field.shape, field.help
    match shape:
        case Quantity(high=None):
            takes = f"a number {'above' if shape.above else 'from'} 0"
            return Check("decimal", takes, says, least=0, above=bool(shape.above))
        case Quantity():
            return Check("decimal", "a share, 0 % to 100 %", says, least=0, most=shape.high)
        case Count():
            return Check("integer", f"a whole number from {shape.least}", says, least=shape.least)
        case Day():
            return Check("date", "a day from 1990 on", says, least=date(1990, 1, 1))
        case Flag():
            return Check("list", "yes or no", says, choices=("yes", "no"))
        case Choice():
            return Check("list", f"one of {', '.join(shape.words)}", says, choices=tuple(shape.words))
        case Currency():
            return Check("length", "an ISO 4217 code such as EUR", says, least=3, most=3)
        case Text():
            return Check("length", f"up to {shape.longest} characters", says, most=shape.longest)
    raise TypeError(f"{type(shape).__name__} in a sheet of prices")
