"""explain tells a figure with all that is below it, once each, down to the leaves with their sources."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from reportgen.audit.explain import explained
from reportgen.audit.report_data import report_data
from reportgen.problems import InputError
from tests.audit.reports import as_json, report, values
from tests.figures.runs import WEB_TEXT, run


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


def test_a_procedure_is_named() -> None:
    """What no formula says is told by the name of its procedure."""
    changed = values()
    key = next(key for key, it in changed["figures"].items() if it["procedure"] and it["value"] is not None)
    assert f"  by the procedure {changed['figures'][key]['procedure']}" in told(key)


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
