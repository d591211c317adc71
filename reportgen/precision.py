"""The one decimal context in which formulas run, whatever context the caller has set."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import ROUND_HALF_EVEN, Context, DivisionByZero, InvalidOperation, Overflow, localcontext
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

DIGITS = 34

_CONTEXT = Context(
    prec=DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=-999_999,
    Emax=999_999,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[DivisionByZero, InvalidOperation, Overflow],
)


def working_precision() -> AbstractContextManager[Context]:
    """A context manager: 34 digits, half even, division by zero raises."""
    return localcontext(_CONTEXT)


def in_working_precision(function: Callable[P, T]) -> Callable[P, T]:
    """The function in that context: what a caller in Python has set for arithmetic of its own changes nothing."""

    @wraps(function)
    def within(*args: P.args, **kwargs: P.kwargs) -> T:
        with working_precision():
            return function(*args, **kwargs)

    return within
