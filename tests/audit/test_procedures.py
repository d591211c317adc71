"""What no formula says is computed again by its procedure, with its range, and told where it is another."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from reportgen.audit.procedures import KNOWN, recomputed
from reportgen.audit.report_data import ReportData, report_data
from reportgen.figures.figure import Figure
from reportgen.generate import load
from reportgen.rendering.report import Report
from tests.figures.runs import OWN, SAMPLES, run

# By procedure, a run with a figure of it and the figure's key.
RUNS = {
    "whole_months/1": ("tiers by month at a pace", "full_months_before"),
    "cost_by_months/1": ("tiers by month of samples in part labelled", "annotation_cost_after"),
    "tier_reached/1": ("a tier that is reached by samples in part labelled", "annotation_price_reached_before"),
    "cost_at_tier_reached/1": ("a tier that is reached by samples in part labelled", "annotation_cost_after"),
    "break_even_under_tiers/1": ("boxes by tiers", "break_even_samples"),
    "break_even_by_months/1": ("tiers by month at a pace", "break_even_samples"),
    "break_even_at_tiers/1": ("a tier that is reached by samples in part labelled", "break_even_samples"),
    "permutation_test/1": ("", "evidence_p.before"),
    "ttcapc/1": ("models with runs and checkpoints", ""),
}


@cache
def made(name: str) -> Report:
    """The run of that name, or the sample with training runs."""
    return run(OWN[name]) if name else load(SAMPLES / "evidence" / "run.yaml")


def again(procedure: str, /, **changed: Any) -> tuple[str, list[str], tuple[str, ...], int]:
    """The key of the figure of this procedure, what differs, whose procedure is not known, and how many are."""
    name, key = RUNS[procedure]
    report = made(name)
    found = report_data(report.json, "report.json")
    key = key or next(it.key for it in found.figures.values() if it.procedure == procedure and it.value is not None)
    assert procedure == found.figures[key].procedure
    figures: dict[str, Figure] = {**found.figures, key: replace(found.figures[key], **changed)}
    told = recomputed([key], report.account.ledger, report.account.outline, ReportData("a", found.values, figures))
    return key, [f"{it.where}: {it.text}" for it in told.differences], told.unknown, told.count


def test_there_is_a_run_of_each() -> None:
    """Whatever verify computes again."""
    assert set(KNOWN) == set(RUNS)


@pytest.mark.parametrize("procedure", RUNS)
def test_a_procedure_gives_the_figure_again(procedure: str) -> None:
    """Value and range, without a difference; one of another version is named, and not counted."""
    key, *told = again(procedure)
    assert [[], (), 1] == told
    assert [[], (key,), 0] == list(again(procedure, procedure="unheard_of/9")[1:])


@pytest.mark.parametrize("procedure", RUNS)
def test_a_value_that_is_another_is_told_with_both(procedure: str) -> None:
    """What is stated, and what follows."""
    key, [told], *_ = again(procedure, value=Decimal("123.5"))
    assert told.startswith(f"{key}: stated 123.5 ")
    assert "derived none" not in told


@pytest.mark.parametrize("procedure", ["cost_by_months/1", "cost_at_tier_reached/1"])
def test_an_end_of_a_range_that_is_another_is_told_with_both(procedure: str) -> None:
    """By which of the two it is."""
    for end in ("low", "high"):
        key, [told], *_ = again(procedure, **{end: Decimal("0.5")})
        assert told.startswith(f"{key}: {end} stated 0.5, derived ")
        assert not told.endswith("none")
