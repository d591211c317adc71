"""What decides a figure: each leaf moved alone, by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from reportgen.figures.influence import influences
from tests.figures.runs import ROUND, run

RANGED: dict[str, Any] = {
    **ROUND,
    "prices": [{"task": "segmentation", "price": 2, "low": 1, "high": 5}],
    "energy": [{"kwh": 2, "low": 1, "high": 4}],
}


def told(manifest: dict[str, Any], key: str) -> list[tuple[str, Decimal, Decimal]]:
    """Each leaf with the changes at its two ends."""
    return [(it.leaf, it.at_low, it.at_high) for it in influences(key, run(manifest).figures)]


def test_the_price_of_a_label_moves_the_net() -> None:
    """400 labels at 1 instead of 2 are 400 less, at 5 they are 1,200 more; nothing else of the net has a range."""
    assert [("annotation_price", Decimal(-400), Decimal(1200))] == told(RANGED, "net_savings")


def test_a_leaf_on_both_sides_moves_them_together() -> None:
    """1 kWh less spent is 1 x 1.2 x 0.5 = 0.6 kg more saved, 2 kWh more 1.2 kg less."""
    [(leaf, at_low, at_high)] = told(RANGED, "net_co2_savings")
    assert ("energy.record", Decimal("0.6"), Decimal("-1.2")) == (leaf, at_low, at_high)


def test_the_strongest_comes_first() -> None:
    """The price moves the net by 1,600, electricity at 1.2 EUR with the building by 3.6: the price stands first."""
    costs = {"person_hours": 1, "hourly_rate": 10, "compute_includes_energy": False, "electricity_per_kwh": 1}
    assert [
        ("annotation_price", Decimal(-400), Decimal(1200)),
        ("energy.record", Decimal("1.2"), Decimal("-2.4")),
    ] == told({**RANGED, "costs": costs}, "net_savings")


@pytest.mark.parametrize("key", ["filtering_cost", "annotation_price"])
def test_what_has_no_ranged_leaf_below_has_no_influence(key: str) -> None:
    """Nor has a leaf, which nothing is below."""
    assert [] == influences(key, run(RANGED).figures)
