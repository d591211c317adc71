"""How far a figure moves as something below it does: exact slopes of the formulas, by the chain rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import prod

from reportgen.figures.expression import DECIMALS, Expression, Name, Operation, evaluate
from reportgen.figures.figure import Figure
from reportgen.figures.ranges import is_end


def slopes(
    key: str, keys: Sequence[str], values: Mapping[str, Decimal], figures: Mapping[str, Figure]
) -> dict[str, Decimal]:
    """By key, how far the figure moves where one below it moves by one; what does not move it may be left out.

    keys: all below the figure and its own, as `below` orders them. values: theirs. Where two operands of a minimum or
    maximum are equal, the first moves it.
    """
    found = {key: Decimal(1)}
    for name in reversed(keys):
        expression = figures[name].expression
        if name in found and expression is not None and (name == key or not is_end(figures[name])):
            _spread(expression, found[name], values, found)
    return found


def _spread(expression: Expression, slope: Decimal, values: Mapping[str, Decimal], found: dict[str, Decimal]) -> None:
    """Add to each name of the expression the part of the slope that goes by it."""
    if isinstance(expression, Name):
        found[expression.key] = found.get(expression.key, Decimal(0)) + slope
    elif isinstance(expression, Operation):
        for operand, share in zip(expression.operands, _shares(expression, values), strict=True):
            if share:
                _spread(operand, slope * share, values, found)


def _shares(operation: Operation, values: Mapping[str, Decimal]) -> Sequence[Decimal]:
    """How far an operation moves where one of its operands moves by one, for each of them."""
    at = [evaluate(operand, values, DECIMALS) for operand in operation.operands]
    one = Decimal(1)
    match operation.operator:
        case "+":
            return [one] * len(at)
        case "-":
            return [one, *[-one] * (len(at) - 1)]
        case "negate":
            return [-one]
        case "*":
            return [prod(at[:place] + at[place + 1 :], start=one) for place in range(len(at))]
        case "/":
            divisor = prod(at[1:], start=one)
            return [one / divisor, *(-at[0] / divisor / other for other in at[1:])]
        case operator:
            chosen = at.index(min(at) if operator == "min" else max(at))
            return [one if place == chosen else Decimal(0) for place in range(len(at))]
