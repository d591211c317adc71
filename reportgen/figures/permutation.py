"""Whether two sides of runs differ by more than chance: a two-sided permutation test of the difference of means.

Where no side is better, each way to deal the runs out to the two sides was equally likely; p is the share of those
ways whose means differ by at least as much as they do. Every way is tried where they are at most
`MOST_ASSIGNMENTS`, else `draws_for` of them, drawn from a fixed seed, the way at hand counted among them (Phipson and
Smyth 2010, so that p is never 0). This is the procedure permutation_test/1.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from math import comb

from reportgen.precision import working_precision

PROCEDURE = "permutation_test/1"
MOST_ASSIGNMENTS = 200_000
SEED = 1
_MOST_STEPS = 1_000_000


@dataclass(frozen=True)
class PermutationTest:
    """p: from above 0 to 1. assignments: ways that were looked at; exact: whether these are all."""

    p: Decimal
    assignments: int
    exact: bool


def permutation_test(first: Sequence[Decimal], second: Sequence[Decimal]) -> PermutationTest:
    """The test of the two sides, each of one value or more, in any one unit; ValueError for an empty side."""
    if not first or not second:
        raise ValueError("a permutation test needs values on both sides")
    values = _whole_numbers([*first, *second])
    size = min(len(first), len(second))
    smaller = values[: len(first)] if len(first) == size else values[len(first) :]
    count, whole = len(values), sum(values)

    def distance(chosen: int) -> int:
        # the difference of means times both sizes: whole numbers, so that ties are ties
        return abs(chosen * count - whole * size)

    observed = distance(sum(smaller))
    assignments = comb(count, size)
    if assignments <= MOST_ASSIGNMENTS:
        hits = sum(distance(sum(chosen)) >= observed for chosen in combinations(values, size))
        return PermutationTest(_share(hits, assignments), assignments, exact=True)
    draws = draws_for(size)
    hits = sum(distance(chosen) >= observed for chosen in _drawn_sums(values, size, draws))
    return PermutationTest(_share(hits + 1, draws + 1), draws + 1, exact=False)


def draws_for(size: int) -> int:
    """How many ways are drawn where the smaller side has so many runs: 9,999, of long sides fewer, at least 999."""
    return min(9_999, max(999, _MOST_STEPS // size))


def _share(hits: int, of: int) -> Decimal:
    with working_precision():
        return Decimal(hits) / Decimal(of)


def _whole_numbers(values: Sequence[Decimal]) -> list[int]:
    """The values times one power of ten, all of their digits kept."""
    places = max(0, *(-int(value.as_tuple().exponent) for value in values))
    return [int(value.scaleb(places)) for value in values]


def _drawn_sums(values: list[int], size: int, draws: int) -> list[int]:
    """The sum of so many values without replacement, drawn again and again from the fixed seed."""
    # random() alone gives the same numbers under every version of Python; sample() and shuffle() do not promise it
    rest, uniform, count = list(values), random.Random(SEED).random, len(values)
    sums = []
    for _ in range(draws):
        for place in range(size):
            other = place + int(uniform() * (count - place))
            rest[place], rest[other] = rest[other], rest[place]
        sums.append(sum(rest[:size]))
    return sums
