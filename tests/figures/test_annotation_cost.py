"""What labelling takes and costs, term by term, each with its unit and its name."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.figures.runs import ROUND, run

D = Decimal
REVIEW = {"review_share": D("0.5"), "review_price": D("0.02")}
TIERS = [{"price": 2, "up_to": 500}, {"price": 1}]


def priced(**row: Any) -> dict[str, Any]:
    """1,000 samples of which 600 are kept, at this price."""
    return {**ROUND, "prices": [{"task": "segmentation", **row}]}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"price": 2}, ("2", "EUR/sample", "annotation_price")),
        ({"price": 2, "fixed_fee": 9}, ("2", "EUR/sample", "annotation_price")),
        ({"price": 2, **REVIEW}, ("2.01", "EUR/sample", "annotation_price + review_share * review_price")),
        ({"price": 2, "discount": D("0.25")}, ("1.5", "EUR/sample", "annotation_price * (1 - discount)")),
        ({"price": 2, "unit": "box", "units_per_sample": 3}, ("2", "EUR/unit", "annotation_price")),
        (
            {"price": 36, "unit": "hour", "seconds_per_unit": 10},
            ("0.1", "EUR/sample", "annotation_price * (seconds_per_unit / 3600)"),
        ),
        # where the price does not say what one unit less saves
        ({"tiers": TIERS}, None),
        ({"parts": [{"price": 2}]}, None),
        ({"price": 2, "minimum": 5}, None),
    ],
)
def test_what_a_unit_less_saves(row: dict[str, Any], expected: tuple[str, str, str] | None) -> None:
    """The price with review, discount and paid time, under a single price without a least charge."""
    figure = run(priced(**row)).figures.get("effective_price")
    found = None if figure is None else (figure.value, figure.unit, figure.formula)
    assert (expected and (D(expected[0]), *expected[1:])) == found


@pytest.mark.parametrize(
    ("row", "formula"),
    [
        ({"tiers": TIERS}, "annotation_price_tier_1 * min({n}, 500) + annotation_price_tier_2 * max({n} - 500, 0)"),
        (
            {"tiers": [TIERS[0], {"price": 1, "up_to": 800}, {"price": D("0.5")}]},
            "annotation_price_tier_1 * min({n}, 500) + annotation_price_tier_2 * min(max({n} - 500, 0), 300)"
            " + annotation_price_tier_3 * max({n} - 800, 0)",
        ),
        ({"price": 2}, "annotation_price * {n}"),
    ],
)
def test_the_formula_of_tiers_says_what_lies_in_each(row: dict[str, Any], formula: str) -> None:
    """The first begins with the first sample, and the last has no end: neither has a bound that means nothing."""
    figure = run(priced(**row)).figures["annotation_cost_before"]
    assert formula.format(n="samples_to_label_before") == figure.formula


SIDES = {"before": "without filtering", "after": "after filtering"}


@pytest.mark.parametrize(
    ("row", "key", "label"),
    [
        ({"price": 2}, "annotation_cost_{side}", "Cost of labelling {word}"),
        ({"price": 2, "unit": "box", "units_per_sample": 3}, "units_{side}", "Units to label {word} (box)"),
        ({"price": 2, "unit": "hour", "seconds_per_unit": 9}, "labelling_hours_{side}", "Labelling time {word}"),
        ({"price": 2, "unit": "minute", "seconds_per_unit": 9}, "labelling_minutes_{side}", "Labelling time {word}"),
        (
            {"tiers": TIERS, "tier_rule": "reached"},
            *("annotation_price_reached_{side}", "Annotation price of the tier reached {word}"),
        ),
        (
            {"tiers": TIERS, "tier_period": "month", "units_per_month": 300},
            *("full_months_{side}", "Full months of labelling {word}"),
        ),
        (
            {"parts": [{"price": 2}, {"price": 1, "unit": "frame", "units_per_sample": 3}]},
            *("annotation_cost_{side}.frame", "Cost of labelling {word}: frame"),
        ),
    ],
)
def test_each_side_is_named(row: dict[str, Any], key: str, label: str) -> None:
    """What labelling takes and costs without filtering is told from what it does after it."""
    figures = run(priced(**row)).figures
    labels = [str(figures[key.format(side=side)].label) for side in SIDES]
    assert [label.format(word=word) for word in SIDES.values()] == labels
