"""What an energy counter went on by, in numbers worked by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.energy.counter import Counter
from reportgen.energy.power import Envelope, Gap, Span

RESET, MAY_HAVE_WRAPPED = "counter reset", "no samples, and the counter may have begun anew"


def counted(readings: list[tuple[int, int]], wraps_at_uj: int | None = None, shortest_span_s: str = "0") -> Counter:
    counter = Counter(wraps_at_uj, Decimal(shortest_span_s))
    for second, joules in readings:
        counter.add(Decimal(second), joules * 1_000_000)
    return counter


def outline(counter: Counter) -> list[tuple[int, int, int | Decimal]]:
    """Return start, end and mean power of each span."""
    return [(int(span.start_s), int(span.end_s), span.mean_w) for span in counter.envelope().spans]


def test_a_counter_goes_on_by_its_steps() -> None:
    """From 5 J over 20 J to 30 J are 25 J; its outline has the mean power of each step."""
    counter = counted([(10, 5), (11, 20), (12, 30)])

    assert Decimal(25) == counter.energy_j
    spans = tuple(Span(*map(Decimal, (start, start + 1, *[watts] * 3))) for start, watts in ((10, 15), (11, 10)))
    assert Envelope(spans, 3) == counter.envelope()


def test_a_long_silence_is_no_gap_for_a_counter() -> None:
    """It runs on while nobody reads it: 60 s at 10 W are 600 J."""
    counter = counted([(0, 0), (60, 600)])

    assert Decimal(600) == counter.energy_j
    assert [] == counter.gaps


@pytest.mark.parametrize(("silence_s", "believed"), [(4, True), (5, False), (6, False), (10, False)])
def test_a_counter_that_may_have_wrapped_unseen_is_not_believed(silence_s: int, believed: bool) -> None:
    """At 1,000 W at most a counter that begins anew at 5 kJ has not got round in 4 s, and may have in 5 s."""
    counter = counted([(0, 100), (silence_s, 200), (silence_s + 1, 300)], wraps_at_uj=5_000_000_000)

    assert Decimal(200 if believed else 100) == counter.energy_j
    assert ([] if believed else [Gap(Decimal(0), Decimal(silence_s), MAY_HAVE_WRAPPED)]) == counter.gaps


@pytest.mark.parametrize(("after_j", "expected_j"), [(950, 1050), (989, 1089), (990, 1090), (991, 90)])
def test_a_step_back_is_a_wrap_where_the_device_can_have_drawn_it(after_j: int, expected_j: int) -> None:
    """From 9,990 J over the end at 10,000 J: 1,000 J in a second at most, else the counter was reset; then 90 J more.

    To 990 J are exactly 1,000 J; to 991 J would be 1,001 J, of which nothing counts.
    """
    counter = counted([(0, 9990), (1, after_j), (2, after_j + 90)], wraps_at_uj=10_000_000_000)

    assert Decimal(expected_j) == counter.energy_j
    assert ([RESET] if expected_j == 90 else []) == [gap.reason for gap in counter.gaps]


def test_a_wrap_at_which_nothing_is_drawn_is_one() -> None:
    """From the last reading that the counter can have to its first: no reset, and the second is covered."""
    counter = counted([(0, 10_000), (1, 0), (2, 90)], wraps_at_uj=10_000_000_000)

    assert (Decimal(90), Decimal(2), []) == (counter.energy_j, counter.covered_s, counter.gaps)


def test_a_step_back_without_a_range_is_a_reset() -> None:
    """A counter that never wraps and steps back began anew."""
    counter = counted([(0, 100), (1, 150), (2, 20), (3, 60)])

    assert Decimal(90) == counter.energy_j
    assert [Gap(Decimal(1), Decimal(2), RESET)] == counter.gaps


def test_the_least_step_back_without_a_range_is_a_reset() -> None:
    """Of a microjoule: a counter that never wraps does not go back."""
    counter = Counter()
    counter.add(Decimal(0), 10)
    counter.add(Decimal(1), 9)

    assert (0, [Gap(Decimal(0), Decimal(1), RESET)]) == (counter.energy_uj, counter.gaps)


def test_a_counter_first_read_after_a_suspension_begins_there() -> None:
    """What came before is unknown and no gap of its own; from 100 J on 50 J are counted in a second."""
    counter = Counter()
    counter.interrupt("suspended", Decimal(7), 100_000_000)
    counter.add(Decimal(8), 150_000_000)

    assert (Decimal(50), Decimal(1), []) == (counter.energy_j, counter.covered_s, counter.gaps)
    assert (Decimal(7), 2) == (counter.first_s, counter.samples)


def test_a_suspension_is_in_no_sum() -> None:
    """10 J before it and 20 J after it count; the 500 J between do not, nor does their time."""
    counter = counted([(0, 0), (1, 10)])
    counter.interrupt("suspended", Decimal(100), 510_000_000)
    counter.add(Decimal(101), 530_000_000)

    assert (Decimal(30), Decimal(2)) == (counter.energy_j, counter.covered_s)
    assert (Decimal(0), 4) == (counter.first_s, counter.samples)
    assert [Gap(Decimal(1), Decimal(100), "suspended")] == counter.gaps
    assert [(0, 1, 10), (100, 101, 20)] == outline(counter)
    assert (Decimal(0), Decimal(101), 4) == (counter.first_s, counter.last_s, counter.samples)


def test_the_outline_does_not_bridge_a_gap() -> None:
    """A span that was too short to be drawn when the counter was reset is not drawn over the gap either.

    From 0 s to 1 s, then a reset to 2 s; from there 30 J in 2 s.
    """
    counter = counted([(0, 100), (1, 150), (2, 20), (3, 30), (4, 50)], shortest_span_s="2")

    assert Decimal(80) == counter.energy_j
    assert [(2, 4, 15)] == outline(counter)


@pytest.mark.parametrize(("shortest_span_s", "spans"), [("1", 2), ("1.5", 1), ("2", 1), ("2.5", 0)])
def test_the_outlines_steps_are_as_long_as_asked(shortest_span_s: str, spans: int) -> None:
    """Of two steps of 1 s: a span may be exactly the shortest one."""
    found = outline(counted([(0, 0), (1, 10), (2, 20)], shortest_span_s=shortest_span_s))

    assert (spans, {10} if spans else set()) == (len(found), {mean_w for _, _, mean_w in found})


def test_time_that_goes_back_is_refused() -> None:
    """A reading before the last one is none of the same run."""
    with pytest.raises(ValueError, match="back"):
        counted([(1, 5), (0, 5)])
    assert Decimal(1) == counted([(1, 5), (1, 6)]).energy_j  # the same time again is not back


def test_the_outline_knows_no_short_steps() -> None:
    """A counter that leaps once a second, read more often: its mean is 10 W, and never 0 W or 1000 W."""
    counter = Counter(shortest_span_s=Decimal("0.5"))
    for milliseconds, joules in ((0, 0), (5, 0), (1000, 10), (1010, 20), (2005, 20), (3000, 30)):
        counter.add(Decimal(milliseconds) / 1000, joules * 1_000_000)

    assert Decimal(30) == counter.energy_j
    assert all(5 <= span.low_w and span.high_w <= 15 for span in counter.envelope().spans)
