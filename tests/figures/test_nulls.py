"""Which figures have no value, and why: unknown is never zero."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.figures.runs import FOUR, OWN, ROUND, run

COST = {"costs": {"licence": 10}}
ENERGY = {"energy": [{"kwh": 1}]}
TRAINING = {"samples": 1000, "hours": 10, "gpus": 1, "gpu_price_per_hour": 2}
OWN_TASK = {**FOUR, "task": "lidar", "prices": [{"task": "lidar", "price": 3}]}
NOTHING = {**FOUR, "samples_after": FOUR["samples_before"]}
MODEL = {"name": "m", "accuracy": Decimal("0.5"), "consumption_wh": 1, "cost": 1}
NO_PRICE_OF_ENERGY, NO_SAMPLES = "price of electricity not given", "samples of your own training not given"
NO_FACTOR = "no published training factor for this task"


def without(key: str) -> dict[str, Any]:
    """The training without one of its fields."""
    return {"training": {name: entry for name, entry in TRAINING.items() if name != key}}


def scored(**changes: Any) -> dict[str, Any]:
    """A run with a model of which something is not known."""
    return {**FOUR, "models": [{**MODEL, **changes}]}


@pytest.mark.parametrize(
    ("key", "manifest", "reason"),
    [
        ("removed_share", OWN["nothing before"], "there were no samples before filtering"),
        ("stage_share.blur", OWN["nothing before"], "there were no samples before filtering"),
        ("annotator_hours_saved", FOUR, "labelling time per unit not given"),
        ("co2_per_sample", OWN_TASK, NO_FACTOR),
        ("co2_savings", OWN_TASK, NO_FACTOR),
        ("training_energy_per_sample", OWN_TASK, NO_FACTOR),
        ("training_energy_savings", OWN_TASK, NO_FACTOR),
        ("net_energy_savings", {**OWN_TASK, **ENERGY}, NO_FACTOR),
        ("net_co2_savings", {**OWN_TASK, **ENERGY}, NO_FACTOR),
        ("training_cost_savings", {**FOUR, **without("samples")}, NO_SAMPLES),
        ("training_cost_savings", {**FOUR, **without("hours")}, "hours of your own training not given"),
        ("training_cost_savings", {**FOUR, **without("gpus")}, "GPUs of your own training not given"),
        ("training_cost_savings", {**FOUR, **without("gpu_price_per_hour")}, "price of a GPU-hour not given"),
        ("filtering_energy", FOUR, "filtering energy was not measured"),
        ("filtering_co2", FOUR, "filtering energy was not measured"),
        ("net_energy_savings", FOUR, "filtering energy was not measured"),
        ("net_co2_savings", FOUR, "filtering energy was not measured"),
        ("electricity_price", FOUR, "price of electricity not given"),
        ("filtering_compute_cost", {**FOUR, **COST}, "price of compute not given"),
        ("filtering_people_cost", {**FOUR, **COST}, "people's time not given"),
        ("filtering_people_cost", {**FOUR, "costs": {"person_hours": 1}}, "hourly rate not given"),
        ("filtering_licence_cost", FOUR, "licence cost not given"),
        ("filtering_cpu_cost", {**FOUR, "costs": {"cpu_hours": 1}}, "price of a CPU-hour not given"),
        ("filtering_cpu_cost", {**FOUR, "costs": {"price_per_cpu_hour": 1}}, "CPU-hours not given"),
        ("filtering_gpu_cost", {**FOUR, "costs": {"gpu_hours": 1}}, "price of a GPU-hour not given"),
        ("filtering_gpu_cost", {**FOUR, "costs": {"price_per_gpu_hour": 1}}, "GPU-hours not given"),
        ("filtering_energy_cost", {**FOUR, **ENERGY}, NO_PRICE_OF_ENERGY),
        # no factor of the product is zero, or it is not sure that one is
        ("filtering_people_cost", {**FOUR, "costs": {"person_hours": Decimal("0.01")}}, "hourly rate not given"),
        ("filtering_people_cost", {**FOUR, "costs": {"hourly_rate": Decimal("0.01")}}, "people's time not given"),
        ("filtering_energy_cost", {**FOUR, "energy": [{"kwh": 0, "low": 0, "high": 1}]}, NO_PRICE_OF_ENERGY),
        ("training_cost_savings", {**NOTHING, **without("samples")}, NO_SAMPLES),
        ("co2_savings", {**OWN_TASK, **NOTHING, "task": "lidar"}, NO_FACTOR),
        ("filtering_energy_cost", ROUND, "the price of compute includes electricity"),
        ("filtering_cost", FOUR, "filtering cost not stated"),
        ("net_savings", FOUR, "filtering cost not stated"),
        ("roi", FOUR, "filtering cost not stated"),
        ("roi", {**FOUR, "costs": {"licence": 0}}, "filtering cost nothing"),
        ("break_even_samples", FOUR, "filtering cost not stated"),
        (
            "break_even_samples",
            {**FOUR, **COST, "prices": [{"task": "detection", "price": 0}]},
            "the price of a sample is zero",
        ),
        ("apc.m", scored(accuracy=None), "accuracy not given"),
        ("apec.m", scored(accuracy=None), "accuracy not given"),
        ("apc.m", scored(consumption_wh=None), "energy not given"),
        ("apec.m", scored(cost=None), "energy cost not given"),
        ("quality_after", FOUR, "accuracy after filtering was not measured"),
        (
            "quality_change",
            {**FOUR, "quality": {"before": Decimal("0.4")}},
            "accuracy after filtering was not measured",
        ),
    ],
)
def test_a_figure_without_value_says_why(key: str, manifest: dict[str, Any], reason: str) -> None:
    """What the run does not say has no value and a reason, never zero."""
    figure = run(manifest).figures[key]
    assert (None, reason) == (figure.value, figure.reason)


@pytest.mark.parametrize(
    ("key", "manifest"),
    [
        ("apec.m", scored(consumption_wh=None)),
        ("apc.m", scored(cost=None)),
        ("filtering_licence_cost", {**FOUR, "costs": {"licence": 0}}),
        ("training_energy_savings", {**OWN_TASK, "training": {"schedule": "steps"}}),
        ("co2_savings", {**OWN_TASK, "training": {"schedule": "steps"}}),
        ("annotation_savings", OWN_TASK),
        ("duration_s", FOUR),
        ("samples_removed", FOUR),
    ],
)
def test_what_does_not_depend_on_it_is_known(key: str, manifest: dict[str, Any]) -> None:
    """A score needs only its own consumption, steps save zero whatever the factor, and a stated zero is a value."""
    assert run(manifest).figures[key].value is not None


@pytest.mark.parametrize(
    ("key", "manifest"),
    [
        ("filtering_people_cost", {**FOUR, "costs": {"person_hours": 0}}),
        ("filtering_people_cost", {**FOUR, "costs": {"hourly_rate": 0}}),
        ("filtering_compute_cost", {**FOUR, "costs": {"compute_per_hour": 0}}),
        ("filtering_energy_cost", {**FOUR, "energy": [{"kwh": 0}]}),
        ("filtering_energy_cost", {**FOUR, "costs": {"electricity_per_kwh": 0}}),
        ("training_cost_savings", {**NOTHING, **without("gpu_price_per_hour")}),
    ],
)
def test_none_of_it_costs_nothing_at_any_price(key: str, manifest: dict[str, Any]) -> None:
    """Where one factor of a cost is zero the cost is, whatever the others are, and nothing is asked of its price."""
    assert run(manifest).figures[key].value == 0


def test_an_unknown_leaf_claims_nothing() -> None:
    """A value that nobody gave has no layer, no source and no range."""
    figure = run(FOUR).figures["hourly_rate"]
    assert (None, (), None, None) == (figure.layer, figure.sources, figure.low, figure.high)


def test_an_everyday_emission_of_zero_is_held_against_nothing() -> None:
    """Where a kilometre by car or a smartphone is set to emit nothing, or a home to use none, nothing is compared."""
    figures = run({**FOUR, **ENERGY}, {"car_km_co2": "0", "phone_charge_co2": "0", "home_year_kwh": "0"}).figures

    expected = {
        "equivalent_car_km": "a kilometre by car emits nothing",
        "equivalent_phone_charges": "charging a smartphone emits nothing",
        "equivalent_home_years": "a home uses no electricity",
    }
    assert expected == {key: figures[key].reason for key in expected}
