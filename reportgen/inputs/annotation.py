"""Leaves of the annotation cost: the row that applies, its terms, and its conversion into the run's currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from reportgen.factors.cost_table import PlacedRow, Tables, rate_between
from reportgen.factors.cost_units import WORK_TIME, Pricing, price_of, pricing, recorded_time, slug
from reportgen.factors.validity import days_of
from reportgen.figures.figure import Replaced
from reportgen.figures.outline import TIMES, AmountOutline, Conversion, PartOutline
from reportgen.figures.units import unit_word
from reportgen.inputs.amounts import DataAmounts
from reportgen.inputs.leaves import Leaves
from reportgen.inputs.price_amounts import Amounts, converted
from reportgen.inputs.price_parts import part_leaves, part_slugs
from reportgen.manifest.cost_row import CostRow
from reportgen.manifest.model import Manifest, Rate
from reportgen.problems import Problem, excerpt
from reportgen.words.message import message, message_of_count

# What counts under tiers alone.
_OF_TIERS = ("units_already_used", "units_per_month")
NO_SOURCE = message("rate given without a source")
# In a hint: a sample has many tokens, and few of other things.
_EXAMPLES = {"token": 512, "character": 2600}


@dataclass(frozen=True)
class PriceOutline:
    """What the price's formulas need beside leaves.

    bounds: the tiers' upper bounds, None for the last. factors: the keys that turn samples into what is counted.
    amount: of data that the price is by, in place of an average of a sample.
    number: the key of how many of it the price is for, empty for one. by_month: whether tiers go by a known pace.
    reached: whether all units have the price of the tier that they reach. parts: of a price that has several.
    conversions: of amounts that the row lists in another currency.
    """

    units: Pricing
    bounds: tuple[Decimal | None, ...]
    factors: tuple[str, ...]
    amount: AmountOutline | None = None
    number: str = ""
    by_month: bool = False
    reached: bool = False
    parts: tuple[PartOutline, ...] = ()
    conversions: tuple[Conversion, ...] = ()


def annotation_leaves(leaves: Leaves, manifest: Manifest, tables: Tables, task: str, data: DataAmounts) -> PriceOutline:
    """Add the leaves of the price that applies on the day of the run. data: the amounts that the manifest gives."""
    rows = tables.for_task(task)
    if not rows:
        _none_valid(leaves, tables, task)
        return no_price(leaves)
    placed, replaced = rows[-1], rows[-2] if len(rows) > 1 else None
    row = placed.row
    units = pricing(row)
    common = _common(leaves, placed)
    amounts = Amounts(row.currency or "", units.unit, _rate(leaves, tables, placed), [])
    if row.parts:
        bounds: tuple[Decimal | None, ...] = (None,)
        parts = part_leaves(leaves, manifest, placed, common, amounts, data)
    else:
        bounds, parts = _price(leaves, placed, replaced, common, amounts), ()
    if leaves.set_or("review_share") != leaves.set_or("review_price") and row.review_share is None:
        leaves.problems.append(Problem("--set", "review_share and review_price belong together", "set both"))
    if not row.parts:
        converted(leaves, "review_price", row.review_price, common, amounts)
    for key in ("fixed_fee", "per_month", "minimum"):
        converted(leaves, key, getattr(row, key), common, amounts)
    amount = None if row.parts or data.is_sample(units.counted) else data.of(units.counted)
    counted = "unit"
    if units.number == 1:
        counted = "sample" if data.is_sample(units.counted) else recorded_time(units.counted) or "unit"
    priced = counted if units.seconds is None else TIMES[units.seconds][1]
    for key, value in (
        *((("review_share", row.review_share),) if not row.parts else ()),
        ("discount", row.discount),
        ("months", row.months),
        ("seats", row.seats),
        *(((key, getattr(row, key)) for key in _OF_TIERS) if len(row.tiers) > 1 else ()),
    ):
        if value is not None or leaves.set_or(key):
            leaves.give(key, value, unit=priced, **(common if value is not None else {}))
    leaves.give("seconds_per_unit", row.seconds_per_unit, unit=counted, **common)
    if data.is_unclear(units) and WORK_TIME.fullmatch(slug(row.unit)) is None:
        message_ = f"the price is per {excerpt(row.unit)}, and the manifest has {units.unit}s of data too"
        hint = (
            f"unit: labelling {units.unit} is the labeller's time, audio {units.unit} or video {units.unit} the data's"
        )
        leaves.problems.append(Problem(placed.where, message_, hint))
    factors = () if row.parts else _unit_factors(leaves, manifest, placed, common, units, data, amount)
    number = _number_in_unit(leaves, manifest, placed, common, units)
    by_month = leaves.ledger.known("units_per_month")
    if by_month and leaves.ledger.known("units_already_used"):
        where = "--set units_per_month" if leaves.ledger["units_per_month"].layer == "command line" else placed.where
        message_ = "units_already_used are of one month, and units_per_month spreads the run over several"
        leaves.problems.append(Problem(where, message_, "give one of them"))
    reached = row.tier_rule == "reached"
    return PriceOutline(units, bounds, factors, amount, number, by_month, reached, parts, tuple(amounts.conversions))


def no_price(leaves: Leaves, reason: str = "") -> PriceOutline:
    """Add the leaves of a price that there is not; reason: why, if it is not that nobody gave one."""
    leaves.give("annotation_price", None, absent=reason)
    leaves.give("seconds_per_unit", None, absent=reason)
    return PriceOutline(price_of("sample"), (None,), ())


def _none_valid(leaves: Leaves, tables: Tables, task: str) -> None:
    """A task whose rows are all of other days than the run's has no price, and not by anybody's wish."""
    rows = tables.not_valid(task)
    if not rows:
        return
    shown = "; ".join(f"{placed.where} {days_of(placed.row)}" for placed in rows[:5])
    leaves.problems.append(
        Problem(
            rows[-1].where,
            f"no price of {excerpt(task)} is valid on {tables.day}, the day of the run",
            f"{shown}; add a row for that day{_remarks(tables)}",
        )
    )


def _common(leaves: Leaves, placed: PlacedRow) -> dict[str, Any]:
    if placed.layer == "built-in":
        sources = tuple(source for source in (placed.row.source, placed.range_source) if source)
        named = {"chosen": placed.chosen} if placed.chosen else {}
        return {"basis": placed.row.basis, "layer": placed.layer, "sources": sources, **named}
    row = placed.row
    identifier = leaves.sources.declare(
        f"price.{placed.layer.replace(' ', '-')}",
        title=row.source or message("{file}, no source named", file=PurePath(placed.file or "").name),
        file=PurePath(placed.file).name if placed.file else None,
        retrieved=row.retrieved.isoformat() if row.retrieved else None,
    )
    return {"basis": row.basis, "layer": placed.layer, "sources": (identifier,)}


def _rate(leaves: Leaves, tables: Tables, placed: PlacedRow) -> tuple[str, bool] | None:
    """Add the leaf of the rate that turns the row's currency into the run's; None where they are the same."""
    from_, to = placed.row.currency or "", leaves.currency
    # a price that the table leaves to the user is in the run's currency
    if not from_ or from_ == to or all(map(leaves.set_or, _amount_keys(placed.row))):
        return None
    found = rate_between(tables.rates, from_, to)
    if found is None:
        task, price = excerpt(placed.row.task), placed.row.price
        leaves.problems.append(
            Problem(
                placed.where,
                f"the price of {task} is in {from_}, the run in {to}, and no rate is given",
                f"add to the manifest either  prices: [{{task: {task}, price: ..., currency: {to}}}]  "
                f"or  rates: [{{from: {from_}, to: {to}, rate: ..., source: ..., date: ...}}]"
                + (f"; the price is {price} {from_}" if price is not None else "")
                + _remarks(tables),
            )
        )
        return None
    rate, inverse = found
    key = f"rate.{rate.from_.lower()}_{rate.to.lower()}"
    leaves.stated(
        key,
        rate.rate,
        currency=rate.to,
        unit=rate.from_,
        label=message("Exchange rate, {to} for one {source}", to=rate.to, source=rate.from_),
        sources=(_rate_source(leaves, rate),),
    )
    return key, inverse


def _remarks(tables: Tables) -> str:
    """What was left out of tables, where that can be why a price is not there."""
    return "".join(f"; {excerpt(remark, 200)}" for remark in tables.remarks)


def _amount_keys(row: CostRow) -> list[str]:
    """The keys of the row's amounts of money."""
    tiers = [f"annotation_price_tier_{number + 1}" for number in range(len(row.tiers))]
    prices = tiers if len(tiers) > 1 else ["annotation_price"]
    if row.parts:
        prices = [f"annotation_price.{slug_}" for slug_ in part_slugs(row)]
    amounts = ("review_price", "fixed_fee", "per_month", "minimum")
    return prices + [key for key in amounts if getattr(row, key) is not None]


