"""What is wrong between the fields of a row whose price has parts, fees by the month or a least amount."""

from __future__ import annotations

from reportgen.factors.cost_units import SECONDS_IN, part_pricing
from reportgen.factors.unit_count import UnclearCount
from reportgen.manifest.cost_row import CostRow, PricePart
from reportgen.problems import excerpt

Fault = tuple[str, str]
# What a single price has, and parts say in another way.
_NOT_WITH_PARTS = {
    "price": "the price is that of the parts",
    "tiers": "the price is that of the parts",
    "units_per_sample": "give it in each part",
    "annotators": "count their work in the units_per_sample of a part",
    "review_share": "a part with a share says what is reviewed",
    "low": "parts have no range",
    "timed_unit": "an hour of a part is counted by its units_per_sample",
}


def part_faults(row: CostRow) -> list[Fault]:
    """What is wrong with a price of parts."""
    faults = [
        (f"{name} does not go with parts", hint)
        for name, hint in _NOT_WITH_PARTS.items()
        if getattr(row, name) not in (None, ())
    ]
    if row.unit != "sample":
        faults.append((f"the unit {excerpt(row.unit)} does not go with parts", "each part names its own unit"))
    for number, part in enumerate(row.parts, start=1):
        faults += [(f"part {number}: {message}", hint) for message, hint in _part_faults(part)]
    return faults


def _part_faults(part: PricePart) -> list[Fault]:
    try:
        units = part_pricing(part)
    except UnclearCount as unclear:
        return [(f"unit: {excerpt(str(unclear))}", unclear.hint)]
    if units.counted == "sample" and part.units_per_sample is not None:
        return [("units_per_sample of what? the price is per sample", "name the unit, or give share")]
    if units.counted in SECONDS_IN and part.units_per_sample is None:
        return [(f"a price per {units.counted} needs the time of a sample", f"units_per_sample, in {units.counted}s")]
    return []


def fee_faults(row: CostRow) -> list[Fault]:
    """What is wrong with a fee by the month."""
    if row.per_month is not None and row.months is None:
        return [("per_month for how long?", "add months")]
    if row.per_month is None and (row.months is not None or row.seats is not None):
        return [("months and seats say how often per_month is paid", "add per_month, or leave them out")]
    return []
