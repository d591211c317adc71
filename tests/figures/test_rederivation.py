"""Every figure of every report follows from its formula's text alone, by an evaluator that is not reportgen's."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest

from tests.figures.rederive import close, rederive
from tests.figures.runs import OWN, all_reports, run

REPORTS = {
    name: json.loads(report.json, parse_float=Decimal, parse_int=Decimal) for name, report in all_reports().items()
}
NAMES = pytest.mark.parametrize("name", REPORTS)
NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)?")
UNDER_TIERS = [name for name, report in REPORTS.items() if report["figures"]["break_even_samples"]["procedure"]]


def figures_of(name: str) -> dict[str, dict[str, Any]]:
    """The figures of a report.json."""
    figures: dict[str, dict[str, Any]] = REPORTS[name]["figures"]
    return figures


def values_of(name: str) -> dict[str, Decimal]:
    """The values of all figures that have one."""
    return {key: figure["value"] for key, figure in figures_of(name).items() if figure["value"] is not None}


@NAMES
def test_every_value_follows_from_its_formula(name: str) -> None:
    """The text in `formula`, over the values of the figures that it names, gives `value` to 1e-12."""
    values, checked = values_of(name), 0
    for key, figure in figures_of(name).items():
        if figure["formula"] is not None and figure["value"] is not None:
            again = rederive(figure["formula"], values)
            assert close(figure["value"], again), (key, figure["value"], again)
            checked += 1
    assert checked >= 10


@NAMES
def test_inputs_are_those_that_the_formula_names(name: str) -> None:
    """`inputs` lists each name in the formula once, and every one of them is a figure of the report."""
    figures = figures_of(name)
    for key, figure in figures.items():
        assert [] == [input_ for input_ in figure["inputs"] if input_ not in figures], key
        if figure["formula"] is not None:
            named = [match.group() for match in NAME.finditer(re.sub(r"\b(min|max)\(", "(", figure["formula"]))]
            assert list(dict.fromkeys(named)) == figure["inputs"], key


@NAMES
def test_a_value_with_inputs_says_how_it_follows_from_them(name: str) -> None:
    """A figure that has a value and inputs has a formula or a procedure, and never both."""
    for key, figure in figures_of(name).items():
        if figure["value"] is not None and figure["inputs"]:
            assert (figure["formula"] is None) != (figure["procedure"] is None), key


@NAMES
def test_a_value_or_a_reason(name: str) -> None:
    """A figure without value has a reason of some words, and one with a value has none."""
    for key, figure in figures_of(name).items():
        assert (figure["value"] is None) == bool(figure["reason"]), key


@NAMES
def test_a_leaf_says_where_it_comes_from(name: str) -> None:
    """A figure with a value and no formula has a basis, a layer and sources, each in the list of sources."""
    sources = REPORTS[name]["sources"]
    for key, figure in figures_of(name).items():
        if figure["value"] is not None and figure["formula"] is None and figure["procedure"] is None:
            assert figure["basis"] in (
                *("measured", "contract", "stated", "list", "literature", "default", "judgement", "estimate"),
            ), key
            assert figure["layer"] in ("built-in", "company", "project", "manifest", "command line"), key
            assert figure["sources"], key
        assert [] == [source for source in figure["sources"] if source not in sources], key


@NAMES
def test_a_computed_figure_rests_on_the_weakest_of_its_inputs(name: str) -> None:
    """`rests_on` is the weakest basis among the figures that the formula or procedure uses."""
    order = ["measured", "contract", "stated", "list", "literature", "default", "judgement", "estimate"]
    figures = figures_of(name)
    for key, figure in figures.items():
        if figure["basis"] == "computed" and figure["inputs"]:
            below = [figures[input_] for input_ in figure["inputs"]]
            bases = [of["rests_on"] if of["basis"] == "computed" else of["basis"] for of in below]
            weakest = max((basis for basis in bases if basis), key=order.index, default=None)
            assert weakest == figure["rests_on"], key


@NAMES
def test_a_range_holds_its_value(name: str) -> None:
    """Where a figure has a range, low <= value <= high; it never has only one end."""
    for key, figure in figures_of(name).items():
        assert (figure["low"] is None) == (figure["high"] is None), key
        if figure["low"] is not None:
            assert figure["low"] <= figure["value"] <= figure["high"], key


@pytest.mark.parametrize("name", UNDER_TIERS)
def test_break_even_under_tiers_by_brute_force(name: str) -> None:
    """Removing that many samples saves what filtering cost, by the cost formula's own text."""
    figures, values = figures_of(name), values_of(name)
    by_month, reached = "full_months_before" in figures, "annotation_price_reached_before" in figures
    kind = "by_months" if by_month else "at_tiers" if reached else "under_tiers"
    assert f"break_even_{kind}/1" == figures["break_even_samples"]["procedure"]

    def cost(to_label: Decimal) -> Decimal:
        changed = {**values, "samples_to_label_before": to_label}
        quantity = "samples_to_label_before"
        for key in ("units_before", "labelling_hours_before", "labelling_minutes_before"):
            if key in figures:
                changed[key] = rederive(figures[key]["formula"], changed)
                quantity = key
        if by_month:
            changed["full_months_before"] = changed[quantity] // changed["units_per_month"]
        return rederive(figures["annotation_cost_before"]["formula"], changed)

    before, removed = values["samples_to_label_before"], values["break_even_samples"]
    assert close(values["filtering_cost"], cost(before) - cost(before - removed))
    assert 0 < removed <= before


def test_runs_with_tiers_are_among_those_checked() -> None:
    """The brute force above meets tiers with and without units used before, review, discount and annotators."""
    runs = {"boxes by tiers", "tiers with every term", "tiers that count items", "another currency, inverse"}
    runs |= {"caveats/dearer_tier.yaml", "caveats/tiers_by_month.yaml", "caveats/tiers_by_year.yaml"}
    runs |= {"a tier that is reached", "a tier that is reached by samples in part labelled"}
    runs |= {"tiers by month at a pace", "tiers by month of samples in part labelled"}
    assert {*runs, "minutes by tiers", "characters by tiers"} == set(UNDER_TIERS)


def test_runs_cover_every_kind_of_computed_figure() -> None:
    """Each computed figure of the contract has a value in at least one of the runs."""
    known = {key.partition(".")[0] for name in REPORTS for key in values_of(name)}
    contract = {
        *("samples_removed", "removed_share", "annotation_savings", "annotator_hours_saved", "co2_per_sample"),
        *("co2_savings", "training_energy_per_sample", "training_energy_savings", "training_cost_savings"),
        *("filtering_energy", "filtering_co2", "filtering_co2_market", "filtering_compute_cost"),
        *("filtering_people_cost", "filtering_licence_cost", "filtering_energy_cost", "filtering_cost"),
        *("net_savings", "net_energy_savings", "net_co2_savings", "roi", "break_even_samples", "apc", "apec"),
        *("annotation_cost_before", "annotation_cost_after", "stages_unexplained"),
    }
    assert set() == contract - known


def test_break_even_that_no_removal_reaches() -> None:
    """Where removing every sample saves less than filtering cost, there is no break-even under tiers, with a reason."""
    boxes = OWN["boxes by tiers"]
    break_even = run({**boxes, "costs": {"licence": 2940}}).figures["break_even_samples"]
    assert Decimal(20000) == break_even.value
    break_even = run({**boxes, "costs": {"licence": 6581}}).figures["break_even_samples"]
    assert (None, "even removing every sample would not pay for the run") == (break_even.value, break_even.reason)
