"""explain tells a figure with all that is below it, once each, down to the leaves with their sources."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.audit.explain import explained
from reportgen.audit.procedures import KNOWN
from reportgen.audit.report_data import json_values, report_data
from reportgen.figures.procedures import STEPS
from reportgen.problems import InputError
from tests.audit.reports import as_json, made_of, report, values
from tests.figures.runs import WEB_TEXT, all_reports, run


def told(key: str, changed: Any = None) -> list[str]:
    """The lines of a figure of the sample, or of one that was changed."""
    content = report().json if changed is None else as_json(changed)
    return list(explained(report_data(content, "report.json"), key))


def test_a_figure_is_told_with_its_arithmetic() -> None:
    """First the figure: 35,625 avoided and 2.77 of training less 103.75, its range, and what it rests on."""
    assert [
        "net_savings: 35,524.0198864 EUR, Avoided cost, net of filtering (estimate)",
        "  from 31,774.0198864 to 41,149.0198864 EUR",
        "  = annotation_savings + training_cost_savings - filtering_cost",
        "  = 35,625 + 2.76988636364 - 103.75",
        "  computed, rests on default",
        "  annotation_savings: 35,625 EUR, Avoided annotation cost (estimate)",
    ] == told("net_savings")[:6]


def test_a_leaf_is_told_with_its_layer_and_source() -> None:
    """The contract's price stands with what it replaced, who says so and when that was read."""
    assert [
        "annotation_price: 0.95 EUR/sample, Annotation price",
        "  from 0.85 to 1.1 EUR/sample",
        "  contract, company",
        "  in place of 1.2 USD/sample, built-in",
        "  source: price.company: Framework contract LB-2025-118, annex A (invented), company-costs.toml, 2026-09-01",
    ] == told("annotation_price")


def test_a_leaf_in_place_of_none_says_so() -> None:
    """What had no value before it has no unit either."""
    changed = values()
    changed["figures"]["annotation_price"]["replaces"] = {"value": None, "unit": "USD/sample", "layer": "built-in"}
    assert "  in place of none, built-in" in told("annotation_price", changed)


def test_every_leaf_below_is_told_once() -> None:
    """All keys of the trace are there, each in full once; a second time it is named with its value."""
    lines = told("net_savings")
    below = {figure.key for _, figure in report().figures.trace("net_savings")}
    heads = [line.strip().partition(":")[0] for line in lines if line.strip().partition(":")[0] in below]
    assert below == set(heads)
    assert 1 == sum(line.strip().startswith("samples_before: 110,000 sample, Samples before") for line in lines)
    assert "      samples_before: 110,000 sample, see above" in lines


def test_a_figure_without_value_says_why() -> None:
    """The reason stands in place of the number, and the formula with names alone."""
    changed = values()
    changed["figures"]["net_savings"] |= {"value": None, "reason": "filtering cost not stated"}
    lines = told("net_savings", changed)
    assert "net_savings: no value (filtering cost not stated), Avoided cost, net of filtering (estimate)" == lines[0]
    assert "  = annotation_savings + training_cost_savings - filtering_cost" in lines
    assert [] == [line for line in lines[:5] if "35,625 +" in line]


