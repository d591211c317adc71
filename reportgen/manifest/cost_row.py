"""A row of a cost table: what labelling costs for one task, with who says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reportgen.files.number_shapes import Count, Quantity, Share
from reportgen.files.shapes import Answer, Choice, Currency, Flag, Group, ListOf, Text, given, needed
from reportgen.files.time_shapes import Day, Span

PRICE_BASES = ("contract", "stated", "list", "literature", "judgement", "estimate")


@dataclass(frozen=True)
class PriceTier:
    """A step of a marginal price: up_to is the last unit it holds for, None for all further ones."""

    price: Decimal = needed(Quantity("the row's currency per unit"), "price of one unit in this tier")
    up_to: Decimal | None = given(Count(1), "the last unit of this tier; the last tier has none")


@dataclass(frozen=True)
class PricePart:
    """A part of a price: what a share of the samples costs in a unit of its own."""

    price: Decimal = needed(Quantity("the row's currency per unit"), "price of one unit")
    unit: str = given(Text(60), "what this part prices, as unit of a row", "sample")
    share: Decimal | None = given(Share(), "share of the samples, 0 to 1; all if not said")
    units_per_sample: Decimal | None = given(Quantity("per sample"), "units in a sample, if the run says none")


@dataclass(frozen=True)
class CostRow:
    """Prices are in `currency` per `unit`; low and high are the range of the single price."""

    task: str = needed(Text(200), "the task that the row prices, such as object-detection")
    unit: str = given(
        Text(60),
        "what is priced: sample, object, label, frame, minute, hour, token, character, or your own; a number before it "
        "(1k tokens, 1M characters, 1,000 samples, dozen) divides",
        "sample",
    )
    price: Decimal | None = given(Quantity("currency per unit"), "price of one unit")
    tiers: tuple[PriceTier, ...] = given(ListOf(Group(PriceTier), 100), "marginal price tiers instead of a price", ())
    parts: tuple[PricePart, ...] = given(
        ListOf(Group(PricePart), 20), "parts that add up, instead of a price: input and output tokens, a check", ()
    )
    tier_rule: str | None = given(
        Choice(("marginal", "reached")),
        "marginal (the default): each tier's price for the units in it; reached: the last tier's price for all",
    )
    tier_counts: str = given(
        Choice(("annotations", "items")),
        "annotations: every labeller's work is a unit; items: an item is one unit, whoever labels it",
        "annotations",
    )
    tier_period: str | None = given(Text(60), "the period that tiers count over, such as month")
    units_per_month: Decimal | None = given(
        Quantity("units a month", above=True),
        "how many units are labelled in a month, before and after filtering alike: tiers count anew each month",
    )
    units_already_used: Decimal | None = given(Count(), "units of the period used before this run")
    units_per_sample: Decimal | None = given(
        Quantity("per sample"),
        "units in a sample, if the run says none; tokens for 1k or 1M tokens, the timed unit for hours",
    )
    annotators: Decimal | None = given(Count(1), "labellers for each unit")
    review_share: Decimal | None = given(Share(), "share of units that are reviewed, 0 to 1")
    review_price: Decimal | None = given(Quantity("currency per unit"), "price of reviewing one unit")
    fixed_fee: Decimal | None = given(Quantity("currency"), "fee of a batch, whatever its size: filtering saves none")
    per_month: Decimal | None = given(Quantity("currency a month"), "monthly fee of a seat: filtering saves none")
    months: Decimal | None = given(Quantity("months", above=True), "for how many months per_month is paid")
    seats: Decimal | None = given(Count(1), "for how many people or licences per_month is paid, 1 if not said")
    minimum: Decimal | None = given(Quantity("currency"), "the least that a batch costs, fees included")
    discount: Decimal | None = given(Share(), "discount on all but the fees, 0 to 1")
    currency: str | None = given(Currency(), "ISO 4217 code of the prices")
    seconds_per_unit: Decimal | None = given(
        Span("seconds"), "labelling time of one unit; of one timed unit where the price is per hour or minute"
    )
    timed_unit: str | None = given(
        Text(60), "what seconds_per_unit is the time of, where the price is per hour or minute; else the sample"
    )
    low: Decimal | None = given(Quantity("currency per unit"), "the lowest plausible price of a unit")
    high: Decimal | None = given(Quantity("currency per unit"), "the highest plausible price of a unit")
    basis: str = given(Choice(PRICE_BASES), "how firm the price is", "stated")
    source: str | None = given(Text(), "where the price comes from: a contract, a price list, a quote")
    retrieved: date | None = given(Day(), "when the source was read")
    valid_from: date | None = given(Day(), "the first day on which the row applies, judged at the run's started_at")
    valid_to: date | None = given(Day(), "the last day on which it applies")
    tax_included: bool | None = given(Flag(), "whether the prices hold the tax; said, not reckoned with")
    approved_by: str | None = given(Text(200), "who approved the price")
    like: str | None = given(Text(200), "the built-in task whose training factor a task of your own takes")
    confidential: bool | None = given(Answer(), "whether reports for an external audience withhold the row")
    notes: str | None = given(Text(), "what else is to know; of a spreadsheet, its columns that are no fields")


COST_ROW = Group(CostRow)
