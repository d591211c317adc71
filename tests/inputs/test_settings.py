"""--set KEY=VALUE: the strongest layer, for leaves and only for leaves."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.figures.figure import Replaced
from tests.figures.runs import OWN, run
from tests.inputs.runs import load, problems


def test_a_setting_replaces_the_value_and_says_which(tmp_path: Path) -> None:
    """The built-in 1.20 USD gives way to 0.90, and stands in `replaces` with its unit, layer and source."""
    report = load(tmp_path, settings={"annotation_price": "0.90"})
    figure = report.figures["annotation_price"]
    assert Decimal("0.90") == figure.value
    assert ("command line", ("command-line",), "stated") == (figure.layer, figure.sources, figure.basis)
    assert Replaced(Decimal("1.20"), "USD/sample", "built-in", "lightly-report") == figure.replaces
    assert "Command line, --set" == report.account.sources["command-line"]["title"]
    assert Decimal(33750) == report.figures["annotation_savings"].value


def test_the_range_and_the_note_of_the_old_value_do_not_survive(tmp_path: Path) -> None:
    """What was said of the looked-up value is not said of the one that replaces it."""
    figures = load(tmp_path, "grid: {zone: DE}\n", settings={"pue": "1.2", "grid_intensity": "0.05"}).figures
    for key in ("pue", "grid_intensity"):
        figure = figures[key]
        assert (None, None, None, None) == (figure.low, figure.high, figure.note, figure.chosen), key
        assert figure.replaces is not None


def test_the_row_of_the_grid_is_not_shown_for_a_set_intensity(tmp_path: Path) -> None:
    """With an intensity from the command line the report names no row of the grid table."""
    assert None is load(tmp_path, "grid: {zone: DE}\n", settings={"grid_intensity": "0.05"}).account.grid
    assert None is not load(tmp_path, "grid: {zone: DE}\n").account.grid


def test_a_setting_beats_the_manifest(tmp_path: Path) -> None:
    """A rate that the manifest states is replaced as well, and keeps nothing but its name."""
    figure = load(tmp_path, "costs: {licence: 70}\n", settings={"licence": "0"}).figures["licence"]
    assert (Decimal(0), "command line") == (figure.value, figure.layer)
    assert Replaced(Decimal(70), "USD", "manifest", "manifest") == figure.replaces


def test_a_setting_gives_what_nobody_gave(tmp_path: Path) -> None:
    """Leaves without value take one, and then replace nothing."""
    settings = {"filtering_energy": "2", "person_hours": "1", "hourly_rate": "50", "seconds_per_unit": "36"}
    figures = load(tmp_path, settings=settings).figures
    assert (Decimal(50), Decimal(375)) == (figures["filtering_cost"].value, figures["annotator_hours_saved"].value)
    assert {None} == {figures[key].replaces for key in settings}


def test_every_setting_that_is_wrong_is_said(tmp_path: Path) -> None:
    """What is computed, what is misspelt and what does not apply, each in its line."""
    keys = ("roi", "co2_savings", "anotation_price", "units_already_used")
    said = problems(tmp_path, settings=dict.fromkeys(keys, "1"))
    assert [f"--set {key}" for key in keys] == [problem.partition(": ")[0] for problem in said]


SET = {
    "annotators": "3",
    "units_per_sample.box": "2",
    "review_share": "0.1",
    "review_price": "0.2",
    "fixed_fee": "10",
    "discount": "0.1",
    "seconds_per_unit": "5",
    "already_labelled_before": "100",
    "already_labelled_after": "60",
    "training_runs": "2",
    "training_samples": "9",
    "training_hours": "3",
    "training_gpus": "2",
    "training_watts": "100",
    "training_kwh": "4",
    "gpu_price_per_hour": "1",
    "machines": "2",
    "compute_per_hour": "3",
    "person_hours": "1",
    "hourly_rate": "2",
    "licence": "3",
    "stage_removed.blur": "7",
    "accuracy.m": "0.5",
    "consumption_wh.m": "3",
    "model_cost.m": "1",
    "alpha": "0.2",
    "beta": "2",
    "beta_cost": "3",
    "duration_s": "60",
    "samples_before": "200000",
    "samples_after": "70000",
    "annotation_price": "2",
    "co2_per_sample": "0.1",
    "pue": "1.1",
    "grid_intensity": "0.1",
    "electricity_price": "0.3",
    "filtering_energy": "2",
}


@pytest.mark.parametrize("key", SET)
def test_every_leaf_of_the_contract_can_be_set(tmp_path: Path, key: str) -> None:
    """Each key that the contract names takes a value from the command line."""
    text = (
        "stages: [{name: blur, removed: 5}]\nmodels: [{name: m, accuracy: 0.9}]\nalready_labelled: 100\n"
        "prices: [{task: detection, unit: box, price: 1, units_per_sample: 1, review_share: 0, review_price: 0}]\n"
    )
    figure = load(tmp_path, text, settings={key: SET[key]}).figures[key]
    assert (Decimal(SET[key]), "command line") == (figure.value, figure.layer)


def test_tier_prices_can_be_set() -> None:
    """The price of one tier: 50,000 x 0.063 + 70,000 x 0.05."""
    figures = run(OWN["boxes by tiers"], {"annotation_price_tier_2": "0.05"}).figures
    assert Decimal(6650) == figures["annotation_cost_before"].value


def test_review_takes_both_its_terms(tmp_path: Path) -> None:
    """Share and price of reviewing are given together, in either order, or not at all."""
    for settings in ({"review_share": "0.5", "review_price": "1"}, {"review_price": "1", "review_share": "0.5"}):
        assert Decimal("63750") == load(tmp_path, settings=settings).figures["annotation_savings"].value
    expected = ["--set: review_share and review_price belong together (set both)"]
    assert expected == problems(tmp_path, settings={"review_share": "0.5"})
    assert expected == problems(tmp_path, settings={"review_price": "0.5"})
    # of a price by the box it is one of boxes
    boxes = "prices: [{task: detection, unit: box, price: 1, units_per_sample: 2}]\n"
    figures = load(tmp_path, boxes, settings={"review_share": "0.5", "review_price": "1"}).figures
    assert ("USD/box", Decimal(1)) == (figures["review_price"].unit, figures["review_price"].value)
    # where the row has both, either may be set alone: 37,500 x (1 + 0.5 x 1) and (1 + 0.25 x 2)
    row = "prices: [{task: detection, price: 1, review_share: 0.25, review_price: 1}]\n"
    for settings in ({"review_share": "0.5"}, {"review_price": "2"}):
        assert Decimal(56250) == load(tmp_path, row, settings=settings).figures["annotation_savings"].value


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("anotation_price", "1", "is no input of this run (did you mean annotation_price?)"),
        ("xyz", "1", "is no input of this run (the keys of leaves stand in report.json)"),
        ("near-dup", "1", "is no input of this run (the keys of leaves stand in report.json)"),
        ("energy.gpus", "1", "is no input of this run (the keys of leaves stand in report.json)"),
        ("units_already_used", "1", "does not apply to this run (its inputs stand in report.json)"),
        (
            "co2_savings",
            "1",
            "is computed, not given (set one of its inputs: samples_removed, co2_per_sample, training_runs)",
        ),
        ("net_savings", "1", "is computed, not given"),
        ("annotation_price", "cheap", 'expected a number, found "cheap" (a number, such as 0.5)'),
        ("annotation_price", "", 'expected a number, found "" (a number, such as 0.5)'),
        ("annotation_price", "-1", "-1 is too small: at least 0"),
        ("annotation_price", "nan", "nan is no finite number (a number, such as 0.5)"),
        ("annotation_price", "1e31", "1e31 is beyond what is computed here: 1e-30 to 1e30"),
        ("pue", "0.9", "0.9 is too small: at least 1"),
        ("grid_intensity", "381", "381 is too large: at most 3 (kgCO2e/kWh: did you mean 0.381?)"),
        ("samples_before", "1e5", "1e5 is no whole number (digits without point or exponent)"),
        ("discount", "1.5", "1.5 is too large: at most 1 (did you mean 0.015?)"),
        ("training_samples", "0", "0 is out of bounds (from 1 to 10^18)"),
        ("duration_s", "soon", 'expected a duration, found "soon" (42 min, 1h30m, 0:42:00, PT42M, or seconds: 2520)'),
    ],
)
def test_what_cannot_be_set(tmp_path: Path, key: str, text: str, expected: str) -> None:
    """Unknown keys, computed figures and bad numbers are refused, each saying what to do."""
    assert [f"--set {key}: {expected}"] == [
        problem.replace("1E+31", "1e31") for problem in problems(tmp_path, settings={key: text})
    ]


def test_all_settings_are_judged_at_once(tmp_path: Path) -> None:
    """A bad number, an unknown key and a computed one are three problems of one run."""
    found = problems(tmp_path, settings={"pue": "x", "pew": "1.1", "roi": "3"})
    assert ["--set pue", "--set pew", "--set roi"] == [problem.partition(":")[0] for problem in found]


def test_counts_are_checked_against_each_other(tmp_path: Path) -> None:
    """More after than before is a problem of the setting that made it so."""
    [problem] = problems(tmp_path, settings={"samples_after": "110001"})
    assert problem.startswith("--set samples_after: 110,001 after filtering is more than the 110,000 before")


def test_a_price_of_tiers_is_set_by_its_tiers(tmp_path: Path) -> None:
    """The one price that the run does not have is answered with those that it has."""
    row = "prices: [{task: detection, tiers: [{price: 2, up_to: 5}, {price: 1}]}]\n"
    expected = "this run has annotation_price_tier_1, annotation_price_tier_2"
    (problem,) = problems(tmp_path, row, settings={"annotation_price": "1"})
    assert f"--set annotation_price: does not apply to this run ({expected})" == problem


def test_a_word_of_a_key_finds_it(tmp_path: Path) -> None:
    """`price` looks like no key and is a word of three, the labels' first; computed ones are none."""
    [told] = problems(tmp_path, settings={"price": "1"})
    named = "annotation_price, gpu_price_per_hour or electricity_price"
    assert f"--set price: is no input of this run (did you mean {named}?)" == told
    [told] = problems(tmp_path, settings={"energy_price": "1"})  # none has both words: one that looks like it
    assert told.endswith("(did you mean electricity_price?)")
    [told] = problems(tmp_path, settings={"lunch": "1"})
    assert told.endswith("(the keys of leaves stand in report.json)")
