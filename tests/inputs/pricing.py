"""What a price in a run comes to: its report, a figure of it, and the caveats."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import reportgen
from tests.figures.runs import FOUR

GOOGLE = "google-data-labeling-historical"
HOURLY = "hourly-time-studies"
IMAGES = {**FOUR, "samples_before": 1000, "samples_after": 0, "units_per_sample": {"object": Decimal("7.3")}}
COST = "annotation_cost_before"


def report(manifest: dict[str, Any], *costs: str | Path, **settings: str) -> reportgen.Report:
    """The report of Python values with cost tables."""
    return reportgen.report(cost_tables=costs, settings=settings, **manifest)


def value(found: reportgen.Report, key: str) -> Decimal | None:
    """A figure's value."""
    return found.figures[key].value


def caveats(found: reportgen.Report) -> set[str]:
    """The names of the caveats."""
    return {caveat.id for caveat in found.caveats}
