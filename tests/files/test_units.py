"""Units in the names of columns: found where they are said, refused where they are not clear, never guessed."""

from __future__ import annotations

import pytest

from reportgen.files.units import UnclearUnit, energy_unit_in, time_unit_in


@pytest.mark.parametrize(
    ("column", "unit"),
    [
        ("energy (MJ)", "MJ"),
        ("energy (GJ)", "GJ"),
        ("energy [kWh]", "kWh"),
        ("energy_kwh", "kWh"),
        ("ENERGY_KWH", "kWh"),
        ("energy_consumed_wh", "Wh"),
        ("metrics.energy_kJ", "kJ"),
        ("energy in MWh", "MWh"),
        ("total energy, J", "J"),
        ("joules", "J"),
        ("megajoules used", "MJ"),
    ],
)
def test_the_unit_of_an_energy_stands_in_its_name(column: str, unit: str) -> None:
    """In parentheses, after an underscore or as a word of its own."""
    found = energy_unit_in(column)

    assert found is not None
    assert unit == found.name


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
    ("column", "unit"),
    [
        ("training duration (h)", "h"),
        ("duration_s", "s"),
        ("time_min", "min"),
        ("hours", "h"),
        ("wall time [ms]", "ms"),
        ("duration", "s"),
    ],
)
def test_the_unit_of_a_time_stands_in_its_name_or_is_the_second(column: str, unit: str) -> None:
    """As everywhere in reportgen, a bare duration is in seconds."""
    assert unit == time_unit_in(column).name
