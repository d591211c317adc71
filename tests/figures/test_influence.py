"""What decides a figure: each leaf moved alone, by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from reportgen.figures.expression import Expression, Name, max_
from reportgen.figures.figure import Figure
from reportgen.figures.influence import influences
from reportgen.figures.ledger import Ledger
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


A, B, C = (Name(key) for key in "abc")


def ranged(**leaves: tuple[int, int, int]) -> Ledger:
    """Leaves by their low end, value and high end."""
    ledger = Ledger()
    for key, (low, value, high) in leaves.items():
        ledger.add(Figure(key, key, Decimal(value), "1", Decimal(low), Decimal(high), basis="stated"))
    return ledger


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # b moves it as much as a, and c more
        (B + A + 2 * C, ["c", "a", "b"]),
        # b is never the larger
        (max_(A, B), ["a"]),
        # c may be zero, by which nothing is divided
        (A / C, ["a"]),
        (A * C / C, ["a"]),
    ],
)
def test_which_leaves_have_influence(expression: Expression, expected: list[str]) -> None:
    """The strongest first, equals by their names; none that moves nothing, or whose end gives no value."""
    ledger = ranged(b=(0, 1, 2), a=(4, 5, 6), c=(0, 1, 2))
    ledger.compute("y", expression, "1", "y", zero="c is zero")
    assert expected == [it.leaf for it in influences("y", ledger)]


def test_what_is_not_known_is_moved_by_nothing() -> None:
    """Though it has a formula over a leaf with a range."""
    ledger = ranged(a=(4, 5, 6))
    ledger.absent("b", "1", "b", "nobody said")
    ledger.compute("y", A * B, "1", "y")
    assert [] == influences("y", ledger)


def test_a_figure_that_is_assumed_is_a_leaf_to_others() -> None:
    """It moves what rests on it by its own range, and is itself moved by what it is reckoned from."""
    ledger = ranged(a=(4, 5, 6))
    ledger.revise(replace(ledger.compute("u", A * 2, "1", "u"), basis="default", low=Decimal(0), high=Decimal(11)))
    ledger.compute("y", Name("u") * 3, "1", "y")
    assert [("u", Decimal(-30), Decimal(3))] == [(it.leaf, it.at_low, it.at_high) for it in influences("y", ledger)]
    assert [("a", Decimal(-2), Decimal(2))] == [(it.leaf, it.at_low, it.at_high) for it in influences("u", ledger)]