def _rate_source(leaves: Leaves, rate: Rate) -> str:
    return leaves.sources.declare(
        f"rate.{rate.from_.lower()}-{rate.to.lower()}",
        title=rate.source or NO_SOURCE,
        retrieved=rate.date.isoformat() if rate.date else None,
    )


def _price(
    leaves: Leaves,
    placed: PlacedRow,
    replaced: PlacedRow | None,
    common: dict[str, Any],
    amounts: Amounts,
) -> tuple[Decimal | None, ...]:
    row = placed.row
    if replaced is not None and replaced.row.price is not None:
        source = next(iter(_common(leaves, replaced)["sources"]), None)
        was = Replaced(replaced.row.price, f"{replaced.row.currency}/{replaced.row.unit}", replaced.layer, source)
        common = {**common, "replaces": was}
    if len(row.tiers) < 2:
        # a single tier is a price
        price = row.tiers[0].price if row.tiers else row.price
        if price is None:
            _left_to_the_user(leaves, amounts.unit)
            return (None,)
        ranged = {**common, "low": row.low, "high": row.high}
        converted(leaves, "annotation_price", price, ranged, amounts)
        return (None,)
    for number, tier in enumerate(row.tiers, start=1):
        bound = message("beyond")
        if tier.up_to is not None:
            bound = message_of_count("up to {count} unit", "up to {count} units", tier.up_to, count=tier.up_to)
        label = message("Annotation price, tier {number} ({bound})", number=number, bound=bound)
        converted(leaves, f"annotation_price_tier_{number}", tier.price, common, amounts, label)
    return tuple(tier.up_to for tier in row.tiers)


