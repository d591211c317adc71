"""What storing data draws where nobody says it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.factors.facts import load


@dataclass(frozen=True)
class StorageEnergy:
    """kWh of a gigabyte in a year, without the building's overhead, with its range; sources: ids of the facts."""

    value: Decimal
    low: Decimal
    high: Decimal
    sources: tuple[str, ...]


def storage_energy() -> StorageEnergy:
    """The usual energy of storage."""
    [row] = load("storage")["row"]
    sources = (row["source"], row["coefficient_source"])
    return StorageEnergy(row["kwh_per_gb_year"], row["low"], row["high"], sources)
