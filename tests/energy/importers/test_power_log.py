"""What logs of samplers share: times of day in their order, and the words for what a device drew."""

from decimal import Decimal

import pytest

from reportgen.energy.importers.power_log import DayClock, drawn

DAY_S = 86_400


@pytest.mark.parametrize(
    ("times_s", "expected_s"),
    [
        ([10, 20, 15], [10, 20, 15]),
        ([43_200, 0], [43_200, 0]),  # half a day back is no midnight
        ([43_201, 0], [43_201, DAY_S]),
        ([80_000, 0, 80_000, 5], [80_000, DAY_S, DAY_S + 80_000, 2 * DAY_S + 5]),
    ],
)
def test_a_step_back_of_more_than_half_a_day_passed_a_midnight(times_s: list[int], expected_s: list[int]) -> None:
    """Each one is a day more."""
    clock = DayClock()

    assert expected_s == [clock.at(Decimal(time_s)) for time_s in times_s]


@pytest.mark.parametrize(
    ("energy_kwh", "said"),
    [(None, "not measured"), ("0.001", "3600 J"), ("0.0000001", "0.36 J"), ("0.0000000123", "0.044 J")],
)
def test_what_a_device_drew_is_said_in_joules(energy_kwh: str | None, said: str) -> None:
    """To the thousandth: 0.04428 J are 0.044 J."""
    assert said == drawn(None if energy_kwh is None else Decimal(energy_kwh))
