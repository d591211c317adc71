"""A formula as a spreadsheet reads it: over named cells, short enough for every program that opens it."""

from __future__ import annotations

import re
from collections.abc import Callable

from reportgen.figures.expression import Expression, Name, Operation, show

# Excel takes 8,192 characters, LibreOffice more. A formula longer than that is cut into parts of at most this.
LONGEST = 8000
_LONGEST_OPERAND, _MOST_OPERANDS = 500, 14
# What a spreadsheet takes for a cell: CO2, R1C1, R, C.
_CELL = re.compile(r"[a-z]{1,3}[0-9]+|[rc][0-9]*(c[0-9]*)?")


def cell_name(key: str) -> str:
    """The name of the figure's cell: its key, with an underscore behind one that would be a cell itself, as `co2`."""
    return f"{key}_" if _CELL.fullmatch(key) else key


def spreadsheet(expression: Expression) -> str:
    """The formula over named cells (`cell_name`), without the equals sign.

    A spreadsheet reckons in binary numbers of 53 bits: it agrees with the exact value within 1e-12 of the largest term.
    """
    return show(expression, cell_name, function=str.upper)


def in_parts(expression: Expression, part: Callable[[Expression], Name]) -> Expression:
    """The expression, cut where it is too long for a spreadsheet: `part` takes what is cut out, and names it."""
    return _in_parts(expression, part) if len(spreadsheet(expression)) > LONGEST else expression


def _in_parts(expression: Expression, part: Callable[[Expression], Name]) -> Expression:
    if not isinstance(expression, Operation):
        return expression
    operands = [_in_parts(operand, part) for operand in expression.operands]
    operands = [part(it) if len(spreadsheet(it)) > _LONGEST_OPERAND else it for it in operands]
    # every operator folds from the left, so that its first operands may be taken together
    while len(operands) > _MOST_OPERANDS:
        first = Operation(expression.operator, tuple(operands[:_MOST_OPERANDS]))
        operands = [part(first), *operands[_MOST_OPERANDS:]]
    return Operation(expression.operator, tuple(operands))
