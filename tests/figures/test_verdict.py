"""What runs may be said to show: p at its threshold, and means and medians that do not agree."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.figures.figure import Figure
from reportgen.figures.ledger import Ledger
from reportgen.figures.verdict import verdict


def ledger_of(other: str, p: str | None, after: tuple[str, str], before: tuple[str, str]) -> Ledger:
    """A ledger of p, and of mean and median of either side."""
    ledger = Ledger()
    ledger.add(
        Figure(f"evidence_p.{other}", "p", Decimal(p), "1")
        if p
        else Figure("evidence_p." + other, "p", None, "1", reason="few")
    )
    for role, values in (("after", after), (other, before)):
        for key, value in zip(("evidence_accuracy_mean", "evidence_accuracy"), values, strict=True):
            ledger.add(Figure(f"{key}.{role}", key, Decimal(value), "1"))
    return ledger


@pytest.mark.parametrize("other", ["before", "random"])
@pytest.mark.parametrize(
    ("p", "after", "expected"),
    [
        # mean and median after, against 0.5 and 0.5
        ("0.0499", ("0.6", "0.6"), "higher"),
        ("0.0499", ("0.4", "0.4"), "lower"),
        ("0.05", ("0.6", "0.6"), "open"),
        ("0.0501", ("0.4", "0.4"), "open"),
        ("0.01", ("0.6", "0.4"), "open"),
        ("0.01", ("0.4", "0.6"), "open"),
        ("0.01", ("0.6", "0.5"), "open"),
        ("0.01", ("0.5", "0.6"), "open"),
        ("0.01", ("0.4", "0.5"), "open"),
        ("0.01", ("0.6", "0.5001"), "higher"),
        (None, ("0.6", "0.6"), "few"),
    ],
)
def test_what_is_shown(other: str, p: str | None, after: tuple[str, str], expected: str) -> None:
    """Higher or lower needs p below 0.05, and mean and median that both moved the same way."""
    assert expected == verdict(ledger_of(other, p, after, ("0.5", "0.5")), other)


def test_a_side_that_was_not_compared_has_no_verdict() -> None:
    """Runs against the random subset say nothing of those before."""
    assert "none" == verdict(ledger_of("random", "0.01", ("0.6", "0.6"), ("0.5", "0.5")), "before")
