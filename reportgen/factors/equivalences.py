"""Everyday emissions that a small figure may be held against."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.factors.facts import load


@dataclass(frozen=True)
class Equivalence:
    """activity: car_km or phone_charge. kg: kgCO2e for one of it."""

    activity: str
    kg: Decimal
    source: str


def equivalences() -> tuple[Equivalence, ...]:
    """Every activity, in the order of the table."""
    return tuple(Equivalence(**row) for row in load("equivalences")["row"])
