"""Tiers by the rule `reached`: all units of a side have the price of the tier that they reach together.

Which price that is is the procedure tier_reached/1, since the grammar of formulas has no steps. Fewer units can cost
more.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.figures.figure import Figure
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import Outline
from reportgen.words.message import message

RANGE = "cost_at_tier_reached/1"


def add_price_reached(ledger: Ledger, outline: Outline, side: str, quantity: str, word: str) -> str:
    """Add the price of the tier that the units of this key reach, those used before counted with them; its key."""
    key = f"annotation_price_reached_{side}"
    label = message("Annotation price of the tier reached {word}", word=word)
    unit = f"{outline.currency}/{outline.price_unit}"
    used = ("units_already_used",) if ledger.known("units_already_used") else ()
    inputs = (quantity, *used, *outline.price_keys)
    absent = next((ledger[name] for name in inputs if not ledger.known(name)), None)
    if absent is not None:
        ledger.absent(key, unit, label, str(absent.reason), inputs=inputs, procedure="tier_reached/1")
        return key
    top = ledger.value(quantity) + sum(map(ledger.value, used))
    value = price_reached(top, outline.tier_bounds, list(map(ledger.value, outline.price_keys)))
    rests_on = ledger.weakest_of(inputs)
    ledger.add(Figure(key, label, value, unit, inputs=inputs, procedure="tier_reached/1", rests_on=rests_on))
    return key


def price_reached(units: Decimal, bounds: Sequence[Decimal | None], prices: Sequence[Decimal]) -> Decimal:
    """currency/unit: the price of the first tier that ends at these units or above."""
    return next(price for bound, price in zip(bounds, prices, strict=True) if bound is None or units <= bound)


def ends_of_cost(
    low: Decimal, high: Decimal, used: Decimal, bounds: Sequence[Decimal | None], prices: Sequence[Decimal]
) -> tuple[Decimal, Decimal]:
    """currency: the least and the most that low to high units cost, after `used` ones: a step lies at each bound."""
    at_ends = [units * price_reached(used + units, bounds, prices) for units in (low, high)]
    steps = [
        (bound - used) * price
        for bound, below, above in zip(bounds, prices, prices[1:], strict=False)
        if bound is not None and low <= bound - used < high
        for price in (below, above)
    ]
    return min(*at_ends, *steps), max(*at_ends, *steps)


def break_even_at_tiers(
    owed: Decimal, units: Decimal, used: Decimal, bounds: Sequence[Decimal | None], prices: Sequence[Decimal]
) -> Decimal | None:
    """unit: the fewest removed ones that pay what is owed, where removing can make the rest dearer; None if none do.

    prices: per unit, review and discount included, at which the tier is reached alike. This is the procedure
    break_even_at_tiers/1.
    """
    if not owed:
        return Decimal(0)
    left = units * price_reached(used + units, bounds, prices) - owed
    # of a tier whose bound could not be read a problem ends the run
    lowers = [Decimal(0), *(bound or Decimal(0) for bound in bounds[:-1])]
    for lower, bound, price in reversed(list(zip(lowers, bounds, prices, strict=True))):
        # above `least` units the tier is reached, and so many of them cost no more than what is to be left
        least = lower - used
        most = units if bound is None else min(bound - used, units)
        most = min(most, left / price) if price else most
        if left >= 0 and (most > least or most == least == 0):
            return units - most
    return None
