"""Each figure follows from those before it, and what a report may not say of a figure is told by its key."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen.audit.rederive import rederived
from reportgen.audit.report_data import ReportData
from reportgen.inputs.audience import WITHHELD
from tests.audit.reports import made_of

ONE = {"label": "One", "value": 1, "unit": "1", "basis": "stated", "layer": "manifest", "sources": ["manifest"]}
TWO = {"label": "Two", "value": 2, "unit": "1", "formula": "one * 2", "inputs": ["one"], "rests_on": "stated"}
NONE = {"label": "None", "unit": "1", "reason": "not stated"}
BY_STEPS = {"label": "Steps", "value": 3, "unit": "1", "procedure": "steps/1"}


def found(**figures: Any) -> dict[str, list[str]]:
    """What does not hold of a report of these figures, by key."""
    told: dict[str, list[str]] = {}
    for it in rederived(report(**figures)).differences:
        told.setdefault(it.where, []).append(it.text)
    return told


def report(**figures: Any) -> ReportData:
    """A report of these figures, which the manifest gives."""
    return made_of({"figures": figures, "sources": {"manifest": {"title": "The run's manifest"}}})


def test_figures_that_follow() -> None:
    """A leaf, what follows from it by a formula, and what a procedure makes of both."""
    again = rederived(report(one=ONE, two=TWO, by_steps={**BY_STEPS, "inputs": ["one", "two"]}))

    assert ((), 1, ("by_steps",)) == (again.differences, again.count, again.by_procedure)


@pytest.mark.parametrize(
    ("figures", "where", "text"),
    [
        ({"one": {**ONE, "low": 1}}, "one", "has one end of a range"),
        ({"one": {**ONE, "high": 1}}, "one", "has one end of a range"),
        ({"one": {**ONE, "low": 2, "high": 3}}, "one", "1 lies outside of its range"),
        ({"one": {**ONE, "sources": ["a"]}}, "one", 'cites "a", which is no source of the report'),
        (
            {"one": ONE, "bare": {**ONE, "inputs": ["one"]}},
            "bare",
            "has inputs, and neither a formula nor a procedure",
        ),
        (
            {"by_steps": {**BY_STEPS, "inputs": ["one"]}, "one": ONE},
            "by_steps",
            'rests on "one", which is no figure it can rest on',
        ),
        ({"two": TWO, "one": ONE}, "two", 'rests on "one", which is no figure it can rest on'),
        ({"one": ONE, "two": {**TWO, "value": 3}}, "two", "stated 3 1, derived 2 1"),
        ({"one": ONE, "two": {**TWO, "rests_on": None}}, "two", 'rests_on stated none, derived "stated"'),
        ({"one": ONE, "two": {**TWO, "covers": ["two"]}}, "two", 'covers stated ["two"], derived ["one"]'),
        ({"one": ONE, "two": {**TWO, "missing": ["one"]}}, "two", 'lacks "one", which is no figure without a value'),
        ({"one": ONE, "two": {**TWO, "missing": ["a"]}}, "two", 'lacks "a", which is no figure without a value'),
        ({"bare": {**NONE, "missing": ["a"]}}, "bare", 'lacks "a", which is no figure without a value'),
    ],
)
def test_what_does_not_hold_is_told_by_its_key(figures: dict[str, Any], where: str, text: str) -> None:
    """One end of a range, a source that is not listed, inputs of nothing, an input that stands behind it."""
    assert text in found(**figures)[where]


def test_a_sum_covers_what_it_adds_or_what_that_covers() -> None:
    """What it lacks has no value; a sum without a value covers nothing that could be looked at."""
    two = {**TWO, "covers": ["one"], "missing": ["none"]}
    three = {"label": "Three", "value": 3, "unit": "1", "formula": "one + two", "inputs": ["one", "two"]}
    three |= {"rests_on": "stated", "missing": ["none"]}

    assert {} == found(none=NONE, one=ONE, two=two, three={**three, "covers": ["one", "one"]})
    assert {} == found(none=NONE, one=ONE, two=two, three={**three, "covers": ["one", "two"]})
    assert {} == found(none={**NONE, "covers": ["one"]}, one=ONE)


def test_what_is_withheld_is_no_difference() -> None:
    """A figure without a value, because a price is confidential, follows from what is shown all the same."""
    withheld = {**TWO, "value": None, "reason": WITHHELD, "rests_on": None}

    assert {} == found(one=ONE, two=withheld)


def test_a_basis_that_is_none_of_ours_weakens_nothing() -> None:
    """Of another version: nobody here knows how firm it is, and the figure rests on nothing that could be told."""
    assert {} == found(one={**ONE, "basis": "hearsay"}, two={**TWO, "rests_on": None})
