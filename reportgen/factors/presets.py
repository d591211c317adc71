"""The training scenarios of the founding document, as it prints them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.factors.facts import load


@dataclass(frozen=True)
class TrainingPreset:
    """One training run and what the founding document prints for it.

    data, model: what it has in mind. samples and gpus: counts; days: d; watts: W per GPU; kwh: kWh of the run;
    published_kg: kgCO2e of the run;
    published_kg_per_sample: kgCO2e/sample. The grid factor, kgCO2e/kWh, stands twice: exact
    (lb_per_kwh x kg_per_lb) and as printed.
    source: of the scenario; lb_source, pound_source and printed_source: of the grid factor's parts.
    """

    task: str
    data: str
    model: str
    samples: int
    days: Decimal
    gpus: int
    watts: Decimal
    kwh: Decimal
    published_kg: Decimal
    published_kg_per_sample: Decimal
    source: str
    lb_per_kwh: Decimal
    lb_source: str
    kg_per_lb: Decimal
    pound_source: str
    kg_per_kwh_exact: Decimal
    kg_per_kwh_printed: Decimal
    printed_source: str


def preset(task: str) -> TrainingPreset | None:
    """The scenario of a task under its canonical name, or None where there is none."""
    table = load("presets")
    for row in table["row"]:
        if row["task"] == task:
            # TOML writes these as whole numbers; they are quantities, not counts.
            quantities = {key: Decimal(row[key]) for key in ("days", "watts")}
            return TrainingPreset(**{**row, **quantities}, **table["grid"])
    return None
