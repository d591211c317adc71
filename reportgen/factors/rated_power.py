"""What a device without a meter is taken to draw of its rated power, and with what range."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.factors.facts import load


@dataclass(frozen=True)
class Share:
    """A share of a device's rated power with its range; source says so."""

    value: Decimal
    low: Decimal
    high: Decimal
    source: str


def usual_load() -> Share:
    """The share that a device draws on average, where nobody says it."""
    return _share(_row("load"))


def load_of(stated: Decimal) -> Share:
    """A stated load with what an estimate from it may be off; a device draws at most its rated power."""
    row = _row("error")
    off = row["value"]
    return Share(stated, stated * (1 - off), max(stated, min(Decimal(1), stated * (1 + off))), row["source"])


def node_share() -> Share:
    """What the rest of the machine draws beside a device."""
    return _share(_row("node"))


def _row(what: str) -> dict[str, Any]:
    return next(row for row in load("rated_power")["row"] if row["what"] == what)


def _share(row: dict[str, Any]) -> Share:
    return Share(row["value"], row["low"], row["high"], row["source"])
