"""Costs by tiers, counted without any of reportgen's code, and what a break-even is by definition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

BOUNDS = (Decimal(3), Decimal(6), None)
# cheaper with more units, dearer, and free in one tier or all: with all of them quotients are exact
PRICES = tuple(
    tuple(map(Decimal, prices.split()))
    for prices in ("2 1 0.5", "0.5 1 2", "0 1 2", "1 0 2", "2 1 0", "0 0 0", "1 1 1")
)
OWED = tuple(map(Decimal, ("0", "0.5", "1", "2", "3", "4.5", "8", "16")))
_STEP = Decimal("0.25")

Cost = Callable[[Decimal], Decimal]


def price_at(units: Decimal, prices: tuple[Decimal, ...]) -> Decimal:
    """The price of the tier in which so many units end."""
    return prices[0] if units <= 3 else prices[1] if units <= 6 else prices[2]


def steps(low: Decimal | int, high: Decimal | int) -> Iterator[Decimal]:
    """From low to high by quarters, both ends included."""
    at = Decimal(low)
    while at <= high:
        yield at
        at += _STEP


def is_break_even(removed: Decimal | None, owed: Decimal, units: Decimal, cost: Cost) -> bool:
    """Whether the rest costs less by what is owed, and no larger rest does; None where not even nothing does."""
    left = cost(units) - owed
    if removed is None:
        return all(cost(rest) > left for rest in steps(0, units))
    rest = units - removed
    return 0 <= rest <= units and cost(rest) <= left and all(cost(it) > left for it in steps(0, units) if it > rest)
