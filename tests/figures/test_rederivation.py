"""Every figure of every report follows from its formula's text alone, by an evaluator that is not reportgen's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.figures.rederive import close, rederive
from tests.figures.runs import OWN, all_runs, report_of, run

NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)?")
BASES = ["measured", "contract", "stated", "list", "literature", "default", "judgement", "estimate"]
LAYERS = ["built-in", "company", "project", "manifest", "command line"]
# With and without units used before, review, discount and annotators.
UNDER_TIERS = [
    *("boxes by tiers", "tiers with every term", "tiers that count items", "another currency, inverse"),
    *("caveats/dearer_tier.yaml", "caveats/tiers_by_month.yaml", "caveats/tiers_by_year.yaml"),
    *("a tier that is reached", "a tier that is reached by samples in part labelled"),
    *("tiers by month at a pace", "tiers by month of samples in part labelled"),
    *("minutes by tiers", "characters by tiers"),
]

Figures = dict[str, dict[str, Any]]


def written(name: str) -> dict[str, Any]:
    """The report.json of a run, made here so that a change of the code is seen by each test."""
    report: dict[str, Any] = json.loads(report_of(name).json, parse_float=Decimal, parse_int=Decimal)
    return report


def values_of(figures: Figures) -> dict[str, Decimal]:
    """The values of all figures that have one."""
    return {key: figure["value"] for key, figure in figures.items() if figure["value"] is not None}


@pytest.mark.parametrize("name", all_runs())
def test_every_figure_says_how_it_follows_and_where_it_comes_from(name: str) -> None:
    """In every run: by its formula's text, its inputs, its basis, its range and its sources."""
    report = written(name)
    figures = report["figures"]
    assert [] == list(not_rederived(figures))
    assert sum(figure["formula"] is not None and figure["value"] is not None for figure in figures.values()) >= 10
    assert [] == list(wrong_inputs(figures))
    assert [] == list(unexplained(figures))
    assert [] == list(rests_on_another_basis(figures))
    assert [] == list(outside_of_its_range(figures))
    assert [] == list(without_origin(figures, report["sources"]))
    assert (name in UNDER_TIERS) == (figures["break_even_samples"]["procedure"] is not None)


def not_rederived(figures: Figures) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Whose `formula`, over the values of the figures that it names, does not give `value` to 1e-12."""
    values = values_of(figures)
    for key, figure in figures.items():
        if figure["formula"] is not None and figure["value"] is not None:
            again = rederive(figure["formula"], values)
            if not close(figure["value"], again):
                yield key, figure["value"], again


def wrong_inputs(figures: Figures) -> Iterator[str]:
    """Whose `inputs` are not each name in the formula once, or one that is no figure of the report."""
    for key, figure in figures.items():
        named = figure["inputs"]
        if figure["formula"] is not None:
            names = NAME.finditer(re.sub(r"\b(min|max)\(", "(", figure["formula"]))
            named = list(dict.fromkeys(match.group() for match in names))
        if named != figure["inputs"] or not set(named) <= set(figures):
            yield key


def unexplained(figures: Figures) -> Iterator[str]:
    """With neither a value nor a reason, or both; with a value and inputs but not just one of formula and procedure."""
    for key, figure in figures.items():
        known = figure["value"] is not None
        follows = (figure["formula"] is not None) != (figure["procedure"] is not None)
        if known == bool(figure["reason"]) or (known and figure["inputs"] and not follows):
            yield key


def rests_on_another_basis(figures: Figures) -> Iterator[str]:
    """Computed ones whose `rests_on` is not the weakest basis among the figures that the formula or procedure uses."""
    for key, figure in figures.items():
        if figure["basis"] == "computed" and figure["inputs"]:
            below = [figures[input_] for input_ in figure["inputs"]]
            bases = [of["rests_on"] if of["basis"] == "computed" else of["basis"] for of in below]
            if figure["rests_on"] != max((basis for basis in bases if basis), key=BASES.index, default=None):
                yield key


def outside_of_its_range(figures: Figures) -> Iterator[str]:
    """With one end of a range alone, or a value that is not between the two."""
    for key, figure in figures.items():
        low, value, high = figure["low"], figure["value"], figure["high"]
        if (low is None) != (high is None) or (low is not None and not low <= value <= high):
            yield key


def without_origin(figures: Figures, sources: dict[str, Any]) -> Iterator[str]:
    """Leaves with a value but no basis, layer or source; whatever names a source that is not in the list of sources."""
    for key, figure in figures.items():
        is_leaf = figure["value"] is not None and figure["formula"] is None and figure["procedure"] is None
        told = figure["basis"] in BASES and figure["layer"] in LAYERS and figure["sources"]
        if (is_leaf and not told) or not set(figure["sources"]) <= set(sources):
            yield key


@pytest.mark.parametrize("name", UNDER_TIERS)
def test_break_even_under_tiers_by_brute_force(name: str) -> None:
    """Removing that many samples saves what filtering cost, by the cost formula's own text."""
    figures = written(name)["figures"]
    values = values_of(figures)
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


def test_runs_cover_every_kind_of_computed_figure() -> None:
    """Each computed figure of the contract has a value in at least one of these runs, which stand for them all."""
    names = ("round numbers", "stages", "models", "electricity apart", "measured training")
    known = {
        key.partition(".")[0] for name in names for key, it in report_of(name).figures.items() if it.value is not None
    }
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