def _left_to_the_user(leaves: Leaves, unit: str) -> None:
    absent = message(
        "the price of an hour is not given: --set annotation_price=... in {currency} per {unit}",
        currency=leaves.currency,
        unit=unit,
    )
    leaves.give("annotation_price", None, unit=unit, absent=absent)


def _unit_factors(
    leaves: Leaves,
    manifest: Manifest,
    placed: PlacedRow,
    common: dict[str, Any],
    units: Pricing,
    data: DataAmounts,
    amount: AmountOutline | None,
) -> tuple[str, ...]:
    row, keys, counted = placed.row, [], units.counted
    if amount is None and not data.is_sample(counted):
        key = f"units_per_sample.{counted}"
        # the slug of a company's own unit, box; the words of the row, Bounding box
        word = row.unit if counted == units.unit else counted
        label = message("Units per sample ({unit})", unit=unit_word(word))
        stated = (manifest.units_per_sample or {}).get(counted)
        named = {"label": label, "unit": recorded_time(counted) or "unit"}
        if stated is not None:
            leaves.stated(key, stated, **named)
        elif row.units_per_sample is not None or leaves.set_or(key):
            leaves.give(key, row.units_per_sample, **named, **common)
        else:
            leaves.problems.append(
                Problem(
                    placed.where,
                    f"the price is per {excerpt(row.unit)}, and nobody said how many {_of(units)}a sample has",
                    f"add to the manifest  units_per_sample: {{{counted}: {_EXAMPLES.get(counted, 2)}}}, or the whole "
                    f"amounts: {{{recorded_time(counted) or counted}: {{before: ..., after: ...}}}}"
                    + (f", or  unit: {counted}  if a sample is one" if units.number == 1 else ""),
                )
            )
            leaves.give(key, None)  # to go on: the problem ends the run
        keys.append(key)
    if row.tier_counts == "annotations" and (row.annotators is not None or leaves.set_or("annotators")):
        leaves.give("annotators", row.annotators, **(common if row.annotators is not None else {}))
        keys.append("annotators")
    return tuple(keys)


def _number_in_unit(
    leaves: Leaves, manifest: Manifest, placed: PlacedRow, common: dict[str, Any], units: Pricing
) -> str:
    """Add the leaf of how many the price is for, and give its key; empty for one."""
    if units.number == 1:
        return ""
    whole = {slug(placed.row.unit), units.unit.lower()} & set(manifest.units_per_sample or {})
    if whole:
        word = excerpt(min(whole))
        message_ = f"units_per_sample says {word}, and the price per {excerpt(placed.row.unit)} counts {units.counted}s"
        hint = f"units_per_sample: {{{units.counted}: ...}}" if units.counted != "sample" else f"leave {word} out"
        leaves.problems.append(Problem(placed.where, message_, hint))
    label = message("Quantity that the price is for ({unit})", unit=unit_word(units.counted))
    per = "sample/unit" if units.counted == "sample" else "1"
    leaves.give("number_in_unit", Decimal(units.number), unit=per, label=label, **common)
    return "number_in_unit"


def _of(units: Pricing) -> str:
    return f"{units.counted}s " if units.counted != units.unit else ""
