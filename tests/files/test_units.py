"""Units in the names of columns: found where they are said, refused where they are not clear, never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.files.units import UnclearUnit, energy_unit_in, power_unit, power_unit_in, time_unit_in


@pytest.mark.parametrize(
    ("column", "unit", "joules"),
    [
        ("total energy, J", "J", "1"),
        ("joules", "J", "1"),
        ("metrics.energy_kJ", "kJ", "1000"),
        ("kilojoules", "kJ", "1000"),
        ("energy (MJ)", "MJ", "1000000"),
        ("megajoules used", "MJ", "1000000"),
        ("energy (GJ)", "GJ", "1000000000"),
        ("gigajoule", "GJ", "1000000000"),
        ("energy_consumed_wh", "Wh", "3600"),
        ("energy [kWh]", "kWh", "3600000"),
        ("energy_kwh", "kWh", "3600000"),
        ("ENERGY_KWH", "kWh", "3600000"),
        ("energy in MWh", "MWh", "3600000000"),
        ("energy kWh, in kwh", "kWh", "3600000"),
    ],
)
def test_the_unit_of_an_energy_stands_in_its_name(column: str, unit: str, joules: str) -> None:
    """In parentheses, after an underscore or as a word of its own, once or twice."""
    found = energy_unit_in(column)

    assert found is not None
    assert (unit, Decimal(joules)) == (found.name, found.size)


@pytest.mark.parametrize("column", ["energy", "energy_consumed", "emissions (kg)", "jh", "energyMJ"])
def test_a_name_without_a_unit_has_none(column: str) -> None:
    """A letter inside a word is no unit."""
    assert energy_unit_in(column) is None


@pytest.mark.parametrize("column", ["energy (mJ)", "energy_mj", "energy_mwh", "energy (mWh)", "MJ or kWh"])
def test_what_may_be_milli_or_mega_is_refused(column: str) -> None:
    """A thousand million lies between the two; nor is one of two units taken."""
    with pytest.raises(UnclearUnit, match=r"small m|its name says"):
        energy_unit_in(column)


@pytest.mark.parametrize(
    ("column", "seconds"),
    [
        ("duration", "1"),
        ("duration_s", "1"),
        ("elapsed [sec]", "1"),
        ("wall time, seconds", "1"),
        ("wall time [ms]", "0.001"),
        ("milliseconds", "0.001"),
        ("time_msec", "0.001"),
        ("time_min", "60"),
        ("minutes", "60"),
        ("training duration (h)", "3600"),
        ("hours", "3600"),
        ("time_hrs", "3600"),
        ("duration (d)", "86400"),
        ("days", "86400"),
        ("hours (h)", "3600"),
        ("s", "1"),
    ],
)
def test_the_unit_of_a_time_stands_in_its_name_or_is_the_second(column: str, seconds: str) -> None:
    """As everywhere in reportgen, a bare duration is in seconds."""
    assert Decimal(seconds) == time_unit_in(column).size


@pytest.mark.parametrize("column", ["min time (h)", "hours and minutes", "h_or_s"])
def test_a_time_in_two_units_is_refused(column: str) -> None:
    """Which of them is meant is not guessed: hours taken for seconds are a power 3,600 times too large."""
    with pytest.raises(UnclearUnit, match="its name says"):
        time_unit_in(column)


@pytest.mark.parametrize(
    ("column", "watts"),
    [
        ("cpu_watts", "1"),
        ("Power (W)", "1"),
        ("gpu.0.powerWatts", "1"),
        ("GPU Power (mW)", "0.001"),
        ("power_mw", "0.001"),  # no device draws megawatts
        ("rack_kW", "1000"),
        ("milliwatts", "0.001"),
        ("site MW", "1000000"),
    ],
)
def test_the_unit_of_a_power_stands_in_its_name(column: str, watts: str) -> None:
    """With capitals or without, between other words or run together with them."""
    unit = power_unit_in(column)
    assert unit is not None
    assert Decimal(watts) == unit.size


@pytest.mark.parametrize("column", ["power", "GPU Power", "window", "wh", "energy (kWh)", "wattage"])
def test_a_name_without_a_unit_of_power_has_none(column: str) -> None:
    """A word that only begins like one is none, nor is a unit of energy."""
    assert power_unit_in(column) is None


@pytest.mark.parametrize(
    ("word", "name"), [("W", "W"), ("watt", "W"), ("mW", "mW"), ("MW", "MW"), ("mw", "mW"), ("J", None)]
)
def test_a_word_is_a_unit_of_power(word: str, name: str | None) -> None:
    """MW with two capitals alone is mega."""
    unit = power_unit(word)
    assert name == (unit.name if unit else None)
