"""Exact corners: how low and how high a figure gets while its leaves move within their own ranges.

A leaf that occurs once in a formula contributes through interval arithmetic, which is then exact. A leaf that
occurs more than once (a price on both sides of a difference, a PUE on saving and cost) takes each of its two ends in
turn, the same one everywhere, so that shared inputs stay shared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import product

from reportgen.figures.expression import Algebra, evaluate, names
from reportgen.figures.figure import Figure

# 2^10 corners; beyond that a figure has no range rather than a slow or an approximate one
MOST_SHARED_LEAVES = 10


@dataclass(frozen=True)
class Interval:
    """All values from `low` to `high`."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(corners), max(corners))

    def __truediv__(self, other: Interval) -> Interval:
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("the divisor's range holds zero")
        # divided as the value's own formula does it, so that low <= value <= high holds to the digit
        corners = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(corners), max(corners))

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)


def _smaller(a: Interval, b: Interval) -> Interval:
    return Interval(min(a.low, b.low), min(a.high, b.high))


def _larger(a: Interval, b: Interval) -> Interval:
    return Interval(max(a.low, b.low), max(a.high, b.high))


INTERVALS = Algebra(number=lambda value: Interval(value, value), minimum=_smaller, maximum=_larger)


def corners(figure: Figure, figures: Mapping[str, Figure]) -> tuple[Decimal, Decimal] | None:
    """The lowest and highest value of a computed figure, or None where no leaf below it has a range.

    figures: every figure that it rests on, each computed one after its inputs. None too where a divisor's range
    holds zero or more than `MOST_SHARED_LEAVES` ranged leaves are shared.
    """
    if not any(figures[key].has_range for key in figure.inputs):
        return None
    order = _below(figure, figures)
    uses = _uses(figure, order, figures)
    shared = [key for key in uses if figures[key].has_range and uses[key] > 1]
    if len(shared) > MOST_SHARED_LEAVES:
        return None
    try:
        found = [
            _interval(figure, order, figures, dict(zip(shared, ends, strict=True)))
            for ends in product(*((figures[key].low, figures[key].high) for key in shared))
        ]
    except ZeroDivisionError:
        return None
    whole = reduce(lambda a, b: Interval(min(a.low, b.low), max(a.high, b.high)), found)
    return whole.low, whole.high


def is_end(figure: Figure) -> bool:
    """Whether the walk down stops here: a leaf, or a figure that carries a range of its own."""
    return figure.expression is None or figure.basis != "computed"


def _below(figure: Figure, figures: Mapping[str, Figure]) -> list[str]:
    """Every key below the figure, each behind those that it is computed from; whatever else there is costs nothing."""
    found: dict[str, None] = {}
    ahead = [(key, False) for key in _inputs(figure)]
    while ahead:
        key, is_open = ahead.pop()
        if is_open:
            found[key] = None
        elif key not in found:
            ahead.append((key, True))
            if not is_end(figures[key]):
                ahead.extend((name, False) for name in _inputs(figures[key]))
    return list(found)


def _inputs(figure: Figure) -> Counter[str]:
    assert figure.expression is not None
    return Counter(names(figure.expression))


def _uses(figure: Figure, order: list[str], figures: Mapping[str, Figure]) -> Counter[str]:
    """How often each leaf occurs once every computed input is written out. order: of `_below`."""
    uses = _inputs(figure)
    for key in reversed(order):  # whatever uses a figure stands after it
        if is_end(figures[key]):
            continue
        times = uses.pop(key)
        for name, count in _inputs(figures[key]).items():
            uses[name] += times * count
    return uses


def _interval(
    figure: Figure, order: list[str], figures: Mapping[str, Figure], fixed: Mapping[str, Decimal | None]
) -> Interval:
    values: dict[str, Interval] = {}
    for key in order:
        input_ = figures[key]
        if is_end(input_):
            low, high = (input_.low, input_.high) if input_.has_range else (input_.value, input_.value)
            if key in fixed:
                low = high = fixed[key]
            assert low is not None
            assert high is not None
            values[key] = Interval(low, high)
        else:
            assert input_.expression is not None
            values[key] = evaluate(input_.expression, values, INTERVALS)
    assert figure.expression is not None
    interval: Interval = evaluate(figure.expression, values, INTERVALS)
    return interval
