"""The one decimal context in which formulas run, whatever context the caller has set."""

from __future__ import annotations

from contextlib import AbstractContextManager
from decimal import ROUND_HALF_EVEN, Context, DivisionByZero, InvalidOperation, Overflow, localcontext

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
