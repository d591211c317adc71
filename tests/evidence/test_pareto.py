"""The Pareto front, held against its definition: no other point is as good in both and better in one."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reportgen.evidence.pareto import pareto_front

NUMBERS = st.integers(0, 6).map(Decimal)


def beaten(point: tuple[Decimal, Decimal], by: tuple[Decimal, Decimal]) -> bool:
    """Whether `by` takes as little and scores as high, and is not the same."""
    return by[0] <= point[0] and by[1] >= point[1] and by != point


@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=12))
def test_the_front_is_what_nothing_beats(points: list[tuple[Decimal, Decimal]]) -> None:
    """By comparing each with each; equal points share their fate."""
    assert [not any(beaten(point, other) for other in points) for point in points] == pareto_front(points)


def test_a_point_without_a_score_is_not_on_the_front() -> None:
    """Nor does it keep another from it."""
    assert [False, True] == pareto_front([(Decimal(1), None), (Decimal(2), Decimal("0.5"))])
