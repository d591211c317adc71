"""How good a meter is: the range of a reading whose own error nobody stated."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.factors.facts import load


@dataclass(frozen=True)
class MeterAccuracy:
    """The true energy lies between these shares of the reading; source says so."""

    low_share: Decimal
    high_share: Decimal
    source: str

    def range_of(self, low_kwh: Decimal, high_kwh: Decimal) -> tuple[Decimal, Decimal]:
        """The range of the true energy where the reading itself lies between these two."""
        return low_kwh * self.low_share, high_kwh * self.high_share


def software_meter() -> MeterAccuracy:
    """The accuracy of energy that software reads from devices, against a wall meter."""
    [row] = (row for row in load("meters")["row"] if row["meter"] == "software")
    return MeterAccuracy(row["low_share"], row["high_share"], row["source"])
