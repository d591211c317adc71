"""CO2e beside energy, the published trainings, own factors and a home's electricity, worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.figures.runs import FOUR, run

GRID: dict[str, Any] = {"intensity": Decimal("0.5"), "pue": Decimal("1.2")}


def values(**manifest: Any) -> dict[str, Decimal | None]:
    """The figures of four lines with more, on a grid of 0.5 kg/kWh behind a PUE of 1.2."""
    return {key: figure.value for key, figure in run({**FOUR, "grid": GRID, **manifest}).figures.items()}


@pytest.mark.parametrize(
    ("task", "kwh", "kg", "named"),
    [
        ("classification", "57.6", "24.7", "ImageNet with ResNet-50"),
        ("object-detection", "28.8", "12.35", "MS COCO with RetinaNet"),
        ("segmentation", "14.4", "6.18", "Cityscapes with E-Net"),
    ],
)
def test_the_published_trainings(task: str, kwh: str, kg: str, named: str) -> None:
    """Energy and CO2e of one training, as the document prints them, and what it has in mind."""
    figures = run({**FOUR, "task": task}).figures

    assert Decimal(kwh) == figures.value("published_training_kwh")
    assert Decimal(kg) == figures.value("published_training_co2")
    assert str(figures["published_training_co2"].note).startswith(named)


@pytest.mark.parametrize("more", [{}, {"training": {"factor_per": "frame"}, "units_per_sample": {"frame": 240}}])
def test_the_factor_beside_is_told_from_the_one_that_counts(more: dict[str, Any]) -> None:
    """Printed and exact arithmetic of one training are two figures of two names, of whole frames too."""
    figures = run({**FOUR, **more}).figures
    of_sample = {key: str(figures[key].label) for key in figures if key.partition(".")[0] == "co2_per_sample"}
    assert "Training CO2e of one sample, exact arithmetic" == of_sample["co2_per_sample.exact"]
    assert len(of_sample) == len(set(of_sample.values()))
    assert "CO2e avoided, exact arithmetic" == figures["co2_savings.exact"].label


def test_the_published_factor_beside_the_exact_one() -> None:
    """Where the exact arithmetic counts, what the published factor would avoid stands beside it by its name."""
    figures = run({**FOUR, "training": {"factor": "exact"}}).figures
    assert "CO2e avoided, published factor" == figures["co2_savings.published"].label


def test_a_task_of_ones_own_has_no_published_training() -> None:
    """Nothing is published of it."""
    found = values(task="cuboids", prices=[{"task": "cuboids", "price": 1}])
    assert "published_training_co2" not in found


def test_the_emissions_of_a_model() -> None:
    """12 Wh an hour are 12 / 1000 x 1.2 x 0.5 kg; of runs of 10 and 14 Wh each its own, and the same of their mean."""
    models = [
        {"name": "A", "accuracy": Decimal("0.9"), "consumption_wh": 12, "per": "hour"},
        {"name": "B", "accuracy": Decimal("0.9"), "runs": [{"consumption_wh": 10}, {"consumption_wh": 14}]},
    ]
    found = values(models=models)

    assert Decimal("0.0072") == found["model_co2.a"]
    assert [Decimal("0.006"), Decimal("0.0084")] == [found["run_co2.b_1"], found["run_co2.b_2"]]
    assert Decimal("0.0072") == found["model_co2.b"]


def test_a_model_without_energy_has_no_emissions() -> None:
    """What is not known is not reckoned."""
    assert "model_co2.a" not in values(models=[{"name": "A", "accuracy": Decimal("0.9"), "cost": 1}])


def test_the_companys_own_factor() -> None:
    """37,500 x 0.0002 = 7.5 kg, less 3 kWh x 1.2 x 0.5 = 1.8 kg; the published scenario stays what it was."""
    found = values(training={"co2_per_sample": Decimal("0.0002")}, energy=[{"kwh": 3}])

    assert (Decimal("7.5"), Decimal("5.7")) == (found["co2_savings"], found["net_co2_savings.stated"])
    assert "co2_savings.exact" not in found
    # (37,500 x 28.8 / 110,000 - 3) x 1.2 x 0.5
    assert "4.0909090909" == f"{found['net_co2_savings']:.10f}"


def test_without_a_measured_energy_there_is_no_net_of_it() -> None:
    """What filtering emitted is not known."""
    assert "net_co2_savings.stated" not in values(training={"co2_per_sample": Decimal("0.0002")})


@pytest.mark.parametrize("keys", [{"factor_kwh": "11"}, {"factor_samples": "55000"}])
def test_the_companys_own_scenario(keys: dict[str, str]) -> None:
    """Its energy counts in the net; nothing beside it calls itself exact arithmetic of the published one."""
    figures = run({**FOUR, "settings": keys}).figures
    assert "co2_savings.exact" not in figures
    expected = {"factor_kwh": "0.0001", "factor_samples": "0.000523636363636363636"}[next(iter(keys))]
    assert abs(figures.value("training_energy_per_sample") - Decimal(expected)) < Decimal("1e-20")


def test_a_clip_of_frames_counts_each_of_them() -> None:
    """240 frames take 240 times the published image's factor, energy and exact factor."""
    found = values(training={"factor_per": "frame"}, units_per_sample={"frame": 240})

    assert Decimal("0.0264") == found["co2_per_sample"]
    assert Decimal(990) == found["co2_savings"]  # 37,500 x 0.0264
    assert "0.0628363636" == f"{found['training_energy_per_sample']:.10f}"  # 28.8 / 110,000 x 240
    assert "0.0271909987" == f"{found['co2_per_sample.exact']:.10f}"


def test_a_homes_yearly_electricity() -> None:
    """10.715 kWh at the building are a thousandth of what a US home used in 2020 (EIA: 10,715 kWh)."""
    found = values(energy=[{"kwh": Decimal("10.715")}], grid={**GRID, "pue": 1})
    assert Decimal("0.001") == found["equivalent_home_years"]
