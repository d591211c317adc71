"""Tiers that count anew each month: labelling at a steady pace fills some months, and part of a last one.

cost = full months x cost of a month's units + cost of the units that are left

How many months are full is the procedure whole_months/1, since the grammar of formulas has no floor.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_FLOOR, Decimal

from reportgen.figures.expression import Expression, Name
from reportgen.figures.figure import Figure
from reportgen.figures.ledger import Ledger
from reportgen.words.message import message

PACE = "units_per_month"
RANGE = "cost_by_months/1"


def add_full_months(ledger: Ledger, side: str, quantity: str, word: str) -> str:
    """Add how many months the units of this key fill at the pace, whole ones alone; its key."""
    key, label = f"full_months_{side}", message("Full months of labelling {word}", word=word)
    more = {"inputs": (quantity, PACE), "procedure": "whole_months/1"}
    absent = next((ledger[name] for name in (quantity, PACE) if not ledger.known(name)), None)
    if absent is not None:
        ledger.absent(key, "1", label, str(absent.reason), **more)
    else:
        value = full_months(ledger.value(quantity), ledger.value(PACE))
        ledger.add(Figure(key, label, value, "1", rests_on=ledger.weakest_of((quantity, PACE)), **more))  # type: ignore[arg-type]
    return key


def full_months(units: Decimal, pace: Decimal) -> Decimal:
    """1: the whole months that the units fill, of which each takes `pace` units."""
    return (units / pace).to_integral_value(ROUND_FLOOR)


def by_months(full: Name, quantity: Expression, cost_of: Callable[[Expression], Expression]) -> Expression:
    """What the quantity costs, by the cost of a month's units."""
    pace = Name(PACE)
    return full * cost_of(pace) + cost_of(quantity - full * pace)


def break_even_by_months(
    owed: Decimal, units: Decimal, pace: Decimal, bounds: Sequence[Decimal | None], prices: Sequence[Decimal]
) -> Decimal | None:
    """unit: how many removed ones pay what is owed; None if removing all would not.

    The months get fewer, so that removed units come from the last one, then from whole months. prices: per unit, review
    and discount included. This is the procedure break_even_by_months/1.
    """
    a_month = _cost(pace, bounds, prices)
    left = cost_by_months(units, pace, bounds, prices) - owed
    if left < 0:
        return None
    if not owed:
        return Decimal(0)
    full = (left / a_month).to_integral_value(ROUND_FLOOR)  # what is free owes nothing, and ended above
    return units - full * pace - _units_for(left - full * a_month, bounds, prices)


def cost_by_months(
    units: Decimal, pace: Decimal, bounds: Sequence[Decimal | None], prices: Sequence[Decimal]
) -> Decimal:
    """currency: what so many units cost at the pace. This is the procedure cost_by_months/1, without a fixed fee."""
    months = full_months(units, pace)
    return months * _cost(pace, bounds, prices) + _cost(units - months * pace, bounds, prices)


def _cost(units: Decimal, bounds: Sequence[Decimal | None], prices: Sequence[Decimal]) -> Decimal:
    cost, lower = Decimal(0), Decimal(0)
    for bound, price in zip(bounds, prices, strict=True):
        upper = units if bound is None else min(units, bound)
        cost += price * max(upper - lower, Decimal(0))
        lower = bound if bound is not None else lower
    return cost


def _units_for(cost: Decimal, bounds: Sequence[Decimal | None], prices: Sequence[Decimal]) -> Decimal:
    """The units of one month that cost so much: the most of them, where some cost nothing."""
    lower = Decimal(0)
    for bound, price in zip(bounds, prices, strict=True):
        inside = None if bound is None else bound - lower
        if inside is None or price * inside > cost:
            return lower + (cost / price if price else Decimal(0))
        cost -= price * inside
        lower += inside
    return lower
