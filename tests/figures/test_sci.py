"""The software carbon intensity against the specification's example and numbers worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.figures.runs import FOUR, run, values_of

# 1,000 samples retained; 2 kWh x 1.5 x 0.5 kg/kWh are 1.5 kg
BASE: dict[str, Any] = {
    **FOUR,
    "samples_before": 2000,
    "samples_after": 1000,
    "duration": "PT2H",
    "energy": [{"kwh": 2}],
    "grid": {"intensity": Decimal("0.5"), "pue": Decimal("1.5")},
}


def embodied(**device: Any) -> Decimal:
    """The grams of a device's embodied emissions."""
    found = values_of({**BASE, "embodied": [{"device": "it", **device}]})["embodied.it"]
    assert found is not None
    return found * 1000


def test_the_specifications_example() -> None:
    """1,000 kg over four years, reserved for one hour, are 1000 x 1/(4 x 365 x 24), or around 28 g."""
    assert Decimal("28.54") == round(embodied(kg=1000, lifetime_years=4, hours=1), 2)


@pytest.mark.parametrize(("years", "utilisation", "grams"), [(6, 1, "19"), (3, 1, "38"), (3, "0.5", "75")])
def test_a_gpu_hour_of_a_p5_server(years: int, utilisation: Any, grams: str) -> None:
    """An H100 of 273 kg with an eighth of a server of 5,700 kg, 985.5 kg: 18.75, 37.5 and, half used, 75 g an hour."""
    common = {"hours": 1, "lifetime_years": years, "utilisation": Decimal(utilisation)}
    devices = [{"device": "H100", **common}, {"device": "p5 server", "share": Decimal("0.125"), **common}]
    found = values_of({**BASE, "embodied": devices})["embodied_co2.filtering"]
    assert found is not None
    assert Decimal(grams) == round(found * 1000, 0)


def test_an_intensity_per_retained_sample() -> None:
    """87.6 kg over one year for the run's two hours are 0.02 kg; with 1.5 kg of electricity, over 1,000 samples."""
    figures = run({**BASE, "embodied": [{"device": "it", "kg": Decimal("87.6"), "lifetime_years": 1}]}).figures
    assert Decimal("0.02") == figures["embodied_co2.filtering"].value
    assert ("embodied.it",) == figures["embodied_co2.filtering"].covers
    assert "Embodied emissions of the hours reserved, it" == figures["embodied.it"].label
    assert Decimal("0.00152") == figures["sci.retained_sample"].value
    assert "kgCO2e/sample" == figures["sci.retained_sample"].unit


def test_an_intensity_per_training_run() -> None:
    """10 h x 2 GPUs x 200 W are 4 kWh, 3 kg; two devices of 876 kg over a year for ten hours are 2 kg: 5 kg a run."""
    training = {"hours": 10, "gpus": 2, "watts": 200}
    device = {"device": "it", "kg": 876, "lifetime_years": 1, "count": 2, "used_for": "training"}
    figures = run({**BASE, "training": training, "embodied": [device]}).figures
    assert Decimal(3) == figures["training_co2"].value
    assert (Decimal(5), "kgCO2e") == (figures["sci.training_run"].value, figures["sci.training_run"].unit)
    assert "sci.retained_sample" not in figures


def test_certificates_do_not_lower_it() -> None:
    """A market-based intensity of zero leaves the score as it is."""
    devices = {"embodied": [{"device": "H100"}]}
    green = {**BASE["grid"], "market_intensity": 0}
    assert (
        values_of({**BASE, **devices})["sci.retained_sample"]
        == values_of({**BASE, **devices, "grid": green})["sci.retained_sample"]
    )


def test_no_intensity_without_energy_or_samples() -> None:
    """Energy that nobody measured, and a run that retained nothing, leave it without a value and with a reason."""
    devices = {"embodied": [{"device": "H100"}]}
    unmeasured = run({**FOUR, **devices}).figures["sci.retained_sample"]
    assert (None, "filtering energy was not measured") == (unmeasured.value, unmeasured.reason)
    emptied = run({**BASE, **devices, "samples_after": 0}).figures["sci.retained_sample"]
    assert (None, "no sample was retained") == (emptied.value, emptied.reason)
    assert "sci.retained_sample" not in run(BASE).figures


def test_setting_what_a_device_emits() -> None:
    """--set stands in for a device that is in no table."""
    devices = {"embodied": [{"device": "L4", "lifetime_years": 1, "hours": 8760}]}
    assert Decimal(40) == values_of({**BASE, **devices}, {"embodied_kg.l4": "40"})["embodied.l4"]
