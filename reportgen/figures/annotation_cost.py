"""What labelling costs: a price per unit or marginal tiers, review, discount and a fixed fee.

units = samples x units_per_sample x annotators          (annotators only where annotations are counted)
        / number_in_unit where the price is for several, as of 1k tokens; x seconds_per_unit / 3600 by the hour
cost  = fixed_fee + per_month x months x seats
        + (sum over tiers(price x units in the tier) + review_share x review_price x units) x (1 - discount)
        but at least the minimum

Tiers by month stand in `figures/price_months.py`, those that are reached in `figures/price_reached.py`, prices of
several parts in `figures/price_parts.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.figures import price_months, price_reached
from reportgen.figures.amounts import amount_to_label, removed_average
from reportgen.figures.expression import Expression, Name, max_, min_, total
from reportgen.figures.figure import Figure
from reportgen.figures.formula import NEVER_ZERO, formula
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import TIMES, Outline
from reportgen.figures.price_months import PACE, add_full_months, by_months, cost_by_months
from reportgen.figures.price_parts import add_parts, price_of_a_sample
from reportgen.figures.price_reached import add_price_reached, ends_of_cost
from reportgen.figures.units import unit_word
from reportgen.words.message import message

USED = "units_already_used"


def add_conversions(ledger: Ledger, outline: Outline) -> None:
    """Add the amounts that a table lists in another currency, each at its rate."""
    for it in outline.conversions:
        listed, rate = Name(it.listed), Name(it.rate)
        ledger.compute(it.key, listed / rate if it.inverse else listed * rate, it.unit, it.label, NEVER_ZERO)


@dataclass(frozen=True)
class Tier:
    """A step of a marginal price: `price` per unit for the units up to `up_to`, None for all further ones."""

    price: Expression
    up_to: Decimal | None


@dataclass(frozen=True)
class Terms:
    """The terms of a price, each an expression or None where the row does not have it.

    full_months: those of the side that the cost is of, where tiers count by month at a known pace. reached: the price
    of the tier that this side reaches, where all units have it. review: what it adds to the price of a unit.
    """

    tiers: Sequence[Tier]
    full_months: Name | None = None
    reached: Name | None = None
    units_already_used: Expression | None = None
    review: Expression | None = None
    discount: Expression | None = None
    fixed_fee: Expression | None = None
    subscription: Expression | None = None
    minimum: Expression | None = None


def terms_of(ledger: Ledger, outline: Outline) -> Terms:
    """The terms of the run's price, as far as its row has them."""

    def known(key: str) -> Name | None:
        return Name(key) if ledger.known(key) else None

    subscription: Expression | None = known("per_month")
    if subscription is not None:
        for key in ("months", "seats"):
            subscription = subscription * Name(key) if ledger.known(key) else subscription
    reviewed = ledger.known("review_share") and ledger.known("review_price")
    return Terms(
        [Tier(Name(key), bound) for key, bound in zip(outline.price_keys, outline.tier_bounds, strict=False)],
        units_already_used=known(USED),
        review=Name("review_share") * Name("review_price") if reviewed else None,
        discount=known("discount"),
        fixed_fee=known("fixed_fee"),
        subscription=subscription,
        minimum=known("minimum"),
    )


def units(samples: Expression, outline: Outline) -> Expression:
    """Samples times units per sample and annotators, as far as the row has them, by the number the price is for."""
    result = samples if outline.amount is None else removed_average(samples, outline.amount)
    return _in_units(result, outline)


def units_on_side(side: str, outline: Outline) -> Expression:
    """The units to label on a side: of the data's own amount where the price is by one."""
    if outline.amount is None:
        return units(Name(f"samples_to_label_{side}"), outline)
    return _in_units(amount_to_label(side, outline.amount), outline)


def _in_units(counted: Expression, outline: Outline) -> Expression:
    for key in outline.unit_factors:
        counted = counted * Name(key)
    return counted / Name(outline.number_in_unit) if outline.number_in_unit else counted


def annotation_cost(quantity: Expression, terms: Terms) -> Expression:
    """What `quantity` units cost under the terms."""
    if terms.reached is not None:
        cost = terms.reached * quantity
    elif terms.full_months is not None:
        cost = by_months(terms.full_months, quantity, lambda units: tiered_cost(units, terms.tiers))
    else:
        cost = tiered_cost(quantity, terms.tiers, terms.units_already_used)
    if terms.review is not None:
        cost = cost + terms.review * quantity
    return with_fees(cost, terms)


def with_fees(cost: Expression, terms: Terms) -> Expression:
    """The cost of units with discount, fees, and the least that a batch costs."""
    if terms.discount is not None:
        cost = cost * (1 - terms.discount)
    if terms.fixed_fee is not None:
        cost = terms.fixed_fee + cost
    if terms.subscription is not None:
        cost = terms.subscription + cost
    return cost if terms.minimum is None else max_(terms.minimum, cost)


def tiered_cost(quantity: Expression, tiers: Sequence[Tier], used: Expression | None = None) -> Expression:
    """The sum over the tiers of price times the units in it, after `used` units of the period."""
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


