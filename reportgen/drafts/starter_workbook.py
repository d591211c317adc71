"""The workbook that `costs init -o prices.xlsx` writes: prices to fill in, with checks and notes in its cells."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportgen.files.number_shapes import Count, Quantity
from reportgen.files.shapes import Choice, Currency, Flag, Shape, Text, fields_of
from reportgen.files.time_shapes import Day
from reportgen.manifest.cost_row import CostRow, PricePart, PriceTier
from reportgen.problems import refuse

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

_TITLE = "What labelling costs: a row for each task. Notes at the heads say what goes below them."
_HEAD_ROW = 2
_LINES = 200  # below the head that have checks
# The fields that most rows have, before all others.
_FIRST = ("task", "unit", "price", "currency", "source", "valid_from", "valid_to")
_TIERS, _PARTS = 3, 2
_LONGEST_PROMPT = 255  # characters, as spreadsheets have it
_WIDTHS = {Day: 12, Text: 18}


@dataclass(frozen=True)
class _Head:
    name: str
    shape: Shape
    help: str


def _heads() -> list[_Head]:
    own = [_Head(name, shape, help_) for name, shape, _, help_ in fields_of(CostRow) if name not in ("tiers", "parts")]
    own.sort(key=lambda head: _FIRST.index(head.name) if head.name in _FIRST else len(_FIRST))
    items: list[tuple[str, type[Any], int]] = [("tier", PriceTier, number) for number in range(1, _TIERS + 1)]
    items += [("part", PricePart, number) for number in range(1, _PARTS + 1)]
    return own + [
        _Head(f"{word}_{number}_{name}", shape, f"{help_}; {word}s stand in place of a price")
        for word, kind, number in items
        for name, shape, _, help_ in fields_of(kind)
    ]


def starter_workbook() -> bytes:
    """The workbook's bytes. Raises InputError where openpyxl is not installed."""
    try:
        from openpyxl import Workbook
        from openpyxl.comments import Comment
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter
    except ImportError:
        hint = "pip install 'filtering-savings-report[xlsx]', or -o costs.toml"
        refuse("-o", "writing XLSX needs the package openpyxl, which is not installed", hint)
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Prices"
    heads = _heads()
    page.append([_TITLE])
    page.append([head.name for head in heads])
    page["A1"].font = Font(italic=True)
    for column, head in enumerate(heads, start=1):
        letter = get_column_letter(column)
        cell = page.cell(_HEAD_ROW, column)
        cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="left")
        cell.fill = PatternFill("solid", fgColor="E8EEF4")
        cell.comment = Comment(head.help, "reportgen", height=90, width=280)
        page.column_dimensions[letter].width = max(len(head.name) + 3, _WIDTHS.get(type(head.shape), 10))
        _check(page, head, f"{letter}{_HEAD_ROW + 1}:{letter}{_HEAD_ROW + _LINES}")
        if form := _form(head.shape):
            for line in range(_HEAD_ROW + 1, _HEAD_ROW + _LINES + 1):
                page.cell(line, column).number_format = form
    page.freeze_panes = f"B{_HEAD_ROW + 1}"
    _fields(book.create_sheet("Fields"), heads)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _form(shape: Shape) -> str:
    """The number format of a column's cells, empty where a spreadsheet's own is right."""
    if isinstance(shape, Day):
        return "yyyy-mm-dd"
    return "0.##%" if isinstance(shape, Quantity) and shape.high == 1 else ""


def _check(page: Worksheet, head: _Head, cells: str) -> None:
    """Let the spreadsheet refuse what would be a problem, and say what the field is where a cell is entered."""
    check, takes = _rule(head.shape)
    check.allow_blank = True
    check.showErrorMessage = check.showInputMessage = True
    check.errorTitle, check.error = head.name[:32], f"This takes {takes}."
    check.promptTitle, check.prompt = head.name[:32], f"{head.help} ({takes})"[:_LONGEST_PROMPT]
    check.add(cells)
    page.add_data_validation(check)


def _rule(shape: Shape) -> tuple[DataValidation, str]:
    """The check of a shape's cells, and what they take in words."""
    from openpyxl.worksheet.datavalidation import DataValidation

    def rule(**how: Any) -> DataValidation:
        return DataValidation(**how)

    match shape:
        case Quantity(high=None):
            operator = "greaterThan" if shape.above else "greaterThanOrEqual"
            return rule(
                type="decimal", operator=operator, formula1="0"
            ), f"a number {'above' if shape.above else 'from'} 0"
        case Quantity():
            return rule(
                type="decimal", operator="between", formula1="0", formula2=str(shape.high)
            ), "a share, 0 % to 100 %"
        case Count():
            least = str(shape.least)
            return rule(type="whole", operator="greaterThanOrEqual", formula1=least), f"a whole number from {least}"
        case Day():
            return rule(type="date", operator="greaterThanOrEqual", formula1="32874"), "a day from 1990 on"
        case Flag():
            return rule(type="list", formula1='"yes,no"'), "yes or no"
        case Choice():
            return rule(type="list", formula1=f'"{",".join(shape.words)}"'), f"one of {', '.join(shape.words)}"
        case Currency():
            return rule(type="textLength", operator="equal", formula1="3"), "an ISO 4217 code such as EUR"
        case Text():
            length = str(shape.longest)
            return rule(type="textLength", operator="lessThanOrEqual", formula1=length), f"up to {length} characters"
    raise TypeError(f"{type(shape).__name__} in a sheet of prices")


def _fields(page: Worksheet, heads: list[_Head]) -> None:
    """What each column takes and means, to be read beside the prices."""
    page.append(["column", "takes", "meaning"])
    for head in heads:
        page.append([head.name, _rule(head.shape)[1], head.help])
    for letter, width in (("A", 28), ("B", 40), ("C", 110)):
        page.column_dimensions[letter].width = width
