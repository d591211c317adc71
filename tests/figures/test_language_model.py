"""The training of a language model: its operations, GPU-hours and energy, and what removed tokens save, by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.figures.runs import WEB_TEXT, run

TOKENS = {"token": {"before": Decimal("1.2e12"), "after": Decimal("3.1e11")}}
PEAK = Decimal("989.4e12")


def trained(**training: Any) -> dict[str, Any]:
    """The run on web text with this said of its training; None takes a field away."""
    merged = {**WEB_TEXT["training"], **training}
    return {**WEB_TEXT, "training": {key: value for key, value in merged.items() if value is not None}}


def close(expected: str, actual: Decimal | None) -> bool:
    """Whether they agree to nine digits."""
    return actual is not None and abs(actual / Decimal(expected) - 1) < Decimal("1e-9")


def test_eight_billion_parameters_on_fifteen_trillion_tokens() -> None:
    """6 x 8e9 x 15e12 = 7.2e23; / (0.27 x 989.4e12 x 3600) = 748,676.714 h; x 0.97 kW = 726,216.412 kWh."""
    figures = run(WEB_TEXT).figures
    flops = figures["training_flops"]
    assert (Decimal("7.2e23"), "FLOP") == (flops.value, flops.unit)
    assert "6 * training_active_parameters * training_tokens" == flops.formula
    hours = figures["training_gpu_hours"]
    assert close("748676.7139081673", hours.value)
    assert "h" == hours.unit
    assert "training_flops / (training_mfu * gpu_peak_flops * 3600)" == hours.formula
    # at 0.43 and at 0.14 of the peak: the card says 1.46 M
    assert close("470099.3319888492", hours.low)
    assert close("1443876.5196800370", hours.high)
    energy = figures["training_kwh"]
    assert close("726216.4124909223", energy.value)
    assert "training_gpu_hours * training_watts / 1000" == energy.formula
    # 470,099 h at 0.6 kW to 1,443,877 h at 1.05 kW
    assert close("282059.5991933095", energy.low)
    assert close("1516070.3456640388", energy.high)


def test_what_three_quarters_less_data_save_by_epochs() -> None:
    """0.75 of it: 544,662.309 kWh; x 1.25 x 0.4 = 272,331.155 kg; 0.75 x 748,676.714 h x 2.95 = 1,656,447.230 USD."""
    figures = run(WEB_TEXT).figures
    assert close("544662.3093681917", figures["training_energy_savings"].value)
    assert close("272331.1546840959", figures["co2_savings"].value)
    assert close("272331.1546840959", figures["training_co2_savings"].value)
    assert close("1656447.2295218202", figures["training_cost_savings"].value)
    assert "removed_share * training_kwh * training_runs" == figures["training_energy_savings"].formula
    # 4 USD x 3 h and 2 h x 60 USD less, and 750 labels of 0.0001 USD more; 0.5 kWh less
    assert close("1656315.3045218202", figures["net_savings"].value)
    assert close("544661.8093681917", figures["net_energy_savings"].value)


def test_the_tokens_of_the_data_in_two_epochs() -> None:
    """6 x 8e9 x 1.2e12 x 2 = 1.152e23; of 1.2e12 tokens 8.9e11 are removed, 0.741666... of it."""
    told = {**trained(tokens=None, epochs=2), "amounts": TOKENS}
    figures = run(told).figures
    flops = figures["training_flops"]
    assert Decimal("1.152e23") == flops.value
    assert "6 * training_active_parameters * amount_before.token * training_epochs" == flops.formula
    energy = Decimal("1.152e23") / (Decimal("0.27") * PEAK * 3600) * Decimal("0.97")
    assert close(str(energy * 89 / 120), figures["training_energy_savings"].value)
    assert "amount_share.token * training_kwh * training_runs" == figures["training_energy_savings"].formula
    once = run({**trained(tokens=None), "amounts": TOKENS}).figures
    assert (Decimal("5.76e22"), Decimal(1), "default") == (
        once["training_flops"].value,
        once["training_epochs"].value,
        once["training_epochs"].basis,
    )


def test_stated_tokens_stand_before_those_of_the_data() -> None:
    """15e12 are read, of which the removed share of the data is not: 0.741666... x 748,676.714 h x 2.95."""
    figures = run({**WEB_TEXT, "amounts": TOKENS}).figures
    assert Decimal("7.2e23") == figures["training_flops"].value
    assert close("1638042.2603049111", figures["training_cost_savings"].value)


@pytest.mark.parametrize("drawn", [{"kwh": 400}, {"hours": 50, "gpus": 10, "watts": 800}])
def test_the_energy_of_a_training_on_recordings(drawn: dict[str, Any]) -> None:
    """Of 1,000 hours 600 are removed, of the recordings three quarters: 0.6 x 400 kWh are saved."""
    hours = {"hour": {"before": 1000, "after": 400}}
    figures = run({**WEB_TEXT, "amounts": hours, "training": {**drawn, "schedule": "epochs"}}).figures
    assert Decimal(240) == figures["training_energy_savings"].value
    # over the samples that a training had it counts by these, as before
    samples = {**drawn, "samples": 1000, "schedule": "epochs"}
    figures = run({**WEB_TEXT, "amounts": hours, "training": samples}).figures
    assert Decimal(300) == figures["training_energy_savings"].value


def test_two_runs_of_a_mixture_of_experts() -> None:
    """Of 671e9 parameters 37e9 work on a token: 6 x 37e9 x 15e12 = 3.33e24; twice that is not trained by 0.75."""
    manifest = trained(parameters=Decimal("671e9"), active_parameters=Decimal("37e9"), runs=2)
    figures = run(manifest).figures
    assert Decimal("3.33e24") == figures["training_flops"].value
    once = Decimal("3.33e24") / (Decimal("0.27") * PEAK * 3600)
    assert close(str(once), figures["training_gpu_hours"].value)
    assert close(str(Decimal("1.5") * once * Decimal("2.95")), figures["training_cost_savings"].value)


@pytest.mark.parametrize(
    ("training", "hours", "kwh"),
    [
        # 7.2e23 / (0.5 x 312e12 x 3600) = 1,282,051.282 h on A100; x 556 W = 712,820.513 kWh
        ({"mfu": Decimal("0.5"), "gpu": "A100"}, "1282051.2820512821", "712820.5128205128"),
        ({"gpu_hours": 1000}, "1000", "970"),
        ({"gpu_hours": 1000, "watts": 700}, "1000", "700"),
        ({"gpu_hours": 1000, "hours": 30, "gpus": 16}, "1000", "970"),
        ({"hours": 30, "gpus": 16}, "480", "465.6"),
        ({"hours": 30, "gpus": 16, "watts": 1000}, "480", "480"),
        # of hours without GPUs nothing follows, nor of GPUs without hours
        ({"gpus": 16}, "748676.7139081673", "726216.4124909223"),
        ({"hours": 30}, "748676.7139081673", "726216.4124909223"),
        ({"kwh": 5, "gpu_hours": 1000, "hours": 30, "gpus": 16}, "1000", "5"),
        ({"kwh": 5}, "748676.7139081673", "5"),
    ],
)
def test_the_first_that_is_there_counts(training: dict[str, Any], hours: str, kwh: str) -> None:
    """Stated energy, then stated GPU-hours, then hours x GPUs, then the operations."""
    figures = run(trained(**training)).figures
    assert close(hours, figures["training_gpu_hours"].value)
    assert close(kwh, figures["training_kwh"].value)
    assert close(str(Decimal(kwh) * 3 / 4), figures["training_energy_savings"].value)
    assert close(str(Decimal(hours) * 3 / 4 * Decimal("2.95")), figures["training_cost_savings"].value)


def test_gpu_hours_over_the_samples_of_a_training() -> None:
    """750 of 900 samples of 1,000 GPU-hours at 2 USD are 1,666.667 USD; at 350 x 1.39 = 487 W, 405.833 kWh."""
    training = {"schedule": "epochs", "gpu_hours": 1000, "gpu": "L40S", "samples": 900, "gpu_price_per_hour": 2}
    figures = run({**WEB_TEXT, "training": training}).figures
    assert close("1666.6666666666667", figures["training_cost_savings"].value)
    assert close("405.83333333333333", figures["training_energy_savings"].value)


@pytest.mark.parametrize(
    "told", [{"schedule": "steps"}, {"budget": "tokens"}, {"schedule": "steps", "budget": "tokens"}]
)
def test_a_fixed_number_of_steps_or_tokens_saves_no_training(told: dict[str, str]) -> None:
    """Zero, and not unknown: what was removed, other data takes the place of."""
    figures = run(trained(**{"schedule": None, **told})).figures
    for key in ("training_energy_savings", "training_cost_savings", "co2_savings"):
        assert 0 == figures[key].value
        assert "training reads a fixed number of tokens, so less data saves no training" == figures[key].chosen
    # what one training takes is told all the same
    assert Decimal("7.2e23") == figures["training_flops"].value
    assert Decimal("-0.5") == figures["net_energy_savings"].value


@pytest.mark.parametrize(
    "training",
    [
        {"parameters": Decimal("8e9"), "tokens": Decimal("15e12"), "gpu": "H100"},
        {"samples": 1000, "kwh": 10},
        {"samples": 1000, "hours": 10, "gpus": 4, "watts": 250},
        {"gpu_hours": 10, "watts": 700},
        {"co2_per_sample": Decimal("0.001")},
    ],
)
def test_without_a_schedule_nothing_is_said_of_what_training_saves(training: dict[str, Any]) -> None:
    """A task without a published training: the schedule is never assumed; with it, each of them saves something."""
    priced = {**training, "gpu_price_per_hour": 2}
    figures = run({**WEB_TEXT, "training": priced}).figures
    for key in ("training_energy_savings", "training_cost_savings", "co2_savings", "net_energy_savings"):
        assert (None, "schedule not stated") == (figures[key].value, figures[key].reason)
    by_epochs = run({**WEB_TEXT, "training": {**priced, "schedule": "epochs"}}).figures
    assert by_epochs["co2_savings"].value


def test_without_a_training_it_is_that_which_is_missing() -> None:
    """Nobody described a training: its schedule would not help."""
    figures = run({**WEB_TEXT, "training": {"runs": 2}}).figures
    assert "no published training factor for this task" == figures["co2_savings"].reason


def test_a_published_training_is_still_taken_to_go_by_epochs() -> None:
    """Of 1,000 images 750: as before, and said to be assumed."""
    figures = run({**WEB_TEXT, "task": "classification", "prices": [], "training": {"runs": 1}}).figures
    assert figures["co2_savings"].value == 750 * Decimal("0.0000308")
