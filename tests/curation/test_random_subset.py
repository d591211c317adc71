"""A class in a random subset: against the definition of the hypergeometric law in whole numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest

from reportgen.curation.random_subset import Below, of_random


@pytest.mark.parametrize(
    ("samples", "of_class", "kept"),
    [
        *((20, of_class, kept) for of_class in range(21) for kept in range(21)),
        # just a twentieth of all subsets hold the fewest, or all but a twentieth no more than a number
        *((6, 3, 3), (16, 2, 12), (16, 4, 14), (16, 12, 2), (16, 14, 4), (40, 2, 1), (40, 38, 1), (400, 20, 1)),
        (1000, 3, 744),
        (1000, 997, 10),
        (2975, 120, 2231),
        (1200, 600, 600),
    ],
)
def test_every_number_by_the_definition(samples: int, of_class: int, kept: int) -> None:
    """Each probability is a quotient of three numbers of combinations."""
    found = of_random(samples, of_class, kept)
    ways = [comb(of_class, it) * comb(samples - of_class, kept - it) for it in range(min(of_class, kept) + 1)]
    whole = comb(samples, kept)
    passed, low, high = 0, None, None
    for number, many in enumerate(ways):
        passed += many
        low = number if low is None and 20 * passed >= whole else low
        high = number if high is None and 20 * passed >= 19 * whole else high

    assert (low, high) == (found.low, found.high)
    assert found.none == pytest.approx(float(Fraction(ways[0], whole)), rel=1e-12, abs=1e-290)
    assert abs(found.expected - Decimal(of_class) * kept / samples) < Decimal("1e-20")


def test_a_billion_samples() -> None:
    """Half of a class of a tenth: by the normal law 50,000,000 with a deviation of 4743.4, of which 1.645 are 7802."""
    found = of_random(10**9, 10**8, 5 * 10**8)

    assert (Decimal(5 * 10**7), 0.0) == (found.expected, found.none)
    assert abs(found.low - (5 * 10**7 - 7802)) <= 2
    assert abs(found.high - (5 * 10**7 + 7802)) <= 2


@pytest.mark.parametrize("counts", [(10, 11, 5), (10, 5, 11), (10, -1, 5)])
def test_a_part_is_no_more_than_the_whole(counts: tuple[int, int, int]) -> None:
    """Else there is no such subset."""
    with pytest.raises(ValueError, match="are parts of the samples"):
        of_random(*counts)


@pytest.mark.parametrize(("samples", "kept"), [(1, 0), (1, 1), (40, 13), (40, 40), (60, 1), (60, 59), (300, 150)])
def test_what_is_below_is_below_the_percentile(samples: int, kept: int) -> None:
    """Every class and every number of it that can be left: the short ways say what the whole law says."""
    below = Below(samples, kept)
    for of_class in range(1, samples + 1):
        low = of_random(samples, of_class, kept).low
        possible = range(max(0, of_class + kept - samples), min(of_class, kept) + 1)

        assert [left < low for left in possible] == [below(of_class, left) for left in possible]
