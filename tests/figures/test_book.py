"""The list of formulas by itself: tiers against counting unit by unit, and the caller's decimal context."""

from __future__ import annotations

import decimal
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.figures.annotation_cost import Tier, tiered_cost
from reportgen.figures.book import complete
from reportgen.figures.break_even import break_even_under_tiers
from reportgen.figures.expression import Name, evaluate
from reportgen.figures.ledger import Ledger
from reportgen.inputs.keys import kind_of
from tests.figures.runs import OWN, run

PRICES = st.lists(st.integers(0, 9), min_size=4, max_size=4)
# a converted price is computed before the list of formulas begins
WITH_LEAVES_ONLY = sorted(name for name in OWN if "rates" not in OWN[name])
BOUNDS = st.sets(st.integers(1, 40), max_size=3).map(sorted)


def price_of_unit(number: int, bounds: list[int], prices: list[int]) -> int:
    """The price of the so-many-th unit of the period, counted from 1."""
    return next((price for bound, price in zip(bounds, prices, strict=False) if number <= bound), prices[len(bounds)])


@given(BOUNDS, PRICES, st.integers(0, 50), st.integers(0, 50))
def test_tiers_unit_by_unit(bounds: list[int], prices: list[int], used: int, quantity: int) -> None:
    """The formula over tiers costs what each unit costs, one after another, after those used before."""
    ends: list[Decimal | None] = [*map(Decimal, bounds), None]
    tiers = [Tier(Name(f"p{number}"), end) for number, end in enumerate(ends)]
    values = {f"p{number}": Decimal(price) for number, price in enumerate(prices)}
    values |= {"quantity": Decimal(quantity), "used": Decimal(used)}
    expected = sum(price_of_unit(used + number, bounds, prices) for number in range(1, quantity + 1))
    assert expected == evaluate(tiered_cost(Name("quantity"), tiers, Name("used")), values)
    from_nothing = sum(price_of_unit(number, bounds, prices) for number in range(1, quantity + 1))
    assert from_nothing == evaluate(tiered_cost(Name("quantity"), tiers), values)


@given(BOUNDS, PRICES, st.integers(0, 50), st.integers(0, 50), st.integers(0, 200))
def test_break_even_unit_by_unit(bounds: list[int], prices: list[int], used: int, quantity: int, cost: int) -> None:
    """Taking units off the top one by one pays for the run just within the unit that the procedure names."""
    ends: list[Decimal | None] = [*map(Decimal, bounds), None]
    found = break_even_under_tiers(
        *(
            Decimal(cost),
            Decimal(quantity),
            Decimal(used),
            Decimal(1),
            ends,
            [Decimal(price) for price in prices[: len(ends)]],
        )
    )
    saved = [0]
    for number in range(used + quantity, used, -1):
        saved.append(saved[-1] + price_of_unit(number, bounds, prices))
    if found is None:
        assert saved[-1] < cost
        return
    whole = int(found)
    fraction = found - whole
    of_the_next = fraction * (saved[whole + 1] - saved[whole]) if fraction else Decimal(0)
    assert abs(saved[whole] + of_the_next - cost) < Decimal("1e-20")


def test_break_even_counts_samples_of_several_units() -> None:
    """With 4 units a sample, 60 units at 2 are 15 samples."""
    found = break_even_under_tiers(
        *(Decimal(120), Decimal(100), Decimal(0), Decimal(4), [None], [Decimal(2)]),
    )
    assert Decimal(15) == found


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(WITH_LEAVES_ONLY), st.integers(1, 4))
def test_the_formulas_run_in_their_own_context(name: str, digits: int) -> None:
    """From the same leaves, a caller's context of a few digits gives the same figures, ranges and texts included."""
    account = run(OWN[name]).account
    leaves = Ledger()
    for figure in account.ledger.values():
        if figure.formula is None and kind_of(figure.key) is not None:
            leaves.add(figure)
    with decimal.localcontext(decimal.Context(prec=digits)):
        again = complete(leaves, account.outline)
    assert dict(account.ledger) == dict(again)
