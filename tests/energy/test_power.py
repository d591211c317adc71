"""The integral of sampled power, held against areas worked by hand."""

import random
from decimal import Decimal

import pytest

from reportgen.energy.power import MOST_SPANS, Envelope, Gap, Integral, Span


def fed(samples: list[tuple[str, str]], longest_step_s: str | None = None) -> Integral:
    """Return the integral of samples given as texts."""
    integral = Integral(None if longest_step_s is None else Decimal(longest_step_s))
    for time_s, power_w in samples:
        integral.add(Decimal(time_s), Decimal(power_w))
    return integral


def test_a_ramp_has_the_area_of_its_trapezoid() -> None:
    """From 100 W to 300 W in 2 s are 400 J, and a step in between could make it 200 J more or less."""
    ramp = fed([("10", "100"), ("12", "300")])

    assert Decimal(400) == ramp.energy_j
    assert Decimal(200) == ramp.bound_j
    assert Decimal(2) == ramp.covered_s


def test_a_long_silence_counts_for_nothing() -> None:
    """Samples 60 s apart, where 3 s are allowed, have a gap between them and not 60 s of energy."""
    integral = fed([("0", "50"), ("1", "50"), ("61", "50"), ("62", "50")], longest_step_s="3")

    assert Decimal(100) == integral.energy_j
    assert [Gap(Decimal(1), Decimal(61), "no samples")] == integral.gaps


@pytest.mark.parametrize(("silence", "gaps", "energy_j"), [("2.9", 0, 245), ("3", 0, 250), ("3.1", 1, 100)])
def test_a_step_as_long_as_allowed_is_no_gap(silence: str, gaps: int, energy_j: int) -> None:
    """At 50 W: a second, the silence and a second more, where samples may be 3 s apart and no further."""
    end = Decimal(1) + Decimal(silence)
    integral = fed([("0", "50"), ("1", "50"), (str(end), "50"), (str(end + 1), "50")], longest_step_s="3")

    assert (gaps, Decimal(energy_j)) == (len(integral.gaps), integral.energy_j)


def test_a_curve_that_begins_with_an_interruption_begins_there() -> None:
    """What came before the first sample is no gap of the curve; a second at 50 W is counted after it."""
    integral = Integral()
    integral.interrupt("suspended", Decimal(7), Decimal(50))
    integral.add(Decimal(8), Decimal(50))

    assert (Decimal(50), Decimal(7), [], 2) == (integral.energy_j, integral.first_s, integral.gaps, integral.samples)


def test_an_interruption_counts_for_nothing() -> None:
    """What lies between two samples around a suspend is in no sum."""
    integral = fed([("0", "50"), ("1", "50")])
    integral.interrupt("suspended", Decimal(2), Decimal(50))
    integral.add(Decimal(3), Decimal(50))

    assert Decimal(100) == integral.energy_j
    assert [Gap(Decimal(1), Decimal(2), "suspended")] == integral.gaps
    assert (Decimal(0), Decimal(3), 4) == (integral.first_s, integral.last_s, integral.samples)


@pytest.mark.parametrize(
    ("start_s", "end_s", "meet"), [(0, 5, False), (0, 6, True), (6, 7, True), (9, 12, True), (10, 12, False)]
)
def test_gaps_meet_that_have_time_in_common(start_s: int, end_s: int, meet: bool) -> None:
    """With one from 5 s to 10 s, whichever is asked; one that begins where the other ends does not."""
    gap, other = Gap(Decimal(5), Decimal(10), "a"), Gap(Decimal(start_s), Decimal(end_s), "b")

    assert (meet, meet) == (gap.meets(other), other.meets(gap))


def test_times_are_those_of_a_clock_that_began_later() -> None:
    """A gap and an outline of a record that began at 100 s of its samples' clock, which keep all else."""
    integral = fed([("100", "50"), ("101", "70"), ("109", "80"), ("110", "60")], longest_step_s="3")
    [gap] = integral.gaps

    assert Gap(Decimal(1), Decimal(9), "no samples") == gap.since(Decimal(100))
    spans = (Span(*map(Decimal, (0, 1, 60, 50, 70))), Span(*map(Decimal, (9, 10, 70, 60, 80))))
    assert Envelope(spans, 4) == integral.envelope(Decimal(100))


def test_the_highest_power_of_a_board_that_draws_nothing_is_zero() -> None:
    """However small a power is, it is the highest one."""
    assert Decimal(0) == fed([("0", "0"), ("1", "0")]).peak_w
    assert Decimal("0.5") == fed([("0", "0"), ("1", "0.5")]).peak_w


