"""By which factor a training is reckoned, and what it takes of a sample."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from reportgen.figures.training import factor_that_counts, given_factor
from tests.figures.runs import FOUR, ROUND, WEB_TEXT, run

OWN = {key: value for key, value in ROUND["training"].items() if key != "factor"}
FRAMES = {"factor_per": "frame"}


@pytest.mark.parametrize(
    ("training", "settings", "factor"),
    [
        ({}, {}, "published"),
        ({"factor": "exact"}, {}, "exact"),
        ({**OWN, "factor": "scenario"}, {}, "scenario"),
        ({"factor": "measured", "samples": 10, "kwh": 1}, {}, "measured"),
        ({"co2_per_sample": Decimal("0.001")}, {}, "company"),
        # a scenario of the company's in the place of the published one, all or a part of it, where it counts
        ({"factor": "exact"}, {"factor_kwh": "3"}, "company"),
        ({"factor": "exact"}, {"factor_samples": "3"}, "company"),
        ({}, {"factor_kwh": "3"}, "published"),
        ({**OWN, "factor": "scenario"}, {"factor_kwh": "3"}, "scenario"),
        (FRAMES, {}, "published"),
        (FRAMES, {"co2_per_unit": "0.001"}, "company"),
        # only compared with
        ({**FRAMES, "factor": "exact"}, {"co2_per_unit": "0.001"}, "exact"),
    ],
)
def test_by_which_factor_a_training_counts(training: dict[str, Any], settings: dict[str, str], factor: str) -> None:
    """The published one unless another is asked for; a figure in its place is the company's."""
    units = {"units_per_sample": {"frame": 240}} if "factor_per" in training else {}
    account = run({**FOUR, **units, "training": training}, settings).account
    assert factor == factor_that_counts(account.ledger, account.outline)


def test_a_computed_factor_is_not_given() -> None:
    """Nor is one that has no value, or the house's own; a stated one is."""
    ledger = run({**FOUR, "training": {"co2_per_sample": Decimal("0.001")}}).account.ledger
    own = ledger["co2_per_sample"]
    others = (replace(own, layer="built-in"), replace(own, basis="computed"), replace(own, value=None, reason="lost"))
    figures = [{**ledger, "co2_per_sample": it} for it in (own, *others)]
    assert [True, False, False, False] == list(map(given_factor, figures))  # type: ignore[arg-type]


def test_each_training_is_named_for_what_it_is() -> None:
    """The own one beside the published one by its name; what counts by shares of the data says nothing of a sample."""
    figures = run({**FOUR, "training": OWN}).figures
    assert {
        "training_energy_per_sample": "Training energy of one sample",
        "training_energy_per_sample.own": "Training energy of one sample, your own training",
        "co2_per_sample": "Training CO2e of one sample",
        "co2_per_sample.own": "Training CO2e of one sample, your own training",
        "co2_per_sample.exact": "Training CO2e of one sample, exact arithmetic",
        "co2_savings": "CO2e avoided, by the factor",
        "co2_savings.own": "CO2e avoided, your own training",
        "co2_savings.exact": "CO2e avoided, exact arithmetic",
        "training_energy_savings": "Training energy avoided",
        "training_energy_savings.own": "Training energy avoided, your own training",
        "net_co2_savings.own": "CO2e avoided by your own training, net of filtering",
    } == {
        key: str(it.label)
        for key, it in figures.items()
        if key.partition(".")[0] in ("training_energy_per_sample", "co2_per_sample", "co2_savings")
        or key.startswith(("training_energy_savings", "net_co2_savings."))
    }
    # of frames too: the factor that counts, and the one that is only compared with
    for factor, other, said in (("published", "exact", "exact arithmetic"), ("exact", "published", "published factor")):
        training = {**FRAMES, "factor": factor}
        figures_of_frames = run({**FOUR, "units_per_sample": {"frame": 240}, "training": training}).figures
        assert "Training CO2e of one sample" == figures_of_frames["co2_per_sample"].label
        assert f"Training CO2e of one sample, {said}" == figures_of_frames[f"co2_per_sample.{other}"].label
    # GPU-hours are of a training that counts by the share of its data
    assert "training_gpu_hours" not in figures
    by_share = run(WEB_TEXT).figures["training_energy_per_sample"]
    assert ("Training energy of one sample", "kWh/sample", None) == (by_share.label, by_share.unit, by_share.value)
    assert "your own training counts by the share of the data, not by single samples" == by_share.reason


@pytest.mark.parametrize(
    ("training", "expected"),
    [
        # 28.8 kWh over 110,000 images, of which a sample is 240
        (FRAMES, Decimal("28.8") / 110000 * 240),
        # 10 kWh over the 1,000 samples that it was trained on, whatever they hold
        ({**OWN, **FRAMES, "factor": "scenario"}, Decimal("0.01")),
        ({"factor": "measured", **FRAMES, "samples": 100, "kwh": 1}, Decimal("0.01")),
    ],
)
def test_units_of_a_sample_count_for_the_published_training_alone(training: dict[str, Any], expected: Decimal) -> None:
    """The own one goes by its own samples."""
    figures = run({**FOUR, "units_per_sample": {"frame": 240}, "training": training}).figures
    assert round(expected, 15) == round(figures.value("training_energy_per_sample"), 15)


@pytest.mark.parametrize("lacking", ["samples", "hours", "gpus", "watts"])
def test_an_own_training_stands_beside_where_all_of_it_is_known(lacking: str) -> None:
    """Without one of its numbers there is no such figure."""
    whole = {f"{key}.own" for key in ("training_energy_per_sample", "co2_per_sample", "co2_savings")}
    assert whole <= set(run({**FOUR, "training": OWN}).figures)
    part = {key: value for key, value in OWN.items() if key != lacking}
    assert whole.isdisjoint(run({**FOUR, "training": part}).figures)


@pytest.mark.parametrize(
    ("manifest", "reason"),
    [
        (ROUND, "training runs for a fixed number of steps, so fewer samples save no training"),
        (WEB_TEXT, "training reads a fixed number of tokens, so less data saves no training"),
    ],
)
def test_why_a_training_by_steps_saves_nothing(manifest: dict[str, Any], reason: str) -> None:
    """The zero says so, and rests on what somebody said of the training."""
    figures = run({**manifest, "training": {**manifest["training"], "schedule": "steps"}}).figures
    for key in ("co2_savings", "training_energy_savings", "training_cost_savings"):
        assert (Decimal(0), reason, "stated") == (figures[key].value, figures[key].chosen, figures[key].rests_on)
