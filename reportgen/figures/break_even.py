"""How many removed samples pay for the filtering run, under one price or under tiers."""

from __future__ import annotations

from decimal import Decimal

from reportgen.figures import money
from reportgen.figures.figure import Figure
from reportgen.figures.ledger import Formula, Ledger
from reportgen.figures.outline import TIMES, Outline
from reportgen.words.message import message


def add_break_even(ledger: Ledger, outline: Outline) -> None:
    """Add the fewest removed samples whose labelling would have cost as much as the filtering run."""
    key, label = "break_even_samples", message("Removed samples that pay for the filtering run")
    if "marginal_price" in ledger:
        ledger.apply(
            Formula(
                key, money.break_even_samples, "sample", label, zero_reason=message("the price of a sample is zero")
            )
        )
        return
    count = len(outline.tier_bounds)
    tiers = [f"annotation_price_tier_{number + 1}" for number in range(count)]
    inputs = ["filtering_cost", _priced_quantity(outline), *outline.unit_factors, *tiers]
    if outline.seconds_in_unit is not None:
        inputs.append("seconds_per_unit")
    inputs += [key for key in ("units_already_used", "review_share", "review_price", "discount") if ledger.known(key)]
    absent = next((ledger[name] for name in inputs if not ledger.known(name)), None)
    more = {"inputs": tuple(inputs), "procedure": "break_even_under_tiers/1"}
    if absent is not None:
        ledger.absent(key, "sample", label, absent.reason or "", **more)
        return
    value = _tiered_break_even(ledger, outline, tiers)
    if value is None:
        ledger.absent(key, "sample", label, message("removing every sample would not pay for the run"), **more)
    else:
        ledger.add(Figure(key, label, value, "sample", rests_on=ledger.weakest_of(tuple(inputs)), **more))  # type: ignore[arg-type]


def _priced_quantity(outline: Outline) -> str:
    """The key of the quantity that the price is for, without filtering."""
    if outline.seconds_in_unit is not None:
        return f"{TIMES[outline.seconds_in_unit][0]}_before"
    return "units_before" if outline.unit_factors else "samples_to_label_before"


def _tiered_break_even(ledger: Ledger, outline: Outline, tiers: list[str]) -> Decimal | None:
    def known(key: str, otherwise: int) -> Decimal:
        return ledger.value(key) if ledger.known(key) else Decimal(otherwise)

    cost = ledger.value("filtering_cost")
    if not cost:
        return Decimal(0)  # a run that cost nothing is paid for, even where a sample has no units to divide by
    per_sample = Decimal(1)
    for key in outline.unit_factors:
        per_sample *= ledger.value(key)
    if outline.thousands:
        per_sample /= 1000
    if outline.seconds_in_unit is not None:
        per_sample *= ledger.value("seconds_per_unit") / outline.seconds_in_unit
    review = known("review_share", 0) * known("review_price", 0)
    prices = [(ledger.value(key) + review) * (1 - known("discount", 0)) for key in tiers]
    return money.break_even_under_tiers(
        cost,
        ledger.value("samples_to_label_before") * per_sample,
        known("units_already_used", 0),
        per_sample,
        outline.tier_bounds,
        prices,
    )