# By procedure, a run with a figure of it, the figure's key, and lines about the numbers that it works on.
BY_PROCEDURE: dict[str, tuple[str, str, list[str]]] = {
    "whole_months/1": (
        "tiers by month at a pace",
        "full_months_before",
        ["over units_before: 550,000 unit", "over units_per_month: 70,000 unit"],
    ),
    "cost_by_months/1": (
        "tiers by month of samples in part labelled",
        "annotation_cost_after",
        [
            "over full_months_after: 1",
            "over annotation_price_tier_1: 0.063 USD/sample, up to 50,000 units",
            "over annotation_price_tier_2: 0.049 USD/sample, for all above",
            "over discount: 0.1",
        ],
    ),
    "tier_reached/1": (
        "a tier that is reached by samples in part labelled",
        "annotation_price_reached_before",
        ["over annotation_price_tier_1: 0.063 USD/sample, up to 50,000 units"],
    ),
    "cost_at_tier_reached/1": (
        "a tier that is reached by samples in part labelled",
        "annotation_cost_after",
        ["over minimum: 10 USD", "over annotation_price_reached_after: 0.049 USD/sample"],
    ),
    "break_even_under_tiers/1": (
        "boxes by tiers",
        "break_even_samples",
        ["over annotators: 3", "over annotation_price_tier_2: 0.049 USD/box, for all above"],
    ),
    "break_even_by_months/1": (
        "tiers by month at a pace",
        "break_even_samples",
        [
            "over annotation_price_tier_1: 0.08 USD/box, up to 1,000 units",
            "over annotation_price_tier_2: 0.06 USD/box, up to 9,000 units",
            "over annotation_price_tier_3: 0.03 USD/box, for all above",
        ],
    ),
    "break_even_at_tiers/1": (
        "a tier that is reached by samples in part labelled",
        "break_even_samples",
        ["over annotation_price_tier_2: 0.049 USD/sample, for all above"],
    ),
    "permutation_test/1": (
        "evidence/run.yaml",
        "evidence_p.before",
        ["over evidence_runs.before: 7", "over evidence_runs.after: 7"],
    ),
    "ttcapc/1": (
        "street_scenes",
        "ttcapc.yolox_s_3",
        [
            "over checkpoint_s.yolox_s_3_1 to _12: 12 values, 1,200 to 14,400 s",
            "over checkpoint_wh.yolox_s_3_1 to _12: 12 values, each 12.4 Wh/hour",
            "over accuracy_step: 0.01",
        ],
    ),
}


def test_each_procedure_is_explained() -> None:
    """There is a run here of every procedure that verify computes again, and steps of every one."""
    assert set(KNOWN) == set(BY_PROCEDURE) == set(STEPS)


@pytest.mark.parametrize("procedure", BY_PROCEDURE)
def test_a_procedure_is_told_with_its_steps_and_numbers(procedure: str) -> None:
    """What it does, the numbers that it works on, tiers with their bounds, and below them where each is from."""
    run_name, key, lines = BY_PROCEDURE[procedure]
    content = all_reports()[run_name].json
    found = list(explained(report_data(content, "report.json"), key))

    assert f"  by the procedure {procedure}: {STEPS[procedure]}" in found
    assert [f"  {line}" for line in lines] == [line for line in found if line.strip() in lines]
    below = lines[-1].removeprefix("over ").partition(":")[0]
    assert 1 == sum(line.startswith(f"  {below}: ") for line in found)


def test_of_a_long_series_the_first_is_told_below() -> None:
    """Twelve checkpoints from one file: one with its source, the others counted above; unlike ones are all told."""
    assert 1 == sum(line.startswith("  checkpoint_s.") for line in told("ttcapc.yolox_s_3"))
    changed = values()
    changed["figures"]["checkpoint_s.yolox_s_3_5"]["sources"] = []
    assert 12 == sum(line.startswith("  checkpoint_s.") for line in told("ttcapc.yolox_s_3", changed))


def test_a_procedure_of_another_version_is_named() -> None:
    """Its steps nobody here knows; what it rests on is told all the same."""
    changed = values()
    changed["figures"]["ttcapc.yolox_s_3"]["procedure"] = "ttcapc/2"
    lines = told("ttcapc.yolox_s_3", changed)
    assert "  by the procedure ttcapc/2: which this version of reportgen does not know" in lines
    assert "  over alpha: 0.1" in lines


def test_odd_names_of_inputs_are_told_or_left_out() -> None:
    """Of a report that was made so: a control sign, a number of any length, names that no figure has, none at all."""
    odd = ["\x1b[2J_1", "\x1b[2J_2", "\x1b[2J_3", "\x1b[2J_4", "m_" + "9" * 5000, "alpha"]
    changed = values()
    changed["figures"]["ttcapc.yolox_s_3"]["inputs"] = odd
    lines = told("ttcapc.yolox_s_3", changed)
    assert "  over alpha: 0.1" in lines
    assert not any("\x1b" in line or len(line) > 400 for line in lines)
    changed["figures"]["ttcapc.yolox_s_3"]["inputs"] = []
    assert not any("over" in line for line in told("ttcapc.yolox_s_3", changed)[2:])


