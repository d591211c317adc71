"""Everyday emissions that a small figure may be held against."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.factors.facts import load


@dataclass(frozen=True)
class Equivalence:
    """activity: car_km, phone_charge or home_year. kg: kgCO2e for one of it; kwh: its electricity. One of the two."""

    activity: str
    source: str
    kg: Decimal | None
    kwh: Decimal | None


def equivalences() -> tuple[Equivalence, ...]:
    """Every activity, in the order of the table."""
    return tuple(
        Equivalence(row["activity"], row["source"], row.get("kg"), Decimal(row["kwh"]) if "kwh" in row else None)
        for row in load("equivalences")["row"]
    )
