"""A formula of the house, with all that is said of its figure: key, unit, label, and what a divisor of zero means."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reportgen.figures.expression import Expression, Name, Number, Operation

# What is said of zero where no divisor can be zero: its leaf takes none, or it is one and more.
NEVER_ZERO = "is never zero"


@dataclass(frozen=True)
class Formula:
    """A function over expressions, whose parameters are the keys of its inputs unless others are named.

    key: of its figure, or what the keys of a family begin with. unit: `{currency}` in it is filled in. label: in words,
    empty where each figure of a family has its own. zero: why there is no value where what it divides by is zero.
    nothing: whether it is a product that is zero where one factor is, as no hours cost nothing at a rate nobody gave.
    Raises ValueError where it divides by a figure and says nothing of zero.
    """

    key: str
    unit: str
    label: str
    function: Callable[..., Any]
    zero: str
    nothing: bool

    def __post_init__(self) -> None:
        check_zero(self.key, self.function(*self.names()), self.zero)

    def __call__(self, *inputs: Any) -> Any:
        """The formula over these inputs, in the order of its parameters."""
        return self.function(*inputs)

    def names(self) -> list[Name]:
        """Its inputs, by the names of its parameters."""
        return [Name(name) for name in inspect.signature(self.function).parameters]


def formula(
    unit: str, label: str = "", *, key: str = "", zero: str = "", nothing: bool = False
) -> Callable[[Callable[..., Any]], Formula]:
    """Make a function the formula of a figure: of the key of its own name unless another is given."""

    def of(function: Callable[..., Any]) -> Formula:
        return Formula(key or function.__name__, unit, label, function, zero, nothing)

    return of


def check_zero(key: str, expression: Any, zero: str) -> None:
    """Raise ValueError where the expression divides by a figure and nothing is said of what zero there means."""
    if not zero and isinstance(expression, Expression) and _divides(expression):
        raise ValueError(f"{key} divides by a figure, and does not say what it means if that is zero")


def _divides(expression: Expression) -> bool:
    if not isinstance(expression, Operation):
        return False
    by = expression.operands[1:] if expression.operator == "/" else ()
    return any(not isinstance(it, Number) for it in by) or any(map(_divides, expression.operands))
