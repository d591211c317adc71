"""What figures would be if some of their inputs were others: which inputs those may be, and what follows from them.

Only formulas are followed. What a procedure gives stays as it is, and so do the inputs below one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import prod

from reportgen.figures.below import below, through_procedures
from reportgen.figures.expression import DECIMALS, Expression, Name, Number, Operation, evaluate, names
from reportgen.figures.figure import Figure
from reportgen.figures.ranges import is_end
from reportgen.precision import working_precision

# An input without a range is taken to move by a tenth of itself to either side.
_WITHOUT_RANGE = Decimal("0.2")


@dataclass(frozen=True)
class Program:
    """steps: the figures that the inputs move, each with its formula, in the order in which they are computed.

    constants: the figures that these need and nothing moves.
    """

    steps: tuple[tuple[str, Expression], ...]
    constants: Mapping[str, Decimal]


def movers(key: str, figures: Mapping[str, Figure]) -> list[str]:
    """The leaves that move a figure by formulas alone, first what moves it most within its range.

    None of a figure without a value. How far is taken from the slope at the values, so that a leaf costs no more time
    than a formula does.
    """
    if figures[key].value is None:
        return []
    with working_precision():
        keys = below(key, figures)
        slopes = _slopes(key, keys, figures)
        fixed = through_procedures(keys, figures)
        found = {
            name: abs(slope) * _room(figures[name])
            for name, slope in slopes.items()
            if is_end(figures[name]) and figures[name].procedure is None and name not in fixed
        }
    return sorted((name for name in found if found[name]), key=lambda name: (-found[name], name))


def program(keys: Iterable[str], inputs: Iterable[str], figures: Mapping[str, Figure]) -> Program:
    """What computes the figures anew from these inputs, each of which moves one of them."""
    rests = {name for key in keys for name in below(key, figures)}
    moved = set(inputs)
    steps = []
    needed: set[str] = set()
    for name in figures:
        expression = figures[name].expression
        if name not in rests or expression is None or name in moved or is_end(figures[name]):
            continue
        if moved.intersection(names(expression)):
            moved.add(name)
            steps.append((name, expression))
            needed.update(names(expression))
    constants = {name: figures[name].value for name in figures if name in needed - moved}
    return Program(tuple(steps), {name: value for name, value in constants.items() if value is not None})


def _room(figure: Figure) -> Decimal:
    """How far a leaf may go: its range, or without one a part of its value."""
    assert figure.value is not None
    if figure.low is not None and figure.high is not None and figure.low != figure.high:
        return figure.high - figure.low
    return abs(figure.value) * _WITHOUT_RANGE


def _slopes(key: str, keys: Sequence[str], figures: Mapping[str, Figure]) -> dict[str, Decimal]:
    """By key, how far the figure moves where one below it moves by one: from the figure down, by the chain rule."""
    values = {name: value for name in keys if (value := figures[name].value) is not None}
    slopes = {key: Decimal(1)}
    for name in reversed(keys):
        expression = figures[name].expression
        if name in slopes and expression is not None and not is_end(figures[name]):
            _spread(expression, slopes[name], values, slopes)
    return slopes


def _spread(expression: Expression, slope: Decimal, values: Mapping[str, Decimal], slopes: dict[str, Decimal]) -> None:
    """Add to each name of the expression the part of the slope that goes by it."""
    if isinstance(expression, Name):
        slopes[expression.key] = slopes.get(expression.key, Decimal(0)) + slope
    elif isinstance(expression, Operation):
        for operand, share in zip(expression.operands, _shares(expression, values), strict=True):
            if share and not isinstance(operand, Number):
                _spread(operand, slope * share, values, slopes)


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
