"""Tiers that count anew each month: by hand, and against counting."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from itertools import product

import pytest

from reportgen.figures.price_months import add_full_months, break_even_by_months, cost_by_months
from reportgen.words.message import message
from tests.figures.ledgers import stated
from tests.figures.tiers import BOUNDS, OWED, PRICES, is_break_even


@pytest.mark.parametrize("unknown", ["units_before", "units_per_month", ""])
def test_no_months_are_full_where_an_input_is_unknown(unknown: str) -> None:
    """Neither without what is labelled nor without the pace, for the reason of that one; 13 at 5 a month fill two."""
    leaves = {"units_before": 13, "units_per_month": 5}
    ledger = stated({key: None if key == unknown else value for key, value in leaves.items()})
    told = ledger[add_full_months(ledger, "before", "units_before", message("without filtering"))]
    assert ("full_months_before", "1", ("units_before", "units_per_month"), "whole_months/1") == (
        *(told.key, told.unit, told.inputs, told.procedure),
    )
    expected = (None, f"{unknown} not said", None) if unknown else (Decimal(2), None, "stated")
    assert expected == (told.value, told.reason, told.rests_on)
    assert "Full months of labelling without filtering" == told.label


@pytest.mark.parametrize(
    ("owed", "removed"),
    [
        (0, 0),
        (700, 20000),
        (1400, 40000),  # the last, begun month
        (1401, 40040),  # and 0.025 more from the top of a full one
        (12400, 400000),
        (12401, None),
    ],
)
def test_what_pays_by_months(owed: int, removed: int | None) -> None:
    """400,000 units at 90,000 a month: 4 months at 2,750 and 40,000 units at 0.035."""
    bounds, prices = (Decimal(50000), None), (Decimal("0.035"), Decimal("0.025"))
    assert 12400 == cost_by_months(Decimal(400000), Decimal(90000), bounds, prices)
    assert removed == break_even_by_months(Decimal(owed), Decimal(400000), Decimal(90000), bounds, prices)


@pytest.mark.parametrize(
    ("owed", "removed"),
    [
        (100, 100),  # at 1 each, above 300
        (300, 250),  # and 50 more at 2
        (630, 410),  # 200 at 1, 200 at 2, 10 at 3
        (900, 500),
        (901, None),
    ],
)
def test_what_pays_within_a_month_of_three_tiers(owed: int, removed: int | None) -> None:
    """Units of a month of 500 cost 3 up to 100, 2 up to 300 and 1 from there: 900 in all."""
    bounds, prices = (Decimal(100), Decimal(300), None), (Decimal(3), Decimal(2), Decimal(1))
    assert removed == break_even_by_months(Decimal(owed), Decimal(500), Decimal(500), bounds, prices)


def counted(units: Decimal, pace: int, prices: tuple[Decimal, ...]) -> Decimal:
    """The cost of the units of a month at a time, those of each tier at its price."""
    if units > pace:
        return counted(Decimal(pace), pace, prices) + counted(units - pace, pace, prices)
    inside = min(units, Decimal(3)), min(max(units - 3, Decimal(0)), Decimal(3)), max(units - 6, Decimal(0))
    return sum((price * it for price, it in zip(prices, inside, strict=True)), Decimal(0))


@pytest.mark.parametrize("prices", PRICES)
def test_the_fewest_removed_units_pay(prices: tuple[Decimal, ...]) -> None:
    """Of any number of units at any pace, whatever is owed: no larger rest costs as little."""
    for units, pace, owed in product((0, 1, 4, 7, 9), (2, 3, 5, 8), OWED):
        assert counted(Decimal(units), pace, prices) == cost_by_months(Decimal(units), Decimal(pace), BOUNDS, prices)
        found = break_even_by_months(owed, Decimal(units), Decimal(pace), BOUNDS, prices)
        assert is_break_even(found, owed, Decimal(units), partial(counted, pace=pace, prices=prices))
