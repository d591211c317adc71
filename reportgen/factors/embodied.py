"""What making a device emits, found by the device's name, and how long devices live."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from reportgen.factors.facts import load


@dataclass(frozen=True)
class EmbodiedFact:
    """A value with its plausible range, None without one; kgCO2e of a whole device, or years of a lifetime."""

    value: Decimal
    low: Decimal | None
    high: Decimal | None
    sources: tuple[str, ...]


def embodied_kg(name: str) -> EmbodiedFact | None:
    """The embodied emissions of a device named like "NVIDIA H100 80GB"; None for one that is not in the table."""
    words = set(re.split(r"[^a-z0-9]+", name.lower()))
    row = next((row for row in load("embodied")["row"] if words.issuperset(row["words"])), None)
    if row is None:
        return None
    value, low = Decimal(row["kg"]), row.get("low")
    sources = tuple(row[name] for name in ("source", "low_source") if name in row)
    return EmbodiedFact(value, None if low is None else Decimal(low), None if low is None else value, sources)


def known_devices() -> tuple[str, ...]:
    """The names by which devices of the table are found."""
    return tuple(" ".join(row["words"]) for row in load("embodied")["row"])


def lifetime_years() -> EmbodiedFact:
    """How long a device lives that nobody said more of."""
    row = load("embodied")["lifetime"]
    return EmbodiedFact(Decimal(row["years"]), Decimal(row["low"]), Decimal(row["high"]), (row["source"],))
