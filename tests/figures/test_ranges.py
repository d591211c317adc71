"""Ranges are exact corners: as low and as high as brute force over every corner of the leaves' own ranges."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.figures.expression import Expression, Name, max_, min_, total
from reportgen.figures.figure import Figure
from reportgen.figures.formula import NEVER_ZERO
from reportgen.figures.ledger import Ledger
from reportgen.figures.ranges import Interval, corners
from reportgen.precision import working_precision
from tests.figures.runs import FOUR, ROUND, run

# low, value, high of a leaf
RANGES = st.lists(st.decimals(-100, 100, places=2), min_size=3, max_size=3).map(sorted)
# coefficient and leaves of each term of a polynomial in which no term holds a leaf twice
TERMS = st.lists(st.tuples(st.integers(-5, 5), st.sets(st.sampled_from("abcd"), max_size=3)), min_size=1, max_size=5)


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-1, 0), (0, 0), (-1, 1)])
def test_a_divisor_that_may_be_zero_has_no_quotient(low: int, high: int) -> None:
    """At either end of its range or within it, whatever is divided: nothing by nothing too."""
    for divided in (Interval(Decimal(0), Decimal(0)), Interval(Decimal(1), Decimal(2))):
        with pytest.raises(ZeroDivisionError, match="range holds zero"):
            divided / Interval(Decimal(low), Decimal(high))


def ledger_of(**ranges: list[Decimal]) -> Ledger:
    """A ledger of ranged leaves."""
    ledger = Ledger()
    for key, (low, value, high) in ranges.items():
        ledger.add(Figure(key, key, value, "1", low, high, basis="stated"))
    return ledger


def term(coefficient: int, leaves: set[str]) -> Expression:
    """A term of the polynomial."""
    product_: Expression = Name("one") * coefficient
    for leaf in sorted(leaves):
        product_ = product_ * Name(leaf)
    return product_


@given(st.tuples(RANGES, RANGES, RANGES, RANGES), TERMS, st.booleans())
def test_shared_leaves_stay_shared(
    ranges: tuple[list[Decimal], ...], terms: list[tuple[int, set[str]]], in_steps: bool
) -> None:
    """A polynomial whose terms share leaves has the corners of brute force, in one formula or through others."""
    leaves = dict(zip("abcd", ranges, strict=True))
    ledger = ledger_of(**leaves, one=[Decimal(1)] * 3)
    if in_steps:
        for number, (coefficient, keys) in enumerate(terms):
            ledger.compute(f"term_{number}", term(coefficient, keys), "1", "a term")
        figure = ledger.compute("sum", total(Name(f"term_{number}") for number in range(len(terms))), "1", "the sum")
    else:
        figure = ledger.compute("sum", total(term(*each) for each in terms), "1", "the sum")
    with working_precision():
        corners = [
            sum(
                coefficient * prod((dict(zip("abcd", ends, strict=True))[key] for key in keys), start=Decimal(1))
                for coefficient, keys in terms
            )
            for ends in product(*((low, high) for low, _, high in ranges))
        ]
    assert (min(corners), max(corners)) == (figure.low, figure.high)
    assert figure.low is not None
    assert figure.value is not None
    assert figure.high is not None
    assert figure.low <= figure.value <= figure.high


@given(RANGES, RANGES, st.lists(st.decimals(1, 50, places=3), min_size=3, max_size=3).map(sorted))
def test_quotients_minima_and_differences(a: list[Decimal], b: list[Decimal], c: list[Decimal]) -> None:
    """min, max and a positive divisor, in which every leaf moves one way, have the corners of brute force."""
    ledger = ledger_of(a=a, b=b, c=c)
    figure = ledger.compute("d", max_(Name("a"), min_(Name("b"), 5)) / Name("c") - Name("b") / 7, "1", "D", NEVER_ZERO)
    with working_precision():
        found = [
            [max(x, min(y, Decimal(5))) / z - y / 7 for y in (b[0], b[2])]
            for x, z in product((a[0], a[2]), (c[0], c[2]))
        ]
    corners = [corner for pair in found for corner in pair]
    assert (min(corners), max(corners)) == (figure.low, figure.high)


def test_a_difference_of_costs_shares_the_price() -> None:
    """before and after cost 0.25 to 5 a sample, both the same: 37,500 samples save 9,375 to 187,500 and no more."""
    figure = run(FOUR).figures["annotation_savings"]
    assert (Decimal(9375), Decimal(187500)) == (figure.low, figure.high)


def test_a_net_shares_the_pue() -> None:
    """Net CO2e at 0.3 kg/kWh of 5 kWh and a PUE from 1.3 to 2: 1.95 to 3, as the PUE is one for both sides."""
    energy = [{"kwh": record["kwh"], "basis": "stated"} for record in ROUND["energy"]]
    grid = {"intensity": Decimal("0.3"), "site": "on-premises"}
    figure = run({**ROUND, "energy": energy, "grid": grid}).figures["net_co2_savings"]
    assert (Decimal("1.95"), Decimal("2.31"), Decimal(3)) == (figure.low, figure.value, figure.high)


def test_labels_that_nobody_spread() -> None:
    """Of 30,000 labelled among 110,000, with 37,500 removed, from 0 to 30,000 can be kept: the price times either."""
    figures = run({**FOUR, "already_labelled": 30000, "prices": [{"task": "detection", "price": 2}]}).figures
    kept = figures["already_labelled_after"]
    # 30,000 x 72,500 / 110,000
    assert "19772.727273" == f"{kept.value:.6f}"
    assert ("default", Decimal(0), Decimal(30000)) == (kept.basis, kept.low, kept.high)
    savings = figures["annotation_savings"]
    # to label before: 80,000; after: 72,500 to 42,500
    assert (Decimal(15000), Decimal(75000)) == (savings.low, savings.high)


def test_what_is_negated_turns_its_range_round() -> None:
    """From 2 to 7 it becomes from -7 to -2."""
    figure = ledger_of(a=[Decimal(2), Decimal(3), Decimal(7)]).compute("b", -Name("a"), "1", "B")
    assert (Decimal(-7), Decimal(-3), Decimal(-2)) == (figure.low, figure.value, figure.high)


@pytest.mark.parametrize(
    ("below", "used"), [(Name("a") - Name("a"), Name("u")), (2 * Name("a"), Name("u") - Name("u"))]
)
def test_a_leaf_that_comes_in_twice_is_shared(below: Expression, used: Expression) -> None:
    """a - a is nothing from end to end of its range, whichever of two formulas uses it twice."""
    ledger = ledger_of(a=[Decimal(-1), Decimal(0), Decimal(2)], b=[Decimal(4), Decimal(5), Decimal(7)])
    ledger.compute("u", below, "1", "U")
    figure = ledger.compute("sum", used + Name("b"), "1", "Sum")
    assert (Decimal(4), Decimal(5), Decimal(7)) == (figure.low, figure.value, figure.high)


def test_a_leaf_without_range_gives_none() -> None:
    """A figure over points has no range, rather than one of zero width."""
    figure = run(ROUND).figures["net_savings"]
    assert (None, None) == (figure.low, figure.high)


def test_a_divisor_that_may_be_zero_gives_no_range() -> None:
    """Where the divisor's range holds zero, there is a value and no range."""
    ledger = ledger_of(a=[Decimal(0), Decimal(1), Decimal(2)])
    figure = ledger.compute("b", 1 / Name("a"), "1", "B", NEVER_ZERO)
    assert (Decimal(1), None, None) == (figure.value, figure.low, figure.high)