def test_tiers_that_the_report_does_not_hold_have_no_bounds() -> None:
    """Of a report that was changed: no rows, odd rows, tiers that are none, fewer tiers."""
    run_name, key, _ = BY_PROCEDURE["tier_reached/1"]
    odd: list[Any] = [None, [], [None], [{}], [{"tiers": 3}], [{"tiers": []}], [{"tiers": [None, None]}]]
    for rows in odd:
        changed = json_values(all_reports()[run_name].json, "report.json")
        changed["costs"] = {"rows": rows}
        lines = [line for line in told(key, changed) if "over annotation_price_tier_1" in line]
        assert ["  over annotation_price_tier_1: 0.063 USD/sample"] == lines


def test_the_page_on_checking_says_the_same_steps() -> None:
    """Each procedure has a row in docs/check.md, in the words that explain and the report's appendix use."""
    page = Path("docs/check.md").read_text(encoding="utf-8")
    rows = {found[1]: found[2] for found in re.finditer(r"^\| `(\w+/\d+)` \| (.*) \|$", page, re.MULTILINE)}

    assert {name: steps.replace("’", "'") for name, steps in STEPS.items()} == {
        name: row.partition(" (")[0].replace("’", "'") for name, row in rows.items()
    }


def test_names_in_a_circle_end() -> None:
    """A report that was made so that a figure rests on itself is told, and ends."""
    changed = values()
    changed["figures"]["one"] = {
        "label": "x",
        "value": Decimal(1),
        "unit": "1",
        "formula": "one + 1",
        "inputs": ["one"],
    }
    assert "  one: 1, see above" in told("one", changed)


def test_an_unknown_key_is_refused() -> None:
    """The nearest key is named; where none is near, where the keys stand."""
    with pytest.raises(InputError, match=r'has no figure "net_saving" \(did you mean net_savings\?\)'):
        told("net_saving")
    with pytest.raises(InputError, match=r"the keys of figures stand in report\.json"):
        told("?")


def test_a_power_of_ten_is_told_in_plain_blanks() -> None:
    """Of a language model's 7.2e23 operations no sign is spelt out that a terminal would not show."""
    lines = list(explained(report_data(run(WEB_TEXT).json, "report.json"), "training_gpu_hours"))
    assert "  = 7.20 × 10²³ / (0.27 * 989,400,000,000,000 * 3600)" in lines


def of(key: str, figures: dict[str, Any], **more: Any) -> list[str]:
    """The lines of a figure of a report of nothing but these figures."""
    return list(explained(made_of({"figures": figures, **more}), key))


def figure(value: int, **more: Any) -> dict[str, Any]:
    return {"label": "x", "value": Decimal(value), "unit": "s", **more}


@pytest.mark.parametrize(("many", "lines"), [(3, ["over t_1: 1 s", "over t_2: 2 s", "over t_3: 3 s"])])
def test_a_series_of_three_is_told_one_by_one(many: int, lines: list[str]) -> None:
    """Of four the first, how many they are, and from what to what."""
    series = {f"t_{number}": figure(number) for number in range(1, 5)}
    for number, told in ((many, lines), (4, ["over t_1 to _4: 4 values, 1 to 4 s"])):
        by_steps = figure(9, procedure="steps/1", inputs=list(series)[:number])
        found = of("p", {**series, "p": by_steps})
        assert "  by the procedure steps/1: which this version of reportgen does not know" in found
        assert told == [line.strip() for line in found if line.startswith("  over")]


def test_a_tier_that_is_none_has_no_bound() -> None:
    """In a row of prices that was changed."""
    figures = {
        "annotation_price_tier_1": figure(2),
        "p": figure(9, procedure="x/1", inputs=["annotation_price_tier_1"]),
    }
    for tiers, told in (([None], ""), ([{}], ", for all above"), ([{"up_to": Decimal(5)}], ", up to 5 units")):
        lines = of("p", figures, costs={"rows": [{"tiers": tiers}]})
        assert f"  over annotation_price_tier_1: 2 s{told}" in lines


def test_a_source_is_told_with_all_that_is_known_of_it() -> None:
    """Title, publisher, file, address and the day on which it was read."""
    told = ("title", "publisher", "file", "url", "retrieved")
    lines = of("a", {"a": figure(1, basis="stated", sources=["s"])}, sources={"s": {it: f"its {it}" for it in told}})
    assert "  source: s: its title, its publisher, its file, its url, its retrieved" in lines
