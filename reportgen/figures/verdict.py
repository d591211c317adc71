"""What training runs show of accuracy after filtering, and no more than that."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from reportgen.figures.ledger import Ledger

FEWEST_RUNS = 5  # a side: with four, no two-sided p of all 70 assignments is below 0.028, and one odd run decides
SIGNIFICANT = Decimal("0.05")

Verdict = Literal["none", "few", "open", "higher", "lower"]


def verdict(ledger: Ledger, other: str) -> Verdict:
    """What the runs after filtering show against those `before` or on a `random` subset.

    none: nothing to compare. few: fewer runs than `FEWEST_RUNS` on a side, no verdict. open: no difference shown, which
    does not show that there is none. higher, lower: p below `SIGNIFICANT`, means and medians on the same side.
    """
    if f"evidence_p.{other}" not in ledger:
        return "none"
    if not ledger.known(f"evidence_p.{other}"):
        return "few"
    mean, median = (
        ledger.value(f"{key}.after") - ledger.value(f"{key}.{other}")
        for key in ("evidence_accuracy_mean", "evidence_accuracy")
    )
    return judged(ledger.value(f"evidence_p.{other}"), mean, median)


def judged(p: Decimal, mean: Decimal, median: Decimal) -> Verdict:
    """The verdict of a test, by its p and by how much higher mean and median are on the one side."""
    if p >= SIGNIFICANT or mean * median <= 0:
        return "open"
    return "higher" if mean > 0 else "lower"
