"""The annotation prices that apply where nobody gave one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.factors.facts import load


@dataclass(frozen=True)
class BuiltinPrice:
    """A price per unit in a currency (ISO 4217), with the range it may plausibly have.

    source is the price's, range_source that of low and high.
    """

    task: str
    unit: str
    price: Decimal
    currency: str
    low: Decimal
    high: Decimal
    source: str
    range_source: str
    basis: str


def builtin_price(task: str) -> BuiltinPrice | None:
    """The built-in price of a task under its canonical name, or None where there is none."""
    for row in load("prices")["row"]:
        if row["task"] == task:
            amounts = {key: Decimal(row[key]) for key in ("price", "low", "high")}
            return BuiltinPrice(**{**row, **amounts})
    return None
