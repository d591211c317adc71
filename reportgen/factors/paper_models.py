"""The models that the author of APC measured, for pictures like the paper's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.factors.facts import load


@dataclass(frozen=True)
class PaperModel:
    """Accuracy as a fraction, mean power as Wh per hour by device, and that of single runs on the first of them."""

    name: str
    accuracy: Decimal
    wh_per_hour: Mapping[str, Decimal]
    runs_wh_per_hour: tuple[Decimal, ...]


def paper_models() -> tuple[PaperModel, ...]:
    """The models, in the author's order."""
    return tuple(
        PaperModel(
            row["name"],
            row["accuracy"],
            {device: Decimal(wh) for device, wh in row["wh_per_hour"].items()},
            tuple(map(Decimal, row["runs_wh_per_hour"])),
        )
        for row in load("paper_models")["model"]
    )


def paper_cents_per_wh() -> Decimal:
    """The author's price of electricity, in cents (EUR) for a Wh."""
    price: Decimal = load("paper_models")["cents_per_wh"]
    return price
