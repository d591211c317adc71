"""The permutation test against textbooks, a brute-force enumeration and scipy's own numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.figures.permutation import draws_for, permutation_test

# Survival of mice in days, treated and not: Efron and Tibshirani, An Introduction to the Bootstrap (1993), table 2.1.
TREATED = [94, 197, 16, 38, 99, 141, 23]
CONTROL = [52, 104, 146, 10, 51, 30, 40, 27, 46]


def decimals(values: list[int] | list[str]) -> list[Decimal]:
    return [Decimal(value) for value in values]


def brute_force(first: list[Decimal], second: list[Decimal]) -> Fraction:
    """p by every order of all values, as fractions."""
    pooled = [Fraction(value) for value in (*first, *second)]
    size = len(first)

    def distance(order: tuple[Fraction, ...]) -> Fraction:
        return abs(mean(order[:size]) - mean(order[size:]))

    observed = distance(tuple(pooled))
    found = [distance(order) >= observed for order in permutations(pooled)]
    return Fraction(sum(found), len(found))


def test_a_textbook_of_four_subjects() -> None:
    """Scores 7, 5 against 3, 1: 2 of 6 assignments, p = 0.333 (D. Nettleton, Iowa State University, Stat 401)."""
    found = permutation_test(decimals([7, 5]), decimals([3, 1]))
    assert (6, True) == (found.assignments, found.exact)
    assert Decimal("0.333") == round(found.p, 3)


def test_the_mice_of_efron_and_tibshirani() -> None:
    """11,440 assignments; scipy 1.17 gives 0.2783216783 for the absolute difference of means."""
    found = permutation_test(decimals(TREATED), decimals(CONTROL))
    assert (11440, True) == (found.assignments, found.exact)
    assert Decimal("0.2783216783") == round(found.p, 10)


def test_five_against_five_without_overlap() -> None:
    """The smallest p that five runs a side can give: 2 of 252."""
    found = permutation_test(decimals(["0.41", "0.42", "0.43", "0.44", "0.45"]), decimals([*"00000"]))
    assert Decimal(2) / 252 == pytest.approx(found.p)


def test_equal_values_differ_by_nothing() -> None:
    """Where all runs are alike, every assignment is as far apart as the one at hand."""
    assert 1 == permutation_test(decimals(["0.4"] * 6), decimals(["0.4"] * 5)).p


_SIDE = st.lists(st.integers(-30, 30).map(lambda n: Decimal(n).scaleb(-2)), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None)
@given(first=_SIDE, second=_SIDE)
def test_all_assignments_as_brute_force_counts_them(first: list[Decimal], second: list[Decimal]) -> None:
    """Ties and sides of unequal length included."""
    expected = brute_force(first, second)
    assert expected == Fraction(permutation_test(first, second).p).limit_denominator(1000)


@settings(max_examples=30, deadline=None)
@given(first=_SIDE, second=_SIDE)
def test_neither_sides_nor_units_matter(first: list[Decimal], second: list[Decimal]) -> None:
    """Swapped sides, and fractions told in percent, have the same p."""
    p = permutation_test(first, second).p
    assert p == permutation_test(second, first).p
    assert p == permutation_test([100 * value for value in first], [100 * value for value in second]).p


def test_drawn_assignments_are_near_all_of_them() -> None:
    """Eleven runs a side have 705,432 assignments; of 10,000 drawn ones p is off by a few thousandths."""
    first = decimals(["0.402", "0.411", "0.398", "0.405", "0.415", "0.409", "0.401", "0.412", "0.399", "0.41", "0.407"])
    second = [value + Decimal("0.004") for value in first]
    found = permutation_test(first, second)
    assert (10_000, False) == (found.assignments, found.exact)
    assert Decimal("0.1223420542") == pytest.approx(found.p, abs=Decimal("0.012"))
    # the Mersenne Twister of numpy, from the same seed and over fractions, gives just this
    assert Decimal("0.1259") == found.p


def test_drawing_never_gives_zero() -> None:
    """The assignment at hand counts: of 10,000 at least one."""
    found = permutation_test(decimals([1] * 30), decimals([0] * 30))
    assert Decimal("0.0001") == found.p


@pytest.mark.parametrize(("others", "exact", "assignments"), [(199_999, True, 200_000), (200_000, False, 10_000)])
def test_every_assignment_is_tried_as_long_as_they_are_few(others: int, exact: bool, assignments: int) -> None:
    """One run against 199,999 others has 200,000 assignments, the most that are tried; with one more they are drawn.

    The one run is above all others, so that of all assignments only that at hand is as far apart.
    """
    found = permutation_test(decimals([1]), decimals([0] * others))
    assert (exact, assignments) == (found.exact, found.assignments)
    assert not exact or Decimal(1) / 200_000 == found.p


@pytest.mark.parametrize(
    ("size", "draws"),
    [(10, 9999), (100, 9999), (101, 9900), (500, 2000), (1001, 999), (1002, 999), (5000, 999)],
)
def test_long_sides_are_drawn_less_often(size: int, draws: int) -> None:
    """A million steps are enough, and 999 draws the least."""
    assert draws == draws_for(size)


def test_an_empty_side_is_refused() -> None:
    """There is nothing to compare with."""
    with pytest.raises(ValueError, match="both sides"):
        permutation_test([], [Decimal(1)])