def add_labelling(ledger: Ledger, outline: Outline) -> None:
    """Add what labelling takes and costs without filtering and after it: units, paid time, money."""
    terms = terms_of(ledger, outline)
    for side, word in (("before", message("without filtering")), ("after", message("after filtering"))):
        quantity = Name(f"samples_to_label_{side}")
        if outline.counts_units:
            label = message("Units to label {word} ({unit})", word=word, unit=unit_word(outline.counted))
            counted = units_on_side(side, outline)
            quantity = Name(ledger.compute(f"units_{side}", counted, outline.counted_unit, label, NEVER_ZERO).key)
        if outline.seconds_in_unit is not None:
            key, unit = TIMES[outline.seconds_in_unit]
            time = quantity * Name("seconds_per_unit") / outline.seconds_in_unit
            label = message("Labelling time {word}", word=word)
            quantity = Name(ledger.compute(f"{key}_{side}", time, unit, label).key)
        if outline.by_month:
            terms = replace(terms, full_months=Name(add_full_months(ledger, side, quantity.key, word)))
        if outline.reached:
            terms = replace(terms, reached=Name(add_price_reached(ledger, outline, side, quantity.key, word)))
        if outline.parts:
            cost = with_fees(add_parts(ledger, outline, side, word), terms)
        else:
            cost = annotation_cost(quantity, terms)
        label = message("Cost of labelling {word}", word=word)
        figure = ledger.compute(f"annotation_cost_{side}", cost, outline.currency, label)
        if outline.by_month or outline.reached:
            _give_range(ledger, outline, figure, ledger[quantity.key])


def _give_range(ledger: Ledger, outline: Outline, figure: Figure, quantity: Figure) -> None:
    """Where the quantity has a range, make the cost a procedure with a range of its own.

    Its formula holds the full months, or the tier reached, still, and they move with the quantity.
    """
    if figure.value is None or quantity.low is None or quantity.high is None:
        return
    bounds, prices = outline.tier_bounds, full_prices(ledger, outline)
    if outline.by_month:
        pace = ledger.value(PACE)
        ends = [cost_by_months(units, pace, bounds, prices) for units in (quantity.low, quantity.high)]
    else:
        ends = list(ends_of_cost(quantity.low, quantity.high, value_or_zero(ledger, USED), bounds, prices))
    low, high = (with_all_fees(ledger, end) for end in ends)
    procedure = price_months.RANGE if outline.by_month else price_reached.RANGE
    ledger.revise(replace(figure, expression=None, procedure=procedure, low=low, high=high))


def with_all_fees(ledger: Ledger, cost: Decimal) -> Decimal:
    """currency: the cost with the fees, and no less than the least that a batch costs."""
    return max(value_or_zero(ledger, "minimum"), fees(ledger) + cost)


def fees(ledger: Ledger) -> Decimal:
    """currency: what is paid whatever the number of units."""
    subscription = value_or_zero(ledger, "per_month") * value_or_zero(ledger, "months")
    seats = ledger.value("seats") if ledger.known("seats") else Decimal(1)
    return value_or_zero(ledger, "fixed_fee") + subscription * seats


def value_or_zero(ledger: Ledger, key: str) -> Decimal:
    """The figure's value; 0 where the price has no such term."""
    return ledger.value(key) if ledger.known(key) else Decimal(0)


def full_prices(ledger: Ledger, outline: Outline) -> list[Decimal]:
    """currency/unit: the price of each tier, review and discount included."""
    review = value_or_zero(ledger, "review_share") * value_or_zero(ledger, "review_price")
    return [(ledger.value(key) + review) * (1 - value_or_zero(ledger, "discount")) for key in outline.price_keys]


@formula("{currency}", message("Avoided annotation cost (estimate)"))
def annotation_savings(annotation_cost_before: Expression, annotation_cost_after: Expression) -> Expression:
    """Cost before less cost after, over samples not yet labelled."""
    return annotation_cost_before - annotation_cost_after


def add_units_avoided(ledger: Ledger, outline: Outline) -> None:
    """Add how many units, or samples where these are what is counted, nobody has to label any more."""
    measure = "units" if outline.counts_units else "samples_to_label"
    avoided = Name(f"{measure}_before") - Name(f"{measure}_after")
    label = message("Not to be labelled ({unit})", unit=unit_word(outline.counted))
    ledger.compute("units_avoided", avoided, outline.counted_unit, label)


def add_effective_price(ledger: Ledger, outline: Outline) -> None:
    """Add, under a single price, what one unit less saves: the price with review, discount and paid time in it."""
    if len(outline.price_keys) > 1 or outline.parts or ledger.known("minimum"):
        return
    price = _with_terms(Name(outline.price_keys[0]), terms_of(ledger, outline), outline)
    unit, label = f"{outline.currency}/{outline.counted_unit}", message("Price of a unit with all terms in it")
    ledger.compute("effective_price", price, unit, label, NEVER_ZERO)


def _with_terms(price: Expression, terms: Terms, outline: Outline) -> Expression:
    """The price with review, discount and the time that is paid."""
    if terms.review is not None:
        price = price + terms.review
    if terms.discount is not None:
        price = price * (1 - terms.discount)
    if outline.seconds_in_unit is not None:
        price = price * (Name("seconds_per_unit") / outline.seconds_in_unit)
    return price


@formula("h", message("Annotators' time not needed"))
def annotator_hours_saved(seconds_per_unit: Expression, units_avoided: Expression) -> Expression:
    """Seconds per unit times the units avoided."""
    return seconds_per_unit * units_avoided / 3600


def add_marginal_price(ledger: Ledger, outline: Outline) -> None:
    """Add, under a single price or one of parts, what one sample more or less changes."""
    if not outline.parts and len(outline.price_keys) > 1:
        return
    listed = price_of_a_sample(outline) if outline.parts else Name(outline.price_keys[0])
    price = _with_terms(listed, terms_of(ledger, outline), outline)
    price = units(price, outline)
    label = message("Price of one sample more or less")
    ledger.compute("marginal_price", price, f"{outline.currency}/sample", label, NEVER_ZERO)
