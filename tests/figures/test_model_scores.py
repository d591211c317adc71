"""Models of a manifest with runs, prices and checkpoints: their figures, by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from reportgen.figures.model_scores import closest_scores
from reportgen.rendering.report import Report
from tests.figures import author
from tests.figures.runs import FOUR, run

D = Decimal
CHECKPOINTS = [
    {"time_s": 100, "accuracy": D("0.3"), "consumption_wh": 10, "cost": D("0.03")},
    {"time_s": 200, "accuracy": D("0.7"), "consumption_wh": 10, "cost": D("0.03")},
    {"time_s": 300, "accuracy": D("0.69"), "consumption_wh": D("9.9"), "cost": D("0.03")},
]


def report(*models: dict[str, Any], **more: Any) -> Report:
    """The report of the four lines and the models."""
    return run({**FOUR, "models": list(models), **more})


def close(expected: float, figure: Any) -> bool:
    """Whether the figure's value is the author's float to twelve digits."""
    return float(figure.value) == pytest.approx(expected, rel=1e-12)


def test_each_run_has_its_own_score_and_both_means_are_named() -> None:
    """The author's five runs of VGG-19: five scores, their mean, and the score of the mean energy of 10.448 Wh."""
    energies = [D("11.07"), D("9.92"), D("10.67"), D(8), D("12.58")]
    figures = report(
        {"name": "VGG-19", "per": "hour", "accuracy": D("0.9056"), "runs": [{"consumption_wh": it} for it in energies]}
    ).figures
    theirs = [author.accuracy_per_consumption(float(it), 0.9056, b=0.1) for it in energies]
    for number, score in enumerate(theirs, start=1):
        assert close(score, figures[f"run_apc.vgg_19_{number}"])
    assert close(sum(theirs) / 5, figures["mean_apc.vgg_19"])
    assert D("10.448") == figures["consumption_wh.vgg_19"].value
    assert close(author.accuracy_per_consumption(10.448, 0.9056, b=0.1), figures["apc.vgg_19"])
    assert "APC per hour, VGG-19: mean of the runs' scores" == figures["mean_apc.vgg_19"].label
    assert "APC per hour, VGG-19: score of the runs' means" == figures["apc.vgg_19"].label
    assert (None, "energy cost not given") == (figures["mean_apec.vgg_19"].value, figures["mean_apec.vgg_19"].reason)


def test_a_price_makes_a_cost_and_renewable_power_costs_nothing() -> None:
    """0.0305 EUR per kWh are the author's 0.00305 cents per Wh: the published score on the grid, and that at 0."""
    vgg = {"name": "VGG-19", "per": "hour", "accuracy": D("0.9056"), "consumption_wh": D("10.4")}
    figures = report({**vgg, "price_per_kwh": D("0.0305")}, {**vgg, "price_per_kwh": 0}).figures
    cost = figures["model_cost.vgg_19"]
    assert (D("0.03172"), "0.01 USD/hour") == (cost.value, cost.unit)
    assert "consumption_wh.vgg_19 / 1000 * model_price.vgg_19 * 100" == cost.formula
    assert "0.7001990248" == f"{figures['apec.vgg_19'].value:.10f}"
    assert D("0.9056") == figures["apec.vgg_19_2"].value


def test_a_price_over_runs_gives_each_its_cost() -> None:
    """Runs of 10 and 20 Wh at 1 USD per kWh cost 1 and 2 cents, 1.5 in the mean."""
    runs = [{"consumption_wh": 10}, {"consumption_wh": 20}]
    figures = report({"name": "m", "accuracy": D("0.5"), "price_per_kwh": 1, "runs": runs}).figures
    assert [1, 2, D("1.5")] == [figures[key].value for key in ("run_cost.m_1", "run_cost.m_2", "model_cost.m")]
    assert close(author.accuracy_per_energy_cost(1, 0.5, b=10), figures["run_apec.m_1"])


