"""The sums over samples, where a counter is read more seldom than power."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.energy.meters.meter import BY_COUNTER, MeteredDevice
from reportgen.energy.tally import DeviceResult, Tally
from reportgen.files.units import J_PER_KWH

GPU = MeteredDevice("gpu0", "H100 (GPU 0)", "gpu", BY_COUNTER, power_limit_w=Decimal(110))


def tallied(seconds: int, counted_at: dict[int, int]) -> Tally:
    """Return the sums of 100 W each second, and of the counter's readings in J at some of them."""
    tally = Tally([GPU], Decimal(1))
    for second in range(seconds + 1):
        counter = {"gpu0": counted_at[second] * 1_000_000} if second in counted_at else {}
        tally.sample(Decimal(second), counter, {"gpu0": 100_000}, Decimal(0))
    return tally


def joules(result: DeviceResult) -> Decimal:
    """Return what the device drew."""
    assert result.device.energy_kwh is not None
    return round(result.device.energy_kwh * J_PER_KWH, 6)


def test_a_counter_that_is_read_seldom_is_believed_where_it_was_read() -> None:
    """From 7,000 J to 9,060 J in 20 s, while power says 2,000 J: the counter's 2,060 J count."""
    [result] = tallied(20, {0: 7000, 20: 9060}).results()
    assert (Decimal(2060), "energy counter") == (joules(result), result.device.method)


def test_what_came_after_the_last_reading_is_taken_from_power() -> None:
    """Killed 9 s after the counter was read: its 2,060 J and 9 s at 100 W, with nothing lost and nothing doubted."""
    tally = tallied(29, {0: 7000, 20: 9060})
    [result] = tally.results()

    assert 2960 == joules(result)
    assert tally.energy_j == Decimal(2960)
    assert ((), (), ()) == (result.gaps, result.warnings, result.implausible)


def test_a_run_that_ends_before_the_second_reading_is_power_alone() -> None:
    """Killed after 5 s: 500 J by power, within a limit of 110 W."""
    [result] = tallied(5, {0: 7000}).results()
    assert 500 == joules(result)
    assert not result.implausible


@pytest.mark.parametrize(("counted_j", "doubted"), [(2740, False), (2760, True)])
def test_an_impossible_counter_is_found_over_all_the_time(counted_j: int, doubted: bool) -> None:
    """137.5 W are 1.25 of the limit: over the counter's 20 s, not over fewer."""
    [result] = tallied(20, {0: 0, 20: counted_j}).results()
    assert doubted == bool(result.implausible)
