"""What a processor's socket is rated to draw, by the processor's name."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.factors.device_names import row_named, suggest_name
from reportgen.factors.facts import load


@dataclass(frozen=True)
class Cpu:
    """A processor and the thermal design power of its socket, in W; source says so."""

    name: str
    watts: Decimal
    source: str


def find_cpu(name: str) -> Cpu | None:
    """The processor named like "EPYC 9654" or "AMD EPYC 9654 96-Core Processor"; None for one not in the table."""
    row = row_named(name, load("cpus")["row"])
    return None if row is None else Cpu(row["name"], Decimal(row["watts"]), row["source"])


def suggest_cpus(name: str) -> str:
    """What to write in place of a name that is not in the table."""
    return suggest_name(name, [row["name"] for row in load("cpus")["row"]])