@pytest.mark.parametrize("per", ["hour", "inference"])
def test_each_figure_of_a_model_is_named_and_has_its_unit(per: str) -> None:
    """Those of a run say which it is of, counted from one; money and emissions are for an hour or an inference."""
    runs = [{"accuracy": D("0.5"), "consumption_wh": 10}, {"accuracy": D("0.5"), "consumption_wh": 20}]
    figures = report(
        {"name": "m", "per": per, "price_per_kwh": 1, "runs": runs, "checkpoints": {"points": CHECKPOINTS}},
        {"name": "n", "per": per, "accuracy": 1, "consumption_wh": 1, "price_per_kwh": 1},
    ).figures
    of_runs = {
        "run_apc": ("1", "APC"),
        "run_apec": ("1", "APEC"),
        "run_cost": (f"0.01 USD/{per}", "Energy cost"),
        "run_co2": (f"kgCO2e/{per}", "CO2e"),
    }
    assert {
        **{
            f"{key}.m_{number}": (unit, f"{word} per {per}, m, run {number}")
            for key, (unit, word) in of_runs.items()
            for number in (1, 2)
        },
        "accuracy.m": ("1", "Accuracy, m: mean of the runs"),
        "consumption_wh.m": (f"Wh/{per}", "Energy, m: mean of the runs"),
        "model_cost.m": (f"0.01 USD/{per}", "Energy cost, m: mean of the runs"),
        "mean_apc.m": ("1", f"APC per {per}, m: mean of the runs' scores"),
        "mean_apec.m": ("1", f"APEC per {per}, m: mean of the runs' scores"),
        "apc.m": ("1", f"APC per {per}, m: score of the runs' means"),
        "apec.m": ("1", f"APEC per {per}, m: score of the runs' means"),
        "model_co2.m": (f"kgCO2e/{per}", f"CO2e per {per}, m"),
        "ttcapc.m": ("s", "TTCAPC, m: time to the closest APC, reconstructed"),
        "ttcapec.m": ("s", "TTCAPEC, m: time to the closest APEC, reconstructed"),
        "closest_apc.m": ("1", "Closest APC reached, m, reconstructed"),
        "closest_apec.m": ("1", "Closest APEC reached, m, reconstructed"),
        "model_cost.n": (f"0.01 USD/{per}", f"Energy cost per {per}, n"),
        "apc.n": ("1", f"APC per {per}, n"),
        "apec.n": ("1", f"APEC per {per}, n"),
        "model_co2.n": (f"kgCO2e/{per}", f"CO2e per {per}, n"),
    } == {
        key: (it.unit, str(it.label))
        for key, it in figures.items()
        if key.endswith((".m", ".n", ".m_1", ".m_2")) and it.inputs
    }


def test_what_a_run_lacks_is_not_known_and_never_zero() -> None:
    """A run without accuracy, where others have one, has no score, and neither have the means."""
    figures = report(
        {"name": "m", "runs": [{"accuracy": D("0.5"), "consumption_wh": 1}, {"consumption_wh": 2}]}
    ).figures
    assert figures["run_apc.m_1"].value is not None
    for key in ("run_apc.m_2", "mean_apc.m", "accuracy.m", "apc.m"):
        assert (None, "accuracy not given") == (figures[key].value, figures[key].reason)


def test_one_model_on_several_devices() -> None:
    """Each device has its own keys and scores, and the labels name it."""
    model = {"name": "VGG-19", "accuracy": D("0.9056"), "per": "hour"}
    figures = report(
        {**model, "device": "Jetson TX2", "consumption_wh": D("10.4")},
        {**model, "device": "GTX 1060", "consumption_wh": D("52.58")},
    ).figures
    assert "0.7595031829" == f"{figures['apc.vgg_19_jetson_tx2'].value:.10f}"
    assert close(author.accuracy_per_consumption(52.58, 0.9056, b=0.1), figures["apc.vgg_19_gtx_1060"])
    assert "APC per hour, VGG-19, GTX 1060" == figures["apc.vgg_19_gtx_1060"].label


