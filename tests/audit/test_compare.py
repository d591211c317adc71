"""compare says which inputs and results of two reports differ, by how much, and in what beside the value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reportgen.audit.compare import Side, compared, comparison_values
from reportgen.audit.report_data import ReportData, report_data
from reportgen.generate import load
from tests.audit.reports import as_json, made_of, report, values
from tests.rendering.runs import SAMPLES


def data(changed: Any = None) -> ReportData:
    """The sample's report, or one that was changed."""
    return report_data(report().json if changed is None else as_json(changed), "report.json")


def four_lines(**settings: str) -> ReportData:
    """The report of four lines, with values put in place of inputs."""
    return report_data(load(SAMPLES / "four_lines.yaml", settings=settings).json, "report.json")


def test_a_report_is_like_itself() -> None:
    """Nothing differs."""
    assert compared(data(), data()).is_empty


def test_one_price_changes_what_follows_from_it() -> None:
    """From 1.20 to 0.90 a sample: 37,500 samples cost 33,750 in place of 45,000, a quarter less."""
    comparison = compared(four_lines(), four_lines(annotation_price="0.9"))
    assert ["annotation_price"] == [it.key for it in comparison.inputs]
    found = {it.key: it for it in comparison.results}
    savings = found["annotation_savings"]
    assert (Decimal(-11250), Decimal("-0.25")) == (savings.difference, savings.relative)
    assert "samples_removed" not in found


def test_what_differs_beside_the_value_is_named() -> None:
    """A range, a basis, a source, a unit: each by its field, and without a difference where units are not one."""
    changed = values()
    changed["figures"]["annotation_price"] |= {"low": Decimal("0.9"), "basis": "list"}
    changed["sources"]["price.company"]["title"] = "Another contract"
    changed["figures"]["samples_before"]["unit"] = "unit"
    price, samples = sorted(compared(data(), data(changed)).inputs, key=lambda it: it.key)[:2]
    assert ("annotation_price", ("basis", "sources", "range"), Decimal(0)) == (
        price.key,
        price.fields,
        price.difference,
    )
    assert ("samples_before", ("unit",), None) == (samples.key, samples.fields, samples.difference)


def test_a_figure_of_one_report_alone_is_a_difference() -> None:
    """It stands beside nothing; one without value is none."""
    fewer = values()
    del fewer["figures"]["licence"]
    (found,) = compared(data(fewer), data()).inputs
    assert ("licence", Side(reason="no such figure"), None) == (found.key, found.first, found.difference)
    without = values()
    without["figures"]["licence"] |= {"value": None, "reason": "not given", "sources": [], "basis": None}
    assert () == compared(data(fewer), data(without)).inputs


def test_zero_has_no_relative_difference() -> None:
    """From nothing to something is no multiple."""
    changed = values()
    changed["figures"]["licence"]["value"] = Decimal(5)
    (found,) = compared(data(), data(changed)).inputs
    assert (Decimal(5), None) == (found.difference, found.relative)


def test_values_for_json() -> None:
    """The JSON names both files and holds each side in full."""
    comparison = compared(four_lines(), four_lines(annotation_price="0.9"))
    told = comparison_values(comparison, ("a.json", "b.json"))
    assert ("reportgen/comparison/1", ["a.json", "b.json"]) == (told["schema"], told["files"])
    (price,) = told["inputs"]
    assert (Decimal("1.2"), "USD/sample") == (price["first"]["value"], price["first"]["unit"])
    assert (Decimal("0.9"), "stated") == (price["second"]["value"], price["second"]["basis"])


def test_a_figure_without_value_has_its_reason_in_json() -> None:
    """And one with a value has none."""
    without = values()
    without["figures"]["licence"] |= {"value": None, "reason": "not given", "sources": [], "basis": None}
    (licence,) = comparison_values(compared(data(), data(without)), ("a", "b"))["inputs"]
    assert (None, "not given") == (licence["first"]["reason"], licence["second"]["reason"])


def test_a_source_without_a_title_has_none() -> None:
    """It is named by nothing, and not by a word."""
    one = {"label": "x", "value": Decimal(1), "unit": "1", "basis": "stated", "sources": ["s"]}
    first, second = (made_of({"figures": {"a": one}, "sources": {"s": it}}) for it in ({}, {"title": "A contract"}))
    (found,) = compared(first, second).inputs
    assert (("",), ("A contract",)) == (found.first.sources, found.second.sources)
