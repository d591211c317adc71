"""Tiers by the rule that all units have the price of the tier that they reach: by hand, and against counting."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from itertools import product

import pytest

from reportgen.figures.price_reached import add_price_reached, break_even_at_tiers, ends_of_cost, price_reached
from reportgen.words.message import message
from tests.figures.ledgers import stated
from tests.figures.runs import outline_of
from tests.figures.tiers import BOUNDS, OWED, PRICES, is_break_even, price_at, steps


@pytest.mark.parametrize("unknown", ["units_before", "units_already_used", "annotation_price_tier_2"])
def test_no_tier_is_reached_where_an_input_is_unknown(unknown: str) -> None:
    """The price of the tier has its inputs, its unit and the reason of the one that is unknown; one of use is no input
    where nobody said it."""
    used = () if unknown == "units_already_used" else ("units_already_used",)
    inputs = ("units_before", *used, "annotation_price_tier_1", "annotation_price_tier_2")
    ledger = stated({key: None if key == unknown else 5 for key in ("units_already_used", *inputs)})
    outline = outline_of(currency="CHF", price_unit="box", tier_bounds=(Decimal(7), None), reached=True)
    key = add_price_reached(ledger, outline, "before", "units_before", message("without filtering"))
    told = ledger[key]
    assert ("annotation_price_reached_before", "CHF/box", inputs, "tier_reached/1") == (
        *(told.key, told.unit, told.inputs, told.procedure),
    )
    assert "Annotation price of the tier reached without filtering" == told.label
    is_known = unknown == "units_already_used"
    expected = (Decimal(5), None, "stated") if is_known else (None, f"{unknown} not said", None)
    assert expected == (told.value, told.reason, told.rests_on)


def test_a_cost_leaps_at_the_end_of_a_tier() -> None:
    """Within the range of the units it is the least or the most there."""
    # 650 to 750 units: 1,300 at the first, 1,400 just at the bound, 700 just beyond, 750 at the last
    bounds, prices = (Decimal(700), None), (Decimal(2), Decimal(1))
    assert [700, 1400] == list(ends_of_cost(Decimal(650), Decimal(750), Decimal(0), bounds, prices))
    assert [701, 750] == list(ends_of_cost(Decimal(701), Decimal(750), Decimal(0), bounds, prices))


def at_the_tier(units: Decimal, used: int, prices: tuple[Decimal, ...]) -> Decimal:
    """What so many units cost after those used before."""
    return units * price_at(used + units, prices)


@pytest.mark.parametrize("prices", PRICES)
def test_the_ends_of_a_cost_are_those_of_all_costs_between(prices: tuple[Decimal, ...]) -> None:
    """From low to high units after those used before, at each quarter of a unit and just beyond it."""
    for low, high, used in product(range(8), range(8), (0, 2, 3, 5, 6, 7)):
        if low <= high:
            costs = [at_the_tier(units, used, prices) for units in steps(low, high)]
            # a little more than so many: the price is that of the next tier, where one ends here
            beyond = [it * price_at(used + it + Decimal("0.01"), prices) for it in steps(low, high) if it < high]
            expected = min([*costs, *beyond]), max([*costs, *beyond])
            assert expected == ends_of_cost(Decimal(low), Decimal(high), Decimal(used), BOUNDS, prices)


@pytest.mark.parametrize(("units", "price"), [(0, 2), (700, 2), (701, 1)])
def test_the_price_that_is_reached(units: int, price: int) -> None:
    """The last unit of a tier is in it."""
    assert price == price_reached(Decimal(units), (Decimal(700), None), (Decimal(2), Decimal(1)))


@pytest.mark.parametrize(
    ("owed", "removed"),
    [
        (0, 0),
        (300, 650),  # 700 units are the last at 2: 350 of them cost 700
        (299, 299),
        (301, Decimal("650.5")),  # at 2 each, 349.5 cost 699
        (1000, 1000),
        (1001, None),
    ],
)
def test_what_pays_where_a_step_lies_between(owed: int, removed: Decimal | None) -> None:
    """From 1,000 units at 1 down to a step at 700, below which each costs 2."""
    found = break_even_at_tiers(
        Decimal(owed), Decimal(1000), Decimal(0), (Decimal(700), None), (Decimal(2), Decimal(1))
    )
    assert removed == found


@pytest.mark.parametrize(
    ("used", "owed", "removed"),
    [
        (0, "23", 20),  # 7 are left to pay: 10 units at 0.5 cost 5, and 11 at 1 cost 11
        (4, "24.5", 24),  # 5.5 are left: 6 units, up to the step, cost 3, and 7 cost 7
        (4, "20", 20),  # 10 are left, for 10 units above the step
    ],
)
def test_what_pays_where_fewer_units_are_cheaper(used: int, owed: str, removed: int) -> None:
    """From 30 units at 1 each down to the step at 10, those used before counted, below which each costs half."""
    bounds, prices = (Decimal(10), None), (Decimal("0.5"), Decimal(1))
    assert removed == break_even_at_tiers(Decimal(owed), Decimal(30), Decimal(used), bounds, prices)


@pytest.mark.parametrize("prices", PRICES)
def test_the_fewest_removed_units_pay(prices: tuple[Decimal, ...]) -> None:
    """Of any number of units after those used before, whatever is owed: no larger rest costs as little."""
    for units, used, owed in product((0, 1, 4, 5, 8), (0, 2, 3, 5, 6, 7), OWED):
        found = break_even_at_tiers(owed, Decimal(units), Decimal(used), BOUNDS, prices)
        assert is_break_even(found, owed, Decimal(units), partial(at_the_tier, used=used, prices=prices))
