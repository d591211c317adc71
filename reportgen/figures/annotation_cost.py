"""What labelling costs: a price per unit or marginal tiers, review, discount and a fixed fee.

units = samples x units_per_sample x annotators          (annotators only where annotations are counted)
        / number_in_unit where the price is for several, as of 1k tokens; x seconds_per_unit / 3600 by the hour
cost  = fixed_fee + (sum over tiers(price x units in the tier) + review_share x review_price x units)
                  x (1 - discount)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from reportgen.figures.expression import Expression, Name, max_, min_, total
from reportgen.figures.formula import NEVER_ZERO, formula
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import TIMES, Outline
from reportgen.figures.price_months import PACE, add_full_months, by_months, cost_by_months, with_range
from reportgen.figures.units import unit_word
from reportgen.words.message import message


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

    full_months: those of the side that the cost is of, where tiers count by month at a known pace.
    """

    tiers: Sequence[Tier]
    full_months: Name | None = None
    units_already_used: Expression | None = None
    review_share: Expression | None = None
    review_price: Expression | None = None
    discount: Expression | None = None
    fixed_fee: Expression | None = None


def terms_of(ledger: Ledger, outline: Outline) -> Terms:
    """The terms of the run's price, as far as its row has them."""

    def known(key: str) -> Name | None:
        return Name(key) if ledger.known(key) else None

    return Terms(
        [Tier(Name(key), bound) for key, bound in zip(outline.price_keys, outline.tier_bounds, strict=True)],
        units_already_used=known("units_already_used"),
        review_share=known("review_share"),
        review_price=known("review_price"),
        discount=known("discount"),
        fixed_fee=known("fixed_fee"),
    )


def units(samples: Expression, outline: Outline) -> Expression:
    """Samples times units per sample and annotators, as far as the row has them, by the number the price is for."""
    result = samples
    for key in outline.unit_factors:
        result = result * Name(key)
    return result / Name(outline.number_in_unit) if outline.number_in_unit else result


def annotation_cost(quantity: Expression, terms: Terms) -> Expression:
    """What `quantity` units cost under the terms."""
    if terms.full_months is not None:
        cost = by_months(terms.full_months, quantity, lambda units: tiered_cost(units, terms.tiers))
    else:
        cost = tiered_cost(quantity, terms.tiers, terms.units_already_used)
    if terms.review_share is not None and terms.review_price is not None:
        cost = cost + terms.review_share * terms.review_price * quantity
    if terms.discount is not None:
        cost = cost * (1 - terms.discount)
    return cost if terms.fixed_fee is None else terms.fixed_fee + cost


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
            counted = units(quantity, outline)
            quantity = Name(ledger.compute(f"units_{side}", counted, outline.counted_unit, label, NEVER_ZERO).key)
        if outline.seconds_in_unit is not None:
            key, unit = TIMES[outline.seconds_in_unit]
            time = quantity * Name("seconds_per_unit") / outline.seconds_in_unit
            label = message("Labelling time {word}", word=word)
            quantity = Name(ledger.compute(f"{key}_{side}", time, unit, label).key)
        if outline.by_month:
            terms = replace(terms, full_months=Name(add_full_months(ledger, side, quantity.key, word)))
        cost = annotation_cost(quantity, terms)
        label = message("Cost of labelling {word}", word=word)
        figure = ledger.compute(f"annotation_cost_{side}", cost, outline.currency, label)
        if outline.by_month:
            with_range(ledger, figure, quantity.key, partial(_cost_by_months, ledger, outline))


def _cost_by_months(ledger: Ledger, outline: Outline, quantity: Decimal) -> Decimal:
    """currency: what the units cost, all terms of the price included."""
    fee = ledger.value("fixed_fee") if ledger.known("fixed_fee") else Decimal(0)
    return fee + cost_by_months(quantity, ledger.value(PACE), outline.tier_bounds, full_prices(ledger, outline))


def full_prices(ledger: Ledger, outline: Outline) -> list[Decimal]:
    """currency/unit: the price of each tier, review and discount included."""

    def known(key: str) -> Decimal:
        return ledger.value(key) if ledger.known(key) else Decimal(0)

    review = known("review_share") * known("review_price")
    return [(ledger.value(key) + review) * (1 - known("discount")) for key in outline.price_keys]


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


@formula("h", message("Annotators' time not needed"))
def annotator_hours_saved(seconds_per_unit: Expression, units_avoided: Expression) -> Expression:
    """Seconds per unit times the units avoided."""
    return seconds_per_unit * units_avoided / 3600


def add_marginal_price(ledger: Ledger, outline: Outline) -> None:
    """Add, under a single price, what one sample more or less changes."""
    if len(outline.price_keys) > 1:
        return
    terms = terms_of(ledger, outline)
    price: Expression = Name(outline.price_keys[0])
    if terms.review_share is not None and terms.review_price is not None:
        price = price + terms.review_share * terms.review_price
    if terms.discount is not None:
        price = price * (1 - terms.discount)
    if outline.seconds_in_unit is not None:
        price = price * (Name("seconds_per_unit") / outline.seconds_in_unit)
    price = units(price, outline)
    label = message("Price of one sample more or less")
    ledger.compute("marginal_price", price, f"{outline.currency}/sample", label, NEVER_ZERO)
