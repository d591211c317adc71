"""Median and quartiles, by linear interpolation between the two nearest of the ordered values (inclusive).

The value at share q of n ordered values is the one at place (n - 1) q, counted from 0; between two places it is on the
straight line between their values. This is numpy's default, R's type 7 and QUARTILE.INC of spreadsheets; the median of
an even number of values is the mean of the middle two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.precision import working_precision

if TYPE_CHECKING:
    from reportgen.evidence.runs import Floats, Integers

METHOD = "linear interpolation between the nearest ordered values, inclusive (numpy's default)"
_QUARTERS = 4


@dataclass(frozen=True)
class Spread:
    """Median and quartiles of n values."""

    n: int
    median: Decimal
    p25: Decimal
    p75: Decimal


@dataclass(frozen=True)
class Summary:
    """One value or more of a kind, in their unit: their sum, mean and ends beside median and quartiles."""

    n: int
    total: Decimal
    mean: Decimal
    median: Decimal
    p25: Decimal
    p75: Decimal
    least: Decimal
    most: Decimal


def summary(values: Sequence[Decimal]) -> Summary:
    """The summary of one value or more. Raises ValueError for none."""
    import numpy as np

    floats = np.array([float(value) for value in values])
    found = spread(floats, np.arange(len(values)), lambda row: values[row])
    if found is None:
        raise ValueError("a summary needs a value")
    with working_precision():
        total = sum(values, Decimal(0))
        return Summary(
            len(values), total, total / len(values), found.median, found.p25, found.p75, min(values), max(values)
        )


def spread(floats: Floats, rows: Integers, exactly: Callable[[int], Decimal]) -> Spread | None:
    """The spread of the values that `rows` have, None where none of them has one.

    floats: by row, to order by, NaN where there is none; exactly: the value of a row, which is what is given.
    """
    import numpy as np

    known = rows[~np.isnan(floats[rows])]
    if not len(known):
        return None
    ordered = known[np.argsort(floats[known], kind="stable")]

    def at(quarter: int) -> Decimal:
        place, rest = divmod((len(ordered) - 1) * quarter, _QUARTERS)
        low = exactly(ordered[place])
        if not rest:
            return low
        with working_precision():
            return low + (exactly(ordered[place + 1]) - low) * rest / _QUARTERS

    return Spread(len(ordered), at(2), at(1), at(3))
