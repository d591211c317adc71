"""Tiers that count anew each month: months are figures, and a pace that does not fit is a problem."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import reportgen
from tests.figures.runs import FOUR, run, values_of
from tests.inputs.pricing import COST

# Built-in tables by name


MONTHLY = {"price": Decimal("0.035"), "up_to": 50000}, {"price": Decimal("0.025")}
IN_MONTHS = {**FOUR, "task": "classification", "samples_before": 400000, "samples_after": 250000}


def by_month(**row: Any) -> dict[str, Any]:
    """400,000 images of which 150,000 are removed, at tiers that count by month."""
    price = {"task": "classification", "tiers": MONTHLY, "tier_period": "month", "currency": "USD", **row}
    return {**IN_MONTHS, "prices": [price], "costs": {"licence": 700}}


@pytest.mark.parametrize(
    ("row", "costs", "removed"),
    [
        # one month: 50,000 x 0.035 + 350,000 x 0.025, less 50,000 x 0.035 + 200,000 x 0.025; 28,000 x 0.025 are 700
        ({}, (10500, 6750, 3750), 28000),
        # 8 and 5 months of 1,750; 20,000 x 0.035 are 700
        ({"units_per_month": 50000}, (14000, 8750, 5250), 20000),
        # 4 months of 90,000 at 2,750 and 40,000 x 0.035; 2 of them and 70,000 at 1,750 + 500
        ({"units_per_month": 90000}, (12400, 7750, 4650), 20000),
        # 4 months of 100,000 at 3,000; 2 of them and 50,000 x 0.035
        ({"units_per_month": 100000}, (12000, 7750, 4250), 28000),
        # all within one month
        ({"units_per_month": 400001}, (10500, 6750, 3750), 28000),
        # 11,000 by 90,000 a month, reviews of a tenth at 0.05 are 0.005 more for each of 400,000 and 250,000
        (
            {"units_per_month": 90000, "review_share": Decimal("0.1"), "review_price": Decimal("0.05")},
            (14400, 9000, 5400),
            17500,
        ),
    ],
)
def test_tiers_that_count_anew_each_month(row: dict[str, Any], costs: tuple[int, ...], removed: int) -> None:
    """At a pace the months shrink with the samples, and fewer of them reach the cheaper tier."""
    values = values_of(by_month(**row))
    assert list(costs) == [values[key] for key in (COST, "annotation_cost_after", "annotation_savings")]
    assert removed == values["break_even_samples"]


def test_full_months_are_figures() -> None:
    """4.44 and 2.77 months have 4 and 2 full ones; the cost is a formula over them."""
    found = run(by_month(units_per_month=90000)).figures
    assert [4, 2] == [found[key].value for key in ("full_months_before", "full_months_after")]
    assert "whole_months/1" == found["full_months_before"].procedure
    assert (found[COST].formula or "").startswith("full_months_before * (annotation_price_tier_1 * min(units_per_month")


def test_the_range_of_a_cost_by_months() -> None:
    """Of 100,000 labelled samples none to all are kept: 250,000 to 150,000 to label, at 7,750 to 4,750."""
    # 2 months of 2,750 and 70,000 units at 2,250; 1 month and 60,000 units at 2,000
    figures = run({**by_month(units_per_month=90000), "already_labelled": 100000}).figures
    cost = figures["annotation_cost_after"]
    assert [4750, 7750] == [cost.low, cost.high]
    # 187,500 to label by default: 2 months and 7,500 x 0.035
    assert Decimal("5762.5") == cost.value
    # 300,000 before: 3 months of 2,750 and 30,000 x 0.035 are 9,300
    savings = figures["annotation_savings"]
    assert [9300 - 7750, 9300 - 4750] == [savings.low, savings.high]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"units_already_used": 1}, "units_already_used are of one month, and units_per_month spreads the run over"),
        ({"tier_period": "year"}, "units_per_month, and the tiers count by year"),
        ({"tiers": (), "price": 1}, "units_per_month is the pace of tiers by month"),
        ({"tier_rule": "reached"}, "units_per_month is the pace of marginal tiers"),
    ],
)
def test_a_pace_that_does_not_fit(row: dict[str, Any], message: str) -> None:
    """What contradicts a pace by month is a problem of the row."""
    with pytest.raises(reportgen.InputError) as raised:
        run(by_month(units_per_month=5000, **row))
    assert [message] == [problem.message[: len(message)] for problem in raised.value.problems]


def test_a_pace_that_does_not_fit_is_named_where_it_was_said() -> None:
    """On the command line, or in the row of the price."""
    rows = [
        (by_month(units_already_used=1), {"units_per_month": "5000"}),
        (by_month(units_already_used=1, units_per_month=5000), {}),
    ]
    found = []
    for manifest, settings in rows:
        with pytest.raises(reportgen.InputError) as raised:
            reportgen.report(settings=settings, **manifest)
        found += [problem.where for problem in raised.value.problems]

    assert "--set units_per_month" == found[0]
    assert 2 == len(found)
    assert "prices[0]" in found[1]


@pytest.mark.parametrize(
    ("price", "more", "unit"),
    [
        ({"unit": "sample"}, {}, "sample"),
        ({"unit": "image"}, {"unit": "image"}, "sample"),
        ({"unit": "box"}, {"units_per_sample": {"box": 1}}, "unit"),
        ({"unit": "1000 boxes"}, {"units_per_sample": {"box": 1}}, "unit"),
        ({"unit": "minute", "seconds_per_unit": 6}, {}, "min"),
        ({"unit": "hour", "seconds_per_unit": 6}, {}, "h"),
    ],
)
def test_what_a_pace_counts(price: dict[str, Any], more: dict[str, Any], unit: str) -> None:
    """Samples where these are priced, the time of a price by time, else units."""
    figures = run({**by_month(units_per_month=90000, **price), **more}).figures
    assert unit == figures["units_per_month"].unit
