"""What labelling costs: a price per unit or marginal tiers, review, discount and a fixed fee.

units = samples x units_per_sample x annotators          (annotators only where annotations are counted)
        / 1000 where the unit is 1k tokens or 1k characters; x seconds_per_unit / 3600 where it is an hour
cost  = fixed_fee + (sum over tiers(price x units in the tier) + review_share x review_price x units)
                  x (1 - discount)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.figures.expression import Expression, max_, min_, total


@dataclass(frozen=True)
class Tier:
    """A step of a marginal price: `price` per unit for the units up to `up_to`, None for all further ones."""

    price: Expression
    up_to: Decimal | None


@dataclass(frozen=True)
class Terms:
    """The terms of a price, each an expression or None where the row does not have it."""

    tiers: Sequence[Tier]
    units_already_used: Expression | None = None
    review_share: Expression | None = None
    review_price: Expression | None = None
    discount: Expression | None = None
    fixed_fee: Expression | None = None


def units(samples: Expression, factors: Sequence[Expression], thousands: bool = False) -> Expression:
    """units: samples times units per sample and annotators, as far as the row has them; or thousands of these."""
    result = samples
    for factor in factors:
        result = result * factor
    return result / 1000 if thousands else result


def labelling_time(units: Expression, seconds_per_unit: Expression, seconds_in_unit: int) -> Expression:
    """h or min: the labelling time of so many units, at 3600 or 60 seconds."""
    return units * seconds_per_unit / seconds_in_unit


def annotation_cost(quantity: Expression, terms: Terms) -> Expression:
    """currency: what `quantity` units cost under the terms."""
    cost = tiered_cost(quantity, terms.tiers, terms.units_already_used)
    if terms.review_share is not None and terms.review_price is not None:
        cost = cost + terms.review_share * terms.review_price * quantity
    if terms.discount is not None:
        cost = cost * (1 - terms.discount)
    return cost if terms.fixed_fee is None else terms.fixed_fee + cost


def tiered_cost(quantity: Expression, tiers: Sequence[Tier], used: Expression | None = None) -> Expression:
    """currency: the sum over the tiers of price times the units in it, after `used` units of the period."""
    if len(tiers) == 1:
        return tiers[0].price * quantity
    parts, lower = [], Decimal(0)
    for tier in tiers:
        inside = _inside(quantity if used is None else used + quantity, lower, tier.up_to)
        if used is not None:
            inside = inside - _inside(used, lower, tier.up_to)
        parts.append(tier.price * inside)
        lower = tier.up_to if tier.up_to is not None else lower
    return total(parts)


def _inside(quantity: Expression, lower: Decimal, upper: Decimal | None) -> Expression:
    above = quantity if lower == 0 else max_(quantity - lower, 0)
    return above if upper is None else min_(above, upper - lower)


def annotation_savings(annotation_cost_before: Expression, annotation_cost_after: Expression) -> Expression:
    """currency: cost before less cost after, over samples not yet labelled."""
    return annotation_cost_before - annotation_cost_after


def units_avoided(units_before: Expression, units_after: Expression) -> Expression:
    """units: those that nobody has to label any more."""
    return units_before - units_after


def annotator_hours_saved(seconds_per_unit: Expression, units_avoided: Expression) -> Expression:
    """h: seconds per unit times the units avoided."""
    return seconds_per_unit * units_avoided / 3600


def marginal_price(
    price: Expression,
    terms: Terms,
    factors: Sequence[Expression],
    thousands: bool = False,
    time_of_unit: Expression | None = None,
) -> Expression:
    """currency per sample: what one sample more or less changes, under a single price.

    time_of_unit: where time is paid, the hours or minutes that a unit takes.
    """
    per_unit = price
    if terms.review_share is not None and terms.review_price is not None:
        per_unit = per_unit + terms.review_share * terms.review_price
    if terms.discount is not None:
        per_unit = per_unit * (1 - terms.discount)
    if time_of_unit is not None:
        per_unit = per_unit * time_of_unit
    return units(per_unit, factors, thousands)