def test_the_highest_power_is_kept() -> None:
    """Of samples beside gaps and interruptions too."""
    integral = fed([("0", "50"), ("1", "300"), ("9", "70")], longest_step_s="3")
    integral.interrupt("suspended", Decimal(10), Decimal(400))

    assert Decimal(400) == integral.peak_w


def test_time_that_goes_back_is_refused() -> None:
    """A sample before the last one is no sample of the same curve."""
    with pytest.raises(ValueError, match="back"):
        fed([("1", "50"), ("0", "50")])
    assert Decimal(0) == fed([("1", "50"), ("1", "70")]).energy_j  # the same time again is not back


def test_the_true_energy_lies_within_the_bound() -> None:
    """1,000 random stepped curves, steps at least an interval apart: the bound holds for each."""
    dice = random.Random(20)
    for _ in range(1000):
        steps = [(0.0, dice.uniform(20, 700))]
        while steps[-1][0] < 30:
            steps.append((steps[-1][0] + dice.uniform(1.0, 4.0), dice.uniform(20, 700)))
        ends = [*[start for start, _ in steps[1:]], steps[-1][0] + 10]
        integral = Integral()
        for tick in range(31):
            power = next(w for (start, w), end in zip(steps, ends, strict=True) if start <= tick < end)
            integral.add(Decimal(tick), Decimal(power))
        true_j = sum(w * max(0.0, min(end, 30) - min(start, 30)) for (start, w), end in zip(steps, ends, strict=True))

        assert abs(float(integral.energy_j) - true_j) <= float(integral.bound_j) + 1e-9


def test_the_outline_of_a_long_record_stays_short_and_keeps_its_extremes() -> None:
    """100,000 seconds have at most 480 spans, whose energy adds up and whose peak is not averaged away."""
    integral = Integral()
    for second in range(100_000):
        integral.add(Decimal(second), Decimal(900 if second == 54_321 else 100))
    spans = integral.envelope().spans
    energy_j = sum(span.mean_w * (span.end_s - span.start_s) for span in spans)

    assert len(spans) <= 2 * MOST_SPANS
    assert Decimal(900) == max(span.high_w for span in spans)
    assert float(integral.energy_j) == pytest.approx(float(energy_j), rel=1e-20)
    assert Decimal(0) == spans[0].start_s
    assert Decimal(99_999) == spans[-1].end_s


@pytest.mark.parametrize(
    ("steps", "spans"), [(479, 479), (480, 480), (481, 241), (960, 480), (961, 241), (964, 241), (965, 242)]
)
def test_an_outline_is_merged_once_it_is_too_long(steps: int, spans: int) -> None:
    """481 steps of 1 s are more than 480 spans: merged into pieces of at most 481 s / 240, of one or two steps each.

    Two steps are 2 s, within 2.004 s, so that 241 spans are left, of which the last is a single step. They grow by two
    steps each until there are 481 of them again, after 961 s, and then are merged into pieces of 4 s.
    """
    integral = fed([(str(second), "100") for second in range(steps + 1)])

    assert spans == len(integral.envelope().spans)


def test_pieces_are_as_long_as_they_may_be() -> None:
    """481 steps in 480 s, the first two of half a second: pieces of exactly 480 s / 240 are 240."""
    integral = fed([("0", "100"), ("0.5", "100"), *((str(second), "100") for second in range(1, 481))])

    assert 240 == len(integral.envelope().spans)


def broken(pieces: int) -> Integral:
    """Return a curve at 100 W in pieces of 3 s, each of twelve steps, with silences of 0.5 s between them."""
    quarters = [14 * piece + step for piece in range(pieces) for step in range(13)]
    return fed([(str(Decimal(quarter) / 4), "100") for quarter in quarters], longest_step_s="0.3")


def test_an_outline_never_bridges_a_gap() -> None:
    """Of 200 pieces: their 2,400 steps are merged into spans that are longer than a silence, and none holds one."""
    integral = broken(200)
    spans = integral.envelope().spans

    assert 200 <= len(spans) <= 480
    assert Decimal(600) == sum(span.end_s - span.start_s for span in spans) == integral.covered_s
    assert {Decimal(100)} == {span.mean_w for span in spans}


def test_an_outline_of_more_pieces_than_it_may_have_spans_stays_short() -> None:
    """2,000 pieces are drawn over some silences, with the mean of what was read; a long silence stays a gap."""
    integral = broken(2000)
    integral.add(Decimal(9000), Decimal(100))
    integral.add(Decimal("9000.25"), Decimal(100))
    spans = integral.envelope().spans

    assert 100 <= len(spans) <= 480
    assert {Decimal(100)} == {span.mean_w for span in spans}
    assert Decimal(0) == spans[0].start_s
    assert (Decimal("6999.5"), Decimal(9000)) == (spans[-2].end_s, spans[-1].start_s)
