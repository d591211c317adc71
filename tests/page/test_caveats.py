"""The caveats: each rule can be raised, none is raised where nothing is wrong, and each one speaks of what is there."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reportgen.factors.facts import sources
from reportgen.figures.ledger import Ledger
from reportgen.generate import load
from reportgen.page.caveats.rules import RULES, caveats_of
from reportgen.page.words import leading_co2
from reportgen.rendering.report import Report
from tests.figures.runs import FOUR, OWN, run

SAMPLES = Path(__file__).parents[2] / "sample_data"
STREET_SCENES = SAMPLES / "street_scenes"
RUNS = sorted(path for path in SAMPLES.rglob("*.yaml") if path.name != "meta.yaml")  # a tool's own
# It speaks of a built-in table, which the command line names and no manifest can.
NEEDS_A_TABLE, NEEDS_A_WORKBOOK, NEEDS_A_CUT_LOG = "beyond_list", "hidden_cells", "energy_predicted"
NEEDS_A_RARE_CLASS = "class_nearly_vanished"  # among hundreds of samples: test_caveats_of_files.py makes one
NEEDS_SETS = "component_swallows"  # there, too


@cache
def report_of(path: Path) -> Report:
    return load(path, cost_tables=sorted(path.parent.glob("*costs.toml")))


def ids_of(name: str) -> list[str]:
    return [caveat.id for caveat in report_of(SAMPLES / "caveats" / f"{name}.yaml").caveats]


def test_ids_are_unique() -> None:
    """An id is the lasting name of one caveat."""
    ids = [caveat.id for _, caveat in RULES]
    assert sorted(set(ids)) == sorted(ids)


def test_every_rule_is_raised_by_a_sample() -> None:
    """The sample runs together raise every caveat."""
    raised = {caveat.id for path in RUNS for caveat in report_of(path).caveats}
    elsewhere = {NEEDS_A_TABLE, NEEDS_A_WORKBOOK, NEEDS_A_CUT_LOG, NEEDS_A_RARE_CLASS, NEEDS_SETS}
    assert {caveat.id for _, caveat in RULES} - elsewhere == raised


def test_the_end_of_a_price_list_is_told() -> None:
    """990,000 units lie inside Google's list, 1,100,000 do not."""
    for annotators, expected in (("9", False), ("10", True)):
        table = ["google-data-labeling-historical"]
        settings = {"annotators": annotators, "units_per_sample.object": "1"}
        report = load(SAMPLES / "four_lines.yaml", cost_tables=table, settings=settings)
        assert expected == (NEEDS_A_TABLE in {caveat.id for caveat in report.caveats})


def test_an_open_sign_is_told_from_the_range() -> None:
    """A net CO2e whose range spans zero raises the caveat, one above zero does not."""
    account = report_of(STREET_SCENES / "run.yaml").account
    net = account.ledger[leading_co2(account)]
    for low, expected in ((Decimal(-1), True), (Decimal(0), False), (Decimal(1), False)):
        ledger = Ledger()
        for figure in account.ledger.values():
            ledger.add(replace(net, low=low, high=Decimal(9)) if figure is net else figure)
        raised = {caveat.id for caveat in caveats_of(replace(account, ledger=ledger))}
        assert expected == ("net_co2_sign" in raised)


def test_a_run_without_a_flaw_raises_none() -> None:
    """Where everything is known and nothing is saved, nothing has to be said: no rule is too wide."""
    assert [] == ids_of("none")


def test_a_saving_about_which_all_is_known_raises_what_holds_of_all_savings() -> None:
    """Two caveats belong to every saving, one to a published figure beside it; no other rule fires without a reason."""
    assert ["avoided_cost_estimate", "not_deductible", "published_compared"] == ids_of("all_known")


def test_sources_are_declared() -> None:
    """A caveat cites built-in sources only."""
    cited = {source for _, caveat in RULES for source in caveat.sources}
    assert set() == cited - set(sources())


@pytest.mark.parametrize("path", RUNS, ids=lambda path: path.stem)
def test_figures_are_those_of_the_run(path: Path) -> None:
    """In a run where a caveat applies, the keys that it names are keys of its ledger."""
    report = report_of(path)
    unknown = {caveat.id: set(caveat.figures) - set(report.figures) for caveat in report.caveats}
    assert {} == {name: keys for name, keys in unknown.items() if keys}


@pytest.mark.parametrize("path", RUNS, ids=lambda path: path.stem)
def test_the_weighty_come_first(path: Path) -> None:
    """What changes how a headline is read stands before what a reviewer looks up."""
    weights = [caveat.weight for caveat in report_of(path).caveats]
    assert sorted(weights) == weights
    assert {1, 2} >= set(weights)


def test_words_are_sentences() -> None:
    """Title and text of each caveat end as sentences do and begin with a capital."""
    texts = [text for _, caveat in RULES for text in (caveat.title, caveat.text)]
    assert [] == [text for text in texts if not (text[0].isupper() and text.endswith("."))]


@pytest.mark.parametrize(
    ("manifest", "fixed"),
    [
        ({**FOUR, "training": {"schedule": "steps"}}, "training runs for a fixed number of steps."),
        (OWN["a language model to a budget of tokens"], "training reads a fixed number of tokens."),
    ],
)
def test_what_of_a_training_is_fixed(manifest: dict[str, Any], fixed: str) -> None:
    """Steps of an image model, tokens of a language model."""
    (caveat,) = (it for it in run(manifest).caveats if it.id == "fixed_steps")
    assert f"Training energy is not saved: {fixed}" == caveat.title
