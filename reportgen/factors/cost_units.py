"""What a price is for: which things of a sample are counted, and what turns them into the unit that is paid."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportgen.manifest.cost_row import CostRow

KNOWN_UNITS = ("sample", "object", "label", "frame", "minute", "hour", "1k tokens", "1k characters")
SECONDS_IN = {"hour": 3600, "minute": 60}
_THOUSANDS = {"1k_tokens": "token", "1k_characters": "character"}


@dataclass(frozen=True)
class Pricing:
    """What the units of a row's price are.

    unit: the name of the unit as figures carry it. counted: what units_per_sample counts, sample where nothing is.
    thousands: whether the unit is a thousand of them. seconds: those in the unit where it is one of time, else None.
    """

    unit: str
    counted: str
    thousands: bool = False
    seconds: int | None = None


def pricing(row: CostRow) -> Pricing:
    """The units of the row's price."""
    unit = slug(row.unit)
    if unit in SECONDS_IN:
        return Pricing(unit, slug(row.timed_unit or "sample"), seconds=SECONDS_IN[unit])
    return Pricing(unit, _THOUSANDS.get(unit, unit), thousands=unit in _THOUSANDS)


def slug(unit: str) -> str:
    """A unit's name in keys and in the units of figures: lower case, digits and _."""
    return re.sub(r"[^a-z0-9]+", "_", unit.lower()).strip("_") or "unit"