@pytest.mark.parametrize("count", [10, 11])
def test_at_most_ten_shared_leaves(count: int) -> None:
    """Ten leaves that occur twice are 1,024 corners; with more there is no range rather than an approximate one."""
    leaves = {f"x{number}": [Decimal(1), Decimal(2), Decimal(3)] for number in range(count)}
    ledger = ledger_of(**leaves)
    both = total(Name(key) for key in leaves) / total(Name(key) for key in leaves)
    figure = ledger.compute("y", both, "1", "Y", NEVER_ZERO)
    assert 1 == figure.value
    assert ((Decimal(1), Decimal(1)) if count == 10 else (None, None)) == (figure.low, figure.high)


@settings(max_examples=60)
@given(st.decimals("0.001", 3, places=3), st.decimals(1, 30, places=9), st.decimals(1, 30, places=9))
def test_a_range_holds_the_value_to_the_last_digit(price: Decimal, more: Decimal, hours: Decimal) -> None:
    """With the price at one end of its range, the quotients too lie within theirs, rounding included."""
    row = {"task": "detection", "price": price, "low": price, "high": price * more}
    figures = run({**FOUR, "prices": [row], "costs": {"person_hours": hours, "hourly_rate": 7}}).figures
    for key in ("net_savings", "roi", "break_even_samples"):
        low, value, high = figures[key].low, figures[key].value, figures[key].high
        assert low is not None
        assert value is not None
        assert high is not None
        assert low <= value <= high, key


@settings(max_examples=60)
@given(st.integers(10**17, 10**18), st.integers(0, 9), st.integers(0, 9))
def test_a_range_of_labels_holds_the_value_to_the_last_digit(before: int, removed: int, unlabelled: int) -> None:
    """Of counts whose product has more digits than are kept, the labelled samples kept still lie in their range."""
    run_ = {**FOUR, "samples_before": before, "samples_after": before - removed}
    kept = run({**run_, "already_labelled": before - unlabelled}).figures["already_labelled_after"]
    assert kept.low is not None
    assert kept.value is not None
    assert kept.high is not None
    assert kept.low <= kept.value <= kept.high


def test_a_measured_record_has_the_range_of_software_meters() -> None:
    """0.5 kWh read by software lie between 0.3 and 0.7; a record's own range stands instead; a stated one has none."""
    energy = [
        {"kwh": Decimal("0.5"), "basis": "measured", "scope": "gpu"},
        {"kwh": Decimal("0.5"), "basis": "measured", "scope": "wall", "low": Decimal("0.49"), "high": Decimal("0.51")},
        {"kwh": Decimal("0.5"), "scope": "fan"},
    ]
    figures = run({**FOUR, "energy": energy}).figures
    expected = [(Decimal("0.3"), Decimal("0.7")), (Decimal("0.49"), Decimal("0.51")), (None, None)]
    assert expected == [(figures[f"energy.{key}"].low, figures[f"energy.{key}"].high) for key in ("gpu", "wall", "fan")]
    assert (Decimal("1.29"), Decimal("1.71")) == (figures["filtering_energy"].low, figures["filtering_energy"].high)


class _WithoutAList(dict[str, Figure]):
    """Figures that may be looked up, and not gone through."""

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("every figure was gone through")


def test_a_range_costs_what_stands_below_it_alone() -> None:
    """A report of a thousand models has thousands of figures, and each of them asks for its range."""
    ledger = ledger_of(a=[Decimal(1), Decimal(2), Decimal(3)])
    ledger.compute("b", Name("a") * 2, "1", "twice")
    figure = ledger.compute("c", Name("b") - Name("a"), "1", "once")

    assert (Decimal(1), Decimal(3)) == corners(figure, _WithoutAList({key: ledger[key] for key in ledger}))
