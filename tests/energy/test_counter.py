"""What an energy counter went on by, in numbers worked by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.energy.counter import MAY_HAVE_WRAPPED, RESET, Counter
from reportgen.energy.power import Gap


def counted(readings: list[tuple[int, int]], wraps_at_uj: int | None = None) -> Counter:
    counter = Counter(wraps_at_uj)
    for second, joules in readings:
        counter.add(Decimal(second), joules * 1_000_000)
    return counter


def test_a_counter_goes_on_by_its_steps() -> None:
    """From 5 J over 20 J to 30 J are 25 J; its outline has the mean power of each step."""
    counter = counted([(10, 5), (11, 20), (12, 30)])

    assert Decimal(25) == counter.energy_j
    assert [Decimal(15), Decimal(10)] == [span.mean_w for span in counter.envelope().spans]


def test_a_long_silence_is_no_gap_for_a_counter() -> None:
    """It runs on while nobody reads it: 60 s at 10 W are 600 J."""
    counter = counted([(0, 0), (60, 600)])

    assert Decimal(600) == counter.energy_j
    assert [] == counter.gaps


def test_a_counter_that_may_have_wrapped_twice_is_not_believed() -> None:
    """Ten seconds could be 10 kJ, more than the 5 kJ at which the counter begins anew."""
    counter = counted([(0, 100), (10, 200), (11, 300)], wraps_at_uj=5_000_000_000)

    assert Decimal(100) == counter.energy_j
    assert [Gap(Decimal(0), Decimal(10), MAY_HAVE_WRAPPED)] == counter.gaps


def test_a_step_back_without_a_range_is_a_reset() -> None:
    """A counter that never wraps and steps back began anew."""
    counter = counted([(0, 100), (1, 150), (2, 20), (3, 60)])

    assert Decimal(90) == counter.energy_j
    assert [Gap(Decimal(1), Decimal(2), RESET)] == counter.gaps


def test_time_that_goes_back_is_refused() -> None:
    """A reading before the last one is none of the same run."""
    with pytest.raises(ValueError, match="back"):
        counted([(1, 5), (0, 5)])


def test_the_outline_knows_no_short_steps() -> None:
    """A counter that leaps once a second, read more often: its mean is 10 W, and never 0 W or 1000 W."""
    counter = Counter(shortest_span_s=Decimal("0.5"))
    for milliseconds, joules in ((0, 0), (5, 0), (1000, 10), (1010, 20), (2005, 20), (3000, 30)):
        counter.add(Decimal(milliseconds) / 1000, joules * 1_000_000)

    assert Decimal(30) == counter.energy_j
    assert all(5 <= span.low_w and span.high_w <= 15 for span in counter.envelope().spans)
