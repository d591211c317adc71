"""What making a device emits, by its name."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.factors.embodied import embodied_kg, lifetime_years


@pytest.mark.parametrize(
    ("name", "kg"),
    [("NVIDIA A100-SXM4-40GB", "150"), ("NVIDIA H100 80GB HBM3", "273"), ("AWS p5.48xlarge", "5700")],
)
def test_devices_are_found_by_their_names(name: str, kg: str) -> None:
    """Names as drivers and clouds give them find the published emissions."""
    fact = embodied_kg(name)
    assert fact is not None
    assert Decimal(kg) == fact.value


@pytest.mark.parametrize("name", ["", "NVIDIA L4", "H1000", "a1000"])
def test_an_unknown_device_has_none(name: str) -> None:
    """What is in no table, and what only begins like it, is not guessed."""
    assert embodied_kg(name) is None


def test_the_later_estimate_is_the_value_and_the_upper_end() -> None:
    """EcoLogits says 164 kg of an H100 at first and 273 kg later; of an A100 there is one estimate and no range."""
    fact, alone = embodied_kg("H100"), embodied_kg("A100")
    assert fact is not None
    assert alone is not None
    assert (Decimal(164), Decimal(273), Decimal(273)) == (fact.low, fact.value, fact.high)
    assert (None, None) == (alone.low, alone.high)
    assert (("ecologits-0-11", "ecologits-0-9"), 1) == (fact.sources, len(alone.sources))


def test_hardware_lives_three_years_or_longer() -> None:
    """Without a word three years, and up to six."""
    usual = lifetime_years()
    assert (Decimal(3), Decimal(3), Decimal(6)) == (usual.value, usual.low, usual.high)
