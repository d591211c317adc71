"""How many removed samples pay for the filtering run, under one price or under tiers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.figures.annotation_cost import USED, full_prices, value_or_zero
from reportgen.figures.expression import Expression, Name
from reportgen.figures.figure import Figure
from reportgen.figures.formula import formula
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import TIMES, Outline
from reportgen.figures.price_months import PACE, break_even_by_months
from reportgen.figures.price_reached import break_even_at_tiers
from reportgen.words.message import message

_NEVER = message("even removing every sample would not pay for the run")


@formula(
    "sample",
    message("Removed samples that pay for the filtering run"),
    zero=message("the price of a sample is zero"),
)
def break_even_samples(filtering_cost: Expression, marginal_price: Expression) -> Expression:
    """How many removed samples pay for the filtering run, under a single price."""
    return filtering_cost / marginal_price


def add_break_even_price(ledger: Ledger, outline: Outline) -> None:
    """Add what a unit must cost for the net to be zero: the listed price, before review and discount are applied."""
    key = "break_even_price"
    unit, label = ledger[outline.price_keys[0]].unit, message("Price of a unit at which the net is zero")
    if not_linear := _not_linear(ledger, outline):
        ledger.absent(key, unit, label, not_linear)
        return
    quantity = priced_quantity(outline).removesuffix("_before")
    owed: Expression = Name("filtering_cost")
    if ledger.known("training_cost_savings"):
        owed = owed - Name("training_cost_savings")
    if ledger.known("storage_savings"):
        owed = owed - Name("storage_savings")
    price = owed / (Name(f"{quantity}_before") - Name(f"{quantity}_after"))
    if ledger.known("discount"):
        price = price / (1 - Name("discount"))
    if ledger.known("review_share") and ledger.known("review_price"):
        price = price - Name("review_share") * Name("review_price")
    ledger.compute(key, price, unit, label, message("no fewer units are labelled"))


def _not_linear(ledger: Ledger, outline: Outline) -> str:
    """Why there is no one price of a unit, or empty where there is."""
    if outline.parts:
        return message("the price has several parts")
    if len(outline.price_keys) > 1:
        return message("the price goes by tiers")
    return message("a batch has a minimum charge") if ledger.known("minimum") else ""


def add_break_even(ledger: Ledger, outline: Outline) -> None:
    """Add the fewest removed samples whose labelling would have cost as much as the filtering run."""
    key, unit, label = break_even_samples.key, break_even_samples.unit, break_even_samples.label
    if _minimum_stops(ledger):
        ledger.absent(key, unit, label, _NEVER, inputs=("annotation_cost_before", "filtering_cost", "minimum"))
        return
    if "marginal_price" in ledger:
        ledger.apply(break_even_samples)
        return
    inputs = ["filtering_cost", priced_quantity(outline), *_of_a_sample(outline), *outline.price_keys]
    if outline.number_in_unit:
        inputs.append(outline.number_in_unit)
    if outline.seconds_in_unit is not None:
        inputs.append("seconds_per_unit")
    optional = (PACE, "units_already_used", "review_share", "review_price", "discount")
    inputs += [key for key in optional if ledger.known(key)]
    absent = next((ledger[name] for name in inputs if not ledger.known(name)), None)
    more = {"inputs": tuple(inputs), "procedure": _procedure(outline)}
    if absent is not None:
        ledger.absent(key, unit, label, str(absent.reason), **more)
        return
    value = tiered_break_even(ledger, outline)
    if value is None:
        ledger.absent(key, unit, label, _NEVER, **more)
    else:
        ledger.add(Figure(key, label, value, unit, rests_on=ledger.weakest_of(tuple(inputs)), **more))  # type: ignore[arg-type]


def _minimum_stops(ledger: Ledger) -> bool:
    """Whether the least that a batch costs is met before the run is paid for."""
    if not all(map(ledger.known, ("minimum", "annotation_cost_before", "filtering_cost"))):
        return False
    return ledger.value("annotation_cost_before") - ledger.value("filtering_cost") < ledger.value("minimum")


def _procedure(outline: Outline) -> str:
    if outline.reached:
        return "break_even_at_tiers/1"
    return "break_even_by_months/1" if outline.by_month else "break_even_under_tiers/1"


def priced_quantity(outline: Outline) -> str:
    """The key of the quantity that the price is for, without filtering."""
    if outline.seconds_in_unit is not None:
        return f"{TIMES[outline.seconds_in_unit][0]}_before"
    return "units_before" if outline.counts_units else "samples_to_label_before"


def _of_a_sample(outline: Outline) -> tuple[str, ...]:
    """The keys of what turns a removed sample into what is counted."""
    amount = () if outline.amount is None else (f"amount_per_removed.{outline.amount.measure}",)
    return (*amount, *outline.unit_factors)


def tiered_break_even(ledger: Ledger, outline: Outline) -> Decimal | None:
    """samples: the break-even under tiers, by whichever of its procedures the outline asks for."""
    cost = ledger.value("filtering_cost")
    if not cost:
        return Decimal(0)  # a run that cost nothing is paid for, even where a sample has no units to divide by
    per_sample = Decimal(1)
    for key in _of_a_sample(outline):
        per_sample *= ledger.value(key)
    if outline.amount is not None:
        per_sample *= outline.amount.times
    if outline.number_in_unit:
        per_sample /= ledger.value(outline.number_in_unit)
    if outline.seconds_in_unit is not None:
        per_sample *= ledger.value("seconds_per_unit") / outline.seconds_in_unit
    prices = full_prices(ledger, outline)
    units = ledger.value(priced_quantity(outline))
    if outline.by_month:
        removed = break_even_by_months(cost, units, ledger.value(PACE), outline.tier_bounds, prices)
        return None if removed is None else removed / per_sample
    used = value_or_zero(ledger, USED)
    if outline.reached:
        removed = break_even_at_tiers(cost, units, used, outline.tier_bounds, prices)
        return None if removed is None else removed / per_sample
    return break_even_under_tiers(
        cost,
        units,
        used,
        per_sample,
        outline.tier_bounds,
        prices,
    )


def break_even_under_tiers(
    filtering_cost: Decimal,
    units_before: Decimal,
    units_already_used: Decimal,
    units_per_sample: Decimal,
    bounds: Sequence[Decimal | None],
    prices: Sequence[Decimal],
) -> Decimal | None:
    """samples: how many removed ones pay for the run where the price goes by tiers; None if removing all would not.

    Removed units come off the top: the last tier reached first. prices: per unit, review and discount included.
    This is the procedure break_even_under_tiers/1.
    """
    top, owed, removed = units_already_used + units_before, filtering_cost, Decimal(0)
    # of a tier whose bound could not be read a problem ends the run
    lowers = [Decimal(0), *(bound or Decimal(0) for bound in bounds[:-1])]
    for lower, price in reversed(list(zip(lowers, prices, strict=True))):
        inside = max(top - max(lower, units_already_used), Decimal(0))
        if price * inside >= owed:
            return (removed + (owed / price if owed else Decimal(0))) / units_per_sample
        owed -= price * inside
        removed += inside
        top -= inside
    return None
