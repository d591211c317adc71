"""What the filtering drew and emitted, over leaves that are given: worked by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from reportgen.figures import filtering
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import EstimateOutline, Outline
from tests.figures.ledgers import stated, told
from tests.figures.runs import FOUR, ROUND, outline_of, run

DEVICE = {"record_duration.gpus": 1800, "device_energy.gpus_1": "0.5", "device_peak.gpus_1": 1200}
BOARD = {"estimate_power.b": 700, "estimate_load.b": "0.7", "node_share": "0.3", "estimate_count.b": 2}
DRAWN = "Energy of filtering, without the building's overhead"
TOO_MUCH = "Error of the predicted duration, as a share"
TOO_MUCH_ENERGY = "Error of the predicted energy, as a share"


def followed(add: Callable[[Ledger, Outline], None], leaves: dict[str, Any]) -> dict[str, tuple[Any, str, str]]:
    """What is added to these leaves."""
    ledger = stated(leaves)
    add(ledger, outline_of(estimates=(EstimateOutline("b", "a board"),)))
    return told(ledger, stated(leaves))


@pytest.mark.parametrize(
    ("add", "leaves", "expected"),
    [
        # 0.5 kWh in half an hour
        (
            filtering.add_device_power,
            DEVICE,
            {"device_power.gpus_1": (1000, "W", "Mean power of device_energy.gpus_1")},
        ),
        (filtering.add_device_power, {**DEVICE, "record_duration.gpus": None}, {}),
        (
            filtering.add_device_power,
            {"record_duration.gpus": 1800, "device_energy.gpus_1": 1, "device_peak.gpus_2": 1},
            {},
        ),
        (
            filtering.add_device_power,
            {**DEVICE, "record_duration.gpus": 0},
            {"device_power.gpus_1": (None, "W", "Mean power of device_energy.gpus_1")},
        ),
        # 2 x 700 W x (0.7 + 0.3) x 3 h, or as long as the filtering, half an hour
        (
            filtering.add_estimated_energy,
            {**BOARD, "estimate_hours.b": 3, "duration_s": 1800},
            {"energy.b": ("4.2", "kWh", "Energy drawn: a board")},
        ),
        (
            filtering.add_estimated_energy,
            {**BOARD, "duration_s": 1800},
            {"energy.b": ("0.7", "kWh", "Energy drawn: a board")},
        ),
        (filtering.add_filtering_energy, {}, {}),
        (filtering.add_filtering_energy, {"energy.a": 2, "energy.b": 3}, {"filtering_energy": (5, "kWh", DRAWN)}),
        (filtering.add_filtering_energy, {"energy.a": 2, "energy.b": None}, {"filtering_energy": (2, "kWh", DRAWN)}),
        (filtering.add_filtering_energy, {"energy.b": None}, {"filtering_energy": (None, "kWh", DRAWN)}),
        # 4,000 s for 3,200 s, 3 kWh for 4
        (
            filtering.add_prediction_errors,
            {"predicted_duration.a": 4000, "record_duration.a": 3200, "predicted_energy.a": 3, "recorded_energy.a": 4},
            {
                "prediction_error_duration.a": ("0.25", "1", TOO_MUCH),
                "prediction_error_energy.a": ("-0.25", "1", TOO_MUCH_ENERGY),
            },
        ),
        # all that was predicted was done
        (
            filtering.add_prediction_errors,
            {"predicted_duration.a": 8, "record_duration.a": 8, "done_samples.a": 5, "predicted_samples.a": 5},
            {"prediction_error_duration.a": (0, "1", TOO_MUCH)},
        ),
        (
            filtering.add_prediction_errors,
            {"predicted_duration.a": 8, "record_duration.a": 8, "done_samples.a": 4, "predicted_samples.a": 5},
            {"prediction_error_duration.a": (None, "1", TOO_MUCH)},
        ),
        # 3 kWh x 1.2 x 0.5
        (
            filtering.add_recorded_co2,
            {"predicted_co2.a": 1, "predicted_co2.b": 1, "recorded_energy.a": 3, "pue": "1.2", "grid_intensity": "0.5"},
            {"recorded_co2.a": ("1.8", "kgCO2e", "CO2e that a prediction refers to, on the run's own grid")},
        ),
        (
            filtering.add_market_based,
            {"market_intensity": "0.1", "filtering_energy": 3, "pue": "1.2"},
            {"filtering_co2_market": ("0.36", "kgCO2e", "CO2e of filtering, market-based")},
        ),
        (filtering.add_market_based, {"market_intensity": None, "filtering_energy": 3, "pue": "1.2"}, {}),
    ],
)
def test_what_follows_from_records(
    add: Callable[[Ledger, Outline], None], leaves: dict[str, Any], expected: dict[str, tuple[Any, str, str]]
) -> None:
    """Each figure whose inputs are there, in its unit and with its name, and no other."""
    of_decimals = {key: (value if value is None else Decimal(value), *more) for key, (value, *more) in expected.items()}
    assert of_decimals == followed(add, leaves)


def test_what_the_energy_of_filtering_holds_and_lacks() -> None:
    """Records without a value are named; where none has one, nothing is held and nothing told to be missing."""
    for records, held, lacking in (
        ({"energy.a": 2, "energy.b": None, "energy.c": 1}, ("energy.a", "energy.c"), ("energy.b",)),
        ({"energy.a": None}, ("energy.a",), ()),
    ):
        ledger = stated(records)
        filtering.add_filtering_energy(ledger, outline_of())
        assert (held, lacking) == (ledger["filtering_energy"].covers, ledger["filtering_energy"].missing)


@pytest.mark.parametrize(
    ("costs", "expected"),
    [
        (
            {"total": 40},
            dict.fromkeys(("compute", "people", "licence", "energy"), "the cost of filtering is one invoice"),
        ),
        (
            {"compute_per_hour": 1, "compute_includes_energy": True},
            {
                "people": "people's time not given",
                "licence": "licence cost not given",
                "energy": "the price of compute includes electricity",
            },
        ),
    ],
)
def test_parts_of_the_cost_that_are_not_known_are_named(costs: dict[str, Any], expected: dict[str, str]) -> None:
    """Each with its name, in the run's currency, and why."""
    figures = run({**ROUND, "costs": costs}).figures
    names = {
        "compute": "Compute of filtering",
        "people": "People's time for filtering",
        "licence": "Licence for filtering",
        "energy": "Electricity of filtering",
    }
    told_of = {key: figures[f"filtering_{key}_cost"] for key in names}
    assert names == {key: str(it.label) for key, it in told_of.items()}
    assert {"EUR"} == {it.unit for it in told_of.values()}
    assert expected == {key: it.reason for key, it in told_of.items() if it.value is None}


def test_without_energy_nothing_is_held_against_everyday_emissions() -> None:
    """Neither kilometres nor charges nor homes."""
    keys = {"equivalent_car_km", "equivalent_phone_charges", "equivalent_home_years"}
    assert keys.isdisjoint(run(FOUR).figures)
    assert keys <= set(run(ROUND).figures)
