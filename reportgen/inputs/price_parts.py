"""Leaves of a price of several parts: the price of each, and what turns samples into what it counts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reportgen.factors.cost_table import PlacedRow
from reportgen.factors.cost_units import Pricing, part_pricing, recorded_time
from reportgen.figures.figure import Figure
from reportgen.figures.outline import PartOutline
from reportgen.figures.units import unit_word
from reportgen.inputs.amounts import DataAmounts
from reportgen.inputs.leaves import Leaves, slugs
from reportgen.inputs.price_amounts import Amounts, converted
from reportgen.manifest.cost_row import CostRow, PricePart
from reportgen.manifest.model import Manifest
from reportgen.problems import Problem, excerpt
from reportgen.words.message import message

IN_PARTS = message("the price has several parts")


def part_slugs(row: CostRow) -> list[str]:
    """What ends the keys of each part: its unit."""
    return slugs([part.unit for part in row.parts], "part")


def part_leaves(
    leaves: Leaves, manifest: Manifest, placed: PlacedRow, common: dict[str, Any], amounts: Amounts, data: DataAmounts
) -> tuple[PartOutline, ...]:
    """Add the leaves of each part, and a price without a value that names them."""
    named = zip(placed.row.parts, part_slugs(placed.row), strict=True)
    parts = tuple(_part(leaves, manifest, placed, part, slug, common, amounts, data) for part, slug in named)
    unit = f"{leaves.currency}/sample"
    keys = tuple(part.price for part in parts)
    leaves.ledger.add(Figure("annotation_price", message("Annotation price"), None, unit, inputs=keys, reason=IN_PARTS))
    return parts


def _part(
    leaves: Leaves,
    manifest: Manifest,
    placed: PlacedRow,
    part: PricePart,
    slug: str,
    common: dict[str, Any],
    amounts: Amounts,
    data: DataAmounts,
) -> PartOutline:
    units = part_pricing(part)
    word = unit_word(part.unit)
    price = f"annotation_price.{slug}"
    label = message("Annotation price ({unit})", unit=word)
    converted(leaves, price, part.price, common, amounts, label, units.unit)
    factors = []
    amount = None if data.is_sample(units.counted) else data.of(units.counted)
    if amount is None and not data.is_sample(units.counted):
        factors.append(_units_per_sample(leaves, manifest, placed, part, slug, common, units))
    if part.share is not None:
        factors.append(f"part_share.{slug}")
        label = message("Share of the samples ({unit})", unit=word)
        leaves.give(factors[-1], part.share, label=label, **common)
    number = ""
    if units.number > 1:
        number = f"number_in_unit.{slug}"
        per = "sample/unit" if units.counted == "sample" else "1"
        label = message("Quantity that the price is for ({unit})", unit=unit_word(units.counted))
        leaves.give(number, Decimal(units.number), unit=per, label=label, **common)
    return PartOutline(slug, word, price, tuple(factors), number, amount)


def _units_per_sample(
    leaves: Leaves,
    manifest: Manifest,
    placed: PlacedRow,
    part: PricePart,
    slug: str,
    common: dict[str, Any],
    units: Pricing,
) -> str:
    key = f"units_per_sample.{slug}"
    label = message("Units per sample ({unit})", unit=unit_word(units.counted))
    stated = (manifest.units_per_sample or {}).get(units.counted)
    unit = recorded_time(units.counted) or "unit"
    if stated is not None:
        leaves.stated(key, stated, unit=unit, label=label)
    elif part.units_per_sample is not None or leaves.set_or(key):
        leaves.give(key, part.units_per_sample, unit=unit, label=label, **common)
    else:
        message_ = f"a part of the price is per {excerpt(part.unit)}, and nobody said how many a sample has"
        hint = (
            f"add units_per_sample to the part, or to the manifest  units_per_sample: {{{units.counted}: 2}}, "
            f"or the whole  amounts: {{{units.counted}: {{before: ..., after: ...}}}}"
        )
        leaves.problems.append(Problem(placed.where, message_, hint))
        leaves.give(key, None)  # to go on: the problem ends the run
    return key