def test_a_training_reaches_its_score() -> None:
    """At 200 s, in the cell whose middle is 0.705 and 10.05 Wh; a procedure over every checkpoint and parameter."""
    figures = report({"name": "m", "checkpoints": {"points": CHECKPOINTS}}).figures
    assert (D(200), D(200)) == (figures["ttcapc.m"].value, figures["ttcapec.m"].value)
    assert close(author.accuracy_per_consumption(10.05, 0.705), figures["closest_apc.m"])
    assert close(author.accuracy_per_energy_cost(0.025, 0.705, b=10), figures["closest_apec.m"])
    assert ("s", "ttcapc/1", "default") == (
        figures["ttcapc.m"].unit,
        figures["ttcapc.m"].procedure,
        figures["ttcapc.m"].rests_on,
    )
    assert 9 == sum(key.startswith("checkpoint_") for key in figures["ttcapc.m"].inputs)
    assert {"accuracy_step", "energy_step", "alpha", "beta"} <= set(figures["ttcapc.m"].inputs)
    for score in ("APC", "APEC"):
        label = f"TTC{score}, m: time to the closest {score}, reconstructed"
        assert label == figures[f"ttc{score.lower()}.m"].label
    assert "ttcapc.x" not in figures


def test_checkpoints_may_stand_in_any_order() -> None:
    """Listed from the last to the first they give the same times and scores, and the same line over time."""
    listed, turned = (
        report({"name": "m", "checkpoints": {"points": points}}) for points in (CHECKPOINTS, CHECKPOINTS[::-1])
    )
    for key in ("ttcapc.m", "ttcapec.m", "closest_apc.m", "closest_apec.m"):
        assert listed.figures[key].value == turned.figures[key].value
    lines = [closest_scores(it.account.ledger, it.account.outline.models[0]) for it in (listed, turned)]
    assert [100, 200, 300] == [time for time, _ in lines[1]]
    assert lines[0] == lines[1]
    # at 100 s the cell from 0.30 and 10 Wh, whose middle is 0.305 and 10.05 Wh
    assert author.accuracy_per_consumption(10.05, 0.305) == pytest.approx(float(lines[1][0][1]), rel=1e-12)


def test_steps_target_and_weights_are_inputs() -> None:
    """Cells of 0.5 by 20 Wh, a weight per hour of 0.1 and a target of 0.4, which the middle 0.75 at 10 Wh reaches."""
    model = {"name": "m", "per": "hour", "checkpoints": {"points": CHECKPOINTS, "target": D("0.4")}}
    figures = report(model, apc={"accuracy_step": D("0.5"), "energy_step": 20}).figures
    assert close(author.accuracy_per_consumption(10, 0.75, b=0.1), figures["closest_apc.m"])
    assert 200 == figures["ttcapc.m"].value
    assert ["score_target.m", "stated"] == [figures["ttcapc.m"].inputs[-1], figures["score_target.m"].basis]


def test_a_target_out_of_reach_and_costs_that_are_missing() -> None:
    """Neither has a value, each for its own reason."""
    points = [{**CHECKPOINTS[0], "cost": None}, CHECKPOINTS[1]]
    figures = report({"name": "m", "checkpoints": {"points": points, "target": 1}}).figures
    assert (None, "no checkpoint reaches the target") == (figures["ttcapc.m"].value, figures["ttcapc.m"].reason)
    assert (None, "energy cost not given") == (figures["ttcapec.m"].value, figures["ttcapec.m"].reason)
    for key in ("ttcapc.m", "closest_apc.m", "ttcapec.m", "closest_apec.m"):
        assert ("ttcapc/1", "checkpoint_s.m_1") == (figures[key].procedure, figures[key].inputs[0])
        assert ("s" if key.startswith("ttc") else "1") == figures[key].unit


@pytest.mark.parametrize("key", ["run_consumption_wh.m_1", "model_price.m", "checkpoint_s.n_1", "accuracy_step"])
def test_their_leaves_can_be_set(key: str) -> None:
    """--set puts a value in place of a run's, a price, a checkpoint's and a step."""
    manifest = {
        **FOUR,
        "models": [
            {"name": "m", "accuracy": 1, "price_per_kwh": 1, "runs": [{"consumption_wh": 1}]},
            {"name": "n", "checkpoints": {"points": CHECKPOINTS}},
        ],
    }
    figure = run(manifest, {key: "0.5"}).figures[key]
    assert (D("0.5"), "command line") == (figure.value, figure.layer)
