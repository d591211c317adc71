"""A formula as a tree: written once as a plain function, then evaluated, shown and re-derived from its text.

A formula is a function over its inputs, using + - * / and `min_`, `max_`. Called on names it gives an
`Expression`; a branch or comparison on a name fails loudly, since a name has no truth value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Any

PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2, "negate": 3}


class Expression:
    """A node of a formula: a `Number`, a `Name` or an `Operation`."""

    def __add__(self, other: Operand) -> Expression:
        return _chain("+", self, other)

    def __radd__(self, other: Operand) -> Expression:
        return _chain("+", lift(other), self)

    def __sub__(self, other: Operand) -> Expression:
        return _chain("-", self, other)

    def __rsub__(self, other: Operand) -> Expression:
        return _chain("-", lift(other), self)

    def __mul__(self, other: Operand) -> Expression:
        return _chain("*", self, other)

    def __rmul__(self, other: Operand) -> Expression:
        return _chain("*", lift(other), self)

    def __truediv__(self, other: Operand) -> Expression:
        return _chain("/", self, other)

    def __rtruediv__(self, other: Operand) -> Expression:
        return _chain("/", lift(other), self)

    def __neg__(self) -> Expression:
        return Operation("negate", (self,))

    def __bool__(self) -> bool:
        raise TypeError("a formula has no truth value: use min_ and max_")

    def __lt__(self, other: object) -> bool:
        raise TypeError("a formula has no comparisons: use min_ and max_")

    __gt__ = __le__ = __ge__ = __lt__


@dataclass(frozen=True)
class Number(Expression):
    """A constant of a formula, exact."""

    value: Decimal


@dataclass(frozen=True)
class Name(Expression):
    """A reference to another figure by its key."""

    key: str


@dataclass(frozen=True)
class Operation(Expression):
    """An operator over two or more operands, folded from the left; `negate` has one."""

    operator: str
    operands: tuple[Expression, ...]


Operand = Expression | Decimal | int


def lift(value: Operand) -> Expression:
    """Turn an int or Decimal into a `Number`; floats and booleans are refused."""
    if isinstance(value, Expression):
        return value
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return Number(Decimal(value))
    raise TypeError(f"{type(value).__name__} in a formula: write an int, a Decimal or a named input")


def _chain(operator: str, left: Expression, right: Operand) -> Expression:
    # a + b + c is one node, so that a sum over a thousand stages stays one level deep
    if isinstance(left, Operation) and left.operator == operator:
        return Operation(operator, (*left.operands, lift(right)))
    return Operation(operator, (left, lift(right)))


def min_(*operands: Operand) -> Expression:
    """The smallest of the operands."""
    return Operation("min", tuple(map(lift, operands)))


def max_(*operands: Operand) -> Expression:
    """The largest of the operands."""
    return Operation("max", tuple(map(lift, operands)))


def total(operands: Iterable[Expression]) -> Expression:
    """The sum of one or more operands."""
    return reduce(lambda left, right: left + right, operands)


@dataclass(frozen=True)
class Algebra:
    """How a kind of value meets a formula: how it takes a constant, and its minimum and maximum."""

    number: Callable[[Decimal], Any]
    minimum: Callable[..., Any]
    maximum: Callable[..., Any]


DECIMALS = Algebra(number=lambda value: value, minimum=min, maximum=max)

_FOLDS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}


def evaluate(expression: Expression, values: Mapping[str, Any], algebra: Algebra = DECIMALS) -> Any:
    """The expression's value, with `values` for its names: Decimals, arrays or anything with + - * /.

    Raises KeyError for a name without a value; arithmetic errors are the values' own.
    """
    if isinstance(expression, Number):
        return algebra.number(expression.value)
    if isinstance(expression, Name):
        return values[expression.key]
    assert isinstance(expression, Operation)
    operands = [evaluate(operand, values, algebra) for operand in expression.operands]
    match expression.operator:
        case "negate":
            return -operands[0]
        case "min":
            return reduce(algebra.minimum, operands)
        case "max":
            return reduce(algebra.maximum, operands)
        case operator:
            return reduce(_FOLDS[operator], operands)


def names(expression: Expression) -> Iterator[str]:
    """Every reference in the expression, from left to right, repeated as often as it occurs."""
    if isinstance(expression, Name):
        yield expression.key
    elif isinstance(expression, Operation):
        for operand in expression.operands:
            yield from names(operand)


def divisors(expression: Expression) -> Iterator[str]:
    """Every reference that something is divided by."""
    if isinstance(expression, Operation):
        for place, operand in enumerate(expression.operands):
            yield from names(operand) if expression.operator == "/" and place else divisors(operand)


def show(
    expression: Expression,
    name: Callable[[str], str] = str,
    number: Callable[[Decimal], str] = lambda value: format(value, "f"),
    function: Callable[[str], str] = str,
) -> str:
    """The expression as text of the formula grammar; `name`, `number` and `function` (min, max) say its parts."""
    return _show(expression, (name, number, function), 0)


_Words = tuple[Callable[[str], str], Callable[[Decimal], str], Callable[[str], str]]


def _show(expression: Expression, words: _Words, level: int) -> str:
    name, number, function = words
    if isinstance(expression, Number):
        text = number(expression.value)
        return f"({text})" if expression.value < 0 and level else text
    if isinstance(expression, Name):
        return name(expression.key)
    assert isinstance(expression, Operation)
    operator, operands = expression.operator, expression.operands
    if operator not in PRECEDENCE:
        return f"{function(operator)}({', '.join(_show(operand, words, 0) for operand in operands)})"
    own = PRECEDENCE[operator]
    if operator == "negate":
        text = "-" + _show(operands[0], words, own + 1)
    else:
        # operands after the first need parentheses already at equal precedence: a - (b - c)
        parts = [_show(operand, words, own + bool(index)) for index, operand in enumerate(operands)]
        text = f" {operator} ".join(parts)
    return f"({text})" if own < level else text
